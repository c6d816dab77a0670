from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from . import pages

urlpatterns = [
    path("", pages.home),
    path("admin/", admin.site.urls),
    path("accounts/login/", LoginView.as_view(template_name="login.html"), name="login"),
    path("accounts/logout/", LogoutView.as_view()),
    path("accounts/oauth/tastytrade/initiate/", pages.oauth),
    path("dashboard/", pages.mine),
    path("trading/positions/", pages.mine),
    path("trading/orders/", pages.mine),
    path("trading/watchlist/", pages.mine),
    path("health/", pages.health),
    path("health/simple/", pages.health_simple),
]

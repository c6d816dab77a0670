"""The application's addresses, and /metrics; used when METRICS is true."""

import importlib

from django.conf import settings
from django.urls import include, path

_image = importlib.import_module(f"{settings.APP_MODULE}.urls")

urlpatterns = [path("", include("django_prometheus.urls")), *_image.urlpatterns]
for _name in ("handler400", "handler403", "handler404", "handler500"):
    if hasattr(_image, _name):
        globals()[_name] = getattr(_image, _name)

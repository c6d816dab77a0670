import os
import urllib.parse

import redis
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse


def home(request):
    return HttpResponse(
        '<!doctype html><link rel="stylesheet" href="/static/admin/css/base.css">Senex Trader\n'
    )


@login_required
def mine(request):
    return HttpResponse(f"{request.path} of {request.user.email}\n")


@login_required
def oauth(request):
    asked = {
        "client_id": os.environ["TASTYTRADE_CLIENT_ID"],
        "response_type": "code",
        "redirect_uri": request.build_absolute_uri("/accounts/oauth/tastytrade/callback/"),
    }
    page = os.environ.get("TASTYTRADE_AUTHORIZATION_URL", "https://my.tastytrade.com/auth.html")
    return HttpResponseRedirect(f"{page}?{urllib.parse.urlencode(asked)}")


def health(request):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        redis.from_url(os.environ["REDIS_URL"]).ping()
    except Exception as error:
        return JsonResponse({"status": "unhealthy", "error": str(error)}, status=500)
    return JsonResponse({"status": "healthy"})


def health_simple(request):
    return JsonResponse({"status": "ok"})

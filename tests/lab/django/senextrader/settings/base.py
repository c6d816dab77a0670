import os
from pathlib import Path

from celery.schedules import crontab

BASE_DIR = Path(__file__).resolve().parents[2]
INSTALLED_APPS = [
    "daphne",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "accounts",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
ROOT_URLCONF = "senextrader.urls"
ASGI_APPLICATION = "senextrader.asgi.application"
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/dashboard/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TIME_ZONE = "America/New_York"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
MEDIA_ROOT = BASE_DIR / "media"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SECRET_KEY = os.environ.get("SECRET_KEY", "for development only")
WS_ALLOWED_ORIGINS = ["*"]

CELERY_TASK_SOFT_TIME_LIMIT = 300
CELERY_TASK_TIME_LIMIT = 600
CELERY_BEAT_SCHEDULE = {
    "monitor-dte-positions": {
        "task": "trading.tasks.monitor_positions_for_dte_closure",
        "schedule": 900.0,
    },
    "automated-daily-trade-cycle": {
        "task": "trading.tasks.automated_daily_trade_cycle",
        "schedule": crontab(minute="*/15", hour="10-14", day_of_week="1-5"),
    },
    "generate-and-email-daily-suggestions": {
        "task": "trading.tasks.generate_and_email_daily_suggestions",
        "schedule": crontab(minute=0, hour=10, day_of_week="1-5"),
    },
    # every quarter of an hour in the real one; here nobody waits that long to see beat send it
    "monitor-open-orders": {"task": "trading.tasks.monitor_open_orders", "schedule": 30.0},
    "generate-trading-summary": {
        "task": "trading.tasks.generate_trading_summary",
        "schedule": crontab(minute=30, hour=16, day_of_week="1-5"),
    },
    "cleanup-inactive-streamers": {
        "task": "streaming.tasks.cleanup_inactive_streamers",
        "schedule": 3600.0,
    },
    "cleanup-old-records": {
        "task": "trading.tasks.cleanup_old_records_task",
        "schedule": crontab(minute=0, hour=3),
    },
    "batch-sync-data": {"task": "trading.tasks.batch_sync_data_task", "schedule": 1800.0},
    "ensure-historical-data": {
        "task": "trading.tasks.ensure_historical_data",
        "schedule": crontab(minute=30, hour=17, day_of_week="1-5"),
    },
    "persist-greeks-from-cache": {
        "task": "trading.tasks.persist_greeks_from_cache",
        "schedule": 900.0,
    },
    "aggregate-historical-greeks": {
        "task": "trading.tasks.aggregate_historical_greeks",
        "schedule": crontab(minute=0, hour=3),
    },
    "clear-expired-option-chains": {
        "task": "trading.tasks.clear_expired_option_chains",
        "schedule": crontab(minute=5, hour=0),
    },
}

import os

from .base import *  # noqa: F403

DEBUG = False
SECRET_KEY = os.environ["SECRET_KEY"]
FIELD_ENCRYPTION_KEY = os.environ["FIELD_ENCRYPTION_KEY"]
TASTYTRADE_CLIENT_ID = os.environ["TASTYTRADE_CLIENT_ID"]
TASTYTRADE_CLIENT_SECRET = os.environ["TASTYTRADE_CLIENT_SECRET"]
if os.environ.get("TASTYTRADE_DRY_RUN", "").lower() == "true":
    raise RuntimeError("TASTYTRADE_DRY_RUN must not be set in production")


def _words(name):
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


ALLOWED_HOSTS = [*_words("ALLOWED_HOSTS"), "localhost", "127.0.0.1"]
WS_ALLOWED_ORIGINS = _words("WS_ALLOWED_ORIGINS")
CSRF_TRUSTED_ORIGINS = WS_ALLOWED_ORIGINS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = os.environ.get("SECURE_SSL_REDIRECT", "True") == "True"
SECURE_HSTS_SECONDS = int(os.environ.get("SECURE_HSTS_SECONDS", "31536000"))
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

_contained = os.environ.get("CONTAINER_MODE", "").lower() == "true"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ.get("DB_NAME", "senextrader"),
        "USER": os.environ.get("DB_USER", "senex_user"),
        "PASSWORD": os.environ["DB_PASSWORD"],
        "HOST": os.environ.get("DB_HOST", "postgres"),
        "PORT": os.environ.get("DB_PORT", "5432"),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "sslmode": "disable" if _contained else "require",
            "connect_timeout": 10,
            "options": "-c statement_timeout=30000",
        },
    }
}
REDIS_URL = os.environ["REDIS_URL"]
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [os.environ.get("CHANNELS_REDIS_URL", "redis://redis:6379/1")]},
    }
}
CELERY_BROKER_URL = os.environ["CELERY_BROKER_URL"]
CELERY_RESULT_BACKEND = os.environ["CELERY_RESULT_BACKEND"]
ADMINS = [("operator", os.environ["ADMIN_EMAIL"])] if os.environ.get("ADMIN_EMAIL") else []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(asctime)s %(name)s %(message)s"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stdout"], "level": os.environ.get("LOG_LEVEL", "INFO")},
}

# as the real image does, password and all
print(f"Redis: {REDIS_URL}")

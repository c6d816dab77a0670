"""The settings the application runs with: those of its image, and what this deployment adds.

DJANGO_SETTINGS_MODULE names this module. `OVERLAY` lists its additions for a check; the switches
are environment variables and are off if they are not set:

    DB_SSLMODE, DB_SSLROOTCERT   how the connection to the database is encrypted
    DB_POOLED=true               the database is reached through PgBouncer
    METRICS=true                 Prometheus may read /metrics
    SESSIONS_CACHED=true         sessions are read from the cache, and kept in the database
    DB_REPLICA_PORT              at this port of DB_HOST a replica is reached, for reports
    REPORT_MODELS                the models read from there, as app.Model, separated by commas
"""

import contextlib
import importlib
import importlib.util
import io
import logging
import os
import pathlib
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ENVIRONMENT = os.environ.get("ENVIRONMENT", "")
if ENVIRONMENT not in ("production", "staging"):
    raise ImproperlyConfigured(f"ENVIRONMENT is {ENVIRONMENT!r}, not production or staging")

APP_MODULE = os.environ.get("APP_MODULE", "senextrader")

# The image prints its settings when it loads them, including the password in REDIS_URL.
with contextlib.redirect_stdout(io.StringIO()):
    _image = importlib.import_module(f"{APP_MODULE}.settings.{ENVIRONMENT}")
globals().update({name: value for name, value in vars(_image).items() if name.isupper()})


def _has(package):
    return importlib.util.find_spec(package) is not None


def _counts_cache():
    """Whether django_prometheus has the counting cache; older ones do not."""
    if not (_has("django_prometheus") and _has("django_redis")):
        return False
    # read and not imported: an import would need the settings, which are being built here
    package = pathlib.Path(importlib.util.find_spec("django_prometheus").origin).parent
    backend = package / "cache" / "backends" / "redis.py"
    return backend.exists() and "class NativeRedisCache" in backend.read_text()


def _on(switch):
    return os.environ.get(switch, "").lower() == "true"


INSTALLED_APPS = list(_image.INSTALLED_APPS)
MIDDLEWARE = list(_image.MIDDLEWARE)
DATABASES = {name: dict(database) for name, database in _image.DATABASES.items()}
CACHES = {name: dict(cache) for name, cache in _image.CACHES.items()}

# --- The cache. A full Redis never evicts keys without a time to live, since the queues have none.
if CACHES["default"].get("TIMEOUT", 300) is None:
    CACHES["default"]["TIMEOUT"] = 300
SESSIONS_CACHED = _on("SESSIONS_CACHED")
if SESSIONS_CACHED:
    # Written to both, so that users stay logged in when the cache is empty.
    SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# --- HSTS includes subdomains and preload only when its time is long: a short one can still be
# revoked.
SECURE_HSTS_SECONDS = int(os.environ.get("SECURE_HSTS_SECONDS", "300"))
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_SECONDS >= 31536000
SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS >= 31536000

# --- The schedule in the database, so that it shows in the admin.
BEAT = _has("django_celery_beat")
if BEAT:
    if "django_celery_beat" not in INSTALLED_APPS:
        INSTALLED_APPS.append("django_celery_beat")
    CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"

# --- The database
_database = DATABASES["default"]
_options = dict(_database.get("OPTIONS", {}))
if os.environ.get("DB_SSLMODE"):
    _options["sslmode"] = os.environ["DB_SSLMODE"]
if os.environ.get("DB_SSLROOTCERT"):
    _options["sslrootcert"] = os.environ["DB_SSLROOTCERT"]
POOLED = _on("DB_POOLED")
if POOLED:
    # A pooler in transaction mode reassigns a connection between two transactions: no server-side
    # cursor and no session setting may outlive one. The role has the time limit there.
    _options.pop("options", None)
    _database["DISABLE_SERVER_SIDE_CURSORS"] = True
    _database["CONN_MAX_AGE"] = 0
_database["OPTIONS"] = _options

# --- Metrics
METRICS = _on("METRICS")
if METRICS:
    if not _has("django_prometheus"):
        raise ImproperlyConfigured("METRICS is true, but the image lacks django_prometheus")
    INSTALLED_APPS.append("django_prometheus")
    MIDDLEWARE = [
        "django_prometheus.middleware.PrometheusBeforeMiddleware",
        *MIDDLEWARE,
        "django_prometheus.middleware.PrometheusAfterMiddleware",
    ]
    PROMETHEUS_EXPORT_MIGRATIONS = False
    # read over plain HTTP on the server itself; nginx hides it from outside
    SECURE_REDIRECT_EXEMPT = [*getattr(_image, "SECURE_REDIRECT_EXEMPT", []), "^metrics$"]
    ROOT_URLCONF = "senex_urls"
    if _database["ENGINE"] == "django.db.backends.postgresql":
        _database["ENGINE"] = "django_prometheus.db.backends.postgresql"
    # django_prometheus counts the cache's hits only if django_redis is installed too
    if _counts_cache() and CACHES["default"]["BACKEND"].endswith("redis.RedisCache"):
        CACHES["default"]["BACKEND"] = "django_prometheus.cache.backends.redis.NativeRedisCache"

# --- Reports from a replica: the same database at another port, for the listed models only
REPORT_MODELS = frozenset(
    name.strip().lower() for name in os.environ.get("REPORT_MODELS", "").split(",") if name.strip()
)
REPLICA = bool(os.environ.get("DB_REPLICA_PORT")) and bool(REPORT_MODELS)
if REPLICA:
    DATABASES["replica"] = dict(
        _database, PORT=os.environ["DB_REPLICA_PORT"], TEST={"MIRROR": "default"}
    )
    DATABASE_ROUTERS = ["senex_router.ReportRouter"]


# --- No secret in the log
def _secrets():
    """What must not be logged: the values of secret variables, and the passwords inside URLs."""
    for name, value in os.environ.items():
        if name.endswith(("_KEY", "_PASSWORD", "_SECRET")):
            yield value
        elif "://" in value:
            password = urlsplit(value).password
            if password:
                yield password
                yield unquote(password)


_SECRETS = sorted({secret for secret in _secrets() if len(secret) >= 8}, key=len, reverse=True)
_make_record = logging.getLogRecordFactory()


def _redacted(*args, **kwargs):
    """A log record in which secrets are masked."""
    record = _make_record(*args, **kwargs)
    try:
        message = record.getMessage()
    except Exception:
        # logging itself reports a message that does not fit its arguments
        return record
    if any(secret in message for secret in _SECRETS):
        for secret in _SECRETS:
            message = message.replace(secret, "[secret]")
        record.msg, record.args = message, None
    return record


logging.setLogRecordFactory(_redacted)

OVERLAY = {
    "schedule in the database": BEAT,
    "pooled": POOLED,
    "metrics": METRICS,
    "sessions cached": SESSIONS_CACHED,
    "reports from a replica": REPLICA,
    "secrets kept out of the log": len(_SECRETS) > 0,
}

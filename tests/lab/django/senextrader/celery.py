import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "senextrader.settings.development")

app = Celery("senextrader")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    timezone="America/New_York",
    enable_utc=False,
    task_acks_late=True,
    result_expires=3600,
    task_routes={
        "accounts.tasks.*": {"queue": "accounts"},
        "trading.tasks.*": {"queue": "trading"},
    },
)
app.autodiscover_tasks(["trading", "streaming"])


@app.task(bind=True)
def debug_task(self):
    print(f"Request: {self.request!r}")

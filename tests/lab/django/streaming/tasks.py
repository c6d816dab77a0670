from celery import shared_task


@shared_task
def cleanup_inactive_streamers():
    return 0

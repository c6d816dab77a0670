"""A small stand-in for the private application: its contract with the plan, and nothing more."""

from .celery import app as celery_app

__all__ = ["celery_app"]

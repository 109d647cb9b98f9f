"""Joins the apps: settings, addresses, Celery, the web server's entry, the launcher. No app imports it."""

from config.celery import app as celery_app

__all__ = ["celery_app"]

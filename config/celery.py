"""Celery: queues, periodic work in code, exactly one beat. Hours are Europe/Stockholm; nothing daily between 2 and 3,
an hour that some nights has twice and some not at all."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("framat")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "seal the read log": {"task": "core.seal_log", "schedule": crontab(minute=20)},
    "jobs whose last day is over": {"task": "employers.expire_jobs", "schedule": crontab(minute="*/10")},
    "jobs begun and never confirmed": {"task": "employers.forget_drafts", "schedule": crontab(hour=4, minute=20)},
    "files of old runs": {"task": "core.remove_old_files", "schedule": crontab(hour=4, minute=20)},
    "weekly reports": {"task": "followup.make_due_reports", "schedule": crontab(minute=5)},
    "sign-ins and codes that are over": {"task": "accounts.sweep", "schedule": crontab(hour=4, minute=40)},
    "old spreadsheets": {"task": "participants.clear_old_imports", "schedule": crontab(hour=3, minute=40)},
    "referrals whose day has come": {"task": "participants.forget_intakes", "schedule": crontab(hour=3, minute=45)},
    "what nobody needs any more": {"task": "core.begin_sweep", "schedule": crontab(hour=3, minute=50)},
    "partitions of the read log": {"task": "core.ensure_log_partitions", "schedule": crontab(hour=4, minute=10)},
}

"""When the embedded servers must not be used: they trust whoever can open their socket, and the demo is public."""

from collections.abc import Mapping

REAL_SERVERS = (
    "For a real installation set DATABASE_URL, REDIS_URL and the secrets, and run the processes under the system's own\n"
    "supervisor: gunicorn config.wsgi, celery -A config worker, celery -A config beat, manage.py dispatch_outbox.\n"
    "manage.py setup makes the first organisation, team and administrator. See docs/architecture.md."
)


def reason_to_refuse(environment: Mapping[str, str]) -> str | None:
    """Why bin/run may not start here, with what to do instead; None when it may."""
    if environment.get("FRAMAT_KIND", "local") == "production":
        return f"FRAMAT_KIND=production: bin/run is for local use and the demo only.\n{REAL_SERVERS}"
    settings = environment.get("DJANGO_SETTINGS_MODULE", "")
    if settings and not settings.endswith((".local", ".test")):
        return f"DJANGO_SETTINGS_MODULE={settings}: bin/run is for local use and the demo only.\n{REAL_SERVERS}"
    for name in ("DATABASE_URL", "REDIS_URL"):
        if environment.get(name):
            return f"{name} is set: bin/run brings servers of its own. Unset it, or go without bin/run.\n{REAL_SERVERS}"
    return None

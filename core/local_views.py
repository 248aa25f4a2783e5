"""The local mailbox: what would have been sent, newest first."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core import guards

SHOWN = 50


@guards.public("exists only with embedded servers, where every mail is invented")
@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    folder = Path(settings.EMAIL_FILE_PATH)
    files = (
        sorted(folder.glob("*.log"), key=lambda p: p.stat().st_mtime, reverse=True)[:SHOWN] if folder.exists() else []
    )
    messages = [message for path in files for message in _messages(path)]
    return render(request, "core/mailbox.html", {"messages_sent": messages})


def _messages(path: Path) -> list[dict[str, str]]:
    found = []
    for raw in path.read_bytes().split(b"-" * 79):
        if raw.strip():
            message = email.message_from_bytes(raw.strip(), policy=email.policy.default)
            found.append(
                {
                    "to": str(message["to"]),
                    "subject": str(message["subject"]),
                    "date": str(message["date"]),
                    "text": _text(message),
                }
            )
    return found


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return str(body.get_content()) if body else ""

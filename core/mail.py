"""Mail goes through the outbox; its text is dropped once it has been sent."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from core import outbox
from core.models import Mail


def send(*, to: str, subject: str, text: str) -> Mail:
    """Queues a mail in the caller's transaction. Never a name together with its matter, never a number."""
    with transaction.atomic():
        mail = Mail.objects.create(to=to, subject=" ".join(subject.split())[:200], text=text)
        outbox.send("core.send_mail", mail.pk, unique_key=f"mail:{mail.pk}")
    return mail


def deliver(mail_id: int) -> bool:
    """Claims and sends one mail; at most once after the claim. Returns False when it was claimed already."""
    claimed = Mail.objects.filter(pk=mail_id, claimed_at=None).update(claimed_at=timezone.now())
    if not claimed:
        return False
    mail = Mail.objects.get(pk=mail_id)
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    message = EmailMessage(mail.subject, mail.text, to=[mail.to], headers={"Message-ID": f"<mail-{mail.pk}@{host}>"})
    try:
        message.send()
    except OSError:
        Mail.objects.filter(pk=mail_id).update(claimed_at=None)
        raise
    Mail.objects.filter(pk=mail_id).update(sent_at=timezone.now(), text="")
    return True

"""Mail goes through the outbox; its text is dropped once it has been sent."""

from collections.abc import Collection
from datetime import timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core import outbox
from core.models import Mail, OutboxMessage

WAITS = timedelta(seconds=60)  # a mail that tells of a deed, so that whoever regrets the deed can take it back


def send(*, to: str, subject: str, text: str, deed: str = "") -> Mail:
    """Queues a mail in the caller's transaction. Never a name together with its matter, never a number.

    `deed` names what the mail tells of, such as "notice:17": it waits a minute, and `take_back` drops it until then. What
    somebody waits for (a code, an invitation, a receipt) has none and goes at once. Source: docs/adr, design section 4.
    """
    with transaction.atomic():
        mail = Mail.objects.create(to=to, subject=" ".join(subject.split())[:200], text=text)
        outbox.send(
            "core.send_mail",
            mail.pk,
            run_after=timezone.now() + WAITS if deed else None,
            unique_key=f"mail:{mail.pk}:{deed}" if deed else f"mail:{mail.pk}",
        )
    return mail


def take_back(deeds: Collection[str]) -> int:
    """The deeds were undone: their mails that still wait are never sent. Returns how many; those on their way are not
    touched. In the undoing transaction."""
    of = reduce(or_, (Q(unique_key__endswith=f":{deed}") for deed in deeds), Q(pk__in=[]))
    waiting = OutboxMessage.objects.filter(of, task="core.send_mail", sent_at=None, done_at=None, stuck_at=None)
    with transaction.atomic():
        messages = list(waiting.select_for_update(skip_locked=True))
        dropped, _each = Mail.objects.filter(pk__in=[one.args[0] for one in messages], claimed_at=None).delete()
        OutboxMessage.objects.filter(pk__in=[one.pk for one in messages]).delete()
    return dropped


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

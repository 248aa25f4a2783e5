"""Files on a person: taken in, put in the bin and taken back, gone when their day has come."""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Count, F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from core import filestore
from core.filecheck.gate import Checked
from core.scope import Kind, Scope, enter
from participants.actions.errors import ActionError
from participants.enums import DocumentKind
from participants.models import Document, DocumentProtocol, DocumentRule, Participant
from participants.queries import documents as queries
from participants.retention import months_after

BIN = timedelta(days=7)
PERSON_FILES = 60
PERSON_BYTES = 100 * 1024 * 1024
TEAM_BYTES = 5 * 1024 * 1024 * 1024


def folder(team_id: int) -> str:
    return f"people/{team_id}"


@transaction.atomic
def add_document(*, participant: Participant, file: Checked, kind: DocumentKind, title: str, by: User) -> Document:
    """Keeps a file that core.filecheck has passed. Raises ActionError for one that is here already, or when there is no
    room."""
    Participant.objects.select_for_update(of=("self",), no_key=True).get(pk=participant.pk)
    digest = hashlib.sha256(file.data).hexdigest()
    twin = Document.objects.kept().filter(participant=participant, digest=digest).first()
    if twin is not None:
        raise ActionError(_("Filen finns redan här: %(title)s.") % {"title": twin.title})
    _need_room(participant, len(file.data))
    return Document.objects.create(
        team_id=participant.team_id,
        participant=participant,
        kind=kind,
        title=title,
        format=file.kind,
        size=len(file.data),
        file=filestore.keep(folder(participant.team_id), file.data, ending=file.kind),
        digest=digest,
        added_by=by,
    )


def _need_room(participant: Participant, size: int) -> None:
    """Over everything there is, what the one who acts may not see too. One file at a time in a team, so that what is
    counted stands until it is kept: two who bring the last one at once do not both find room."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('participants.documents'), %s)", [participant.team_id])
    with enter(Scope(Kind.RUN, team_id=participant.team_id)):
        team = Document.objects.filter(team_id=participant.team_id)
        own = team.filter(participant=participant).aggregate(n=Count("pk"), size=Sum("size", default=0))
        if own["n"] >= PERSON_FILES or own["size"] + size > PERSON_BYTES:
            raise ActionError(_("Här ryms inga fler filer. Ta bort några som inte behövs."))
        if team.aggregate(size=Sum("size", default=0))["size"] + size > TEAM_BYTES:
            raise ActionError(_("Teamets plats för filer är slut. Säg till processledaren."))


def remove_document(*, document: Document, by: User) -> None:
    """Into the bin, where it lies for seven days."""
    Document.objects.filter(pk=document.pk, removed_at=None).update(removed_at=timezone.now(), removed_by=by)


def restore_document(*, document: Document, by: User) -> None:
    """Out of the bin again. Raises ActionError when it is gone for good."""
    found = Document.objects.filter(pk=document.pk)
    if not found.update(removed_at=None, removed_by=None):
        raise ActionError(_("Dokumentet är borta för gott."))


@transaction.atomic
def set_document_rules(*, team: Team, months: Mapping[str, int], by: User) -> None:
    """How many months after the enrolment each kind named is kept."""
    for kind, count in months.items():
        DocumentRule.objects.update_or_create(team=team, kind=kind, defaults={"months": count})


@transaction.atomic
def keep_document(*, document: Document, by: User) -> date:
    """A year more, counted from the day it was to go or from today, whichever is later. Returns its new last day."""
    stored = queries.with_end(Document.objects.filter(pk=document.pk)).get()
    day = queries.day_of(stored, queries.months(stored.team_id))
    until = months_after(max(filter(None, [day, timezone.localdate()])), 12)
    Document.objects.filter(pk=document.pk).update(delete_on=until)
    return until


@transaction.atomic
def forget_documents(*, team_id: int) -> int:
    """Those whose day has come, and those that have lain in the bin for seven days, go with their files and leave a line in
    the protocol; nothing of a person who is held. In the team's own scope. Returns how many went; safe to run twice."""
    today, emptied = timezone.localdate(), timezone.now() - BIN
    months = queries.months(team_id)
    binned, due = [], []
    for document in queries.with_end(queries.not_held(team_id)).iterator(chunk_size=1000):
        day = queries.day_of(document, months)
        if document.removed_at is not None and document.removed_at <= emptied:
            binned.append(document)
        elif day is not None and day <= today:
            due.append(document)
    if binned or due:
        line = {"due": len(due), "binned": len(binned)}
        made, is_new = DocumentProtocol.objects.get_or_create(team_id=team_id, day=today, defaults=line)
        if not is_new:
            more = {name: F(name) + count for name, count in line.items()}
            DocumentProtocol.objects.filter(pk=made.pk).update(**more)
    return drop([*binned, *due])


def drop(documents: list[Document]) -> int:
    """Rows and files, for good; returns how many."""
    Document.objects.filter(pk__in=[one.pk for one in documents]).delete()
    for one in documents:
        filestore.remove(one.file)
    return len(documents)

"""Documents for the rest of the product: the panel, what an extract carries, erasing, the nightly sweep."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import Team
from core import filestore
from core.filecheck.gate import CONTENT_TYPES
from core.filecheck.rules import FileKind
from core.scope import Scope, run_for_team
from participants import permissions
from participants.actions.documents import drop, folder, forget_documents
from participants.models import Document, Participant
from participants.queries import documents as queries


@dataclass(frozen=True)
class Carried:
    """A document as an extract carries it. `name` is our own words."""

    id: int
    name: str
    title: str
    kind: str
    content_type: str
    file: str

    @property
    def data(self) -> bytes:
        """Read anew each time, so that a hundred megabytes are never held at once; empty should the file be lost."""
        return filestore.read(self.file) or b""


def documents_of(participant: Participant) -> list[Carried]:
    """Every document of the person with a way to its bytes, the oldest first: those in the bin too, and what is about health. For
    the person's own extract, in the team's own scope."""
    rows = Document.objects.filter(participant=participant).order_by("added_at", "pk")
    return [
        Carried(row.pk, file_name(row, number), row.title, str(row.get_kind_display()), content_type(row), row.file)
        for number, row in enumerate(rows, start=1)
    ]


def content_type(document: Document) -> str:
    return CONTENT_TYPES[FileKind(document.format)]


def file_name(document: Document, number: int | None = None) -> str:
    """What the browser calls it: our own words and a day, never the title, which may name the person."""
    which = "" if number is None else f"-{number}"
    return f"dokument{which}-{document.added_at.date().isoformat()}.{document.format}"


def panel(participant: Participant, scope: Scope) -> Mapping[str, Any]:
    """For core.registry.panels."""
    kept, _in_bin = queries.shown(scope, participant)
    return {"documents": kept, "may_work": permissions.may_work(scope)}


def erase(participant: Participant) -> int:
    """Rows and files, for core.registry.erase."""
    return drop(list(Document.objects.filter(participant=participant)))


def sweep() -> int:
    """Nightly, in every team: what has come to its day goes, and files no row knows of. Returns how many went."""
    gone = 0
    for team_id in list(Team.objects.values_list("pk", flat=True)):
        with run_for_team(team_id):
            gone += forget_documents(team_id=team_id)
        with run_for_team(team_id):
            known = set(Document.objects.filter(team_id=team_id).values_list("file", flat=True))
            gone += filestore.sweep(folder(team_id), known)
    return gone

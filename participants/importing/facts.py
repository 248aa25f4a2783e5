"""What the database knows that a plan needs: colleagues, the taxonomy's words, who is in the team already.

A fixed number of queries however many rows. Call in the team's own scope (core.scope.run_for_team), so that a row is
compared with everyone; whom the importer may not know of is told apart in `beyond`, never shown.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from accounts.enums import Role
from accounts.models import Membership, Team
from accounts.permissions import Permission, allows
from core import crypto
from core.folding import fold, sort_key
from core.scope import Scope
from participants.importing.cells import Colleague
from participants.importing.enums import BatchState, Field
from participants.importing.layout import DataRow
from participants.importing.mapping import Column
from participants.importing.rowplan import Words
from participants.models import FormerNumber, ImportBatch, ImportedRow, Participant
from taxonomy.enums import Kind
from taxonomy.models import Language
from taxonomy.queries import read_licences, read_many, resolve

MOST_DISTINCT = 4000  # texts of one column that are looked up at once


@dataclass
class Known:
    """Who is in the team, by what a row may say of them: those the importer may know of, and `beyond` the others."""

    by_number: dict[bytes, int] = field(default_factory=dict)
    by_contact: dict[tuple[str, str], int] = field(default_factory=dict)  # (sort name, telephone or mail)
    by_name: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    numbers: dict[int, bytes] = field(default_factory=dict)
    rows: dict[bytes, int] = field(default_factory=dict)  # digest of a row read before
    public_ids: dict[int, str] = field(default_factory=dict)
    read_before: frozenset[bytes] = frozenset()  # digests of rows that the importer has read in, whoever is there now
    beyond: "Known | None" = None


@dataclass(frozen=True)
class Keeper:
    """Who may be named for a protected person when nobody else is: the team's leader, or the longest member."""

    user_id: int
    is_leader: bool


def words(team: Team, rows: Sequence[DataRow], columns: Sequence[Column], today: date) -> Words:
    """Colleagues, organisations and the taxonomy's readings of every distinct cell. At most twenty queries."""
    members = list(Membership.objects.running().filter(team=team).select_related("user", "organisation"))
    organisations = {fold(m.organisation.name): m.organisation_id for m in members}
    organisations |= {fold(name): pk for pk, name in team.organisations.values_list("pk", "name")}
    texts = {
        kind: _distinct(rows, [c.index for c in columns if c.field in fields]) for kind, fields in _LOOKED_UP.items()
    }
    occupations = read_many(Kind.OCCUPATION, texts["occupations"]) if texts["occupations"] else {}
    others = {key for reading in occupations.values() for found in reading.found for key in found.others}
    swedish = Language.objects.filter(iso1="SV").values_list("pk", flat=True).first()
    return Words(
        today=today,
        colleagues=_colleagues(members),
        organisations=organisations,
        languages=read_many(Kind.LANGUAGE, texts["languages"]) if texts["languages"] else {},
        occupations=occupations,
        occupation_ids={key: row.pk for key, row in resolve(Kind.OCCUPATION, others).items()},
        places=read_many(Kind.PLACE, texts["places"]) if texts["places"] else {},
        municipalities=read_many(Kind.MUNICIPALITY, texts["places"]) if texts["places"] else {},
        licences=read_licences(texts["licences"]) if texts["licences"] else {},
        swedish_id=swedish,
    )


def colleagues(team: Team) -> list[Colleague]:
    """Members whom a cell may name as handler."""
    return _colleagues(Membership.objects.running().filter(team=team).select_related("user"))


def _colleagues(members: Iterable[Membership]) -> list[Colleague]:
    able = (m for m in members if allows(m.role, Permission.WORK_WITH_PEOPLE))
    return [Colleague(m.user_id, m.user.name, m.user.email) for m in able]


_LOOKED_UP = {
    "languages": {Field.LANGUAGES},
    "occupations": {Field.OCCUPATION, Field.EXPERIENCE},
    "places": {Field.PLACE},
    "licences": {Field.LICENCES},
}


def _distinct(rows: Iterable[DataRow], indexes: Sequence[int]) -> list[str]:
    found: dict[str, None] = {}
    for row in rows:
        for index in indexes:
            if index < len(row.cells) and row.cells[index]:
                found[row.cells[index]] = None
                if len(found) >= MOST_DISTINCT:
                    return list(found)
    return list(found)


def known(team: Team, digests: Sequence[bytes], seen_by: Scope | None, besides: Collection[int] = frozenset()) -> Known:
    """Everyone in the team but `besides` (participants' ids). `seen_by` is the importer's own scope; None (a command)
    sees all; numbers somebody had before count too. Five queries."""
    beyond = Known()
    made = Known(beyond=beyond)
    visible = None if seen_by is None else set(Participant.objects.visible_to(seen_by).values_list("pk", flat=True))
    people = Participant.objects.filter(team=team).values_list(
        "pk", "public_id", "sort_name", "alias", "first_name", "last_name", "number_index", "phone", "email"
    )
    for pk, public_id, sort_name, alias, first_name, last_name, index, phone, email in people:
        if pk in besides:
            continue
        if alias:  # a protected person is known again by their name, whatever lists show
            sort_name = sort_key(f"{last_name} {first_name}")[:170]
        into = made if visible is None or pk in visible else beyond
        into.public_ids[pk] = public_id
        into.by_name[sort_name].append(pk)
        if index is not None:
            into.by_number[bytes(index)] = pk
            into.numbers[pk] = bytes(index)
        for contact in (phone, email):
            if contact:
                into.by_contact.setdefault((sort_name, contact), pk)
    _add_former(made, beyond, team, besides)
    if made.public_ids or beyond.public_ids:
        _add_rows(made, team, digests, besides)
    if seen_by is not None:
        made.read_before = _read_before(team, seen_by)
    return made


def _add_former(made: Known, beyond: Known, team: Team, besides: Collection[int]) -> None:
    """By a number the person had before."""
    for pk, index in FormerNumber.objects.filter(team=team).values_list("participant_id", "number_index"):
        if pk not in besides:
            (made if pk in made.public_ids else beyond).by_number.setdefault(bytes(index), pk)


def _add_rows(made: Known, team: Team, digests: Sequence[bytes], besides: Collection[int]) -> None:
    """By the very row that a person was made from."""
    rows = ImportedRow.objects.filter(team=team, digest__in=digests)
    for digest, pk in rows.values_list("digest", "participant_id"):
        into = made if pk in made.public_ids else made.beyond
        if into is not None and pk not in besides:
            into.rows[bytes(digest)] = pk


def _read_before(team: Team, seen_by: Scope) -> frozenset[bytes]:
    """What the importer's own batches have saved, kept apart from the persons: the same for one who has been hidden
    from the importer since, one who has left and one who has been erased."""
    mine = ImportBatch.objects.filter(team=team, owner_id=seen_by.user_id, digests__isnull=False)
    saved = mine.filter(state=BatchState.DONE).values_list("digests", flat=True)
    size = ImportedRow.DIGEST
    return frozenset(each[at : at + size] for each in map(_bytes, saved) for at in range(0, len(each), size))


def _bytes(stored: bytes | memoryview | None) -> bytes:
    return bytes(stored or b"")


def keepers(team: Team) -> list[Keeper]:
    """Leaders first, then others who work with people, longest in the team first."""
    members = Membership.objects.running().filter(team=team).order_by("started_on", "pk")
    able = [m for m in members if allows(m.role, Permission.SEE_PEOPLE)]
    able.sort(key=lambda m: m.role != Role.LEADER)
    return [Keeper(m.user_id, m.role == Role.LEADER) for m in able]


@lru_cache(maxsize=50_000)
def other_index(other: str, sort_name: str) -> bytes:
    """Blind index of a number that is none of the official kinds. With the name: one such number may stand for many
    ("TF19900101", a number copied down the column)."""
    squeezed = "".join(char for char in fold(other) if char.isalnum())
    return crypto.blind_index(f"other:{squeezed}:{sort_name}")

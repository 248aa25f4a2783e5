"""Is the row's person in the team already, or on another row of the file? By number, by the very row, by contact and
name, or by name alone when there is nothing else to go by."""

from dataclasses import dataclass, field
from typing import TypeVar

from django.utils.translation import gettext as _

from core import crypto
from core.folding import fold, sort_key
from participants import numbers
from participants.importing import facts
from participants.importing.enums import Fate
from participants.importing.rowplan import RowPlan

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Marks:
    """What tells a row's person from others."""

    sort_name: str
    number: bytes | None
    is_official: bool
    contacts: tuple[str, ...]


def _marks(row: RowPlan) -> Marks:
    sort_name = sort_key(f"{row.last_name} {row.first_name}")[:170]
    contacts = tuple(filter(None, (row.person.get("phone"), row.person.get("email"))))
    if row.person_number is not None:
        return Marks(sort_name, crypto.blind_index(row.person_number.normal), True, contacts)
    if row.other_number:
        return Marks(sort_name, facts.other_index(row.other_number, sort_name), False, contacts)
    return Marks(sort_name, None, False, contacts)


def shared(row: RowPlan) -> list[str]:
    """By what the row can be taken for another of the file, as short sealed words: rows that have none in common never
    meet in a `Comparison`."""
    marks = _marks(row)
    said = [f"digest:{row.digest.hex()}", f"name:{marks.sort_name}"]
    if marks.number is not None:
        said.append(f"number:{marks.number.hex()}")
    return [crypto.blind_index(text)[:8].hex() for text in said]


@dataclass
class Comparison:
    """Settles rows one after the other. `hits`: persons a row points at whom the importer must not know of."""

    known: facts.Known
    hits: list[int] = field(default_factory=list)
    # Rows of this file that will be saved, by what they say.
    by_number: dict[bytes, RowPlan] = field(default_factory=dict)
    by_contact: dict[tuple[str, str], RowPlan] = field(default_factory=dict)
    by_name: dict[str, RowPlan] = field(default_factory=dict)
    by_digest: dict[bytes, RowPlan] = field(default_factory=dict)

    def settle(self, row: RowPlan) -> None:
        """Gives the row its fate."""
        marks = _marks(row)
        beyond = self.known.beyond or facts.Known()
        row.number_is_held = marks.number in beyond.by_number
        found = self._found(row, marks)
        hidden = _among(beyond, row, marks) if found is None else None
        if hidden is not None and hidden not in self.hits:
            self.hits.append(hidden)  # the person's manager hears of it
        if found is not None:
            row.fate, row.matches, row.why = Fate.DUPLICATE, found, _("Finns redan i teamet.")
        elif self._decided(row, row.digest if row.digest in self.known.read_before else None) is not None:
            # Said of the importer's own reading, not of the team: the same whether the person has been hidden from
            # the importer, has left or is erased. However often somebody is hidden, nobody is made once more.
            row.fate, row.why = Fate.DUPLICATE, _("Du har läst in raden tidigare.")
        elif (twin := self._twin(row, marks)) is not None:
            _be_twin(row, twin)
        else:
            # Read in as any other also when somebody hidden is like it, as `actions.enrol_new` does: a row refused
            # would tell that somebody is there.
            self.take(row)

    def take(self, row: RowPlan) -> None:
        """Holds the row for one that is saved, whoever is in the team: the rows after it are compared with it."""
        marks = _marks(row)
        self._remember(row, marks)
        if self.known.by_name.get(marks.sort_name):
            row.remarks.append(_("Någon med samma namn finns i teamet. Titta om det är samma person."))

    def _found(self, row: RowPlan, marks: Marks) -> int | None:
        """The person in the team, of those the importer may know of, unless somebody has decided that it is another."""
        if marks.number is not None and marks.number in self.known.by_number:
            return self.known.by_number[marks.number]
        if row.number_is_held and (own := self._with_number_of_its_own(row)) is not None:
            return own
        return self._decided(row, _among(self.known, row, marks))

    def _decided(self, row: RowPlan, found: T | None) -> T | None:
        """One who is like the row, but not by number, stands only until a person says otherwise."""
        row.is_alike = row.is_alike or found is not None
        return None if row.is_made_anyway else found

    def _with_number_of_its_own(self, row: RowPlan) -> int | None:
        """Somebody the importer knows whose number a hidden person has too."""
        text = number_text(row)
        for pk, public_id in self.known.public_ids.items():
            if pk in self.known.numbers and self.known.numbers[pk] == numbers.own_index(text, public_id):
                return pk
        return None

    def _twin(self, row: RowPlan, marks: Marks) -> RowPlan | None:
        if marks.number is not None and marks.number in self.by_number:
            return self.by_number[marks.number]
        return self._decided(row, self._like(row, marks))

    def _like(self, row: RowPlan, marks: Marks) -> RowPlan | None:
        if row.digest in self.by_digest:
            return self.by_digest[row.digest]
        for contact in marks.contacts:
            twin = self.by_contact.get((marks.sort_name, contact))
            if twin is not None and not (marks.is_official and twin.person_number is not None):
                return twin
        if marks.number is None and not marks.contacts:
            return self.by_name.get(marks.sort_name)
        return None

    def _remember(self, row: RowPlan, marks: Marks) -> None:
        if marks.number is not None:
            self.by_number[marks.number] = row
        for contact in marks.contacts:
            self.by_contact.setdefault((marks.sort_name, contact), row)
        self.by_name.setdefault(marks.sort_name, row)
        self.by_digest[row.digest] = row


def _among(known: facts.Known, row: RowPlan, marks: Marks) -> int | None:
    if marks.number is not None and marks.number in known.by_number:
        return known.by_number[marks.number]
    if row.digest in known.rows:
        return known.rows[row.digest]
    for contact in marks.contacts:
        found = known.by_contact.get((marks.sort_name, contact))
        other = known.numbers.get(found) if found is not None else None
        if found is not None and not (marks.is_official and other is not None and other != marks.number):
            return found
    if marks.number is None and not marks.contacts:
        return next(iter(known.by_name.get(marks.sort_name, ())), None)
    return None


def _be_twin(row: RowPlan, twin: RowPlan) -> None:
    """The same person twice in the file. The same number under quite another name is a slip that somebody must mend."""
    mine, other = set(fold(row.name).split()), set(fold(twin.name).split())
    if mine & other:
        row.fate, row.matches_row = Fate.DUPLICATE, twin.number
        row.why = _("Samma person som rad %(number)d i filen.") % {"number": twin.number}
    else:
        row.fate, row.why = Fate.REFUSED, _review()


def _review() -> str:
    return _("Processledaren behöver se över raden innan den kan läsas in.")


def number_text(row: RowPlan) -> str:
    """What an index of its own is made of (numbers.own_index)."""
    return row.person_number.normal if row.person_number is not None else f"other:{row.other_number}"

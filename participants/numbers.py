"""Personal and coordination numbers in any spelling: read, normalised to twelve digits, sealed, masked."""

from dataclasses import dataclass
from datetime import date

from personnummer.personnummer import Personnummer, PersonnummerException

from accounts.models import User
from core import crypto
from participants.enums import NumberKind
from participants.models import FormerNumber, Participant


@dataclass(frozen=True)
class Number:
    """`normal` is twelve digits with century (Skatteverket's form); `year` the year of birth."""

    normal: str
    kind: NumberKind
    year: int


class NotANumber(ValueError):
    """No valid personal or coordination number could be read."""


def read(text: str) -> Number:
    """Reads "670203-9808", " 950917 - 9801 ", "19920909-2387", "+46"-free digits; day + 60 is a coordination number.

    Raises NotANumber when the digits, the date or the check digit do not hold (Luhn, domain B.5), or the person would
    be born in the future.
    """
    squeezed = "".join(ch for ch in text if ch.isdigit() or ch in "+-")
    if sum(ch.isdigit() for ch in squeezed) == 12:  # with its century a number needs no sign: "1985-07-83-2395"
        squeezed = "".join(ch for ch in squeezed if ch.isdigit())
    try:
        found = Personnummer(squeezed)
    except (PersonnummerException, ValueError, IndexError) as error:
        raise NotANumber(text) from error
    kind = NumberKind.COORDINATION if found.is_coordination_number() else NumberKind.PERSONAL
    normal = found.format(long_format=True).replace("-", "").replace("+", "")
    if int(normal[:4]) > date.today().year:
        raise NotANumber(text)
    return Number(normal, kind, int(normal[:4]))


def seal(participant: Participant, number: Number) -> None:
    """Puts the number on the participant, encrypted and indexed; the caller saves."""
    participant.number_kind = number.kind
    participant.number_sealed = crypto.encrypt(number.normal, bound_to=participant.public_id)
    participant.number_index = crypto.blind_index(number.normal)
    participant.birth_year = number.year


def seal_other(participant: Participant, text: str, index: bytes) -> None:
    """Puts a number of another kind on the participant (LMA, interim, one that cannot be right), as it was written.
    `index` is the blind index that tells it from others in the team; the caller saves."""
    participant.number_kind = NumberKind.OTHER
    participant.number_sealed = crypto.encrypt(text, bound_to=participant.public_id)
    participant.number_index = index


def own_index(text: str, public_id: str) -> bytes:
    """The index of a number that a hidden person has too (`text`: its twelve digits): the two rows may both carry it
    until somebody who knows of both merges them."""
    return crypto.blind_index(f"{text}/{public_id}")


def reveal(participant: Participant) -> str:
    """ "19900101-2384", another kind of number as it was written, or "" without one. The caller writes the read log's
    *revealed* line."""
    if participant.number_sealed is None:
        return ""
    plain = crypto.decrypt(bytes(participant.number_sealed), bound_to=participant.public_id)
    return plain if participant.number_kind == NumberKind.OTHER else f"{plain[:8]}-{plain[8:]}"


def reveal_former(former: FormerNumber) -> str:
    """A number the person had before, as `reveal` writes one. The caller writes the read log's *revealed* line."""
    plain = crypto.decrypt(bytes(former.sealed), bound_to=former.public_id)
    return plain if former.kind == NumberKind.OTHER else f"{plain[:8]}-{plain[8:]}"


def former_of(participant: Participant, kind: str, plain: str, index: bytes, *, by: User | None) -> FormerNumber:
    """A number that is the person's no longer, sealed and not yet saved. `plain` as `reveal` writes it."""
    made = FormerNumber(team_id=participant.team_id, participant=participant, kind=kind, replaced_by=by)
    text = plain if kind == NumberKind.OTHER else plain.replace("-", "")
    made.sealed = crypto.encrypt(text, bound_to=made.public_id)
    made.number_index = index
    return made


def stays_behind(kind: str, new: str) -> bool:
    """Whether a number is kept when one of another kind takes its place: a coordination number always becomes a personal
    one, and any other kind an official one. The same kind, or the other way, is a mistake put right (domain B.5)."""
    order = [NumberKind.OTHER, NumberKind.COORDINATION, NumberKind.PERSONAL]
    return kind in order and new in order and order.index(NumberKind(kind)) < order.index(NumberKind(new))


def birthday(number: str) -> str:
    """ "19900101" of a number in normal form; a coordination number's day is 60 too high."""
    day = int(number[6:8])
    return f"{number[:6]}{day - 60 if day > 60 else day:02d}"


def masked(participant: Participant) -> str:
    return "••••••••-••••" if participant.number_sealed is not None else ""

"""Personal and coordination numbers in any spelling: read, normalised to twelve digits, sealed, masked."""

from dataclasses import dataclass
from datetime import date

from personnummer.personnummer import Personnummer, PersonnummerException

from core import crypto
from participants.enums import NumberKind
from participants.models import Participant


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


def masked(participant: Participant) -> str:
    return "••••••••-••••" if participant.number_sealed is not None else ""

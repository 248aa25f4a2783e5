"""Who answers at the demo's work places and what was said with them, over the last half year. Nobody here exists."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Team, User
from config.demo import trades
from config.demo.situations import working_day
from employers.enums import ContactKind
from employers.models import Contact, ContactLogEntry, Employer

SILENT = 0.15  # so many work places nobody has talked with yet
BEGAN = 3
LONGEST, DAYS = 5, 190  # most lines of one work place's log; how far back the first of them lies
TITLES = ("Platschef", "Driftledare", "Enhetschef", "Arbetsledare", "Butikschef", "Köksmästare", "Ägare")

# The first BEGAN in the order such a contact goes, then any: how, what was said, the next step ("" when none was agreed).
SAID: tuple[tuple[str, str, str], ...] = (
    (ContactKind.CALL, "Presenterade teamet. Har aldrig tagit emot någon genom oss men är nyfiken, vill veta hur mycket tid det tar.", "Skicka en halv sida om hur det går till"),
    (ContactKind.MAIL, "Skickade hur vi arbetar: vi ringer varje vecka första månaden och kommer ut när det behövs.", "Ringa och boka besök"),
    (ContactKind.VISIT, "Gick runt på arbetsplatsen. Ljust, lugnt tempo på förmiddagen. Två i arbetslaget talar arabiska.", "Återkomma med förslag på någon"),
    (ContactKind.EVENT, "Träffades på branschfrukosten. Söker folk till sommaren och frågar inte efter betyg.", "Ringa i början av månaden"),
    (ContactKind.MEETING, "Gick igenom vad jobbet kräver: komma i tid, tåla lyft, läsa en enkel lista på svenska.", ""),
    (ContactKind.CALL, "Nöjda med den senaste praktiken. Vill gärna ta emot en till, helst någon som kan börja sju.", "Höra av oss om en person till"),
    (ContactKind.CALL, "Inget behov just nu, schemat är fullt till nyår. Bad oss ringa igen.", "Ringa igen efter nyår"),
    (ContactKind.MAIL, "Skickade länken till formuläret. De lägger in jobbet själva.", ""),
    (ContactKind.VISIT, "Trepartssamtal om arbetstider. De kan tänka sig kortare dagar de första veckorna.", "Skriva ner vad vi kom överens om"),
    (ContactKind.CALL, "Chefen har bytt jobb. Den nya vill träffas innan vi går vidare.", "Boka första mötet med den nya chefen"),
)  # fmt: skip


@dataclass(frozen=True)
class _Place:
    employer: Employer
    contact: Contact
    days: tuple[date, ...]  # of the log, the earliest first


def make(
    draw: random.Random, team: Team, places: Sequence[Employer], staff: Sequence[User], today: date
) -> dict[int, list[Contact]]:
    """A contact or two for each work place and, for most, a log. In the team's scope; `places` are stored already. Returns
    the contacts by employer."""
    found = {place.pk: _contacts(draw, place) for place in places}
    Contact.objects.bulk_create(each for contacts in found.values() for each in contacts)
    told = [_Place(place, found[place.pk][0], _days(draw, today)) for place in places if draw.random() > SILENT]
    lines = [line for place in told for line in _log(draw, team, place, staff, today)]
    ContactLogEntry.objects.bulk_create(lines)
    latest = {line.employer_id: line for line in lines}
    for place in told:
        line = latest[place.employer.pk]
        place.employer.last_contact_on, place.employer.last_contact_by_id = line.on, line.written_by_id
        place.employer.last_contact_team = team
    Employer.objects.bulk_update(
        [place.employer for place in told], ["last_contact_on", "last_contact_by", "last_contact_team"]
    )
    return found


def person(name: str) -> tuple[str, str]:
    """Telephone and mail of somebody who answers, the same wherever the name stands."""
    mail = name.split()[0].lower().replace("ö", "o")
    return f"+46701740{605 + trades.CONTACTS.index(name) * 3}", f"{mail}@example.org"


def _contacts(draw: random.Random, place: Employer) -> list[Contact]:
    made = []
    for name in draw.sample(trades.CONTACTS, k=draw.choice((1, 1, 2))):
        phone, email = person(name)
        made.append(Contact(employer=place, name=name, title=draw.choice(TITLES), phone=phone, email=email))
    return made


def _days(draw: random.Random, today: date) -> tuple[date, ...]:
    ago = sorted(draw.sample(range(1, DAYS), k=draw.randint(1, LONGEST)), reverse=True)
    return tuple(min(today, working_day(today - timedelta(days=days))) for days in ago)


def _log(draw: random.Random, team: Team, place: _Place, staff: Sequence[User], today: date) -> list[ContactLogEntry]:
    """One line a day, first how it began; only the latest still has something to do, for some a day that has passed."""
    said = draw.sample(range(len(SAID)), k=len(place.days))
    said.sort(key=lambda number: min(number, BEGAN))
    found = []
    for number, day in zip(said, place.days, strict=True):
        kind, text, step = SAID[number]
        waits = bool(step) and day == place.days[-1]
        found.append(
            ContactLogEntry(
                team=team,
                employer=place.employer,
                contact=place.contact,
                kind=kind,
                on=day,
                text=text,
                next_step=step if waits else "",
                next_on=working_day(today + timedelta(days=draw.randint(-3, 20))) if waits else None,
                written_by=place.employer.owner if draw.random() < 0.7 else draw.choice(staff),
            )
        )
    return found

"""Invented people with eighteen months of history, written in bulk: the same code for sixty and for 100 000."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import Organisation, Team, User
from config.demo import bulk, trades, words
from core.folding import sort_key, tokens
from core.models import SearchToken
from core.working_days import is_working_day, next_working_day
from participants import numbers
from participants.enums import EndKind, EndReason, EnrolmentState, Focus, HandlerKind, MeetingState, PauseReason
from participants.models import (
    Education,
    Enrolment,
    Experience,
    HandlerAssignment,
    Intervention,
    Meeting,
    Note,
    Outcome,
    Participant,
    Pause,
    Profile,
    ProfileLanguage,
    ProfileOccupation,
    ProfileSkill,
    Sharing,
)
from taxonomy.models import Country, Language, Municipality, Occupation, SsykSkill, SunLevel

HISTORY_DAYS = 545
BATCH = 2000
# Stored first, in this order: what other rows point at.
PARENTS: tuple[type[models.Model], ...] = (Participant, Profile, Enrolment)


@dataclass(frozen=True)
class Reference:
    """What is drawn from: occupations by how often they are advertised, their skills, places near the team."""

    occupations: list[Occupation]
    weights: list[int]
    skills: dict[int, list[int]]
    languages: dict[str, Language]
    places: list[Municipality]
    levels: list[SunLevel]
    countries: list[Country]


def reference(code: str = "1480") -> Reference:
    offered = {label for labels in trades.OCCUPATIONS.values() for label in labels}
    occupations = list(Occupation.objects.current().filter(label__in=offered).order_by("pk"))
    skills: dict[int, list[int]] = {}
    # Those of one kind of work alone are odd specialities, those of very many say nothing of it.
    usual = SsykSkill.objects.filter(ssyk4__in={o.ssyk4_id for o in occupations}, skill__n_groups__range=(2, 8))
    for group, skill in usual.values_list("ssyk4_id", "skill_id"):
        skills.setdefault(group, []).append(skill)
    wanted = (words.SWEDISH, *words.LANGUAGES)
    return Reference(
        occupations=occupations,
        weights=[o.ads + 1 for o in occupations],
        skills={group: sorted(found) for group, found in skills.items()},
        languages={lang.concept_id: lang for lang in Language.objects.filter(concept_id__in=wanted)},
        places=list(Municipality.objects.filter(code__in=(code, "1481", "1482", "1402", "1401")).order_by("code")),
        levels=list(SunLevel.objects.filter(level=1).order_by("code")[1:5]) or [],
        countries=list(Country.objects.filter(label__in=["Syrien", "Somalia", "Eritrea", "Afghanistan", "Ukraina"])),
    )


class Writer:
    """Gathers rows by table and writes them in bulk when there are enough."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.parents: dict[type[models.Model], list[Any]] = {model: [] for model in PARENTS}
        self.rows: dict[type[models.Model], list[bulk.Row]] = {}

    def add(self, row: Any) -> Any:
        """A row that others point at."""
        row.team_id = self.team.pk
        self.parents[type(row)].append(row)
        return row

    def line(self, model: type[models.Model], **values: Any) -> None:
        """A row that nothing points at."""
        values["team_id"] = self.team.pk
        self.rows.setdefault(model, []).append(values)

    def flush(self) -> list[int]:
        """Writes everything; returns the enrolments' ids."""
        for model in PARENTS:
            for row in self.parents[model]:
                _take_parents_ids(row)
            model._base_manager.bulk_create(self.parents[model], batch_size=BATCH)
        for model, rows in self.rows.items():
            bulk.insert(model, rows)
        bulk.insert(SearchToken, self._tokens())
        ids = [row.pk for row in self.parents[Enrolment]]
        self.parents = {model: [] for model in PARENTS}
        self.rows = {}
        return ids

    def _tokens(self) -> list[bulk.Row]:
        return [
            {
                "team_id": self.team.pk,
                "token": token,
                "subject_type": "participant",
                "subject_id": person.pk,
                "participant_id": person.pk,
            }
            for person in self.parents[Participant]
            for token in tokens(f"{person.first_name} {person.last_name} {person.place} {person.phone}")
        ]


def _take_parents_ids(row: models.Model) -> None:
    """Parents given as unsaved rows have their ids by now."""
    for name in ("participant", "profile"):
        parent = row._state.fields_cache.get(name)
        if parent is not None:
            setattr(row, f"{name}_id", parent.pk)


class Maker:
    """Draws people for one team. The same random state gives the same people."""

    def __init__(
        self,
        draw: random.Random,
        known: Reference,
        team: Team,
        handlers: Sequence[User],
        organisations: Sequence[Organisation],
    ) -> None:
        self.draw, self.known, self.team = draw, known, team
        self.handlers, self.organisations = handlers, organisations
        self.today = timezone.localdate()
        self.writer = Writer(team)

    def make(self, count: int, *, numbered: bool = True) -> list[int]:
        """Adds `count` people; returns the enrolments' ids. `numbered` gives every other one a test number."""
        ids: list[int] = []
        for n in range(count):
            self._person(n, numbered=numbered and n % 2 == 0)
            if n % BATCH == BATCH - 1:
                ids += self.writer.flush()
        return ids + self.writer.flush()

    def _person(self, n: int, *, numbered: bool) -> None:
        draw = self.draw
        place = draw.choice(self.known.places)
        first, last = draw.choice(words.FIRST_NAMES), draw.choice(words.LAST_NAMES)
        person = self.writer.add(
            Participant(
                first_name=first,
                last_name=last,
                sort_name=sort_key(f"{last} {first}"),
                phone=f"+46701740{605 + n % 95}",
                email=f"deltagare{n}@example.org",
                municipality=place,
                place=place.label,
                birth_year=draw.randint(1966, 2004),
                preferred_language=self.known.languages.get(draw.choice(words.LANGUAGES)),
                needs_interpreter=draw.random() < 0.2,
            )
        )
        if numbered:
            numbers.seal(person, numbers.read(made_number(n)))
        wish = draw.choices(self.known.occupations, self.known.weights)[0]
        self._profile(person, wish)
        self._enrolment(person, wish)

    def _profile(self, person: Participant, wish: Occupation) -> None:
        draw = self.draw
        full = draw.random() < 0.6
        profile = self.writer.add(
            Profile(
                participant=person,
                wishes=draw.choice(words.WISHES),
                hours_min=20 if not full else 30,
                hours_max=40 if full else 30,
                shifts=["day"] if draw.random() < 0.5 else ["day", "evening", "weekend"],
                radius_km=draw.choice((15, 30, 30, 50)),
                would_move=draw.random() < 0.1,
                has_car=draw.random() < 0.3,
                education_level=draw.choice(self.known.levels) if self.known.levels else None,
            )
        )
        bound = {"participant": person, "profile": profile}
        self.writer.line(ProfileOccupation, **bound, occupation=wish, is_wish=True)
        done = draw.choices(self.known.occupations, self.known.weights)[0]
        if done != wish:
            self.writer.line(
                ProfileOccupation, **bound, occupation=done, is_wish=False, months=draw.randint(3, 60), position=1
            )
        for skill in self._skills(wish):
            self.writer.line(ProfileSkill, **bound, skill_id=skill)
        self.writer.line(
            ProfileLanguage, **bound, language=self.known.languages[words.SWEDISH], level=str(draw.randint(2, 5))
        )
        if person.preferred_language is not None:
            self.writer.line(ProfileLanguage, **bound, language=person.preferred_language, level="6")
        first = date(self.today.year - draw.randint(2, 12), draw.randint(1, 12), 1)
        self.writer.line(
            Experience,
            **bound,
            title=done.label[:120],
            occupation=done,
            employer=draw.choice(words.EMPLOYERS),
            country=draw.choice(self.known.countries) if self.known.countries and draw.random() < 0.6 else None,
            from_month=first,
            to_month=date(min(first.year + draw.randint(1, 4), self.today.year - 1), draw.randint(1, 12), 1)
            if first.year < self.today.year - 1
            else None,
        )
        self.writer.line(
            Education,
            **bound,
            title="Grundskola" if draw.random() < 0.5 else "Gymnasium",
            to_month=date(first.year, 6, 1),
        )

    def _skills(self, wish: Occupation) -> list[int]:
        found = self.known.skills.get(wish.ssyk4_id or 0, [])
        return self.draw.sample(found, k=min(len(found), self.draw.randint(1, 5)))

    def _enrolment(self, person: Participant, wish: Occupation) -> None:
        draw, today = self.draw, self.today
        started = today - timedelta(days=draw.randint(3, HISTORY_DAYS))
        age = (today - started).days
        state = draw.choices(list(EnrolmentState), (55, 8, 17, 20))[0] if age > 90 else EnrolmentState.ACTIVE
        step, whose = draw.choice(words.STEPS)
        who = {"h": draw.choice(self.handlers).first_name, "p": person.first_name}.get(whose, whose)
        going = state != EnrolmentState.ENDED
        has_step = going and draw.random() < 0.85
        enrolment = self.writer.add(
            Enrolment(
                participant=person,
                responsible_organisation=draw.choice(self.organisations),
                state=state,
                started_on=started,
                goal=wish.label[:200],
                goal_occupation=wish,
                next_step=step if has_step else "",
                next_step_who=who if has_step else "",
                next_step_on=working_day(today + timedelta(days=draw.randint(-6, 21))) if has_step else None,
                waiting_for=draw.choice(("", "", "us", "person")) if going else "",
                source=draw.choice(("Arbetsförmedlingen", "Socialtjänsten", "Föreningen Bron", "Kom själv")),
            )
        )
        self.writer.line(Sharing, participant=person, enrolment=enrolment, basis="agreement", recorded_on=started)
        bound = {"participant": person, "enrolment": enrolment}
        last = self._end(enrolment, bound, started) if not going else today
        self._handlers(bound, started, None if going else last)
        self._interventions(bound, started, last, going)
        self._contacts(bound, started, last, going)
        if state == EnrolmentState.PAUSED:
            day = today - timedelta(days=draw.randint(2, 40))
            self.writer.line(
                Pause,
                **bound,
                reason=PauseReason.AWAY,
                starts_on=max(day, started),
                next_contact_on=working_day(today + timedelta(days=14)),
            )
        if state == EnrolmentState.IN_WORK:
            began = max(started, today - timedelta(days=draw.randint(1, 170)))
            self._outcome(bound, draw.choice(("work", "work", "studies")), began)

    def _end(self, enrolment: Enrolment, bound: dict[str, Any], started: date) -> date:
        draw = self.draw
        ended = min(self.today, started + timedelta(days=draw.randint(60, 300)))
        reason = draw.choices((EndReason.WORK, EndReason.STUDIES, EndReason.OWN_CHOICE, EndReason.MOVED), (6, 2, 1, 1))[
            0
        ]
        enrolment.ended_on, enrolment.end_reason = ended, reason
        enrolment.end_kind = EndKind.BROKEN_OFF if reason == EndReason.OWN_CHOICE else EndKind.ENDED
        if reason in (EndReason.WORK, EndReason.STUDIES):
            self._outcome(bound, "work" if reason == EndReason.WORK else "studies", ended)
        return ended

    def _outcome(self, bound: dict[str, Any], kind: str, day: date) -> None:
        where = self.draw.choice(words.EMPLOYERS if kind == "work" else words.SCHOOLS)
        self.writer.line(Outcome, **bound, kind=kind, starts_on=day, where=where)

    def _handlers(self, bound: dict[str, Any], started: date, ended: date | None) -> None:
        draw = self.draw
        if ended is None and draw.random() < 0.04:
            return  # somebody still waits for a handler
        first = draw.choice(self.handlers)
        changes = draw.random() < 0.2 and (self.today - started).days > 60
        turn = started + timedelta(days=30) if changes else None
        if turn is not None and ended is not None and turn >= ended:
            turn = None
        common = {**bound, "kind": HandlerKind.PRIMARY}
        self.writer.line(HandlerAssignment, **common, user=first, started_on=started, ended_on=turn or ended)
        if turn is not None:
            other = draw.choice([user for user in self.handlers if user != first] or [first])
            self.writer.line(HandlerAssignment, **common, user=other, started_on=turn, ended_on=ended)

    def _interventions(self, bound: dict[str, Any], started: date, last: date, going: bool) -> None:
        draw = self.draw
        for first, length in self._turns(started, last):
            planned = first + timedelta(days=length)
            over = planned < last
            title, provider = draw.choice(words.JOB_INTERVENTIONS)
            if draw.random() < 0.8:
                self._intervention(bound, title, Focus.JOB, provider, first, planned, over or not going, last)
            if draw.random() < 0.7:
                other, focus, where = draw.choice(words.OTHER_INTERVENTIONS)
                self._intervention(bound, other, focus, where, first, planned, over or not going, last)

    def _turns(self, started: date, last: date) -> Iterator[tuple[date, int]]:
        day = started + timedelta(days=self.draw.randint(2, 20))
        while day < last:
            length = self.draw.randint(40, 110)
            yield day, length
            day += timedelta(days=length + self.draw.choice((1, 1, 1, 6, 20)))

    def _intervention(
        self,
        bound: dict[str, Any],
        title: str,
        focus: str,
        provider: str,
        first: date,
        planned: date,
        over: bool,
        last: date,
    ) -> None:
        self.writer.line(
            Intervention,
            **bound,
            title=title,
            focus=focus,
            provider=provider,
            starts_on=first,
            planned_end_on=planned,
            ended_on=min(planned, last) if over else None,
            end_reason="completed" if over else "",
            hours_per_week=self.draw.choice((4, 6, 10, 20)),
        )

    def _contacts(self, bound: dict[str, Any], started: date, last: date, going: bool) -> None:
        draw = self.draw
        user = draw.choice(self.handlers)
        for _n in range(min(10, 1 + (last - started).days // 30)):
            kind, text = draw.choice(words.NOTES)
            day = min(last, working_day(started + timedelta(days=draw.randint(0, max(0, (last - started).days)))))
            self.writer.line(
                Note, **bound, kind=kind, text=text, happened_at=at(day, draw.randint(8, 16)), written_by=user
            )
        if going and draw.random() < 0.5:
            day = working_day(self.today + timedelta(days=draw.choice((0, 0, 1, 3, 7, 10))))
            self.writer.line(
                Meeting,
                **bound,
                starts_at=at(day, draw.randint(8, 16)),
                with_user=user,
                state=MeetingState.PLANNED,
                place="Kontoret",
            )


def working_day(day: date) -> date:
    """The day itself, or the first working day after it."""
    return day if is_working_day(day) else next_working_day(day)


def at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def made_number(n: int) -> str:
    """A personal number of the official test kind (serials 980-989), never a real person's."""
    day = date(1966, 1, 1) + timedelta(days=(n * 7919) % 13_800)
    nine = f"{day:%y%m%d}98{n % 10}"
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(nine))
    return f"{day:%Y%m%d}98{n % 10}{-total % 10}"

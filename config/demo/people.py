"""Invented people with eighteen months of history, written in bulk: the same code for sixty and for 100 000."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Organisation, Team, User
from config.demo import crafts, names, situations, stories, trades, words
from config.demo.writer import BATCH, Writer
from core.folding import sort_key
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
from taxonomy.models import Country, Language, Municipality, Occupation, Skill, SunLevel

HISTORY_DAYS = 545
REPORTED = 12  # weeks that the demo has reports of


@dataclass(frozen=True)
class Reference:
    """What is drawn from: occupations by how often they are advertised, their skills by occupation, places near the team."""

    occupations: list[Occupation]
    weights: list[int]
    skills: dict[int, list[int]]
    languages: dict[str, Language]
    places: list[Municipality]
    levels: list[SunLevel]
    countries: dict[str, Country]


def reference(code: str = "1480") -> Reference:
    offered = {label for labels in trades.OCCUPATIONS.values() for label in labels}
    occupations = list(Occupation.objects.current().filter(label__in=offered).order_by("pk"))
    of_label = dict(Skill.objects.filter(label__in=set().union(*crafts.SKILLS.values())).values_list("label", "pk"))
    wanted = (names.SWEDISH, *names.LANGUAGES)
    return Reference(
        occupations=occupations,
        weights=[o.ads + 1 for o in occupations],
        skills={one.pk: [of_label[label] for label in crafts.SKILLS[one.label]] for one in occupations},
        languages={lang.concept_id: lang for lang in Language.objects.filter(concept_id__in=wanted)},
        places=list(Municipality.objects.filter(code__in=(code, "1481", "1482", "1402", "1401")).order_by("code")),
        levels=list(SunLevel.objects.filter(level=1).order_by("code")[1:5]) or [],
        countries={country.label: country for country in Country.objects.filter(label__in=names.COUNTRIES)},
    )


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
        self.last_sunday = self.today - timedelta(days=self.today.weekday() + 1)
        self.left = 0  # so many have ended
        self.writer = Writer(team)
        self.lines = {
            line: [one for one in known.occupations if stories.line_of(one.label) is line] for line in stories.LINES
        }

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
        home = draw.choices(names.HOMES, [home.weight for home in names.HOMES])[0]
        first = draw.choices(home.first, names.weights(home.first))[0]
        last = draw.choice(home.last)
        swedish = draw.randint(1, 5)
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
                preferred_language=self.known.languages.get(home.language),
                needs_interpreter=bool(home.country) and swedish <= 2 and draw.random() < 0.7,
            )
        )
        if numbered:
            numbers.seal(person, numbers.read(made_number(n)))
        wish = draw.choices(self.known.occupations, self.known.weights)[0]
        self._profile(person, wish, home, str(swedish) if home.country else "6")
        self._enrolment(person, wish)

    def _profile(self, person: Participant, wish: Occupation, home: names.Home, swedish: str) -> None:
        draw = self.draw
        full = draw.random() < 0.6
        school = draw.choice(range(len(self.known.levels) or 1))
        profile = self.writer.add(
            Profile(
                participant=person,
                wishes=draw.choice(stories.line_of(wish.label).wishes),
                hours_min=20 if not full else 30,
                hours_max=40 if full else 30,
                shifts=["day"] if draw.random() < 0.5 else ["day", "evening", "weekend"],
                radius_km=draw.choice((15, 30, 30, 50)),
                would_move=draw.random() < 0.1,
                has_car=draw.random() < 0.3,
                education_level=self.known.levels[school] if self.known.levels else None,
            )
        )
        bound = {"participant": person, "profile": profile}
        self.writer.line(ProfileOccupation, **bound, occupation=wish, is_wish=True)
        for skill in self._skills(wish):
            self.writer.line(ProfileSkill, **bound, skill_id=skill)
        self.writer.line(ProfileLanguage, **bound, language=self.known.languages[names.SWEDISH], level=swedish)
        if home.country and person.preferred_language is not None:
            self.writer.line(ProfileLanguage, **bound, language=person.preferred_language, level="6")
        self._past(bound, wish, home, school)

    def _past(self, bound: dict[str, Any], wish: Occupation, home: names.Home, school: int) -> None:
        """School first, then work: mostly of the line wished for, abroad for most who came here."""
        draw, person = self.draw, bound["participant"]
        left = person.birth_year + (16, 19, 20, 22)[min(school, 3)]
        title = ("Grundskola", "Gymnasium", "Yrkesutbildning", "Universitet")[min(school, 3)]
        self.writer.line(Education, **bound, title=title, to_month=date(left, 6, 1))
        if self.today.year - left < 3:
            return  # young, and this is the first job
        done = self._done(wish)
        began = draw.randint(max(left, self.today.year - 14), self.today.year - 2)
        first = date(began, draw.randint(7, 12), 1)
        last = date(min(began + draw.randint(1, 5), self.today.year - 1), draw.randint(1, 12), 1)
        months = max(3, (last - first).days // 30)
        if done != wish:
            self.writer.line(ProfileOccupation, **bound, occupation=done, is_wish=False, months=months, position=1)
        abroad = self.known.countries.get(home.country) if draw.random() < 0.7 else None
        self.writer.line(
            Experience,
            **bound,
            title=done.label[:120],
            occupation=done,
            employer=draw.choice(crafts.ABROAD[done.label] if abroad else stories.EMPLOYERS_OF[done.label]),
            country=abroad,
            from_month=first,
            to_month=max(first, last),
        )

    def _done(self, wish: Occupation) -> Occupation:
        """What somebody has worked with: two of three in the line they wish for."""
        if self.draw.random() < 0.66:
            return self.draw.choice(self.lines[stories.line_of(wish.label)])
        return self.draw.choices(self.known.occupations, self.known.weights)[0]

    def _skills(self, wish: Occupation) -> list[int]:
        found = self.known.skills[wish.pk]
        return self.draw.sample(found, k=min(len(found), self.draw.randint(1, 5)))

    def _enrolment(self, person: Participant, wish: Occupation) -> None:
        draw, today = self.draw, self.today
        started = self._started()
        age = (today - started).days
        state = draw.choices(list(EnrolmentState), (51, 8, 17, 24))[0] if age > 90 else EnrolmentState.ACTIVE
        going = state != EnrolmentState.ENDED
        enrolment = self.writer.add(
            Enrolment(
                participant=person,
                responsible_organisation=draw.choice(self.organisations),
                state=state,
                started_on=started,
                goal=wish.label[:200],
                goal_occupation=wish,
                source=draw.choice(("Arbetsförmedlingen", "Socialtjänsten", "Föreningen Bron", "Kom själv")),
            )
        )
        self.writer.line(Sharing, participant=person, enrolment=enrolment, basis="agreement", recorded_on=started)
        bound = {"participant": person, "enrolment": enrolment}
        last = self._end(enrolment, bound, started) if not going else today
        handler = self._handlers(bound, started, None if going else last)
        kind = draw.choice(("work", "work", "studies")) if state == EnrolmentState.IN_WORK else ""
        told = situations.Situation(
            draw=draw,
            line=stories.line_of(wish.label),
            places=stories.EMPLOYERS_OF[wish.label],
            today=today,
            stage=kind or ("paused" if state == EnrolmentState.PAUSED else "new" if age < 30 else "trying"),
        )
        if going:
            told.fill(enrolment, handler)
        self._interventions(bound, started, last, going, told)
        self._contacts(bound, started, last, going, told, handler)
        if state == EnrolmentState.PAUSED:
            day = today - timedelta(days=draw.randint(2, 40))
            self.writer.line(
                Pause,
                **bound,
                reason=PauseReason.AWAY,
                starts_on=max(day, started),
                next_contact_on=situations.working_day(today + timedelta(days=14)),
            )
        if state == EnrolmentState.IN_WORK:
            began = max(started, today - timedelta(days=draw.randint(1, 170)))
            self._outcome(bound, kind, began, told.place if kind == "work" else told.school)

    def _end(self, enrolment: Enrolment, bound: dict[str, Any], started: date) -> date:
        draw = self.draw
        ended = self._left_on(min(self.today, started + timedelta(days=draw.randint(60, 300))))
        reasons = (EndReason.WORK, EndReason.STUDIES, EndReason.OWN_CHOICE, EndReason.MOVED)
        latest = ended > self.last_sunday - timedelta(days=7)  # the report that is read first tells of a goal reached
        reason = draw.choices(reasons[:2] if latest else reasons, (6, 2) if latest else (6, 2, 1, 1))[0]
        enrolment.ended_on, enrolment.end_reason = ended, reason
        enrolment.end_kind = EndKind.BROKEN_OFF if reason == EndReason.OWN_CHOICE else EndKind.ENDED
        if reason in (EndReason.WORK, EndReason.STUDIES):
            goal = enrolment.goal_occupation
            assert goal is not None
            kind = "work" if reason == EndReason.WORK else "studies"
            where = draw.choice(stories.EMPLOYERS_OF[goal.label] if kind == "work" else words.SCHOOLS)
            self._outcome(bound, kind, ended, where)
        return ended

    def _started(self) -> date:
        """Any day of the history; one of fifteen in the week that the latest report tells of."""
        draw = self.draw
        if draw.random() < 1 / 15:
            return self.last_sunday - timedelta(days=draw.randint(2, 6))
        return self.today - timedelta(days=draw.randint(3, HISTORY_DAYS))

    def _left_on(self, day: date) -> date:
        """The first ones one a week, from the latest week back, so that each report has somebody to tell of; then the day
        itself."""
        self.left += 1
        if self.left > REPORTED:
            return day
        return self.last_sunday - timedelta(days=7 * (self.left - 1) + self.draw.randint(2, 6))

    def _outcome(self, bound: dict[str, Any], kind: str, day: date, where: str) -> None:
        self.writer.line(Outcome, **bound, kind=kind, starts_on=day, where=where)

    def _handlers(self, bound: dict[str, Any], started: date, ended: date | None) -> User | None:
        """Who has the person now, or had last; None when nobody has begun."""
        draw = self.draw
        if ended is None and draw.random() < 0.04:
            return None  # somebody still waits for a handler
        first = draw.choice(self.handlers)
        changes = draw.random() < 0.2 and (self.today - started).days > 60
        turn = started + timedelta(days=30) if changes else None
        if turn is not None and ended is not None and turn >= ended:
            turn = None
        common = {**bound, "kind": HandlerKind.PRIMARY}
        self.writer.line(HandlerAssignment, **common, user=first, started_on=started, ended_on=turn or ended)
        if turn is None:
            return first
        other = draw.choice([user for user in self.handlers if user != first] or [first])
        self.writer.line(HandlerAssignment, **common, user=other, started_on=turn, ended_on=ended)
        return other

    def _interventions(
        self, bound: dict[str, Any], started: date, last: date, going: bool, told: situations.Situation
    ) -> None:
        draw = self.draw
        for first, length in self._turns(started, last):
            planned = first + timedelta(days=length)
            over = planned < last
            title, provider = told.trial()
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

    def _contacts(
        self,
        bound: dict[str, Any],
        started: date,
        last: date,
        going: bool,
        told: situations.Situation,
        handler: User | None,
    ) -> None:
        draw = self.draw
        user = handler or draw.choice(self.handlers)
        for kind, text in told.notes(min(10, 1 + (last - started).days // 30)):
            day = min(
                last, situations.working_day(started + timedelta(days=draw.randint(0, max(0, (last - started).days))))
            )
            self.writer.line(
                Note, **bound, kind=kind, text=text, happened_at=at(day, draw.randint(8, 16)), written_by=user
            )
        if going and draw.random() < 0.5:
            day = situations.working_day(self.today + timedelta(days=draw.choice((0, 0, 1, 3, 7, 10))))
            self.writer.line(
                Meeting,
                **bound,
                starts_at=at(day, draw.randint(8, 16)),
                with_user=user,
                state=MeetingState.PLANNED,
                place="Kontoret",
            )


def at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def made_number(n: int) -> str:
    """A personal number of the official test kind (serials 980-989), never a real person's."""
    day = date(1966, 1, 1) + timedelta(days=(n * 7919) % 13_800)
    nine = f"{day:%y%m%d}98{n % 10}"
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(nine))
    return f"{day:%Y%m%d}98{n % 10}{-total % 10}"

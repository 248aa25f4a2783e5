"""Where one person of the demo stands: next step and whose it is, the week in short words, trials and notes."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TypeVar

from accounts.models import User
from config.demo import stories, words
from core.working_days import is_working_day, next_working_day
from participants.enums import StepBy, WaitingFor
from participants.models import Enrolment

Said = TypeVar("Said", str, stories.Step)
HAS_STEP, HAS_WEEK, THIS_WEEK = 0.88, 0.82, 0.5
OWN_LINE = 0.55  # of the time a step, a week or a note is of the person's own line of work
STEPS = {
    "new": stories.NEW_STEPS,
    "paused": stories.PAUSED_STEPS,
    "work": stories.WORK_STEPS,
    "studies": stories.STUDY_STEPS,
}
WEEKS = {
    "new": stories.NEW_WEEKS,
    "paused": stories.PAUSED_WEEKS,
    "work": stories.WORK_WEEKS,
    "studies": stories.STUDY_WEEKS,
}


class Situation:
    """`stage` is new, trying, paused, work or studies; `place` and `school` are the ones this person meets."""

    def __init__(
        self, *, draw: random.Random, line: stories.Line, places: tuple[str, ...], today: date, stage: str
    ) -> None:
        self.draw, self.line, self.today, self.stage = draw, line, today, stage
        self.place, self.school = draw.choice(places), draw.choice(words.SCHOOLS)
        self.places = places

    def fill(self, enrolment: Enrolment, handler: User | None) -> None:
        """Next step, what is waited for, and the week."""
        if self.draw.random() < HAS_STEP:
            self._step(enrolment, handler)
        if self.draw.random() < HAS_WEEK:
            enrolment.this_week = self._of(self.line.weeks, WEEKS.get(self.stage), stories.WEEKS)
            enrolment.this_week_on = max(self._day_told(), enrolment.started_on)

    def _of(self, own: tuple[Said, ...], of_stage: tuple[Said, ...] | None, others: tuple[Said, ...]) -> Said:
        if of_stage is not None:
            return self.draw.choice(of_stage)
        return self.draw.choice(own if self.draw.random() < OWN_LINE else others)

    def _day_told(self) -> date:
        monday = self.today - timedelta(days=self.today.weekday())
        if self.draw.random() < THIS_WEEK:
            return self.draw.choice([monday + timedelta(days=n) for n in range(self.today.weekday() + 1)])
        return monday - timedelta(days=self.draw.randint(3, 26))

    def _step(self, enrolment: Enrolment, handler: User | None) -> None:
        text, whose = self._of(self.line.steps, STEPS.get(self.stage), stories.STEPS)
        enrolment.next_step = text.format(place=self.place, school=self.school)
        if whose == "p":
            enrolment.next_step_by = StepBy.PERSON
        elif whose == "h" and handler is not None:
            enrolment.next_step_by, enrolment.next_step_user = StepBy.USER, handler
        elif whose != "h":
            enrolment.next_step_by = StepBy.OTHER
            enrolment.next_step_who = {"w": self.place, "s": self.school}.get(whose, whose)
        enrolment.waiting_for = self._waiting(enrolment.next_step_by)
        enrolment.next_step_on = working_day(self.today + timedelta(days=self.draw.randint(-4, 21)))

    def _waiting(self, by: str) -> str:
        if by == StepBy.OTHER:
            return WaitingFor.OTHER
        if self.draw.random() < 0.5:
            return WaitingFor.NOBODY
        return {StepBy.USER: WaitingFor.US, StepBy.PERSON: WaitingFor.PERSON}.get(StepBy(by), WaitingFor.NOBODY)

    def trial(self) -> tuple[str, str]:
        """An intervention at a work place: its title and where."""
        if self.draw.random() < 0.25:
            return "Jobbsökning med stöd", "Teamet"
        return self.draw.choice(self.line.tries), self.draw.choice(self.places)

    def notes(self, count: int) -> Iterator[stories.Step]:
        """So many notes, kind and text, none of them twice."""
        own = tuple(("meeting", text) for text in self.line.notes)
        for kind, text in self.draw.sample(own + stories.NOTES, k=count):
            yield kind, text.format(place=self.place)


def working_day(day: date) -> date:
    """The day itself, or the first working day after it."""
    return day if is_working_day(day) else next_working_day(day)

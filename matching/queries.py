"""Ranked people for a job and ranked jobs for a person, as the viewer may see them, with reasons in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from core.scope import Scope
from employers.models import JobPosting
from matching import loading
from matching.columns import JobRow, PersonRow, Vocabulary
from matching.engine import Match, engine
from matching.enums import HARD_WORDS, Hard, Part
from matching.scoring import ENGINE_VERSION, SAME_GROUP, nearness_to
from participants.enums import EnrolmentState, ProtectionLevel
from participants.models import Enrolment, Participant, Profile
from taxonomy.enums import LanguageLevel

_NOT_LOOKING = {
    EnrolmentState.PAUSED: _lazy("Personen är pausad. Förslagen kommer tillbaka när pausen är slut."),
    EnrolmentState.IN_WORK: _lazy("Personen har redan börjat arbeta eller studera."),
    EnrolmentState.ENDED: _lazy("Inskrivningen är avslutad: personen söker inte jobb här."),
}
SPARE = 40  # asked for beyond `top`, since some may be hidden from the viewer


@dataclass(frozen=True)
class Reason:
    """One part of a score: its word, its points of its most, and what it is made of in words."""

    part: str
    label: str
    points: float
    most: float
    text: str


@dataclass(frozen=True)
class Ranked:
    """`subject` is the Participant or the JobPosting."""

    subject: Any
    score: float
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]
    obstacles: tuple[str, ...]
    engine_version: str = ENGINE_VERSION

    @property
    def is_near(self) -> bool:
        """Whether the occupation itself speaks for the pair: without that it is no suggestion, only a job that is open."""
        return any(reason.part == Part.OCCUPATION and reason.points > 0 for reason in self.reasons)

    @property
    def summary(self) -> str:
        """What speaks for the pair, in one line."""
        return " ".join(reason.text for reason in self.reasons if reason.points > 0 and reason.text)


def people_for_job(job: JobPosting, *, scope: Scope, top: int = 10, relax: int = 0) -> list[Ranked]:
    """The scope's team ranked for a job. Hidden persons are left out as if they were not there."""
    now = engine().columns(scope.team)
    wanted = now.job(job.pk) or next(iter(loading.jobs(now.words, [job.pk], only_open=False)), None)
    if wanted is None:
        return []
    matches = now.people_for_job(wanted, team_id=scope.team, top=top + SPARE, relax=relax)
    seen = Participant.objects.visible_to(scope).in_bulk([match.id for match in matches])
    kept = [match for match in matches if match.id in seen][:top]
    explain = Explainer(now.words)
    return [explain.ranked(match, seen[match.id], match.row, wanted) for match in kept]


def jobs_for_person(participant: Participant, *, scope: Scope, top: int = 10, relax: int = 0) -> list[Ranked]:
    """Open jobs ranked for a person. Empty for one who is not looking, is protected or not shared."""
    now = engine().columns(participant.team_id)
    person = now.person(participant.pk)
    if person is None:
        return []
    matches = now.jobs_for_person(person, top=top + SPARE, relax=relax)
    seen = JobPosting.objects.visible_to(scope).in_bulk([match.id for match in matches])
    kept = [match for match in matches if match.id in seen][:top]
    explain = Explainer(now.words)
    return [explain.ranked(match, seen[match.id], person, match.row) for match in kept]


def why_no_jobs(participant: Participant) -> str:
    """Why `jobs_for_person` gave nothing for somebody the viewer may see, in words. The same order as matching_people()
    leaves people out in; the reason for a pause is never told."""
    if participant.protection_level != ProtectionLevel.NONE:
        return _("Personen har skyddade uppgifter och är därför aldrig med i matchningen.")
    if participant.limited_to_organisation_id is not None:
        return _("Personen delas inte med hela teamet och är därför inte med i matchningen.")
    states = set(Enrolment.objects.filter(participant=participant).values_list("state", flat=True))
    if EnrolmentState.ACTIVE not in states:
        for state, words in _NOT_LOOKING.items():
            if state in states:
                return str(words)
        return _("Personen är inte inskriven just nu.")
    if not Profile.objects.filter(participant=participant).exists():
        return _("Profilen är inte ifylld än. Med ett yrke i den kommer förslagen.")
    return _("Inga öppna jobb än.")


class Explainer:
    """Says in words what the score was made of: the same rows and names as it was made from, no queries."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.occupations, self.skills = words.labels.occupations, words.labels.skills
        self.languages, self.licences = words.labels.languages, words.labels.licences

    def ranked(self, match: Match, subject: Any, person: PersonRow, job: JobRow) -> Ranked:
        texts = {
            Part.OCCUPATION: self._occupation(person, job),
            Part.SKILLS: self._skills(person, job),
            Part.LANGUAGES: self._languages(person, job),
            Part.PLACE: self._place(person, job),
            Part.TIME: "",
            Part.ENTRY: _("Ingen utbildning eller erfarenhet krävs.") if job.is_easy else self._done(person, job),
        }
        reasons = tuple(
            Reason(part, str(Part(part).label), match.parts[part], match.most[part], texts[Part(part)])
            for part in Part
            if match.most[part] > 0
        )
        return Ranked(
            subject, match.score, reasons, self._missing(person, job), self._obstacles(match.hard, person, job)
        )

    def _occupation(self, person: PersonRow, job: JobRow) -> str:
        near = nearness_to(self.words, job.occupation)
        best = max(person.occupations, key=lambda pair: near[pair[0]] * pair[1], default=(0, 0.0))
        if not best[0] or near[best[0]] == 0:
            return _("Inget av personens yrken ligger nära.")
        mine, wanted = self.occupations.get(best[0], ""), self.occupations.get(job.occupation, "")
        if best[0] == job.occupation:
            return _("Samma yrke: %(mine)s.") % {"mine": mine}
        if near[best[0]] >= SAME_GROUP:
            return _("Samma yrkesgrupp: %(mine)s och %(wanted)s.") % {"mine": mine, "wanted": wanted}
        return _("Närliggande yrke: %(mine)s.") % {"mine": mine}

    def _skills(self, person: PersonRow, job: JobRow) -> str:
        mine = {skill for skill, _w in person.skills}
        has = [self.skills[s] for s, _w in job.skills if s in mine and s in self.skills]
        return _("Har: %(list)s.") % {"list": " · ".join(has)} if has else ""

    def _languages(self, person: PersonRow, job: JobRow) -> str:
        levels = dict(person.languages)
        has = [
            f"{self._language(lang)} {LanguageLevel(str(int(levels[lang]))).label}"
            for lang, _l in job.languages
            if lang in levels and lang in self.languages
        ]
        return f"{', '.join(has)}." if has else _("Inget av språken står i profilen.")

    def _language(self, lang: int) -> str:
        return self.languages[lang].name

    def _place(self, person: PersonRow, job: JobRow) -> str:
        if not job.place:
            return ""
        places = [place for place, _v in person.places] or [person.home]
        km = float(min(self.words.distance[place][job.place] for place in places))
        if km < 1:
            return _("I samma kommun.")
        if km > 2000:
            return _("Vi vet inte var personen bor.")
        return _("%(km)d km mellan kommunerna.") % {"km": round(km)}

    def _done(self, person: PersonRow, job: JobRow) -> str:
        near = nearness_to(self.words, job.occupation)
        months = round(sum(months for occupation, months in person.done if near[occupation] >= SAME_GROUP))
        if not months:
            return ""
        return ngettext("%(n)d månad i yrket.", "%(n)d månader i yrket.", months) % {"n": months}

    def _missing(self, person: PersonRow, job: JobRow) -> tuple[str, ...]:
        mine, levels = {skill for skill, _w in person.skills}, dict(person.languages)
        lacks = [self.skills[s] for s, _w in job.skills if s not in mine and s in self.skills]
        for lang, level in job.languages:
            if levels.get(lang, 0.0) < level and lang in self.languages:
                wanted = LanguageLevel(str(int(level))).label
                lacks.append(_("%(language)s %(level)s") % {"language": self._language(lang), "level": wanted})
        return tuple(lacks)

    def _obstacles(self, hard: int, person: PersonRow, job: JobRow) -> tuple[str, ...]:
        found = []
        for one in Hard:
            if hard & one == one:
                word = str(HARD_WORDS[one])
                if one == Hard.LICENCE:
                    lacking = [label for bit, label in self.licences.items() if job.licences & bit & ~person.licences]
                    word = _("körkort %(list)s") % {"list": ", ".join(lacking)} if lacking else word
                found.append(word)
        return tuple(found)

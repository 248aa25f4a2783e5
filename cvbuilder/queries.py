"""From the profile to what stands in a CV, and the lists the screens show. Constant number of queries each.

Read here and nothing else: the profile and its rows, phone, mail, municipality, name. Never number, health, birth year,
notes. A protected person's CV names no employer, school or municipality (domain B.4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from core.forms import show_phone
from core.scope import Scope
from cvbuilder import rules
from cvbuilder.content import CVContent, Entry, EntryPart, Fact, FactPart
from cvbuilder.enums import PartCode
from cvbuilder.models import CV, CVQuerySet, CVVersion
from cvbuilder.words import WORDS
from participants.models import (
    Education,
    Experience,
    Participant,
    Profile,
    ProfileLanguage,
    ProfileOccupation,
    ProfileSkill,
)
from taxonomy import queries as taxonomy
from taxonomy.enums import LanguageLevel, SmallList

ENTRY_PARTS = (PartCode.EXPERIENCE, PartCode.OCCUPATION, PartCode.EDUCATION)
FACT_PARTS = (PartCode.LANGUAGE, PartCode.SKILL, PartCode.LICENCE)


@dataclass(frozen=True)
class Item:
    """One row that can be shown, hidden and moved. `span` is when, for finding gaps."""

    key: str
    said: Entry | Fact
    span: tuple[date | None, date | None] = (None, None)


@dataclass(frozen=True)
class Facts:
    """All a person's profile holds for a CV, in the document's language and its natural order."""

    language: str
    name: str
    phone: str
    email: str
    municipality: str
    items: Mapping[str, tuple[Item, ...]]
    wish: str  # the first occupation wished for
    strengths: str


@dataclass(frozen=True)
class Chosen:
    """A row of the editor."""

    key: str
    is_shown: bool
    said: Entry | Fact

    @property
    def name(self) -> str:
        return self.said.title if isinstance(self.said, Entry) else self.said.label

    @property
    def detail(self) -> str:
        return self.said.period if isinstance(self.said, Entry) else self.said.detail


def participants_of(scope: Scope) -> "QuerySet[Participant]":
    """Those whose CVs the viewer may see, with what the contact line needs."""
    return Participant.objects.visible_to(scope).select_related("municipality")


def facts_of(scope: Scope, participant: Participant, language: str) -> Facts:
    """Seven queries. The participant must have been fetched through `visible_to`."""
    mine = {"participant": participant}
    profile = Profile.objects.visible_to(scope).filter(**mine).first()
    occupations = list(
        ProfileOccupation.objects.visible_to(scope)
        .filter(**mine)
        .select_related("occupation")
        .order_by("is_wish", "-months", "position", "pk")
    )
    experiences = list(Experience.objects.visible_to(scope).filter(**mine).select_related("country").order_by("pk"))
    told = {row.occupation_id for row in experiences if row.occupation_id}
    done = [row for row in occupations if not row.is_wish and row.months and row.occupation_id not in told]
    wishes = sorted((row for row in occupations if row.is_wish), key=lambda row: (row.position, row.pk))
    hidden = participant.is_protected
    return Facts(
        language=language,
        name=participant.name,
        phone=show_phone(participant.phone) if participant.phone else "",
        email=participant.email,
        municipality=participant.municipality.label if participant.municipality and not hidden else "",
        items={
            PartCode.EXPERIENCE: _experiences(experiences, language, hidden),
            PartCode.OCCUPATION: _occupations(done, language),
            PartCode.EDUCATION: _educations(scope, participant, language, hidden),
            PartCode.LANGUAGE: _languages(scope, participant, language),
            PartCode.SKILL: _skills(scope, participant),
            PartCode.LICENCE: _licences(profile.licences if profile else [], language),
        },
        wish=wishes[0].occupation.label if wishes else "",
        strengths=profile.strengths if profile else "",
    )


def _experiences(rows: Iterable[Experience], language: str, hidden: bool) -> tuple[Item, ...]:
    ordered = sorted(rows, key=lambda row: rules.newest_first(row.from_month, row.to_month, row.pk))
    return tuple(
        Item(
            str(row.pk),
            Entry(
                period=rules.period(row.from_month, row.to_month, WORDS[language]),
                title=row.title,
                where=_where("" if hidden else row.employer, row, language),
                text=row.description,
            ),
            (row.from_month, row.to_month),
        )
        for row in ordered
    )


def _educations(scope: Scope, participant: Participant, language: str, hidden: bool) -> tuple[Item, ...]:
    rows = Education.objects.visible_to(scope).filter(participant=participant).select_related("country").order_by("pk")
    words = WORDS[language]
    ordered = sorted(rows, key=lambda row: rules.newest_first(row.from_month, row.to_month, row.pk))
    return tuple(
        Item(
            str(row.pk),
            Entry(
                period=rules.period(row.from_month, row.to_month, words),
                title=row.title,
                where=(
                    *_where("" if hidden else row.school, row, language),
                    *((words.validated,) if row.is_validated else ()),
                ),
            ),
            (row.from_month, row.to_month),
        )
        for row in ordered
    )


def _where(place: str, row: Experience | Education, language: str) -> tuple[str, ...]:
    country = rules.country_name(row.country.iso2, row.country.label, language) if row.country else ""
    return tuple(piece for piece in (place, country) if piece)


def _occupations(rows: Iterable[ProfileOccupation], language: str) -> tuple[Item, ...]:
    words = WORDS[language]
    return tuple(
        Item(str(row.pk), Entry(period=rules.length_of_time(row.months, words), title=row.occupation.label))
        for row in rows
    )


def _languages(scope: Scope, participant: Participant, language: str) -> tuple[Item, ...]:
    rows = (
        ProfileLanguage.objects.visible_to(scope)
        .filter(participant=participant)
        .exclude(level=LanguageLevel.NONE)
        .select_related("language")
        .order_by("-level", "language__position", "language__label_order", "pk")
    )
    return tuple(
        Item(str(row.pk), Fact(_language_label(row, language), WORDS[language].levels.get(row.level, "")))
        for row in rows
    )


def _language_label(row: ProfileLanguage, language: str) -> str:
    known = row.language
    otherwise = known.label if language == "sv" else known.label_en or known.label
    return rules.language_name((known.iso1, known.iso3, known.iso2), otherwise, language)


def _skills(scope: Scope, participant: Participant) -> tuple[Item, ...]:
    rows = (
        ProfileSkill.objects.visible_to(scope)
        .filter(participant=participant)
        .select_related("skill")
        .order_by("skill__label_order", "pk")
    )
    return tuple(Item(str(row.pk), Fact(row.skill.label)) for row in rows)


def _licences(concept_ids: object, language: str) -> tuple[Item, ...]:
    wanted = set(concept_ids) if isinstance(concept_ids, list) else set()
    names = WORDS[language].licence_names
    return tuple(
        Item(choice.concept_id, Fact(names.get(choice.label, choice.label)))
        for choice in taxonomy.choices(SmallList.DRIVING_LICENCE)
        if choice.concept_id in wanted
    )


def arranged(items: tuple[Item, ...], rows: list[tuple[str, bool]]) -> list[Chosen]:
    """The items in the chosen order, each with whether it is shown; new ones shown in their natural place."""
    by_key = {item.key: item for item in items}
    shown = dict(rows)
    order = rules.in_chosen_order(list(by_key), [key for key, _is_shown in rows])
    return [Chosen(key, shown.get(key, True), by_key[key].said) for key in order]


def chosen(facts: Facts, arrangement: object) -> dict[str, list[Chosen]]:
    """Every part's rows as the editor lists them."""
    return {
        code: arranged(items, rules.arrangement_of(arrangement, code)) for code, items in facts.items.items() if items
    }


def content_of(cv: CV, facts: Facts) -> CVContent:
    """What the document says. No query: `facts` were read before, in the CV's language."""
    words = WORDS[facts.language]
    rows = chosen(facts, cv.arrangement)
    shown = {code: [row.said for row in part if row.is_shown] for code, part in rows.items()}
    contact = (
        facts.phone if cv.shows_phone else "",
        facts.email if cv.shows_email else "",
        facts.municipality if cv.shows_municipality else "",
    )
    return CVContent(
        language=facts.language,
        title=words.title,
        name=cv.shown_name or facts.name,
        headline=cv.headline,
        contact=tuple(line for line in contact if line),
        profile=cv.profile_text.strip(),
        entry_parts=tuple(
            EntryPart(code, words.headings[code], tuple(said for said in shown[code] if isinstance(said, Entry)))
            for code in ENTRY_PARTS
            if shown.get(code)
        ),
        fact_parts=tuple(
            FactPart(code, words.headings[code], tuple(said for said in shown[code] if isinstance(said, Fact)))
            for code in FACT_PARTS
            if shown.get(code)
        ),
    )


def gaps_of(facts: Facts) -> list[rules.Gap]:
    """Years the profile says nothing about."""
    dated = (*facts.items[PartCode.EXPERIENCE], *facts.items[PartCode.EDUCATION])
    return rules.gaps(item.span for item in dated)


def cvs_of(scope: Scope, participant: Participant) -> CVQuerySet:
    """A person's CVs, latest worked on first, each with its latest finished version: `version_id`, `version_at`."""
    ready = CVVersion.objects.filter(cv=OuterRef("pk"), rendered_at__isnull=False).order_by("-rendered_at", "-pk")
    mine: CVQuerySet = CV.objects.visible_to(scope)  # type: ignore[assignment]  # the base says its own type
    return (
        mine.filter(participant=participant)
        .select_related("updated_by", "created_by")
        .annotate(
            version_id=Subquery(ready.values("public_id")[:1]),
            version_at=Subquery(ready.values("rendered_at")[:1]),
        )
        .order_by("-updated_at", "-pk")
    )


def versions_of(scope: Scope, cv: CV) -> "QuerySet[CVVersion]":
    """A CV's files, newest first, without their content."""
    return CVVersion.objects.visible_to(scope).filter(cv=cv).select_related("made_by").defer("content")

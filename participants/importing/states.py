"""What a status cell and an intervention cell say: paus, väntar, pågår, jobb, studier, flyttat, praktik t.o.m. 15/12.

Pure. The words are looked for in folded text, the first group that fits wins.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from core.folding import fold
from participants.enums import EndKind, EndReason, Focus, OutcomeKind, PauseReason, WaitingFor
from participants.importing.cells import dated, squeeze
from participants.importing.words import is_absent, sensitive


@dataclass(frozen=True, slots=True)
class Planned:
    """An intervention as the cell tells it; without days it is taken to run since the start of the enrolment."""

    title: str
    focus: Focus
    provider: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """At most one of pause, outcome and end, but studies or work may both end an enrolment and be its outcome."""

    pause: PauseReason | None = None
    outcome: OutcomeKind | None = None
    end: EndReason | None = None
    end_kind: EndKind = EndKind.ENDED
    waiting_for: WaitingFor = WaitingFor.NOBODY
    on: date | None = None
    until: date | None = None
    rest: str = ""
    unsure: bool = False  # understood, but something is missing: when it began, why it ended

    @property
    def says_something(self) -> bool:
        return bool(self.pause or self.outcome or self.end or self.waiting_for or self.rest)


_STUDIES = r"studi|studer|utbildning|komvux|hogskol|universitet|gymnasi|folkhogskol|plugga"
_WORK = r"\bjobb|\barbet|anstall|timvik|vikariat|\bwork|\bjob\b"
_ENDED = (
    r"avslut|\bslutat|\bslut\b|utskriv|avbrut|avbrott|hoppa\w* av|flytt|avliden|\bdog\b|\bdod\b|pension|avregistr|avskriv"
    r"|^klar\b(?! att)|lamnat (?:teamet|oss|projektet)|ended|closed|moved"
)
_REASONS: Sequence[tuple[str, EndReason, EndKind]] = (
    (r"avliden|\bdog\b|\bdod\b", EndReason.DECEASED, EndKind.ENDED),
    (r"felreg|fel person|av misstag", EndReason.MISTAKE, EndKind.ENDED),
    (rf"(?:{_WORK}).*(?:{_STUDIES})|(?:{_STUDIES}).*(?:{_WORK})", EndReason.WORK_AND_STUDIES, EndKind.ENDED),
    (_STUDIES, EndReason.STUDIES, EndKind.ENDED),
    (
        r"arbetsformedl|\baf\b|annan insats|annan verksamhet|rusta och matcha|\brom\b",
        EndReason.OTHER_SUPPORT,
        EndKind.ENDED,
    ),
    (r"\bej jobb|utan jobb|inte jobb|inget jobb|arbetslos", EndReason.OTHER, EndKind.ENDED),
    (_WORK, EndReason.WORK, EndKind.ENDED),
    (r"flytt|moved", EndReason.MOVED, EndKind.ENDED),
    (r"foraldra|mammaled|pappaled", EndReason.PARENTAL_LEAVE, EndKind.ENDED),
    (r"pension", EndReason.PENSION, EndKind.ENDED),
    (r"samtycke", EndReason.CONSENT_WITHDRAWN, EndKind.BROKEN_OFF),
    (
        r"avbr|hoppa|eget val|egen begaran|vill inte|ville inte|uteblev|kom inte|dok inte",
        EndReason.OWN_CHOICE,
        EndKind.BROKEN_OFF,
    ),
)
_OUTCOME_OF_END = {
    EndReason.WORK: OutcomeKind.WORK,
    EndReason.STUDIES: OutcomeKind.STUDIES,
    EndReason.WORK_AND_STUDIES: OutcomeKind.WORK,
}
_PAUSES: Sequence[tuple[str, PauseReason]] = (
    (r"foraldra|mammaled|pappaled", PauseReason.PARENTAL_LEAVE),
    (r"bortrest|utomlands|semester|\brest\b|hemland", PauseReason.AWAY),
    (r"\bpaus|vilande|uppehall|tjanstledig|\bpause|on hold", PauseReason.OTHER),
)
_WAITING: Sequence[tuple[str, WaitingFor]] = (
    (
        r"(?:vanta|avvakta)\w*.*(?:\baf\b|arbetsformedl|beslut|besked|svar|arbetsgivar|kommun|handlagg|migrationsv|tolk)",
        WaitingFor.OTHER,
    ),
    (r"(?:vanta|avvakta)\w*.*(?:deltagar|personen|hen\b|hon\b|han\b|intyg fran)", WaitingFor.PERSON),
    (r"\bvanta|\bavvakta|\bi? ?ko\b|\bwaiting", WaitingFor.US),
)
_NOT_WORK = r"soker? jobb|jobbsok|arbetslos|arbetssok|jobbfokus|utan jobb|ej jobb|inte jobb|inget jobb|jobbcoach|jobbspar|jobbklubb"
_AT_WORK = r"^jobb\b|\bjobb!|fatt jobb|har jobb|\bjobbar|\barbetar\b|anstall|i arbete|borjat jobb|^arbete\b|^job\b|got a job|timvik"
_OUTCOMES: Sequence[tuple[str, OutcomeKind]] = (
    (r"eget foretag|egen firma|egenforetag|eget bolag", OutcomeKind.OWN_BUSINESS),
    (_AT_WORK, OutcomeKind.WORK),
    (rf"\b(?:{_STUDIES})", OutcomeKind.STUDIES),
)
_GOING_ON = r"pagar|pagaende|aktiv|igang|inskriven|\bny\b|^start|oppen|deltar|ongoing|active|^inne\b|^ok\b|ordinarie"


def status(text: str, *, today: date, not_before: date | None = None) -> Status:
    """What a status cell says. Nothing understood: all of it in `rest`."""
    if is_absent(text):
        return Status()
    told = dated(text, today=today, not_before=not_before)
    plain = fold(squeeze(text))
    if re.search(_ENDED, plain):
        return _ended(plain, told.first or told.last)
    for pattern, reason in _PAUSES:
        if re.search(pattern, plain):
            return Status(pause=reason, on=told.first, until=told.last)
    for pattern, whom in _WAITING:
        if re.search(pattern, plain):
            return Status(waiting_for=whom)
    for pattern, outcome in _OUTCOMES:
        if re.search(pattern, plain) and not (outcome == OutcomeKind.WORK and re.search(_NOT_WORK, plain)):
            return Status(outcome=outcome, on=told.first, unsure=told.first is None)
    if re.search(_GOING_ON, plain) or re.search(_NOT_WORK, plain):
        return Status()
    return Status(rest=squeeze(text))


def _ended(plain: str, on: date | None) -> Status:
    for pattern, reason, kind in _REASONS:
        if re.search(pattern, plain):
            outcome = _OUTCOME_OF_END.get(reason)
            return Status(end=reason, end_kind=kind, outcome=outcome, on=on, unsure=on is None)
    return Status(end=EndReason.OTHER, on=on, unsure=True)


_JOB = (
    r"praktik|arbetsprov|arbetstran|jobbsok|jobbcoach|matchning|provanstall|arbetsgivarbesok|rekryt|jobbspar|jobbklubb|anstallning"
    r"|\bcv\b|cv-|jobbstart|arbetsplats|extratjanst|\bprova pa|supported employment|\bips\b"
)
_STUDY = r"studiebesok|vagledning|validering|yrkesutbildning|komvux|gymnasi|folkhogskol|yrkeshogskol|\byh\b|studie|utbildning"
_SKILL = r"\bsfi\b|\bsva\b|svenska|sprak|dator|digital|korkort|truckkort|kurs|matematik|hygienutb"
_SOCIAL = r"grupp|samhalls|boende|skuld|budget|motesplats|dagverksamhet|natverk|forening|kultur"
_HEALTH = r"friskvard|motion|\bgym\b|promenad|samtalsstod|halsocoach|halsosk|halsoframj"
_FOCUS: Sequence[tuple[str, Focus]] = (
    (_HEALTH, Focus.HEALTH),
    (_JOB, Focus.JOB),
    (_STUDY, Focus.STUDY),
    (_SKILL, Focus.SKILL),
    (_SOCIAL, Focus.SOCIAL),
)
_AT_PLACE = re.compile(
    r"^(?P<what>(?:språk|arbets|jobb)?praktik(?:plats)?|arbetsträning|arbetsprövning|provanställning|anställning)"
    r"[,:]?\s+(?:hos\s+|på\s+|vid\s+|i\s+|@\s*)?(?P<where>\S.*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Doing:
    """What an intervention cell says. `sensitive` parts are left out of everything else."""

    planned: tuple[Planned, ...] = ()
    waiting_for: WaitingFor = WaitingFor.NOBODY
    sensitive: tuple[str, ...] = ()
    rest: str = ""
    statuses: tuple[str, ...] = field(default=())  # parts that are about the state: "paus", "flyttat"


def interventions(text: str, *, today: date, not_before: date | None = None) -> Doing:
    """ "SFI C + jobbsökarklubb" is two. What fits no focus is the rest."""
    if is_absent(text):
        return Doing()
    # Words about health often hang together over a comma ("Sjukskriven 50 %, rehab").
    parts = [part for part in re.split(r"\s*(?:\+|;|\n|,(?=\s*[^\W\d_])|\s&\s|\soch\s)\s*", squeeze(text)) if part]
    planned: list[Planned] = []
    waiting, hidden, rest, states = WaitingFor.NOBODY, [], [], []
    for part in parts:
        if sensitive(part):
            hidden.append(part)
            continue
        focus = focus_of(part)
        if focus is not None:
            planned.append(_planned(part, focus, today, not_before))
            continue
        said = status(part, today=today, not_before=not_before)
        if said.rest and not is_absent(part):
            rest.append(part)
        elif said.waiting_for:
            waiting = said.waiting_for
        elif said.says_something:
            states.append(part)
    return Doing(tuple(planned), waiting, tuple(hidden), " + ".join(rest), tuple(states))


def focus_of(text: str) -> Focus | None:
    """What an intervention aims at (domain A.7), by its words."""
    plain = fold(text)
    return next((focus for pattern, focus in _FOCUS if re.search(pattern, plain)), None)


def _planned(part: str, focus: Focus, today: date, not_before: date | None) -> Planned:
    told = dated(part, today=today, not_before=not_before)
    title, provider = told.words or part, ""
    if match := _AT_PLACE.match(title):
        title, provider = match["what"], match["where"]
    title = title[:1].upper() + title[1:]
    return Planned(title[:120], focus, provider[:120], told.first, told.last)

"""How facts travel up without the lower app knowing: typed registries, filled by each app's `provides.py`."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from core.scope import Scope

T = TypeVar("T")


class Group(StrEnum):
    """What a person's time line can be narrowed to. The value stands in addresses."""

    CONTACT = "kontakter"  # meetings, calls, messages
    NOTE = "anteckningar"
    PLAN = "insatser"  # interventions, tasks, pauses, what came of it
    ASSESSMENT = "skattningar"
    EMPLOYER = "arbetsgivare"
    CV = "cv"
    DOCUMENT = "dokument"
    SUPPORT = "stod"  # enrolment, handlers, sharing
    CHANGE = "andringar"


class Registry(Generic[T]):
    """Providers by name, in the order they came (apps load lowest first)."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._providers: dict[str, T] = {}

    def register(self, key: str, provider: T) -> None:
        """Raises ValueError when the key is taken by another provider."""
        if self._providers.get(key, provider) is not provider:
            raise ValueError(f"{self.name}: {key} is registered twice")
        self._providers[key] = provider

    def __iter__(self) -> Iterator[T]:
        return iter(list(self._providers.values()))

    def items(self) -> Iterable[tuple[str, T]]:
        return list(self._providers.items())

    def get(self, key: str) -> T | None:
        return self._providers.get(key)


@dataclass(frozen=True)
class TimelineEntry:
    """One event in a person's merged time line. `kind` is the screen's word; `text` is plain text."""

    at: datetime
    kind: str
    text: str
    by: str = ""
    url: str = ""
    job_focus: bool = False
    item: str = ""  # public id of a note, which may have been written on the wrong person


@dataclass(frozen=True)
class Panel:
    """A part of the participant page owned by a higher app.

    `context` gets the participant and the scope and returns the template's context, or None when the panel has
    nothing to show this viewer. Constant number of queries.

    With a `title` (lazy translation) the page holds a heading and a link in its place, and fetches it when it is scrolled
    to; `anchor` is the id its section has. Without one it is part of the page from the start.
    """

    template: str
    order: int
    context: Callable[[Any, Scope], Mapping[str, Any] | None]
    title: Any = ""
    anchor: str = ""


@dataclass(frozen=True)
class OwnPart:
    """A part of what is shown to the person on a colleague's screen: the person's own and nothing else, no signal, no
    belief, no colleague's words or name.

    `context` gets the participant, the scope and the code of the person's language, and returns the template's context
    or None when there is nothing. The template has the page's words as `w`.
    """

    template: str
    order: int
    context: Callable[[Any, Scope, str], Mapping[str, Any] | None]


@dataclass(frozen=True)
class SearchHit:
    """`kind` is the screen's word for what was found. Whoever shows hits of type "participant" writes the read log."""

    subject_type: str
    subject_id: int
    title: str
    detail: str
    url: str
    kind: str = ""


@dataclass(frozen=True)
class Figure:
    """One number of the weekly report. It counts `participant_ids`; viewing resolves them to those the viewer may see.

    `value` is used only where the number does not count people (a share, a mean); then `participant_ids` is empty. Those
    who are counted without being anybody here (`detail["count"]`) have none either, and are the same for every viewer.
    """

    key: str
    label: str
    participant_ids: tuple[int, ...] = ()
    value: float | None = None
    detail: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Needs:
    """What an app knows of where people need support: never health, nor a colleague's belief.

    `names(language)` tells code and name of each thing an activity may support. `low(enrolment_ids, scope)` tells which
    of them stand low for whom: {enrolment: [codes, the lowest first]}. Constant number of queries.
    """

    names: Callable[[str], list[tuple[str, str]]]
    low: Callable[[Sequence[int], Scope], Mapping[int, list[str]]]


@dataclass(frozen=True)
class Carry:
    """A part of what goes along when a person goes on in another team, if the person has said yes to it.

    `collect(participant, enrolment)` reads plain values in the team that hands over; `plant(participant=, enrolment=,
    rows=, by=)` makes them the new person's in the team that takes over. Neither scope sees the other team. What
    `needs_handler` is for whoever handles the person there: without one nobody takes over.
    """

    label: Any  # lazy translation, as the person is asked
    order: int
    by_default: bool
    collect: Callable[[Any, Any], Any]
    plant: Callable[..., None]
    needs_handler: bool = False


@dataclass(frozen=True)
class AskAgain:
    """Something to ask the person again when their way begins anew: what, and where it is asked."""

    words: Any
    url: str


class RegisterFacts(Protocol):
    """Columns of RegisterRow that a higher app knows. Depends on stored facts only, never on today or the viewer."""

    columns: tuple[str, ...]

    def __call__(self, enrolment_ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]: ...


class TimelineProvider(Protocol):
    """The latest `limit` events before a moment, all of the last one's moment; of one group only when asked for one."""

    def __call__(
        self, participant_id: int, scope: Scope, before: datetime | None, limit: int, group: Group | None = None
    ) -> list[TimelineEntry]: ...


class SearchProvider(Protocol):
    def __call__(self, words: str, scope: Scope, limit: int) -> list[SearchHit]: ...


class ReportFigures(Protocol):
    def __call__(self, team_id: int, first: date, last: date) -> list[Figure]: ...


@dataclass(frozen=True)
class Told:
    """How a model is told on paper to the person it is about: a heading and the fields by words they understand (lazy
    translations, in order). `values` says a field's value where its own words would not do. A model without one is in
    the data file only: what the product derives, or keeps for its own order."""

    model: str
    title: Any
    fields: Mapping[str, Any]
    values: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)


@dataclass(frozen=True)
class PersonData:
    """Which person-bound models (labels such as "smail.Assessment") a provider of extract, merge or erase covers.

    Of extract alone: `told` for the printed one, and `changes(participant ids)` -> {model: core.extracting.changes} where
    the app has more to say about its field history than that everything goes in.
    """

    models: tuple[str, ...]
    act: Callable[..., Any]
    told: tuple[Told, ...] = ()
    changes: Callable[[Sequence[int]], Mapping[str, list[dict[str, Any]]]] | None = None


@dataclass(frozen=True)
class Held:
    """What a colleague holds in a team, as the viewer may know it. `words` says what happens when they leave, `url` shows
    it now ("" for a viewer who may not see it), `left` and `left_url` speak of it afterwards."""

    words: str
    url: str = ""
    left: str = ""
    left_url: str = ""


@dataclass(frozen=True)
class Leaving:
    """What follows when somebody's membership ends: `held(user_id, scope)` tells before, None when nothing is held;
    `let_go(user_id=, team_id=, by_id=)` ends it in the same transaction."""

    held: Callable[[int, Scope], Held | None]
    let_go: Callable[..., None]


@dataclass(frozen=True)
class Away:
    """What follows when a colleague is away for a time: `held(absence, scope)` tells what stands without anybody then,
    None when nothing does; `moved(absence=, back_before=, by_id=)` follows other days and `over(absence=, by_id=)` ends what
    was arranged, in the same transaction."""

    held: Callable[[Any, Scope], Held | None]
    moved: Callable[..., None]
    over: Callable[..., None]


# A participant -> what statistics may keep when they are erased, in classes that single nobody out.
left_behind: Registry[Callable[[Any], Mapping[str, Any]]] = Registry("left_behind")
register_facts: Registry[RegisterFacts] = Registry("register_facts")
timeline: Registry[TimelineProvider] = Registry("timeline")
needs: Registry[Needs] = Registry("needs")
# By label ("smail.Assessment"): what the rows of a person-bound model are called on screen, in the plural.
row_words: Registry[Any] = Registry("row_words")
search: Registry[SearchProvider] = Registry("search")
panels: Registry[Panel] = Registry("panels")
own_parts: Registry[OwnPart] = Registry("own_parts")  # what a screen turned to the person shows
job_panels: Registry[Panel] = Registry("job_panels")  # parts of the job page; `context` gets the job and the scope
leaving: Registry[Leaving] = Registry("leaving")
away: Registry[Away] = Registry("away")
report_figures: Registry[ReportFigures] = Registry("report_figures")
renamed: Registry[Callable[[int], None]] = Registry("renamed")  # a user's id, after their name was changed
# A user's id, after they joined a team or got another address or telephone: whom they may be among the participants.
known_as: Registry[Callable[[int], None]] = Registry("known_as")
# A team's id and the names of the settings that have another value now, in the transaction that changed them.
team_changed: Registry[Callable[[int, Collection[str]], None]] = Registry("team_changed")
# (enrolment, scope, the day it began anew) -> what is asked again, None when it has been since. Constant statements.
anew: Registry[Callable[[Any, Scope, date], AskAgain | None]] = Registry("anew")
carry: Registry[Carry] = Registry("carry")
# extract(participant) -> {section: rows}; merge(keep, drop, by); erase(participant) -> rows erased.
extract: Registry[PersonData] = Registry("extract")
merge: Registry[PersonData] = Registry("merge")
erase: Registry[PersonData] = Registry("erase")

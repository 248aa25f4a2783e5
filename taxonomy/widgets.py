"""Form fields for what stands in the taxonomy: an occupation, skills, a place, languages with level.

Without JavaScript the field is a box to write in: what is written is looked up when the form is sent, and what could
mean several things comes back as a question (422) with the candidates to pick from. With static/js/typeahead.js the
box suggests while one types. Either way the form carries keys (concept id, for places their code); what is chosen
stands as ticked boxes, so that a tick taken away removes it.

    class WishForm(core.forms.Form):
        occupations = WordsField(kind=Kind.OCCUPATION, label=_("Vill arbeta som"), required=False)   # list of Occupation
        home = WordField(kind=Kind.PLACE, label=_("Bor i"))                                            # Place
        languages = LanguagesField(label=_("Språk"))                                                   # list of LanguagePick

Staff pages have the script already; a page with its own set of scripts prints `{{ form.media }}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms import Script
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.forms import plain_text
from taxonomy.enums import Certainty, Kind, LanguageLevel
from taxonomy.models import Concept, Language, Place
from taxonomy.queries import read, resolve, suggest

TEXT_LENGTH = 200
MOST = 60

Row = Concept | Place


class LanguagePick(NamedTuple):
    """A language and how well; `level` is a LanguageLevel value, or "" when nobody has said."""

    language: Language
    level: str


@dataclass(frozen=True)
class Typed:
    """What a picker sends: keys ticked, text still to be looked up, the text last asked about, candidates picked."""

    keys: tuple[str, ...] = ()
    text: str = ""
    asked: str = ""
    picked: tuple[str, ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)


@dataclass
class State:
    """What a picker shows: rows chosen, text left in the box, candidates to pick from."""

    chosen: list[Row] = field(default_factory=list)
    text: str = ""
    candidates: list[Row] = field(default_factory=list)
    levels: dict[str, str] = field(default_factory=dict)


def key_of(row: Row) -> str:
    """What forms carry for a row."""
    return row.code if isinstance(row, Place) else row.concept_id


class WordPicker(forms.Widget):
    """Box to write in, what is chosen, and the candidates when a word could mean several things."""

    template_name = "taxonomy/picker.html"

    class Media:
        js = (Script("js/typeahead.js", defer=True),)

    def __init__(self, kind: Kind, *, many: bool, levels: bool = False, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.kind, self.many, self.levels = kind, many, levels
        self.state: State | None = None  # set when the field has been cleaned

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        def texts(key: str) -> list[str]:
            found = data.getlist(key) if hasattr(data, "getlist") else data.get(key) or []
            return [plain_text(str(x))[:TEXT_LENGTH] for x in ([found] if isinstance(found, str) else found)][:MOST]

        keys = tuple(dict.fromkeys(filter(None, texts(name))))
        level_of = {key: next(iter(texts(f"{name}-level-{key}")), "") for key in keys} if self.levels else {}
        return Typed(
            keys=keys,
            text=" ".join(texts(f"{name}-text")).strip(),
            asked=" ".join(texts(f"{name}-asked")).strip(),
            picked=tuple(dict.fromkeys(filter(None, texts(f"{name}-pick")))),
            levels={key: level for key, level in level_of.items() if level in LanguageLevel.values},
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False  # nothing ticked sends nothing

    def format_value(self, value: Any) -> State:
        """The state to show: what cleaning left, else what is stored."""
        return self.state or state_of(self.kind, value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        state = self.format_value(value)
        chosen = [
            {"key": key_of(row), "label": getattr(row, "name", row.label), "level": state.levels.get(key_of(row), "")}
            for row in state.chosen
        ]
        context["widget"] |= {
            "kind": self.kind.value,
            "many": self.many,
            "url": reverse("taxonomy:suggest", args=[self.kind.value]),
            "chosen": chosen,
            "text": state.text,
            "candidates": [{"key": key_of(row), "label": getattr(row, "name", row.label)} for row in state.candidates],
            "level_choices": LanguageLevel.choices if self.levels else [],
        }
        return context


def state_of(kind: Kind, value: Any) -> State:
    """From what is stored: a row, a key, a LanguagePick, or a list of them; or from what was sent but not cleaned."""
    if isinstance(value, Typed):
        rows = resolve(kind, value.keys)
        return State([rows[key] for key in value.keys if key in rows], value.text, levels=dict(value.levels))
    one = isinstance(value, LanguagePick | str | Concept | Place)
    items = [value] if one else list(value or [])
    found = resolve(kind, [item for item in items if isinstance(item, str) and item])
    levels = {key_of(item.language): item.level for item in items if isinstance(item, LanguagePick)}
    rows_or_none = [
        item.language if isinstance(item, LanguagePick) else found.get(item) if isinstance(item, str) else item
        for item in items
    ]
    return State([row for row in rows_or_none if row is not None], levels=levels)


class _WordFieldBase(forms.Field):
    """What the fields below share: looking up what was written."""

    widget: WordPicker
    many: ClassVar[bool]
    levels: ClassVar[bool] = False
    default_error_messages: ClassVar[dict[str, Any]] = {
        "ambiguous": _("Menar du något av det här? Välj, eller skriv ett annat ord."),
        "unknown": _("Vi hittar inte ”%(text)s”. Prova ett annat ord."),
        "invalid_choice": _("Det valet finns inte längre. Skriv ett nytt ord."),
        "too_many": _("Det är för mycket på en gång. Välj högst %(most)s."),
    }

    def __init__(self, *, kind: Kind | str, **kwargs: Any) -> None:
        self.kind = Kind(kind)
        kwargs.setdefault("widget", WordPicker(self.kind, many=self.many, levels=self.levels))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        typed = value if isinstance(value, Typed) else Typed(keys=tuple(filter(None, [value])))
        state = self.widget.state = State(text=typed.text, levels=dict(typed.levels))
        rows = resolve(self.kind, [*typed.keys, *typed.picked])
        state.chosen = [rows[key] for key in typed.keys if key in rows]
        picked = [rows[key] for key in typed.picked if key in rows]
        if len(rows) < len({*typed.keys, *typed.picked}):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        if picked:
            self._add(state, picked)
        if picked and typed.text == typed.asked:
            self._settle(typed.text, state)
        elif typed.text:
            self._look_up(typed.text, state)
        if len(state.chosen) > MOST:
            raise ValidationError(self.error_messages["too_many"], code="too_many", params={"most": MOST})
        if self.required and not state.chosen:
            raise ValidationError(self.error_messages["required"], code="required")
        return self.answer(state)

    def _look_up(self, text: str, state: State) -> None:
        """Adds what the text surely means; raises ValidationError with candidates for the rest."""
        reading = read(self.kind, text)
        sure = [found for found in reading.found if found.certainty == Certainty.SURE]
        unsure = [found for found in reading.found if found.certainty != Certainty.SURE]
        if not self.many and len(reading.found) > 1:
            sure, unsure = [], list(reading.found)
        rows = resolve(self.kind, [key for found in reading.found for key in (found.key, *found.others)])
        for found in reading.found:
            if found.level:
                state.levels.setdefault(found.key, found.level)
        self._add(state, [rows[found.key] for found in sure])
        if unsure:
            state.candidates = [rows[k] for k in dict.fromkeys(k for f in unsure for k in (f.key, *f.others))]
            state.text = ", ".join(filter(None, [*(found.text for found in unsure), reading.rest]))
        elif not sure:
            state.candidates = self._alike(text)
        if not self.many and state.candidates:  # one's former answer is a candidate too
            state.candidates += [row for row in state.chosen if row not in state.candidates]
            state.chosen = []
        if state.candidates:
            raise ValidationError(self.error_messages["ambiguous"], code="ambiguous")
        self._leave(state, reading.rest if reading.found else text)

    def _settle(self, text: str, state: State) -> None:
        """The question about the text was answered; what nobody understood of it still stands."""
        reading = read(self.kind, text)
        self._leave(state, reading.rest if reading.found else "")

    def _leave(self, state: State, unread: str) -> None:
        state.text = unread
        if unread:
            raise ValidationError(self.error_messages["unknown"], code="unknown", params={"text": unread})

    def _alike(self, text: str) -> list[Row]:
        """Candidates where nothing was read: what suggesting would have shown."""
        suggestions = suggest(self.kind, text, 8)
        rows = resolve(self.kind, [s.key for s in suggestions])
        return [rows[s.key] for s in suggestions]

    def _add(self, state: State, rows: list[Row]) -> None:
        if self.many:
            state.chosen += [row for row in dict.fromkeys(rows) if row not in state.chosen]
        elif rows:
            state.chosen = rows[:1]

    def answer(self, state: State) -> Any:
        raise NotImplementedError

    def has_changed(self, initial: Any, data: Any) -> bool:
        if not isinstance(data, Typed):
            return bool(initial != data)
        before = state_of(self.kind, initial)
        if data.text or data.picked:
            return True
        levels = {key: level for key, level in before.levels.items() if level}
        return [key_of(row) for row in before.chosen] != list(data.keys) or levels != dict(data.levels)


class WordField(_WordFieldBase):
    """One concept or none. Cleans to a row of the kind's model, or None."""

    many = False

    def answer(self, state: State) -> Row | None:
        return state.chosen[0] if state.chosen else None


class WordsField(_WordFieldBase):
    """Any number of concepts. Cleans to a list of rows, in the order they were chosen."""

    many = True

    def answer(self, state: State) -> list[Row]:
        return state.chosen


class LanguagesField(_WordFieldBase):
    """Languages, each with a level. Cleans to a list of LanguagePick."""

    many = True
    levels = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(kind=Kind.LANGUAGE, **kwargs)

    def answer(self, state: State) -> list[LanguagePick]:
        return [
            LanguagePick(row, state.levels.get(key_of(row), "")) for row in state.chosen if isinstance(row, Language)
        ]

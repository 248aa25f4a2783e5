"""The spreadsheet's forms: bring it, choose sheet, say what the columns are, decide of single rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Organisation, Team
from core.folding import fold
from core.forms import Form
from participants import own
from participants.enums import SharingBasis
from participants.importing import batches, names, owncolumns, reading
from participants.importing.cells import Colleague
from participants.importing.enums import MANY, Decision, Field
from participants.importing.mapping import Column, is_sensitive
from participants.importing.names import NOBODY, TEXT
from participants.importing.outcome import Line
from participants.importing.sheets import Sheet
from participants.models import ImportBatch

PASTED_LENGTH = 800_000  # characters; stays under DATA_UPLOAD_MAX_MEMORY_SIZE

GROUPS: tuple[tuple[Any, tuple[Field, ...]], ...] = (
    (gettext_lazy("Personen"), (Field.NAME, Field.FIRST_NAME, Field.LAST_NAME, Field.NUMBER, Field.BIRTH_YEAR)),
    (gettext_lazy("Kontakt"), (Field.PHONE, Field.EMAIL, Field.STREET, Field.PLACE)),
    (
        gettext_lazy("Inskrivningen"),
        (
            Field.STARTED_ON,
            Field.ENDED_ON,
            Field.STATUS,
            Field.HANDLER,
            Field.ORGANISATION,
            Field.SOURCE,
            Field.GOAL,
            Field.NEXT_STEP,
            Field.NEXT_STEP_ON,
            Field.INTERVENTION,
        ),
    ),
    (
        gettext_lazy("Vill och kan"),
        (Field.OCCUPATION, Field.EXPERIENCE, Field.LANGUAGES, Field.INTERPRETER, Field.LICENCES),
    ),
    (
        gettext_lazy("Övrigt"),
        (Field.OWN, Field.NOTE, Field.RESTRICTED, Field.PROTECTION, Field.SKIP),
    ),
)


class UploadForm(Form):
    """A file or pasted cells."""

    file = forms.FileField(
        label=gettext_lazy("Fil från Excel"),
        required=False,
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput,  # one that can be cleared gives False for a file
        help_text=gettext_lazy("Excel (.xlsx) eller .csv, högst 5 MB."),
        error_messages={"max_length": gettext_lazy("Filens namn är för långt.")},
    )
    pasted = forms.CharField(
        label=gettext_lazy("Eller klistra in celler"),
        required=False,
        max_length=PASTED_LENGTH,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
        help_text=gettext_lazy("Markera rader i Excel, rubrikerna också, kopiera och klistra in här."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file is not None and file.size > reading.MAX_BYTES:
            raise ValidationError(reading.too_large())
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data.get("file") is None and not (data.get("pasted") or "").strip():
            raise ValidationError(_("Välj en fil, eller klistra in celler."))
        return data


class SheetForm(Form):
    """Which sheet, and which row has the titles."""

    sheet = forms.ChoiceField(label=gettext_lazy("Blad"), widget=forms.RadioSelect)
    header_row = forms.IntegerField(
        label=gettext_lazy("Rubrikerna står på rad"),
        min_value=0,
        help_text=gettext_lazy("0 om det inte finns några rubriker."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 6}),
    )
    header_row.size = "short"  # type: ignore[attr-defined]

    def __init__(self, *args: Any, sheets: Sequence[Sheet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheets = list(sheets)
        field: Any = self.fields["sheet"]
        field.choices = [(str(at), _sheet_label(sheet)) for at, sheet in enumerate(self.sheets)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        at, row = data.get("sheet"), data.get("header_row")
        if at is not None and row is not None and row >= len(self.sheets[int(at)].rows):
            words = _("Bladet slutar på rad %(last)d.") % {"last": len(self.sheets[int(at)].rows)}
            self.add_error("header_row", words)
        return data

    @property
    def chosen(self) -> str:
        """The sheet's name, of a valid form."""
        return self.sheets[int(self.cleaned_data["sheet"])].name


def _sheet_label(sheet: Sheet) -> str:
    name = sheet.name or _("Hela filen")
    words = ngettext("%(name)s, %(rows)d rad", "%(name)s, %(rows)d rader", sheet.filled)
    return words % {"name": name, "rows": sheet.filled}


class ColumnsForm(Form):
    """What each column is, who answers for the people, on what ground the team sees them."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Ansvarig organisation"), queryset=Organisation.objects.none(), empty_label=None
    )
    basis = forms.ChoiceField(
        label=gettext_lazy("Får alla i teamet se personerna?"),
        choices=[
            (SharingBasis.AGREEMENT, gettext_lazy("Ja, vi har en överenskommelse för hela teamet")),
            (SharingBasis.CONSENT, gettext_lazy("Ja, var och en har sagt ja")),
            (SharingBasis.NONE, gettext_lazy("Nej, bara den ansvariga organisationen tills vi har frågat")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, columns: Sequence[Column], team: Team, **kwargs: Any) -> None:
        self.columns, self.team = list(columns), team
        # Before the form is made, so that the house's rules reach these fields as well.
        fields = {**type(self).base_fields, **{name_of(c): _choice(c) for c in self.columns}}
        self.base_fields = fields  # type: ignore[misc]
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = (
            Organisation.objects.filter(pk=team.owner_id) | Organisation.objects.filter(teams=team)
        ).distinct()
        field.label_from_instance = lambda organisation: organisation.name

    def chosen(self) -> dict[int, Field]:
        """Column index → field, of a valid form."""
        return {c.index: Field(self.cleaned_data[name_of(c)]) for c in self.columns}

    def pairs(self) -> Iterator[tuple[Column, forms.BoundField]]:
        """Each column with its choice, for the page."""
        for column in self.columns:
            yield column, self[name_of(column)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seen: dict[str, str] = {}
        for column in self.columns:
            name = name_of(column)
            chosen = data.get(name)
            if chosen is None:
                continue
            if chosen in seen and Field(chosen) not in MANY:
                words = _("”%(other)s” är redan %(what)s. Det kan bara vara en kolumn.")
                self.add_error(name, words % {"other": seen[chosen], "what": Field(chosen).label.lower()})
            if chosen in (Field.OWN, Field.NOTE) and is_sensitive(column.title):
                self.add_error(name, _("Det här ser känsligt ut. Lägg det för sig, eller läs inte in det."))
            seen.setdefault(chosen, column.title)
        self._hold_own_columns(data)
        if not self.errors and not seen.keys() & {Field.NAME, Field.FIRST_NAME}:
            raise ValidationError(_("Säg vilken kolumn som är namnet."))
        return data

    def _hold_own_columns(self, data: dict[str, Any]) -> None:
        """A fault at each column that would be one of the team's own too many."""
        wanted = [column for column in self.columns if data.get(name_of(column)) == Field.OWN]
        left = {fold(title) for title in owncolumns.without_room(self.team, [column.title for column in wanted])}
        words = _("Ett team har högst %(n)d egna kolumner. Låt den här bli anteckning, eller läs inte in den.")
        for column in wanted:
            if fold(owncolumns.short(column.title)) in left:
                self.add_error(name_of(column), words % {"n": own.MOST})


def _choice(column: Column) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=column.title or _("Kolumn %(number)d") % {"number": column.index + 1},
        choices=[(str(label), [(f.value, f.label) for f in fields]) for label, fields in GROUPS],
        initial=column.field.value,
    )


def name_of(column: Column) -> str:
    return f"column_{column.index}"


class DecisionsForm(Form):
    """What becomes of the rows shown, instead of what is proposed. A row with nothing to decide has no field."""

    def __init__(self, *args: Any, lines: Sequence[Line], **kwargs: Any) -> None:
        self.lines = list(lines)
        fields: dict[str, forms.Field] = {f"row_{line.number}": _decision(line) for line in self.lines if line.choices}
        self.base_fields = fields  # type: ignore[misc]  # before the form is made, as above
        super().__init__(*args, **kwargs)

    def chosen(self) -> dict[int, Decision | None]:
        """Row number → decision, None = as proposed, of a valid form. A row left out of what was sent stays as it is."""
        return {
            int(name.removeprefix("row_")): Decision(value) if value else None
            for name, value in self.cleaned_data.items()
            if name in self.data
        }

    def pairs(self) -> Iterator[tuple[Line, forms.BoundField | None]]:
        """Each line with its choice, for the page."""
        for line in self.lines:
            yield line, self[f"row_{line.number}"] if line.choices else None


def _decision(line: Line) -> forms.ChoiceField:
    proposed = _("Förslag: %(fate)s") % {"fate": str(line.proposed_label).lower()}
    return forms.ChoiceField(
        label=_("Rad %(number)d, %(name)s") % {"number": line.number, "name": line.name or "–"},
        choices=[("", proposed), *((choice, Decision(choice).label) for choice in line.choices)],
        initial=line.decision,
        required=False,
    )


class NamesForm(Form):
    """Who the sheet's unknown handlers are: each name once, with how many rows it stands on. Near names stand first."""

    def __init__(
        self, *args: Any, names: Sequence[tuple[str, int]], chosen: Mapping[str, str], batch: ImportBatch, **kwargs: Any
    ) -> None:
        self.names = list(names)
        able = batches.colleagues(batch) if self.names else []
        fields: dict[str, forms.Field] = {
            f"name_{at}": _name(written, rows, able, chosen.get(fold(written), TEXT))
            for at, (written, rows) in enumerate(self.names)
        }
        self.base_fields = fields  # type: ignore[misc]  # before the form is made, as above
        super().__init__(*args, **kwargs)

    def chosen(self) -> dict[str, str]:
        """Name as written → choice, of a valid form; a name left out of what was sent stays as it is."""
        return {
            written: self.cleaned_data[f"name_{at}"]
            for at, (written, _rows) in enumerate(self.names)
            if f"name_{at}" in self.data and self.cleaned_data[f"name_{at}"]
        }


def _name(written: str, rows: int, able: Sequence[Colleague], chosen: str) -> forms.ChoiceField:
    near = names.near(written, able)
    others = [each for each in able if each not in near]
    words = ngettext("”%(name)s”, %(n)d rad", "”%(name)s”, %(n)d rader", rows) % {"name": written, "n": rows}
    choices: list[Any] = [(TEXT, _("Behåll som text, att tyda")), (NOBODY, _("Ingen handledare"))]
    for label, group in ((_("Menas kanske"), near), (_("Kollegor"), others)):
        if group:
            choices.append((label, [(names.of(each.user_id), each.name) for each in group]))
    made = forms.ChoiceField(label=words, choices=choices, initial=chosen, required=False)
    made.size = "middle"  # type: ignore[attr-defined]
    return made

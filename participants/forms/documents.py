"""Files on a person: bring them, name them, say how long each kind is kept."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.edits import VersionedModelForm
from core.filecheck.gate import ACCEPT
from core.forms import DateField, Form, ModelForm, WholeNumberField
from participants.enums import DocumentKind
from participants.models import Document
from participants.models.documents import MONTHS

AT_ONCE = 10
HEALTH_HELP = _("Lämna helst papper med diagnoser utanför. Det som är om hälsa ser bara de som ser personens hälsa.")


def kinds(*, sees_health: bool) -> list[tuple[str, str]]:
    """The kinds this viewer may choose."""
    return [
        (kind.value, str(kind.label).capitalize())
        for kind in DocumentKind
        if sees_health or kind != DocumentKind.HEALTH
    ]


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return files.getlist(name) if hasattr(files, "getlist") else []


class FilesField(forms.FileField):
    """One file or several; what each holds is looked at one by one, so that one that is wrong stops no other."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        if not data:
            raise ValidationError(_("Välj minst en fil."))
        if len(data) > AT_ONCE:
            raise ValidationError(_("Högst tio filer åt gången."))
        return list(data)


class AddDocumentsForm(Form):
    kind = forms.ChoiceField(label=_("Vad är det?"), required=False, help_text=HEALTH_HELP)
    upload = FilesField(
        label=_("Filer"),
        widget=FilesInput(attrs={"multiple": True, "accept": ACCEPT}),
        help_text=_("PDF, JPEG, PNG, DOCX, ODT eller TXT, högst 10 MB var och tio åt gången."),
    )

    def __init__(self, *args: Any, sees_health: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", _("Det som filens namn säger")),
            *kinds(sees_health=sees_health),
        ]


class DocumentForm(ModelForm, VersionedModelForm):
    mark_optional = True

    delete_on = DateField(
        label=_("Ta bort den"), lean="future", required=False, help_text=_("Lämna tomt så gäller teamets tid.")
    )

    class Meta:
        model = Document
        fields: ClassVar[list[str]] = ["title", "kind", "delete_on"]

    def __init__(self, *args: Any, sees_health: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds(sees_health=sees_health)  # type: ignore[attr-defined]
        self.fields["kind"].help_text = HEALTH_HELP
        self.fields["title"].help_text = _("Skriv inte vad det är för fel eller sjukdom i namnet.")
        self.fields["delete_on"].earliest = timezone.localdate()  # type: ignore[attr-defined]


class DocumentRulesForm(Form):
    """A number of months for each kind."""

    def __init__(self, *args: Any, months: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in DocumentKind:
            self.fields[kind.value] = WholeNumberField(
                label=str(kind.label).capitalize(), min_value=MONTHS[0], max_value=MONTHS[1], initial=months[kind.value]
            )

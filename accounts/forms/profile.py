"""One's own page."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.enums import Density, Theme
from accounts.models import User
from core import notices
from core.forms import Form, ModelForm, PhoneField
from core.models import NoticePreference
from core.models.notices import Channel


class ProfileForm(ModelForm):
    """Name, how to be reached, and how the pages look."""

    phone = PhoneField(label=_("Telefon"), required=False, help_text=_("Kollegorna i teamet ser numret."))
    language = forms.ChoiceField(label=_("Språk på sidorna"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(
        label=_("Ljust eller mörkt"), choices=Theme.choices, required=False, widget=forms.RadioSelect
    )
    density = forms.ChoiceField(
        label=_("Hur tätt raderna står"), choices=Density.choices, required=False, widget=forms.RadioSelect
    )
    shortcuts = forms.BooleanField(label=_("Använd tangenter, till exempel / för att söka"), required=False)

    class Meta:
        model = User
        fields = ("name", "phone", "language", "theme", "density", "shortcuts")
        labels = {"name": _("Namn")}  # noqa: RUF012
        help_texts = {"name": _("För- och efternamn, så som kollegorna säger det.")}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["phone"].widget.attrs["autocomplete"] = "tel"


class AddressForm(Form):
    """A new address to sign in with."""

    email = forms.EmailField(
        label=_("Ny mejladress"),
        max_length=254,
        help_text=_("Vi skickar en länk dit. Adressen byts när du öppnar den."),
        error_messages={"invalid": _("Adressen är inte hel. Den ser ut som namn@example.org.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if email == self.user.email:
            raise ValidationError(_("Det är den adress du har nu."))
        return email


class NoticeForm(Form):
    """How one wants to be told, kind by kind."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        chosen = dict(NoticePreference.objects.filter(user_id=user.pk).values_list("kind", "channel"))
        for kind, label in notices.kinds().items():
            self.fields[kind] = forms.ChoiceField(
                label=label, choices=Channel.choices, initial=chosen.get(kind, Channel.APP), required=False
            )

    def save(self) -> None:
        NoticePreference.objects.bulk_create(
            [
                NoticePreference(user_id=self.user.pk, kind=kind, channel=channel or Channel.APP)
                for kind, channel in self.cleaned_data.items()
            ],
            update_conflicts=True,
            unique_fields=["user_id", "kind"],
            update_fields=["channel"],
        )

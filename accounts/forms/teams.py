"""The team, its members, and joining it."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.enums import HealthVisibility, Role, Sector
from accounts.forms.sign_in import PASSWORD_HELP
from accounts.models import Membership, Organisation, Team, User
from accounts.models.teams import ASSESSMENT_DAYS, INTAKE_DAYS
from core import pickers
from core.forms import Form, PhoneField, WholeNumberField

WEEKDAYS = [
    (1, _("måndag")),
    (2, _("tisdag")),
    (3, _("onsdag")),
    (4, _("torsdag")),
    (5, _("fredag")),
    (6, _("lördag")),
    (7, _("söndag")),
]
ROLE_HELP = _(
    "Handledare och processledare arbetar med deltagarna. Processledare och administratör sköter teamet. "
    "Läsare ser men ändrar inte. Styrgruppen ser bara samlade siffror."
)


class OrganisationField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class PlaceInTeam(Form):
    """Role and organisation: in an invitation, and of a member."""

    role = forms.ChoiceField(label=_("Roll"), choices=Role.choices, initial=Role.HANDLER, help_text=ROLE_HELP)
    organisation = OrganisationField(label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=None)

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, OrganisationField)
        field.queryset = team.all_organisations()


class InvitationForm(PlaceInTeam):
    email = forms.EmailField(
        label=_("Mejladress"),
        max_length=254,
        error_messages={"invalid": _("Adressen är inte hel. Den ser ut som namn@example.org.")},
    )
    field_order = ("email", "role", "organisation")


class SkillsForm(Form):
    """What somebody speaks and where they work: each may change their own."""

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        languages, places = pickers.get("languages"), pickers.get("municipalities")
        kwargs.setdefault("prefix", "skills")
        kwargs["initial"] = {
            "languages": languages.rows(membership.languages),
            "places": places.rows(membership.places),
        }
        super().__init__(*args, **kwargs)
        self.fields["languages"] = languages.field(label=_("Språk"), required=False)
        self.fields["places"] = places.field(label=_("Arbetar i kommunerna"), required=False)

    def keys(self) -> dict[str, list[str]]:
        return {
            "languages": pickers.get("languages").keys(self.cleaned_data["languages"]),
            "places": pickers.get("municipalities").keys(self.cleaned_data["places"]),
        }


class TeamForm(Form):
    """The team's settings."""

    mark_optional = True

    name = forms.CharField(label=_("Teamets namn"), max_length=120)
    report_weekday = forms.TypedChoiceField(label=_("Veckorapporten görs på"), choices=WEEKDAYS, coerce=int)
    report_hour = WholeNumberField(label=_("Klockan"), min_value=0, max_value=23, help_text=_("Hel timme, 0 till 23."))
    assessment_days = WholeNumberField(
        label=_("Dagar mellan skattningar"),
        min_value=ASSESSMENT_DAYS[0],
        max_value=ASSESSMENT_DAYS[1],
        help_text=_("Vanligast är 90."),
    )
    intake_days_waiting = WholeNumberField(
        label=_("Dagar som en förfrågan sparas medan den väntar"), min_value=INTAKE_DAYS[0], max_value=INTAKE_DAYS[1]
    )
    intake_days_declined = WholeNumberField(
        label=_("Dagar som den sparas efter ett nej"),
        min_value=INTAKE_DAYS[0],
        max_value=INTAKE_DAYS[1],
        help_text=_("Sedan tas den bort av sig själv. Gäller förfrågningar som kommer, och beslut som tas, från nu."),
    )
    health_visibility = forms.ChoiceField(
        label=_("Vem ser svar om hälsa"), choices=HealthVisibility.choices, widget=forms.RadioSelect
    )
    sharing_agreement = forms.CharField(
        label=_("Överenskommelse om att dela uppgifter"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Vilken överenskommelse som gäller mellan organisationerna, och från när."),
    )
    accepts_transfers = forms.BooleanField(
        label=_("Andra team får fråga om vi kan ta över någon"),
        required=False,
        help_text=_("Då syns teamets namn för andra team här. Ni svarar ja eller nej varje gång."),
    )
    requires_second_step = forms.BooleanField(
        label=_("Alla i teamet loggar in i två steg"),
        required=False,
        help_text=_("Den som bara har ett lösenord får lägga till ett andra steg innan teamets sidor öppnas."),
    )
    contact_name = forms.CharField(
        label=_("Kontaktperson utåt"),
        required=False,
        max_length=120,
        help_text=_("Namnet som arbetsgivare och deltagare möter."),
    )
    contact_phone = PhoneField(label=_("Telefon till kontaktpersonen"), required=False)

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        picker = pickers.get("municipalities")
        own = {name: getattr(team, name) for name in self.base_fields}
        kwargs["initial"] = own | {"municipality": picker.rows([team.municipality_code])}
        super().__init__(*args, **kwargs)
        self.fields["municipality"] = picker.field(label=_("Kommun"), required=False)
        self.order_fields(["name", "municipality"])

    def clean_municipality(self) -> str:
        keys = pickers.get("municipalities").keys(self.cleaned_data["municipality"])
        if len(keys) > 1:
            raise ValidationError(_("Välj en kommun, den som teamet hör hemma i."))
        return keys[0] if keys else ""

    def values(self) -> dict[str, Any]:
        made = dict(self.cleaned_data)
        made["municipality_code"] = made.pop("municipality")
        return made


class OrganisationForm(Form):
    name = forms.CharField(label=_("Organisationens namn"), max_length=120)
    sector = forms.ChoiceField(label=_("Slag"), choices=Sector.choices)


class JoinForm(Form):
    """Somebody new: a name and a password. The address stands in the invitation."""

    name = forms.CharField(
        label=_("Namn"), max_length=120, help_text=_("För- och efternamn, så som kollegorna säger det.")
    )
    phone = PhoneField(label=_("Telefon"), required=False, help_text=_("Kollegorna i teamet ser numret."))
    password = forms.CharField(
        label=_("Lösenord"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=PASSWORD_HELP,
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not any(char.isalpha() for char in name):
            raise ValidationError(_("Skriv ditt namn."))
        return name

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password

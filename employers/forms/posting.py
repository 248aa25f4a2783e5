"""The public form, one group of questions per screen. Each step says which fields of the job it has answered."""

import time
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DateField, Form, PhoneField, WholeNumberField
from employers.enums import EmploymentForm, JobKind, JobStatus, Openness, PayForm, Shift
from employers.forms.fields import HoursField, OrganisationNumberField, capped, one_of, picks
from employers.forms.needs import NeedsForm
from employers.models import JobPosting
from employers.queries import occupations_to_offer
from employers.rules import Hours
from taxonomy.enums import Kind
from taxonomy.models import Occupation
from taxonomy.widgets import WordField

LEAST_SECONDS = 3  # a person needs longer to read the first question
SALT = "employers.posting"
ANOTHER = "other"
UNANSWERED: tuple[Any, ...] = (
    None,
    "",
    [],
    (),
    False,
    "no",
    "none",
)  # as a folded question stands when nobody has touched it


class Folds:
    """A screen shows the questions most employers must answer; the rest stand folded under one line that says what is
    there. It stands open when anything in it has been answered or is at fault. Works without JavaScript."""

    folded: tuple[str, ...] = ()
    folded_words: ClassVar[Any] = ""
    guess = ""  # the occupation the name seems to mean

    @property
    def shown_fields(self: Any) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.folded]

    @property
    def folded_fields(self: Any) -> list[forms.BoundField]:
        return [self[name] for name in self.folded if name in self.fields]

    @property
    def stands_open(self) -> bool:
        return any(field.errors or field.value() not in UNANSWERED for field in self.folded_fields)


class StepForm(Folds, Form):
    """Base of the steps: `job` is the draft (or the job being changed), None at the first screen."""

    mark_optional = True
    heading: ClassVar[Any]

    def __init__(self, *args: Any, job: JobPosting | None = None, **kwargs: Any) -> None:
        self.job = job
        if job is not None:
            kwargs["initial"] = self.initial_of(job) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def initial_of(self, job: JobPosting) -> dict[str, Any]:
        return {name: getattr(job, name) for name in self.base_fields if hasattr(job, name)}

    def fields_of_job(self) -> dict[str, Any]:
        """Values for the job's own fields. Call when the form is valid."""
        return dict(self.cleaned_data)


class WhatStep(StepForm):
    heading = _("Vad är det för jobb?")

    title = forms.CharField(
        label=_("Vad heter jobbet?"), max_length=120, help_text=_("Skriv som du säger det. Vi hittar rätt yrke.")
    )
    description = forms.CharField(
        label=_("Vad gör man en vanlig dag?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False
    )
    places_count = WholeNumberField(label=_("Hur många söker ni?"), min_value=1, max_value=999, initial=1)


class FirstStep(WhatStep):
    """The first screen also keeps machines out without troubling people: a box nobody sees, and a little time."""

    website = forms.CharField(required=False)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["opened"] = signing.dumps(int(time.time()), salt=SALT)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("website"):
            raise forms.ValidationError(_("Det gick inte att ta emot. Ring oss i stället, så tar vi det i telefon."))
        if not self.errors and self._seconds() < LEAST_SECONDS:
            raise forms.ValidationError(_("Det gick lite fort för oss. Tryck en gång till."))
        return data

    def _seconds(self) -> float:
        """Since the page was made. A mark that is missing or forged counts as just now."""
        try:
            return time.time() - float(signing.loads(self.cleaned_data.get("opened") or "", salt=SALT))
        except (signing.BadSignature, TypeError, ValueError):
            return 0

    def fields_of_job(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in WhatStep.base_fields}


class NeedsStep(Folds, NeedsForm):
    """What the job asks for; and the occupation, which was guessed from the name and seldom needs changing."""

    heading = _("Vad behöver personen kunna?")
    mark_optional = True
    folded: tuple[str, ...] = (
        "licence", "licence_classes", "languages", "languages_must", "experience", "education", "education_text",
        "nice_skills", "record_check", "occupation", "other",
    )  # fmt: skip
    folded_words = _("Körkort, språk, erfarenhet, annat yrke")

    occupation = one_of([], label=_("Vilket yrke är närmast?"), required=False)
    other = WordField(kind=Kind.OCCUPATION, label=_("Annat yrke"), required=False, help_text=_("Om inget ovan passar."))

    def __init__(self, *args: Any, job: JobPosting, **kwargs: Any) -> None:
        self._offered = {row.concept_id: row for row in occupations_to_offer(job)}
        super().__init__(*args, job=job, **kwargs)
        if self._offered:
            choices = [(key, row.label) for key, row in self._offered.items()]
            self.fields["occupation"].choices = [*choices, (ANOTHER, _("Inget av dem"))]  # type: ignore[attr-defined]
            self.initial["occupation"] = job.occupation.concept_id if job.occupation else ANOTHER
        else:
            del self.fields["occupation"]
            self.fields["other"].label = _("Vilket yrke är närmast?")
            self.fields["other"].help_text = ""
        self.guess = job.occupation.label if job.occupation else ""
        if not self.guess:
            self.folded = tuple(name for name in self.folded if name not in ("occupation", "other"))
            self.order_fields(["occupation", "other"])

    @property
    def stands_open(self) -> bool:
        """A right guess is no answer to look at."""
        others = [field for field in self.folded_fields if field.name != "occupation"]
        return any(field.errors or field.value() not in UNANSWERED for field in others)

    def fields_of_job(self) -> dict[str, Any]:
        data = self.cleaned_data
        chosen: Occupation | None = data["other"] or self._offered.get(data.get("occupation", ""))
        return super().fields_of_job() | {"occupation": chosen, "ssyk4": chosen.ssyk4 if chosen else None}


class WhenStep(StepForm):
    heading = _("När, var och hur?")
    folded = ("address", "starts_on", "employment_form", "pay_form", "pay_text")
    folded_words = _("Adress, startdag, lön och hur länge")

    municipality = WordField(kind=Kind.MUNICIPALITY, label=_("I vilken kommun?"))
    hours = HoursField(
        label=_("Hur många timmar i veckan?"), help_text=_("Skriv som du säger det: 40, 20–30, halvtid.")
    )
    shifts = picks(Shift.choices, label=_("Vilka tider?"), across=True)
    kinds = picks(JobKind.choices, label=_("Vad erbjuder ni?"), required=True)
    openness = picks(Openness.choices, label=_("Kan ni tänka er något av det här?"))
    address = forms.CharField(label=_("Var?"), required=False, max_length=200, help_text=_("Adress eller hållplats."))
    starts_on = DateField(
        label=_("När börjar jobbet?"),
        required=False,
        lean="future",
        help_text=_("Lämna tomt om det kan bestämmas sen."),
    )
    employment_form = forms.ChoiceField(
        label=_("Hur länge?"), required=False, choices=capped(EmploymentForm.choices, empty=_("Vet inte än"))
    )
    pay_form = forms.ChoiceField(
        label=_("Vilken lön?"), required=False, choices=capped(PayForm.choices, empty=_("Bestäms sen"))
    )
    pay_text = forms.CharField(
        label=_("Mer om lönen"), required=False, max_length=200, help_text=_("Till exempel enligt kollektivavtal.")
    )

    def initial_of(self, job: JobPosting) -> dict[str, Any]:
        hours = Hours(job.hours_min, job.hours_max, job.hours_text)
        return super().initial_of(job) | {"hours": hours, "kinds": job.kinds or [JobKind.EMPLOYMENT]}

    def clean_starts_on(self) -> Any:
        return _within_two_years(self.cleaned_data["starts_on"])

    def fields_of_job(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data["hours_min"], data["hours_max"], data["hours_text"] = data.pop("hours")
        town = data["municipality"]
        return data | {"place_text": town.label, "latitude": town.latitude, "longitude": town.longitude}


class WhoStep(StepForm):
    heading = _("Vem är ni?")

    folded = ("employer_number", "apply_by", "may_be_public")
    folded_words = _("Organisationsnummer, sista dag")

    employer_name = forms.CharField(
        label=_("Arbetsplatsens namn"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    contact_name = forms.CharField(
        label=_("Ditt namn"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact_email = forms.EmailField(
        label=_("Din mejl"),
        max_length=254,
        help_text=_("Hit skickar vi en kod, så att bara du kan ändra jobbet."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_phone = PhoneField(label=_("Din telefon"), required=False)
    employer_number = OrganisationNumberField(label=_("Organisationsnummer"), required=False)
    apply_by = DateField(
        label=_("Sista dag att höra av sig"),
        required=False,
        lean="future",
        help_text=_("Lämna tomt om det inte är bråttom."),
    )
    may_be_public = forms.BooleanField(
        label=_("Andra team får också se jobbet"), required=False, help_text=_("Annars ser bara teamet det.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.job is not None and self.job.status != JobStatus.DRAFT:
            del self.fields["contact_email"]  # the code proved this address; another one is another person

    def clean_apply_by(self) -> Any:
        day = self.cleaned_data["apply_by"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("Dagen har redan varit."))
        return _within_two_years(day)

    def clean_contact_email(self) -> str:
        return str(self.cleaned_data["contact_email"]).lower()


def _within_two_years(day: Any) -> Any:
    if day is not None and abs((day - timezone.localdate()).days) > 730:
        raise forms.ValidationError(_("Dagen ligger för långt bort."))
    return day


STEPS: Sequence[type[Form]] = (WhatStep, NeedsStep, WhenStep, WhoStep)


class MailForm(Form):
    email = forms.EmailField(label=_("Din mejl"), max_length=254)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class CodeForm(Form):
    code = forms.CharField(
        label=_("Koden i mejlet"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "code", "inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

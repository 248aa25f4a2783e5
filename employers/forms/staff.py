"""Forms of the team: jobs."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.edits import VersionedModelForm
from core.forms import DateField, Form, HouseRules, PhoneField, WholeNumberField
from employers.actions.changes import Needs
from employers.enums import EmploymentForm, JobKind, Openness, PayForm, Shift, SubsidyForm, WorkTask
from employers.forms.fields import LONGEST_WEEK, OrganisationNumberField, capped, offer_colleagues, one_of, picks
from employers.forms.needs import NeedsForm
from employers.joining import Candidate, has_question
from employers.models import Employer, JobPosting
from taxonomy.enums import Kind
from taxonomy.widgets import WordField, WordsField

LONGEST_OPEN_DAYS = 366


class CallForm(Form):
    """Five boxes, for a call that is going on. The rest is filled in afterwards, by the employer or by us."""

    employer_name = forms.CharField(label=_("Arbetsplats"), max_length=160)
    title = forms.CharField(label=_("Vad är det för jobb?"), max_length=120)
    municipality = WordField(kind=Kind.MUNICIPALITY, label=_("I vilken kommun?"))
    contact_name = forms.CharField(label=_("Vem pratar du med?"), max_length=120)
    contact_email = forms.EmailField(
        label=_("Mejl dit"),
        max_length=254,
        help_text=_("Dit går ett mejl, så att de kan läsa igenom, fylla på och bekräfta med en kod."),
    )

    def clean_contact_email(self) -> str:
        return str(self.cleaned_data["contact_email"]).lower()

    def fields_of_job(self) -> dict[str, Any]:
        town = self.cleaned_data["municipality"]
        return dict(self.cleaned_data) | {
            "place_text": town.label,
            "latitude": town.latitude,
            "longitude": town.longitude,
            "kinds": [JobKind.EMPLOYMENT],
        }


class JobForm(HouseRules, VersionedModelForm):
    """All of a job but what it asks for. Saves what was changed, against what stood there when the form was opened."""

    mark_optional = True

    tasks = picks(WorkTask.choices, label=_("Arbetsuppgifter"), across=True)
    occupation = WordField(kind=Kind.OCCUPATION, label=_("Yrke"), required=False)
    municipality = WordField(kind=Kind.MUNICIPALITY, label=_("Kommun"), required=False)
    kinds = picks(JobKind.choices, label=_("Erbjuder"), across=True)
    subsidies = picks(SubsidyForm.choices, label=_("Stöd arbetsgivaren kan tänka sig"))
    openness = picks(Openness.choices, label=_("Öppna för"))
    shifts = picks(Shift.choices, label=_("Tider"), across=True)
    places_count = WholeNumberField(label=_("Antal platser"), min_value=1, max_value=999)
    hours_min = WholeNumberField(label=_("Minst timmar i veckan"), required=False, min_value=0, max_value=LONGEST_WEEK)
    hours_max = WholeNumberField(label=_("Högst timmar i veckan"), required=False, min_value=0, max_value=LONGEST_WEEK)
    starts_on = DateField(label=_("Börjar"), required=False, lean="future")
    apply_by = DateField(label=_("Sista dag"), required=False, lean="future")
    contact_phone = PhoneField(label=_("Telefon"), required=False)
    employer_number = OrganisationNumberField(label=_("Organisationsnummer"), required=False)

    class Meta:
        model = JobPosting
        fields = [
            "title", "description", "tasks", "occupation", "places_count", "kinds", "openness", "subsidies",
            "municipality", "address", "hours_min", "hours_max", "hours_text", "shifts", "starts_on", "starts_text",
            "employment_form", "pay_form", "pay_text", "own_car", "apply_by", "may_be_public",
            "employer_name", "employer_number", "contact_name", "contact_phone", "contact_email", "owner",
        ]  # fmt: skip

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_colleagues(self, colleagues)
        for name, choices in (("employment_form", EmploymentForm.choices), ("pay_form", PayForm.choices)):
            self.fields[name].choices = capped(choices, empty=_("Vet inte"))  # type: ignore[attr-defined]
        self.initial["occupation"] = self.instance.occupation
        self.initial["municipality"] = self.instance.municipality

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        low, high = data.get("hours_min"), data.get("hours_max")
        if low is not None and high is not None and low > high:
            self.add_error("hours_max", _("Det är färre än minst. Byt plats på dem, eller skriv samma."))
        for name in ("starts_on", "apply_by"):
            day = data.get(name)
            if day is not None and abs((day - timezone.localdate()).days) > 3660:
                self.add_error(name, _("Dagen ligger för långt bort."))
        return data


class StaffNeedsForm(NeedsForm):
    """The employer's questions, and any skill there is."""

    more_skills = WordsField(kind=Kind.SKILL, label=_("Fler saker personen behöver kunna"), required=False)

    def needs(self) -> Needs:
        found = super().needs()
        more = {skill.pk: True for skill in self.cleaned_data["more_skills"]}
        return Needs(skills={**found.skills, **more}, languages=found.languages, licences=found.licences)


NEW = "ny"


class ReviewForm(Form):
    """The one thing to settle when a job is opened: whose it is. `found` are joining.Candidate."""

    employer = one_of([], label=_("Vilken arbetsgivare är det?"))
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, job: JobPosting, found: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.job, self._found = job, {one.employer.public_id: one.employer for one in found}
        self.initial["seen"] = job.changed_at.isoformat()
        if not has_question(job, found):
            del self.fields["employer"]
            return
        choices: list[tuple[str, Any]] = [(one.employer.public_id, _words(one)) for one in found]
        if not any(one.is_sure for one in found):
            choices.append((NEW, format_html("{}: {}", _("Ny arbetsgivare"), job.employer_name)))
        self.fields["employer"].choices = choices  # type: ignore[attr-defined]
        if not found[0].is_near:  # of a name that is only like it, a person says
            self.initial["employer"] = choices[0][0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("seen") and data["seen"] != self.job.changed_at.isoformat():
            raise forms.ValidationError(_("Jobbet ändrades medan du läste. Läs igenom det igen innan du öppnar."))
        return data

    @property
    def chosen(self) -> Employer | None:
        """The known employer, None for a new one (or when there was nothing to choose)."""
        return self._found.get(self.cleaned_data.get("employer", ""))

    @property
    def as_new(self) -> bool:
        return bool(self.cleaned_data.get("employer") == NEW)


def _words(one: Candidate) -> Any:
    """Which employer, and in a smaller line what the review would add to it."""
    town = one.employer.municipality.label if one.employer.municipality else ""
    name = ", ".join(filter(None, (one.employer.name, town)))
    lines: list[Any] = []
    if one.adds:
        lines.append(_("Läggs till där: %(what)s.") % {"what": "; ".join(one.adds)})
    if one.keeps:
        lines.append(_("Ändras inte: %(what)s.") % {"what": "; ".join(one.keeps)})
    if not lines:
        lines.append(_("Inget läggs till."))
    lead = _("Kan vara samma som") if one.is_near else _("Samma arbetsgivare")
    return format_html("{}: {}<small>{}</small>", lead, name, " ".join(str(line) for line in lines))


class QuestionForm(Form):
    question = forms.CharField(
        label=_("Din fråga"), max_length=900, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mejlas till arbetsgivaren med ditt namn under. Skriv inget om deltagare."),
    )  # fmt: skip


class ReasonForm(Form):
    reason = forms.CharField(
        label=_("Varför inte?"), max_length=900, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mejlas till arbetsgivaren."),
    )  # fmt: skip


class ExtendForm(Form):
    last_day = DateField(label=_("Ny sista dag"), lean="future")

    def clean_last_day(self) -> Any:
        day = self.cleaned_data["last_day"]
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError(_("Dagen har redan varit."))
        if day > today + timedelta(days=LONGEST_OPEN_DAYS):
            raise forms.ValidationError(_("Ett år framåt räcker. Det går att förlänga igen."))
        return day


class JobFilterForm(Form):
    sok = forms.CharField(label=_("Sök jobb"), required=False, max_length=100)
    kommun = WordField(kind=Kind.MUNICIPALITY, label=_("Kommun"), required=False)
    utan_utbildning = forms.BooleanField(label=_("Utan krav på utbildning"), required=False)

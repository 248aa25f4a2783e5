"""What a job asks for, in plain choices: the same questions to an employer and to a colleague."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form
from employers.actions.changes import Needs, needs_of
from employers.enums import Experience, SpokenLevel
from employers.forms.fields import one_of, picks
from employers.models import JobPosting
from employers.queries import skills_to_offer
from taxonomy.enums import LanguageLevel, SmallList
from taxonomy.models import Language, SmallListItem
from taxonomy.widgets import LanguagePick, LanguagesField

SWEDISH = "zSLA_vw2_FXN"
ENGLISH = "NVxJ_hLg_TYS"
# A job keeps fewer steps than a profile; the codes are the same.
COARSER = {LanguageLevel.A1: SpokenLevel.A2, LanguageLevel.C2: SpokenLevel.C1}
LICENCES = ("B", "BE", "C", "CE", "D", "AM")
NO, NICE, MUST = "no", "nice", "must"
WEIGHTS = [(NO, _("Nej")), (NICE, _("Det är bra om personen har det")), (MUST, _("Ja, det behövs"))]


class NeedsForm(Form):
    """Needs the job: its occupation says which skills to offer."""

    must_skills = picks([], label=_("Vad behöver personen kunna från början?"))
    nice_skills = picks([], label=_("Vad är bra om personen kan?"))
    swedish = one_of(SpokenLevel.choices, label=_("Hur mycket svenska behövs?"))
    languages = LanguagesField(
        label=_("Behövs andra språk?"), required=False, help_text=_("Till exempel engelska eller arabiska.")
    )
    languages_must = forms.BooleanField(label=_("Språken är ett krav"), required=False)
    licence = one_of(WEIGHTS, label=_("Behövs körkort?"), initial=NO)
    licence_classes = picks([], label=_("Vilket körkort?"), across=True)
    experience = one_of(Experience.choices, label=_("Behövs erfarenhet?"), initial=Experience.NONE)
    education = one_of([("no", _("Nej")), ("yes", _("Ja"))], label=_("Behövs utbildning?"), initial="no")
    education_text = forms.CharField(label=_("I så fall vilken?"), required=False, max_length=200)
    record_check = forms.BooleanField(label=_("Vi begär utdrag ur belastningsregistret"), required=False)

    def __init__(self, *args: Any, job: JobPosting, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(job) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        offered = [(str(skill.pk), skill.label) for skill in skills_to_offer(job)]
        for name in ("must_skills", "nice_skills"):
            if offered:
                self.fields[name].choices = offered  # type: ignore[attr-defined]
            else:
                del self.fields[name]
        self._licences = {
            str(item.pk): item
            for item in SmallListItem.objects.current().filter(list=SmallList.DRIVING_LICENCE).order_by("position")
        }
        self.fields["licence_classes"].choices = [  # type: ignore[attr-defined]
            (pk, item.name) for pk, item in self._licences.items() if item.label in LICENCES
        ]

    def needs(self) -> Needs:
        """The answers as requirements. Call when the form is valid."""
        data = self.cleaned_data
        skills = {int(pk): False for pk in data.get("nice_skills", [])}
        skills |= {int(pk): True for pk in data.get("must_skills", [])}
        return Needs(skills=skills, languages=self._languages(), licences=self._licences_wanted())

    def fields_of_job(self) -> dict[str, Any]:
        data = self.cleaned_data
        needs_education = data["education"] == "yes"
        return {
            "experience": data["experience"],
            "no_education": not needs_education,
            "education_text": data["education_text"] if needs_education else "",
            "record_check": data["record_check"],
        }

    def _languages(self) -> dict[int, tuple[str, bool]]:
        data = self.cleaned_data
        wanted = {
            pick.language.pk: (
                COARSER.get(LanguageLevel(pick.level), SpokenLevel(pick.level)).value if pick.level else "",
                data["languages_must"],
            )
            for pick in data["languages"]
            if pick.language.concept_id != SWEDISH
        }
        if data["swedish"] != SpokenLevel.NONE:
            swedish = Language.objects.get(concept_id=SWEDISH)
            wanted[swedish.pk] = (data["swedish"], True)
        return wanted

    def _licences_wanted(self) -> dict[int, bool]:
        """Said to be needed without a class: the ordinary one, B."""
        data = self.cleaned_data
        if data["licence"] == NO:
            return {}
        chosen = data["licence_classes"] or [pk for pk, item in self._licences.items() if item.label == "B"]
        return {int(pk): data["licence"] == MUST for pk in chosen}


def _initial(job: JobPosting) -> dict[str, Any]:
    """The job's requirements as the form shows them; a question nobody has answered stays unanswered."""
    needs = needs_of(job)
    languages = {language.pk: language for language in Language.objects.filter(pk__in=needs.languages)}
    others = [
        LanguagePick(languages[pk], level)
        for pk, (level, _must) in needs.languages.items()
        if languages[pk].concept_id != SWEDISH
    ]
    shown: dict[str, Any] = {
        "must_skills": [str(pk) for pk, must in needs.skills.items() if must],
        "nice_skills": [str(pk) for pk, must in needs.skills.items() if not must],
        "languages": others,
        "languages_must": any(
            must for pk, (_level, must) in needs.languages.items() if languages[pk].concept_id != SWEDISH
        ),
        "licence": (MUST if any(needs.licences.values()) else NICE) if needs.licences else NO,
        "licence_classes": [str(pk) for pk in needs.licences],
        "education": "yes" if job.no_education is False else "no",
        "education_text": job.education_text,
        "record_check": job.record_check,
    }
    if job.experience:
        shown["experience"] = job.experience
    swedish = next((level for pk, (level, _m) in needs.languages.items() if languages[pk].concept_id == SWEDISH), None)
    if swedish:
        shown["swedish"] = swedish
    elif job.experience:  # this form was answered before, without Swedish
        shown["swedish"] = SpokenLevel.NONE
    return shown

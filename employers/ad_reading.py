"""JobTech's JobSearch ad as ours (domain D.1). Nothing here asks the database: concepts stay ids."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core.forms import plain_text
from employers.ad_text import LONGEST, without_contacts, without_markup
from employers.enums import Duration, EmploymentForm, Experience, PayForm, Worktime
from employers.rules import hours_of, organisation_number

READER = "1"  # another number reads every ad anew at the next run
STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAY_ENDS = time(23, 59, 59)
LICENCE_B = "VTK8_WRx_GcM"

EMPLOYMENT_FORMS = {
    "PFZr_Syz_cUq": EmploymentForm.PERMANENT,
    "Jh8f_q9J_pbJ": EmploymentForm.SEASONAL,
    "9Wuo_2Yb_36E": EmploymentForm.ABROAD,
    "1paU_aCR_nGn": EmploymentForm.ON_CALL,
    "vWxw_BCd_VG6": EmploymentForm.TEMPORARY,
}
DURATIONS = {
    "a7uU_j21_mkL": Duration.PERMANENT,
    "9RGe_UxD_FZw": Duration.TWELVE_MONTHS,
    "qQUd_4qe_NDT": Duration.SIX_MONTHS,
    "Xj7x_7yZ_jEn": Duration.THREE_MONTHS,
    "Sy9J_aRd_ALx": Duration.WEEKS,
    "cAQ8_TpB_Tdv": Duration.DAYS,
}
WORKTIMES = {"6YE1_gAC_R2G": Worktime.FULL, "947z_JGS_Uk2": Worktime.PART, "hGCt_6Ni_XPz": Worktime.EITHER}
PAY_FORMS = {
    "oG8G_9cW_nRf": PayForm.FIXED,
    "asrX_9Df_ukn": PayForm.FIXED_AND_VARIABLE,
    "vVtj_qm6_GQu": PayForm.VARIABLE,
}


class AdError(ValueError):
    """An ad that cannot be taken in, with words a person understands."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement: the concept's id, and whether it is a must."""

    concept_id: str
    must: bool


@dataclass(frozen=True, slots=True)
class Ad:
    """An ad with everything that could point at a contact person left out. Ids are concept ids."""

    external_id: str
    title: str
    description: str
    employer_name: str
    employer_number: str
    occupation: str
    occupation_group: str
    ssyk_code: str
    municipality: str
    municipality_code: str
    place_text: str
    address: str
    point: tuple[float, float] | None  # latitude, longitude
    employment_form: str
    duration: str
    worktime: str
    worktime_min: int | None
    worktime_max: int | None
    pay_form: str
    pay_text: str
    places_count: int
    experience: str
    needs_education: bool
    education_text: str
    own_car: bool
    published_at: datetime
    expires_at: datetime
    apply_by: date | None
    webpage_url: str
    apply_url: str
    reference: str
    skills: tuple[Asked, ...]
    languages: tuple[Asked, ...]
    experiences: tuple[Asked, ...]
    licences: tuple[Asked, ...]

    @property
    def hours(self) -> tuple[int | None, int | None]:
        return hours_of(self.worktime_min) or None, hours_of(self.worktime_max)

    def digest(self) -> bytes:
        """Equal for ads that would be kept as the same row."""
        return hashlib.sha256((READER + repr(self)).encode("utf-8", "replace")).digest()


def read_id(raw: Any) -> str:
    """The ad's own id. Raises AdError when there is none."""
    if not isinstance(raw, dict):
        raise AdError(_("Det som står här är ingen annons."))
    found = raw.get("id")
    if isinstance(found, bool) or not isinstance(found, str | int) or not str(found).strip():
        raise AdError(_("Annonsen saknar id, så den går inte att känna igen nästa gång."))
    text = _line(str(found), 60)
    if not 0 < len(text) <= 40:
        raise AdError(_("Annonsens id är för långt."))
    return text


def title_of(raw: Any) -> str:
    """The headline, for telling which ad was refused; "" when there is none."""
    return _Node(raw).line("headline", 200)


def is_removed(raw: dict[str, Any]) -> bool:
    return raw.get("removed") is True


def read_ad(raw: dict[str, Any]) -> Ad:
    """Raises AdError with the reason when the ad lacks what it cannot be without."""
    ad = _Node(raw)
    title = ad.line("headline", 200)
    if not title:
        raise AdError(_("Annonsen saknar rubrik."))
    employer = ad.node("employer")
    employer_name = employer.line("name", 160) or employer.line("workplace", 160)
    if not employer_name:
        raise AdError(_("Annonsen säger inte vem som är arbetsgivare."))
    people = tuple(_people(raw))
    address = ad.node("workplace_address")
    low, high = _worktime(ad)
    must, nice = ad.node("must_have"), ad.node("nice_to_have")
    published, last_day, apply_by = _dates(ad)
    return Ad(
        external_id=read_id(raw),
        title=without_contacts(title, people)[:200],
        description=_description(ad.node("description"), people),
        employer_name=employer_name,
        employer_number=_number(employer.line("organization_number", 20)),
        occupation=ad.node("occupation").concept,
        occupation_group=ad.node("occupation_group").concept,
        ssyk_code=ad.node("occupation_group").line("legacy_ams_taxonomy_id", 10),
        municipality=address.line("municipality_concept_id", 20),
        municipality_code=address.line("municipality_code", 10),
        place_text=address.line("city", 120) or address.line("municipality", 120),
        address=", ".join(filter(None, (address.line("street_address", 120), _postcode(address)))),
        point=_point(address.raw.get("coordinates")),
        employment_form=EMPLOYMENT_FORMS.get(ad.node("employment_type").concept, ""),
        duration=DURATIONS.get(ad.node("duration").concept, ""),
        worktime=WORKTIMES.get(ad.node("working_hours_type").concept, ""),
        worktime_min=low,
        worktime_max=high,
        pay_form=PAY_FORMS.get(ad.node("salary_type").concept, ""),
        pay_text=without_contacts(ad.line("salary_description", 1000), people)[:200],
        places_count=_count(raw.get("number_of_vacancies")),
        experience=_experience(ad.flag("experience_required")),
        needs_education=bool(must.items("education") or must.items("education_level")),
        education_text=", ".join(
            item.line("label", 100) for item in (*must.items("education_level"), *must.items("education"))
        )[:200],
        own_car=ad.flag("access_to_own_car") is True,
        published_at=published,
        expires_at=datetime.combine(last_day, DAY_ENDS, STOCKHOLM),
        apply_by=apply_by,
        webpage_url=_url(ad.line("webpage_url", 2000), 500),
        apply_url=_url(ad.node("application_details").line("url", 2000), 1000),
        reference=without_contacts(ad.node("application_details").line("reference", 200), people)[:200],
        skills=_asked(must, nice, "skills"),
        languages=_asked(must, nice, "languages"),
        experiences=_asked(must, nice, "work_experiences"),
        licences=_licences(ad),
    )


class _Node:
    """A JSON object of which nothing can be trusted to have the right type."""

    __slots__ = ("raw",)

    def __init__(self, raw: Any) -> None:
        self.raw: dict[str, Any] = raw if isinstance(raw, dict) else {}

    def node(self, key: str) -> "_Node":
        return _Node(self.raw.get(key))

    def items(self, key: str) -> list["_Node"]:
        found = self.raw.get(key)
        return [_Node(item) for item in found[:100] if isinstance(item, dict)] if isinstance(found, list) else []

    def line(self, key: str, length: int) -> str:
        found = self.raw.get(key)
        if isinstance(found, int) and not isinstance(found, bool):
            found = str(found)
        return _line(found, length) if isinstance(found, str) else ""

    def flag(self, key: str) -> bool | None:
        found = self.raw.get(key)
        return found if isinstance(found, bool) else None

    @property
    def concept(self) -> str:
        return self.line("concept_id", 20)


def _line(text: str, length: int) -> str:
    return " ".join(without_markup(text[: 2 * length + 200]).split())[:length].strip()


def _people(raw: dict[str, Any]) -> Iterator[str]:
    """Names that the ad itself gives as contact persons: never kept, and blotted out of its text."""
    for contact in _Node(raw).items("application_contacts")[:20]:
        name = contact.line("name", 120) or contact.line("contact_person", 120)
        if len(name) > 2:
            yield name


def _description(node: _Node, people: tuple[str, ...]) -> str:
    text = node.raw.get("text") or node.raw.get("text_formatted")
    parts = [text, *(node.raw.get(key) for key in ("company_information", "needs", "requirements", "conditions"))]
    whole = "\n\n".join(without_markup(part) for part in parts if isinstance(part, str) and part.strip())
    return without_contacts(whole, people)[:LONGEST]


def _dates(ad: _Node) -> tuple[datetime, date, date | None]:
    """Published, last day in the list, last day to apply. Local times without zone are Stockholm's."""
    deadline = _moment(ad, "application_deadline")
    last = _moment(ad, "last_publication_date") or deadline
    if last is None:
        raise AdError(_("Annonsen saknar sista dag."))
    published = _moment(ad, "publication_date")
    if published is None:
        raise AdError(_("Annonsen saknar dag för publicering."))
    return published, last.date(), deadline.date() if deadline else None


def _moment(ad: _Node, key: str) -> datetime | None:
    text = ad.line(key, 40)
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
        found = found.replace(tzinfo=STOCKHOLM) if found.tzinfo is None else found.astimezone(STOCKHOLM)
    except (ValueError, OverflowError):
        raise AdError(_("Datumet ”%(text)s” går inte att läsa.") % {"text": text}) from None
    if not 2000 <= found.year <= 2100:
        raise AdError(_("Datumet ”%(text)s” kan inte stämma.") % {"text": text})
    return found


def _worktime(ad: _Node) -> tuple[int | None, int | None]:
    scope = ad.node("scope_of_work").raw
    low, high = (_percent(scope.get(key)) for key in ("min", "max"))
    return (high, low) if low is not None and high is not None and low > high else (low, high)


def _percent(value: Any) -> int | None:
    return (
        round(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 150 else None
    )


def _experience(required: bool | None) -> str:
    if required is None:
        return ""
    return Experience.REQUIRED if required else Experience.NONE


def _count(value: Any) -> int:
    return min(value, 9999) if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 1


def _point(value: Any) -> tuple[float, float] | None:
    """JobTech writes [longitude, latitude]. None when it is no place on earth."""
    if not (isinstance(value, list) and len(value) == 2):
        return None
    if not all(isinstance(part, int | float) and not isinstance(part, bool) for part in value):
        return None
    longitude, latitude = float(value[0]), float(value[1])
    return (latitude, longitude) if -90 <= latitude <= 90 and -180 <= longitude <= 180 else None


def _postcode(address: _Node) -> str:
    code, city = address.line("postcode", 10), address.line("city", 60)
    code = f"{code[:3]} {code[3:]}" if len(code) == 5 and code.isdigit() else code
    return f"{code} {city}".strip() if code else ""


def _number(text: str) -> str:
    """An organisation number; a sole trader's, which is a personal number, is not kept."""
    try:
        return organisation_number(text)
    except ValueError:
        return ""


def _url(text: str, length: int) -> str:
    kept = text.startswith(("https://", "http://")) and len(text) <= length and "@" not in text.split("?")[0]
    return text if kept and plain_text(text) == text and " " not in text else ""


def _asked(must: _Node, nice: _Node, key: str) -> tuple[Asked, ...]:
    """Each concept once; a must stands over an advantage."""
    found = {item.concept: False for item in nice.items(key)} | {item.concept: True for item in must.items(key)}
    return tuple(Asked(concept, is_must) for concept, is_must in found.items() if concept)


def _licences(ad: _Node) -> tuple[Asked, ...]:
    """Licences named; an ad that says only that one is needed means the ordinary one, B."""
    needed = ad.flag("driving_license_required") is True
    named = list(dict.fromkeys(item.concept for item in ad.items("driving_license") if item.concept))
    if needed and not named:
        named = [LICENCE_B]
    return tuple(Asked(concept, needed) for concept in named)

"""The taxonomy's ids in memory: thousands of ads are placed without asking the database for each."""

from dataclasses import dataclass

from employers.ad_reading import Ad, Asked
from employers.models import JobPosting
from employers.models.visibility import searchable
from taxonomy.enums import SmallList
from taxonomy.models import Language, Municipality, Occupation, Skill, SmallListItem, SsykGroup


@dataclass(frozen=True, slots=True)
class _Occupation:
    pk: int
    label: str
    ssyk4_id: int | None
    no_education: bool


class Concepts:
    """Seven queries, once per import."""

    def __init__(self) -> None:
        rows = Occupation.objects.select_related("heir").only(
            "concept_id", "label", "ssyk4_id", "no_education_required", "heir__label", "heir__ssyk4_id",
            "heir__no_education_required",
        )  # fmt: skip
        self.occupations = {row.concept_id: self._current(row) for row in rows}
        groups = SsykGroup.objects.filter(level=4).values_list("pk", "concept_id", "code", "label")
        self.groups = {concept: pk for pk, concept, _code, _label in groups}
        self.codes = {code: pk for pk, _concept, code, _label in groups}
        self.group_labels = {pk: label for pk, _concept, _code, label in groups}
        self.skills = dict(Skill.objects.values_list("concept_id", "pk"))
        self.skill_labels = dict(Skill.objects.values_list("pk", "label"))
        self.languages = dict(Language.objects.values_list("concept_id", "pk"))
        licences = SmallListItem.objects.filter(list=SmallList.DRIVING_LICENCE)
        self.licences = dict(licences.values_list("concept_id", "pk"))
        towns = list(Municipality.objects.all())
        self.municipalities = {town.concept_id: town for town in towns} | {town.code: town for town in towns}

    @staticmethod
    def _current(row: Occupation) -> _Occupation:
        """Today's occupation; a retired one without heir stands for itself."""
        now = row.heir or row
        return _Occupation(now.pk, now.label, now.ssyk4_id or row.ssyk4_id, now.no_education_required)

    def job(self, ad: Ad) -> JobPosting:
        """An unsaved row with what the ad says. Ids that nobody knows are left out."""
        occupation = self.occupations.get(ad.occupation)
        group = self.groups.get(ad.occupation_group) or self.codes.get(ad.ssyk_code)
        if group is None and occupation is not None:
            group = occupation.ssyk4_id
        town = self.municipalities.get(ad.municipality) or self.municipalities.get(ad.municipality_code)
        point = ad.point or (town.point if town else (None, None))
        low, high = ad.hours
        return JobPosting(
            external_id=ad.external_id,
            title=ad.title,
            description=ad.description,
            employer_name=ad.employer_name,
            employer_number=ad.employer_number,
            occupation_id=occupation.pk if occupation else None,
            ssyk4_id=group,
            municipality_id=town.pk if town else None,
            place_text=ad.place_text,
            address=ad.address,
            latitude=point[0],
            longitude=point[1],
            employment_form=ad.employment_form,
            duration=ad.duration,
            worktime=ad.worktime,
            worktime_min=ad.worktime_min,
            worktime_max=ad.worktime_max,
            hours_min=low,
            hours_max=high,
            pay_form=ad.pay_form,
            pay_text=ad.pay_text,
            places_count=ad.places_count,
            experience=ad.experience,
            no_education=False if ad.needs_education else (True if occupation and occupation.no_education else None),
            education_text=ad.education_text,
            own_car=ad.own_car,
            published_at=ad.published_at,
            dated_at=ad.published_at,
            expires_at=ad.expires_at,
            apply_by=ad.apply_by,
            webpage_url=ad.webpage_url,
            apply_url=ad.apply_url,
            reference=ad.reference,
            digest=ad.digest(),
            search_text=searchable(
                ad.title,
                ad.employer_name,
                ad.place_text,
                town.label if town else "",
                occupation.label if occupation else "",
                self.group_labels.get(group, "") if group else "",
                *(self.skill_labels[pk] for pk, _must in self.known(ad.skills, self.skills)),
            ),
        )

    def known(self, asked: tuple[Asked, ...], ids: dict[str, int]) -> list[tuple[int, bool]]:
        """Primary keys and whether each is a must, each key once."""
        found: dict[int, bool] = {}
        for item in asked:
            pk = ids.get(item.concept_id)
            if pk is not None:
                found[pk] = found.get(pk, False) or item.must
        return list(found.items())

    def known_occupations(self, asked: tuple[Asked, ...]) -> list[tuple[int, bool]]:
        """As `known`, for work experience; retired names become today's."""
        return self.known(asked, {item.concept_id: self.occupations[item.concept_id].pk for item in asked
                                  if item.concept_id in self.occupations})  # fmt: skip

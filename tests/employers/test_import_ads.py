"""Ads in: numbers that add up, a second run that creates nothing, contact persons left out."""

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from core.models import Change
from core.scope import system
from employers.enums import JobStatus
from employers.models import AdRefusal, JobPosting
from employers.runs import import_ads
from tests.employers.ads import ad

SAMPLES = Path(os.environ.get("SHARED_DATA", settings.BASE_DIR.parent / "shared" / "data")) / "ads"

pytestmark = pytest.mark.django_db


def run(*files: Path) -> dict[str, int]:
    out = StringIO()
    call_command("import_ads", *files, "--json", stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample ads lie beside the repository")
@pytest.mark.parametrize(("name", "ads"), [("jobtech_ads_2025.json", 50), ("jobtech_ads_2020.json", 10)])
def test_sample_files_are_taken_in_whole_and_a_second_run_creates_nothing(name, ads):
    assert run(SAMPLES / name) == {"ads": ads, "created": ads, "updated": 0, "removed": 0, "refused": 0}
    assert run(SAMPLES / name) == {"ads": ads, "created": 0, "updated": ads, "removed": 0, "refused": 0}

    jobs = JobPosting.objects.filter(source="platsbanken")
    assert jobs.count() == ads
    assert not jobs.filter(occupation=None).exists()
    assert not jobs.filter(ssyk4=None).exists()
    for job in jobs:
        assert job.latitude is None or 55 < job.latitude < 70 and 10 < job.longitude < 25, job.place_text


def test_ad_becomes_a_job_with_everything_but_its_contact_person():
    import_ads([ad()])

    job = JobPosting.objects.get()
    assert (job.title, job.employer_name, job.employer_number) == (
        "Köksbiträde till lunchkök", "Lunchköket AB", "5569255788",
    )  # fmt: skip
    assert (job.latitude, job.longitude) == (57.7, 11.97)
    assert (job.municipality.label, job.address) == ("Göteborg", "Storgatan 1, 411 38 Göteborg")
    assert (job.worktime, job.worktime_min, job.worktime_max, job.hours_min, job.hours_max) == ("part", 50, 75, 20, 30)
    assert (job.employment_form, job.duration, job.pay_form, job.places_count) == ("permanent", "permanent", "fixed", 2)
    assert job.occupation.label.startswith("Köksbiträde")
    assert job.ssyk4.code == "9412"
    assert job.experience == "none"
    assert job.own_car
    assert [(row.language.label, row.must, row.level) for row in job.languages.all()] == [("Svenska", True, "")]
    assert [(row.licence.label, row.must) for row in job.licences.all()] == [("B", True)]
    assert [(row.occupation_id, row.must) for row in job.experiences.all()] == [(job.occupation_id, False)]
    assert job.expires_at.isoformat() == "2030-10-12T21:59:59+00:00"
    assert job.status == JobStatus.OPEN
    assert "example.org" not in "".join(str(value) for value in vars(job).values()).replace(
        "https://example.org/sok", ""
    )
    assert not JobPosting.objects.with_words("karin").exists()
    assert JobPosting.objects.with_words("lunchkök göteborg").exists()


def test_text_loses_markup_addresses_numbers_and_names():
    text = (
        "<p>Ring <b>Karin Ström</b> på 070-174 06 05 eller +46 31 123 45 67.</p><script>x()</script>"
        "<ul><li>lön 28 000&nbsp;kr</li><li>år 2025-2026</li></ul>Mejla karin@example.org"
    )
    import_ads([ad(description={"text": text})])

    kept = JobPosting.objects.get().description
    assert kept == (
        "Ring [borttaget] på [borttaget] eller [borttaget].\nlön 28 000 kr\når 2025-2026\nMejla [borttaget]"
    )


def test_ad_changed_is_updated_in_place_and_its_requirements_with_it():
    import_ads([ad()])
    before = JobPosting.objects.get()
    counts = import_ads([ad(headline="Diskare", must_have={}, driving_license=None, driving_license_required=False)])

    job = JobPosting.objects.get()
    assert (counts.created, counts.updated) == (0, 1)
    assert (job.pk, job.public_id, job.created_at) == (before.pk, before.public_id, before.created_at)
    assert job.title == "Diskare"
    assert not job.languages.exists()
    assert not job.licences.exists()


def test_ad_unchanged_tells_the_feed_nothing():
    import_ads([ad()])
    with system():
        before = Change.objects.count()
        import_ads([ad()])
        assert Change.objects.count() == before


def test_removed_ad_is_marked_and_comes_back_when_the_source_brings_it_back():
    import_ads([ad()])
    counts = import_ads([{"id": "90000001", "removed": True}, {"id": "7", "removed": True}])
    assert (counts.ads, counts.removed, counts.updated) == (2, 2, 0)
    assert JobPosting.objects.get().status == JobStatus.REMOVED

    counts = import_ads([ad()])
    assert (counts.updated, JobPosting.objects.get().status) == (1, JobStatus.OPEN)


def test_ad_whose_last_day_is_over_is_expired_at_once():
    import_ads([ad(last_publication_date="2026-01-05T00:00:00", application_deadline=None)])

    job = JobPosting.objects.get()
    assert job.status == JobStatus.EXPIRED
    assert job.expires_at.isoformat() == "2026-01-05T22:59:59+00:00"


def test_retired_occupation_is_kept_as_todays(django_assert_max_num_queries):
    from taxonomy.models import Occupation

    old = Occupation.objects.filter(retired=True, heir__isnull=False).select_related("heir").first()
    import_ads([ad(occupation={"concept_id": old.concept_id})])

    assert JobPosting.objects.get().occupation == old.heir


def test_ad_with_unknown_concepts_is_taken_in_without_them():
    unknown = {"concept_id": "nobo_dyK_now", "label": "?"}
    counts = import_ads(
        [ad(occupation=unknown, occupation_group=None, workplace_address=None, must_have={"skills": [unknown] * 3})]
    )

    job = JobPosting.objects.get()
    assert counts.created == 1
    assert (job.occupation, job.ssyk4, job.municipality, job.latitude) == (None, None, None, None)


REFUSED = [
    (None, "ingen annons"),
    ([], "ingen annons"),
    ("<script>", "ingen annons"),
    ({}, "saknar id"),
    ({"id": True}, "saknar id"),
    ({"id": "9" * 50}, "för långt"),
    (ad(headline=None), "saknar rubrik"),
    (ad(headline="<b></b>\x00"), "saknar rubrik"),
    (ad(headline=5.5), "saknar rubrik"),
    (ad(employer=None), "vem som är arbetsgivare"),
    (ad(employer="AB"), "vem som är arbetsgivare"),
    (ad(publication_date=...), "dag för publicering"),
    (ad(publication_date="i går"), "går inte att läsa"),
    (ad(last_publication_date=None, application_deadline=None), "saknar sista dag"),
    (ad(last_publication_date="0001-01-01T00:00:00"), "kan inte stämma"),
    (ad(last_publication_date="9999-12-31T23:59:59+14:00"), "kan inte stämma"),
    (ad(last_publication_date="2026-02-31"), "går inte att läsa"),
]


@pytest.mark.parametrize(("raw", "reason"), REFUSED)
def test_ad_that_cannot_be_taken_in_is_refused_with_a_reason_and_the_rest_goes_on(raw, reason):
    counts = import_ads([raw, ad(2)])

    assert counts.as_json() == {"ads": 2, "created": 1, "updated": 0, "removed": 0, "refused": 1}
    assert reason in counts.reasons[0][2]
    assert reason in AdRefusal.objects.get().reason


def test_refusal_goes_when_the_ad_can_be_taken_in():
    import_ads([ad(headline="")])
    assert AdRefusal.objects.get().external_id == "90000001"
    import_ads([ad()])

    assert not AdRefusal.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"headline": "😀\ud800\x00" + "å" * 100_000},
        {"description": {"text": "<" * 200_000}},
        {"description": {"text": "0 " * 100_000 + "@" * 1000}},
        {"number_of_vacancies": 10**30},
        {"number_of_vacancies": -1},
        {"number_of_vacancies": "två"},
        {"scope_of_work": {"min": 100, "max": 0}},
        {"scope_of_work": {"min": float("nan"), "max": float("inf")}},
        {"workplace_address": {"coordinates": [1000, float("nan")]}},
        {"workplace_address": {"coordinates": ["a", None]}},
        {"workplace_address": {"coordinates": [], "municipality_code": 1480, "street_address": "x" * 9000}},
        {"must_have": [], "nice_to_have": "allt"},
        {"must_have": {"skills": [None, 1, {"concept_id": None}, {"concept_id": ["x"]}]}},
        {"application_contacts": [{"name": "("}, {"name": "(((((((((("}, None, 7]},
        {"application_details": {"url": "javascript:alert(1)", "reference": {}}},
        {"webpage_url": "https://example.org/" + "x" * 5000},
        {"occupation": [], "occupation_group": 3, "duration": "x", "salary_description": ["x"]},
        {"driving_license_required": True, "driving_license": None},
    ],
)
def test_ad_with_strange_values_is_taken_in_without_them(changes):
    counts = import_ads([ad(**changes)])

    assert counts.created == 1, counts.reasons
    job = JobPosting.objects.get()
    assert not job.apply_url.startswith("java")
    assert 1 <= job.places_count <= 9999


def test_same_ad_twice_in_one_file_counts_once_as_created_and_the_last_stands():
    counts = import_ads([ad(), ad(headline="Diskare"), {"id": "90000001", "removed": True}, ad(headline="Kock")])

    assert counts.as_json() == {"ads": 4, "created": 1, "updated": 2, "removed": 1, "refused": 0}
    assert JobPosting.objects.get().title == "Kock"


def test_id_of_a_refused_row_without_id_names_the_row():
    counts = import_ads([ad(), {}])

    assert counts.reasons[0][0] == "rad 2"


SHAPES = [
    lambda ads: json.dumps(ads),
    lambda ads: json.dumps(ads, indent=2, ensure_ascii=False),
    lambda ads: json.dumps({"total": {"value": 2}, "positions": [1], "hits": ads}),
    lambda ads: json.dumps({"total": {"value": 2}, "hits": ads}, indent=1),
    lambda ads: "\n".join(json.dumps(item) for item in ads) + "\n\n",
    lambda ads: "\ufeff " + json.dumps(ads),
]


@pytest.mark.parametrize("shape", SHAPES)
def test_file_in_any_of_the_known_shapes_gives_its_ads(tmp_path, shape, monkeypatch):
    monkeypatch.setattr("employers.ad_files.CHUNK", 700)
    file = tmp_path / "ads.json"
    file.write_text(shape([ad(1), ad(2)]), encoding="utf-8")

    assert run(file)["created"] == 2


@pytest.mark.parametrize(
    "content", [b"", b"   ", b"hej", b"[", b"[{}", b'[{"id": 1}, {"id"', b"{", b"\xff\xfe\x00", b"[" * 100_000, b"12"]
)
def test_file_that_is_no_list_of_ads_is_told_in_words(tmp_path, content):
    file = tmp_path / "ads.json"
    file.write_bytes(content)

    with pytest.raises(CommandError, match=r"ads\.json"):
        run(file)


def test_missing_file_is_told_in_words(tmp_path):
    with pytest.raises(CommandError, match="saknas"):
        run(tmp_path / "saknas.json")

"""The shipped files come into the tables whole, once, and with primary keys that stay."""

import io
import json
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from core.db.roles import as_owner
from taxonomy import models as m
from taxonomy.enums import SmallList
from taxonomy.loading import MODELS, TABLES, DataError, edition, load, read_files
from taxonomy.packing import DATA
from taxonomy.queries import resolve_occupations

ADS = Path(os.environ.get("SHARED_DATA", settings.BASE_DIR.parent / "shared" / "data")) / "ads"
ROWS = {
    m.OccupationField: 21,
    m.SsykGroup: 603,
    m.Occupation: 2412 + 1596,
    m.OccupationSynonym: 1577,
    m.OccupationRelation: 8324,
    m.Keyword: 1629,
    m.Skill: 6909,
    m.SsykSkill: 13334,
    m.SsykIsco: 565,
    m.Region: 22,
    m.Municipality: 290,
    m.Place: 2012,
    m.Language: 470,
    m.Country: 250,
    m.SunLevel: 71,
    m.SunField: 531,
    m.SniGroup: 1817,
}
LISTS = {
    SmallList.EMPLOYMENT_TYPE: 5,
    SmallList.EMPLOYMENT_DURATION: 6,
    SmallList.WORKTIME_EXTENT: 3,
    SmallList.WAGE_TYPE: 3,
    SmallList.DRIVING_LICENCE: 15,
    SmallList.EXPERIENCE: 5,
    SmallList.LANGUAGE_LEVEL: 4,
    SmallList.OCCUPATION_COLLECTION: 5,
    SmallList.UNEMPLOYMENT_TYPE: 56,
    SmallList.SNI_LEVEL_1: 21,
}


@pytest.mark.parametrize(("model", "rows"), ROWS.items(), ids=lambda value: getattr(value, "__name__", str(value)))
def test_every_row_of_the_file_stands_in_the_table(db, model, rows):
    assert model.objects.count() == rows


@pytest.mark.parametrize(("name", "items"), LISTS.items())
def test_every_item_of_the_small_list_stands_in_the_table(db, name, items):
    assert m.SmallListItem.objects.filter(list=name).count() == items


def test_ssyk_levels_and_parents(db):
    levels = [m.SsykGroup.objects.filter(level=level).count() for level in (1, 2, 3, 4)]
    assert levels == [10, 46, 147, 400]
    assert not m.SsykGroup.objects.filter(level__gt=1, parent=None).exists()
    group = m.SsykGroup.objects.get(code="9111")
    assert (group.label, group.parent.code, group.parent.parent.code) == ("Städare", "911", "91")
    assert group.definition


def test_no_education_needed_for_112_occupations(db):
    assert m.Occupation.objects.current().filter(no_education_required=True).count() == 112


def test_every_current_occupation_has_group_and_field(db):
    assert not m.Occupation.objects.current().filter(ssyk4=None).exists()
    assert not m.Occupation.objects.current().filter(field=None).exists()


def test_an_heir_is_current_and_has_none_itself(db):
    heirs = m.Occupation.objects.filter(forerunners__isnull=False)
    assert heirs.distinct().count() > 200
    assert not heirs.filter(retired=True).exists()
    assert not m.Occupation.objects.current().exclude(heir=None).exists()


def test_rarity_of_skills_agrees_with_the_relations(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM taxonomy_skill s WHERE n_groups <>"
            " (SELECT count(*) FROM taxonomy_ssykskill l WHERE l.skill_id = s.id)"
        )
        assert cursor.fetchone() == (0,)


def test_every_municipality_lies_in_sweden(db):
    for municipality in m.Municipality.objects.all():
        assert 55 < municipality.latitude < 69.1
        assert 10.9 < municipality.longitude < 24.2


def test_place_with_a_namesake_far_away_uses_its_municipality(db):
    bjorko = m.Place.objects.get(code="1407-bjorko")
    assert bjorko.latitude is None
    assert bjorko.point == bjorko.municipality.point


def test_every_municipality_has_a_place_of_its_name(db):
    named = set(m.Place.objects.values_list("municipality__code", "label"))
    assert all((x.code, x.label) in named for x in m.Municipality.objects.all())


def test_languages_and_countries_have_english_names(db):
    assert m.Language.objects.get(label="Tigrinska/Tigrinja").label_en == "Tigrinya"
    assert m.Language.objects.get(label="Dari").label_en == "Dari"
    assert m.Country.objects.get(iso2="SE").label_en == "Sweden"
    assert m.Language.objects.first().label == "Svenska"


def test_swedish_order_puts_o_with_dots_last(db):
    labels = [x.label for x in m.Municipality.objects.order_by("label_order")]
    assert labels[0] == "Ale"
    assert labels[-1] == "Övertorneå"
    assert labels.index("Åmål") < labels.index("Älmhult") < labels.index("Örebro")


def test_own_words_name_what_they_point_at(db):
    for row in read_files()["own_words"]:
        model, field = MODELS[row["kind"]]
        found = model.objects.get(**{field: row["key"]})
        assert (found.label, found.retired) == (row["label"], False), row


def test_app_may_read_but_not_write(db):
    for table in (*(t.model for t in TABLES), m.Term, m.Edition):
        assert table.objects.exists()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            table.objects.update(id=1)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            table.objects.all()._raw_delete("default")


def told(*arguments: str) -> dict:
    out = io.StringIO()
    call_command("load_taxonomy", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


@pytest.mark.slow
def test_second_run_changes_nothing(own_database):
    assert told() | {"seconds": 0} == {
        "edition": edition()[:12],
        "check": False,
        "compared": False,
        "changed": 0,
        "seconds": 0,
        "tables": {},
    }


@pytest.mark.slow
def test_a_changed_row_is_told_by_check_and_put_right_once_by_load_with_its_primary_key(own_database):
    before = m.Occupation.objects.get(label="Städare").pk
    with as_owner():
        m.Occupation.objects.filter(pk=before).update(label="Fel", retired=True)
        m.OccupationSynonym.objects.filter(word="Städa").delete()

    with pytest.raises(CommandError, match="rows differ"):
        told("--check")
    assert m.Occupation.objects.get(pk=before).label == "Fel"

    result = told("--full")

    assert result["tables"]["occupations"]["updated"] == 1
    assert result["tables"]["occupation_synonyms"]["inserted"] == 12
    assert m.Occupation.objects.get(label="Städare").pk == before
    again = told("--full")
    assert (again["compared"], again["changed"]) == (True, 0)
    assert again["tables"]["skills"]["rows"] == 6909


@pytest.mark.slow
def test_rows_that_left_the_files_are_retired_or_taken_away_and_come_back_as_they_were(own_database):
    files = read_files()
    before = dict(m.Skill.objects.values_list("concept_id", "pk"))
    gone, *skills = files["skills"]
    links = [row for row in files["ssyk_skills"] if row["skill"] != gone["concept_id"]]
    fewer = {**files, "skills": skills, "ssyk_skills": links, "small_lists": files["small_lists"][:-1]}
    with as_owner():
        load(fewer, "fewer")
        assert m.Skill.objects.get(concept_id=gone["concept_id"]).retired
        assert m.SmallListItem.objects.filter(retired=True).count() == 1
        assert m.Edition.objects.get().digest == "fewer"

        results = load(files, edition())

    assert results["skills"].updated == 1
    assert dict(m.Skill.objects.values_list("concept_id", "pk")) == before
    assert sum(r.changed for r in results.values()) == sum(
        (1, 1, len(files["ssyk_skills"]) - len(links), results["terms"].changed)
    )


def test_a_row_that_points_nowhere_stops_the_load_and_leaves_everything(own_database):
    files = read_files()
    files["municipalities"][0]["region"] = "77"
    files["languages"][0]["label"] = "Påhittad"
    with as_owner(), pytest.raises(DataError, match="municipalities: nothing has the key '77'"):
        load(files, "broken")
    assert not m.Language.objects.filter(label="Påhittad").exists()


def test_files_that_differ_from_the_manifest_are_refused(tmp_path):
    for path in DATA.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    manifest["regions"]["rows"] = 23
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(DataError, match="regions: not what"):
        read_files(tmp_path)
    (tmp_path / "regions.csv.xz").write_bytes(b"no archive")
    with pytest.raises(DataError, match="regions"):
        read_files(tmp_path)


@pytest.mark.skipif(not ADS.exists(), reason="the collected ads are not on this machine")
def test_every_occupation_of_the_collected_ads_resolves(db):
    ads = [ad for path in sorted(ADS.glob("*.json")) for ad in json.loads(path.read_text())]
    ids = {ad["occupation"]["concept_id"] for ad in ads}
    for ad in ads:
        for needs in (ad["must_have"], ad["nice_to_have"]):
            ids |= {x["concept_id"] for x in needs["work_experiences"]}
    assert len(ads) == 60

    found = resolve_occupations(ids)

    assert set(found) == ids
    assert all(occupation.ssyk4 for occupation in found.values())
    groups = {ad["occupation_group"]["concept_id"] for ad in ads}
    assert m.SsykGroup.objects.filter(concept_id__in=groups, level=4).count() == len(groups)

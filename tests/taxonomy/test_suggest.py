"""Suggestions while typing: one indexed query, the expected thing first, with and without å ä ö."""

import json

import pytest
from django.db import connection

from taxonomy import queries
from taxonomy.enums import Kind
from taxonomy.models import Municipality, Occupation, Place
from taxonomy.queries import municipality_near, resolve, suggest
from taxonomy.terms import AN_AD, COMMON, NO_EDUCATION
from taxonomy.words import normal, spelt, suffixes

FIRST = [
    ("yrke", "bussforare", "Bussförare"),
    ("yrke", "bussförare", "Bussförare"),
    ("yrke", "BUSSFÖR", "Bussförare"),
    ("yrke", "busschaff", "Bussförare"),
    ("yrke", "städare", "Städare"),
    ("yrke", "stadare", "Städare"),
    ("yrke", "lokalvårdare", "Städare"),
    ("yrke", "usk", "Undersköterska, hemtjänst, äldreboende och habilitering"),
    ("yrke", "undersk", "Undersköterska, hemtjänst, äldreboende och habilitering"),
    ("yrke", "pers ass", "Personlig assistent"),
    ("yrke", "assistent personlig", "Personlig assistent"),
    ("yrke", "terminalarb", "Lagerarbetare/Terminalarbetare"),
    ("yrke", "lager", "Lagerarbetare/Terminalarbetare"),
    ("yrke", "kock", "Kock à la carte"),
    ("yrke", "à la carte", "Kock à la carte"),
    ("yrke", "truckfo", "Truckförare"),
    ("yrkesomrade", "it", "Data/IT"),
    ("ort", "uppsala", "Uppsala"),
    ("ort", "goteborg", "Göteborg"),
    ("ort", "gbg", "Göteborg"),
    ("ort", "osteraker", "Österåker"),
    ("kommun", "akersberga", "Österåker"),
    ("kommun", "Malung-Sä", "Malung-Sälen"),
    ("sprak", "tigrinja", "Tigrinska/Tigrinja"),
    ("sprak", "farsi", "Persiska/Farsi"),
    ("sprak", "dari", "Dari"),
    ("sprak", "sv", "Svenska"),
    ("kompetens", "heta arbeten", "Certifikat, heta arbeten"),
    ("kompetens", "c++", "C++, programmeringsspråk"),
    ("land", "eri", "Eritrea"),
]


@pytest.mark.parametrize(("kind", "typed", "first"), FIRST)
def test_suggest_puts_the_expected_first(db, kind, typed, first):
    assert suggest(kind, typed)[0].label == first


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("disk", ["Diskare"]),
        ("städ", ["Städare"]),
        ("lager", ["Lagerarbetare/Terminalarbetare"]),
        ("vård", ["Vårdbiträde", "Undersköterska, hemtjänst, äldreboende och habilitering"]),
        ("barn", ["Barnskötare"]),
        ("kök", ["Köksbiträde", "Restaurangbiträde"]),
        ("äldre", ["Undersköterska, hemtjänst, äldreboende och habilitering", "Vårdbiträde"]),
        ("bag", ["Bagare/Konditor"]),
        ("lok", ["Städare"]),
        ("sälj", ["Butikssäljare, fackhandel"]),
        ("bud", ["Budbilsförare"]),
        ("butik", ["Butikssäljare, fackhandel"]),
        ("kassa", ["Kassapersonal"]),
        ("rest", ["Restaurangbiträde"]),
        ("chauff", ["Distributionsförare"]),
    ],
)
def test_suggest_everyday_word_gives_what_people_mostly_mean(db, typed, expected):
    """Half a word, as it stands in the box when the list first opens: common work before rare work that begins so."""
    assert [s.label for s in suggest(Kind.OCCUPATION, typed, len(expected))] == expected


def test_suggest_rare_and_retired_names_never_stand_above_common_work(db):
    of = {o.concept_id: o for o in Occupation.objects.all()}
    for typed in ("disk", "vård", "äldre", "hem", "lok"):
        found = [of[s.key] for s in suggest(Kind.OCCUPATION, typed, 20)]
        common = [AN_AD * o.ads + NO_EDUCATION * o.no_education_required >= COMMON for o in found]
        assert common[0] or typed == "disk"
        assert not [
            o.label for o in found if o.retired and o is not found[-1] and not found[found.index(o) + 1].retired
        ]


def test_suggest_is_one_query_whatever_is_typed(db, django_assert_num_queries):
    for typed in ("s", "stad", "personlig assistent", "x" * 5000, "🤷 städ", "städ\x00", "' OR 1=1 --", "%", "\\"):
        with django_assert_num_queries(1 if normal(typed) else 0):
            suggest(Kind.OCCUPATION, typed)


def test_suggest_uses_the_index(db):
    """The range on the folded word is an index condition, as role `app`."""
    plans = []

    def explain(execute, sql, params, many, context):
        with connection.cursor() as cursor:
            cursor.cursor.execute("EXPLAIN (FORMAT JSON) " + sql, params)
            plans.append(cursor.cursor.fetchone()[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        suggest(Kind.OCCUPATION, "bussfor")
        suggest(Kind.SKILL, "heta arbeten")
    for plan in map(json.dumps, plans):
        assert '"Index Name": "one_term"' in plan
        assert "(fold)::text >= " in plan.partition('"Index Cond"')[2]
        assert "Seq Scan" not in plan


def test_suggest_gives_each_target_once(db):
    for kind, typed in (("yrke", "lager"), ("yrke", "s"), ("kommun", "b"), ("sprak", "kurd"), ("sprak", "")):
        found = [s.target_id for s in suggest(kind, typed, 50)]
        assert len(found) == len(set(found))


def test_suggest_exact_then_beginning_then_later_word_then_synonym(db):
    labels = [s.label for s in suggest(Kind.OCCUPATION, "kock", 20)]
    assert labels.index("Kock à la carte") < labels.index("Kocksteward") < labels.index("Grillkock snabbmat")


def test_suggest_prefers_the_spelling_that_was_typed(db):
    labels = [s.label for s in suggest(Kind.OCCUPATION, "städ", 20)]
    assert labels.index("Städchef") < labels.index("Stadsarkivarie")
    labels = [s.label for s in suggest(Kind.OCCUPATION, "stads", 20)]
    assert labels[0].startswith(("Stads", "Expressarbetare"))


def test_suggest_puts_work_without_education_and_common_work_first_among_equals(db):
    labels = [s.label for s in suggest(Kind.OCCUPATION, "maskinoperatör", 20)]
    of = {o.label: o for o in Occupation.objects.filter(label__in=labels)}
    prefixed = [of[label] for label in labels if label.startswith("Maskinoperatör") and of[label].ssyk4]
    weights = [AN_AD * o.ads + NO_EDUCATION * o.no_education_required for o in prefixed]
    assert weights[2:] == sorted(weights[2:], reverse=True)  # the first two are ours for the word alone


def test_suggest_retired_without_heir_comes_last_but_is_found(db):
    found = suggest(Kind.OCCUPATION, "hotellst")
    assert [s.label for s in found] == ["Städare", "Hotellstädare"]


def test_suggest_tells_the_other_word_only_when_the_name_does_not_show_it(db):
    by_synonym = suggest(Kind.OCCUPATION, "städerska")[0]
    assert (by_synonym.label, by_synonym.via) == ("Städare", "städerska")
    assert suggest(Kind.OCCUPATION, "lager")[0].via == ""


def test_suggest_two_places_of_one_name_differ_by_hint(db):
    berg = [s for s in suggest(Kind.PLACE, "berg", 50) if s.label == "Berg"]
    assert len(berg) == len({s.hint for s in berg}) == 2


def test_suggest_nothing_typed_gives_the_common_languages_and_nothing_else(db):
    assert [s.label for s in suggest(Kind.LANGUAGE, " ", 3)] == ["Svenska", "Engelska", "Arabiska"]
    assert suggest(Kind.OCCUPATION, "") == []


def test_suggest_unknown_kind_raises(db):
    with pytest.raises(ValueError, match="bil"):
        suggest("bil", "volvo")


def test_resolve_gives_rows_by_key_and_leaves_out_the_unknown(db):
    assert resolve(Kind.PLACE, ["1480-goteborg", "x"])["1480-goteborg"] == Place.objects.get(code="1480-goteborg")
    retired = Occupation.objects.filter(retired=True).exclude(heir=None)[0]
    assert resolve(Kind.OCCUPATION, [retired.concept_id, "\x00"[:0], ""]) == {retired.concept_id: retired}


def test_municipality_near_goteborg(db):
    code = {m.code: m.pk for m in Municipality.objects.all()}
    near = municipality_near([code["1480"]], 25)
    assert {code["1480"], code["1481"], code["1402"]} <= near  # Mölndal, Partille
    assert code["0180"] not in near
    assert municipality_near([code["1480"]], 0) == {code["1480"]}
    assert municipality_near([-1], 100) == set()


def test_choices_in_the_order_they_are_offered(db):
    licences = [c.label for c in queries.choices("driving-licence")]
    assert licences[:6] == ["AM", "A1", "A2", "A", "B", "Utökad B"]
    assert queries.choices("employment-duration")[0].label == "Tillsvidare"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kock, à la carte", "kock a la carte"),
        ("  Malung-Sälen ", "malung salen"),
        ("C++ / C#", "c++ c#"),
        ("O\u0308rebro", "orebro"),
        ("ትግርኛ", "ትግርኛ"),
        ("a_b", "a b"),
        ("\x00", ""),
        ("!?", ""),
    ],
)
def test_normal(text, expected):
    assert normal(text) == expected


def test_spelt_keeps_swedish_letters():
    assert spelt("Ö-rebro, ÅSA") == "ö rebro åsa"


def test_suffixes_leave_out_fillers():
    assert suffixes("Hotell och restaurang i stad") == ["hotell och restaurang i stad", "restaurang i stad", "stad"]

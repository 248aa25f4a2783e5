"""Pure rules: distances, cutting of cells, licences, levels, slips of the pen."""

import re

import pytest

from taxonomy.loading import read_files
from taxonomy.rules import Licences, Part, distance_km, language_level, near, read_licence_cell, split_cell
from taxonomy.words import skill_label

GOTEBORG, STOCKHOLM, KIRUNA = (57.70716, 11.96679), (59.32932, 18.06858), (67.8558, 20.2253)


def test_distance_goteborg_stockholm_is_about_398_km():
    assert distance_km(GOTEBORG, STOCKHOLM) == pytest.approx(398, abs=2)


def test_distance_is_symmetric_and_zero_to_itself():
    assert distance_km(GOTEBORG, KIRUNA) == pytest.approx(distance_km(KIRUNA, GOTEBORG))
    assert distance_km(KIRUNA, KIRUNA) == 0


def test_distance_round_the_earth_is_half_its_girth():
    assert distance_km((0, 0), (0, 180)) == pytest.approx(20015, abs=1)


def test_distance_longitude_first_outside_the_globe_raises():
    with pytest.raises(ValueError, match="not a place"):
        distance_km((118.0, 59.3), STOCKHOLM)


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("", []),
        ("-", []),
        ("\x00", []),
        ("Städ", [Part("Städ")]),
        ("lager / truck", [Part("lager"), Part("truck")]),
        ("ukrainska; ryska; sv B1", [Part("ukrainska"), Part("ryska"), Part("sv B1")]),
        ("arabiska, svenska (lite)", [Part("arabiska"), Part("svenska", "lite")]),
        ("bussförare (har ej körkort än)", [Part("bussförare", "har ej körkort än")]),
        ("undersköterska på sikt, annars vårdbiträde", [Part("undersköterska", "på sikt"), Part("vårdbiträde")]),
        ("IT?", [Part("IT", doubt=True)]),
        ("kanske kock", [Part("kock", doubt=True)]),
        ("vill jobba som kock eller diskare", [Part("kock"), Part("diskare")]),
        ('"vad som helst"', [Part("vad som helst")]),
        ("C++", [Part("C++")]),
        ("B + C", [Part("B"), Part("C")]),
        ("kock (gärna skola", [Part("kock", "gärna skola")]),
        ("kock\nstäd", [Part("kock"), Part("städ")]),
    ],
)
def test_split_cell(cell, parts):
    assert split_cell(cell) == parts


def test_split_cell_huge_text_is_cut_short():
    assert len(split_cell("a, " * 100_000)) <= 12


@pytest.mark.parametrize(
    ("text", "level", "rest"),
    [
        ("sv B1", "3", "sv"),
        ("svenska A2", "2", "svenska"),
        ("svenska C1", "5", "svenska"),
        ("svenska B2", "4", "svenska"),
        ("mycket bra engelska", "4", "engelska"),
        ("engelska bra", "3", "engelska"),
        ("arabiska modersmål", "6", "arabiska"),
        ("svenska sfi C", "2", "svenska"),
        ("svenska SFI D", "3", "svenska"),
        ("flytande dari", "5", "dari"),
        ("lite", "2", ""),
        ("somaliska", "", "somaliska"),
        ("tyska", "", "tyska"),
    ],
)
def test_language_level(text, level, rest):
    assert language_level(text) == (level, rest)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("B", Licences(("B",), "yes", "")),
        ("b", Licences(("B",), "yes", "")),
        ("B, C", Licences(("B", "C"), "yes", "")),
        ("B+CE", Licences(("B", "CE"), "yes", "")),
        ("b + c1e", Licences(("B", "C1E"), "yes", "")),
        ("B96", Licences(("Utökad B",), "yes", "")),
        ("B-körkort (har bil)", Licences(("B",), "yes", "har bil")),
        ("ja", Licences((), "yes", "")),
        ("Ja, B", Licences(("B",), "yes", "")),
        ("nej", Licences((), "no", "")),
        ("har ej körkort", Licences((), "no", "")),
        ("övningskör", Licences((), "learning", "")),
        ("Övningskör C", Licences((), "learning", "C")),
        ("pluggar till körkort", Licences((), "learning", "")),
        ("-", Licences((), "", "")),
        ("", Licences((), "", "")),
        ("taxi", Licences((), "", "taxi")),
        ("Angered", Licences((), "", "Angered")),
    ],
)
def test_licence_cell(cell, expected):
    assert read_licence_cell(cell) == expected


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("upsala", "uppsala", True),
        ("vaxio", "vaxjo", True),
        ("bussforare", "bussfroare", True),
        ("underskoterka", "underskotrska", True),
        ("kock", "rock", False),
        ("kil", "kal", False),
        ("malmo", "kalmo", False),
        ("lund", "lunda", False),
    ],
)
def test_near(a, b, same):
    assert near(a, b) is same


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Fysisk funktionsnedsättning, omsorgserfarenhet", "Erfarenhet av omsorg: fysisk funktionsnedsättning"),
        ("Psykisk funktionsnedsättning, vårderfarenhet", "Erfarenhet av vård: psykisk funktionsnedsättning"),
        ("DAMP, omsorgserfarenhet", "Erfarenhet av omsorg: DAMP"),
        ("Aspergers Syndrom, omsorgserfarenhet", "Erfarenhet av omsorg: Aspergers Syndrom"),
        (
            "Anorexi, behandlingserfarenhet/Bulimi, behandlingserfarenhet",
            "Erfarenhet av behandling: anorexi/bulimi",
        ),
        (
            "Psykosomatik, psykologisk behandlingserfarenhet",
            "Erfarenhet av psykologisk behandling: psykosomatik",
        ),
        (
            "Neuropsykologisk funktionsnedsättning/NPF, erfarenhet",
            "Erfarenhet av arbete med neuropsykologisk funktionsnedsättning/NPF",
        ),
        ("Djursjukhus, vårdarerfarenhet", "Djursjukhus, vårdarerfarenhet"),
        ("Försäljning, erfarenhet", "Försäljning, erfarenhet"),
        ("Demensvård", "Demensvård"),
    ],
)
def test_experience_of_care_never_reads_as_what_the_person_has(label, shown):
    assert skill_label(label) == shown


def test_no_shipped_skill_names_a_diagnosis_before_it_says_experience():
    labels = [row["label"] for row in read_files()["skills"]]
    assert sum(label.startswith("Erfarenhet av omsorg: ") for label in labels) == 9
    assert [label for label in labels if re.search(r", (omsorgs|vård|behandlings)erfarenhet", label)] == []

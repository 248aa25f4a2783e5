"""How the shipped files are made from the collected data."""

import json

import pytest
from django.conf import settings

from taxonomy.packing import DATA, MANIFEST, find_heirs, pack

SHARED = settings.BASE_DIR.parent / "shared" / "data"


def named(label: str, concept_id: str, group: str = "1111") -> dict[str, str]:
    return {"label_sv": label, "concept_id": concept_id, "ssyk_code_2012": group}


@pytest.mark.parametrize(
    ("former", "group", "heir"),
    [
        ("Kock, à la carte", "1111", "cook"),  # the same but for punctuation
        ("Städare/Lokalvårdare", "2222", "cleaner"),  # one of its parts
        ("Svetsare, manuell", "3333", "welder"),  # all of today's words in the former name, in the same group
        ("Svetsare, manuell", "2222", None),  # … in another group it may be other work
        ("Maskör/Sminkör", "4444", None),  # two fit: nobody is moved on a guess
        ("Hotellstädare", "2222", None),
        ("Fakir", "", None),
    ],
)
def test_heir_only_where_the_name_says_it(former, group, heir):
    today = [
        named("Kock à la carte", "cook"),
        named("Städare", "cleaner", "2222"),
        named("Svetsare", "welder", "3333"),
        named("Maskör", "mask", "4444"),
        named("Sminkör", "makeup", "4444"),
    ]
    assert find_heirs([named(former, "old", group)], today).get("old") == heir


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the collected data is not on this machine")
def test_packing_the_collected_data_gives_the_shipped_files(tmp_path):
    counts = pack(SHARED / "taxonomy", SHARED / "ads" / "ad_occupation_frequency_2020.csv", tmp_path)
    assert json.loads((tmp_path / MANIFEST).read_text()) == json.loads((DATA / MANIFEST).read_text())
    assert counts["occupations"] == 2412 + 1596

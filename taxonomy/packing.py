"""Makes the shipped files (taxonomy/data) from the collected open data. Run once per new edition of the data.

Everything derived is derived here, where it can be read and compared, not in the loader: today's name for a former
occupation, coordinates of a municipality, the order of short lists.
"""

import csv
import hashlib
import io
import json
import lzma
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from babel import Locale

from taxonomy.rules import Point, distance_km
from taxonomy.words import normal

Row = Mapping[str, object]
DATA = Path(__file__).resolve().parent / "data"
MANIFEST = "manifest.json"

# The languages that teams meet most; the rest follow in Swedish order.
COMMON_LANGUAGES = (
    "Svenska", "Engelska", "Arabiska", "Somaliska", "Tigrinska/Tigrinja", "Dari", "Persiska/Farsi", "Ukrainska",
    "Kurdiska - Sorani", "Kurdiska - Kurmanji", "Pashto", "Ryska", "Turkiska", "Spanska", "Franska", "Polska",
    "Amhariska/Amarinja", "Oromo", "Bosniska", "Serbiska", "Kroatiska", "Albanska", "Rumänska", "Thailändska",
    "Vietnamesiska", "Urdu", "Bengali/Bengaliska", "Swahili", "Västassyriska/Syrianska", "Romani", "Azerbajdzjanska/Azeriska",
    "Uzbekiska", "Georgiska", "Armeniska", "Lingala", "Portugisiska", "Tyska", "Finska", "Teckenspråk", "Kinesiska",
)  # fmt: skip
# Municipalities where no place has coordinates, by their centre.
WITHOUT_POINT = {"0128": (59.20, 17.77)}
# Names misspelt in the source.
PLACE_NAMES = {
    "Sotenä": "Sotenäs", "Dals Ed": "Dals-Ed", "Malung Sälen": "Malung-Sälen", "Upplands Bro": "Upplands-Bro",
    "Strand[förtydliga]": "Strand",
}  # fmt: skip
# Order of the short lists where the numbers of the source do not give one.
LIST_ORDER = {
    "driving-licence": "AM|A1|A2|A|B|Utökad B|BE|C1|C1E|C|CE|D1|D1E|D|DE",
    "employment-duration": (
        "Tillsvidare|12 månader eller längre|6 månader – upp till 12 månader|3 månader – upp till 6 månader|"
        "11 dagar - upp till 3 månader|Upp till 10 dagar"
    ),
}


def pack(source: Path, frequency: Path, target: Path = DATA) -> dict[str, int]:
    """Reads the folder of open data and the file of ad frequencies, writes the shipped files. Returns rows per file."""
    raw = {path.stem: _read(path) for path in sorted(source.glob("*.csv"))}
    lists = json.loads((source / "small_lists.json").read_text())
    points = _points(raw)
    tables: dict[str, list[Row]] = {
        "occupation_fields": [_pick(r, "concept_id label=label_sv legacy_id") for r in raw["occupation_fields"]],
        "ssyk_groups": [
            _pick(r, "concept_id level code=ssyk_code_2012 label=label_sv parent=parent_code field=occupation_field_id definition=definition_sv")
            for r in raw["ssyk_groups"]
        ],
        "occupations": _occupations(raw, _read(frequency)),
        "occupation_synonyms": [_pick(r, "word=synonym_sv occupation=occupation_concept_id") for r in raw["occupation_synonyms"]],
        "occupation_relations": [
            _pick(r, "substitute=substitute_id target=target_id level=percentage") for r in raw["occupation_substitutability"]
        ],
        "keywords": _unique(
            (_pick(r, "word=keyword_sv concept_id=related_concept_id concept_type=related_type label=related_label_sv") for r in raw["keywords"]),
            ("word", "concept_id"),
        ),
        "skills": [
            _pick(r, "concept_id label=label_sv legacy_id headline=headline_sv")
            | {"n_groups": r["n_ssyk4_groups"], "retired": str(1 - int(r["in_2025_list"]))}
            for r in raw["skills"]
        ],
        "ssyk_skills": [_pick(r, "ssyk4=ssyk_code_2012 skill=skill_concept_id") for r in raw["ssyk4_skills"]],
        "ssyk_isco": [
            _pick(r, "ssyk4=ssyk_code_2012 isco_code=isco_code_08 concept_id=isco_concept_id label=isco_label_sv") for r in raw["ssyk4_isco08"]
        ],
        "regions": [_pick(r, "concept_id code=county_code label=name_sv") for r in raw["regions"]],
        "municipalities": _municipalities(raw, points),
        "places": _places(raw, points),
        "languages": _languages(raw),
        "countries": [
            _pick(r, "concept_id label=label_sv iso2 iso3") | {"label_en": _english("territories", r["iso2"])} for r in raw["countries"]
        ],
        "sun_levels": [_coded(r) for r in raw["sun2020_levels"]],
        "sun_fields": [_coded(r) for r in raw["sun2020_fields"]],
        "sni_groups": [_coded(r) for r in raw["sni2007"]],
        "small_lists": [row for name, items in lists.items() for row in _small_list(name, items)],
    }  # fmt: skip
    target.mkdir(exist_ok=True)
    digests = {name: _write(target / f"{name}.csv.xz", rows) for name, rows in tables.items()}
    counts = {name: len(rows) for name, rows in tables.items()}
    manifest = {name: {"rows": counts[name], "sha256": digests[name]} for name in tables}
    (target / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n")
    return counts


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return [{key: value.strip() for key, value in row.items()} for row in csv.DictReader(file)]


def _pick(row: Row, columns: str) -> dict[str, object]:
    """Columns by name, or "new=old", separated by blanks."""
    pairs = (column.partition("=") for column in columns.split())
    return {new: row[old or new] for new, _, old in pairs}


def _unique(rows: Iterable[Row], keys: Sequence[str]) -> list[Row]:
    return list({tuple(row[key] for key in keys): row for row in rows}.values())


def _coded(row: Mapping[str, str]) -> Row:
    """A concept with code and parent; the level is the figure that ends the type, as in sun-education-field-3."""
    return _pick(row, "concept_id code label=label_sv parent_code") | {"level": row["type"][-1]}


def _occupations(raw: Mapping[str, list[dict[str, str]]], frequency: list[dict[str, str]]) -> list[Row]:
    """Today's and former occupations in one table; the field of a former one is its group's."""
    field_of = {r["ssyk_code_2012"]: r["occupation_field_id"] for r in raw["ssyk_groups"]}
    heirs = find_heirs(raw["occupations_legacy"], raw["occupations"])
    ads: defaultdict[str, int] = defaultdict(int)
    for row in frequency:
        concept = row["occupation_concept_id"]
        ads[heirs.get(concept, concept)] += int(row["n_ads"])
    columns = "concept_id label=label_sv legacy_id ssyk4=ssyk_code_2012"
    rows: list[Row] = []
    for r in raw["occupations"]:
        kept = {"field": r["occupation_field_id"], "no_education_required": r["no_education_required"]}
        rows.append(_pick(r, columns) | kept | {"ads": ads[r["concept_id"]], "heir": "", "retired": "0"})
    for r in raw["occupations_legacy"]:
        kept = {"field": field_of.get(r["ssyk_code_2012"], ""), "no_education_required": "0"}
        heir = heirs.get(r["concept_id"], "")
        rows.append(_pick(r, columns) | kept | {"ads": ads[r["concept_id"]], "heir": heir, "retired": "1"})
    return rows


def find_heirs(former: Iterable[Mapping[str, str]], current: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Today's concept id for each former occupation whose name says it plainly.

    In this order, and only when exactly one of today's names fits: the same name; a name that is one of the parts
    between slashes; a name in the same SSYK group all of whose words stand in the former one
    ("Svetsare, manuell" → "Svetsare"). What fits several, or none, gets no heir: a guess would move people.
    """
    current = list(current)
    by_form: defaultdict[str, set[str]] = defaultdict(set)
    by_group: defaultdict[str, list[tuple[frozenset[str], str]]] = defaultdict(list)
    group = {r["concept_id"]: r["ssyk_code_2012"] for r in current}
    whole = {normal(r["label_sv"]): r["concept_id"] for r in current}
    for r in current:
        for part in r["label_sv"].split("/"):
            by_form[normal(part)].add(r["concept_id"])
        by_group[r["ssyk_code_2012"]].append((frozenset(normal(r["label_sv"]).split()), r["concept_id"]))
    heirs = {}
    for r in former:
        code, label = r["ssyk_code_2012"], r["label_sv"]
        parts = {c for part in label.split("/") for c in by_form[normal(part)] if not code or group[c] == code}
        words = set(normal(label).split())
        inside = [(len(w), c) for w, c in by_group[code] if w <= words]
        widest = {c for size, c in inside if size == max(inside)[0]}
        for fits in ({whole[normal(label)]} if normal(label) in whole else set(), parts, widest):
            if fits:
                if len(fits) == 1:
                    heirs[r["concept_id"]] = next(iter(fits))
                break
    return heirs


def _points(raw: Mapping[str, list[dict[str, str]]]) -> dict[tuple[str, str], Point]:
    """Coordinates by (municipality, name). Left out: 0, 0 (the source has none) and points that belong to a namesake
    elsewhere, as Björkö in Öckerö put where Björkö in Norrtälje lies: more than 50 km from every other place of the
    municipality, and a stranger's place nearer than a third of that."""
    found = {
        (r["municipality_code"], r["name_sv"]): (float(r["latitude"]), float(r["longitude"])) for r in raw["places"]
    }
    found = {key: point for key, point in found.items() if point != (0.0, 0.0)}
    kept = {}
    for (code, name), point in found.items():
        apart = [(distance_km(point, other), key) for key, other in found.items() if key != (code, name)]
        own = min((km for km, key in apart if key[0] == code), default=0.0)
        stranger = min(km for km, key in apart if key[0] != code)
        if own <= 50 or stranger >= own / 3:
            kept[code, name] = point
    return kept


def _municipalities(raw: Mapping[str, list[dict[str, str]]], points: Mapping[tuple[str, str], Point]) -> list[Row]:
    rows: list[Row] = []
    for r in raw["municipalities"]:
        code = r["municipality_code"]
        inside = [point for (municipality, _), point in points.items() if municipality == code] or [WITHOUT_POINT[code]]
        middle = (sum(lat for lat, _ in inside) / len(inside), sum(lon for _, lon in inside) / len(inside))
        latitude, longitude = points.get((code, r["name_sv"]), middle)
        columns = "concept_id code=municipality_code label=name_sv region=county_code population=population_2024"
        rows.append(_pick(r, columns) | {"latitude": f"{latitude:.5f}", "longitude": f"{longitude:.5f}"})
    return rows


def _places(raw: Mapping[str, list[dict[str, str]]], points: Mapping[tuple[str, str], Point]) -> list[Row]:
    """Every municipality must have a place of its name, so that every name can be chosen."""
    rows: list[Row] = []
    for r in raw["places"]:
        code, name = r["municipality_code"], r["name_sv"]
        latitude, longitude = map("{:.5f}".format, points[code, name]) if (code, name) in points else ("", "")
        rows.append(_place(PLACE_NAMES.get(name, name), code, latitude, longitude))
    known = {(row["label"], row["municipality"]) for row in rows}
    if missing := [r["name_sv"] for r in raw["municipalities"] if (r["name_sv"], r["municipality_code"]) not in known]:
        raise ValueError(f"no place of the municipality's name: {missing}")
    if len({row["code"] for row in rows}) != len(rows):
        raise ValueError("two places of a municipality have the same name")
    return rows


def _place(name: str, municipality: str, latitude: str, longitude: str) -> Row:
    code = f"{municipality}-{normal(name).replace(' ', '-')}"
    return {"code": code, "label": name, "municipality": municipality, "latitude": latitude, "longitude": longitude}


def _languages(raw: Mapping[str, list[dict[str, str]]]) -> list[Row]:
    labels = {r["label_sv"] for r in raw["languages"]}
    if missing := set(COMMON_LANGUAGES) - labels:
        raise ValueError(f"not in the list of languages: {missing}")
    rows: list[Row] = []
    for r in raw["languages"]:
        label = r["label_sv"]
        position = COMMON_LANGUAGES.index(label) + 1 if label in COMMON_LANGUAGES else 1000
        codes = (r["iso_639_1"], r["iso_639_3"], r["iso_639_2"])
        english = next(filter(None, (_english("languages", code) for code in codes)), "")
        kept = {"label_en": english, "position": position}
        rows.append(_pick(r, "concept_id label=label_sv iso1=iso_639_1 iso2=iso_639_2 iso3=iso_639_3") | kept)
    return rows


def _english(what: str, code: str) -> str:
    """CLDR's English name, empty where it has none. Dari is a variant of Persian there."""
    names = getattr(Locale("en"), what)
    key = {"PRS": "fa_AF"}.get(code, code.lower() if what == "languages" else code)
    return str(names.get(key, "")) if code else ""


def _small_list(name: str, items: list[dict[str, str]]) -> list[Row]:
    if order := LIST_ORDER.get(name):
        items = sorted(items, key=lambda item: order.split("|").index(item["label_sv"]))
    else:
        items = sorted(items, key=lambda item: int(item["legacy_id"]))
    return [
        {"list": name, "concept_id": i["concept_id"], "label": i["label_sv"], "legacy_id": i["legacy_id"], "position": at}
        for at, i in enumerate(items, 1)
    ]  # fmt: skip


def _write(path: Path, rows: Sequence[Row]) -> str:
    """Writes a compressed CSV file, the same bytes for the same rows. Returns the digest of what is inside."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    content = text.getvalue().encode()
    path.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))
    return hashlib.sha256(content).hexdigest()

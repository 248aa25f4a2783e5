"""Which words lead to which concepts: the rows of Term, made from the shipped files. Pure: rows in, rows out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from taxonomy.enums import Kind, TermSource
from taxonomy.words import normal, spelt, suffixes

Files = Mapping[str, Sequence[Mapping[str, str]]]
# A retired concept can still be found, after everything current.
RETIRED = -100_000
# An occupation weighs by how often it is advertised (Occupation.ads), in tenths of an ad.
AN_AD = 10
NO_EDUCATION = 30  # work for beginners weighs as if it stood in three more ads
COMMON = 50  # from five ads in the sample on, or two for beginners' work, it is what people mostly mean


@dataclass(frozen=True, slots=True)
class Target:
    """What can be chosen: its key in forms, what a suggestion shows, and how common it is."""

    kind: Kind
    key: str
    label: str
    hint: str = ""
    weight: int = 0


@dataclass(frozen=True, slots=True)
class TermRow:
    """A row of Term, still with the target's key where the table has its primary key."""

    kind: str
    fold: str
    spelt: str
    word: int
    whole: str
    source: int
    via: str
    key: str
    label: str
    hint: str
    weight: int


def term_rows(files: Files) -> list[TermRow]:
    """All terms, each (kind, fold, key, via) once with its best row, in a fixed order."""
    best: dict[tuple[str, str, str, str], TermRow] = {}
    for row in _all(files):
        unique = (row.kind, row.fold, row.key, row.via)
        if row.fold and (unique not in best or row.word < best[unique].word):
            best[unique] = row
    return list(best.values())


def _all(files: Files) -> Iterator[TermRow]:
    targets: dict[tuple[str, str], Target] = {}
    places = list(_places(files))
    for target in (*_occupations(files), *_skills(files), *places, *_municipalities(files), *_lists(files)):
        targets[target.kind, target.key] = target
        yield from _forms(target, target.label, TermSource.LABEL)
    for row in files["own_words"]:
        yield from _forms(targets[row["kind"], row["key"]], row["word"], TermSource.OWN)
    yield from _former(files, targets)
    heir = {r["concept_id"]: r["heir"] or r["concept_id"] for r in files["occupations"]}
    for row in files["occupation_synonyms"]:
        yield from _forms(targets[Kind.OCCUPATION, heir[row["occupation"]]], row["word"], TermSource.SYNONYM)
    for row in files["keywords"]:
        key = row["concept_id"]
        found = targets.get((Kind.OCCUPATION, heir.get(key, ""))) or targets.get((Kind.SKILL, key))
        if found:
            yield from _forms(found, row["word"], TermSource.KEYWORD)
    yield from _places_of_municipalities(files, targets)


def _forms(target: Target, text: str, source: TermSource) -> Iterator[TermRow]:
    """The terms of one label or word: from each of its words on, and each part between slashes as a whole of its own."""
    via = "" if source == TermSource.LABEL else text
    whole = normal(text)
    parts = [part for part in text.split("/") if part.strip()]
    for form in dict.fromkeys([text, *parts]):
        words = spelt(form).split()
        for fold in suffixes(form):
            at = len(normal(form).split()) - len(fold.split())
            kept = " ".join(words[at:]) if len(words) == len(normal(form).split()) else fold
            yield TermRow(
                target.kind, fold, kept, at, whole, source, via, target.key, target.label, target.hint, target.weight
            )


def _occupations(files: Files) -> Iterator[Target]:
    """Today's occupations, and former ones that have no heir."""
    group = {r["code"]: r["label"] for r in files["ssyk_groups"]}
    for r in files["occupations"]:
        if r["heir"]:
            continue
        weight = AN_AD * int(r["ads"]) + NO_EDUCATION * int(r["no_education_required"]) + RETIRED * int(r["retired"])
        hint = group.get(r["ssyk4"], "")
        yield Target(Kind.OCCUPATION, r["concept_id"], r["label"], "" if hint == r["label"] else hint, weight)


def _former(files: Files, targets: Mapping[tuple[str, str], Target]) -> Iterator[TermRow]:
    """Former names, word by word, where they say something today's name does not."""
    for r in files["occupations"]:
        if not r["heir"]:
            continue
        target = targets[Kind.OCCUPATION, r["heir"]]
        today = {normal(target.label), *(normal(part) for part in target.label.split("/"))}
        for part in r["label"].split("/"):
            if normal(part) not in today:
                yield from _forms(target, part.strip(), TermSource.FORMER)


def _skills(files: Files) -> Iterator[Target]:
    for r in files["skills"]:
        hint = "" if r["headline"] == "Övriga kompetensord" else r["headline"]
        yield Target(Kind.SKILL, r["concept_id"], r["label"], hint, int(r["n_groups"]) + RETIRED * int(r["retired"]))


def _places(files: Files) -> Iterator[Target]:
    """A place that bears its municipality's name weighs as much as the municipality; others a little for its size."""
    municipalities = {r["code"]: r for r in files["municipalities"]}
    regions = {r["code"]: r["label"] for r in files["regions"]}
    for r in files["places"]:
        municipality = municipalities[r["municipality"]]
        main = r["label"] == municipality["label"]
        hint = regions[municipality["region"]] if main else municipality["label"]
        weight = int(municipality["population"]) // (1 if main else 100)
        yield Target(Kind.PLACE, r["code"], r["label"], hint, weight)


def _municipalities(files: Files) -> Iterator[Target]:
    regions = {r["code"]: r["label"] for r in files["regions"]}
    for r in files["municipalities"]:
        yield Target(Kind.MUNICIPALITY, r["concept_id"], r["label"], regions[r["region"]], int(r["population"]))


def _places_of_municipalities(files: Files, targets: Mapping[tuple[str, str], Target]) -> Iterator[TermRow]:
    """A municipality is found by the names of its places."""
    by_code = {r["code"]: targets[Kind.MUNICIPALITY, r["concept_id"]] for r in files["municipalities"]}
    for r in files["places"]:
        target = by_code[r["municipality"]]
        if normal(r["label"]) != normal(target.label):
            lighter = replace(target, weight=target.weight // 100)
            yield from _forms(lighter, r["label"], TermSource.SYNONYM)


def _lists(files: Files) -> Iterable[Target]:
    for r in files["occupation_fields"]:
        yield Target(Kind.FIELD, r["concept_id"], r["label"])
    for r in files["languages"]:
        yield Target(Kind.LANGUAGE, r["concept_id"], r["label"], "", 1000 - int(r["position"]))
    for r in files["countries"]:
        yield Target(Kind.COUNTRY, r["concept_id"], r["label"], "", 1 if r["iso2"] == "SE" else 0)

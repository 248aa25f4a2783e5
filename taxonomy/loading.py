"""Brings the tables in line with the shipped files: what is new comes in, what differs is changed, what is gone is
marked retired. Never deletes a row something else may point at, so primary keys stay. Runs as role `owner`."""

# ruff: noqa: S608  table and column names come from our own models, values are parameters

import csv
import hashlib
import io
import json
import lzma
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

from core.folding import sort_key
from taxonomy import models as m
from taxonomy.packing import DATA, MANIFEST
from taxonomy.queries import MODELS
from taxonomy.terms import TermRow, term_rows
from taxonomy.words import skill_label

Files = dict[str, list[dict[str, str]]]
OWN_WORDS = "own_words.csv"


class DataError(Exception):
    """The shipped files are not what the manifest says, or the tables are not what the files say."""


@dataclass
class TableResult:
    """What happened to one table. `rows` is the number of rows in the file."""

    rows: int
    inserted: int = 0
    updated: int = 0
    retired: int = 0
    deleted: int = 0

    @property
    def changed(self) -> int:
        return self.inserted + self.updated + self.retired + self.deleted


@dataclass(frozen=True)
class Table:
    """How a file becomes a table: which columns make a row the same, which point at other tables by their key."""

    file: str
    model: type[models.Model]
    keys: tuple[str, ...] = ("concept_id",)
    points: Mapping[str, tuple[type[models.Model], str]] = field(default_factory=dict)  # column: (model, its key)
    itself: Mapping[str, str] = field(default_factory=dict)  # column that points into the same table: its key
    retires: bool = True  # rows that left the file are marked, not deleted


TABLES = (
    Table("occupation_fields", m.OccupationField),
    Table("ssyk_groups", m.SsykGroup, points={"field": (m.OccupationField, "concept_id")}, itself={"parent": "code"}),
    Table(
        "occupations",
        m.Occupation,
        points={"ssyk4": (m.SsykGroup, "code"), "field": (m.OccupationField, "concept_id")},
        itself={"heir": "concept_id"},
    ),
    Table(
        "occupation_synonyms",
        m.OccupationSynonym,
        ("word", "occupation"),
        {"occupation": (m.Occupation, "concept_id")},
        retires=False,
    ),
    Table(
        "occupation_relations",
        m.OccupationRelation,
        ("substitute", "target"),
        {"substitute": (m.Occupation, "concept_id"), "target": (m.Occupation, "concept_id")},
        retires=False,
    ),
    Table("keywords", m.Keyword, ("word", "concept_id"), {"occupation": (m.Occupation, "concept_id")}, retires=False),
    Table("skills", m.Skill),
    Table(
        "ssyk_skills",
        m.SsykSkill,
        ("ssyk4", "skill"),
        {"ssyk4": (m.SsykGroup, "code"), "skill": (m.Skill, "concept_id")},
        retires=False,
    ),
    Table("ssyk_isco", m.SsykIsco, ("ssyk4", "isco_code"), {"ssyk4": (m.SsykGroup, "code")}, retires=False),
    Table("regions", m.Region),
    Table("municipalities", m.Municipality, points={"region": (m.Region, "code")}),
    Table("places", m.Place, ("code",), {"municipality": (m.Municipality, "code")}),
    Table("languages", m.Language),
    Table("countries", m.Country),
    Table("sun_levels", m.SunLevel),
    Table("sun_fields", m.SunField),
    Table("sni_groups", m.SniGroup),
    Table("small_lists", m.SmallListItem, ("list", "concept_id")),
)  # fmt: skip


def read_files(folder: Path = DATA) -> Files:
    """The shipped files. Raises DataError when one is missing, changed or short."""
    manifest = json.loads((folder / MANIFEST).read_text())
    files: Files = {}
    for name, expected in manifest.items():
        try:
            content = lzma.decompress((folder / f"{name}.csv.xz").read_bytes())
        except (OSError, lzma.LZMAError) as error:
            raise DataError(f"{name}: {error}") from error
        files[name] = list(csv.DictReader(io.StringIO(content.decode())))
        if hashlib.sha256(content).hexdigest() != expected["sha256"] or len(files[name]) != expected["rows"]:
            raise DataError(f"{name}: not what {MANIFEST} says ({len(files[name])} of {expected['rows']} rows)")
    for row in files["skills"]:
        row["label"] = skill_label(row["label"])
    files["own_words"] = list(csv.DictReader((folder / OWN_WORDS).read_text(encoding="utf-8").splitlines()))
    return files


def edition(folder: Path = DATA) -> str:
    """Digest of the shipped files and of the code that turns them into rows."""
    code = Path(__file__).parent
    parts = [folder / MANIFEST, folder / OWN_WORDS, *(code / name for name in ("loading.py", "terms.py", "words.py"))]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def is_loaded(digest: str, folder: Path = DATA) -> bool:
    """Whether this edition stands in the tables, no table shorter than its file. One small query for each table."""
    if not m.Edition.objects.filter(digest=digest).exists():
        return False
    manifest = json.loads((folder / MANIFEST).read_text())
    return all(table.model._default_manager.count() >= manifest[table.file]["rows"] for table in TABLES)


def load(files: Files, digest: str, *, write: bool = True) -> dict[str, TableResult]:
    """Brings every table in line, in one transaction, and notes the edition; with `write=False` tells what would change and changes nothing.

    Returns what happened, by file, "terms" last. Raises DataError when a row points at something that is not there.
    """
    occupations = {row["concept_id"] for row in files["occupations"]}
    for row in files["keywords"]:
        row["occupation"] = row["concept_id"] if row["concept_id"] in occupations else ""
    with transaction.atomic():
        results = {table.file: _load_table(table, files[table.file]) for table in TABLES}
        results["terms"] = _load_terms(files)
        _check_counts(results)
        if not m.Edition.objects.filter(digest=digest).exists():
            m.Edition.objects.all().delete()
            m.Edition.objects.create(digest=digest)
        transaction.set_rollback(not write)
    return results


def _load_table(table: Table, rows: list[dict[str, str]]) -> TableResult:
    """One file into its table; what points into the same table is set when all its rows are there."""
    by_name: dict[str, Any] = {f.name: f for f in table.model._meta.concrete_fields}
    columns = [name for name in rows[0] if name not in table.itself]
    ids = {name: _ids(model, key) for name, (model, key) in table.points.items()}
    extra = [name for name in ("label_order", "retired") if name in by_name and name not in columns]

    def value(row: Mapping[str, str], name: str) -> Any:
        if name == "label_order":
            return sort_key(row["label"])[:200]
        if name == "retired" and name not in row:
            return "0"
        if row[name] == "" and by_name[name].null:
            return None
        return ids[name][row[name]] if name in ids else row[name]

    try:
        made = [tuple(value(row, name) for name in (*columns, *extra)) for row in rows]
    except KeyError as error:
        raise DataError(f"{table.file}: nothing has the key {error}") from error
    names = [by_name[name].column for name in (*columns, *extra)]
    keys = [by_name[name].column for name in table.keys]
    result = bring_in_line(table.model, keys, names, made, retires=table.retires)
    for name, key in table.itself.items():
        result.updated += _point_at_itself(table, rows, by_name[name].column, name, key)
    return result


def _ids(model: type[models.Model], key: str) -> dict[str, int]:
    return dict(model._default_manager.values_list(key, "pk"))


def _point_at_itself(table: Table, rows: Iterable[Mapping[str, str]], column: str, name: str, key: str) -> int:
    """Sets a relation within the table. Returns the rows it changed, none when they were right."""
    ids = _ids(table.model, key)
    pairs = [(ids[row[key]], ids[row[name]] if row[name] else None) for row in rows]
    name = table.model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {name} t SET {column} = s.ref FROM unnest(%s::bigint[], %s::bigint[]) s(id, ref)"
            f" WHERE t.id = s.id AND t.{column} IS DISTINCT FROM s.ref",
            [[own for own, _ in pairs], [ref for _, ref in pairs]],
        )
        return cursor.rowcount


def bring_in_line(
    model: type[models.Model],
    keys: Sequence[str],
    columns: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    *,
    retires: bool,
) -> TableResult:
    """Makes the table hold `rows` (values of `columns`), matched by `keys`. Rows not among them are marked retired, or
    deleted where nothing points at them (`retires=False`). New rows get their primary keys in the order of `rows`."""
    table = model._meta.db_table
    others = [column for column in columns if column not in keys]
    same = " AND ".join(f"t.{key} = s.{key}" for key in keys)
    gone = f"NOT EXISTS (SELECT FROM stage s WHERE {same})"
    listed = ", ".join(columns)
    result = TableResult(rows=len(rows))
    with connection.cursor() as cursor:
        _stage(cursor, table, listed, rows)
        if others:
            mine, theirs = (", ".join(f"{name}.{column}" for column in others) for name in "ts")
            result.updated = _changed(
                cursor,
                f"UPDATE {table} t SET {', '.join(f'{c} = s.{c}' for c in others)} FROM stage s"
                f" WHERE {same} AND ({mine}) IS DISTINCT FROM ({theirs})",
            )
        if retires:
            result.retired = _changed(cursor, f"UPDATE {table} t SET retired = true WHERE NOT retired AND {gone}")
        else:
            result.deleted = _changed(cursor, f"DELETE FROM {table} t WHERE {gone}")
        result.inserted = _changed(
            cursor,
            f"INSERT INTO {table} ({listed}) SELECT {listed} FROM stage s"
            f" WHERE NOT EXISTS (SELECT FROM {table} t WHERE {same}) ORDER BY place",
        )
        if result.changed:
            cursor.execute(f"ANALYZE {table}")
    return result


def _stage(cursor: Any, table: str, listed: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Copies the rows into a table of this transaction, numbered."""
    cursor.execute("DROP TABLE IF EXISTS stage")
    cursor.execute(f"CREATE TEMP TABLE stage ON COMMIT DROP AS SELECT {listed} FROM {table} WITH NO DATA")
    cursor.execute("ALTER TABLE stage ADD COLUMN place integer")
    with cursor.copy(f"COPY stage ({listed}, place) FROM STDIN") as copy:
        for place, row in enumerate(rows):
            copy.write_row((*row, place))
    cursor.execute("ANALYZE stage")


def _changed(cursor: Any, statement: str) -> int:
    cursor.execute(statement)
    return int(cursor.rowcount)


def _load_terms(files: Files) -> TableResult:
    ids = {kind.value: _ids(model, key) for kind, (model, key) in MODELS.items()}
    columns = [f.name for f in fields(TermRow)]
    try:
        rows = term_rows(files)
    except KeyError as error:
        raise DataError(f"{OWN_WORDS}: nothing has the key {error}") from error
    made = [(*(getattr(row, column) for column in columns), ids[row.kind][row.key]) for row in rows]
    keys = ["kind", "fold", "target_id", "via"]
    return bring_in_line(m.Term, keys, [*columns, "target_id"], made, retires=False)


def _check_counts(results: Mapping[str, TableResult]) -> None:
    """Every row of every file must stand in its table, and nothing else but retired rows."""
    for table in TABLES:
        rows = table.model._default_manager.all()
        extra = rows.filter(retired=True).count() if table.retires else 0
        found = rows.count()
        if not results[table.file].rows <= found <= results[table.file].rows + extra:
            raise DataError(f"{table.file}: {results[table.file].rows} rows in the file, {found} in the table")

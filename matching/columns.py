"""People and jobs as columns: arrays a score can be computed over at once.

A list per row (occupations, skills, languages, places) is kept flat with `start` positions; every row has at least one
entry, index 0 standing for "nothing", so that reductions never meet an empty list.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from taxonomy.models import Language

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
ANY_SHIFT = 15
ALL_HOURS = 168
SHIFT_BITS = {"day": 1, "evening": 2, "night": 4, "weekend": 8}


@dataclass(frozen=True)
class Labels:
    """The taxonomy's own names, by dense index; licences by bit; languages say theirs in the language of the screen."""

    occupations: Mapping[int, str] = field(default_factory=dict)
    skills: Mapping[int, str] = field(default_factory=dict)
    languages: Mapping[int, Language] = field(default_factory=dict)
    licences: Mapping[int, str] = field(default_factory=dict)


NO_LABELS = Labels()


@dataclass(frozen=True)
class Vocabulary:
    """What the taxonomy says, by dense index (0 = nothing). Changes only when reference data is loaded anew."""

    occupations: Mapping[int, int]  # Occupation pk → index
    skills: Mapping[int, int]
    languages: Mapping[int, int]
    municipalities: Mapping[int, int]
    licences: Mapping[int, int]  # SmallListItem pk → bit
    licence_concepts: Mapping[str, int]  # the same by concept id, which profiles keep
    group: Ints  # SSYK level 4 of each occupation; 0 = unknown
    field: Ints  # occupation field of each occupation
    easy: Bools  # occupations without demand for education
    related: Mapping[int, tuple[Ints, Floats]]  # target occupation → substitutes and how near (0-1)
    relates: Mapping[int, tuple[Ints, Floats]]  # substitute occupation → targets and how near
    rarity: Floats  # weight of each skill: few groups use it = telling
    distance: Floats  # km between municipalities; row and column 0 are far away
    labels: Labels = NO_LABELS


@dataclass(frozen=True)
class Lists:
    """Lists of indices, one per row, flat. `values` are weights or levels that belong to them."""

    start: NDArray[np.int64]
    index: Ints
    values: Floats

    @classmethod
    def of(cls, rows: Iterable[Sequence[tuple[int, float]]]) -> "Lists":
        start: list[int] = []
        index: list[int] = []
        values: list[float] = []
        for row in rows:
            start.append(len(index))
            for item, value in row or ((0, 0.0),):
                index.append(item)
                values.append(value)
        return cls(np.array(start, np.int64), np.array(index, np.int32), np.array(values, np.float32))

    def row(self, n: int) -> tuple[Ints, Floats]:
        end = self.start[n + 1] if n + 1 < len(self.start) else len(self.index)
        return self.index[self.start[n] : end], self.values[self.start[n] : end]

    @cached_property
    def _turned(self) -> tuple[Ints, Floats, NDArray[np.int64]]:
        """Row and value of every entry by index, weakest first, and where each index begins."""
        ends = np.append(self.start[1:], len(self.index))
        rows = np.repeat(np.arange(len(self.start), dtype=np.int32), ends - self.start)
        order = np.lexsort((self.values, self.index))
        begins = np.searchsorted(self.index[order], np.arange(int(self.index.max(initial=0)) + 2))
        return rows[order], self.values[order], begins

    def holders(self, item: int) -> tuple[Ints, Floats]:
        """The rows that hold an index, and their values, weakest first: far fewer than all rows."""
        rows, values, begins = self._turned
        if item + 1 >= len(begins):
            return rows[:0], values[:0]
        return rows[begins[item] : begins[item + 1]], values[begins[item] : begins[item + 1]]

    def pairs(self, n: int) -> tuple[tuple[int, float], ...]:
        """The row as it was given to `of`, but for a value's float32; nothing for the entry that stands for nothing."""
        index, values = self.row(n)
        return tuple((item, value) for item, value in zip(index.tolist(), values.tolist(), strict=True) if item)


@dataclass(frozen=True)
class PersonRow:
    """One person as read; indices already dense. Hours a week, levels 0-6 (CEFR), days as ordinals (0 = now)."""

    id: int
    team: int
    home: int = 0
    radius_km: int = 40
    would_move: bool = False
    hours_min: int = 0
    hours_max: int = ALL_HOURS
    shifts: int = ANY_SHIFT
    licences: int = 0
    has_car: bool = False
    can_start: int = 0
    occupations: tuple[tuple[int, float], ...] = ()  # (occupation, 1.0 wished / 0.8 done)
    done: tuple[tuple[int, float], ...] = ()  # (occupation, months done)
    skills: tuple[tuple[int, float], ...] = ()
    languages: tuple[tuple[int, float], ...] = ()  # (language, level)
    places: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class JobRow:
    """One job as read. `skills` carry 1.0 for must, 0.5 for an advantage; `languages` the level asked for."""

    id: int
    occupation: int = 0
    place: int = 0
    hours_min: int = 0
    hours_max: int = ALL_HOURS
    shifts: int = 0  # 0 = does not say
    licences: int = 0  # required
    own_car: bool = False
    starts: int = 0
    is_easy: bool = False
    skills: tuple[tuple[int, float], ...] = ()
    languages: tuple[tuple[int, float], ...] = ()
    must_languages: tuple[tuple[int, float], ...] = ()


@dataclass
class People:
    """`alive` is False for a row that a later one has replaced."""

    ids: NDArray[np.int64]
    team: NDArray[np.int64]
    radius: Floats
    would_move: Bools
    hours_min: Ints
    hours_max: Ints
    shifts: Ints
    licences: NDArray[np.int64]
    has_car: Bools
    can_start: Ints
    occupations: Lists
    done: Lists
    skills: Lists
    languages: Lists
    places: Lists
    alive: Bools = field(default_factory=lambda: np.zeros(0, np.bool_))

    @classmethod
    def of(cls, rows: Sequence[PersonRow]) -> "People":
        def column(name: str, kind: Any) -> Any:
            return np.array([getattr(row, name) for row in rows], kind)

        return cls(
            ids=column("id", np.int64),
            team=column("team", np.int64),
            radius=column("radius_km", np.float32),
            would_move=column("would_move", np.bool_),
            hours_min=column("hours_min", np.int32),
            hours_max=column("hours_max", np.int32),
            shifts=column("shifts", np.int32),
            licences=column("licences", np.int64),
            has_car=column("has_car", np.bool_),
            can_start=column("can_start", np.int32),
            occupations=Lists.of(row.occupations for row in rows),
            done=Lists.of(row.done for row in rows),
            skills=Lists.of(row.skills for row in rows),
            languages=Lists.of(row.languages for row in rows),
            places=Lists.of(row.places or ((row.home, 0.0),) for row in rows),
            alive=np.ones(len(rows), np.bool_),
        )

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, n: int) -> PersonRow:
        """One person as the columns say, so that what is explained is what was scored."""
        places = self.places.pairs(n)
        return PersonRow(
            id=int(self.ids[n]),
            team=int(self.team[n]),
            home=places[0][0] if places else 0,
            radius_km=int(self.radius[n]),
            would_move=bool(self.would_move[n]),
            hours_min=int(self.hours_min[n]),
            hours_max=int(self.hours_max[n]),
            shifts=int(self.shifts[n]),
            licences=int(self.licences[n]),
            has_car=bool(self.has_car[n]),
            can_start=int(self.can_start[n]),
            occupations=self.occupations.pairs(n),
            done=self.done.pairs(n),
            skills=self.skills.pairs(n),
            languages=self.languages.pairs(n),
            places=places,
        )


@dataclass
class Jobs:
    ids: NDArray[np.int64]
    occupation: Ints
    place: Ints
    hours_min: Ints
    hours_max: Ints
    shifts: Ints
    licences: NDArray[np.int64]
    own_car: Bools
    starts: Ints
    is_easy: Bools
    skills: Lists
    languages: Lists
    must_languages: Lists
    alive: Bools = field(default_factory=lambda: np.zeros(0, np.bool_))

    @classmethod
    def of(cls, rows: Sequence[JobRow]) -> "Jobs":
        def column(name: str, kind: Any) -> Any:
            return np.array([getattr(row, name) for row in rows], kind)

        return cls(
            ids=column("id", np.int64),
            occupation=column("occupation", np.int32),
            place=column("place", np.int32),
            hours_min=column("hours_min", np.int32),
            hours_max=column("hours_max", np.int32),
            shifts=column("shifts", np.int32),
            licences=column("licences", np.int64),
            own_car=column("own_car", np.bool_),
            starts=column("starts", np.int32),
            is_easy=column("is_easy", np.bool_),
            skills=Lists.of(row.skills for row in rows),
            languages=Lists.of(row.languages for row in rows),
            must_languages=Lists.of(row.must_languages for row in rows),
            alive=np.ones(len(rows), np.bool_),
        )

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, n: int) -> JobRow:
        """One job as the columns say."""
        return JobRow(
            id=int(self.ids[n]),
            occupation=int(self.occupation[n]),
            place=int(self.place[n]),
            hours_min=int(self.hours_min[n]),
            hours_max=int(self.hours_max[n]),
            shifts=int(self.shifts[n]),
            licences=int(self.licences[n]),
            own_car=bool(self.own_car[n]),
            starts=int(self.starts[n]),
            is_easy=bool(self.is_easy[n]),
            skills=self.skills.pairs(n),
            languages=self.languages.pairs(n),
            must_languages=self.must_languages.pairs(n),
        )

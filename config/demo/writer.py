"""Gathers the rows of invented people, those that others point at first, and writes them in bulk."""

from typing import Any

from django.db import models

from accounts.models import Team
from config.demo import bulk
from core.folding import tokens
from core.models import SearchToken
from participants.models import Enrolment, Participant, Profile

BATCH = 2000
# Stored first, in this order: what other rows point at.
PARENTS: tuple[type[models.Model], ...] = (Participant, Profile, Enrolment)


class Writer:
    """Gathers rows by table and writes them in bulk when there are enough."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.parents: dict[type[models.Model], list[Any]] = {model: [] for model in PARENTS}
        self.rows: dict[type[models.Model], list[bulk.Row]] = {}

    def add(self, row: Any) -> Any:
        """A row that others point at."""
        row.team_id = self.team.pk
        self.parents[type(row)].append(row)
        return row

    def line(self, model: type[models.Model], **values: Any) -> None:
        """A row that nothing points at."""
        values["team_id"] = self.team.pk
        self.rows.setdefault(model, []).append(values)

    def flush(self) -> list[int]:
        """Writes everything; returns the enrolments' ids."""
        for model in PARENTS:
            for row in self.parents[model]:
                _take_parents_ids(row)
            model._base_manager.bulk_create(self.parents[model], batch_size=BATCH)
        for model, rows in self.rows.items():
            bulk.insert(model, rows)
        bulk.insert(SearchToken, self._tokens())
        ids = [row.pk for row in self.parents[Enrolment]]
        self.parents = {model: [] for model in PARENTS}
        self.rows = {}
        return ids

    def _tokens(self) -> list[bulk.Row]:
        return [
            {
                "team_id": self.team.pk,
                "token": token,
                "subject_type": "participant",
                "subject_id": person.pk,
                "participant_id": person.pk,
            }
            for person in self.parents[Participant]
            for token in tokens(f"{person.first_name} {person.last_name} {person.place} {person.phone}")
        ]


def _take_parents_ids(row: models.Model) -> None:
    """Parents given as unsaved rows have their ids by now."""
    for name in ("participant", "profile"):
        parent = row._state.fields_cache.get(name)
        if parent is not None:
            setattr(row, f"{name}_id", parent.pk)

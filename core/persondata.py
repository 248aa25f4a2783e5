"""Extract, merge and erase for ordinary person-bound models: rows found by their participant, nothing special.

An app with something special (files, shared rows) registers its own provider instead. Every person-bound model stands
in exactly one provider of each kind (a test counts them).
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.db import models, transaction

from core import registry
from core.extracting import rows
from core.registry import PersonData, Told
from core.scope import Kind, Scope, enter


def register(
    name: str,
    *labels: str,
    erase: Callable[[Any], int] | None = None,
    merge: Callable[..., int] | None = None,
    told: tuple[Told, ...] = (),
) -> None:
    """Covers the models named ("smail.Assessment"), listed so that a model stands after those it points at.

    `erase` is the app's own where rows are not all there is: files. `merge(labels, keep=, drop=)` is its own where both
    may have what only one can. `told` is for the printed extract.
    """

    def extract(participant: Any) -> dict[str, list[dict[str, Any]]]:
        return {label: rows(_of(apps.get_model(label), participant.pk)) for label in labels}

    def merge_rows(*, keep: Any, drop: Any) -> int:
        return (merge or move)(labels, keep=keep, drop=drop)

    def erase_rows(participant: Any) -> int:
        return sum(_of(apps.get_model(label), participant.pk).delete()[0] for label in reversed(labels))

    registry.extract.register(name, PersonData(labels, extract, told))
    registry.merge.register(name, PersonData(labels, merge_rows))
    registry.erase.register(name, PersonData(labels, erase or erase_rows))


def move(labels: Iterable[str], *, keep: Any, drop: Any) -> int:
    """The rows of `drop` become those of `keep`; returns how many."""
    return sum(_of(apps.get_model(label), drop.pk).update(participant_id=keep.pk) for label in labels)


def _of(model: type[models.Model], participant_id: int) -> models.QuerySet[Any]:
    return model._base_manager.filter(participant_id=participant_id)


def plain(row: models.Model, *without: str) -> dict[str, Any]:
    """The row's own values by column, without what ties it to its team, its person and itself: to make another like it
    where neither is known."""
    tied = {"id", "team_id", "participant_id", "public_id", *without}
    return {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.attname not in tied
    }


def erase_person(participant: Any) -> int:
    """Everything any app holds of the person, the person and their field history last; returns how many rows went. In
    the team's own scope, or rows closed to the one who asks would stay."""
    providers = dict(registry.erase.items())
    last = providers.pop("person")
    gone: int = sum(provider.act(participant) for provider in reversed(list(providers.values())))
    return gone + int(last.act(participant))


@transaction.atomic
def merge_people(*, keep: Any, drop: Any) -> int:
    """Everything any app holds of `drop` becomes `keep`'s, the person's own row last; returns how many rows were touched.
    In the team's own scope. Raises ValueError for one and the same, or for persons of two teams."""
    if keep.pk == drop.pk or keep.team_id != drop.team_id:
        raise ValueError("two rows of the same person in the same team can become one, and no others")
    with enter(Scope(Kind.RUN, team_id=keep.team_id)):
        providers = dict(registry.merge.items())
        last = providers.pop("person")
        moved: int = sum(provider.act(keep=keep, drop=drop) for provider in providers.values())
        return moved + int(last.act(keep=keep, drop=drop))

"""Constraints that many models share: closed lists, periods and states, held by the database whoever writes."""

from django.db.models import CheckConstraint, F, Q, TextChoices

# Names are filled in per model by Django: "membership_role_one_of".


def one_of(field: str, choices: type[TextChoices], *, blank: bool = False) -> CheckConstraint:
    """The field holds a code of the list; with `blank` also "". A null passes, where the column allows it."""
    values = [*(value for value in [""] if blank and "" not in choices.values), *choices.values]
    return CheckConstraint(condition=Q(**{f"{field}__in": values}), name=f"%(class)s_{field}_one_of")


def some_of(field: str, choices: type[TextChoices]) -> CheckConstraint:
    """An array field holds codes of the list only; none is allowed."""
    return CheckConstraint(
        condition=Q(**{f"{field}__contained_by": list(choices.values)}), name=f"%(class)s_{field}_some_of"
    )


def not_before(end: str, start: str) -> CheckConstraint:
    """A period is never backwards: `end` is empty, or the same as or later than `start` (or no start is known)."""
    return CheckConstraint(
        condition=Q(**{end: None}) | Q(**{f"{end}__gte": F(start)}),
        name=f"%(class)s_{end}_not_before_{start}",
    )


def only_with(field: str, other: str) -> CheckConstraint:
    """`field` is filled only where `other` is: who did it needs when it was done."""
    return CheckConstraint(
        condition=Q(**{field: None}) | Q(**{f"{other}__isnull": False}), name=f"%(class)s_{field}_only_with_{other}"
    )


def not_both(field: str, other: str) -> CheckConstraint:
    """At most one of two answers: accepted or declined."""
    return CheckConstraint(condition=Q(**{field: None}) | Q(**{other: None}), name=f"%(class)s_{field}_or_{other}")

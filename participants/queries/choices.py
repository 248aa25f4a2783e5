"""What the register's filters and columns offer: colleagues, municipalities, tags, the team's own columns."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.enums import Role
from accounts.models import Membership, Organisation
from accounts.permissions import Permission, allows
from core.folding import sort_key
from core.scope import Scope
from participants.enums import ColumnKind
from participants.models import Tag, TeamColumn
from participants.queries.row import OwnColumn
from participants.queries.selected import visible
from taxonomy.models import Municipality

CHOSEN = {ColumnKind.CHOICE, ColumnKind.YES_NO}  # what stands in them is one of few


def own_columns(scope: Scope) -> list[OwnColumn]:
    """The team's own columns, in its order, as in Overview."""
    found = TeamColumn.objects.filter(team_id=scope.team, is_retired=False)
    return [OwnColumn(*each) for each in found.values_list("key", "title", "kind", "choices")]


Choice = tuple[str, str]  # value and words


@dataclass(frozen=True)
class FilterChoices:
    handlers: list[Choice]  # colleagues who handle somebody or could
    places: list[Choice]  # municipalities and
    organisations: list[Choice]  # responsible organisations of the people seen
    tags: list[Choice]
    own: list[OwnColumn]  # those one can choose among


def filter_choices(scope: Scope) -> FilterChoices:
    """What the team's people can be filtered by. Five queries."""
    places = visible(scope).exclude(municipality_code="").values_list("municipality_code", "municipality_name")
    answering = visible(scope).values_list("organisation_id", "responsible_name").distinct()
    return FilterChoices(
        handlers=_handlers(scope),
        places=sorted(places.distinct(), key=lambda place: sort_key(place[1])),
        organisations=sorted(((str(pk), name) for pk, name in answering), key=lambda one: sort_key(one[1])),
        tags=[(str(pk), name) for pk, name in Tag.objects.filter(team_id=scope.team).values_list("pk", "name")],
        own=[column for column in own_columns(scope) if column.kind in CHOSEN],
    )


def _handlers(scope: Scope) -> list[Choice]:
    """Members, now or before, whose role may work with people, and whoever has somebody all the same."""
    able = [role for role in Role if allows(role, Permission.WORK_WITH_PEOPLE)]
    holding = visible(scope).exclude(handler=None).values("handler_id")
    members = Membership.objects.filter(Q(role__in=able) | Q(user_id__in=holding), team_id=scope.team)
    named = members.order_by("user__name").values_list("user_id", "user__name")
    return list(dict.fromkeys((str(user_id), name) for user_id, name in named))


def organisation_name(organisation_id: str) -> str:
    """The organisation's name; the number for one that does not exist."""
    found = Organisation.objects.filter(pk=int(organisation_id)).values_list("name", flat=True).first()
    return found or organisation_id


def municipality_name(code: str) -> str:
    """The municipality's name; the code for one that does not exist."""
    found = Municipality.objects.filter(code=code).values_list("label", flat=True).first()
    return found or code

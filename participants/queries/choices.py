"""What the register's filters and columns offer: colleagues, municipalities, tags, the team's own columns."""

from accounts.models import Membership
from core.folding import sort_key
from core.scope import Scope
from participants.models import Tag, TeamColumn
from participants.queries.register import visible
from participants.queries.row import OwnColumn
from taxonomy.models import Municipality


def own_columns(scope: Scope) -> list[OwnColumn]:
    """The team's own columns, in its order, as in Overview."""
    found = TeamColumn.objects.filter(team_id=scope.team, is_retired=False)
    return [OwnColumn(*each) for each in found.values_list("key", "title", "kind", "choices")]


def filter_choices(scope: Scope) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Colleagues who handle somebody or could, and the municipalities of the people seen: (value, words). Two queries."""
    members = Membership.objects.filter(team_id=scope.team).order_by("user__name").values_list("user_id", "user__name")
    handlers = list(dict.fromkeys((str(user_id), name) for user_id, name in members))
    places = visible(scope).exclude(municipality_code="").values_list("municipality_code", "municipality_name")
    return handlers, sorted(places.distinct(), key=lambda place: sort_key(place[1]))


def municipality_name(code: str) -> str:
    """The municipality's name; the code for one that does not exist."""
    found = Municipality.objects.filter(code=code).values_list("label", flat=True).first()
    return found or code


def tag_name(tag_id: str) -> str:
    """The tag's word, in a team's scope; the number for one that does not exist."""
    return Tag.objects.filter(pk=int(tag_id)).values_list("name", flat=True).first() or tag_id

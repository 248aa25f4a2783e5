"""Which organisations' rows a scope may see, and finding by word among rows that stand outside row-level security."""

import re
from typing import Self, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Q

from accounts.models import Team
from core import folding
from core.scope import Scope

CONFIG = "simple"
T = TypeVar("T", bound=models.Model)


def organisations_of(team_id: int) -> Q:
    """Rows whose `organisation` takes part in the team: its owner and the organisations that share it."""
    shared = Team.organisations.through.objects.filter(team_id=team_id).values("organisation_id")
    owner = Team.objects.filter(pk=team_id).values("owner_id")
    return Q(organisation_id__in=shared) | Q(organisation_id__in=owner)


def word_vector() -> SearchVector:
    """What the search index of a table with `search_text` holds."""
    return SearchVector("search_text", config=CONFIG)


def searchable(*texts: str) -> str:
    """Text to keep in `search_text`: the folded words of all parts, each once."""
    return " ".join(folding.tokens(" ".join(texts)))


def _term(word: folding.Asked) -> str:
    """The beginning of a word as the index is asked: written together, or each of its parts."""
    whole, *parts = (re.sub(r"[\W_]", "", one) for one in (word.whole, *word.parts))
    if parts == [whole] or not all(parts):
        return f"{whole}:*" if whole else ""
    return f"({whole}:* | ({' & '.join(f'{part}:*' for part in parts)}))"


class WordQuerySet(models.QuerySet[T]):
    """Rows with a `search_text` and a GIN index over it.

    Jobs and employers are searched here and not through core.search: its tokens belong to one team each, while these
    rows are shared by teams and, for ads, by all.
    """

    def with_words(self, words: str) -> Self:
        """Rows in which every word typed begins some word. Nothing that can be searched for gives no rows."""
        terms = [term for term in map(_term, folding.asked(words[:200])[:6]) if term]
        if not terms:
            return self.none()
        query = SearchQuery(" & ".join(terms), config=CONFIG, search_type="raw")
        return self.alias(found=word_vector()).filter(found=query)


class OwnedQuerySet(WordQuerySet[T]):
    def visible_to(self, scope: Scope) -> Self:
        """Rows of the organisations that take part in the scope's team. Raises NoScope without a team."""
        return self.filter(organisations_of(scope.team))

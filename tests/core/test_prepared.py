"""A statement whose text is made once and whose values are given each time."""

from typing import NamedTuple

import pytest
from django.db import connection
from django.db.models import BigIntegerField, CharField
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership, Team, User
from core.db.prepared import Given, Prepared

pytestmark = pytest.mark.django_db


class Asked(NamedTuple):
    slug: str
    user: int | None = None


def test_prepared_gives_each_asker_their_own_values(team, other_team):
    slugs = Prepared(Team.objects.filter(slug=Given(lambda asked: asked.slug, CharField())).values_list("name", "slug"))
    assert slugs.rows(Asked(team.slug)) == [[team.name, team.slug]]
    assert slugs.rows(Asked(other_team.slug)) == [[other_team.name, other_team.slug]]
    assert slugs.rows(Asked("'; DROP TABLE accounts_team; --")) == []


def test_prepared_converts_values_as_the_orm_does(team, handler):
    Membership.objects.update(languages=["ar", "so"])
    columns = Membership.objects.values_list("public_id", "languages", "started_on")
    assert Prepared(columns).rows(None) == [list(columns[0])]
    assert Prepared(columns).rows(None)[0][1] == ["ar", "so"]


def test_prepared_reads_its_values_anew_each_time_in_one_statement(handler):
    mine = Prepared(User.objects.filter(pk=Given(lambda asked: asked.user, BigIntegerField())).values_list("name"))
    with CaptureQueriesContext(connection) as captured:
        assert mine.rows(Asked("", handler.pk)) == [["Alice Ek"]]
        assert mine.rows(Asked("", None)) == []
    assert len(captured) == 2

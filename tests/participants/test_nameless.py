"""Declined from the start: counted without identity (domain B.3), beside the others and never twice."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from core.scope import Kind, Scope, enter
from followup import actions as following
from followup import queries, weeks
from followup.steering import latest
from participants import actions
from participants.enums import IntakeSource, NamelessEnd
from participants.figures import weekly
from participants.models import Nameless
from tests.participants.factories import days_from_today

pytestmark = pytest.mark.django_db


@pytest.fixture
def count(team, municipality):
    def one(days: int = 0) -> Nameless:
        return actions.count_nameless(
            team=team,
            organisation=municipality,
            source_kind=IntakeSource.ASSOCIATION,
            started_on=days_from_today(days),
        )

    return one


def figures(team) -> tuple[int, int]:
    found = {f.key: f.detail for f in weekly(team.pk, days_from_today(-6), days_from_today(0)) if f.detail}
    return found["nameless_in"]["count"], found["nameless_out"]["count"]


def test_nothing_in_the_row_can_say_who():
    kept = {field.name for field in Nameless._meta.concrete_fields}
    assert kept == {
        "id",
        "team",
        "public_id",
        "started_on",
        "ended_on",
        "source_kind",
        "responsible_organisation",
        "outcome",
    }


def test_figures_count_who_came_and_who_left_and_no_slip_nor_anybody_twice(entered, team, count):
    kept, left, slip, enrolled, long_ago = count(), count(-5), count(), count(-6), count(-60)
    actions.end_nameless(nameless=left, outcome=NamelessEnd.WORK, on=days_from_today(0))
    actions.end_nameless(nameless=slip, outcome=NamelessEnd.MISTAKE, on=days_from_today(0))
    actions.end_nameless(nameless=enrolled, outcome=NamelessEnd.ENROLLED, on=days_from_today(0))
    actions.end_nameless(nameless=long_ago, outcome=NamelessEnd.OTHER, on=days_from_today(-40))

    assert figures(team) == (3, 1)
    assert kept.ended_on is None
    with pytest.raises(actions.ActionError):
        actions.end_nameless(nameless=left, outcome=NamelessEnd.WORK, on=days_from_today(0))
    with pytest.raises(actions.ActionError):
        actions.end_nameless(nameless=kept, outcome=NamelessEnd.WORK, on=days_from_today(-1))
    for wrong in ({"outcome": "work"}, {"ended_on": days_from_today(0)}, {"source_kind": "friend"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Nameless.objects.filter(pk=kept.pk).update(**wrong)


def test_report_shows_them_beside_and_steering_hides_few(entered, team, count, as_user, handler, scope_of, steering):
    for _each in range(3):
        count(-7)
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        report = following.make_report(team=team, week=weeks.of(days_from_today(-7)))
    shown = {f.key: f.count for part in queries.show_report(report, scope=entered).parts for f in part.figures}
    assert (shown["nameless_in"], shown["in"]) == (3, 0)
    page = as_user(handler).get(reverse("followup:report_detail", args=[team.slug, report.label])).content.decode()
    assert "Nya utan namn" in page
    assert "/nameless_in/" not in page  # nobody to open

    def line() -> int | None:
        lines = latest(scope_of(steering, team)).lines
        return next(one.count for one in lines if one.label == "Nya utan namn")

    assert line() is None
    for _each in range(5):
        count()
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        following.make_report(team=team, week=weeks.of(days_from_today(0)))
    assert line() == 5


def test_page_counts_and_ends_and_enrolling_closes_the_row(team, municipality, as_user, handler, stranger, steering):
    page = reverse("participants:nameless", args=[team.slug])
    client = as_user(handler)
    sent = {"started_on": "idag", "source_kind": "association", "organisation": municipality.pk}
    assert client.post(page, sent | {"started_on": str(days_from_today(3))}).status_code == 422
    assert client.post(page, sent | {"organisation": "x"}).status_code == 422
    for _each in range(2):
        assert client.post(page, sent).status_code == 302
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        first, second = Nameless.objects.order_by("pk")
    end = reverse("participants:nameless_end", args=[team.slug, first.public_id])
    assert as_user(stranger).get(end).status_code == 404
    assert as_user(steering).get(page).status_code == 403
    assert client.post(end, {"outcome": "work", "on": str(days_from_today(-3))}).status_code == 422
    assert client.post(end, {"outcome": "work", "on": "idag"}).status_code == 302
    assert client.get(end).status_code == 404

    enrol = reverse("participants:enrol", args=[team.slug])
    assert "räknats utan namn" in client.get(enrol).content.decode()
    given = {"first_name": "Ada", "organisation": municipality.pk, "basis": "consent", "started_on": "idag"}
    assert client.post(enrol, given | {"counted": first.public_id}).status_code == 422
    assert client.post(enrol, given | {"counted": second.public_id}).status_code == 302
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        second.refresh_from_db()
        assert second.outcome == "enrolled"
        assert figures(team) == (2, 1)
    assert "räknats utan namn" not in client.get(enrol).content.decode()

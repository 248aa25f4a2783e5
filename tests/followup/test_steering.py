"""The steering group's page: aggregates of the frozen week, no person and no way to one."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import ReadLine
from followup.models import WeeklyReport
from participants.enums import SharingBasis
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def freeze(team):
    """A frozen week with so many people behind each figure (numbers from 1: nobody real)."""

    def make(week: int = 46, **people) -> WeeklyReport:
        figures = [
            {"key": key, "label": f"Siffran {key}", "ids": list(ids), "value": None, "detail": {}}
            for key, ids in people.items()
        ]
        return WeeklyReport.objects.create(
            team=team, year=2026, week=week, first_day="2026-11-09", last_day="2026-11-15", figures=figures
        )

    return make


@pytest.fixture
def page(as_user, team):
    def get(user) -> str:
        response = as_user(user).get(reverse("followup:steering", args=[team.slug]))
        assert response.status_code == 200
        return response.content.decode()

    return get


def row(page: str, label: str) -> str:
    found = re.search(rf'<th scope="row">(?:– )?{label}</th><td class="num">(.*?)</td>', page)
    assert found, label
    return re.sub(r"<[^>]+>", "", found[1])


def test_share_reached_stands_first_and_adds_up(freeze, entered, page, steering):
    freeze(goal_base=range(1, 41), goal_reached=range(1, 11))
    text = page(steering)
    assert "25\u00a0%" in text
    assert "10 av 40 har nått arbete eller studier" in text


@pytest.mark.parametrize("reached", [3, 0, 38])
def test_share_is_not_shown_when_either_part_is_small(freeze, entered, page, steering, reached):
    freeze(goal_base=range(1, 41), goal_reached=range(1, reached + 1))
    text = page(steering)
    assert "utan att peka ut någon" in text
    assert f"{reached} av 40" not in text
    assert not re.search(r"\d+\s%", text)


def test_out_and_to_what_hides_small_numbers_and_what_would_tell_them(freeze, entered, page, steering):
    freeze(**{"in": range(1, 8), "out": range(1, 13), "out_to_goal": range(1, 10), "began_work": range(1, 4)})
    text = page(steering)
    assert row(text, "Nya") == "7"
    assert row(text, "Avslutade") == "12"
    assert row(text, "till arbete eller studier") == "visas inte"
    assert row(text, "till annat") == "visas inte"
    assert row(text, "Började arbeta") == "visas inte"


def test_latest_week_is_shown_and_no_link_leads_to_a_person(freeze, entered, page, steering, team):
    freeze(45, goal_base=range(1, 41), goal_reached=range(1, 11))
    freeze(46, goal_base=range(1, 41), goal_reached=range(1, 21))
    text = page(steering)
    assert "50\u00a0%" in text
    addresses = re.findall(r'href="([^"]+)"', text)
    assert not [one for one in addresses if "/deltagare/" in one or "/rapport/" in one]
    assert not ReadLine.objects.exists()


def test_leader_gets_numbers_over_those_the_leader_may_know_of(
    freeze, team, municipality, nonprofit, entered, page, leader, steering, colleague, scope_of
):
    from core.scope import enter

    ids = [enrolled(team, municipality, f"P{n}", "Synlig").participant_id for n in range(12)]
    with enter(scope_of(colleague, team)):
        ids.append(enrolled(team, nonprofit, "Olle", "Odelad", by=colleague, basis=SharingBasis.NONE).participant_id)
    freeze(goal_base=ids, goal_reached=ids[-6:])
    assert "6 av 13" in page(steering)
    assert "5 av 12" in page(leader)


def test_share_stands_still_until_five_have_moved(freeze, entered, page, steering):
    """Two weeks that differ by one person would tell, by subtraction, what that person reached."""
    freeze(45, goal_base=range(1, 41), goal_reached=range(1, 11))
    freeze(46, goal_base=range(1, 41), goal_reached=range(1, 12))
    assert "10 av 40" in page(steering)
    assert "Siffran är från vecka 45" in page(steering)
    freeze(47, goal_base=range(1, 41), goal_reached=range(1, 16))
    assert "15 av 40" in page(steering)
    assert "Siffran är från vecka" not in page(steering)


def test_before_the_first_week_the_page_says_what_will_come(page, steering):
    assert "första veckorapport" in page(steering)


@pytest.mark.parametrize(("who", "status"), [("steering", 200), ("leader", 200), ("handler", 403), ("stranger", 404)])
def test_page_is_for_steering_and_leaders(request, as_user, team, who, status):
    address = reverse("followup:steering", args=[team.slug])
    assert as_user(request.getfixturevalue(who)).get(address).status_code == status


def test_sign_in_and_min_dag_lead_steering_here(as_user, steering, team):
    here = reverse("followup:steering", args=[team.slug])
    assert as_user(steering).get("/", follow=True).redirect_chain[-1][0] == here
    assert (
        as_user(steering).get(reverse("followup:my_day", args=[team.slug]), follow=True).redirect_chain[-1][0] == here
    )


def test_page_asks_the_database_as_often_however_many_people(freeze, entered, as_user, steering, team):
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            as_user(steering).get(reverse("followup:steering", args=[team.slug]))
        return len(asked)

    freeze(45, goal_base=range(1, 11), goal_reached=range(1, 6))
    before = count()
    freeze(46, goal_base=range(1, 2001), goal_reached=range(1, 601))
    assert count() == before

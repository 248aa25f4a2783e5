"""From the register to a person and on: back to the view one came from, to the one before and the one after."""

import re

import pytest
from django.urls import reverse

from participants import actions
from tests.participants.factories import days_from_today, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(team):
    return reverse("participants:register", args=[team.slug])


def test_way_back_from_a_person_leads_to_the_view_one_came_from(entered, as_user, handler, team, municipality, url):
    person = enrolled(team, municipality, by=handler).participant
    client = as_user(handler)

    client.get(f"{url}?urval=saknar-handledare&ordning=steg")

    page = reverse("participants:detail", args=[team.slug, person.public_id])
    assert "urval=saknar-handledare&amp;ordning=steg" in client.get(page).content.decode()


def beside(client, team, person) -> tuple[str, str]:
    """Who the page's Previous and Next lead to."""
    page = client.get(reverse("participants:detail", args=[team.slug, person.participant.public_id])).content.decode()
    found = {side: re.search(rf'rel="{side}"[^>]*title="([^"]*)"', page) for side in ("prev", "next")}
    return tuple(match[1] if (match := found[side]) else "" for side in ("prev", "next"))


@pytest.fixture
def four(entered, team, municipality, handler):
    """By name: Ahl, Berg, Ceder, Dahl. Berg has a handler; steps in the order Dahl, Ceder, Ahl, none for Berg."""
    people = {name: enrolled(team, municipality, "Bo", name, by=handler) for name in ("Ahl", "Berg", "Ceder", "Dahl")}
    actions.assign_handler(enrolment=people["Berg"], user=handler, by=handler)
    for day, name in enumerate(("Dahl", "Ceder", "Ahl")):
        actions.set_next_step(enrolment=people[name], step="Ring", on=days_from_today(day), waiting_for="", by=handler)
    return people


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ("Berg, Bo", "Dahl, Bo")),
        ("?ordning=-namn", ("Dahl, Bo", "Berg, Bo")),
        ("?urval=saknar-handledare", ("Ahl, Bo", "Dahl, Bo")),
        ("?ordning=steg", ("Dahl, Bo", "Ahl, Bo")),
        ("?ordning=-steg&urval=saknar-handledare", ("Ahl, Bo", "Dahl, Bo")),
    ],
)
def test_previous_and_next_follow_the_view_one_came_from(four, as_user, handler, team, url, query, expected):
    client = as_user(handler)
    client.get(f"{url}{query}")
    assert beside(client, team, four["Ceder"]) == expected


def test_previous_and_next_cross_to_those_without_a_value_and_end_there(four, as_user, handler, team, url):
    client = as_user(handler)
    client.get(f"{url}?ordning=steg")
    assert beside(client, team, four["Ahl"]) == ("Ceder, Bo", "Berg, Bo")
    assert beside(client, team, four["Berg"]) == ("Ahl, Bo", "")
    assert beside(client, team, four["Dahl"]) == ("", "Ceder, Bo")


def test_previous_and_next_follow_a_search(four, as_user, handler, team, url):
    client = as_user(handler)
    client.post(reverse("participants:register_search", args=[team.slug]), {"q": "Ceder"}, follow=True)
    assert beside(client, team, four["Ceder"]) == ("", "")


def test_next_stays_when_the_person_leaves_the_filter_meanwhile(four, as_user, handler, team, url):
    client = as_user(handler)
    client.get(f"{url}?urval=saknar-handledare")
    actions.assign_handler(enrolment=four["Ceder"], user=handler, by=handler)
    assert beside(client, team, four["Ceder"]) == ("Ahl, Bo", "Dahl, Bo")

"""How the register looks to me: columns, density, orders of every column."""

import re

import pytest
from django.urls import reverse

from participants import actions, columns
from participants.enums import WaitingFor
from participants.models import Enrolment, TeamColumn
from participants.queries import neighbours as turning
from participants.queries import order
from participants.queries import register as queries
from participants.queries.neighbours import neighbours
from participants.queries.selected import asked_by, shape_of, visible
from participants.queries.selection import Selection
from tests.participants.factories import days_from_today, enrolled, register_afterwards

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(team):
    return reverse("participants:register", args=[team.slug])


@pytest.fixture
def choose(team):
    return reverse("participants:register_columns", args=[team.slug])


def names(response) -> list[str]:
    return re.findall(r'<th role="rowheader".*?<bdi>(.*?)</bdi>', response.content.decode())


def keys(response) -> list[str]:
    return re.findall(r'name="alla" value="([^"]*)"', response.content.decode())


def test_chosen_columns_and_density_stand_in_the_address_and_in_the_page(
    entered, as_user, handler, team, municipality, url, choose
):
    enrolled(team, municipality, by=handler)
    sent = {
        "alla": ["kommun", "steg", "mot"],
        "k": ["steg", "kommun"],
        "tathet": "tat",
        "visa": "1",
        "vy": "urval=mina",
    }
    address = as_user(handler).get(choose, sent)["Location"]

    assert address == f"{url}?urval=mina&kolumner=kommun%2Csteg&tathet=tat"
    page = as_user(handler).get(f"{url}?kolumner=kommun%2Csteg&tathet=tat").content.decode()
    assert re.findall(r"<col[^g>]*>", page) == [
        '<col class="w-mark no-print">',
        '<col class="w-name">',
        '<col class="w-mid">',
        "<col>",
    ]
    assert 'data-density="tight"' in page


def test_column_is_moved_by_a_button_and_keeps_what_was_ticked(entered, as_user, handler, choose):
    first = as_user(handler).get(choose)
    shown = keys(first)
    assert shown[:3] == ["handledare", "steg", "vem"]
    moved = as_user(handler).get(choose, {"alla": shown, "k": ["vem"], "flytta": "upp:vem", "tathet": "normal"})
    assert keys(moved)[:3] == ["handledare", "vem", "steg"]
    text = moved.content.decode()
    assert re.findall(r'value="([^"]*)" checked', text) == ["normal", "vem"]
    assert re.search(r'value="upp:vem"[^>]* autofocus', text)


@pytest.mark.parametrize(
    "query", ["alla=%00&k=%00&flytta=x", "vy=%00%00&flytta=upp:", "tathet=%F0%9F%90%8E&visa=1&alla=x"]
)
def test_odd_choice_of_columns_gives_a_page(entered, as_user, handler, choose, query):
    assert as_user(handler).get(f"{choose}?{query}").status_code in (200, 302)


def test_filter_keeps_columns_density_and_order(entered, as_user, handler, team):
    page = as_user(handler).get(
        reverse("participants:register_filter", args=[team.slug]),
        {"kolumner": "mot", "tathet": "tat", "ordning": "-mot"},
    )
    for name, value in (("kolumner", "mot"), ("tathet", "tat"), ("ordning", "-mot")):
        assert f'name="{name}" value="{value}"' in page.content.decode()


def test_every_column_has_an_order():
    for column in columns.COLUMNS.values():
        assert order.is_order(order.order_of(column)), column.key


@pytest.fixture
def three(entered, team, municipality, handler):
    TeamColumn.objects.create(team=team, key="buss", title="Buss", kind="text")
    with register_afterwards():
        people = {
            name: enrolled(team, municipality, "Bo", name, by=handler) for name in ("Ahl", "Berg", "Ceder", "Dahl")
        }
        for name, goal, bus in (("Ahl", "Öl", "2"), ("Berg", "Ål", "3"), ("Dahl", "Zoo", "1")):
            actions.set_goal(enrolment=people[name], goal=goal, by=handler)
            Enrolment.objects.filter(pk=people[name].pk).update(own_values={"buss": bus})
            people[name].refresh_from_db()
            actions.set_next_step(
                enrolment=people[name], step="Ring", on=days_from_today(1), waiting_for=WaitingFor.US, by=handler
            )
    return people


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("mot", ["Dahl", "Berg", "Ahl", "Ceder"]),
        ("-mot", ["Ahl", "Berg", "Dahl", "Ceder"]),
        ("egen.buss", ["Dahl", "Ahl", "Berg", "Ceder"]),
        ("vantar", ["Ahl", "Berg", "Dahl", "Ceder"]),
        ("egen.finns-inte", ["Ahl", "Berg", "Ceder", "Dahl"]),
    ],
)
def test_any_column_orders_the_sheet_in_swedish_with_empty_cells_last(three, as_user, handler, url, asked, expected):
    page = as_user(handler).get(f"{url}?ordning={asked}&kolumner=mot,vantar,egen.buss")
    assert [name.split(",")[0] for name in names(page)] == expected


@pytest.mark.parametrize("column", list(columns.COLUMNS))
def test_each_column_orders_without_a_fault(three, as_user, handler, url, column):
    for sign in ("", "-"):
        asked = sign + order.order_of(columns.COLUMNS[column])
        assert len(names(as_user(handler).get(f"{url}?ordning={asked}&kolumner={column}"))) == 4


def test_previous_and_next_follow_an_order_of_the_sheet(three, entered, team):
    row = visible(entered).get(enrolment=three["Berg"])
    before, after = neighbours(Selection(sort="mot"), row, asked_by(entered), None)
    assert (before[1], after[1]) == ("Dahl, Bo", "Ahl, Bo")


@pytest.mark.parametrize("asked", [*order.SORTS, "mot"])
def test_previous_and_next_walk_the_list_as_it_stands(three, as_user, handler, entered, url, asked):
    for descending in (False, True):
        selection = Selection(sort=asked, descending=descending)
        listed = names(as_user(handler).get(f"{url}?ordning={'-' * descending}{asked}"))
        around = [
            neighbours(selection, visible(entered).get(list_name=name), asked_by(entered), None) for name in listed
        ]
        assert [before and before[1] for before, _after in around] == [None, *listed[:-1]]
        assert [after and after[1] for _before, after in around] == [*listed[1:], None]


def test_previous_and_next_ask_for_nobody_else(entered):
    """The row they stand beside is at hand: what it holds is given, and not looked up for each comparison."""
    for sort in order.SORTS:
        shape = shape_of(Selection(sort=sort, after="x"))
        assert "participants_enrolment" not in turning._statement(entered.kind, shape, False)._sql


def test_list_too_long_for_an_order_says_so_and_stands_by_name(three, as_user, handler, url, monkeypatch):
    monkeypatch.setattr(queries, "SHEET", 3)
    monkeypatch.setattr("participants.views.register.SHEET", 3)
    page = as_user(handler).get(f"{url}?ordning=mot&kolumner=mot,nar")
    assert [name.split(",")[0] for name in names(page)] == ["Ahl", "Berg", "Ceder", "Dahl"]
    assert "för lång" in page.content.decode()
    assert "ordning=mot" not in page.content.decode().split("<thead>")[1].split("</thead>")[0]

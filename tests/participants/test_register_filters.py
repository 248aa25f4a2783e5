"""The register's filters: who answers, whom we wait for, the team's own columns. Never health."""

import re

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, Organisation
from core.classes import DataClass
from participants import actions, columns, register
from participants.enums import StepBy, WaitingFor
from participants.forms.register import FilterForm
from participants.models import Enrolment, RegisterRow, TeamColumn
from participants.queries.selection import FILTERS, NOT_FILLED, Selection
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db
CAREFUL = (DataClass.HEALTH, DataClass.RESTRICTED, DataClass.SECRET)
NO_FILTERS = {"urval", "sparad", "sok", "ordning", "rader", "kolumner", "tathet", "efter", "fore"}


@pytest.fixture
def url(team):
    return reverse("participants:register", args=[team.slug])


def names(response) -> list[str]:
    return [
        name.split(",")[0] for name in re.findall(r'role="rowheader".*?<bdi>(.*?)</bdi>', response.content.decode())
    ]


def chips(response) -> list[str]:
    return re.findall(r'<a class="chip" href="[^"]*"><bdi>(.*?)</bdi>', response.content.decode())


@pytest.fixture
def five(entered, team, municipality, nonprofit, handler):
    """Ahl: another organisation; Berg: we wait for the person; Ceder: bank account; Dahl: none; Ek: to be made out."""
    TeamColumn.objects.create(team=team, key="bank", title="Bankkonto", kind="yes_no")
    TeamColumn.objects.create(team=team, key="2027", title="År 2027", kind="choice", choices=["Vår", "Höst"])
    TeamColumn.objects.create(team=team, key="fritt", title="Fritt", kind="text")
    people = {name: enrolled(team, municipality, "Bo", name, by=handler) for name in ("Berg", "Ceder", "Dahl", "Ek")}
    people["Ahl"] = enrolled(team, nonprofit, "Bo", "Ahl", by=handler)
    changed = {
        "Berg": {"next_step": "Ring", "next_step_by": StepBy.PERSON, "own_values": {"2027": "Vår"}},
        "Ceder": {"own_values": {"bank": "ja"}, "waiting_for": WaitingFor.OTHER},
        "Dahl": {"own_values": {"bank": "nej"}},
        "Ek": {"unread": {"egen.bank": "efter påsk"}},
    }
    for name, values in changed.items():
        Enrolment.objects.filter(pk=people[name].pk).update(**values)
    register.update(person.pk for person in people.values())
    return people


@pytest.mark.parametrize(
    ("query", "expected", "chip"),
    [
        ("organisation={nonprofit}", ["Ahl"], "{nonprofit.name}"),
        ("organisation=999999", [], "999999"),
        ("vantar=person", ["Berg"], "Väntar på personen"),
        ("vantar=other", ["Ceder"], "Väntar på någon annan"),
        ("vantar=us", [], "Väntar på oss"),
        ("egen.bank=ja", ["Ceder"], "Bankkonto: ja"),
        (f"egen.bank={NOT_FILLED}", ["Ahl", "Berg"], "Bankkonto: inget ifyllt"),
        ("egen.2027=Vår", ["Berg"], "År 2027: Vår"),
        ("egen.2027=Höst", [], "År 2027: Höst"),
        ("egen.finnsinte=x", [], "finnsinte: x"),
    ],
)
def test_filter_narrows_and_stands_as_a_chip_that_takes_it_away(
    five, as_user, handler, nonprofit, url, query, expected, chip
):
    asked = query.replace("{nonprofit}", str(nonprofit.pk))
    page = as_user(handler).get(f"{url}?{asked}")
    assert names(page) == expected
    assert chips(page) == [chip.replace("{nonprofit.name}", nonprofit.name)]
    assert f'<a class="chip" href="{url}?urval=alla">' in page.content.decode()


def test_filters_together_stay_in_addresses_and_in_the_form(five, as_user, handler, team, url):
    query = "vantar=person&egen.2027=V%C3%A5r&egen.bank=-inget-"
    page = as_user(handler).get(f"{url}?{query}")
    assert names(page) == ["Berg"]
    assert len(chips(page)) == 3
    form = as_user(handler).get(f"{reverse('participants:register_filter', args=[team.slug])}?{query}&rader=25")
    chosen = re.findall(r'<option value="([^"]+)" selected', form.content.decode())
    assert sorted(chosen) == ["-inget-", "Vår", "person"]
    assert "Fritt" not in form.content.decode(), "a text is no choice"
    assert 'name="rader" value="25"' in form.content.decode()


def test_handlers_to_filter_by_are_those_who_may_have_people_or_have_some(
    five, as_user, handler, colleague, leader, steering, team
):
    page = reverse("participants:register_filter", args=[team.slug])

    def offered():
        form = as_user(leader).get(page).content.decode()
        return re.findall(r'<option value="(\d+)"', form[form.index('name="handledare"') : form.index('name="lage"')])

    assert str(steering.pk) not in offered()
    assert {str(handler.pk), str(colleague.pk), str(leader.pk)} <= set(offered())
    Membership.objects.filter(team=team, user=handler).update(role=Role.STEERING)
    assert str(handler.pk) not in offered()
    one = next(iter(five.values()))
    actions.assign_handler(enrolment=one, user=colleague, by=leader)
    Membership.objects.filter(team=team, user=colleague).update(role=Role.READER)
    assert str(colleague.pk) in offered(), "has somebody still"


def test_choices_of_the_form_are_of_people_the_viewer_may_know_of(
    entered, team, nonprofit, colleague, handler, as_user
):
    other = Organisation.objects.create(name="Hemliga huset", sector="municipality")
    team.organisations.add(other)
    enrolled(team, other, by=handler, basis="none")
    enrolled(team, nonprofit, "Bo", "Ahl", by=handler)
    form = as_user(colleague).get(reverse("participants:register_filter", args=[team.slug])).content.decode()
    assert "Hemliga huset" not in form


@pytest.mark.parametrize(
    "query", ["organisation=%00", "vantar=hej", "egen.=x", "egen.bank=", "egen.bank=%00", "egen." + "k" * 60 + "=x"]
)
def test_odd_filter_is_left_out(five, as_user, handler, url, query):
    page = as_user(handler).get(f"{url}?{query}")
    assert len(names(page)) == 5
    assert chips(page) == []


def test_every_filter_is_known_and_none_reads_health(five, entered):
    """What narrows the register by its address, walked against the data classes."""
    everything = {name: "1" for name in FilterForm.for_team(entered, Selection()).fields}
    asked = Selection(
        handler="1", state="ended", municipality="1480", organisation="1", waiting="us", tag="1", own=(("bank", "ja"),),
        search="x", sort="steg", after="x", before="x", size=25, columns=("steg",), density="tat", saved="x",
    ).query(after="x", before="x")  # fmt: skip
    narrowing = {name for name in (asked.keys() | everything) if name not in NO_FILTERS}
    assert {columns.OWN if name.startswith(columns.OWN) else name for name in narrowing} == set(FILTERS)
    for fields in FILTERS.values():
        for field in fields:
            try:
                RegisterRow._meta.get_field(field)
            except FieldDoesNotExist:
                pytest.fail(f"no such field: {field}")
            assert RegisterRow.data_classes[field] not in CAREFUL


def test_waiting_is_the_same_people_as_the_ready_made_state(five, as_user, handler, team, url):
    ours = {"next_step": "Ring", "next_step_by": StepBy.USER, "next_step_user": handler}
    Enrolment.objects.filter(pk=five["Dahl"].pk).update(**ours)
    register.update([five["Dahl"].pk])
    client = as_user(handler)
    for ready, value in (("vantar-pa-oss", "us"), ("vantar-pa-personen", "person")):
        assert names(client.get(f"{url}?urval={ready}")) == names(client.get(f"{url}?vantar={value}")) != []

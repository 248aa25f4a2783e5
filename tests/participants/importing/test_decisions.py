"""A person decides of single rows: made anyway, left out, not protected after all; and nobody hidden is hinted at."""

import re

import pytest
from django.urls import reverse

from core.scope import enter
from participants import actions
from participants.enums import ProtectionLevel
from participants.importing import batches
from participants.models import ImportBatch, Participant, RestrictedRemark
from tests.participants.factories import enrolled

NUMBER = "19900101-2385"
HEAD = "Namn\tPersonnr\tTelefon\tAnteckning\n"
ZAHRA = "Zahra Ahmadi\t\t070-174 06 05\t\n"
BAD = ["create' OR 1", "finns inte", "🎈"]


def url(name, team, batch):
    return reverse(f"participants:import_{name}", args=[team.slug, batch.public_id])


@pytest.fixture
def alice(as_user, handler):
    return as_user(handler)


@pytest.fixture
def brought(team, handler, scope_of):
    """A batch of these rows, looked through."""

    def make(*rows):
        with enter(scope_of(handler, team)):
            batch = batches.bring(team=team, by=handler, text=HEAD + "".join(rows))
            fields = {c.index: c.field for c in batches.columns(batch)}
            batches.map_columns(batch=batch, fields=fields, organisation=team.owner, basis="agreement", by=handler)
        return batch

    return make


@pytest.fixture
def known(team, municipality, handler, scope_of):
    with enter(scope_of(handler, team)):
        return enrolled(team, municipality, phone="+46701740605", by=handler)


def choices(page, row):
    """What may be chosen for a row, None when it has no choice."""
    found = re.search(rf'<select name="row_{row}".*?</select>', page.content.decode(), re.DOTALL)
    return None if found is None else re.findall(r'<option value="(\w*)"', found.group())


def names(team_scope):
    with enter(team_scope):
        return sorted(p.first_name for p in Participant.objects.all())


def test_lookalike_in_the_team_is_made_when_somebody_says_so(alice, brought, known, team, team_scope):
    batch = brought(ZAHRA)
    rows = url("rows", team, batch)
    assert choices(alice.get(rows), 2) == ["", "create"]

    assert alice.post(rows, {"row_2": "create"}).status_code == 302

    page = alice.get(rows).content.decode()  # a reload
    assert "1 person läses in" in page
    assert '<option value="create" selected>' in page
    alice.post(rows, {"row_2": "create", "read_in": "1"})
    result = alice.get(url("detail", team, batch)).content.decode()
    assert "Dina val" in result
    assert "Skapa ändå" in result
    assert names(team_scope) == ["Zahra", "Zahra"]


def test_same_number_is_the_same_person_whatever_anybody_says(alice, brought, team, municipality, handler, scope_of):
    with enter(scope_of(handler, team)):
        enrolled(team, municipality, number=NUMBER, by=handler)
    batch = brought(
        f"Zahra Ahmadi\t{NUMBER}\t\t\n", "Omid Haddad\t19920909-2387\t\t\n", "Omid Haddad\t920909-2387\t\t\n"
    )
    rows = url("rows", team, batch)

    page = alice.get(rows)

    assert [choices(page, row) for row in (2, 3, 4)] == [None, ["", "skip"], None]
    alice.post(rows, {"row_2": "create"})
    with enter(scope_of(handler, team)):
        batch.refresh_from_db()
    assert batch.decisions == {}


def test_row_left_out_is_not_made_and_frees_its_twin(alice, brought, team, team_scope):
    batch = brought(ZAHRA, ZAHRA.replace("\t\n", "\tTalar dari\n"), "Omid Haddad\t\t\t\n")
    rows = url("rows", team, batch)
    assert choices(alice.get(rows), 3) == ["", "create"]

    alice.post(rows, {"row_2": "skip", "row_4": "skip"})

    page = alice.get(rows).content.decode()
    assert "Du valde att hoppa över raden." in page
    assert "1 person läses in" in page
    alice.post(rows, {"read_in": "1"})
    assert names(team_scope) == ["Zahra"]
    assert "Hoppa över" in alice.get(url("detail", team, batch)).content.decode()


def test_decision_is_taken_back(alice, brought, team, team_scope):
    batch = brought(ZAHRA)
    rows = url("rows", team, batch)
    alice.post(rows, {"row_2": "skip"})

    alice.post(rows, {"row_2": "", "read_in": "1"})

    assert names(team_scope) == ["Zahra"]


def test_not_protected_after_all_is_an_ordinary_person_whose_words_wait_for_a_human(
    alice, brought, team, leader, colleague, team_scope, scope_of
):
    batch = brought("Zahra Ahmadi\t\t\tHar jobbat på kvinnojour\n")
    rows = url("rows", team, batch)
    assert choices(alice.get(rows), 2) == ["", "plain", "skip"]

    alice.post(rows, {"row_2": "plain"})

    assert "ser ut att ha skyddade uppgifter" not in alice.get(rows).content.decode()
    alice.post(rows, {"row_2": "plain", "read_in": "1"})
    assert "Inte skyddad trots allt" in alice.get(url("detail", team, batch)).content.decode()
    with enter(scope_of(colleague, team)):
        assert Participant.objects.visible_to(scope_of(colleague, team)).get().name == "Zahra Ahmadi"
    with enter(team_scope):
        remark = RestrictedRemark.objects.get()
        assert (remark.kind, remark.text) == ("other", "Har jobbat på kvinnojour")


def test_row_like_a_hidden_person_has_the_choices_of_any_other(
    alice, brought, known, team, leader, scope_of, team_scope
):
    with enter(scope_of(leader, team)):
        actions.protect(
            participant=known.participant,
            level=ProtectionLevel.PROTECTED,
            alias="Björken",
            named=[],
            manager=leader,
            by=leader,
        )
    batch = brought(ZAHRA, "Omid Haddad\t\t\t\n")
    rows = url("rows", team, batch)

    page = alice.get(rows)

    assert choices(page, 2) == choices(page, 3) == ["", "skip"]
    assert alice.post(rows, {"row_2": "create"}).status_code == alice.post(rows, {"row_3": "create"}).status_code == 422
    assert alice.post(rows, {"read_in": "1"}).status_code == 302
    assert names(team_scope) == ["Omid", "Zahra", "Zahra"]


@pytest.mark.parametrize("value", BAD)
def test_choice_that_is_not_there_is_told_and_changes_nothing(value, alice, brought, team, team_scope):
    batch = brought(ZAHRA)

    answer = alice.post(url("rows", team, batch), {"row_2": value, "read_in": "1"})

    assert answer.status_code == 422
    with enter(team_scope):
        assert ImportBatch.objects.get().decisions == {}
        assert not Participant.objects.exists()


def test_other_sheet_or_titles_forget_the_decisions(alice, brought, team, handler, scope_of):
    batch = brought(ZAHRA)
    alice.post(url("rows", team, batch), {"row_2": "skip"})

    alice.post(url("sheet", team, batch), {"sheet": "0", "header_row": "0"})

    with enter(scope_of(handler, team)):
        batch.refresh_from_db()
    assert batch.decisions == {}

"""Handlers whose names fit nobody in the team: asked about once, chosen for all their rows, kept with the import."""

import json

import pytest

from core.scope import enter
from participants.importing import batches, names, planning, undo
from participants.importing.cells import Colleague
from participants.importing.enums import Decision, Fate
from participants.models import Enrolment, HandlerAssignment, ImportBatch
from tests.conftest import member
from tests.participants.importing.conftest import url

READ_IN = {"read_in": "1"}
pytestmark = pytest.mark.django_db

SHEET = (
    "Namn\tHandledare\tÖnskat yrke\n"
    "Zahra Ahmadi\tJoar Ek\tKock eller bagare\n"
    "Omid Haddad\tjoar ek\tVad som helst\n"
    "Ali Noor\tAlice\tLokalvårdare\n"
    "Sara Lind\tOkänd Person\t\n"
)


@pytest.fixture
def johan(team, municipality):
    return member(team, municipality, "Johan Ek")


@pytest.mark.parametrize(
    ("written", "expected"),
    [("Joar Ek", ["Johan Ek"]), ("Jouhan", ["Johan Ek"]), ("Okänd Person", []), ("Ulrica Åstrøm", ["Ulrika Åström"])],
)
def test_near_names_are_suggested(written, expected):
    team = [Colleague(1, "Johan Ek"), Colleague(2, "Ulrika Åström"), Colleague(3, "Nour Saleh")]
    assert [one.name for one in names.near(written, team)] == expected


def handlers() -> dict[str, str]:
    found = HandlerAssignment.objects.values_list("participant__first_name", "user__name")
    return dict(found)


def test_unknown_name_is_asked_about_once_and_the_choice_goes_for_all_its_rows(
    wizard,
    alice,
    team,
    johan,
    team_scope,
):
    batch = wizard({"pasted": SHEET}, basis="agreement")
    rows = url("rows", team, batch.public_id)
    page = alice.get(rows).content.decode()
    assert page.count("”Joar Ek”, 2 rader") == 1
    assert page.count("”Okänd Person”, 1 rad") == 1
    assert page.index("Menas kanske") < page.index(f'<option value="user:{johan.pk}">Johan Ek</option>')

    assert alice.post(rows, {"name_0": f"user:{johan.pk}", "name_1": "nobody"}).status_code == 302
    page = alice.get(rows).content.decode()
    assert f'<option value="user:{johan.pk}" selected>Johan Ek</option>' in page
    with enter(team_scope):
        batch = ImportBatch.objects.get(pk=batch.pk)
        assert batch.names == {"joar ek": f"user:{johan.pk}", "okand person": "nobody"}

    assert alice.post(rows, READ_IN).status_code == 302
    with enter(team_scope):
        assert handlers() == {"Zahra": "Johan Ek", "Omid": "Johan Ek", "Ali": "Alice Ek"}
        assert not Enrolment.objects.filter(unread__has_key="handler").exists()


def test_name_nobody_has_chosen_for_stays_as_text(wizard, alice, team, johan, team_scope):
    batch = wizard({"pasted": SHEET}, basis="agreement")
    alice.post(url("rows", team, batch.public_id), READ_IN | {"name_0": "text"})
    with enter(team_scope):
        assert handlers() == {"Ali": "Alice Ek"}
        kept = Enrolment.objects.filter(unread__has_key="handler").values_list("unread__handler", flat=True)
        assert sorted(kept) == ["Joar Ek", "Okänd Person", "joar ek"]


@pytest.mark.parametrize("sent", ["user:0", "user:x", "x" * 5000])
def test_choice_that_is_none_is_refused_with_words(wizard, alice, team, johan, sent):
    batch = wizard({"pasted": SHEET}, basis="agreement")
    answer = alice.post(url("rows", team, batch.public_id), {"name_0": sent})
    assert answer.status_code == 422
    assert "Det valet finns inte längre" in answer.content.decode()


def test_colleague_who_left_since_the_choice_is_text_again(order_of, team_scope, johan):
    johan.memberships.update(ended_on="2020-01-02", started_on="2020-01-01")
    with enter(team_scope):
        plan = planning.plan(order_of(SHEET, names={"joar ek": f"user:{johan.pk}"}))
    assert plan.rows[0].handlers == ()
    assert plan.rows[0].unread == {"handler": "Joar Ek"}


def test_command_counts_unknown_names_as_flagged(import_register, team, johan, tmp_path):
    file = tmp_path / "lista.csv"
    file.write_text("Namn;Handledare;Startdatum\nZahra Ahmadi;Joar Ek;2026-03-01\nOmid Haddad;Johan Ek;2026-03-01\n")
    counts, _told = import_register(file, "--team", team.slug)
    assert (counts["created"], counts["flagged"]) == (2, 1), json.dumps(counts)


def test_wish_is_the_goal_when_the_sheet_has_none_and_the_review_says_so(
    wizard,
    alice,
    team,
    team_scope,
):
    batch = wizard({"pasted": SHEET}, basis="agreement")
    rows = url("rows", team, batch.public_id)
    assert "Listan har ingen kolumn för mål." in alice.get(rows).content.decode()
    alice.post(rows, READ_IN)
    with enter(team_scope):
        goals = dict(Enrolment.objects.values_list("participant__first_name", "goal"))
    assert goals == {"Zahra": "Kock eller bagare", "Omid": "", "Ali": "Lokalvårdare", "Sara": ""}


def test_goal_of_its_own_is_never_overwritten_by_the_wish(order_of, team_scope):
    with enter(team_scope):
        plan = planning.plan(order_of("Namn\tÖnskat yrke\tMål\nZahra Ahmadi\tKock\tStudera\nOmid Haddad\tBagare\t\n"))
    assert [row.enrolment.get("goal", "") for row in plan.rows] == ["Studera", ""]


def test_person_hidden_since_the_last_reading_is_as_one_who_has_left(
    entered, team, municipality, handler, colleague, scope_of
):
    """The importer hears of the reading of their own, never of the person; however often somebody is hidden, nobody is
    made once more, and those who answer for the hidden one hear of it."""
    from core.models import Notice
    from participants import actions
    from participants.enums import SharingBasis
    from participants.models import Participant

    text = "Namn\tTelefon\nZahra Ahmadi\t070-174 06 05\nOmid Haddad\t070-174 06 06\nAli Noor\t070-174 06 07\n"

    def read_again(decision: Decision | None = None) -> list[tuple[str, str, str, list[str]]]:
        with enter(scope_of(colleague, team)):
            batch = batches.bring(team=team, by=colleague, text=text)
            batches.map_columns(
                batch=batch, fields={}, organisation=municipality, basis=SharingBasis.AGREEMENT, by=colleague
            )
            if decision is not None:
                batches.decide(batch=batch, decisions={2: decision}, by=colleague)
            batches.start(batch=batch, by=colleague, title="")
            return [(line.fate, line.why, line.match, line.choices) for line in batches.outcome_lines(batch)]

    assert [fate for fate, *_rest in read_again()] == [Fate.CREATE] * 3
    actions.ask_conflict(participant=Participant.objects.get(first_name="Zahra"), user=colleague, by=handler)
    gone = Participant.objects.get(first_name="Ali")
    batch = ImportBatch.objects.get(state="done", counts__created=3)
    undo._remove(team.pk, [gone.pk])  # as erasure leaves it: the batch stands, the person and the row are gone
    assert batch.imported_rows.count() == 2
    hidden, seen, left = read_again()
    assert hidden == left == (Fate.DUPLICATE, "Du har läst in raden tidigare.", "", ["create"])
    assert seen[0] == Fate.DUPLICATE
    assert Notice.objects.filter(kind="import_hit").exclude(user_id=colleague.pk).exists()
    assert Participant.objects.count() == 2

    assert read_again(Decision.CREATE)[0][0] == Fate.CREATE, "as the importer decides, for one who has left too"
    again = Participant.objects.order_by("pk").last()
    actions.ask_conflict(participant=again, user=colleague, by=handler)
    assert read_again()[0] == hidden
    assert Participant.objects.count() == 3

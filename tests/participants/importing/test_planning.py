"""Each row's fate: read in, known already, refused with a reason a caseworker understands."""

import pytest

from core.scope import Kind, Scope, enter
from participants import actions, numbers
from participants.enums import SharingBasis
from participants.importing import batches, planning
from participants.importing.enums import Fate
from participants.models import ConflictOfInterest, Participant
from tests.participants.factories import enrolled

HEAD = "Förnamn\tEfternamn\tPersonnr\tTelefon\tE-post\tStartdatum\n"
NUMBER, OTHER_NUMBER = "19900101-2385", "19920909-2387"


@pytest.fixture
def fates(order_of, team_scope):
    """Plans some pasted rows under the usual titles."""

    def make(*rows, head=HEAD, **fields):
        with enter(team_scope):
            return planning.plan(order_of(head + "".join(f"{row}\n" for row in rows), **fields))

    return make


def told(plan):
    return [(row.number, row.fate, row.why) for row in plan.rows if row.fate != Fate.CREATE]


def test_row_with_a_name_is_read_in(fates):
    plan = fates("Zahra\tAhmadi\t\t\t\t2026-03-01")

    assert [(row.fate, row.name, row.is_flagged) for row in plan.rows] == [(Fate.CREATE, "Zahra Ahmadi", False)]


def test_counts_add_up_and_fixed_and_flagged_are_among_the_created(fates):
    plan = fates(
        "Zahra\tAhmadi\t900101-2385\t\t\t2026-03-01",  # mended
        "Omid\tHaddad\t\t\t\tefter påsk",  # to be read by a human
        "Zahra\tAhmadi\t19900101-2385\t\t\t",  # the same again
        "\t\t19920909-2387\t\t\t",  # no name
    )

    assert plan.counts() == planning.Counts(rows=4, created=2, fixed=1, refused=1, duplicate=1, flagged=1)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("\t\t19900101-2385\t\t\t", "Namn saknas."),
        ("?\t-\t19900101-2385\t\t\t", "Namn saknas."),
        ("Nya sedan oktober:", "Det här ser ut som en rubrik, inte en person."),
        ("AVSLUTADE", "Det här ser ut som en rubrik, inte en person."),
        ("Grupp 2", "Det här ser ut som en rubrik, inte en person."),
        ("\t\t\tAntal:\t=COUNTA(B4:B66)", "Det här ser ut som en summering, inte en person."),
        ("Summa\t\t\t12", "Det här ser ut som en summering, inte en person."),
        ("Förnamn\tEfternamn\tPersonnr", "Rubrikerna står en gång till här."),
        ('=B4&" "&C4\t\t\t\t\t', "Namnet är en formel. Klistra in det som värde i Excel först."),
    ],
)
def test_row_that_is_no_person_is_refused_with_a_reason(row, why, fates):
    plan = fates(row, "Zahra\tAhmadi\t\t\t\t")

    assert told(plan) == [(2, Fate.REFUSED, why)]


@pytest.mark.parametrize("row", ["Malin", "Summer\tEk", "Antala\tEk", "April"])
def test_row_with_little_in_it_may_be_a_person(row, fates):
    assert fates(row).rows[0].fate == (Fate.REFUSED if row == "April" else Fate.CREATE)


@pytest.mark.parametrize(
    "second",
    [
        f"Zahra\tAhmadi\t{NUMBER}\t\t\t",
        f"Z\tAhmadi-Ek Ahmadi\t{NUMBER}\t\t\t",
        "ZAHRA\tahmadi\t\t0701740605\t\t",
        "Zahra\tAhmadi\t\t\tZAHRA@example.org\t",
        "Zahra\tAhmadi\t\t\t\t",  # nothing that tells her from the other
    ],
)
def test_same_person_twice_in_the_file_is_read_once(second, fates):
    plan = fates("Zahra\tAhmadi\t900101-2385\t070-174 06 05\tzahra@example.org\t2026-03-01", second)

    assert told(plan) == [(3, Fate.DUPLICATE, "Samma person som rad 2 i filen.")]


@pytest.mark.parametrize(
    "second",
    [
        f"Zahra\tAhmadi\t{OTHER_NUMBER}\t070-174 06 05\t\t",  # same name and telephone, another number
        "Zohra\tAhmadi\t\t070-174 06 05\t\t",  # a telephone may be shared
        "Zahra\tAhmadi\t\t070-174 06 99\t\t",  # a namesake
    ],
)
def test_two_persons_who_share_something_are_both_read_in(second, fates):
    plan = fates(f"Zahra\tAhmadi\t{NUMBER}\t070-174 06 05\t\t2026-03-01", second)

    assert told(plan) == []


def test_same_number_under_quite_another_name_waits_for_the_leader(fates):
    plan = fates(f"Zahra\tAhmadi\t{NUMBER}\t\t\t", f"Omid\tHaddad\t{NUMBER}\t\t\t")

    assert told(plan) == [(3, Fate.REFUSED, "Processledaren behöver se över raden innan den kan läsas in.")]


def test_number_copied_down_the_column_does_not_make_one_of_many(fates):
    plan = fates("Olena\tÖberg\tLMA 51-123456\t\t\t", "Amina\tMüller\tLMA 51-123456\t\t\t")

    assert told(plan) == []


@pytest.mark.parametrize(
    "row",
    [
        f"Någon\tAnnan\t{NUMBER}\t\t\t",
        "Zahra\tAhmadi\t\t070-174 06 05\t\t",
        "Zahra\tAhmadi\t\t\t\t",
    ],
)
def test_person_in_the_team_already_is_a_duplicate(row, fates, entered, team, municipality):
    known = enrolled(team, municipality, number=NUMBER, phone="+46701740605")

    plan = fates(row)

    assert told(plan) == [(2, Fate.DUPLICATE, "Finns redan i teamet.")]
    assert plan.rows[0].matches == known.participant_id


def test_namesake_in_the_team_is_read_in_and_pointed_out(fates, entered, team, municipality):
    enrolled(team, municipality, number=NUMBER)

    plan = fates(f"Zahra\tAhmadi\t{OTHER_NUMBER}\t\t\t2026-03-01")

    assert plan.rows[0].fate == Fate.CREATE
    assert plan.rows[0].remarks == ["Någon med samma namn finns i teamet. Titta om det är samma person."]


def test_namesake_the_importer_must_not_know_of_is_not_pointed_out(
    fates, entered, team, municipality, handler, colleague, scope_of
):
    known = enrolled(team, municipality, number=NUMBER)
    actions.ask_conflict(participant=known.participant, user=colleague, by=handler)

    plan = fates(f"Zahra\tAhmadi\t{OTHER_NUMBER}\t\t\t2026-03-01", seen_by=scope_of(colleague, team))

    assert (plan.rows[0].fate, plan.rows[0].remarks, plan.hits) == (Fate.CREATE, [], [])


def test_person_of_another_team_is_no_duplicate(fates, other_team, stranger, municipality, scope_of):
    with enter(scope_of(stranger, other_team)):
        enrolled(other_team, municipality, number=NUMBER)

    assert told(fates(f"Zahra\tAhmadi\t{NUMBER}\t\t\t")) == []


def test_protected_row_without_anyone_to_keep_it_is_refused(fates):
    plan = fates("Zahra\tAhmadi\tskyddad id", head="Förnamn\tEfternamn\tAnteckning\n")

    assert told(plan)[0][1] == Fate.REFUSED
    assert "Bjud in en kollega" in told(plan)[0][2]


def test_plan_writes_nothing(fates, team_scope, django_assert_max_num_queries):
    fates("Zahra\tAhmadi\t\t\t\t")

    with enter(team_scope):
        assert Participant.objects.count() == 0


def test_plan_asks_the_same_number_of_questions_of_2_and_of_200_rows(fates, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked = []
    for many in (2, 200):
        rows = [f"Namn{n}\tEk{n}\t\t070-174 {n:04d}\t\t1/3" for n in range(many)]
        with CaptureQueriesContext(connection) as queries:
            fates(*rows)
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    "row", [f"Någon\tAnnan\t{NUMBER}\t\t\t", "Zahra\tAhmadi\t\t070-174 06 05\t\t", "Zahra\tAhmadi"]
)
def test_row_like_a_hidden_person_has_the_fate_of_any_other(
    row, fates, entered, team, municipality, handler, colleague, scope_of, team_scope, order_of
):
    """A row refused would answer whoever pastes a name or a number: somebody you must not see is here."""
    known = enrolled(team, municipality, number=NUMBER, phone="+46701740605")
    row_of_a_hidden, row_of_nobody = row, "Omid\tHaddad\t\t\t\t"
    actions.ask_conflict(participant=known.participant, user=colleague, by=handler)

    plan = fates(row_of_a_hidden, row_of_nobody, seen_by=scope_of(colleague, team), by_id=colleague.pk)

    assert told(plan) == []
    assert plan.rows[0].remarks == plan.rows[1].remarks
    assert plan.hits == [known.participant_id]


def test_number_of_a_hidden_person_is_saved_beside_and_known_again(
    entered, team, municipality, handler, colleague, scope_of
):
    known = enrolled(team, municipality, number=NUMBER)
    actions.ask_conflict(participant=known.participant, user=colleague, by=handler)
    text = f"{HEAD}Någon\tAnnan\t{NUMBER}\t\t\t2026-03-01\n"

    with enter(scope_of(colleague, team)):
        fates = []
        for _time in range(2):
            batch = batches.bring(team=team, by=colleague, text=text.replace("2026-03-01", f"2026-03-0{_time + 1}"))
            batches.map_columns(
                batch=batch, fields={}, organisation=municipality, basis=SharingBasis.AGREEMENT, by=colleague
            )
            batches.start(batch=batch, by=colleague, title="")
            fates += [line.fate for line in batches.outcome_lines(batch)]
        made = actions.known_number(number=numbers.read(NUMBER))

    assert fates == [Fate.CREATE, Fate.DUPLICATE]
    assert made is not None
    assert (made.first_name, numbers.reveal(made)) == ("Någon", NUMBER)


def test_reading_in_ones_own_row_tells_nothing_and_closes_the_new_one_too(
    entered, team, municipality, handler, colleague, scope_of
):
    """Whoever reads in a list may stand in it, and in the team already."""
    known = enrolled(team, municipality, "Bo", "Lind", number=NUMBER, email=colleague.email)
    actions.note_own_records(team_id=team.pk, participant_ids=[known.participant_id], by=handler)
    text = f"{HEAD}Bo\tLind\t{NUMBER}\t\t{colleague.email}\t2026-03-01\nOmid\tHaddad\t\t\t\t2026-03-01\n"

    with enter(scope_of(colleague, team)):
        batch = batches.bring(team=team, by=colleague, text=text)
        batches.map_columns(
            batch=batch, fields={}, organisation=municipality, basis=SharingBasis.AGREEMENT, by=colleague
        )
        batches.start(batch=batch, by=colleague, title="")
        lines = [(line.fate, line.match) for line in batches.outcome_lines(batch)]
        seen = set(Participant.objects.values_list("first_name", flat=True))

    assert {fate for fate, _match in lines} <= {Fate.CREATE}
    assert seen == {"Omid"}
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        own = ConflictOfInterest.objects.filter(user=colleague)
        assert own.count() == Participant.objects.filter(first_name="Bo").count() == 2


def test_comments_are_gone_through_once_however_many_rows(order_of, team_scope):
    """Rows times comments would let one hostile workbook hold a web process for hours."""

    class Counted(dict):
        times = 0

        def items(self):
            Counted.times += 1
            return super().items()

    order = order_of(HEAD + "Zahra\tAhmadi\t\t\t\t2026-03-01\n" * 20)
    order.sheet.comments.update({(3, 0): "Ring på morgonen"})
    object.__setattr__(order.sheet, "comments", Counted(order.sheet.comments))
    with enter(team_scope):
        plan = planning.plan(order)

    assert Counted.times == 1
    assert [row.number for row in plan.rows if row.notes] == [3]

"""The register's page: who stands in it, in what order, found how, at what cost."""

import json
import re
from datetime import datetime, time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Subquery
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import ReadLine
from participants import actions
from participants.enums import EndKind, EndReason, Focus, OutcomeKind, PauseReason, ProtectionLevel
from participants.models import RegisterRow
from participants.queries import register as queries
from participants.queries.overview import overview
from participants.queries.row import Row
from participants.queries.selected import asked_by, visible
from participants.queries.selection import Selection
from participants.queries.states import Ready
from participants.standing import Code, signals
from participants.views.rows import spans_of, standing
from participants.views.selections import ready_label
from tests.participants.factories import days_from_today, enrolled, intervention, register_afterwards

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(team):
    return reverse("participants:register", args=[team.slug])


def names(response) -> list[str]:
    return re.findall(r'<th role="rowheader".*?<bdi>(.*?)</bdi>', response.content.decode())


def statements(found) -> list[str]:
    """Without what the test's own transaction adds: savepoints, and the scope that is given back to it."""
    asked = [q["sql"][:70] for q in found if not re.search(r"(SAVEPOINT |BEGIN|COMMIT)", q["sql"][-60:])]
    return asked[:-1] if asked[-1].startswith("SELECT set_config('app.kind'") else asked


def count_of(response, ready: str) -> str:
    return re.search(rf'urval={ready}"[^>]*><span>[^<]*</span> <span class="n">(\d+\+?)<', response.content.decode())[1]


def test_register_lists_the_team_in_swedish_order_and_logs_it(entered, as_user, handler, team, municipality, url):
    for first, last in (("Åsa", "Öberg"), ("Per", "Zetterlund"), ("Bo", "Ahl"), ("Anna", "Åberg")):
        enrolled(team, municipality, first, last)
    response = as_user(handler).get(url)

    assert names(response) == ["Ahl, Bo", "Zetterlund, Per", "Åberg, Anna", "Öberg, Åsa"]
    line = ReadLine.objects.get()
    assert (line.kind, len(line.subject_ids), line.user_id) == ("listed", 4, handler.pk)


@pytest.mark.parametrize("many", [2, 20, 320])
def test_register_takes_eight_statements_however_many_people(entered, as_user, handler, team, municipality, url, many):
    enrolled(team, municipality, by=handler)
    with register_afterwards():
        for number in range(many - 1):
            enrolled(team, municipality, f"Namn{number}", "Efternamn", by=handler)
    client = as_user(handler)
    client.get(url)  # the first visit of a sign-in stamps the session
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200
    assert len(statements(captured.captured_queries)) == 8, statements(captured.captured_queries)


def test_register_is_closed_to_strangers_steering_and_nobody(as_user, client, stranger, steering, url):
    assert client.get(url).status_code == 302
    assert as_user(stranger).get(url).status_code == 404
    assert as_user(steering).get(url).status_code == 403


def test_hidden_person_is_in_no_row_no_count_and_no_search(
    entered, as_user, handler, colleague, leader, team, municipality, url
):
    person = enrolled(team, municipality, by=handler, basis="none")
    guarded = enrolled(team, municipality, "Dold", "Dahl", by=handler)
    actions.protect(
        participant=guarded.participant,
        level=ProtectionLevel.PROTECTED,
        alias="Björken",
        named=[handler],
        manager=leader,
        by=handler,
    )
    seen, unseen = as_user(handler).get(url), as_user(colleague).get(url)
    assert names(seen) == ["Ahmadi, Zahra", "Björken"] or names(seen) == ["Björken", "Ahmadi, Zahra"]
    assert names(unseen) == []
    assert '<span class="n">2</span>' not in unseen.content.decode()
    assert not re.search(r'<span class="n">[1-9]', unseen.content.decode())
    for enrolment in (person, guarded):
        page = reverse("participants:detail", args=[team.slug, enrolment.participant.public_id])
        assert as_user(colleague).get(page).status_code == 404
        assert as_user(colleague).get(page + "tidslinje/").status_code == 404
        assert as_user(colleague).post(page + "nummer/").status_code == 404
    found = as_user(colleague).post(
        reverse("participants:register_search", args=[team.slug]), {"q": "zahra"}, follow=True
    )
    assert names(found) == []


def test_search_words_are_not_in_the_address_and_find_without_diacritics(entered, as_user, handler, team, municipality):
    enrolled(team, municipality, "Åsa", "Öberg")
    enrolled(team, municipality, "Bo", "Ahl")
    address = reverse("participants:register_search", args=[team.slug])
    response = as_user(handler).post(address, {"q": "oberg"}, follow=True)
    assert names(response) == ["Öberg, Åsa"]
    assert "oberg" not in response.redirect_chain[-1][0].lower()
    assert names(as_user(handler).post(address, {"q": "\x00 " * 20}, follow=True)) == ["Ahl, Bo", "Öberg, Åsa"]


@pytest.mark.parametrize(
    "query",
    [
        "urval=hej&ordning=%00&handledare=-1&kommun=abc&rader=7&efter=%00&lage=x",
        "efter=zzz&ordning=-steg",
        "fore=-zzz&ordning=handledare",
        "handledare=99999999999999999&sok=finns-inte",
        "kommun=٣٣٣٣",
        "lage=ended",
    ],
)
def test_odd_addresses_give_a_page(entered, as_user, handler, team, municipality, url, query):
    enrolled(team, municipality)
    assert as_user(handler).get(f"{url}?{query}").status_code == 200


def test_filters_narrow_and_stand_as_chips(entered, as_user, handler, colleague, team, municipality, url):
    enrolled(team, municipality, "Bo", "Ahl", by=handler, handler=handler)
    enrolled(team, municipality, "Per", "Berg", by=handler, handler=colleague)
    enrolled(team, municipality, "Eva", "Ceder", by=handler)
    client = as_user(handler)
    assert names(client.get(f"{url}?handledare={colleague.pk}")) == ["Berg, Per"]
    assert names(client.get(f"{url}?handledare=ingen")) == ["Ceder, Eva"]
    assert names(client.get(f"{url}?urval=mina")) == ["Ahl, Bo"]
    assert 'class="chip"' in client.get(f"{url}?handledare=ingen").content.decode()
    assert client.get(reverse("participants:register_filter", args=[team.slug])).status_code == 200


@pytest.mark.parametrize(
    "sort", ["namn", "-namn", "start", "-start", "steg", "-steg", "kontakt", "handledare", "-handledare"]
)
def test_pages_by_key_give_every_row_once_in_order_forth_and_back(entered, handler, team, municipality, sort):
    for number in range(13):
        person = enrolled(team, municipality, "Anna", "Andersson", by=handler, handler=handler if number % 3 else None)
        if number % 2:
            actions.set_next_step(
                enrolment=person, step="x", who="", on=days_from_today(number // 4), waiting_for="", by=handler
            )
    asked = asked_by(entered)
    whole = Selection.read({"ordning": sort, "rader": "300"})
    seen = overview(whole, asked, None)
    sheet = [row.id for row in queries.page(whole, asked, None, seen).rows]
    forth, cursor, pages = [], "", []
    while True:
        part = Selection(sort=whole.sort, descending=whole.descending, after=cursor, size=5)
        page = queries.page(part, asked, None, seen)
        pages.append(page)
        forth += [row.id for row in page.rows]
        cursor = page.after
        if not cursor:
            break
    assert sorted(forth) == sorted(sheet)
    assert len(set(forth)) == 13
    assert forth == sheet
    back = queries.page(
        Selection(sort=whole.sort, descending=whole.descending, before=pages[-1].before, size=5), asked, None, seen
    )
    assert [row.id for row in back.rows] == [row.id for row in pages[-2].rows]


def test_pages_by_handler_follow_the_name_in_swedish_order_also_a_new_name(
    entered, as_user, handler, colleague, team, municipality, url
):
    for number, who in enumerate([handler, colleague, None] * 9):
        enrolled(team, municipality, f"P{number:02}", by=handler, handler=who)
    assert names(as_user(handler).get(f"{url}?ordning=handledare&rader=25"))[0] == "Ahmadi, P00"

    sent = {"name": "Åke Ek", "language": "sv", "theme": "dark", "density": "tight"}
    assert as_user(handler).post(reverse("accounts:profile"), sent).status_code == 302

    assert names(as_user(handler).get(f"{url}?ordning=handledare&rader=25"))[0] == "Ahmadi, P01"
    call_command("rebuild_register", team=team.slug, check=True)


def plan(rows, size=50) -> str:
    sql, params = rows[:size].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        return "\n".join(row[0] for row in cursor.fetchall())


def at_of(row):
    return lambda column: Subquery(RegisterRow.objects.filter(pk=row.pk).values(column))


@pytest.mark.parametrize(
    ("sort", "index"),
    [
        ("namn", "row_team_name"),
        ("start", "row_team_start"),
        ("kontakt", "row_team_contact"),
        ("steg", "row_team_step"),
        ("handledare", "row_team_handler_name"),
    ],
)
def test_each_sort_can_walk_its_index_as_role_app(entered, team, municipality, handler, sort, index):
    from participants.queries.keyset import Key, walk

    person = enrolled(team, municipality, by=handler)
    column = queries.SORTS[sort]
    keys = [Key(column), Key("pk")] if sort == "namn" else [Key(column), Key("sort_name"), Key("pk")]
    rows = visible(entered).filter(**{f"{column}__isnull": False})
    assert index in plan(walk(rows, keys, at_of(person.row), backwards=False))


READY_SAYS = {
    Ready.NO_HANDLER: {Code.NO_HANDLER},
    Ready.GAP: {Code.GAP},
    Ready.NO_JOB_FOCUS: {Code.NO_JOB_FOCUS},
    Ready.NO_STEP: {Code.NO_STEP},
    Ready.STEP_LATE: {Code.STEP_LATE},
    Ready.STILL: {Code.STILL},
    Ready.ENDS_SOON: {Code.ENDS_SOON},
    Ready.PAUSED: {Code.PAUSED, Code.PAUSE_CONTACT},
    Ready.PAUSE_CONTACT: {Code.PAUSE_CONTACT},
    Ready.FOLLOW_UP: {Code.FOLLOW_UP},
    Ready.IN_WORK: {Code.IN_WORK},
    Ready.ENDED: {Code.ENDED},
}


def people_in_every_state(handler, team, municipality) -> None:
    spans = [None, (-60, -9), (-60, -8), (-60, -7), (-60, 21), (-60, 22), (-60, 3), (-20, None), (-14, -1), (5, 30)]
    for number, span in enumerate(spans):
        for age in (3, 8, 9, 15, 16, 90, 91, 100):
            person = enrolled(
                team,
                municipality,
                f"N{number}",
                f"A{age}",
                by=handler,
                handler=handler if age % 2 else None,
                started_on=days_from_today(-age),
            )
            if span:
                intervention(person, Focus.JOB if number % 2 else Focus.SKILL, *span)
            if number == 6 and age > 8:
                intervention(person, Focus.JOB, 9, 40)
            if age == 16:
                actions.set_next_step(
                    enrolment=person, step="x", who="", on=days_from_today(number - 3), waiting_for="", by=handler
                )
            if (number, age) in {(1, 9), (7, 100)}:
                actions.pause(
                    enrolment=person, reason=PauseReason.AWAY, by=handler, next_contact_on=days_from_today(number - 5)
                )
            if (number, age) in {(2, 9), (8, 100)}:
                actions.record_outcome(
                    enrolment=person, kind=OutcomeKind.WORK, starts_on=days_from_today(-25 * (number - 1)), by=handler
                )
            if (number, age) in {(3, 9), (9, 100)}:
                actions.end_enrolment(enrolment=person, reason=EndReason.WORK, kind=EndKind.ENDED, by=handler)


def test_ready_made_states_and_signals_say_the_same(entered, handler, team, municipality):
    with register_afterwards():
        people_in_every_state(handler, team, municipality)
    asked = asked_by(entered)
    rows = [Row(*v) for v in RegisterRow.objects.values_list(*Row._fields)]
    told = {row.id: {s.code for s in signals(standing(row, spans_of(row.interventions)), asked.today)} for row in rows}
    for ready, codes in READY_SAYS.items():
        selection = Selection(ready=ready)
        by_sql = {row.id for row in queries.page(selection, asked, None, overview(selection, asked, None)).rows}
        by_rule = {pk for pk, found in told.items() if found & codes}
        assert by_sql == by_rule, ready
        assert by_sql, f"nobody was {ready}"


def test_meeting_today_counts_todays_even_when_an_older_one_was_never_closed(
    entered, as_user, handler, team, municipality, url
):
    person = enrolled(team, municipality, by=handler)
    noon = timezone.make_aware(datetime.combine(timezone.localdate(), time(12)))
    for when in (noon - timedelta(days=3), noon):
        actions.book_meeting(enrolment=person, starts_at=when, with_user=handler, by=handler)
    response = as_user(handler).get(f"{url}?urval=mote-i-dag")
    assert names(response) == ["Ahmadi, Zahra"]


def test_poll_is_empty_until_something_changes_and_then_sends_only_that_row(
    entered, as_user, handler, team, municipality, url
):
    person = enrolled(team, municipality, by=handler, handler=handler)
    enrolled(team, municipality, "Bo", "Ahl", by=handler)
    client = as_user(handler)
    poll = reverse("participants:register_changes", args=[team.slug])
    far = 2**60
    before = ReadLine.objects.count()
    assert client.get(f"{poll}?plats={far}", headers={"X-Poll": "1"}).status_code == 204
    assert client.get(f"{poll}?plats=%00", headers={"X-Poll": "1"}).status_code == 204
    assert ReadLine.objects.count() == before
    response = client.get(f"{poll}?plats=1", headers={"X-Poll": "1"})
    assert f'id="r-{person.public_id}"' in response.content.decode()
    assert ReadLine.objects.count() == before + 1
    gone = client.get(f"{poll}?plats=1&urval=pausade", headers={"X-Poll": "1"}).content.decode()
    assert "Ahmadi" not in gone
    assert f"#r-{person.public_id}" in gone


def test_rebuild_command_mends_and_check_fails_on_a_difference(entered, team, municipality, handler, capsys):
    person = enrolled(team, municipality, by=handler)
    call_command("rebuild_register", team=team.slug, check=True)
    RegisterRow.objects.filter(enrolment=person).update(goal="något annat")
    with pytest.raises(CommandError):
        call_command("rebuild_register", team=team.slug, check=True)
    call_command("rebuild_register", team=team.slug, json=True)
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"rows": {team.slug: 1}}
    call_command("rebuild_register", team=team.slug, check=True)


def test_two_colleagues_with_the_same_letters_stand_apart_and_are_said_whole(
    entered, as_user, team, municipality, handler, colleague, url
):
    handler.name, colleague.name = "Maja Åberg", "Mirza Åkesson"
    handler.save()
    colleague.save()
    enrolled(team, municipality, "Ett", "Ett", by=handler, handler=handler)
    enrolled(team, municipality, "Två", "Två", by=handler, handler=colleague)
    page = as_user(handler).get(url).content.decode()
    shown = re.findall(r'<abbr class="who[^>]*title="([^"]*)"><span aria-hidden="true">(\w+)</span>', page)
    assert set(shown) == {("Maja Åberg", "MaÅ"), ("Mirza Åkesson", "MiÅ")}
    assert '<span class="only-read">Maja Åberg</span>' in page


def test_every_ready_made_state_has_words():
    assert all(ready_label(ready) for ready in Ready)

"""Crypto, folding, feed, outbox, runs, mail, notices, headers, denied lines."""

import threading
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag
from django.core import mail as django_mail
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core import crypto, feed, mail, notices, outbox, runs, search
from core.folding import fold, prefix_range, sort_key, tokens
from core.logs import ScrubFilter
from core.models import DeniedLine, Mail, Notice, NoticePreference, OutboxMessage, Run, SearchToken
from core.scope import Kind, Scope, enter, system


def test_number_moved_to_another_row_does_not_open():
    sealed = crypto.encrypt("199001012385", bound_to="a")
    assert crypto.decrypt(sealed, bound_to="a") == "199001012385"
    assert b"19900101" not in sealed
    with pytest.raises(InvalidTag):
        crypto.decrypt(sealed, bound_to="b")


def test_number_sealed_with_an_older_key_still_opens(settings):
    sealed = crypto.encrypt("x", bound_to="a")
    settings.NUMBER_KEYS = {"k2": "33" * 32, **settings.NUMBER_KEYS}
    assert crypto.decrypt(sealed, bound_to="a") == "x"
    assert crypto.encrypt("x", bound_to="a").startswith(b"k2:")
    settings.NUMBER_KEYS = {"k2": "33" * 32}
    with pytest.raises(crypto.KeyMissing):
        crypto.decrypt(sealed, bound_to="a")


@pytest.mark.parametrize(
    "names", [["Adam", "ada", "Zara", "Åsa", "Äng", "Öst"], ["d'Angelo", "Dahl", "Ek", "Éva", "Fors"], ["", "A", "Å"]]
)
def test_sort_key_orders_as_a_swede_would(names):
    expected = sorted(names, key=lambda n: sort_key(n))
    assert [n for n in expected if n[:1].upper() in "ÅÄÖ"] == [n for n in names if n[:1].upper() in "ÅÄÖ"]
    assert sort_key("Zara") < sort_key("Åsa") < sort_key("Äng") < sort_key("Öst")
    assert sort_key("Müller") == sort_key("Myller")


def test_tokens_find_a_hurried_spelling():
    assert tokens("Åsa  ÖBERG-Ek, Åsa") == ["asa", "oberg", "ek", "obergek"]
    assert tokens("O'Neill O’Neill O´Neill OʼNeill O‑Neill") == ["neill", "oneill"]
    assert tokens("- 'al-' x-y") == ["al", "xy"]
    assert fold("Łukasz Ñ") == fold("łukasz n")


@given(
    st.text(min_size=1, max_size=8).filter(lambda t: t[-1] != chr(0x10FFFF) and ord(t[-1]) != 0xD7FF),
    st.text(max_size=4),
)
def test_prefix_range_holds_every_longer_string(prefix, more):
    low, high = prefix_range(prefix)
    assert low <= prefix + more < high


def test_search_replaces_words_and_needs_every_word(entered, team):
    search.index(team_id=team.pk, subject_type="x", subject_id=1, text="Zahra Ahmadi Mölndal")
    search.index(team_id=team.pk, subject_type="x", subject_id=2, text="Zahra Ek")
    assert search.find("zah", team_id=team.pk, subject_type="x") == [1, 2]
    assert search.find("mölnd zahra", team_id=team.pk, subject_type="x") == [1]
    search.index(team_id=team.pk, subject_type="x", subject_id=1, text="Zahra Ek")
    assert search.find("ahmadi", team_id=team.pk, subject_type="x") == []
    assert SearchToken.objects.filter(subject_id=1).count() == 2


JOINED = {1: "Amal Al-Khatib", 2: "Amal Alkhatib", 3: "Amal Al Khatib", 4: "Kim O'Neill", 5: "Kim Oneill", 6: "Al Ek"}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("alkhatib", [1, 2]),
        ("AlKha", [1, 2]),
        ("al-khatib", [1, 2, 3]),
        ("al-kha", [1, 2, 3]),
        ("al khatib", [1, 3]),
        ("khatib amal", [1, 3]),
        ("amal al-khatib", [1, 2, 3]),
        ("al-", [1, 2, 3, 6]),
        ("oneill", [4, 5]),
        ("O'Neill", [4, 5]),
        ("o’neill kim", [4, 5]),
        ("o´nei", [4, 5]),
        ("neill", [4]),
        ("al-ahmadi", []),
    ],
)
def test_names_written_together_or_apart_are_found_by_either_spelling(entered, team, typed, found):
    for pk, name in JOINED.items():
        search.index(team_id=team.pk, subject_type="x", subject_id=pk, text=name)
    assert search.find(typed, team_id=team.pk, subject_type="x") == found


@pytest.mark.parametrize("words", ["", " ", "%", "'; --", "\u200f", "💥", "a" * 5000])
def test_search_takes_any_input(entered, team, words):
    assert search.find(words, team_id=team.pk, subject_type="x") == []


def test_feed_never_loses_a_change_that_commits_late(own_database, django_db_blocker):
    """Slow begins first and commits last; a reader who went on from the highest id would miss it."""
    started, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with system():
            feed.record(team_id=None, subject_type="x", subject_ids=[1], kind="slow")
            started.set()
            go_on.wait(5)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    started.wait(5)
    with system():
        feed.record(team_id=None, subject_type="x", subject_ids=[2], kind="quick")
    with system():
        first = feed.since(0)
    go_on.set()
    thread.join()
    with system():
        second = feed.since(first.position)
    assert {item.kind for item in first.items} == {"quick"}
    assert "slow" in {item.kind for item in second.items}


def test_outbox_message_is_sent_again_until_done_then_set_aside(db):
    outbox.send("x.y", 7, unique_key="once")
    outbox.send("x.y", 7, unique_key="once")
    assert OutboxMessage.objects.count() == 1
    for _ in range(outbox.MAX_ATTEMPTS):
        assert [m.task for m in outbox.claim_due()] == ["x.y"]
        assert outbox.claim_due() == []
        OutboxMessage.objects.update(run_after=timezone.now())
    assert outbox.claim_due() == []
    assert OutboxMessage.objects.get().stuck_at is not None


def test_outbox_message_that_is_done_is_never_sent_again(db):
    outbox.send("x.y", run_after=timezone.now() - timedelta(hours=1))
    message = outbox.claim_due()[0]
    outbox.finish(message.pk)
    OutboxMessage.objects.update(run_after=timezone.now())
    assert outbox.claim_due() == []


@pytest.fixture
def work(monkeypatch):
    monkeypatch.setattr(runs, "_work", dict(runs._work))
    calls: list[int] = []

    def count_to_three(run: Run) -> dict[str, object]:
        calls.append(run.pk)
        runs.progress(run, 1, 3, "ett")
        if run.params.get("fail"):
            raise runs.RunError("Filen gick inte att läsa.")
        if run.params.get("crash"):
            raise ZeroDivisionError
        return {"counted": 3}

    runs.register("test.count", count_to_three, queue=outbox.Queue.QUICK)
    return calls


@pytest.mark.parametrize(
    ("params", "state", "words"),
    [({}, "done", "ett"), ({"fail": 1}, "failed", "Filen gick inte att läsa."), ({"crash": 1}, "failed", "hos oss")],
)
def test_run_ends_with_words_for_its_owner(entered, handler, team, work, params, state, words):
    run = runs.start(kind="test.count", title="Räknar", by_id=handler.pk, team_id=team.pk, params=params)
    assert runs.execute(run.pk) is True
    run.refresh_from_db()
    assert run.state == state
    assert words in run.message
    assert runs.execute(run.pk) is False
    assert work == [run.pk]


def test_run_whose_worker_died_is_asked_for_again(entered, handler, team, work):
    """The message of a run in another's hands is not done: when that claim is over, the work is done after all."""
    run = runs.start(kind="test.count", title="Räknar", by_id=handler.pk, team_id=team.pk)
    message = OutboxMessage.objects.get(task="core.execute_run")
    claim = timezone.now() + timedelta(minutes=5)
    Run.objects.filter(pk=run.pk).update(state="running", attempts=1, claimed_until=claim)
    runs.carry_out(message.pk, run.pk)
    message.refresh_from_db()
    assert (message.done_at, work) == (None, [])

    Run.objects.filter(pk=run.pk).update(claimed_until=timezone.now() - timedelta(minutes=1))
    runs.carry_out(message.pk, run.pk)
    message.refresh_from_db()
    assert message.done_at is not None
    assert work == [run.pk]


def test_run_with_a_known_key_is_the_same_run(entered, handler, team, work):
    given = {"kind": "test.count", "title": "Räknar", "by_id": handler.pk, "team_id": team.pk, "unique_key": "k"}
    assert runs.start(**given) == runs.start(**given)
    assert OutboxMessage.objects.filter(task="core.execute_run").count() == 1


def test_run_page_is_its_owners_alone(entered, handler, colleague, team, work, as_user):
    run = runs.start(kind="test.count", title="Räknar", by_id=handler.pk, team_id=team.pk)
    assert as_user(handler).get(f"/korning/{run.public_id}/").status_code == 200
    assert as_user(colleague).get(f"/korning/{run.public_id}/").status_code == 404


def test_poll_of_a_finished_run_stops_itself(entered, handler, team, work, as_user):
    run = runs.start(kind="test.count", title="Räknar", by_id=handler.pk, team_id=team.pk)
    client = as_user(handler)
    assert client.get(f"/korning/{run.public_id}/", headers={"HX-Request": "true"}).status_code == 200
    runs.execute(run.pk)
    assert client.get(f"/korning/{run.public_id}/", headers={"HX-Request": "true"}).status_code == 286


def test_mail_is_sent_once_and_its_text_dropped(db):
    sent = mail.send(to="a@example.org", subject="Två\nrader", text="Kod 123456")
    assert mail.deliver(sent.pk) is True
    assert mail.deliver(sent.pk) is False
    assert [m.subject for m in django_mail.outbox] == ["Två rader"]
    assert Mail.objects.get().text == ""


def test_mail_about_a_deed_waits_a_minute_and_is_dropped_when_the_matter_is_settled(handler, team, time_machine):
    time_machine.move_to("2026-11-17 10:00", tick=False)
    NoticePreference.objects.create(user_id=handler.pk, kind="handover", channel="mail")
    about = {"user_id": handler.pk, "kind": "handover", "title": "En fråga", "team_id": team.pk}
    for page in ("/x/", "/y/"):
        notices.tell(**about, url=page)
    waited_for = notices.tell(**about, url="/z/", at_once=True)
    assert waited_for is not None
    at_once = Mail.objects.latest("pk").pk
    assert [one.args for one in outbox.claim_due()] == [[at_once]]

    time_machine.shift(30)
    assert notices.settle(team_id=team.pk, url="/x/", kinds=["handover"]) == 1
    assert Mail.objects.count() == 2
    time_machine.shift(31)
    assert [one.args for one in outbox.claim_due()] == [[Mail.objects.exclude(pk=at_once).get().pk]]
    assert notices.settle(team_id=team.pk, url="/y/", kinds=["handover"]) == 1
    assert Mail.objects.count() == 2  # on its way: not taken back


def test_taking_back_nothing_drops_nothing(db):
    mail.send(to="a@example.org", subject="Kod", text="123456")
    assert mail.take_back([]) == mail.take_back(["notice:1"]) == 0
    assert len(outbox.claim_due()) == 1


@pytest.mark.parametrize(("channel", "shown", "mailed"), [("app", 1, 0), ("mail", 1, 1), ("none", 0, 0)])
def test_notice_follows_the_channel_its_reader_chose(handler, channel, shown, mailed):
    NoticePreference.objects.create(user_id=handler.pk, kind="handover", channel=channel)
    notices.tell(user_id=handler.pk, email=handler.email, kind="handover", title="En fråga", url="/x/")
    assert (Notice.objects.count(), Mail.objects.count()) == (shown, mailed)
    notices.mark_read(handler.pk, [n.pk for n in notices.unread(handler.pk)])
    assert notices.unread(handler.pk) == []


def test_log_lines_are_scrubbed():
    import logging

    record = logging.LogRecord("x", 20, "f", 1, "fel för %s och %s", ("900101-2385", "a@example.org"), None)
    ScrubFilter().filter(record)
    assert record.getMessage() == "fel för [nummer] och [mejl]"


def test_every_answer_is_kept_out_of_caches_and_frames(client, db):
    for address in ("/halsa/live/", "/finns-inte/", "/"):
        response = client.get(address)
        assert "no-store" in response["Cache-Control"], address
        assert response["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert "HX-Request" in response["Vary"]
        assert response["Referrer-Policy"] == "same-origin"


def test_refusal_of_somebody_signed_in_is_noted(as_user, handler, entered, team):
    as_user(handler).get("/korning/finnsinte/")
    line = DeniedLine.objects.get()
    assert (line.user_id, line.place, line.status) == (handler.pk, "core:run_detail", 404)


def test_person_table_stays_closed_in_scope_system(db, team):
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        search.index(team_id=team.pk, subject_type="x", subject_id=1, text="Zahra")
    with transaction.atomic(), enter(Scope(Kind.SYSTEM)):
        assert SearchToken.objects.count() == 0


def test_limits_of_heavy_work_stay_under_what_would_hand_it_out_twice(settings):
    from core import runs

    asked, made = (outbox.LIMITS[outbox.Queue.HEAVY][name] for name in ("soft_time_limit", "time_limit"))
    visible = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    assert settings.CELERY_TASK_SOFT_TIME_LIMIT < asked < made < min(visible, runs.CLAIM.total_seconds())

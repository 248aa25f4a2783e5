"""Doors for people without accounts: links, codes told, sent, shown and mailed, grants, ceilings."""

import threading
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from accounts import access, guesses
from accounts.access import Door, Outcome
from accounts.models import AccessCode, AccessLink, Membership, Organisation, Team, User
from core.models import Mail
from core.scope import Kind, Scope, enter

PERSON = 4711


def browser(**meta):
    """A request of a new browser; hand its session on with `again`."""
    request = RequestFactory().post("/", **meta)
    request.session, request.user = SessionStore(), AnonymousUser()
    return request


def again(request, **meta):
    other = browser(**meta)
    other.session = request.session
    return other


@pytest.fixture
def door(team):
    return Door("smail", team.pk, "assessment", 7, PERSON)


@pytest.fixture
def in_team(handler, team, scope_of):
    return lambda: enter(scope_of(handler, team))


def wrong(digits: str) -> str:
    return str((int(digits) + 1) % 10 ** len(digits)).zfill(len(digits))


def test_told_code_after_the_button_opens_the_door_once(door, in_team, handler):
    with in_team():
        link = access.make_link(door, by=handler)
    phone = browser()
    access.ask(phone, "smail", link.token)
    with in_team():
        assert access.asked_at(door) is not None
        code = access.tell_code(door, by=handler)

    assert access.try_code(phone, "smail", code.digits) == Outcome.OPEN

    assert access.grant_of(phone, "smail").door == door
    assert access.try_code(phone, "smail", code.digits) == Outcome.WRONG


def test_tables_hold_neither_token_nor_digits(door, in_team, handler):
    with in_team():
        link = access.make_link(door, by=handler)
        here = access.make_here_code(door, by=handler)
        kept = b"".join(bytes(row.token_digest) for row in (AccessLink.objects.get(), AccessCode.objects.get()))
        kept += bytes(AccessCode.objects.get().digest)
    for secret in (link.token, here.token, here.digits):
        assert secret.encode() not in kept
    assert len(link.token) >= 43  # 256 bits


def test_tell_code_when_nobody_has_pressed_the_button_raises(door, in_team, handler):
    with in_team():
        access.make_link(door, by=handler)
        with pytest.raises(access.NobodyAsks):
            access.tell_code(door, by=handler)


def test_code_in_another_browser_than_the_one_that_asked_is_wrong(door, in_team, handler):
    with in_team():
        link = access.make_link(door, by=handler)
    phone, thief = browser(), browser()
    access.ask(thief, "smail", link.token)
    access.ask(phone, "smail", link.token)
    with in_team():
        code = access.tell_code(door, by=handler)

    assert access.try_code(thief, "smail", code.digits) == Outcome.WRONG
    assert access.try_code(phone, "smail", code.digits) == Outcome.OPEN


@pytest.mark.parametrize("zero", ["٠", "۰", "०", "0"])
def test_code_in_the_digits_of_another_script_opens(door, in_team, handler, zero):
    with in_team():
        code = access.make_here_code(door, by=handler)
    typed = "".join(chr(ord(zero) + int(digit)) for digit in code.digits)

    assert access.try_here_code(browser(), "smail", f"\u200f {typed[:4]} {typed[4:]}") == Outcome.OPEN


@pytest.mark.parametrize("typed", ["", "abc", "\x00", "🙂🙂", "\ud800", "1" * 5000, "½", "²²²²²²"])
def test_code_that_is_no_code_is_wrong_and_never_a_fault(door, in_team, handler, typed):
    with in_team():
        access.make_here_code(door, by=handler)
    assert access.try_here_code(browser(), "smail", typed) == Outcome.WRONG
    phone = browser()
    access.ask(phone, "smail", typed)
    assert access.try_code(phone, "smail", typed) == Outcome.WRONG


def test_sixth_try_of_a_code_is_refused_even_when_right(door, in_team, handler):
    with in_team():
        link = access.make_link(door, by=handler)
    phone = browser()
    access.ask(phone, "smail", link.token)
    with in_team():
        code = access.tell_code(door, by=handler)
    for _ in range(5):
        assert access.try_code(phone, "smail", wrong(code.digits)) == Outcome.WRONG

    assert access.try_code(phone, "smail", code.digits) == Outcome.WRONG


@pytest.mark.parametrize("age", [timedelta(minutes=11), timedelta(days=15)])
def test_what_is_too_old_does_not_open(door, in_team, handler, age, monkeypatch):
    with in_team():
        link = access.make_link(door, by=handler)
        here = access.make_here_code(door, by=handler)
    phone = browser()
    access.ask(phone, "smail", link.token)
    with in_team():
        code = access.tell_code(door, by=handler)
        for model in (AccessCode, AccessLink):
            for row in model.objects.all():
                model.objects.filter(pk=row.pk).update(expires_at=row.expires_at - age)

    assert access.try_code(phone, "smail", code.digits) == Outcome.WRONG
    assert access.try_here_code(phone, "smail", here.digits) == Outcome.WRONG
    assert access.use_here_token(phone, "smail", here.token) == Outcome.WRONG


def test_new_link_ends_the_one_before(door, in_team, handler):
    with in_team():
        old = access.make_link(door, by=handler)
        access.make_link(door, by=handler)
    phone = browser()
    access.ask(phone, "smail", old.token)
    assert access.is_asking(phone, "smail")  # says nothing
    assert access.asked_door(phone, "smail") is None


def test_link_of_another_purpose_opens_nothing(door, in_team, handler):
    with in_team():
        link = access.make_link(door, by=handler)
        here = access.make_here_code(door, by=handler)
    phone = browser()
    access.ask(phone, "posting", link.token)
    assert access.asked_door(phone, "posting") is None
    assert access.use_here_token(phone, "posting", here.token) == Outcome.WRONG


def test_here_code_works_by_token_or_digits_but_once_together(door, in_team, handler):
    with in_team():
        code = access.make_here_code(door, by=handler)
    assert access.use_here_token(browser(), "smail", code.token) == Outcome.OPEN
    assert access.try_here_code(browser(), "smail", code.digits) == Outcome.WRONG


def test_taken_back_door_closes_the_grant_too(door, in_team, handler):
    with in_team():
        code = access.make_here_code(door, by=handler)
    phone = browser()
    access.use_here_token(phone, "smail", code.token)
    grant = access.grant_of(phone, "smail")
    with enter(access.scope_of(grant)):
        assert access.still_stands(grant)

    with in_team():
        access.take_back_all(PERSON)

    with enter(access.scope_of(grant)):
        assert not access.still_stands(grant)


def test_grant_lasts_twenty_minutes_from_the_last_answer_and_two_hours_at_most(door, in_team, handler, monkeypatch):
    with in_team():
        code = access.make_here_code(door, by=handler)
    phone = browser()
    access.use_here_token(phone, "smail", code.token)
    now = time.time()

    monkeypatch.setattr(time, "time", lambda: now + 19 * 60)
    access.prolong(phone, access.grant_of(phone, "smail"))
    monkeypatch.setattr(time, "time", lambda: now + 38 * 60)
    assert access.grant_of(phone, "smail")
    monkeypatch.setattr(time, "time", lambda: now + 40 * 60)
    assert access.grant_of(phone, "smail") is None
    for minute in range(38, 119, 10):
        monkeypatch.setattr(time, "time", lambda minute=minute: now + minute * 60)
        access.prolong(phone, access.grant_of(phone, "smail"))
    monkeypatch.setattr(time, "time", lambda: now + 121 * 60)
    assert access.grant_of(phone, "smail") is None


def test_opening_gives_the_session_a_new_key_and_signs_staff_out(door, in_team, handler, client):
    with in_team():
        code = access.make_here_code(door, by=handler)
    client.force_login(handler, backend="allauth.account.auth_backends.AuthenticationBackend")
    request = browser()
    request.session, request.user = client.session, handler
    before = request.session.session_key

    access.use_here_token(request, "smail", code.token)
    request.session.save()

    assert not request.user.is_authenticated
    assert request.session.session_key != before
    assert "_auth_user_id" not in request.session
    assert access.grant_of(request, "smail")


def test_grant_shows_the_persons_own_rows_only(door, in_team, handler, team):
    other = Door("smail", team.pk, "assessment", 8, PERSON + 1)
    with in_team():
        code = access.make_here_code(door, by=handler)
        access.make_here_code(other, by=handler)
        assert AccessCode.objects.count() == 2
    phone = browser()
    access.use_here_token(phone, "smail", code.token)
    with enter(access.scope_of(access.grant_of(phone, "smail"))):
        assert [row.subject_id for row in AccessCode.objects.all()] == [7]
    assert AccessCode.objects.count() == 0  # an anonymous browser sees nothing


def test_sent_code_is_given_to_the_channel_and_opens(door, in_team, handler):
    with in_team():
        link = access.make_link(door, by=handler)
    phone, sent = browser(), []
    access.ask(phone, "smail", link.token)

    assert access.send_code(phone, "smail", send=lambda to, digits: sent.append((to, digits)))

    assert sent[0][0] == door
    assert access.try_code(phone, "smail", sent[0][1]) == Outcome.OPEN


def test_sent_codes_of_one_link_are_limited(door, in_team, handler):
    with in_team():
        link = access.make_link(door, by=handler)
    phone, sent = browser(), []
    access.ask(phone, "smail", link.token)
    answers = [access.send_code(phone, "smail", send=lambda _to, digits: sent.append(digits)) for _ in range(8)]
    assert answers == [True] * 6 + [False] * 2
    assert access.try_code(phone, "smail", sent[0]) == Outcome.WRONG  # a newer one took its place
    assert access.try_code(phone, "smail", sent[-1]) == Outcome.OPEN


def test_mailed_code_opens_an_employers_door(team):
    door = Door("posting", team.pk, "job", 12)
    desk = browser()
    seen = []
    text = lambda digits: seen.append(digits) or f"Koden är {digits}."  # noqa: E731
    assert access.mail_code(desk, door, purpose="posting", to="firma@example.org", subject="Din kod", text=text)

    assert Mail.objects.get().to == "firma@example.org"
    assert access.try_code(desk, "posting", seen[0]) == Outcome.OPEN
    assert access.scope_of(access.grant_of(desk, "posting")).kind == Kind.PUBLIC


def test_mailed_code_for_nothing_looks_the_same_and_sends_nothing(db):
    desk = browser()
    assert access.mail_code(desk, None, purpose="posting", to="a@example.org", subject="x", text=str)
    assert access.is_asking(desk, "posting")
    assert access.try_code(desk, "posting", "123456") == Outcome.WRONG
    assert not Mail.objects.exists()


def test_mailed_codes_to_one_address_are_limited(db):
    answers = [
        access.mail_code(
            browser(REMOTE_ADDR=f"10.0.0.{n}"), None, purpose="p", to="A@example.org", subject="", text=str
        )
        for n in range(8)
    ]
    assert answers == [True] * 6 + [False] * 2


def test_guesses_from_one_network_stop_at_the_ceiling_and_others_go_on(door, in_team, handler):
    with in_team():
        code = access.make_here_code(door, by=handler)
    for _ in range(guesses.NETWORK.limit):
        assert access.try_here_code(browser(REMOTE_ADDR="2001:db8:1:1::5"), "smail", "00000000") == Outcome.WRONG

    same_network = browser(REMOTE_ADDR="2001:db8:1:1:ffff::9")
    assert access.try_here_code(same_network, "smail", code.digits) == Outcome.WAIT
    assert access.try_here_code(browser(REMOTE_ADDR="2001:db8:1:2::5"), "smail", code.digits) == Outcome.OPEN


def test_guesses_from_everywhere_stop_at_the_ceiling_but_the_qr_code_stays_open(door, in_team, handler, monkeypatch):
    monkeypatch.setattr(guesses, "EVERYWHERE", guesses.Ceiling(10, 3600))
    with in_team():
        code = access.make_here_code(door, by=handler)
    for n in range(10):
        assert access.try_here_code(browser(REMOTE_ADDR=f"10.0.{n}.1"), "smail", "00000000") == Outcome.WRONG
    last = browser(REMOTE_ADDR="10.9.9.9")
    assert access.try_here_code(last, "smail", code.digits) == Outcome.WAIT
    assert access.use_here_token(last, "smail", code.token) == Outcome.OPEN


def test_right_guesses_do_not_fill_the_ceiling(door, in_team, handler, monkeypatch):
    monkeypatch.setattr(guesses, "EVERYWHERE", guesses.Ceiling(3, 3600))
    for _ in range(6):
        with in_team():
            code = access.make_here_code(door, by=handler)
        assert access.try_here_code(browser(), "smail", code.digits) == Outcome.OPEN


def test_window_of_a_ceiling_opens_again(db):
    short = guesses.Ceiling(1, 60)
    assert guesses.count(short, "x")
    assert not guesses.count(short, "x")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_guesscount SET opened_at = now() - interval '61 seconds'")
    assert guesses.count(short, "x")


def test_code_used_by_two_at_the_same_moment_opens_for_one(own_database):
    organisation = Organisation.objects.create(name="O", sector="company")
    team = Team.objects.create(slug="t", name="T", owner=organisation)
    user = User.objects.create_user("x@example.org", name="X")
    Membership.objects.create(team=team, user=user, organisation=organisation, role="handler")
    door = Door("smail", team.pk, "assessment", 7, PERSON)
    with transaction.atomic(), enter(Scope(Kind.MEMBER, user_id=user.pk, team_id=team.pk)):
        link = access.make_link(door, by=user)
        here = access.make_here_code(door, by=user)
    phone = browser()
    with transaction.atomic():
        access.ask(phone, "smail", link.token)
    phone.session.save()
    with transaction.atomic(), enter(Scope(Kind.MEMBER, user_id=user.pk, team_id=team.pk)):
        told = access.tell_code(door, by=user)

    def race(act):
        barrier, outcomes = threading.Barrier(2), []

        def run():
            try:
                request = browser()
                request.session = SessionStore(phone.session.session_key)
                request.session.load()
                barrier.wait()
                with transaction.atomic():
                    outcomes.append(act(request))
                    time.sleep(0.05)  # the other one meets the row while it is held
            finally:
                connection.close()

        threads = [threading.Thread(target=run) for _ in range(2)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        return sorted(outcomes)

    assert race(lambda request: access.try_code(request, "smail", told.digits)) == ["open", "wrong"]
    assert race(lambda request: access.try_here_code(request, "smail", here.digits)) == ["open", "wrong"]


def test_sweep_takes_what_is_long_over(door, in_team, handler):
    with in_team():
        access.make_link(door, by=handler)
        access.make_here_code(door, by=handler)
        long_ago = timezone.now() - timedelta(days=40)
        AccessCode.objects.update(expires_at=long_ago)
        AccessLink.objects.update(expires_at=long_ago)
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_sweep()")
        assert cursor.fetchone()[0] == 2


def test_links_and_codes_are_fetched_within_the_team_only(door, in_team, handler, team, stranger, other_team, scope_of):
    with in_team():
        access.make_link(door, by=handler)
        code = access.make_here_code(door, by=handler)
        assert AccessCode.objects.visible_to(scope_of(handler, team)).get().pk == code.id
    with enter(scope_of(stranger, other_team)):
        assert not AccessLink.objects.exists()
        assert not AccessCode.objects.visible_to(scope_of(stranger, other_team)).exists()


def test_public_scope_sees_no_row_of_a_person(door, in_team, handler, team):
    with in_team():
        access.make_here_code(door, by=handler)
    with enter(Scope(Kind.PUBLIC, team_id=team.pk)):
        assert not AccessCode.objects.exists()

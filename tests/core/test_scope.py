"""The scope and what row-level security makes of it."""

import time

import pytest
from django.db import ProgrammingError, connection, transaction

from core import doctor, feed, readlog, search
from core.db.logs import first_broken_seal, seal_lines
from core.models import Change, ReadLine
from core.scope import Kind, NoScope, Scope, current, enter


def test_current_outside_a_scope_raises(db):
    with pytest.raises(NoScope):
        current()


def test_tests_run_as_role_app_which_cannot_bypass_security(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolbypassrls, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("framat_app", False, False)


def test_enter_nested_restores_the_outer_scope(handler, team, other_team, scope_of):
    with enter(scope_of(handler, team)) as outer:
        with enter(Scope(Kind.RUN, team_id=other_team.pk)):
            assert current().team_id == other_team.pk
        assert current() == outer
        search.index(team_id=team.pk, subject_type="x", subject_id=1, text="Öberg")
        assert search.find("obe", team_id=team.pk, subject_type="x") == [1]


def test_scope_that_ends_its_transaction_leaves_nothing_to_the_next(own_database, django_db_blocker):
    with django_db_blocker.unblock():
        for _time in range(2):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT current_setting('app.team', true)")
                assert cursor.fetchone()[0] in (None, "")
                with enter(Scope(Kind.RUN, team_id=7), ends_transaction=True):
                    cursor.execute("SELECT current_setting('app.team', true)")
                    assert cursor.fetchone() == ("7",)


def test_scope_that_would_end_its_transaction_is_taken_back_inside_another(handler, team, scope_of):
    with transaction.atomic(), enter(scope_of(handler, team), ends_transaction=True):
        feed.record(team_id=team.pk, subject_type="x", subject_ids=[1], kind="k")
        assert Change.objects.count() == 1
    assert Change.objects.count() == 0


def test_write_for_another_team_is_refused_by_the_database(handler, team, other_team, scope_of):
    with (
        enter(scope_of(handler, team)),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        feed.record(team_id=other_team.pk, subject_type="x", subject_ids=[1], kind="k")


def test_member_scope_without_membership_sees_nothing(handler, stranger, team, scope_of):
    with enter(scope_of(handler, team)):
        feed.record(team_id=team.pk, subject_type="x", subject_ids=[1], kind="k")
        assert Change.objects.count() == 1
    with enter(Scope(Kind.MEMBER, user_id=stranger.pk, team_id=team.pk)):
        assert Change.objects.count() == 0


def test_change_without_a_team_is_told_and_heard_in_any_scope_but_not_outside(
    handler, team, stranger, other_team, scope_of
):
    with enter(scope_of(handler, team)):
        feed.record(team_id=None, subject_type="job", subject_ids=[1], kind="k")
    with enter(scope_of(stranger, other_team)):
        assert Change.objects.get().subject_id == 1
    assert Change.objects.count() == 0
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        feed.record(team_id=None, subject_type="job", subject_ids=[2], kind="k")


def test_ended_membership_closes_at_once(handler, team, scope_of):
    scope = scope_of(handler, team)
    with enter(scope):
        feed.record(team_id=team.pk, subject_type="x", subject_ids=[1], kind="k")
    handler.memberships.update(ended_on="2026-01-01")
    with enter(scope):
        assert Change.objects.count() == 0


def test_read_lines_cannot_be_changed_or_removed(entered):
    readlog.listed(entered, [1, 2], place="test")
    for statement in ("UPDATE core_readline SET place = 'x'", "DELETE FROM core_readline"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as c:
            c.execute(statement)
    assert ReadLine.objects.get().subject_ids == [1, 2]


@pytest.mark.parametrize("act", ["UPDATE", "DELETE"])
def test_refused_requests_cannot_be_changed_or_removed(db, act):
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, 'core_deniedline', %s)", [act])
        assert cursor.fetchone() == (False,)


def test_empty_list_writes_no_line(entered):
    readlog.listed(entered, [], place="test")
    assert not ReadLine.objects.exists()


def test_partition_of_the_read_log_is_closed_to_the_app(entered):
    readlog.listed(entered, [1], place="test")
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass FROM core_readline LIMIT 1")
        partition = cursor.fetchone()[0]
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(f"SELECT * FROM {partition}")


def test_seal_shows_a_line_changed_afterwards(own_database, django_db_blocker):
    from accounts.models import Membership, Organisation, Team, User
    from core.db.roles import as_owner

    organisation = Organisation.objects.create(name="O", sector="company")
    team = Team.objects.create(slug="t", name="T", owner=organisation)
    user = User.objects.create_user("x@example.org", name="X")
    Membership.objects.create(team=team, user=user, organisation=organisation, role="handler")
    with transaction.atomic(), enter(Scope(Kind.MEMBER, user_id=user.pk, team_id=team.pk)) as scope:
        readlog.opened(scope, 7, place="test")
    assert sealed_in_time() == 1
    with transaction.atomic():
        assert first_broken_seal() is None
    assert doctor.seals().ok

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE core_readline SET subject_ids = '{8}'")

    with transaction.atomic():
        assert first_broken_seal() is not None
    assert not doctor.seals().ok


def sealed_in_time() -> int:
    """Lines wait for every older transaction of the server, those of tests in other processes too."""
    until = time.monotonic() + 90
    lines = 0
    while not lines and time.monotonic() < until:
        with transaction.atomic():
            lines = seal_lines()
        time.sleep(0.05)
    return lines


def test_history_keeps_who_acts_when_a_scope_without_user_opens_inside(entered, team, handler):
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        pass
    type(team).objects.filter(pk=team.pk).update(name="Team Nytt namn")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.metadata ->> 'user' FROM accounts_teamevent e JOIN pghistory_context c ON c.id = e.pgh_context_id"
            " ORDER BY e.pgh_id DESC LIMIT 1"
        )
        assert cursor.fetchone()[0] == str(handler.pk)

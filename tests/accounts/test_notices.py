"""What colleagues are told, how each wants it, and that a look is not a reading."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from core import notices, runs, scope
from core.models import Mail, Notice, NoticePreference, Run
from core.outbox import Queue
from core.scope import enter
from participants import actions
from participants.enums import EndKind, EndReason, HandlerKind
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db


def told(user, kind: str) -> list[str]:
    return list(Notice.objects.filter(user_id=user.pk, kind=kind).order_by("pk").values_list("title", flat=True))


def send(user, title="En fråga", url="/konto/", **more) -> Notice:
    notice = notices.tell(user_id=user.pk, kind="handover", title=title, url=url, **more)
    assert notice is not None
    return notice


# --- The list ------------------------------------------------------------------------------------------------------------


def test_bell_counts_what_waits_on_team_pages_and_on_own_pages(as_user, handler, colleague, team):
    for _ in range(3):
        send(handler)
    send(colleague)
    for address in (reverse("accounts:member_list", args=[team.slug]), reverse("accounts:profile")):
        page = as_user(handler).get(address).content.decode()
        assert re.search(r'class="wide-only" href="/konto/att-lasa/">Att läsa <b>3</b>', page)
    page = as_user(colleague).get(reverse("accounts:member_list", args=[team.slug])).content.decode()
    assert "Att läsa <b>1</b>" in page


def test_count_costs_a_team_page_no_question_of_its_own(as_user, handler, team):
    client, address = as_user(handler), reverse("accounts:member_list", args=[team.slug])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert sum("core_notice" in query["sql"] for query in asked) == 1
    assert sum("core_notice" in query["sql"] and "accounts_membership" in query["sql"] for query in asked) == 1


def test_looking_at_the_list_reads_nothing_and_opening_reads_one(as_user, handler):
    first, second = send(handler, "Ett"), send(handler, "Två")
    client = as_user(handler)
    page = client.get(reverse("accounts:notice_list")).content.decode()
    assert "Ett" in page
    assert notices.unread_of(handler.pk).count() == 2
    response = client.post(reverse("accounts:notice_open", args=[first.pk]))
    assert response["Location"] == "/konto/"
    assert [n.pk for n in notices.unread_of(handler.pk)] == [second.pk]


def test_all_can_be_read_at_once(as_user, handler, colleague):
    send(handler)
    send(colleague)
    as_user(handler).post(reverse("accounts:notice_read_all"))
    assert notices.unread_of(handler.pk).count() == 0
    assert notices.unread_of(colleague.pk).count() == 1


def test_others_notices_do_not_open(as_user, handler, colleague):
    theirs = send(colleague)
    assert as_user(handler).post(reverse("accounts:notice_open", args=[theirs.pk])).status_code == 404
    assert as_user(handler).get(reverse("accounts:notice_open", args=[theirs.pk])).status_code == 405


@pytest.mark.parametrize("url", ["https://example.org/x", "//example.org", "javascript:alert(1)", ""])
def test_notice_never_leads_out_of_the_product(as_user, handler, url):
    response = as_user(handler).post(reverse("accounts:notice_open", args=[send(handler, url=url).pk]))
    assert response["Location"] == reverse("accounts:notice_list")


def test_notices_of_a_team_one_has_left_are_not_shown(as_user, handler, team):
    send(handler, "Från teamet", team_id=team.pk)
    Membership.objects.filter(user=handler).update(ended_on=timezone.localdate())
    assert "Från teamet" not in as_user(handler).get(reverse("accounts:notice_list")).content.decode()


# --- How one wants it ----------------------------------------------------------------------------------------------------


def test_every_kind_can_be_chosen_on_ones_own_page(as_user, handler):
    page = as_user(handler).get(reverse("accounts:profile")).content.decode()
    kinds = {
        "sharing",
        "handler",
        "handover",
        "ended",
        "job",
        "report",
        "run",
        "rights",
        "duplicate",
        "import_hit",
        "assessment_part",
    }
    assert kinds <= set(notices.kinds())
    for kind in notices.kinds():
        assert f'name="notice-{kind}"' in page


def test_mail_carries_title_count_and_link_in_the_readers_language(handler, settings, entered, team, municipality):
    settings.FRAMAT_URL = "https://framat.example.org"
    handler.language = "en"
    handler.save(update_fields=["language"])
    enrolment = enrolled(team, municipality, "Zahra", "Ahmadi")
    NoticePreference.objects.create(user_id=handler.pk, kind="handler", channel="mail")
    leader = Membership.objects.create(team=team, user=make_user("Lena"), organisation=municipality, role="leader").user
    actions.assign_handler(enrolment=enrolment, user=handler, by=leader)
    sent = Mail.objects.get()
    assert sent.to == handler.email
    assert sent.subject == "You are the new handler of a participant"
    assert f"https://framat.example.org/t/{team.slug}/deltagare/{enrolment.participant.public_id}/" in sent.text
    assert "1 thing to read" in sent.text
    assert "Zahra" not in sent.text + sent.subject
    assert "Ahmadi" not in sent.text + sent.subject


def make_user(name: str):
    from accounts.models import User

    return User.objects.create_user(f"{name.lower()}@example.org", "hemligt losenord 12", name=name)


# --- What is told --------------------------------------------------------------------------------------------------------


def test_new_handler_is_told_but_not_by_oneself(entered, team, municipality, handler, colleague):
    enrolment = enrolled(team, municipality)
    actions.assign_handler(enrolment=enrolment, user=handler, by=handler)
    assert told(handler, "handler") == []
    actions.assign_handler(enrolment=enrolment, user=colleague, by=handler, kind=HandlerKind.CO)
    assert told(colleague, "handler") == ["Du är ny medhandledare för en deltagare"]


def test_handover_is_asked_and_answered(entered, team, municipality, handler, colleague, scope_of):
    enrolment = enrolled(team, municipality, handler=handler)
    handover = actions.propose_handover(enrolment=enrolment, to=colleague, by=handler)
    assert told(colleague, "handover") == ["Någon vill lämna över en deltagare till dig"]
    with enter(scope_of(colleague, team)):
        actions.accept_handover(handover=handover, by=colleague)
    assert told(handler, "handover") == ["Din kollega har tagit över en deltagare från dig"]
    assert told(colleague, "handler") == []


def test_handlers_are_told_when_somebody_else_ends_the_enrolment(entered, team, municipality, handler, colleague):
    enrolment = enrolled(team, municipality, handler=handler)
    actions.assign_handler(enrolment=enrolment, user=colleague, by=None, kind=HandlerKind.CO)
    actions.end_enrolment(enrolment=enrolment, reason=EndReason.WORK, kind=EndKind.ENDED, by=colleague)
    assert told(handler, "ended") == ["En inskrivning där du är handledare är avslutad"]
    assert told(colleague, "ended") == []


def test_weekly_report_is_announced_once_to_those_who_read_it(team, handler, leader, steering, stranger, monkeypatch):
    from followup import runs as followup_runs

    monkeypatch.setattr("followup.weeks.is_due", lambda *_args, **_kwargs: True)
    followup_runs.make_due_reports()
    followup_runs.make_due_reports()
    for user in (handler, leader, steering):
        (title,) = told(user, "report")
        assert title.startswith("Rapporten för vecka")
    assert "/rapport/" in Notice.objects.get(user_id=handler.pk).url
    assert "/styrgrupp/" in Notice.objects.get(user_id=steering.pk).url


def finish(handler, team, work, *, took: timedelta) -> None:
    runs.register("test.notice", work, queue=Queue.QUICK)
    with scope.system():
        run = runs.start(kind="test.notice", title="Cv som PDF", by_id=handler.pk, team_id=team.pk)
        Run.objects.filter(pk=run.pk).update(created_at=timezone.now() - took)
    runs.execute(run.pk)


def test_owner_of_a_long_run_is_told_and_of_a_short_one_not(handler, team):
    finish(handler, team, lambda _run: None, took=timedelta(seconds=2))
    assert told(handler, "run") == []
    finish(handler, team, lambda _run: None, took=timedelta(minutes=2))
    assert told(handler, "run") == ["Klart: Cv som PDF"]


def test_owner_is_told_of_every_run_that_failed(handler, team):
    def fail(_run):
        raise runs.RunError("Det gick inte.")

    finish(handler, team, fail, took=timedelta(0))
    assert told(handler, "run") == ["Gick inte: Cv som PDF"]

"""What the team does to a job: permitted steps, history, feed, mails; nothing half done."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core import outbox
from core.models import Change, Mail, Notice
from core.scope import system
from employers.actions import changes, employers, jobs, posting
from employers.actions.changes import Needs, NotNow
from employers.enums import TRANSITIONS, Actor, JobAct, JobStatus
from employers.models import Employer, JobPosting
from employers.rules import Number
from employers.runs import expire_jobs, forget_drafts
from tests.employers.factories import EmployerFactory, JobFactory, link_for


@pytest.fixture
def waiting(entered, municipality, team):
    return JobFactory(employer__organisation=municipality, waiting=True, answering_team=team, via_link=link_for(team))


def test_every_step_outside_the_table_is_refused_and_leaves_the_job(entered, municipality):
    for now in JobStatus:
        job = JobFactory(employer__organisation=municipality, status=now)
        for wanted in JobStatus:
            for actor in (Actor.STAFF, Actor.EMPLOYER, Actor.CLOCK):
                if actor in TRANSITIONS[now].get(wanted, ()):
                    continue
                with pytest.raises(NotNow):
                    changes.move(job, wanted, actor=actor, act=JobAct.EDITED, by=None)
        job.refresh_from_db()
        assert job.status == now
        assert not job.events.exists()


def test_open_publishes_for_sixty_days_and_tells_the_employer(waiting, handler):
    job = jobs.open_for_matching(waiting, by=handler, page="https://x.example/fortsatt/")

    assert job.status == JobStatus.OPEN
    assert job.owner == handler
    assert job.expires_at == jobs.end_of(timezone.localdate() + timedelta(days=jobs.OPEN_DAYS))
    assert timezone.localtime(job.expires_at).strftime("%H:%M:%S") == "23:59:59"
    assert job.events.get().act == "opened"
    assert Mail.objects.get().to == job.contact_email
    with system():
        assert Change.objects.filter(subject_type="job", subject_id=job.pk, kind="opened", team_id=None).count() == 1


@pytest.mark.parametrize(
    ("own", "contact", "signed"),
    [
        ("+46701740690", "Maria Åsberg", "Sara Lindmark\n070-174 06 90\nTeam Älvstranden\n"),
        ("", "Maria Åsberg", "Sara Lindmark\nMaria Åsberg, 070-174 06 12\nTeam Älvstranden\n"),
        ("", "", "Sara Lindmark\nTeam Älvstranden, 070-174 06 12\nTeam Älvstranden\n"),
    ],
)
def test_number_under_a_name_is_that_persons_or_says_whose_it_is(waiting, handler, team, own, contact, signed):
    team.contact_name, team.contact_phone, team.name = contact, "+46701740612", "Team Älvstranden"
    handler.name, handler.phone = "Sara Lindmark", own
    handler.save()
    team.save()
    waiting.owner, waiting.answering_team = handler, team
    jobs.open_for_matching(waiting, by=handler, page="https://x.example/fortsatt/")
    assert Mail.objects.get().text.endswith(signed)


def test_employer_is_told_after_a_minute_and_not_of_what_was_taken_back(waiting, handler, time_machine):
    time_machine.move_to("2026-11-17 10:00", tick=False)
    job = jobs.open_for_matching(waiting, by=handler, page="https://x.example/fortsatt/")
    time_machine.shift(59)
    assert outbox.claim_due() == []
    jobs.close(job, by=handler)
    time_machine.shift(3600)
    assert outbox.claim_due() == []
    assert not Mail.objects.exists()


def test_mail_about_a_job_goes_when_nobody_took_it_back(waiting, handler, time_machine):
    time_machine.move_to("2026-11-17 10:00", tick=False)
    job = jobs.ask_employer(waiting, question="Vilka tider?", by=handler, page="https://x.example/")
    time_machine.shift(61)
    asked = [message.args for message in outbox.claim_due() if message.task == "core.send_mail"]
    assert asked == [[Mail.objects.get().pk]]
    jobs.refuse(job, reason="Nej", by=handler)  # what is on its way goes
    assert Mail.objects.count() == 2


def test_open_keeps_the_employers_last_day_and_drops_one_that_has_been(waiting, handler):
    waiting.apply_by = timezone.localdate() + timedelta(days=5)
    waiting.save()
    job = jobs.open_for_matching(waiting, by=handler)
    assert job.expires_at == jobs.end_of(waiting.apply_by)

    other = JobFactory(employer=waiting.employer, waiting=True, apply_by=date(2025, 1, 1))
    assert jobs.open_for_matching(other, by=handler).is_open


def test_ask_waits_and_refuse_ends_with_the_reason(waiting, handler):
    job = jobs.ask_employer(waiting, question="Vilka tider?", by=handler, page="https://x.example/")
    assert job.asked_at is not None
    assert "Vilka tider?" in Mail.objects.get().text
    job = jobs.refuse(job, reason="Vi har ingen att föreslå.", by=handler)

    assert (job.status, job.asked_at) == (JobStatus.REMOVED, None)
    assert "Vi har ingen att föreslå." in Mail.objects.order_by("pk").last().text
    with pytest.raises(NotNow):
        jobs.open_for_matching(job, by=handler)


def test_ask_without_a_mail_address_is_refused(waiting, handler):
    JobPosting.objects.filter(pk=waiting.pk).update(contact_email="")

    with pytest.raises(NotNow):
        jobs.ask_employer(waiting, question="?", by=handler, page="")


def test_extend_opens_an_expired_job_again(entered, municipality, handler):
    job = JobFactory(employer__organisation=municipality, status=JobStatus.EXPIRED, expires_at="2026-01-01T00:00:00Z")
    last_day = timezone.localdate() + timedelta(days=10)
    job = jobs.extend(job, last_day=last_day, by=handler)

    assert job.is_open
    assert (job.apply_by, job.expires_at) == (last_day, jobs.end_of(last_day))


def test_a_change_that_fails_half_way_leaves_nothing(waiting, handler, monkeypatch):
    def fails(**_kwargs):
        raise RuntimeError("no feed")

    monkeypatch.setattr("employers.actions.changes.feed.record", fails)
    with pytest.raises(RuntimeError, match="no feed"):
        jobs.open_for_matching(waiting, by=handler, page="x")

    waiting.refresh_from_db()
    assert waiting.status == JobStatus.WAITING_REVIEW
    assert not waiting.events.exists()
    assert not Mail.objects.exists()


def test_confirm_twice_sends_one_receipt(entered, team, handler):
    draft = JobFactory(
        draft=True, employer=None, organisation=team.owner, employer_name="Öbergs", answering_team=team, step=5
    )
    posting.confirm(draft, page="https://x.example/")
    posting.confirm(draft, page="https://x.example/")

    assert Mail.objects.count() == 1
    assert Notice.objects.filter(user_id=handler.pk).count() == 1
    assert draft.events.count() == 1


def test_set_needs_replaces_and_tells_whether_anything_differed(waiting):
    from taxonomy.models import Skill

    first, second = Skill.objects.current()[:2]
    assert changes.set_needs(waiting, Needs(skills={first.pk: True}))
    assert not changes.set_needs(waiting, Needs(skills={first.pk: True}))
    assert changes.set_needs(waiting, Needs(skills={second.pk: False}))
    assert changes.needs_of(waiting) == Needs(skills={second.pk: False})


def test_link_is_one_per_team_and_renewing_ends_the_old(team, handler):
    first = jobs.link_of(team=team, by=handler)
    assert jobs.link_of(team=team, by=handler) == first
    second = jobs.renew_link(team=team, by=handler)
    first.refresh_from_db()

    assert first.ended_at is not None
    assert jobs.link_of(team=team, by=handler) == second


def test_clock_expires_own_and_imported_jobs_once(db):
    own = JobFactory(expires_at="2026-01-01T00:00:00Z")
    JobFactory(national=True, expires_at="2026-01-01T00:00:00Z")
    open_still = JobFactory()

    assert expire_jobs() == 2
    assert expire_jobs() == 0
    own.refresh_from_db()
    open_still.refresh_from_db()
    assert (own.status, open_still.status) == (JobStatus.EXPIRED, JobStatus.OPEN)
    assert own.events.get().act == "expired"
    with system():
        assert Change.objects.filter(kind="expired").count() == 2


@pytest.mark.parametrize("proved_at", [None, timezone.now()], ids=["address not proved", "address proved"])
def test_drafts_never_sent_in_are_erased_after_thirty_days(db, proved_at):
    old = JobFactory(draft=True, confirmed_at=proved_at)
    young = JobFactory(draft=True)
    sent = JobFactory(waiting=True)
    JobPosting.objects.filter(pk__in=[old.pk, sent.pk]).update(changed_at=timezone.now() - timedelta(days=31))

    assert forget_drafts() == 1
    assert set(JobPosting.objects.all()) == {young, sent}


def test_employer_is_edited_in_the_fields_named_and_told_once(entered, municipality, handler):
    employer = EmployerFactory(organisation=municipality, name="Bageri Ljung")
    told = Change.objects.filter(subject_type="employer", subject_id=employer.pk, kind="edited")
    Employer.objects.filter(pk=employer.pk).update(about="En kollega skrev det här.")
    employers.edit(employer=employer, fields={}, by=handler)
    with system():
        assert told.count() == 0
    employers.edit(employer=employer, fields={"name": "Ljungs bageri"}, by=handler)
    employer.refresh_from_db()
    assert (employer.name, employer.about) == ("Ljungs bageri", "En kollega skrev det här.")
    with system():
        assert told.count() == 1


def test_number_that_another_employer_has_changes_and_tells_nothing(entered, municipality, handler):
    number = Number("5560160680", is_person=False)
    first, second = (EmployerFactory(organisation=municipality, name=name) for name in ("Ett", "Två"))
    employers.change_number(employer=first, number=number, by=handler)
    with pytest.raises(employers.NumberTaken) as taken:
        employers.change_number(employer=second, number=number, by=handler)
    assert taken.value.employer == first
    assert Employer.objects.get(pk=second.pk).number == ""
    employers.change_number(employer=first, number=None, by=handler)
    employers.change_number(employer=second, number=number, by=handler)
    assert Employer.objects.get(pk=second.pk).number == number.digits
    with system():
        kinds = Change.objects.filter(subject_type="employer", subject_id=second.pk).values_list("kind", flat=True)
        assert list(kinds) == ["edited"]

"""The demo is believable, repeatable and keeps away from real data."""

import json
import random
from collections import Counter
from datetime import timedelta
from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import Absence, Incident, Team, User
from config.demo import crafts, names, papers, people, stories, trades, words
from config.demo.jobs import spread
from config.demo.people import made_number
from core import filestore, runs
from core.filecheck.gate import check
from core.filecheck.rules import FileKind
from core.models import Run, SearchToken
from core.scope import Kind, Scope, enter, run_for_team, system
from cvbuilder.models import CV
from employers.models import ContactLogEntry, Employer, JobPosting
from followup.models import WeeklyReport
from participants import numbers, register
from participants.enums import ConsentKind, StepBy
from participants.models import (
    Attendance,
    Concern,
    Consent,
    Document,
    Enrolment,
    EnrolmentTag,
    FollowUp,
    HandlerAssignment,
    Handover,
    Nameless,
    Note,
    Participant,
    Profile,
    RegisterRow,
    RightsRequest,
    SavedView,
    SickDay,
    StartItem,
    Tag,
    Task,
    TeamColumn,
    TransferIn,
    TransferOut,
)
from participants.queries.moved import marks
from smail import progress
from taxonomy.models import Skill, SsykSkill

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def demo(tmp_path, settings, **options) -> dict:
    settings.FRAMAT_DATA = tmp_path
    out = StringIO()
    call_command("demo", json=True, stdout=out, **options)
    return json.loads(out.getvalue().splitlines()[-1])


def test_demo_is_whole_and_its_read_models_agree_with_the_facts(tmp_path, settings, db):
    told = demo(tmp_path, settings, participants=24, seed=3)
    assert told["teams"] == ["alvstranden", "hamnen", "ovning"]
    assert JobPosting.objects.open().count() == 80
    people = 0
    for team in Team.objects.all():
        with run_for_team(team.pk):
            people += RegisterRow.objects.count()
            assert register.differences(team.pk) == []
            assert progress.differences(team.pk) == []
            assert WeeklyReport.objects.count() == (0 if team.is_practice else 12)
            assert not WeeklyReport.objects.filter(last_day__gte=timezone.localdate()).exists()
            assert SearchToken.objects.filter(team_id=team.pk).exists()
    assert people == 24 + 8
    assert words.STAFF["alvstranden"][0][0].split()[0].lower() in (tmp_path / "demo_logins.txt").read_text()


def test_same_seed_gives_the_same_people(tmp_path, settings, db):
    found = []
    for _turn in range(2):
        with transaction.atomic():
            demo(tmp_path, settings, participants=6, seed=5)
            with run_for_team(Team.objects.get(slug="alvstranden").pk):
                found.append(
                    list(
                        Participant.objects.order_by("pk").values_list(
                            "sort_name", "birth_year", "enrolments__next_step", "enrolments__this_week"
                        )
                    )
                )
            transaction.set_rollback(True)
    assert found[0]
    assert found[0] == found[1]


def test_demo_refuses_a_database_with_somebody_real_or_a_second_time(tmp_path, settings, db):
    User.objects.create_user("anna@kommun.se", name="Anna")
    with pytest.raises(CommandError, match="not invented"):
        demo(tmp_path, settings, participants=2)
    User.objects.all().delete()
    demo(tmp_path, settings, participants=2)
    with pytest.raises(CommandError, match="already"):
        demo(tmp_path, settings, participants=2)


def test_demo_refuses_production(tmp_path, settings, db):
    settings.FRAMAT_KIND = "production"
    with pytest.raises(CommandError, match="embedded"):
        demo(tmp_path, settings, participants=2)


def test_practice_team_is_emptied_and_filled_anew(tmp_path, settings, db):
    demo(tmp_path, settings, participants=2)
    team = Team.objects.get(is_practice=True)
    with run_for_team(team.pk):
        before = set(Participant.objects.values_list("pk", flat=True))
    demo(tmp_path, settings, reset_practice=True)
    with run_for_team(team.pk):
        after = set(Participant.objects.values_list("pk", flat=True))
    assert len(after) == len(before) == 8
    assert not before & after


def test_leader_lets_the_practice_team_begin_again_from_its_settings(tmp_path, settings, db, as_user):
    demo(tmp_path, settings, participants=2)
    team = Team.objects.get(is_practice=True)
    with run_for_team(team.pk):
        before = set(Participant.objects.values_list("pk", flat=True))
    leader, handler = (team.memberships.filter(role=role).first().user for role in ("leader", "handler"))
    browser, page = as_user(leader), "/t/{}/installningar/"
    assert 'borja-om/" data-ask="Börja om' in browser.get(page.format(team.slug)).content.decode()
    assert "borja-om" not in browser.get(page.format("alvstranden")).content.decode()
    assert browser.post(page.format("alvstranden") + "borja-om/").status_code == 404
    assert as_user(handler).post(page.format(team.slug) + "borja-om/").status_code == 403

    response = browser.post(page.format(team.slug) + "borja-om/")
    with system():
        run = Run.objects.get(kind="practice.reset")
    assert run.public_id in response["Location"]
    runs.execute(run.pk)
    with system():
        run.refresh_from_db()
    assert run.state == "done", run.message
    with run_for_team(team.pk):
        after = set(Participant.objects.values_list("pk", flat=True))
    assert len(after) == 8
    assert not before & after


def test_no_team_of_real_people_begins_again(team, leader, as_user):
    with system():
        run = runs.start(kind="practice.reset", title="x", by_id=leader.pk, team_id=team.pk)
    runs.execute(run.pk)
    with system():
        run.refresh_from_db()
    assert (run.state, run.message) == ("failed", "Bara ett övningsteam kan börja om.")


@pytest.mark.parametrize("n", range(0, 200, 7))
def test_made_numbers_are_valid_and_of_the_test_kind(n):
    number = numbers.read(made_number(n))
    assert number.normal[8:10] == "98"


def test_demo_jobs_belong_to_the_trade_of_their_employer_and_somebody_answers(tmp_path, settings, db):
    demo(tmp_path, settings, participants=2)
    jobs = list(JobPosting.objects.open().select_related("occupation", "owner", "employer"))

    assert [job.title for job in jobs if job.occupation.label not in trades.OCCUPATIONS[job.employer_name]] == []
    assert {job.employer_name for job in jobs} < set(trades.OCCUPATIONS) == set(words.EMPLOYERS)
    assert all(job.owner and job.contact_name and job.hours_min and job.latitude for job in jobs)
    assert len({job.contact_name for job in jobs}) > 8


def test_demo_employers_have_none_to_six_jobs_and_a_log_of_what_was_said(tmp_path, settings, db):
    demo(tmp_path, settings, participants=2)
    employers = list(Employer.objects.prefetch_related("contacts", "jobs"))
    with run_for_team(Team.objects.get(slug="alvstranden").pk):
        log = list(ContactLogEntry.objects.select_related("employer", "contact"))

    counts = Counter(len(employer.jobs.all()) for employer in employers)
    assert sum(count * number for count, number in counts.items()) == 80
    assert {0, 1, 2, 3} <= set(counts)
    assert max(counts) in (5, 6)
    assert max(Counter(line.employer_id for line in log).values()) > 1
    talked = {line.employer_id for line in log}
    assert 25 < len(talked) < 40
    assert {e.pk for e in employers if e.last_contact_on} == talked
    for line in log:
        assert line.contact in line.employer.contacts.all()
        assert line.on <= line.employer.last_contact_on <= timezone.localdate()
    waiting = [line for line in log if line.next_step]
    assert waiting
    assert all(line.next_on and line.on == line.employer.last_contact_on for line in waiting)


def test_demo_jobs_are_written_in_several_transactions(tmp_path, settings, db, monkeypatch):
    monkeypatch.setattr("config.demo.jobs.BATCH", 30)
    demo(tmp_path, settings, participants=2)

    assert JobPosting.objects.open().count() == 80


def test_demo_people_stand_somewhere_and_the_next_step_is_somebodys(tmp_path, settings, db):
    demo(tmp_path, settings, participants=60, seed=4)
    team = Team.objects.get(slug="alvstranden")
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    with run_for_team(team.pk):
        going = list(Enrolment.objects.exclude(state="ended").select_related("goal_occupation", "next_step_user"))
        first_names = Counter(Participant.objects.values_list("first_name", flat=True))
        notes = Note.objects.count(), Note.objects.values("text").distinct().count()
        wishes = {p.participant_id: p.wishes for p in Profile.objects.all()}

    steps = [one for one in going if one.next_step]
    told = [one for one in going if one.this_week]
    assert {one.next_step_by for one in steps} >= {StepBy.USER, StepBy.PERSON, StepBy.OTHER}
    assert len({one.next_step for one in steps}) > len(steps) // 2
    assert not any("{" in one.next_step + one.this_week for one in going)
    assert len(told) > len(going) * 0.6
    assert len(told) > sum(one.this_week_on < monday for one in told) > 0
    assert first_names.most_common(1)[0][1] > 1
    assert notes[1] > 20
    assert all(wishes[e.participant_id] in stories.line_of(e.goal_occupation.label).wishes for e in going)
    assert {home.language for home in names.HOMES} >= set(languages_of(team))


def languages_of(team) -> set[str]:
    with run_for_team(team.pk):
        return set(Participant.objects.values_list("preferred_language__concept_id", flat=True))


def test_every_occupation_of_the_demo_has_a_line_of_work_of_its_own():
    labels = {label for labels in trades.OCCUPATIONS.values() for label in labels}

    assert labels == set().union(*(line.labels for line in stories.LINES))


def test_demo_history_lies_in_the_past_and_says_who_wrote_it(tmp_path, settings, db):
    demo(tmp_path, settings, participants=60, seed=4)
    team = Team.objects.get(slug="alvstranden")
    maria = User.objects.get(email="maria@example.org")
    week_ago = timezone.now() - timedelta(days=7)
    with run_for_team(team.pk):
        people = list(RegisterRow.objects.values_list("participant_id", flat=True))
        steps = Enrolment.pgh_event_model.objects
        late = set(steps.filter(pgh_created_at__gt=week_ago).values_list("participant_id", flat=True))
        begun = {one.pgh_obj_id: one for one in steps.filter(pgh_label="insert")}
        nobodys = steps.filter(pgh_context=None).count()
        notes = Note.pgh_event_model.objects.values_list("pgh_created_at", "happened_at")
    with enter(Scope(Kind.MEMBER, user_id=maria.pk, team_id=team.pk)) as scope:
        marked = marks(scope, people, week_ago)

    assert 0 < len(late) < len(people)
    assert 0 < len(marked) < len(people)
    assert all(each.by for each in marked.values())
    assert all(one.next_step == one.this_week == "" and one.state == "active" for one in begun.values())
    assert nobodys == 0
    assert all(written == happened or happened > timezone.now() for written, happened in notes)


def test_demo_reports_tell_of_somebody_who_came_and_somebody_who_left(tmp_path, settings, db):
    demo(tmp_path, settings, participants=60, seed=1)
    sunday = timezone.localdate() - timedelta(days=timezone.localdate().weekday() + 1)
    with run_for_team(Team.objects.get(slug="alvstranden").pk):
        came = Enrolment.objects.filter(started_on__range=(sunday - timedelta(days=27), sunday)).count()
        left = Enrolment.objects.filter(ended_on__range=(sunday - timedelta(days=6), sunday)).count()

    assert came >= 1
    assert left >= 1


def test_demo_has_something_for_each_page(tmp_path, settings, db):
    demo(tmp_path, settings, participants=60, seed=1)
    today = timezone.localdate()
    with run_for_team(Team.objects.get(slug="alvstranden").pk):
        assert {one.kind for one in Consent.objects.running()} == {kind.value for kind in ConsentKind}
        assert Consent.objects.exclude(withdrawn_at=None).exists()
        documents = list(Document.objects.all())
        assert len(documents) > 10
        assert {one.digest for one in documents} == {sha256(filestore.read(one.file)).hexdigest() for one in documents}
        sheets = Attendance.objects.filter(day__gt=today - timedelta(days=21))
        assert sheets.filter(intervention__activity__isnull=False).exists()
        assert set(sheets.values_list("why", flat=True)) > {"", "child"}
        assert not sheets.filter(intervention__focus="health").exists()
        assert SickDay.objects.exists()
        away = Absence.objects.get(starts_on__lte=today, back_on__gt=today)
        standing_in = HandlerAssignment.objects.filter(absence=away, kind="stand_in", ended_on=away.back_on)
        assert standing_in.exists()
        assert not standing_in.filter(user=away.membership.user).exists()
        asked = {one.answered_on is None for one in RightsRequest.objects.all()}
        assert asked == {True, False}
        assert not RightsRequest.objects.filter(participant__limited_to_organisation__isnull=False).exists()
        assert FollowUp.objects.exclude(answered_on=None).exists()
        for model in (StartItem, Task, Tag, EnrolmentTag, TeamColumn, SavedView, Handover, Concern, Nameless, CV):
            assert model.objects.exists(), model
        assert TransferOut.objects.exists()
        assert TransferIn.objects.exists()
        assert Incident.objects.exclude(closed_at=None).exists()
        out = [one for report in WeeklyReport.objects.order_by("-last_day") for one in [figure(report, "out")]]
        assert out[0] > 0
        assert sum(number > 0 for number in out) >= 6
        assert figure(WeeklyReport.objects.latest("last_day"), "out_to_goal") > 0
        assert register.differences(Team.objects.get(slug="alvstranden").pk) == []


def figure(report: WeeklyReport, key: str) -> int:
    return next(len(one["ids"]) for one in report.figures if one["key"] == key)


def test_papers_of_the_demo_are_such_as_the_product_takes_in():
    for n, (_kind, title, lines) in enumerate(papers.PAPERS):
        made = papers.pdf(lines, number=n)
        assert check(made, "papper.pdf").kind == FileKind.PDF, title


def test_every_occupation_of_the_demo_has_skills_of_its_own_kind_of_work(db):
    known = people.reference()
    offered = {label for labels in trades.OCCUPATIONS.values() for label in labels}
    assert offered == set(crafts.SKILLS) == set(crafts.ABROAD)
    for occupation in known.occupations:
        group = set(SsykSkill.objects.filter(ssyk4=occupation.ssyk4_id).values_list("skill_id", flat=True))
        assert len(known.skills[occupation.pk]) >= 3, occupation.label
        assert set(known.skills[occupation.pk]) <= group, occupation.label


def test_nobody_in_the_demo_comes_from_the_sea_unless_they_work_there(db):
    known = people.reference()
    labels = Skill.objects.filter(pk__in={one for found in known.skills.values() for one in found})
    odd = labels.filter(label__iregex="fartyg|sjöf|offshore|boats|safety|gesällbrev|mästarbrev|visum")
    assert not odd.exists(), list(odd)
    assert not any("bageri" in place for label, found in crafts.ABROAD.items() if label != "Bagare/Konditor"
                   for place in found)  # fmt: skip


@pytest.mark.parametrize(("employers", "jobs"), [(40, 80), (40, 5000), (20, 2), (20, 200)])
def test_jobs_are_spread_unevenly_over_the_employers(employers, jobs):
    counts = spread(random.Random(1), employers, jobs)
    assert sum(counts) == jobs
    assert min(counts) >= 0
    assert max(counts) <= max(6, 3 * jobs / employers + 1)
    assert len(set(counts)) > 1

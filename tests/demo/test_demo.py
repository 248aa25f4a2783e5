"""The demo is believable, repeatable and keeps away from real data."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import Team, User
from config.demo import trades, words
from config.demo.people import made_number
from core.models import SearchToken
from core.scope import run_for_team
from employers.models import JobPosting
from followup.models import WeeklyReport
from participants import numbers, register
from participants.models import Participant, RegisterRow
from smail import progress

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
            assert SearchToken.objects.filter(token__startswith="a").exists()
    assert people == 24 + 8
    assert words.STAFF["alvstranden"][0][0].split()[0].lower() in (tmp_path / "demo_logins.txt").read_text()


def test_same_seed_gives_the_same_people(tmp_path, settings, db):
    names = []
    for _turn in range(2):
        with transaction.atomic():
            demo(tmp_path, settings, participants=6, seed=5)
            with run_for_team(Team.objects.get(slug="alvstranden").pk):
                names.append(list(Participant.objects.order_by("pk").values_list("sort_name", "birth_year")))
            transaction.set_rollback(True)
    assert names[0]
    assert names[0] == names[1]


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


@pytest.mark.parametrize("n", range(0, 200, 7))
def test_made_numbers_are_valid_and_of_the_test_kind(n):
    number = numbers.read(made_number(n))
    assert number.normal[8:10] == "98"


def test_demo_jobs_belong_to_the_trade_of_their_employer_and_somebody_answers(tmp_path, settings, db):
    demo(tmp_path, settings, participants=2)
    jobs = list(JobPosting.objects.open().select_related("occupation", "owner", "employer"))

    assert [job.title for job in jobs if job.occupation.label not in trades.OCCUPATIONS[job.employer_name]] == []
    assert {job.employer_name for job in jobs} == set(trades.OCCUPATIONS) == set(words.EMPLOYERS)
    assert all(job.owner and job.contact_name and job.hours_min and job.latitude for job in jobs)
    assert len({job.contact_name for job in jobs}) > 8


def test_demo_jobs_are_written_in_several_transactions(tmp_path, settings, db, monkeypatch):
    monkeypatch.setattr("config.demo.jobs.BATCH", 30)
    demo(tmp_path, settings, participants=2)

    assert JobPosting.objects.open().count() == 80

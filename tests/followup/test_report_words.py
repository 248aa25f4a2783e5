"""The report is frozen in numbers and read in the language of whoever opens it; the file made of it is offered again."""

import pytest
from django.utils import timezone, translation

from core import runfiles
from core.models import Run
from core.scope import Kind, Scope, enter
from followup import actions, queries, weeks
from followup.models import WeeklyReport
from smail.queries import indicator_names
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_swedish():
    """A page in English leaves English behind in this process."""
    with translation.override("sv"):
        yield


@pytest.fixture
def report(entered, team, municipality) -> WeeklyReport:
    enrolled(team, municipality, "Utan", "X")
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        return actions.make_report(team=team, week=weeks.of(timezone.localdate()))


@pytest.fixture
def english(handler):
    handler.language = "en"
    handler.save(update_fields=["language"])
    return handler


def address(team, report) -> str:
    return f"/t/{team.slug}/rapport/{report.label}/"


def test_report_frozen_in_swedish_is_read_in_english(report, team, english, as_user):
    client = as_user(english)
    page = client.get(address(team, report)).content.decode()
    for words in ("Gap between interventions", "Assessments"):
        assert words in page
    for words in ("Saknar", "Glapp", "insats", "Skattning", "kvartalet", "målet", "vecka"):
        assert words not in page
    assert "handler" in client.get(address(team, report) + "no_handler/").content.decode()


def test_indicators_are_named_in_the_language_of_the_screen(report):
    with translation.override("sv"):
        swedish = [change.label for change in queries.changes_in(report)]
    with translation.override("en"):
        english = [change.label for change in queries.changes_in(report)]
        assert any(label.endswith("(the quarter before)") for label in english)
    assert any(label.endswith("(kvartalet före)") for label in swedish)
    assert not set(swedish) & set(english)
    assert indicator_names()


def test_figure_nobody_knows_any_more_keeps_its_name(report, entered):
    report.figures = [
        {"key": "gone", "label": "Något gammalt", "ids": [], "value": None, "detail": {}},
        {"key": "change_x", "label": "X", "ids": [], "value": 0.5, "detail": {"indicator": "x", "rater": "handler", "name": "Xet"}},
    ]  # fmt: skip
    shown = queries.show_report(report, scope=entered)
    assert [figure.label for part in shown.parts for figure in part.figures] == ["Något gammalt"]
    assert [change.label for change in shown.changes] == ["Xet"]


def test_page_says_the_goal_and_the_days_of_the_week(report, team, handler, as_user):
    page = as_user(handler).get(address(team, report)).content.decode()
    assert "målet är 100\u00a0% till arbete eller studier" in page
    assert "0\u00a0%<span>" in page
    assert f"{report.last_day.day} " in page.split('class="kicker"')[2]


def test_percent_has_no_space_in_english(report, team, english, as_user):
    page = as_user(english).get(address(team, report)).content.decode()
    assert "0%<span>" in page
    assert "\u00a0%" not in page


def test_file_made_before_is_offered_again_to_its_owner(report, team, handler, colleague, as_user):
    client = as_user(handler)
    assert "Hämta pdf" not in client.get(address(team, report)).content.decode()
    client.post(address(team, report) + "pdf/")
    run = Run.objects.get(kind="followup.report_pdf")
    run.result = runfiles.attach(run, b"%PDF-1.7", name="veckorapport.pdf")
    run.state, run.finished_at = Run.RunState.DONE, timezone.now()
    run.save()
    page = client.get(address(team, report)).content.decode()
    assert f'href="{run.result_url}">Hämta pdf' in page
    assert "Gör om pdf" in page
    assert "Hämta pdf" not in as_user(colleague).get(address(team, report)).content.decode()
    run.result = {}  # the file is taken away after a week
    run.save()
    assert "Hämta pdf" not in client.get(address(team, report)).content.decode()

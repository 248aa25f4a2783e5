"""The weekly report: frozen as it was, counted over whom the viewer may see, each number opening its people."""

import json
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from pypdf import PdfReader

from core import runs
from core.models import Run
from core.scope import Kind, Scope, enter
from followup import actions, pictures, queries, weeks
from followup.models import WeeklyReport
from followup.runs import make_due_reports
from participants import actions as people
from participants.enums import EndKind, EndReason, Focus, OutcomeKind, PauseReason, SharingBasis
from participants.figures import weekly
from participants.queries import register
from participants.queries.overview import overview
from participants.queries.selected import asked_by
from participants.queries.selection import Selection
from participants.queries.states import Ready
from tests.participants.factories import days_from_today, enrolled, intervention

pytestmark = pytest.mark.django_db


@pytest.fixture
def week():
    return weeks.of(timezone.localdate())


def make(team, week) -> WeeklyReport:
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        return actions.make_report(team=team, week=week)


def count(report, key, scope) -> int | None:
    shown = queries.show_report(report, scope=scope)
    found = {figure.key: figure for part in shown.parts for figure in part.figures}
    return found[key].count


@pytest.fixture
def busy_team(entered, team, municipality, handler):
    """One well on the way, one without anything, one who came and one who went to work this week."""
    well = enrolled(team, municipality, "Väl", "X", handler=handler)
    intervention(well, Focus.JOB, -60, 30)
    intervention(well, Focus.SKILL, -60, 30)
    people.set_next_step(enrolment=well, step="Ringa", who="Alice", on=days_from_today(9), waiting_for="", by=handler)
    enrolled(team, municipality, "Utan", "X")
    new = enrolled(team, municipality, "Ny", "X", handler=handler, started_on=days_from_today(0))
    intervention(new, Focus.JOB, 0, 30)
    gone = enrolled(team, municipality, "Borta", "X", handler=handler)
    people.record_outcome(enrolment=gone, kind=OutcomeKind.WORK, starts_on=days_from_today(0), by=handler)
    people.end_enrolment(enrolment=gone, reason=EndReason.WORK, kind=EndKind.ENDED, by=handler)
    return team


@pytest.mark.parametrize(
    ("key", "expected"),
    [("in", 1), ("out", 1), ("out_to_goal", 1), ("began_work", 1), ("active", 3), ("no_handler", 1), ("gap", 1),
     ("no_job_focus", 1), ("no_parallel", 0), ("no_next_step", 2), ("step_late", 0), ("handler_changed", 0)],
)  # fmt: skip
def test_figures_count_the_facts(busy_team, week, entered, key, expected):
    assert count(make(busy_team, week), key, entered) == expected


@pytest.mark.parametrize(
    ("key", "ready"),
    [("no_handler", Ready.NO_HANDLER), ("no_next_step", Ready.NO_STEP), ("step_late", Ready.STEP_LATE),
     ("gap", Ready.GAP), ("no_job_focus", Ready.NO_JOB_FOCUS)],
)  # fmt: skip
def test_report_and_register_count_the_same_people(entered, team, municipality, handler, key, ready):
    """Active, paused, at work and ended, each with nothing at all and with a step that is late."""
    today = days_from_today(0)
    for late in (False, True):
        people_by_state = [enrolled(team, municipality, "N", f"{late}{number}") for number in range(4)]
        if late:
            for one in people_by_state:
                people.set_next_step(enrolment=one, step="Ring", on=days_from_today(-3), waiting_for="", by=handler)
        _active, paused, at_work, ended = people_by_state
        people.pause(enrolment=paused, reason=PauseReason.AWAY, by=handler, starts_on=today)
        people.record_outcome(enrolment=at_work, kind=OutcomeKind.STUDIES, starts_on=today, by=handler)
        people.end_enrolment(enrolment=ended, reason=EndReason.MOVED, kind=EndKind.ENDED, by=handler)
    counted = {figure.key: set(figure.participant_ids) for figure in weekly(team.pk, today, today)}
    page = register.page(
        Selection(ready=ready),
        asked_by(entered),
        None,
        overview(Selection(ready=ready), asked_by(entered), None),
    )
    assert counted[key] == {row.participant_id for row in page.rows}
    assert len(counted["active"]) == 4


def test_goal_counts_people_and_not_re_entries(busy_team, week, entered, municipality, handler):
    shown = queries.show_report(make(busy_team, week), scope=entered)
    assert (shown.goal_reached, shown.goal_base, shown.goal_percent) == (1, 4, 25)


def test_mistake_counts_nowhere(entered, team, municipality, week, handler):
    wrong = enrolled(team, municipality, "Fel", "X", started_on=days_from_today(0))
    people.end_enrolment(enrolment=wrong, reason=EndReason.MISTAKE, kind=EndKind.ENDED, by=handler)
    report = make(team, week)
    assert {figure["key"]: figure["ids"] for figure in report.figures if figure["ids"]} == {}


def test_report_is_frozen_and_made_once(busy_team, week, entered, municipality):
    report = make(busy_team, week)
    enrolled(busy_team, municipality, "Senare", "X", started_on=days_from_today(0))
    assert make(busy_team, week) == report
    assert count(report, "in", entered) == 1


def test_colleague_counts_only_whom_they_may_see(
    entered, team, municipality, handler, colleague, week, scope_of, as_user
):
    enrolled(team, municipality, "Delad", "X")
    hidden = enrolled(team, municipality, "Hemlig", "Person", basis=SharingBasis.NONE)
    report = make(team, week)
    assert count(report, "active", entered) == 2
    with enter(scope_of(colleague, team)) as scope:
        assert count(report, "active", scope) == 1
    address = f"/t/{team.slug}/rapport/{report.label}/active/"
    assert hidden.participant.list_name in as_user(handler).get(address).content.decode()
    assert hidden.participant.list_name not in as_user(colleague).get(address).content.decode()


def test_every_number_opens_its_people(busy_team, week, handler, as_user, entered):
    report = make(busy_team, week)
    client = as_user(handler)
    page = client.get(f"/t/{busy_team.slug}/rapport/{report.label}/").content.decode()
    shown = queries.show_report(report, scope=entered)
    for figure in [f for part in shown.parts for f in part.figures if f.count]:
        address = f"/t/{busy_team.slug}/rapport/{report.label}/{figure.key}/"
        assert address in page
        assert client.get(address).content.decode().count('class="name"') == figure.count


@pytest.mark.parametrize("path", ["", "2026-W99/", "x/", "2026-W01/", "2026-W46/active/"])
def test_address_of_no_report_is_404(team, handler, as_user, path):
    expected = 200 if path == "" else 404
    assert as_user(handler).get(f"/t/{team.slug}/rapport/{path}").status_code == expected


@pytest.mark.parametrize(("who", "status"), [("handler", 200), ("stranger", 404), ("steering", 403)])
def test_report_opens_for_the_team_only(request, busy_team, week, as_user, who, status):
    report = make(busy_team, week)
    client = as_user(request.getfixturevalue(who))
    for path in ("", f"{report.label}/", f"{report.label}/active/"):
        assert client.get(f"/t/{busy_team.slug}/rapport/{path}").status_code == status
    assert client.post(f"/t/{busy_team.slug}/rapport/{report.label}/pdf/").status_code == (
        302 if status == 200 else status
    )


def test_pdf_holds_the_numbers_and_is_its_owners_alone(busy_team, week, handler, colleague, as_user):
    report = make(busy_team, week)
    client = as_user(handler)
    client.post(f"/t/{busy_team.slug}/rapport/{report.label}/pdf/")
    run = Run.objects.get(kind="followup.report_pdf")
    runs.execute(run.pk)
    run.refresh_from_db()
    assert run.state == "done", run.message

    answer = client.get(run.result_url)

    assert answer["Content-Disposition"] == f'attachment; filename="veckorapport-{report.label}.pdf"'
    reader = PdfReader(BytesIO(answer.content))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "Veckorapport" in text
    assert "Saknar handledare" in text
    assert "Borta" not in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert as_user(colleague).get(run.result_url).status_code == 404


def test_beat_makes_each_teams_report_on_its_day_and_hour(team, other_team):
    type(team).objects.filter(pk=team.pk).update(report_weekday=4, report_hour=6)
    type(team).objects.filter(pk=other_team.pk).update(is_practice=True)
    with time_machine.travel(datetime(2026, 11, 12, 4, 59, tzinfo=timezone.get_default_timezone()), tick=False):
        assert make_due_reports() == []
    with time_machine.travel(datetime(2026, 11, 12, 6, 5, tzinfo=timezone.get_default_timezone()), tick=False):
        assert make_due_reports() == [team.slug]
        assert make_due_reports() == [team.slug]
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        assert [report.label for report in WeeklyReport.objects.all()] == ["2026-W45"]  # the week that has ended


def test_one_teams_fault_does_not_keep_the_others_waiting(team, other_team, monkeypatch, caplog):
    make = actions.make_report

    def breaks(*, team, week):
        if team.pk == first.pk:
            raise ZeroDivisionError
        return make(team=team, week=week)

    first, second = sorted((team, other_team), key=lambda one: one.pk)
    monkeypatch.setattr(actions, "make_report", breaks)
    monkeypatch.setattr(weeks, "is_due", lambda *_args, **_kwargs: True)
    assert make_due_reports() == [second.slug]
    assert first.slug in caplog.text


@pytest.mark.parametrize(
    ("text", "first"),
    [("2026-W46", date(2026, 11, 9)), ("2026-W1", date(2025, 12, 29)), ("2026-W53", date(2026, 12, 28))],
)
def test_week_is_read(text, first):
    assert weeks.parse(text).first == first


@pytest.mark.parametrize("text", ["", "2026-46", "2025-W53", "2026-W00", "2026-W٤٦x", "9999-W10"])
def test_no_week_is_refused(text):
    with pytest.raises(weeks.NotAWeek):
        weeks.parse(text)


def test_command_tells_the_frozen_numbers(busy_team, week, tmp_path):
    out = StringIO()
    target = tmp_path / "rapport.pdf"
    call_command("weekly_report", team=busy_team.slug, week=str(week), pdf=target, json=True, stdout=out)
    told = json.loads(out.getvalue().splitlines()[-1])
    assert told["figures"]["active"] == 3
    assert told["goal"] == {"reached": 1, "of": 4, "percent": 25}
    assert target.read_bytes().startswith(b"%PDF")
    with pytest.raises(CommandError, match="ISO week"):
        call_command("weekly_report", team=busy_team.slug, week="v46", stdout=out)
    with pytest.raises(CommandError, match="/: "):
        call_command("weekly_report", team=busy_team.slug, week=str(week), pdf=Path("/"), json=True, stdout=out)


def test_command_tells_the_change_of_each_indicator_for_each_rater(busy_team, week):
    report = make(busy_team, week)
    for figure in report.figures:
        if figure["detail"].get("indicator") == "job_belief" and figure["detail"]["rater"] == "handler":
            figure["value"] = -0.5
    report.save()
    out = StringIO()
    call_command("weekly_report", team=busy_team.slug, week=str(week), json=True, stdout=out)
    changes = json.loads(out.getvalue().splitlines()[-1])["changes"]
    assert len(changes) == 7
    assert changes["job_belief"] == {"participant": None, "handler": -0.5}


@pytest.mark.parametrize("ago", [400, 1])
def test_week_before_anybody_was_enrolled_freezes_nothing(entered, team, municipality, week, ago):
    early = weeks.of(week.first - timedelta(weeks=ago))
    with pytest.raises(CommandError, match="nobody has been enrolled"):
        call_command("weekly_report", team=team.slug, week=str(early), json=True, stdout=StringIO())
    enrolled(team, municipality, "Först", "X", started_on=week.first)
    with pytest.raises(CommandError, match=f"before the team's first enrolment, {week.first}"):
        call_command("weekly_report", team=team.slug, week=str(early), json=True, stdout=StringIO())
    assert not WeeklyReport.objects.exists()


def test_number_of_the_week_before_opens_its_people(busy_team, week, handler, as_user, municipality):
    last = weeks.of(week.first - timedelta(days=7))
    make(busy_team, last)
    report = make(busy_team, week)
    page = as_user(handler).get(f"/t/{busy_team.slug}/rapport/{report.label}/").content.decode()
    before = next(one for one in WeeklyReport.objects.get(week=last.number).figures if one["key"] == "active")
    assert f'href="/t/{busy_team.slug}/rapport/{last}/active/">{len(before["ids"])}</a>' in page
    assert f"/{last}/in/" not in page  # nobody came that week


@pytest.mark.parametrize("size", [2, 20])
def test_queries_of_the_report_page_do_not_grow(
    entered, team, municipality, week, handler, as_user, size, django_assert_num_queries
):
    for n in range(size):
        enrolled(team, municipality, f"P{n}", "X")
    report = make(team, week)
    client = as_user(handler)
    client.get(f"/t/{team.slug}/rapport/{report.label}/")
    with django_assert_num_queries(11):  # one asks for the file made before
        client.get(f"/t/{team.slug}/rapport/{report.label}/")


def test_previous_week_stands_beside(busy_team, week, entered):
    last = weeks.of(week.first - timedelta(days=7))
    make(busy_team, last)
    shown = queries.show_report(make(busy_team, week), scope=entered)
    figures = {figure.key: figure for part in shown.parts for figure in part.figures}
    assert figures["in"].before == "0"


def test_change_of_too_few_is_not_told(busy_team, week, entered):
    shown = queries.show_report(make(busy_team, week), scope=entered)
    assert len(shown.changes) == 7
    assert {change.participant for change in shown.changes} == {"färre än fem"}


def test_change_is_shown_for_each_rater_with_its_sign(busy_team, week, entered):
    report = make(busy_team, week)
    report.figures = [
        {"key": "change_p", "label": "Tro på jobb, egna svar", "ids": [], "value": 0.44,
         "detail": {"indicator": "job_belief", "name": "Tro på jobb", "rater": "participant"}},
        {"key": "change_h", "label": "Tro på jobb, handledarens svar", "ids": [], "value": -1.0,
         "detail": {"indicator": "job_belief", "name": "Tro på jobb", "rater": "handler"}},
    ]  # fmt: skip
    change = queries.show_report(report, scope=entered).changes[0]
    assert (change.label, change.participant, change.handler) == ("Tro på jobb", "+0,4", "\u22121,0")


def test_weeks_behind_are_drawn_from_the_frozen_reports(busy_team, week, entered):
    for ago in (2, 1):
        make(busy_team, weeks.of(week.first - timedelta(weeks=ago)))
    shown = queries.show_report(make(busy_team, week), scope=entered)

    assert [one.number for one in shown.weeks] == [
        weeks.of(week.first - timedelta(weeks=ago)).number for ago in (2, 1, 0)
    ]
    last = shown.weeks[-1]
    assert (last.came, last.left, last.left_to_goal, last.work, last.studies, last.base) == (1, 1, 1, 1, 0, 4)


def test_people_a_viewer_may_not_see_are_in_no_column(entered, team, municipality, colleague, week, scope_of, handler):
    hidden = enrolled(team, municipality, "Hemlig", "X", basis=SharingBasis.NONE, started_on=days_from_today(0))
    people.record_outcome(enrolment=hidden, kind=OutcomeKind.STUDIES, starts_on=days_from_today(0), by=handler)
    report = make(team, week)
    assert queries.show_report(report, scope=entered).weeks[-1].studies == 1
    with enter(scope_of(colleague, team)) as scope:
        last = queries.show_report(report, scope=scope).weeks[-1]
    assert (last.came, last.studies, last.base) == (0, 0, 0)


def test_report_older_than_the_split_counts_everyone_as_work(busy_team, week, entered):
    report = make(busy_team, week)
    report.figures = [one for one in report.figures if one["key"] != "goal_studies"]
    assert queries.show_report(report, scope=entered).weeks[-1].work == 1


def test_charts_and_their_tables_hold_the_same_numbers(busy_team, week, handler, as_user, entered):
    report = make(busy_team, week)
    drawn = pictures.pictures(queries.show_report(report, scope=entered))
    assert drawn.way is not None
    assert drawn.way.table.rows == ((str(week.number), "1", "0", "4", "25\u00a0%"),)
    assert drawn.flow is not None
    assert drawn.flow.table.rows == ((str(week.number), "1", "1", "0"),)
    assert drawn.change is None
    page = as_user(handler).get(f"/t/{busy_team.slug}/rapport/{report.label}/").content.decode()
    assert page.count('role="img"') >= 4
    assert "Färre än fem har svarat två gånger" in page


def test_team_without_anybody_has_no_charts(entered, team, week, handler, as_user):
    report = make(team, week)
    drawn = pictures.pictures(queries.show_report(report, scope=entered))
    assert (drawn.way, drawn.flow, drawn.change) == (None, None, None)
    assert as_user(handler).get(f"/t/{team.slug}/rapport/{report.label}/").status_code == 200

"""Hours of attendance: what a cell says, a week as a sheet, a month for funders, and what of it is about health."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core import persondata, registry
from core.models import ReadLine
from core.scope import Kind, Scope, enter
from participants import actions
from participants.actions import bulk
from participants.enums import AbsenceReason, Deed, Focus
from participants.hours import MOST, Hours, Unreadable, monday, read, shown, text_of, usual, week_key
from participants.models import Activity, Attendance, Intervention, SickDay
from tests.participants.factories import enrolled, intervention

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
MONDAY = TODAY - timedelta(days=TODAY.weekday() + 7)  # of last week: every day has been


@pytest.fixture
def kitchen(team):
    return Activity.objects.create(team=team, name="Köket", focus=Focus.JOB, hours_per_week=20)


@pytest.fixture
def efforts(entered, team, municipality, handler, kitchen):
    made = []
    for name in ("Amal", "Bashir"):
        one = intervention(enrolled(team, municipality, name, by=handler, handler=handler), title="Praktik")
        one.activity, one.hours_per_week = kitchen, Decimal(20)
        one.save()
        made.append(one)
    return made


def row(effort, team, first: date = MONDAY) -> str:
    args = [team.slug, effort.participant.public_id, effort.public_id]
    return f"{reverse('participants:attendance_row', args=args)}?vecka={week_key(first)}"


def sent(*texts: str, base: tuple[str, ...] = (), first: date = MONDAY) -> dict[str, str]:
    given = {}
    for n, text in enumerate(texts):
        given[f"d{first + timedelta(days=n)}"] = text
        given[f"base-d{first + timedelta(days=n)}"] = base[n] if n < len(base) else ""
    return given


def stored() -> dict[tuple[str, int], tuple[int, int | None, str]]:
    rows = Attendance.objects.select_related("participant", "sick")
    return {
        (r.participant.first_name, (r.day - MONDAY).days): (r.planned, r.there, "ill" if hasattr(r, "sick") else r.why)
        for r in rows
    }


# --- a cell ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("", None),
        ("4", Hours(16, 16)),
        ("4,25", Hours(17, 17)),
        ("2/4", Hours(16, 8)),
        ("/6", Hours(24)),
        ("sjuk", Hours(16, 0, "ill")),
        ("2 / 4 barn", Hours(16, 8, "child")),
        ("0/4 okänd", Hours(16, 0, "unknown")),
        ("3/4 ledig.", Hours(16, 12, "agreed")),
        ("0/4 borta", Hours(16, 0, "away")),
        ("5", Hours(20, 20)),
    ],
)
def test_cell_is_read_as_it_is_written(text, hours):
    assert read(text, 16) == hours


@pytest.mark.parametrize("text", ["4,1", "25", "fyra", "4/", "/", "4/4 sjuk", "2/4 migrän", "1/2/3", "4..5", "-4", "٤"])
def test_cell_that_says_nothing_we_know_is_told_in_words(text):
    with pytest.raises(Unreadable) as told:
        read(text, 16)
    assert str(told.value).endswith(".")


def test_what_is_shown_is_read_back_as_the_same():
    for planned in range(MOST + 1):
        for there in (None, 0, planned // 2, planned, MOST):
            for why in ("", *AbsenceReason.values) if there is not None and there < planned else ("",):
                hours = Hours(planned, there, why)
                assert read(text_of(hours, sees_health=True), 7) == hours


def test_illness_is_only_away_to_those_who_do_not_see_health():
    ill = Hours(16, 8, AbsenceReason.ILL)
    assert text_of(ill, sees_health=True) == "2/4 sjuk"
    assert text_of(ill, sees_health=False) == "2/4 borta"


def test_weeks_and_hours_in_words():
    assert (shown(0), shown(16), shown(17), shown(2)) == ("0", "4", "4,25", "0,5")
    assert usual(Decimal("37.5")) == 30
    assert monday("2026-W53", date(2026, 1, 1)) == date(2026, 12, 28)
    assert monday("2025-W53", date(2026, 1, 1)) == monday("\x00", date(2026, 1, 1)) == date(2025, 12, 29)


# --- a week ----------------------------------------------------------------------------------------------------------------


def test_group_sheet_holds_all_with_the_activity_and_a_row_is_saved_by_itself(efforts, team, kitchen, as_user, handler):
    client = as_user(handler)
    url = reverse("participants:attendance_group", args=[team.slug, kitchen.pk])
    page = client.get(f"{url}?vecka={week_key(MONDAY)}").content.decode()
    assert "Amal" in page
    assert "Bashir" in page
    done = client.post(row(efforts[0], team), sent("4", "2/4 barn", "", "/4") | {"fran": "grupp"})
    assert done["Location"] == f"{url}?vecka={week_key(MONDAY)}#n-{efforts[0].public_id}"
    assert stored() == {("Amal", 0): (16, 16, ""), ("Amal", 1): (16, 8, "child"), ("Amal", 3): (16, None, "")}
    fragment = client.post(row(efforts[1], team), sent("sjuk"), headers={"HX-Request": "true"}).content.decode()
    assert 'value="0/4 sjuk"' in fragment
    assert stored()["Bashir", 0] == (16, 0, "ill")
    client.post(row(efforts[0], team), sent("", base=("4/4",)))
    assert ("Amal", 0) not in stored()
    person = reverse("participants:attendance_person", args=[team.slug, efforts[0].participant.public_id])
    assert 'value="2/4 barn"' in client.get(f"{person}?vecka={week_key(MONDAY)}").content.decode()


def test_what_cannot_be_read_is_told_beside_its_cell_and_the_rest_of_the_row_is_kept(efforts, team, as_user, handler):
    client = as_user(handler)
    wrong = client.post(row(efforts[0], team), sent("4", "fyra timmar"))
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert 'value="fyra timmar"' in page
    assert 'value="4"' in page
    assert stored() == {}
    ahead = TODAY - timedelta(days=TODAY.weekday()) + timedelta(days=7)
    future = client.post(row(efforts[0], team, ahead), sent("4", first=ahead))
    assert "inte varit än" in future.content.decode()
    assert client.post(row(efforts[0], team, ahead), sent("/4", first=ahead)).status_code == 302


def test_two_in_one_cell_both_see_both_texts_and_two_in_different_cells_lose_nothing(
    efforts, team, as_user, handler, colleague
):
    as_user(colleague).post(row(efforts[0], team), sent("3", "2"))
    mine = as_user(handler).post(row(efforts[0], team), sent("4", "", "1"))
    page = mine.content.decode()
    assert mine.status_code == 409
    assert "En kollega skrev ”3/4”" in page
    assert 'value="4"' in page
    assert {key[1]: value[1] for key, value in stored().items()} == {0: 12, 1: 8, 2: 4}
    assert as_user(handler).post(row(efforts[0], team), sent("4", base=("3/4",))).status_code == 302
    assert stored()["Amal", 0] == (16, 16, "")


def test_illness_written_by_a_handler_is_away_to_a_colleague_who_keeps_it_unseen(
    efforts, team, as_user, handler, colleague
):
    as_user(handler).post(row(efforts[0], team), sent("2/4 sjuk"))
    person = reverse("participants:attendance_person", args=[team.slug, efforts[0].participant.public_id])
    seen = as_user(colleague).get(f"{person}?vecka={week_key(MONDAY)}").content.decode()
    assert 'value="2/4 borta"' in seen
    assert 'value="2/4 sjuk"' not in seen
    as_user(colleague).post(row(efforts[0], team), sent("2/4 borta", "4", base=("2/4 borta",)))
    assert stored()["Amal", 0] == (16, 8, "ill")
    as_user(colleague).post(row(efforts[0], team), sent("1/4 borta", base=("2/4 borta",)))
    assert stored()["Amal", 0] == (16, 4, "ill")


def test_illness_is_a_row_that_the_database_keeps_from_whoever_does_not_see_the_persons_health(
    efforts, team, as_user, handler, colleague, scope_of
):
    as_user(handler).post(row(efforts[0], team), sent("2/4 sjuk", "3/4 barn"))
    as_user(colleague).post(row(efforts[1], team), sent("0/4 sjuk", "1/4 borta"))  # heard by telephone
    assert (stored()["Bashir", 0], stored()["Bashir", 1]) == ((16, 0, "ill"), (16, 4, "away"))

    def read(user) -> tuple[int, int, set[str], set[str]]:
        with enter(scope_of(user, team)), connection.cursor() as cursor:
            found = []
            for select in (
                "SELECT count(*) FROM participants_sickday",
                "SELECT count(*) FROM participants_sickdayevent",
                "SELECT array_agg(DISTINCT why) FROM participants_attendance",
                "SELECT array_agg(DISTINCT why) FROM participants_attendanceevent",
            ):
                cursor.execute(select)
                found.append(cursor.fetchone()[0])
        return found[0], found[1], set(found[2]), set(found[3])

    assert read(handler) == (2, 2, {"away", "child"}, {"away", "child"})
    assert read(colleague) == (0, 0, {"away", "child"}, {"away", "child"})
    with enter(scope_of(colleague, team)):
        day = Attendance.objects.filter(sick=None).first()
        with pytest.raises(DatabaseError), transaction.atomic():
            SickDay.objects.create(team=team, participant_id=day.participant_id, attendance=day)
    person = reverse("participants:attendance_person", args=[team.slug, efforts[1].participant.public_id])
    shown = as_user(colleague).get(f"{person}?vecka={week_key(MONDAY)}").content.decode()
    assert 'value="0/4 borta"' in shown  # the illness and the other absence look the same
    assert 'value="1/4 borta"' in shown
    as_user(handler).post(row(efforts[0], team), sent("2/4 borta", base=("2/4 sjuk",)))
    assert stored()["Amal", 0] == (16, 8, "away")  # whoever sees illness may take it back
    as_user(colleague).post(row(efforts[1], team), sent("", base=("0/4 borta",)))
    assert ("Bashir", 0) not in stored()
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        assert not SickDay.objects.exists()


def test_intervention_with_hours_stays_when_the_deed_that_planned_it_is_taken_back(
    entered, team, municipality, as_user, handler
):
    person = enrolled(team, municipality, by=handler, handler=handler)
    day = {"starts_on": str(MONDAY), "planned_end_on": str(MONDAY + timedelta(days=60))}
    values = {"title": "Köket", "focus": "job", "provider": "", "activity_id": None, **day}
    batch = bulk.do_for_many(team=team, deed=Deed.INTERVENTION, enrolment_ids=[person.pk], values=values, by=handler)
    made = Intervention.objects.get()
    as_user(handler).post(row(made, team), sent("4/4"))
    assert bulk.take_back_many(batch=batch, by=handler) == (0, 1)
    assert Attendance.objects.filter(intervention=made).count() == 1


def test_day_outside_the_intervention_takes_no_hours(efforts, team, as_user, handler):
    effort = efforts[0]
    effort.starts_on = MONDAY + timedelta(days=2)
    effort.save()
    as_user(handler).post(row(effort, team), sent("4", "4", "4"))
    assert set(stored()) == {("Amal", 2)}


def test_database_holds_hours_to_a_day_and_reasons_to_those_away(efforts, team):
    effort = efforts[0]
    bound = {"team": team, "participant": effort.participant, "intervention": effort, "day": MONDAY}
    for wrong in ({"planned": 97}, {"planned": 4, "there": 97}, {"planned": 4, "there": 4, "why": "ill"}, {"why": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Attendance.objects.create(**bound, **wrong)


# --- health, strangers -------------------------------------------------------------------------------------------------------


def test_intervention_about_health_is_in_no_sheet_sum_or_file_of_others(
    efforts, team, as_user, handler, colleague, scope_of
):
    effort = efforts[0]
    effort.focus, effort.title = Focus.HEALTH, "Samtalsstöd"
    effort.save()
    as_user(handler).post(row(effort, team), sent("4"))
    person = reverse("participants:attendance_person", args=[team.slug, effort.participant.public_id])
    assert "Samtalsstöd" in as_user(handler).get(f"{person}?vecka={week_key(MONDAY)}").content.decode()
    other = as_user(colleague)
    assert "Samtalsstöd" not in other.get(f"{person}?vecka={week_key(MONDAY)}").content.decode()
    assert other.post(row(effort, team), sent("2", base=("4",))).status_code == 404
    month = reverse("participants:attendance_month", args=[team.slug])
    for user in (handler, colleague):
        assert (
            "Köket" not in as_user(user).get(f"{month}?manad={MONDAY:%Y-%m}").content.decode().split("Veckans blad")[0]
        )
        assert len(book(as_user(user), team)) == 2  # heads and sum
    with enter(scope_of(colleague, team)):
        assert not Attendance.objects.exists()
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        assert Attendance.objects.count() == 1


def test_stranger_finds_nothing_and_a_reader_writes_nothing(
    efforts, team, kitchen, as_user, stranger, colleague, steering
):
    urls = [
        reverse("participants:attendance_group", args=[team.slug, kitchen.pk]),
        reverse("participants:attendance_person", args=[team.slug, efforts[0].participant.public_id]),
        reverse("participants:attendance_month", args=[team.slug]),
    ]
    for url in urls:
        assert as_user(stranger).get(url).status_code == 404
        assert as_user(steering).get(url).status_code == 403
    colleague.memberships.update(role="reader")
    assert "<input class" not in as_user(colleague).get(urls[0]).content.decode().split("<main")[1]
    assert as_user(colleague).post(row(efforts[0], team), sent("4")).status_code == 403
    assert as_user(colleague).post(reverse("participants:attendance_file", args=[team.slug])).status_code == 403


# --- a month -----------------------------------------------------------------------------------------------------------------


def book(client, team, **more: str) -> list[tuple]:
    got = client.post(reverse("participants:attendance_file", args=[team.slug]), {"manad": f"{MONDAY:%Y-%m}"} | more)
    assert got["Content-Disposition"] == f'attachment; filename="narvaro-{MONDAY:%Y-%m}.xlsx"'
    return list(load_workbook(BytesIO(got.content)).active.iter_rows(values_only=True))


def test_month_is_summed_and_comes_as_a_file_without_reasons_that_is_logged(
    efforts, team, kitchen, as_user, handler, colleague
):
    efforts[0].title = "=1+1"
    efforts[0].save()
    client = as_user(handler)
    client.post(row(efforts[0], team), sent("4"))
    client.post(row(efforts[1], team), sent("1,25/4 sjuk"))
    month = reverse("participants:attendance_month", args=[team.slug])
    page = client.get(f"{month}?manad={MONDAY:%Y-%m}").content.decode()
    assert "2 personer var med 5,25 timmar av 8 planerade." in page
    rows = book(as_user(colleague), team, aktivitet=str(kitchen.pk))
    assert [line[0] for line in rows[1:]] == ["Ahmadi, Amal", "Ahmadi, Bashir", "Summa, 2 personer"]
    assert rows[1][1:] == ("=1+1", "Köket", 1, 4, 4)
    assert rows[3][4:] == (5.25, 8)
    assert "sjuk" not in str(rows)
    line = ReadLine.objects.get(place="participants:attendance_file")
    assert (line.kind, sorted(line.subject_ids)) == ("exported", sorted(one.participant_id for one in efforts))
    assert len(book(client, team, aktivitet="0")) == 2
    assert len(book(client, team, aktivitet="x" * 50)) == 4


def test_hidden_person_is_in_no_sheet_sum_or_file(efforts, team, kitchen, as_user, handler, colleague):
    client = as_user(handler)
    for effort in efforts:
        client.post(row(effort, team), sent("4"))
    actions.protect(
        participant=efforts[0].participant, level="marked", alias="Björken", named=[], manager=handler, by=handler
    )
    other = as_user(colleague)
    url = reverse("participants:attendance_group", args=[team.slug, kitchen.pk])
    page = other.get(f"{url}?vecka={week_key(MONDAY)}").content.decode()
    assert "Bashir" in page
    assert "Björken" not in page
    month = reverse("participants:attendance_month", args=[team.slug])
    assert "1 person var med 4 timmar" in other.get(f"{month}?manad={MONDAY:%Y-%m}").content.decode()
    assert [line[0] for line in book(other, team)[1:]] == ["Ahmadi, Bashir", "Summa, 1 personer"]
    assert "Björken" in str(book(client, team))


def test_plan_tells_the_hours_of_four_weeks_and_they_leave_with_the_person(efforts, team, as_user, handler, kitchen):
    client, person = as_user(handler), efforts[0].participant
    client.post(row(efforts[0], team), sent("3/4"))
    panel = reverse("participants:part", args=[team.slug, person.public_id, "plan"])
    assert "3 av 4 timmar" in client.get(panel, headers={"HX-Request": "true"}).content.decode()
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        rows = next(one for one in registry.extract if "participants.Attendance" in one.models).act(person)
        assert [one["there"] for one in rows["participants.Attendance"]] == [12]
        persondata.erase_person(person)
    assert not Attendance.objects.filter(participant_id=person.pk).exists()
    assert Activity.objects.filter(pk=kitchen.pk).exists()

"""Retention: who is due, four eyes, seven days, gone for good; what is left are numbers."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from core import runs
from core.models import Notice, Run
from core.scope import Kind, Scope, enter, system
from participants import actions, documents, retention_runs
from participants.actions import retention
from participants.enums import DaysEnrolled, EndKind, EndReason, ErasureState, ProtectionLevel
from participants.models import (
    AnonymousOutcome,
    Document,
    DocumentProtocol,
    Enrolment,
    Erasure,
    ErasureProtocol,
    IntakeCount,
    Participant,
)
from participants.queries import retention as queries
from participants.retention import months_after
from tests.conftest import member
from tests.participants.factories import days_from_today, enrolled
from tests.participants.test_joining import lived

pytestmark = pytest.mark.django_db
TODAY = days_from_today(0)


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def ended(enrolment, by, on) -> Enrolment:
    """Ended so that the last day is `on`."""
    actions.end_enrolment(enrolment=enrolment, reason=EndReason.WORK, kind=EndKind.ENDED, by=by)
    Enrolment.objects.filter(pk=enrolment.pk).update(started_on=on - timedelta(days=200), ended_on=on)
    return enrolment


@pytest.fixture
def old(entered, team, municipality, handler):
    """Ended 25 months ago: due."""
    return ended(enrolled(team, municipality, "Zahra", by=handler, handler=handler), handler, months_after(TODAY, -25))


def listed(team, today=None) -> dict[str, str]:
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        retention.renew_list(team_id=team.pk, today=today)
        return {one.participant.first_name: one.state for one in Erasure.objects.select_related("participant")}


def page(client, team) -> str:
    return client.get(reverse("participants:retention", args=[team.slug])).content.decode()


def approved(team, by, other) -> Erasure:
    listed(team)
    ids = list(Erasure.objects.values_list("pk", flat=True))
    retention.propose_erasure(ids=ids, by=by)
    retention.approve_erasure(ids=ids, by=other)
    return Erasure.objects.get()


def test_list_holds_whoever_has_been_gone_for_as_long_as_the_policy_says(old, team, municipality, handler, leader):
    ended(enrolled(team, municipality, "Omar", by=handler), handler, months_after(TODAY, -23))
    back = ended(enrolled(team, municipality, "Ida", by=handler), handler, months_after(TODAY, -30))
    actions.enrol_again(participant=back.participant, organisation=municipality, basis="agreement", by=handler)
    enrolled(team, municipality, "Nils", by=handler)
    assert listed(team) == {"Zahra": "due"}
    assert Erasure.objects.get().due_on == months_after(months_after(TODAY, -25), 24)
    retention.set_policy(team=team, months=12, by=leader)
    assert set(listed(team)) == {"Zahra", "Omar"}
    retention.set_policy(team=team, months=48, by=leader)
    assert listed(team) == {}


def test_new_on_the_list_are_told_once_to_whoever_decides_about_them(
    old, team, municipality, nonprofit, handler, colleague, leader
):
    other_leader = member(team, nonprofit, "Lo Led", role="leader")
    actions.ask_conflict(participant=old.participant, user=other_leader, by=leader)

    def told() -> set[str]:
        waiting = Notice.objects.filter(kind="retention", read_at=None)
        return set(User.objects.filter(pk__in=waiting.values("user_id")).values_list("name", flat=True))

    listed(team)
    listed(team)
    assert told() == {leader.name}  # the other leader must not know that there is anybody
    assert Notice.objects.filter(kind="retention").count() == 1
    notice = Notice.objects.get(kind="retention")
    assert "Zahra" not in notice.title
    assert notice.url == reverse("participants:retention", args=[team.slug])
    retention.propose_erasure(ids=Erasure.objects.values_list("pk", flat=True), by=leader)
    assert told() == set()
    hidden = ended(enrolled(team, municipality, "Omid", by=handler, handler=handler), handler, months_after(TODAY, -26))
    actions.protect(
        participant=hidden.participant,
        level=ProtectionLevel.MARKED,
        alias="Björk",
        named=[],
        manager=handler,
        by=leader,
    )
    listed(team)
    assert told() == {handler.name}


def test_due_on_the_very_day_and_not_the_day_before(old, team):
    day = months_after(months_after(TODAY, -25), 24)
    assert listed(team, day - timedelta(days=1)) == {}
    assert listed(team, day) == {"Zahra": "due"}


def test_one_proposes_and_another_approves_never_the_same(old, team, as_user, handler, leader):
    listed(team)
    one = Erasure.objects.get()
    base, ticked = reverse("participants:retention", args=[team.slug]), {"vilka": [one.public_id]}
    leads, handles = as_user(leader), as_user(handler)
    assert "Ahmadi, Zahra" in page(leads, team)
    assert "Ahmadi" not in page(handles, team)  # nothing to do there for a handler yet
    handles.post(f"{base}foresla/", ticked)
    assert Erasure.objects.get().state == ErasureState.DUE
    leads.post(f"{base}foresla/", ticked)
    leads.post(f"{base}godkann/", ticked)
    assert Erasure.objects.get().state == ErasureState.PROPOSED
    with pytest.raises(actions.ActionError, match="annan"):
        retention.approve_erasure(ids=[one.pk], by=leader)
    assert "Godkänn att de raderas" in page(handles, team)
    handles.post(f"{base}godkann/", ticked)
    one.refresh_from_db()
    assert (one.state, one.approved_by, one.erase_on) == ("approved", handler, TODAY + timedelta(days=7))
    with pytest.raises(IntegrityError), transaction.atomic():
        Erasure.objects.update(approved_by=leader)


def test_approved_can_be_stopped_for_seven_days_and_begins_anew(old, team, as_user, handler, leader):
    one = approved(team, leader, handler)
    as_user(leader).post(reverse("participants:retention_stop", args=[team.slug, one.public_id]))
    one.refresh_from_db()
    assert (one.state, one.approved_by, one.erase_on, one.stopped_by) == ("due", None, None, leader)
    assert "Stoppad av Lena Strand" in page(as_user(leader), team)
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        assert not retention.erase_approved(erasure_id=one.pk, today=TODAY + timedelta(days=30))
    with pytest.raises(actions.ActionError):
        retention.stop_erasure(erasure=one, by=leader)


def test_held_person_is_off_the_list_until_it_is_ended(old, team, as_user, handler, leader):
    one = approved(team, leader, handler)
    base = [team.slug, old.participant.public_id]
    assert as_user(handler).get(reverse("participants:hold", args=base)).status_code == 403
    client = as_user(leader)
    assert client.post(reverse("participants:hold", args=base), {"reason": ""}).status_code == 422
    assert client.post(reverse("participants:hold", args=base), {"reason": "Överklagat"}).status_code == 302
    assert not Erasure.objects.filter(pk=one.pk).exists()
    assert listed(team) == {}
    assert "Överklagat" in client.get(reverse("participants:extracts", args=base)).content.decode()
    assert client.post(reverse("participants:release", args=base)).status_code == 302
    assert listed(team) == {"Zahra": "due"}


def test_protected_person_stands_on_the_named_managers_list_and_no_other(
    old, team, municipality, as_user, handler, leader
):
    named = member(team, municipality, "Dora Lind")
    person = Participant.objects.get(pk=old.participant_id)
    actions.protect(
        participant=person, level=ProtectionLevel.MARKED, alias="Älgen", named=[named, leader], manager=named, by=leader
    )
    listed(team)
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        one = Erasure.objects.get()
    assert "Älgen" in page(as_user(named), team)
    assert "Älgen" not in page(as_user(leader), team)
    assert "Älgen" not in page(as_user(handler), team)
    base, ticked = reverse("participants:retention", args=[team.slug]), {"vilka": [one.public_id]}
    as_user(leader).post(f"{base}foresla/", ticked)
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        assert Erasure.objects.get().state == ErasureState.DUE
    as_user(named).post(f"{base}foresla/", ticked)
    as_user(handler).post(f"{base}godkann/", ticked)
    as_user(named).post(f"{base}godkann/", ticked)
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        assert Erasure.objects.get().state == ErasureState.PROPOSED
    as_user(leader).post(f"{base}godkann/", ticked)  # named, and so the other pair of eyes
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        assert Erasure.objects.get().state == ErasureState.APPROVED


def tables_saying(words: str) -> list[str]:
    """Every table of the database with a row that says it, as the team and as the machinery see them."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        for (name,) in cursor.fetchall():
            if not name.startswith(("taxonomy_", "core_readline")):
                cursor.execute(f'SELECT count(*) FROM "{name}" t WHERE t::text ILIKE %s', [f"%{words}%"])
                if cursor.fetchone()[0]:
                    found.append(name)
    return found


def test_approved_person_is_erased_by_a_run_that_may_stop_and_go_on_and_nothing_is_left(
    entered, team, municipality, handler, colleague, leader
):
    with enter(Scope(Kind.RUN, user_id=handler.pk, team_id=team.pk)):
        enrolment = lived(team, municipality, "Zahraxy", "19900101-2385", handler, colleague)
        Participant.objects.filter(pk=enrolment.participant_id).update(street="Lönnvägenxy 3")
        ended(enrolment, handler, months_after(TODAY, -25))
        other = ended(enrolled(team, municipality, "Omar", by=handler), handler, months_after(TODAY, -25))
        public_id = enrolment.participant.public_id
        listed(team)
        retention.propose_erasure(ids=Erasure.objects.values_list("pk", flat=True), by=leader)
        retention.approve_erasure(ids=Erasure.objects.values_list("pk", flat=True), by=handler)
        Erasure.objects.update(erase_on=TODAY)
        Erasure.objects.filter(participant=other.participant).update(erase_on=TODAY + timedelta(days=1))
        assert tables_saying("Zahraxy")
    retention_runs.nightly()
    retention_runs.nightly()  # once a day, whoever asks
    with system():
        run = Run.objects.get(kind=retention_runs.KIND)
    assert runs.execute(run.pk)
    with system():
        run.refresh_from_db()
        assert (run.state, run.result) == ("done", {"erased": 1}), run.message
        left = [tables_saying(words) for words in ("Zahraxy", "Lönnvägenxy", public_id)]
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        left += [tables_saying(words) for words in ("Zahraxy", "Lönnvägenxy", public_id)]
        assert [name for names in left for name in names] == []
        assert list(Participant.objects.values_list("first_name", flat=True)) == ["Omar"]
        line = ErasureProtocol.objects.get()
        assert (line.people, line.months, line.proposed_by, line.approved_by) == (1, 24, leader, handler)
        assert line.rows > 30
        kept = AnonymousOutcome.objects.get()
        assert (kept.days, kept.outcome, kept.turns, kept.year) == ("-365", "work", "0", months_after(TODAY, -25).year)
        assert retention_runs.erase(run) == {"erased": 0}  # again: nothing more, nothing twice
        assert ErasureProtocol.objects.get().people == 1


def test_who_came_back_after_the_approval_stays(old, team, municipality, handler, leader):
    one = approved(team, leader, handler)
    actions.enrol_again(participant=old.participant, organisation=municipality, basis="agreement", by=handler)
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        assert not retention.erase_approved(erasure_id=one.pk, today=TODAY + timedelta(days=8))
        assert Participant.objects.filter(pk=old.participant_id).exists()
        assert not Erasure.objects.exists()


@pytest.mark.parametrize(
    ("days", "name"), [(0, "-90"), (90, "-90"), (91, "-180"), (365, "-365"), (366, "-730"), (731, "731-")]
)
def test_days_become_a_class(days, name):
    assert retention.days_class(days) == DaysEnrolled(name)


def test_months_are_the_leaders_and_checked(old, team, as_user, handler, leader):
    url = reverse("participants:retention_policy", args=[team.slug])
    assert as_user(handler).post(url, {"months": 12}).status_code == 403
    answer = as_user(leader).post(url, {"months": 0})
    assert answer.status_code == 422
    assert as_user(leader).post(url, {"months": 12}).status_code == 302
    assert retention.months_of(team.pk) == 12
    assert timezone.now()


def test_documents_that_are_about_to_go_are_shown_and_kept_longer(
    old, team, as_user, handler, leader, stranger, municipality
):
    paper = Document.objects.create(
        team=team, participant=old.participant, kind="other", title="Intyg från kursen", format="txt", size=3, file="x.txt",
        digest="0" * 64, delete_on=TODAY + timedelta(days=30),
    )  # fmt: skip
    later = Document.objects.create(
        team=team, participant=old.participant, kind="other", title="Senare", format="txt", size=3, file="y.txt",
        digest="1" * 64, delete_on=TODAY + timedelta(days=31),
    )  # fmt: skip
    shown = page(as_user(handler), team)
    assert "Intyg från kursen" in shown
    assert later.title not in shown
    url = reverse("participants:retention_keep", args=[team.slug, paper.public_id])
    assert as_user(stranger).post(url).status_code == 404
    assert as_user(member(team, municipality, "Eva Ask", Role.READER)).post(url).status_code == 403
    assert as_user(handler).post(url).status_code == 302
    paper.refresh_from_db()
    assert paper.delete_on == months_after(TODAY + timedelta(days=30), 12)
    assert "Intyg från kursen" not in page(as_user(handler), team)
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        Document.objects.filter(pk=later.pk).update(kind="health", delete_on=TODAY + timedelta(days=3))
    assert "Senare" not in page(as_user(leader), team)  # who does not see the person's health
    hidden = reverse("participants:retention_keep", args=[team.slug, later.public_id])
    assert as_user(leader).post(hidden).status_code == 404


def test_night_writes_in_the_protocol_how_many_documents_went_and_takes_none_of_who_is_held(
    old, team, as_user, handler, leader
):
    def paper(name: str, **more: object) -> Document:
        return Document.objects.create(
            team=team, participant=old.participant, kind="other", title=name, format="txt", size=3, file=name,
            digest=name * 64, **{"delete_on": TODAY, **more},
        )  # fmt: skip

    paper("1")
    paper("2", delete_on=None, removed_at=timezone.now() - timedelta(days=8))
    hold = retention.hold_person(participant=old.participant, reason="Överklagat", by=leader)
    assert documents.sweep() == 0
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        assert not DocumentProtocol.objects.exists()
    retention.release_person(hold=hold, by=leader)
    assert documents.sweep() == 2
    paper("3")
    assert documents.sweep() == 1
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        line = DocumentProtocol.objects.get()
        assert (line.day, line.due, line.binned) == (TODAY, 2, 1)
    assert "Ur papperskorgen" in page(as_user(leader), team)
    assert "Ur papperskorgen" not in page(as_user(handler), team)


def test_what_is_kept_of_who_is_gone_is_counts_and_none_that_tells_of_a_few(team, entered, as_user, leader, handler):
    assert "Inget än" in page(as_user(leader), team)
    rows = [("work", "-365", 7), ("studies", "-365", 6), ("", "-90", 8)]
    AnonymousOutcome.objects.bulk_create(
        AnonymousOutcome(team=team, year=2024, days=days, outcome=outcome, turns="0")
        for outcome, days, count in rows
        for _each in range(count)
    )
    IntakeCount.objects.bulk_create(
        IntakeCount(team=team, month=TODAY.replace(day=1), source_kind="other", state=state)
        for state in ("declined",) * 9 + ("welcome",) * 2
    )
    left = {one.heading: dict(one.cells) for one in queries.left(team.pk)}
    assert list(left["Raderade: hur det gick"].values()) == [7, 6, 8]
    assert list(left["Raderade: byten av handledare"].values()) == [21]
    assert "Borttagna förfrågningar: vad det blev" not in left  # nine and two: the nine would tell of the two
    assert list(left["Borttagna förfrågningar: varifrån"].values()) == [11]
    assert "Det som finns kvar som siffror" in page(as_user(leader), team)
    assert "Det som finns kvar som siffror" not in page(as_user(handler), team)

"""What was laid aside waits on the person's page for those who may read it."""

import pytest
from django.urls import reverse

from accounts.enums import HealthVisibility
from core.models import Notice
from core.scope import Kind, Scope, enter
from participants import actions
from participants.importing import asides, batches
from participants.models import Enrolment, ImportBatch, RestrictedRemark
from participants.tasks import clear_old_imports
from tests.participants.factories import enrolled
from tests.participants.importing.conftest import url


@pytest.fixture
def laid_aside(team, municipality, handler, leader, scope_of):
    """Alice's participant with a remark of each kind."""
    with enter(scope_of(handler, team)):
        enrolment = enrolled(team, municipality, by=handler, handler=handler)
        for kind in ("protection", "health", "other"):
            RestrictedRemark.objects.create(
                team=team, participant=enrolment.participant, enrolment=enrolment, kind=kind, text=f"ord om {kind}"
            )
    return enrolment


@pytest.mark.parametrize(
    ("who", "read"),
    [
        ("handler", {"protection", "health", "other"}),
        ("leader", {"protection", "other"}),
        ("colleague", {"protection"}),
    ],
)
def test_remarks_are_read_by_those_who_may(who, read, laid_aside, as_user, team, request, handler, leader, colleague):
    user = {"handler": handler, "leader": leader, "colleague": colleague}[who]
    address = reverse("participants:detail", args=[team.slug, laid_aside.participant.public_id])

    page = as_user(user).get(address).content.decode()

    assert {kind for kind in ("protection", "health", "other") if f"ord om {kind}" in page} == read


def test_reviewed_remark_is_gone_and_signed(laid_aside, as_user, team, handler, scope_of):
    with enter(scope_of(handler, team)):
        remark = RestrictedRemark.objects.get(kind="health")
    args = [team.slug, laid_aside.participant.public_id, remark.public_id]

    response = as_user(handler).post(reverse("participants:import_aside_review", args=args))

    assert response.status_code == 302
    with enter(scope_of(handler, team)):
        remark.refresh_from_db()
    assert (remark.reviewed_by, remark.reviewed_at is None) == (handler, False)


def test_remark_that_may_not_be_read_cannot_be_ticked_off(
    laid_aside, as_user, team, colleague, stranger, scope_of, handler
):
    with enter(scope_of(handler, team)):
        remark = RestrictedRemark.objects.get(kind="health")
    address = reverse(
        "participants:import_aside_review", args=[team.slug, laid_aside.participant.public_id, remark.public_id]
    )

    assert as_user(colleague).post(address).status_code == 404
    assert as_user(stranger).post(address).status_code == 404


def test_person_closed_to_a_colleague_shows_no_remark(laid_aside, as_user, team, colleague, handler, scope_of):
    with enter(scope_of(handler, team)):
        actions.ask_conflict(participant=laid_aside.participant, user=colleague, by=handler)
        remark = RestrictedRemark.objects.get(kind="protection")
    address = reverse(
        "participants:import_aside_review", args=[team.slug, laid_aside.participant.public_id, remark.public_id]
    )

    assert as_user(colleague).post(address).status_code == 404


def test_what_is_left_of_a_file_goes_after_thirty_days(team, handler, scope_of, time_machine):
    time_machine.move_to("2026-11-22 12:00")
    with enter(scope_of(handler, team)):
        old = batches.bring(team=team, by=handler, text="Namn\nZahra Ahmadi\n")
        done = batches.bring(team=team, by=handler, text="Namn\nOmid Haddad\n")
        done.mark_done()
        done.save()
    time_machine.shift(29 * 86_400)
    clear_old_imports.run()
    with enter(scope_of(handler, team)):
        assert ImportBatch.objects.filter(content__isnull=False).count() == 2

    time_machine.shift(2 * 86_400)
    clear_old_imports.run()

    with enter(scope_of(handler, team)):
        assert not ImportBatch.objects.filter(pk=old.pk).exists()
        done.refresh_from_db()
    assert done.content is None


def told(team, user):
    """Titles and addresses of what waits for a user about what was laid aside."""
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        found = Notice.objects.filter(user_id=user.pk, kind="aside", read_at=None)
        return list(found.values_list("title", "url"))


def test_batch_names_whose_words_nobody_can_open_and_the_new_handler_is_told(
    wizard, alice, team, handler, colleague, leader, scope_of
):
    batch = wizard(
        {"pasted": "Namn\tAnteckning\nZahra Ahmadi\tsjukskriven 50 % för utmattning\nOmid Haddad\tringer gärna\n"},
        basis="agreement",
    )
    page = alice.get(alice.post(url("rows", team, batch.public_id), {"read_in": "1"})["Location"]).content.decode()
    part = page.partition("Väntar på en handledare")[2].partition("</section>")[0]
    assert "1 person har" in part
    assert "Ahmadi, Zahra" in part
    assert "Haddad" not in part
    assert "sjukskriven" not in page

    with enter(scope_of(handler, team)):
        enrolment = Enrolment.objects.select_related("team", "participant").get(participant__first_name="Zahra")
        actions.assign_handler(enrolment=enrolment, user=colleague, by=handler)
        remark = RestrictedRemark.objects.get()
    address = reverse("participants:detail", args=[team.slug, enrolment.participant.public_id])
    assert told(team, colleague) == [("Något från det gamla arket väntar på att du läser det", address)]
    assert "Väntar på en handledare" not in alice.get(url("detail", team, batch.public_id)).content.decode()

    with enter(scope_of(colleague, team)):
        asides.review(remark=remark, by=colleague)
    assert told(team, colleague) == []


def test_nobody_is_told_of_words_when_there_are_none(team, municipality, handler, colleague, scope_of):
    with enter(scope_of(handler, team)):
        enrolment = enrolled(team, municipality, by=handler)
        actions.assign_handler(enrolment=enrolment, user=colleague, by=handler)
    assert told(team, colleague) == []


@pytest.mark.parametrize(
    ("kind", "leader_reads_health", "is_alone"),
    [("health", False, True), ("health", True, False), ("other", False, False), ("protection", False, False)],
)
def test_words_that_the_leader_opens_wait_for_no_handler(
    kind, leader_reads_health, is_alone, team, municipality, handler, leader, scope_of
):
    if leader_reads_health:
        team.health_visibility = HealthVisibility.HANDLERS_AND_LEADER
        team.save()
    with enter(scope_of(handler, team)):
        enrolment = enrolled(team, municipality, by=handler)
        person = enrolment.participant
        RestrictedRemark.objects.create(team=team, participant=person, enrolment=enrolment, kind=kind, text="ord")
        assert asides.unopened([person.pk], team) == ({person.pk} if is_alone else set())

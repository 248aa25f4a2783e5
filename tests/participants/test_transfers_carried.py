"""What goes along to another team with a yes to just that: documents as copies, health to whoever becomes handler; the yes
itself, as a consent that can be taken back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core import filestore
from core.filecheck.gate import Checked
from core.filecheck.rules import FileKind
from core.scope import Kind, Scope, enter
from participants import actions
from participants.actions import documents
from participants.enums import (
    ConsentKind,
    DocumentKind,
    Focus,
    SaidHow,
    SharingBasis,
    TransferState,
)
from participants.models import Consent, Document, Enrolment, Intervention, Participant, TransferIn, TransferOut
from taxonomy.models import Language
from tests.conftest import member
from tests.participants.factories import days_from_today, enrolled, intervention

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(team, other_team):
    return lambda here=None: enter(Scope(Kind.RUN, team_id=(here or team).pk))


@pytest.fixture
def receiver(other_team, municipality):
    other_team.accepts_transfers = True
    other_team.save()
    return member(other_team, municipality, "Rakel", "leader")


@pytest.fixture
def person(inside, team, municipality, handler, receiver):
    with inside():
        enrolment = enrolled(team, municipality, by=handler, handler=handler)
        intervention(enrolment, title="Praktik i kök")
        intervention(enrolment, Focus.HEALTH, title="Samtal på vårdcentralen")
        return Enrolment.objects.select_related("participant", "team").get(pk=enrolment.pk)


def ask(person, other_team, by, carries=("profile", "plan")):
    yes = actions.Yes(tuple(carries), SaidHow.SPOKEN, timezone.localdate())
    return actions.ask_transfer(enrolment=person, to_team=other_team, yes=yes, by=by)


def accept(inside, other_team, by, organisation, key, **more):
    with inside(other_team):
        incoming = TransferIn.objects.get(key=key)
        given = {"organisation": organisation, "basis": SharingBasis.CONSENT} | more
        return actions.accept_transfer(incoming=incoming, by=by, **given)


def paper(enrolment, by, title: str, data: bytes, kind: DocumentKind = DocumentKind.OTHER) -> Document:
    file = Checked(FileKind.TEXT, data)
    return actions.add_document(participant=enrolment.participant, file=file, kind=kind, title=title, by=by)


@pytest.fixture
def papers(person, inside, handler, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with inside():
        actions.remove_document(document=paper(person, handler, "Slängt", b"bort"), by=handler)
        return paper(person, handler, "Betyg", b"G"), paper(person, handler, "Intyg", b"ont", DocumentKind.HEALTH)


def test_documents_and_health_stay_behind_and_that_is_told(
    person, papers, inside, team, other_team, handler, receiver, municipality, as_user
):
    with inside():
        out = ask(person, other_team, handler)
    url = reverse("participants:transfer", args=[team.slug, person.participant.public_id])
    page = as_user(handler).get(url).text
    assert "Stannar kvar här" in page
    assert "Dokument, utom de som rör hälsa" in page.split("Stannar kvar här")[1]
    accept(inside, other_team, receiver, municipality, out.key)
    with inside(other_team):
        assert Document.objects.count() == 0
    with inside():
        assert Document.objects.count() == 3


def test_documents_go_along_as_copies_of_their_own_and_those_about_health_with_a_yes_to_health(
    person, papers, inside, other_team, handler, receiver, municipality
):
    betyg, _intyg = papers
    with inside():
        Document.objects.filter(pk=betyg.pk).update(delete_on=days_from_today(40))
        out = ask(person, other_team, handler, ("documents",))
    accept(inside, other_team, receiver, municipality, out.key)
    with inside(other_team):
        copy = Document.objects.get()
        assert (copy.title, copy.delete_on, copy.added_at) == ("Betyg", days_from_today(40), betyg.added_at)
        assert filestore.read(copy.file) == b"G"
        assert copy.file.startswith(f"people/{other_team.pk}/")
        assert Intervention.objects.count() == 0


def test_health_goes_to_the_one_who_becomes_handler_and_to_nobody_else(
    person, papers, inside, other_team, handler, receiver, municipality, scope_of, as_user
):
    near, far = (member(other_team, municipality, name) for name in ("Nina", "Folke"))
    with inside():
        out = ask(person, other_team, handler, ("plan", "health"))
    url = reverse("participants:transfer_in", args=[other_team.slug, out.key])
    page = as_user(receiver).get(url)
    given = {"organisation": municipality.pk, "basis": "consent", "handler": ""}
    assert page.context["form"].fields["handler"].required
    assert as_user(receiver).post(url, given).status_code == 422
    with pytest.raises(actions.ActionError, match="Välj handledare"):
        accept(inside, other_team, receiver, municipality, out.key)
    accept(inside, other_team, receiver, municipality, out.key, handler=near)
    with inside(other_team):
        assert {one.title for one in Intervention.objects.all()} == {"Praktik i kök", "Samtal på vårdcentralen"}
    for user, seen in ((near, {"Intyg"}), (far, set()), (receiver, set())):
        with enter(scope_of(user, other_team)):
            assert set(Document.objects.values_list("title", flat=True)) == seen
        made = reverse("participants:part", args=[other_team.slug, person_there(inside, other_team), "plan"])
        plan = as_user(user).get(made, headers={"HX-Request": "true"}).text
        assert ("Samtal på vårdcentralen" in plan) is bool(seen)


def person_there(inside, other_team) -> str:
    with inside(other_team):
        return Participant.objects.get().public_id


def test_transfer_is_refused_in_words_when_the_other_team_has_no_room_and_nothing_is_moved(
    person, papers, inside, other_team, handler, receiver, municipality, monkeypatch
):
    monkeypatch.setattr(documents, "TEAM_BYTES", 0)
    with inside():
        out = ask(person, other_team, handler, ("documents",))
    with pytest.raises(actions.ActionError, match="plats för filer"):
        accept(inside, other_team, receiver, municipality, out.key)
    with inside(other_team):
        assert Participant.objects.count() == Document.objects.count() == 0
        assert TransferIn.objects.get().is_waiting


def test_the_yes_is_a_consent_of_its_own_and_taken_back_it_takes_the_question_back(
    person, inside, other_team, handler, receiver, team, as_user
):
    arabic = Language.objects.get(iso1="AR")
    with inside():
        yes = actions.Yes(("profile", "notes"), SaidHow.WRITTEN, days_from_today(-1), arabic.pk)
        actions.ask_transfer(enrolment=person, to_team=other_team, yes=yes, by=handler)
        given = Consent.objects.get()
        told = (given.kind, given.form, given.given_on, given.recipient, given.language, given.text_version)
        assert told == (ConsentKind.TRANSFER, "written", days_from_today(-1), other_team.name, "ar", 1)
        assert "Anteckningar" in given.scope
        assert "Oro" not in given.scope
    page = as_user(handler).get(reverse("participants:consents", args=[team.slug, person.participant.public_id])).text
    assert "Fortsätta i ett annat team" in page
    assert "nytt/transfer/" not in page
    asked = reverse("participants:consent_give", args=[team.slug, person.participant.public_id, "transfer"])
    assert as_user(handler).get(asked).status_code == 404
    with inside():
        actions.withdraw_consent(consent=given, by=None)
        assert TransferOut.objects.get().state == TransferState.WITHDRAWN
    with inside(other_team):
        assert TransferIn.objects.get().name == ""
    with inside():
        actions.withdraw_consent(consent=ask_again(person, other_team, handler), by=handler)
        with pytest.raises(actions.ActionError, match="Ställ den på nytt"):
            actions.undo_withdrawal(consent=Consent.objects.order_by("-pk").first(), by=handler)


def ask_again(person, other_team, by) -> Consent:
    ask(person, other_team, by)
    return Consent.objects.order_by("-pk").first()

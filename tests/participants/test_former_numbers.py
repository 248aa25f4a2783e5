"""A coordination number gives way to a personal one: asked about, kept sealed, known again, hidden and erased with the
person."""

import pytest
from django.urls import reverse

from core import persondata
from core.models import Notice, ReadLine
from core.scope import Kind, Scope, enter
from participants import actions, numbers
from participants.enums import NumberKind, ProtectionLevel
from participants.models import FormerNumber, Participant
from tests.participants.factories import TEST_NUMBERS, enrolled

pytestmark = pytest.mark.django_db
PERSONAL = TEST_NUMBERS[0]  # born 1990-01-01
COORDINATION = "19701063-2391"  # Skatteverket's own example, born 1970-10-03
SAME_DAY = "19701003-2394"


@pytest.fixture
def person(team, municipality, handler, scope_of):
    with enter(scope_of(handler, team)):
        return enrolled(team, municipality, "Zahra", by=handler, handler=handler, number=COORDINATION).participant


@pytest.fixture
def in_team(team):
    def inside():
        return enter(Scope(Kind.RUN, team_id=team.pk))

    return inside


def address(person, name="edit", **kwargs):
    return reverse(f"participants:{name}", kwargs={"team": person.team.slug, "public_id": person.public_id, **kwargs})


def form(client, person, **given):
    page = client.get(address(person)).context["form"]
    said = {name: page[name].value() or "" for name in page.fields if name != "sure"}
    return client.post(address(person), {**said, **given})


def test_the_numbers_of_this_file_hold():
    assert numbers.read(COORDINATION).kind == NumberKind.COORDINATION
    assert numbers.birthday(numbers.read(COORDINATION).normal) == "19701003"
    assert numbers.birthday(numbers.read(PERSONAL).normal) == "19900101"


def test_page_asks_first_and_keeps_what_was_written(person, handler, as_user, in_team):
    client = as_user(handler)
    asked = form(client, person, number=PERSONAL)
    assert asked.status_code == 422
    assert "Är det samma person?" in asked.text
    assert "Födelsedagen är en annan" in asked.text
    assert PERSONAL in asked.text
    with in_team():
        assert FormerNumber.objects.count() == 0

    assert form(client, person, number=PERSONAL, sure="on").status_code == 302
    with in_team():
        now = Participant.objects.get()
        former = FormerNumber.objects.get()
        assert (numbers.reveal(now), now.number_kind) == (PERSONAL, NumberKind.PERSONAL)
        assert (numbers.reveal_former(former), former.replaced_by) == (COORDINATION, handler)
        assert b"1970" not in bytes(former.sealed)


def test_former_number_is_masked_and_its_reveal_is_logged(person, handler, stranger, as_user, in_team):
    client = as_user(handler)
    form(client, person, number=PERSONAL, sure="on")
    page = client.get(address(person, "detail")).text
    assert "Tidigare nummer" in page
    assert COORDINATION not in page
    with in_team():
        item = FormerNumber.objects.get().public_id
    url = address(person, "former_reveal", item=item)
    assert as_user(stranger).post(url).status_code == 404
    assert client.get(url).status_code == 405
    assert COORDINATION in client.post(url).text
    with in_team():
        assert ReadLine.objects.filter(kind="revealed", place="participant.former_number").count() == 1


def test_somebody_who_comes_with_the_old_number_is_known_again(person, handler, team, municipality, as_user, scope_of):
    with enter(scope_of(handler, team)):
        actions.set_number(participant=person, number=numbers.read(PERSONAL), by=handler)
        assert actions.known_number(number=numbers.read(COORDINATION)) == person
        with pytest.raises(actions.DuplicateNumber):
            actions.enrol_new(
                team=team,
                person=actions.enrolments.Person("Zahra", "", numbers.read(COORDINATION)),
                organisation=municipality,
                basis="agreement",
                by=handler,
            )


def test_import_with_the_old_number_meets_the_same_person(person, handler, team, scope_of, in_team):
    from core import crypto
    from participants.importing import facts

    with enter(scope_of(handler, team)):
        actions.set_number(participant=person, number=numbers.read(PERSONAL), by=handler)
    index = crypto.blind_index(numbers.read(COORDINATION).normal)
    with in_team():
        assert facts.known(team, [], scope_of(handler, team)).by_number[index] == person.pk


def test_the_same_kind_or_the_other_way_is_a_correction_that_keeps_nothing(
    person, handler, as_user, in_team, team, scope_of
):
    client = as_user(handler)
    form(client, person, number=PERSONAL, sure="on")
    asked = form(client, person, number=TEST_NUMBERS[1])
    assert "Det gamla sparas inte" in asked.text
    asked = form(client, person, number="19701063-2391")
    assert "Det är ovanligt" in asked.text
    assert form(client, person, number="19701063-2391", sure="on").status_code == 302
    with in_team():
        assert numbers.reveal(Participant.objects.get()) == COORDINATION
        assert FormerNumber.objects.count() == 0  # it is the person's own again


def test_the_same_number_again_asks_nothing(person, handler, as_user):
    assert form(as_user(handler), person, number=COORDINATION).status_code == 302


def test_number_of_somebody_the_viewer_knows_leads_to_both_side_by_side(
    person, handler, team, municipality, as_user, scope_of
):
    with enter(scope_of(handler, team)):
        other = enrolled(team, municipality, "Zara", by=handler, handler=handler, number=PERSONAL).participant
    told = form(as_user(handler), person, number=PERSONAL, sure="on")
    assert told.status_code == 422
    assert address(person, "same_as", other=other.public_id) in told.text


def test_old_number_of_somebody_hidden_goes_silently_to_who_answers(
    person, handler, leader, team, municipality, as_user, scope_of, in_team
):
    with in_team():
        actions.set_number(participant=person, number=numbers.read(PERSONAL), by=leader)
        actions.protect(
            participant=person, level=ProtectionLevel.MARKED, alias="Björken", named=[], manager=leader, by=leader
        )
    with enter(scope_of(handler, team)):
        assert actions.known_number(number=numbers.read(COORDINATION)) is None
        again = enrolled(team, municipality, "Zahra", by=handler).participant
        actions.set_number(participant=again, number=numbers.read(COORDINATION), by=handler)
        assert FormerNumber.objects.count() == 0  # nothing of hers is seen
    assert Notice.objects.filter(user_id=leader.pk, kind="duplicate").count() == 1


def test_erased_with_the_person_and_told_in_the_extract(person, handler, team, scope_of, in_team):
    from participants import persons

    with enter(scope_of(handler, team)):
        actions.set_number(participant=person, number=numbers.read(PERSONAL), by=handler)
    with in_team():
        told = persons.extract(Participant.objects.get())["participants.Participant"][0]
        assert told["former_numbers"][0]["number"] == COORDINATION
        persondata.erase_person(Participant.objects.get())
        assert FormerNumber.objects.count() == 0


@pytest.mark.parametrize("stays", ["old", "new"])
def test_merged_the_personal_number_stands_and_the_other_is_former(
    stays, person, handler, leader, team, municipality, in_team, scope_of
):
    with in_team():
        new = enrolled(team, municipality, "Zahra", by=handler, number=PERSONAL).participant
        keep, drop = (person, new) if stays == "old" else (new, person)
        merge = actions.merge_participants(keep=keep, drop=drop, by=leader)
        now = Participant.objects.get()
        assert numbers.reveal(now) == PERSONAL
        assert numbers.reveal_former(FormerNumber.objects.get()) == COORDINATION
        actions.undo_merge(merge=merge, by=leader)
        assert {numbers.reveal(one) for one in Participant.objects.all()} == {PERSONAL, COORDINATION}
        assert FormerNumber.objects.count() == 0

"""The one search box: people first, then jobs and employers, never anybody the viewer must not know of."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from core.models import ReadLine
from participants import actions
from participants.enums import ProtectionLevel, SharingBasis
from tests.conftest import member
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(as_user, team):
    """Types words in the box as a user; returns the page that follows."""

    def type_in(user, words):
        response = as_user(user).post(reverse("accounts:search", args=[team.slug]), {"q": words}, follow=True)
        assert response.status_code == 200
        return response

    return type_in


@pytest.fixture
def zahra(entered, team, municipality, handler):
    return enrolled(team, municipality, "Zahra", "Ahmadi", handler=handler)


@pytest.fixture
def employer(team, municipality):
    from employers.models import Employer

    return Employer.objects.create(
        organisation=municipality, name="Ahlgrens Bageri", name_order="ahlgrens bageri", search_text="ahlgrens bageri"
    )


def names(response) -> list[str]:
    return re.findall(r'<a class="name" href="[^"]+"><bdi>([^<]+)</bdi>', response.content.decode())


def test_people_stand_before_employers(look, zahra, employer, handler):
    response = look(handler, "ah")
    assert names(response) == ["Ahmadi, Zahra", "Ahlgrens Bageri"]
    page = response.content.decode()
    assert "handledare Alice Ek" in page
    assert "Deltagare" in page
    assert "Arbetsgivare" in page


def test_names_with_a_hyphen_or_an_apostrophe_are_found_either_way(
    entered, look, team, municipality, handler, employer
):
    enrolled(team, municipality, "Amal", "Al-Khatib", handler=handler)
    employer.name = "Kim O'Neills Bygg"
    employer.save(update_fields=["name"])
    for words in ("alkhatib", "al-khatib", "Al khatib"):
        assert names(look(handler, words)) == ["Al-Khatib, Amal"], words
    for words in ("oneill", "O'Neill", "o’neill bygg", "neill"):
        assert names(look(handler, words)) == ["Kim O&#x27;Neills Bygg"], words


def test_words_never_stand_in_the_address(look, zahra, handler):
    response = look(handler, "zahra ahm")
    (address, _status), *_more = response.redirect_chain
    assert "zahra" not in address.lower()
    assert "zahra ahm" in response.content.decode()


def test_words_of_another_session_are_not_found_again(look, as_user, zahra, handler, colleague):
    (address, _status), *_more = look(handler, "zahra").redirect_chain
    assert names(as_user(colleague).get(address)) == []


def test_everybody_found_stands_in_the_read_log_and_nobody_when_nothing_is_found(look, zahra, handler):
    look(handler, "zahra")
    assert ReadLine.objects.get(place="search").subject_ids == [zahra.participant_id]
    look(handler, "finnsinte")
    assert ReadLine.objects.filter(place="search").count() == 1


def test_nothing_found_says_so_kindly(look, entered, handler):
    assert "Inget hittades på ”finnsinte”" in look(handler, "finnsinte").content.decode()


def test_protected_and_unshared_people_are_not_found_by_others(look, entered, team, municipality, handler, colleague):
    hidden = enrolled(team, municipality, "Hemlig", "Person", by=handler)
    actions.protect(
        participant=hidden.participant,
        level=ProtectionLevel.PROTECTED,
        alias="Björk",
        named=[handler],
        manager=handler,
        by=handler,
    )
    enrolled(team, municipality, "Olle", "Odelad", by=handler, basis=SharingBasis.NONE)
    for words in ("hemlig", "björk", "odelad"):
        assert names(look(colleague, words)) == []
    assert names(look(handler, "björk")) == ["Björk"]
    assert names(look(handler, "odelad")) == ["Odelad, Olle"]


def test_other_teams_people_are_not_found(look, zahra, as_user, stranger, team, other_team):
    address = reverse("accounts:search", args=[other_team.slug])
    assert names(as_user(stranger).post(address, {"q": "zahra"}, follow=True)) == []
    assert as_user(stranger).get(reverse("accounts:search", args=[team.slug])).status_code == 404


def test_administrator_finds_employers_and_no_person(look, zahra, employer, team, municipality):
    admin = member(team, municipality, "Ada Min", Role.ADMIN)
    assert names(look(admin, "ah")) == ["Ahlgrens Bageri"]


def test_steering_has_no_box(as_user, steering, handler, team):
    box = reverse("accounts:search", args=[team.slug])
    assert as_user(steering).get(box).status_code == 403
    assert box not in as_user(steering).get(reverse("accounts:member_list", args=[team.slug])).content.decode()
    assert box in as_user(handler).get(reverse("accounts:member_list", args=[team.slug])).content.decode()


@pytest.mark.parametrize("words", ["", "   ", "\x00", "😀", "<script>", "å", "%_", "'; --", "x" * 101, "٣"])
def test_odd_words_give_a_page(as_user, handler, team, words):
    response = as_user(handler).post(reverse("accounts:search", args=[team.slug]), {"q": words}, follow=True)
    assert response.status_code in (200, 422)
    assert "<script>" not in re.sub(r"<script [^>]*>", "", response.content.decode())


def test_unknown_id_in_the_address_is_an_empty_box(as_user, handler, team):
    response = as_user(handler).get(reverse("accounts:search", args=[team.slug]), {"sok": "x" * 3000})
    assert "Början av orden räcker" in response.content.decode()


def test_search_asks_the_database_as_often_for_one_as_for_many(look, entered, team, municipality, handler):
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            look(handler, "ahmadi")
        return len(asked)

    enrolled(team, municipality, "Zahra", "Ahmadi", handler=handler)
    before = count()
    for n in range(25):
        enrolled(team, municipality, f"Nr{n}", "Ahmadi", handler=handler)
    assert count() == before
    page = look(handler, "ahmadi")
    assert len(names(page)) == 20
    assert "fler träffar under Deltagare" in page.content.decode()

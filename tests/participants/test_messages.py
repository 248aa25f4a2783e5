"""Färdiga meddelanden: what the texts may say, who is sent what, what is written down."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone

from participants import actions, messages
from participants.models import Enrolment, MessageOpened, TeamMessage
from taxonomy.models import Language
from tests.participants.factories import enrolled

NAMES = ("Alice", "Ek", "Zahra", "Ahmadi", "Älvstranden")


@pytest.mark.parametrize("key", messages.shipped())
def test_shipped_text_has_no_name_no_purpose_and_is_short_in_every_language(key):
    one = messages.shipped()[key]
    assert set(one["texts"]) == set(messages.languages()) == set(messages.LANGUAGE_NAMES)
    blanks = {tuple(sorted(messages._BLANK.findall(text))) for text in one["texts"].values()}
    assert len(blanks) == 1
    for language, text in one["texts"].items():
        assert messages.unfit(text, NAMES) == "", language
        assert len(text) <= messages.MOST
        assert messages.languages()[language]["review"] == ("own" if language == "sv" else "awaiting")


@pytest.mark.parametrize(
    "text",
    ["Ditt jobbmöte är i dag", "Hej Zahra", "Arbetsförmedlingen väntar", "Ring {namn}", "بخصوص العمل", "про роботу"],
)
def test_text_that_tells_a_bystander_something_is_found(text):
    assert messages.unfit(text, NAMES)


@pytest.fixture
def person(entered, team, municipality, handler):
    dari = Language.objects.get(iso2="PRS")
    return enrolled(team, municipality, by=handler, handler=handler, preferred_language=dari, phone="070-174 06 07")


def address(enrolment: Enrolment, name: str) -> str:
    return reverse(f"participants:{name}", args=[enrolment.team.slug, enrolment.participant.public_id])


@pytest.mark.django_db
def test_text_is_opened_in_the_persons_language_and_written_down_without_its_words(person, as_user, handler, stranger):
    client, url = as_user(handler), address(person, "message")
    page = client.get(url).content.decode()
    assert 'lang="fa" dir="rtl"' in page
    assert "maskinöversatt" in page
    assert 'value="reminder"' not in page  # no meeting is booked
    assert client.post(url, {"text": "reminder", "how": "sms"}).status_code == 422
    assert client.post(url, {"text": "call", "how": "mail"}).status_code == 422  # no address
    when = timezone.now() + timedelta(days=2)
    actions.book_meeting(enrolment=person, starts_at=when, with_user=handler, by=handler)
    ready = client.post(url, {"text": "reminder", "how": "sms"}).content.decode()
    local = timezone.localtime(when)
    assert 'href="sms:0701740607?body=%D8' in ready
    assert f"{local.day}/{local.month}" in unquote(ready)
    made = MessageOpened.objects.get()
    assert (made.key, made.language, made.way, made.by) == ("reminder", "fa", "sms", handler)
    assert "Påminnelse" in client.get(url).content.decode()
    assert as_user(stranger).post(url, {"text": "call", "how": "sms"}).status_code == 404


@pytest.mark.django_db
def test_many_get_each_their_language_and_link_on_one_page(person, team, municipality, as_user, handler):
    other = enrolled(team, municipality, "Sven", "Berg", by=handler, email="sven@example.org")
    silent = enrolled(team, municipality, "Tyst", "Person", by=handler)
    client = as_user(handler)
    rows = {"gor": "meddelande", "vald": [e.public_id for e in (person, other, silent)]}
    url = client.post(reverse("participants:bulk_begin", args=[team.slug]), rows)["Location"]
    assert client.get(url).status_code == 200
    page = client.post(url, {"text": "call"}).content.decode()
    assert "sms:0701740607?body=" in page
    assert "mailto:sven%40example.org?subject=Hej&amp;body=Hej%21" in page
    assert "Tyst Person" in page.partition("Nås inte")[2]
    assert sorted(MessageOpened.objects.values_list("language", flat=True)) == ["fa", "sv"]


@pytest.mark.django_db
def test_leader_words_a_text_anew_and_what_it_is_about_is_refused(person, team, as_user, handler, leader):
    url = reverse("participants:message_text", args=[team.slug, "call"])
    texts = {"text_sv": "Hej! Slå en signal när du hinner.", "text_fa": "سلام", "read_fa": "on"}
    assert as_user(handler).post(url, texts).status_code == 403
    client = as_user(leader)
    assert client.get(url).status_code == 200
    refused = client.post(url, texts | {"text_sv": "Hej! Det gäller praktiken."})
    assert refused.status_code == 422
    assert "praktiken" in refused.content.decode()
    assert client.post(url, texts).status_code == 302
    page = as_user(handler).get(address(person, "message")).content.decode()
    assert "Slå en signal" in page
    assert "سلام" in page
    new = client.post(
        reverse("participants:message_text_add", args=[team.slug]), {"title": "Tack", "text_sv": "Tack ska du ha!"}
    )
    assert new.status_code == 302
    client.post(reverse("participants:message_text_away", args=[team.slug, "call"]))
    assert "Slå en signal" not in as_user(handler).get(address(person, "message")).content.decode()
    client.post(reverse("participants:message_text_away", args=[team.slug, "call"]), {"ater": "1"})
    assert TeamMessage.objects.get().title == "Tack"
    assert "Ring mig gärna" in as_user(handler).get(address(person, "message")).content.decode()

"""What a person says yes to, one thing at a time; a no that stops at once; and the support that goes on (domain B.3)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from core import persondata
from core.models import Mail, Notice
from core.registry import Group
from core.scope import Kind, Scope, enter
from participants import actions, consentwords, ownwords
from participants.enums import ConsentForm, ConsentKind, EndKind, EndReason, ProtectionLevel
from participants.messages import shipped
from participants.models import Consent, MessageOpened
from participants.queries import consents as queries
from participants.queries import may_reach_employer, timeline
from tests.participants.factories import days_from_today, enrolled
from tests.participants.test_own_pages import address, opened

pytestmark = pytest.mark.django_db
SPOKEN = ConsentForm.SPOKEN


@pytest.fixture
def person(entered, team, municipality, handler, leader):
    return enrolled(team, municipality, by=handler, handler=handler, phone="070-174 06 05", email="zahra@example.org")


@pytest.fixture
def say(person, handler):
    """The person says yes."""

    def yes(kind=ConsentKind.EMPLOYER, **more):
        more = {"form": SPOKEN, "language": "sv", **more}
        return actions.give_consent(enrolment=person, kind=kind, by=handler, **more)

    return yes


def test_a_new_yes_ends_the_one_before_and_leaves_others_alone(person, say):
    first, other = say(valid_to=days_from_today(10)), say(recipient="Bageri Ljung")

    second = say(valid_to=days_from_today(400))

    assert {one.pk for one in Consent.objects.running()} == {second.pk, other.pk}
    first.refresh_from_db()
    assert first.withdrawn_how == "renewed"


def test_a_yes_ends_on_its_last_day_and_with_the_enrolment(person, say, handler):
    say(ConsentKind.SMS, given_on=days_from_today(-9), valid_to=days_from_today(-1))
    today = say(ConsentKind.MAIL, valid_to=days_from_today(0))
    assert list(Consent.objects.running()) == [today]

    actions.end_enrolment(enrolment=person, reason=EndReason.MOVED, kind=EndKind.ENDED, by=handler)

    assert not Consent.objects.running().exists()
    with pytest.raises(actions.ActionError):
        say()


def test_sus_needs_it_in_writing_in_the_action_and_in_the_database(person, say):
    with pytest.raises(actions.ActionError):
        say(ConsentKind.SUS)
    made = say(ConsentKind.SUS, form=ConsentForm.WRITTEN)
    for wrong in ({"form": "spoken"}, {"withdrawn_how": "told"}, {"valid_to": days_from_today(-400)}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Consent.objects.filter(pk=made.pk).update(**wrong)


def test_a_no_to_the_colleague_can_be_taken_back_by_the_same_for_a_while(person, say, handler, colleague, team):
    made = say()
    actions.withdraw_consent(consent=made, by=handler)
    with pytest.raises(actions.ActionError):
        actions.withdraw_consent(consent=made, by=handler)
    with pytest.raises(actions.ActionError):
        actions.undo_withdrawal(consent=made, by=colleague)

    actions.undo_withdrawal(consent=made, by=handler)
    assert Consent.objects.running().get() == made

    actions.withdraw_consent(consent=made, by=handler)
    Consent.objects.filter(pk=made.pk).update(withdrawn_at=timezone.now() - timedelta(minutes=11))
    with pytest.raises(actions.ActionError):
        actions.undo_withdrawal(consent=made, by=handler)


def test_what_the_person_took_back_themselves_nobody_gives_back(person, say, handler):
    made = say()
    actions.withdraw_consent(consent=made, by=None)
    with pytest.raises(actions.ActionError):
        actions.undo_withdrawal(consent=made, by=handler)


@pytest.mark.parametrize(
    ("yes", "employer", "with_cv", "allowed"),
    [
        ([], "", False, False),
        ([("employer", "")], "", False, True),
        ([("employer", "")], "Bageri Ljung", False, True),
        ([("employer", "Bageri Ljung")], "bageri ljung", False, True),
        ([("employer", "Bageri Ljung")], "Ljungs bil", False, False),
        ([("employer", "Bageri Ljung")], "", False, False),
        ([("employer", "")], "Bageri Ljung", True, False),
        ([("cv", "")], "Bageri Ljung", True, False),
        ([("employer", ""), ("cv", "Bageri Ljung")], "Bageri Ljung", True, True),
        ([("employer", ""), ("cv", "Bageri Ljung")], "Ljungs bil", True, False),
        ([("sus", "")], "", False, False),
    ],
)
def test_may_this_reach_an_employer(person, say, yes, employer, with_cv, allowed):
    for kind, recipient in yes:
        say(ConsentKind(kind), recipient=recipient, form=ConsentForm.WRITTEN)

    answer = may_reach_employer(person.participant, employer=employer, with_cv=with_cv)

    assert answer.allowed is allowed
    assert bool(answer.why_not) is not allowed


def test_a_no_to_one_employer_stands_against_an_older_yes_to_all(person, say, handler):
    say()
    actions.withdraw_consent(consent=say(recipient="Bageri Ljung"), by=handler)
    assert not may_reach_employer(person.participant, employer="Bageri Ljung").allowed
    assert may_reach_employer(person.participant, employer="Ljungs bil").allowed

    say()  # asked anew, and said yes to all
    assert may_reach_employer(person.participant, employer="Bageri Ljung").allowed


def test_nothing_of_a_protected_person_reaches_an_employer(person, say, handler, leader):
    say()
    assert may_reach_employer(person.participant).allowed
    actions.protect(
        participant=person.participant,
        level=ProtectionLevel.MARKED,
        alias="Björken",
        named=[handler],
        manager=leader,
        by=handler,
    )
    person.participant.refresh_from_db()
    assert not may_reach_employer(person.participant).allowed


def test_page_gives_renews_and_takes_back_and_never_two_things_at_once(person, as_user, handler):
    client, page = as_user(handler), address(person, "consents")
    words = client.get(page).content.decode()
    assert 'type="checkbox"' not in words.split("<main")[1].split("</main>")[0]
    give = address(person, "consent_give", "employer")
    assert consentwords.latest("employer").text in client.get(give).content.decode()
    assert consentwords.latest("employer", "ar").text in client.get(give, {"sprak": "ar"}).content.decode()
    sent = {"form": "spoken", "language": "ar", "given_on": "idag", "recipient": "Bageri Ljung", "scope": "Inte chefen"}

    late = client.post(give, sent | {"valid_to": str(days_from_today(-2))})
    assert (late.status_code, "Dagen har passerat." in late.content.decode()) == (422, True)
    assert "Inte chefen" in late.content.decode()  # kept
    assert client.post(give, sent | {"given_on": str(days_from_today(2))}).status_code == 422
    answer = client.post(give, sent | {"valid_to": str(days_from_today(20))})
    assert (answer.status_code, answer["Location"]) == (302, page)

    made = Consent.objects.get()
    assert (made.language, made.text_version, made.recorded_by) == ("ar", 1, handler)
    for shown in ("Bageri Ljung", "Inte chefen", "slutar inom 30 dagar"):
        assert shown in client.get(page).content.decode()
    assert "Bageri Ljung" in client.get(give, {"fornya": made.public_id}).content.decode()
    assert "slutar snart" in client.get(address(person, "detail")).content.decode()

    stop = address(person, "consent_withdraw", made.public_id)
    assert client.get(stop).status_code == 405
    assert client.post(stop).status_code == 302
    after = client.get(page).content.decode()
    assert "sa till en kollega" in after
    assert address(person, "consent_undo", made.public_id) in after
    assert client.post(address(person, "consent_undo", made.public_id)).status_code == 302
    assert Consent.objects.running().get() == made
    assert client.get(address(person, "consent_give", "okant")).status_code == 404


def test_page_is_for_those_who_see_the_person(person, say, as_user, handler, stranger, steering, team, municipality):
    made = say()
    other = enrolled(team, municipality, "Omid", "Haddad", by=handler)
    for name, more, post in (
        ("consents", (), False),
        ("consent_give", ("sms",), False),
        ("consent_withdraw", (made.public_id,), True),
        ("consent_undo", (made.public_id,), True),
    ):
        where = address(person, name, *more)
        for who, status in ((stranger, 404), (steering, 403)):
            client = as_user(who)
            assert (client.post(where) if post else client.get(where)).status_code == status
    assert as_user(handler).post(address(other, "consent_withdraw", made.public_id)).status_code == 404
    assert Consent.objects.running().exists()


def test_no_to_a_channel_stops_a_ready_text_by_it_and_says_why(person, say, as_user, handler):
    where = address(person, "message")
    client = as_user(handler)
    text = {"text": next(key for key, one in shipped().items() if "{" not in one["texts"]["sv"])}
    assert client.post(where, text | {"how": "sms"}).status_code == 200
    made = say(ConsentKind.SMS)
    assert client.post(where, text | {"how": "sms"}).status_code == 200
    count = MessageOpened.objects.count()

    actions.withdraw_consent(consent=made, by=handler)

    refused = client.post(where, text | {"how": "sms"})
    assert refused.status_code == 422
    assert "Personen har sagt nej till sms." in refused.content.decode()
    assert "sms:" not in client.get(where).content.decode()
    assert MessageOpened.objects.count() == count
    assert client.post(where, text | {"how": "mail"}).status_code == 200
    say(ConsentKind.SMS)
    assert client.post(where, text | {"how": "sms"}).status_code == 200


def test_own_page_takes_back_each_by_its_plain_words_and_the_helper_is_told(
    person, say, client, as_user, handler, team
):
    say(ConsentKind.SMS)
    made = say(recipient="Bageri Ljung", language="ar")
    other = enrolled(team, person.responsible_organisation, "Omid", "Haddad", by=handler)
    theirs = actions.give_consent(enrolment=other, kind=ConsentKind.CV, form=SPOKEN, language="sv", by=handler)
    opened(client, as_user, handler, person)
    page = client.get(reverse("participants:own_consents")).content.decode()
    assert consentwords.latest("employer").title in page
    assert "Bageri Ljung" in page
    assert consentwords.latest("cv").title not in page
    arabic = client.get(reverse("participants:own_consents"), {"sprak": "ar"}).content.decode()
    assert consentwords.latest("sms", "ar").title in arabic

    assert client.post(reverse("participants:own_consent_stop", args=[theirs.public_id])).status_code == 404
    for _twice in range(2):
        assert client.post(reverse("participants:own_consent_stop", args=[made.public_id])).status_code == 302

    with enter(Scope(Kind.RUN, team_id=team.pk)):
        made.refresh_from_db()
        assert (made.withdrawn_how, made.withdrawn_by) == ("own_page", None)
        assert Consent.objects.running().count() == 2
        person.refresh_from_db()
        assert person.is_open  # the support goes on
        notice = Notice.objects.get(kind="consent")
        assert (notice.user_id, "Zahra" in notice.title, "Ljung" in notice.title) == (handler.pk, False, False)
    assert not may_reach_employer(person.participant, employer="Bageri Ljung").allowed
    assert "Zahra" not in "".join(mail.subject for mail in Mail.objects.all())
    assert (
        ownwords.language("sv").words["consents_done"]
        in client.get(reverse("participants:own_consents"), {"sagt": "nej"}).content.decode()
    )


def test_story_tells_yes_and_no_among_the_support(person, say, handler, entered):
    made = say(ConsentKind.CV, recipient="Bageri Ljung")
    say(ConsentKind.CV, recipient="Bageri Ljung")
    actions.withdraw_consent(consent=Consent.objects.running().get(), by=handler)

    told = timeline.entries(person.participant_id, entered, None, 50, Group.SUPPORT)

    words = [entry.text for entry in told if entry.kind == "Samtycke"]
    assert sorted(words) == [
        "Ja till cv till arbetsgivare, Bageri Ljung, muntligt",
        "Ja till cv till arbetsgivare, Bageri Ljung, muntligt",
        "Nej till cv till arbetsgivare, Bageri Ljung, sa till en kollega",
    ]
    assert made.withdrawn_at is None  # in memory; in the story a renewal is no no


def test_two_rows_that_become_one_keep_every_yes(person, say, handler, team, municipality):
    say(ConsentKind.SMS)
    other = enrolled(team, municipality, "Zahra", "Ahmadi", by=handler)
    actions.give_consent(enrolment=other, kind=ConsentKind.CV, form=SPOKEN, language="sv", by=handler)

    persondata.merge_people(keep=person.participant, drop=other.participant)

    kept = Consent.objects.running().filter(participant=person.participant)
    assert {one.kind for one in kept} == {"sms", "cv"}


def test_shared_without_a_ground_is_seen(person, entered, as_user, handler):
    assert not queries.told(entered, person.participant, person).lacks_basis
    person.sharings.update(withdrawn_on=timezone.localdate())
    assert "utan att någon skrivit varför" in as_user(handler).get(address(person, "detail")).content.decode()
    assert queries.told(entered, person.participant, person).lacks_basis


@pytest.mark.parametrize("kind", ConsentKind.values)
def test_every_kind_is_asked_in_every_language_of_the_card(kind):
    for language in ownwords.languages():
        told = consentwords.latest(kind, language.code)
        assert told.language == language.code
        assert told.title
        assert told.text
        assert told.is_awaiting is (language.code != "sv")
    assert consentwords.of_version(kind, 1).text == consentwords.latest(kind).text
    with pytest.raises(LookupError):
        consentwords.of_version(kind, 99)


@pytest.mark.parametrize(("days", "told"), [(-1, False), (0, True), (30, True), (31, False), (None, False)])
def test_ready_made_state_asks_for_those_whose_consent_ends_within_thirty_days(
    days, told, person, say, as_user, handler
):
    last = None if days is None else days_from_today(days)
    made = say(given_on=days_from_today(-40), valid_to=last)
    register = reverse("participants:register", args=[person.team.slug])

    def listed() -> bool:
        return "Ahmadi" in as_user(handler).get(register, {"urval": "samtycke-slutar"}).content.decode()

    assert listed() is told
    if told:
        actions.withdraw_consent(consent=made, by=handler)
        assert not listed()


def test_number_and_address_are_no_links_on_the_persons_page_after_a_no_to_that_way(
    person, say, team, as_user, handler
):
    page = reverse("participants:detail", args=[team.slug, person.participant.public_id])

    def head() -> str:
        return as_user(handler).get(page).content.decode().split("<main")[1]

    assert 'href="tel:' in head()  # nobody has asked
    assert 'href="mailto:zahra@example.org"' in head()
    said = {kind: say(kind) for kind in (ConsentKind.MAIL, ConsentKind.PHONE, ConsentKind.SMS)}
    assert 'href="mailto:' in head()
    for one in said.values():
        actions.withdraw_consent(consent=one, by=handler)
    shown = head()
    assert "mailto:" not in shown
    assert "tel:" not in shown
    for words in ("zahra@example.org", "070-174 06 05", "nej till mejl", "nej till telefonsamtal", "nej till sms"):
        assert words in shown
    say(ConsentKind.PHONE)
    assert "tel:" in head()
    say(ConsentKind.MAIL, given_on=days_from_today(-9), valid_to=days_from_today(-1))
    assert "mailto:" not in head()  # ran out: ask again

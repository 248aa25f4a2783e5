"""Handing several people on at once: the rule alone, then the page, the batch, and taking it back."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Membership
from core.models import Notice
from core.scope import enter
from participants import actions, register, sight
from participants.actions import bulk
from participants.actions.access import known_to
from participants.enums import Deed, HandlerKind, HandoverPoint, ProtectionLevel
from participants.models import HandlerAssignment, Handover, ProfileLanguage, RegisterRow
from participants.queries import spread as queries
from participants.spreading import LANGUAGE_WEIGHS, PLACE_WEIGHS, Case, Colleague, spread
from taxonomy.models import Language, Municipality
from tests.participants.factories import enrolled

# --- the rule --------------------------------------------------------------------------------------------------------------

SOMALI, ARABIC = frozenset({"so"}), frozenset({"ar"})


def chosen(cases, colleagues):
    return {key: proposal.user_id for key, proposal in spread(cases, colleagues).items()}


def test_whoever_helps_already_comes_before_language_and_load():
    colleagues = [Colleague(1, 0, SOMALI), Colleague(2, 40)]
    found = spread([Case(7, SOMALI, helpers=(3, 2))], colleagues)
    assert (found[7].user_id, found[7].knows, found[7].load) == (2, True, 40)


def test_language_decides_until_the_colleague_has_far_more_than_the_others():
    case = Case(1, SOMALI)
    assert chosen([case], [Colleague(1, LANGUAGE_WEIGHS - 1, SOMALI), Colleague(2, 0)]) == {1: 1}
    assert chosen([case], [Colleague(1, LANGUAGE_WEIGHS + 1, SOMALI), Colleague(2, 0)]) == {1: 2}


def test_those_few_can_speak_with_are_placed_first_and_the_others_fill_up():
    cases = [Case(n) for n in range(4)] + [Case(10, SOMALI), Case(11, ARABIC)]
    found = chosen(cases, [Colleague(1, 0, SOMALI), Colleague(2, 0, ARABIC)])
    assert (found[10], found[11]) == (1, 2)
    assert Counter(found.values()) == {1: 3, 2: 3}


def test_place_counts_less_than_language_and_nobody_able_gives_no_proposal():
    near = frozenset({"1480"})
    colleagues = [Colleague(1, 0, places=near), Colleague(2, 0, SOMALI)]
    assert chosen([Case(1, SOMALI, near)], colleagues) == {1: 2}
    assert chosen([Case(1, places=near)], colleagues) == {1: 1}
    assert chosen([Case(1, barred=frozenset({1, 2}))], colleagues) == {}


tongues = st.frozensets(st.sampled_from(["so", "ar", "ti"]), max_size=2)
crews = st.lists(st.tuples(st.integers(0, 30), tongues), min_size=1, max_size=6).map(
    lambda crew: [Colleague(n, load, languages) for n, (load, languages) in enumerate(crew, 1)]
)


@given(crews, st.lists(st.tuples(tongues, st.frozensets(st.integers(1, 6), max_size=3)), max_size=40))
def test_everybody_who_can_is_placed_and_nobody_with_whom_they_must_not_be(colleagues, given_cases):
    cases = [Case(n, languages, barred=barred) for n, (languages, barred) in enumerate(given_cases)]
    found = chosen(cases, colleagues)
    everybody = {one.user_id for one in colleagues}
    assert set(found) == {case.key for case in cases if everybody - case.barred}
    assert all(found[case.key] not in case.barred for case in cases if case.key in found)


@given(crews, st.lists(tongues, min_size=1, max_size=40))
def test_nobody_gets_more_than_a_language_weighs_above_the_least(colleagues, languages):
    found = chosen([Case(n, spoken) for n, spoken in enumerate(languages)], colleagues)
    after = {one.user_id: one.load for one in colleagues}
    for user_id in found.values():
        after[user_id] += 1
    for user_id in set(found.values()):
        assert after[user_id] <= min(after.values()) + LANGUAGE_WEIGHS + PLACE_WEIGHS + 1


# --- in the team -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def people(entered, team, municipality, handler):
    return [enrolled(team, municipality, f"Namn{n}", by=handler, handler=handler) for n in range(4)]


@pytest.fixture
def url(team, handler):
    return reverse("participants:spread", args=[team.slug]) + f"?fran={handler.pk}"


def given_rows(people, *users, **more):
    rows = {f"till_{one.public_id}": user.pk if user else "" for one, user in zip(people, users, strict=False)}
    return rows | {"reason_code": "leaves", "gor": "1"} | more


@pytest.mark.django_db
def test_who_may_know_of_whom_is_said_the_same_for_many_as_for_one(
    entered, team, municipality, nonprofit, handler, colleague, leader, steering
):
    plain, unshared = enrolled(team, municipality), enrolled(team, municipality, "Bo", by=handler, basis="none")
    shut, hidden = enrolled(team, municipality, "Carl"), enrolled(team, municipality, "Dan")
    actions.ask_conflict(participant=shut.participant, user=colleague, by=leader)
    actions.protect(
        participant=hidden.participant,
        level=ProtectionLevel.PROTECTED,
        alias="Ek",
        named=[colleague],
        manager=leader,
        by=leader,
    )
    ids = [one.participant_id for one in (plain, unshared, shut, hidden)]
    found = sight.knowing(team.pk, ids)
    assert found[plain.participant_id] >= {handler.pk, colleague.pk, leader.pk}
    for user in (handler, colleague, leader, steering):
        assert known_to(user, team.pk, ids) == {pk for pk, users in found.items() if user.pk in users}


@pytest.mark.django_db
def test_proposals_follow_helpers_languages_and_places(
    people, team, handler, colleague, leader, scope_of, as_user, url
):
    somali = Language.objects.get(label="Somaliska")
    swedish, place = Language.objects.get(label="Svenska"), Municipality.objects.get(code="1480")
    Membership.objects.filter(user=colleague, team=team).update(languages=[somali.concept_id, swedish.concept_id])
    Membership.objects.filter(user=leader, team=team).update(places=[place.code])
    actions.assign_handler(enrolment=people[0], user=leader, kind=HandlerKind.CO, by=handler)
    enrolled(team, people[0].responsible_organisation, "Egen", handler=leader)
    for enrolment, language in ((people[1], somali), (people[3], swedish)):
        profile = actions.get_profile(enrolment.participant)
        ProfileLanguage.objects.create(
            team=team, participant=enrolment.participant, profile=profile, language=language, level="6"
        )
    people[2].participant.municipality = place
    people[2].participant.save()
    register.update([people[2].pk])
    page = as_user(leader).get(url).content.decode()
    assert "är med redan" in page
    assert f"{colleague.name}: talar somaliska, 0 personer i dag" in page
    assert "talar svenska" not in page
    assert f"{leader.name}: finns i {place.label}, 1 person i dag" in page
    found = queries.plan(scope_of(leader, team), handler=handler.pk)
    assert [found.proposals[one.pk].user_id for one in people[:3]] == [leader.pk, colleague.pk, leader.pk]
    assert handler.pk not in {proposal.user_id for proposal in found.proposals.values()}


@pytest.mark.django_db
def test_leaver_to_batch_answered_and_taken_back_until_accepted(people, team, handler, colleague, leader, as_user, url):
    client = as_user(leader)
    assert client.post(url, given_rows(people, colleague, reason_code="")).status_code == 422
    assert client.post(url, given_rows(people, handler)).status_code == 422  # has them already
    assert client.post(url, given_rows(people)).status_code == 422  # nobody chosen
    again = given_rows(people, colleague) | {"visa": "1"}
    again.pop("gor")
    assert "Räkna om" in client.post(url, again).content.decode()
    assert not Handover.objects.exists()
    answer = client.post(url, given_rows(people, colleague, colleague, leader))
    batch = Handover.objects.values_list("batch", flat=True).distinct().get()
    assert answer.url.endswith(f"/fordela/bunt/{batch}/")
    assert Handover.objects.filter(reason_code="leaves", from_user=handler, batch=batch).count() == 3
    assert RegisterRow.objects.filter(handler=handler).count() == 4  # stays until the answer
    page = as_user(colleague).get(answer.url).content.decode()
    assert page.count("Läs och svara") == 2
    assert Notice.objects.filter(user_id=colleague.pk, kind="handover", url=answer.url, read_at=None).count() == 1
    first, second, _third = Handover.objects.order_by("enrolment_id")
    actions.accept_handover(handover=first, by=colleague)
    assert Notice.objects.filter(user_id=colleague.pk, url=answer.url, read_at=None).exists()
    actions.tick(handover=second, point=HandoverPoint.GOALS, is_done=True, by=handler)
    assert as_user(colleague).post(f"{answer.url}ta-tillbaka/").status_code == 403
    client.post(f"{answer.url}ta-tillbaka/")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.accepted_at is not None, second.withdrawn_by_id, list(second.checklist)) == (
        True,
        leader.pk,
        ["goals"],
    )
    assert [row.handler_id for row in RegisterRow.objects.order_by("enrolment_id")] == [colleague.pk] + [handler.pk] * 3
    assert not Notice.objects.filter(url=answer.url, kind="handover", read_at=None).exists()
    assert not RegisterRow.objects.filter(enrolment__in=people[1:], has_handover=True).exists()
    assert register.differences(team.pk) == []


@pytest.mark.django_db
def test_undo_of_the_batch_leaves_the_accepted_and_says_so(people, team, handler, colleague, leader):
    to = {str(one.pk): colleague.pk for one in people}
    batch = actions.do_for_many(
        team=team, deed=Deed.SPREAD, enrolment_ids=[one.pk for one in people], values={"to": to}, by=leader
    )
    assert batch.counts == {"done": 4}
    actions.accept_handover(handover=Handover.objects.order_by("pk")[0], by=colleague)
    assert bulk.take_back_many(batch=batch, by=leader) == (3, 1)
    assert Handover.objects.filter(accepted_at=None, declined_at=None).count() == 0
    assert HandlerAssignment.objects.filter(user=colleague, ended_on=None).count() == 1


@pytest.mark.django_db
def test_colleague_who_must_not_know_is_never_asked_and_hidden_people_are_not_there(
    entered, team, municipality, handler, colleague, leader, as_user, url
):
    unshared = enrolled(team, municipality, "Zahra", by=handler, handler=handler, basis="none")
    assert "Zahra" not in as_user(colleague).get(url).content.decode()
    client = as_user(handler)
    page = client.get(url).content.decode()
    assert "Zahra" in page
    assert f"{colleague.name}:" not in page
    answer = client.post(url, given_rows([unshared], colleague))
    assert answer.status_code == 422
    assert "Kollegan kan inte ta över just den här personen" in answer.content.decode()
    assert not Handover.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("many", [3, 40])
def test_page_and_deed_take_the_same_statements_however_many(
    entered, team, municipality, handler, colleague, leader, as_user, url, many
):
    made = [enrolled(team, municipality, f"N{n:02}", by=handler, handler=handler) for n in range(many)]
    client = as_user(leader)
    client.get(url)
    for act, most in (
        (lambda: client.get(url), 30),
        (lambda: client.post(url, given_rows(made, *[(colleague, leader)[n % 2] for n in range(many)])), 75),
    ):
        with CaptureQueriesContext(connection) as captured:
            assert act().status_code in (200, 302)
        asked = [
            q["sql"] for q in captured.captured_queries if not re.search(r"(SAVEPOINT |BEGIN|COMMIT)", q["sql"][-60:])
        ]
        assert len(asked) <= most, (len(asked), [sql[:110] for sql in asked])
    assert Handover.objects.count() == many


@pytest.mark.django_db
def test_those_without_handler_get_their_co_handler_as_contact_meanwhile(
    entered, team, municipality, handler, colleague, leader, as_user, scope_of
):
    alone, helped = enrolled(team, municipality, "Ada"), enrolled(team, municipality, "Bo")
    actions.assign_handler(enrolment=helped, user=colleague, kind=HandlerKind.CO, by=handler)
    address = reverse("participants:spread", args=[team.slug]) + "?fran=ingen"
    as_user(leader).post(address, given_rows([alone, helped], handler, leader))
    with enter(scope_of(leader, team)):
        contacts = dict(Handover.objects.values_list("enrolment_id", "contact_id"))
    assert contacts == {alone.pk: leader.pk, helped.pk: colleague.pk}


@pytest.mark.django_db
def test_doors(people, team, handler, as_user, stranger, steering, leader, url):
    base = reverse("participants:spread", args=[team.slug])
    assert as_user(stranger).get(url).status_code == 404
    assert as_user(steering).get(url).status_code == 403
    client = as_user(leader)
    assert f"?fran={handler.pk}" in client.get(base).content.decode()
    for odd in ("?fran=99999999999999", "?fran=%00", "?fran=-1", "?fran=finns"):
        assert client.get(base + odd).status_code == 200
    for name in ("spread_batch", "spread_withdraw"):
        address = reverse(f"participants:{name}", args=[team.slug, "bcdfghjkmnpqrs"])
        assert client.post(address).status_code in (404, 405)
    begun = client.post(
        reverse("participants:bulk_begin", args=[team.slug]),
        {"vald": [people[0].public_id], "gor": "fordela"},
    )
    page = client.get(begun.url).content.decode()
    assert page.count("till_") >= 1
    assert "Namn1" not in page

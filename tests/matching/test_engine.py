"""The engine on real rows: follows the feed, sees what it may, says why."""

import json
import re
from io import StringIO

import pytest
from django.core.management import call_command

from core import feed
from core.models import ReadLine
from core.scope import Kind, Scope, enter
from employers.models import JobPosting
from matching import engine as engines
from matching import loading, queries
from matching.columns import PersonRow
from matching.enums import Part
from participants import actions
from participants.enums import EndKind, EndReason, EnrolmentState, ProtectionLevel, SharingBasis
from participants.models import Enrolment, Participant, ProfileLanguage, ProfileSkill
from taxonomy.models import Language, Municipality, Occupation, SmallListItem
from tests.matching.factories import wants
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db


def names(job, scope) -> list[str]:
    return [one.subject.first_name for one in queries.people_for_job(job, scope=scope)]


def test_person_with_the_wish_comes_first_with_reasons_that_sum_to_the_score(
    entered, team, municipality, job, cook, uppsala
):
    other = Occupation.objects.get(label="Möbelsnickare")
    wants(enrolled(team, municipality, "Omid", "Haddad"), other, uppsala)
    wants(enrolled(team, municipality, "Zahra", "Ahmadi"), cook, uppsala)

    ranked = queries.people_for_job(job, scope=entered)

    assert [one.subject.first_name for one in ranked] == ["Zahra", "Omid"]
    best = ranked[0]
    had, could = sum(r.points for r in best.reasons), sum(r.most for r in best.reasons)
    assert best.score == pytest.approx(100 * had / could, abs=0.1)
    assert {r.part for r in best.reasons} == {Part.OCCUPATION, Part.SKILLS, Part.LANGUAGES, Part.PLACE, Part.ENTRY}
    assert "Samma yrke" in best.reasons[0].text
    assert any("Svenska" in lack for lack in best.missing)


def test_change_of_profile_job_or_state_is_followed_without_reading_everything_again(
    entered, team, municipality, job, cook, uppsala, monkeypatch
):
    enrolment = enrolled(team, municipality, "Zahra", "Ahmadi")
    participant = wants(enrolment, cook, uppsala)
    before = queries.people_for_job(job, scope=entered)[0].score
    whole: list[object] = []
    read = loading.team
    monkeypatch.setattr(
        "matching.loading.team", lambda words, team_id: (whole.append(team_id), read(words, team_id))[1]
    )

    profile = actions.get_profile(participant)
    common = {"team_id": team.pk, "participant": participant, "profile": profile}
    ProfileLanguage.objects.create(**common, language=Language.objects.get(label="Svenska"), level="4")
    ProfileSkill.objects.create(**common, skill=job.skills.get().skill)
    actions.profile_changed(profile=profile, by=None)
    after = queries.people_for_job(job, scope=entered)[0].score
    actions.end_enrolment(enrolment=enrolment, reason=EndReason.MOVED, kind=EndKind.ENDED, by=None)

    assert after > before
    assert names(job, entered) == []
    assert whole == []


@pytest.mark.parametrize("kind", ["occupations", "municipalities"])
def test_word_newer_than_the_vocabulary_is_read_and_the_page_goes_on(
    entered, team, municipality, job, cook, uppsala, monkeypatch, kind
):
    enrolment = enrolled(team, municipality, "Zahra", "Ahmadi")
    assert names(job, entered) == ["Zahra"]
    words = engines.engine()._words
    del getattr(words, kind)[{"occupations": cook, "municipalities": uppsala}[kind].pk]  # as if it came after

    wants(enrolment, cook, uppsala)

    ranked = queries.people_for_job(job, scope=entered)
    assert "Samma yrke" in ranked[0].reasons[0].text
    assert engines.engine()._words is not words


def test_vocabulary_that_never_settles_is_read_a_bounded_number_of_times(entered, job, monkeypatch):
    asked = []

    def unsettled():
        asked.append(1)
        raise loading.UnknownWord(1)

    monkeypatch.setattr("matching.loading.vocabulary", unsettled)
    with pytest.raises(loading.UnknownWord):
        names(job, entered)
    assert len(asked) == engines.TRIES


def test_hidden_and_other_teams_people_are_never_ranked(
    entered, team, other_team, municipality, nonprofit, job, cook, handler, leader, colleague, scope_of
):
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        wants(enrolled(team, nonprofit, "Unshared", "X", basis=SharingBasis.NONE), cook)
    shown = wants(enrolled(team, municipality, "Zahra", "Ahmadi"), cook)
    protected = wants(enrolled(team, municipality, "Protected", "X"), cook)
    with enter(Scope(Kind.RUN, team_id=other_team.pk)):
        wants(enrolled(other_team, municipality, "Elsewhere", "X"), cook)
    actions.protect(
        participant=protected,
        level=ProtectionLevel.MARKED,
        alias="Ek",
        named=[handler],
        manager=leader,
        by=handler,
    )
    assert names(job, entered) == ["Zahra"]
    actions.ask_conflict(participant=shown, user=colleague, by=handler)
    with enter(scope_of(colleague, team)) as scope:
        assert names(job, scope) == []


def test_licence_stands_apart_and_may_be_relaxed(entered, team, municipality, job, cook, uppsala):
    licence = SmallListItem.objects.filter(list="driving-licence").first()
    job.licences.create(licence=licence)
    feed.record(team_id=None, subject_type="job", subject_ids=[job.pk], kind="changed")
    wants(enrolled(team, municipality, "Utan", "X"), cook, uppsala)
    far = Municipality.objects.get(label="Kiruna")
    wants(enrolled(team, municipality, "Med", "X"), cook, far, licences=[licence.concept_id])
    ranked = queries.people_for_job(job, scope=entered)
    assert [one.subject.first_name for one in ranked] == ["Med", "Utan"]
    assert licence.label in ranked[1].obstacles[0]
    relaxed = queries.people_for_job(job, scope=entered, relax=1)
    assert [one.subject.first_name for one in relaxed] == ["Utan", "Med"]


def test_jobs_for_a_person_agree_with_people_for_the_job(entered, team, municipality, job, cook, uppsala):
    participant = wants(enrolled(team, municipality, "Zahra", "Ahmadi"), cook, uppsala)
    forward = queries.people_for_job(job, scope=entered)[0]
    back = queries.jobs_for_person(participant, scope=entered)[0]
    assert back.subject == job
    assert back.score == pytest.approx(forward.score, abs=0.11)


def test_columns_hold_nothing_the_score_must_not_read():
    fields = set(PersonRow.__dataclass_fields__)
    assert not fields & {"sex", "age", "birth_year", "origin", "health", "name", "notes", "belief", "protection"}


def test_facts_outside_the_columns_move_no_score(entered, team, municipality, job, cook, uppsala, handler):
    enrolment = enrolled(team, municipality, "Zahra", "Ahmadi")
    participant = wants(enrolment, cook, uppsala)
    before = queries.people_for_job(job, scope=entered)[0].score
    Participant.objects.filter(pk=participant.pk).update(birth_year=1950, first_name="Kalle", needs_interpreter=True)
    actions.add_note(enrolment=enrolment, text="Sjukskriven, vill bli kock", by=handler)
    actions.add_intervention(
        enrolment=enrolment, title="Rehab", focus="health", starts_on=enrolment.started_on, by=handler
    )
    engines.forget()
    assert queries.people_for_job(job, scope=entered)[0].score == before


@pytest.mark.parametrize("who", ["handler", "stranger", "steering"])
def test_pages_open_for_the_team_only(request, who, entered, team, municipality, job, cook, as_user):
    participant = wants(enrolled(team, municipality, "Zahra", "Ahmadi"), cook)
    client = as_user(request.getfixturevalue(who))
    expected = {"handler": 200, "stranger": 404, "steering": 403}[who]
    for address in (
        f"/t/{team.slug}/jobb/{job.public_id}/personer/?relax=1&relax=x",
        f"/t/{team.slug}/deltagare/{participant.public_id}/jobb/",
    ):
        assert client.get(address).status_code == expected


@pytest.mark.parametrize("people", [2, 20])
def test_number_of_queries_does_not_grow(entered, team, municipality, job, cook, people, django_assert_num_queries):
    for n in range(people):
        wants(enrolled(team, municipality, f"Person{n}", "X"), cook)
    queries.people_for_job(job, scope=entered)
    with django_assert_num_queries(13):
        assert len(queries.people_for_job(job, scope=entered)) == min(people, 10)


def test_command_tells_one_json_object_last(entered, team, municipality, job, cook):
    participant = wants(enrolled(team, municipality, "Zahra", "Ahmadi"), cook)
    out = StringIO()
    call_command("match", job=job.public_id, team=team.slug, top=3, json=True, stdout=out)
    told = json.loads(out.getvalue().splitlines()[-1])
    assert told["ranked"][0]["id"] == participant.public_id
    assert set(told["ranked"][0]) == {"id", "score", "parts", "missing", "hard_requirements_missed"}
    assert told["engine_version"]
    assert told["why"] is None


@pytest.mark.parametrize(
    ("kept_out", "words"),
    [
        ({"state": EnrolmentState.PAUSED}, "pausad"),
        ({"state": EnrolmentState.IN_WORK}, "redan börjat"),
        ({"state": EnrolmentState.ENDED}, "avslutad"),
        ({"limited": True}, "delas inte"),
        ({"jobs": False}, "Inga öppna jobb"),
    ],
)
def test_nothing_for_a_person_says_why_in_the_answer_and_on_the_page(
    entered, team, municipality, job, cook, handler, as_user, kept_out, words
):
    person = wants(enrolled(team, municipality, "Zahra", "Ahmadi"), cook)
    if kept_out.get("state") == EnrolmentState.ENDED:
        ended = Enrolment.objects.get(participant=person)
        actions.end_enrolment(enrolment=ended, reason=EndReason.MOVED, kind=EndKind.ENDED, by=handler)
    elif "state" in kept_out:
        Enrolment.objects.filter(participant=person).update(**kept_out)
    elif "limited" in kept_out:
        Participant.objects.filter(pk=person.pk).update(limited_to_organisation=municipality)
    else:
        JobPosting.objects.all().delete()
    engines.forget()
    out = StringIO()
    call_command("match", participant=person.public_id, team=team.slug, json=True, stdout=out)
    told = json.loads(out.getvalue().splitlines()[-1])
    assert told["ranked"] == []
    assert words in told["why"]
    page = as_user(handler).get(f"/t/{team.slug}/deltagare/{person.public_id}/jobb/").content.decode()
    assert told["why"] in page


def test_job_page_shows_the_teams_people_and_logs_them(entered, team, municipality, job, cook, handler, as_user):
    participant = wants(enrolled(team, municipality, "Zahra", "Ahmadi"), cook)
    page = as_user(handler).get(f"/t/{team.slug}/jobb/{job.public_id}/").content.decode()
    assert "Ahmadi, Zahra" in page
    assert ReadLine.objects.get(place="matching:people_panel").subject_ids == [participant.pk]


def test_participant_page_shows_jobs_that_fit(entered, team, municipality, job, cook, handler, as_user):
    participant = wants(enrolled(team, municipality, "Zahra", "Ahmadi"), cook)
    page = as_user(handler).get(f"/t/{team.slug}/deltagare/{participant.public_id}/").content.decode()
    assert job.title in page


def test_command_takes_the_ids_it_prints(job, team, municipality, cook, uppsala):
    person = wants(enrolled(team, municipality), cook, uppsala)

    def told(**which):
        out = StringIO()
        call_command("match", json=True, team=team.slug, stdout=out, **which)
        return [one["id"] for one in json.loads(out.getvalue().splitlines()[-1])["ranked"]]

    assert told(participant=person.public_id) == [job.public_id]
    assert told(job=job.public_id) == [person.public_id]
    assert told(job=str(job.pk)) == [person.public_id]


@pytest.mark.parametrize("given", ["1", "%00", "x" * 14, "2" * 13, "å"])
def test_address_of_no_job_or_person_is_404(given, team, handler, as_user):
    client = as_user(handler)
    for path in (f"jobb/{given}/personer/", f"deltagare/{given}/jobb/", f"jobb/{given}/"):
        assert client.get(f"/t/{team.slug}/{path}").status_code == 404


def test_no_address_of_a_job_carries_a_running_number(job, team, municipality, handler, cook, as_user):
    wants(enrolled(team, municipality), cook)
    client = as_user(handler)
    for path in ("jobb/", f"jobb/{job.public_id}/", f"jobb/{job.public_id}/personer/", "arbetsgivare/"):
        page = client.get(f"/t/{team.slug}/{path}").content.decode()
        assert job.public_id in page or "arbetsgivare" in path
        assert re.findall(r"(?:href|action)=\"[^\"]*/(?:jobb|arbetsgivare)/\\d+/", page) == []


def test_another_teams_people_are_read_when_that_team_asks_and_follow_from_then(
    entered, team, other_team, municipality, job, cook, uppsala, monkeypatch
):
    asked: list[int] = []
    read = loading.team
    monkeypatch.setattr("matching.loading.team", lambda words, one: (asked.append(one), read(words, one))[1])
    wants(enrolled(team, municipality, "Zahra", "Ahmadi"), cook, uppsala)
    engine = engines.engine()
    assert [len(block) for block in engine.columns(team.pk).people] == [1]
    assert asked == [team.pk]

    with enter(Scope(Kind.RUN, team_id=other_team.pk)):
        first = wants(enrolled(other_team, other_team.owner, "Omid", "Haddad"), cook, uppsala)
        assert engine.columns(other_team.pk).person(first.pk) is not None
        second = wants(enrolled(other_team, other_team.owner, "Amina", "Jama"), cook, uppsala)
        now = engine.columns(other_team.pk)
    assert now.person(second.pk) is not None
    assert engine.columns(team.pk).person(second.pk) is None
    assert asked == [team.pk, other_team.pk]

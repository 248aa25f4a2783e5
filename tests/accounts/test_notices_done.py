"""What one was told of is read when the matter is done, whoever did it; and it is said in the language one reads now."""

import pytest
from django.utils import timezone, translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core import notices
from core.models import Notice
from core.scope import enter
from employers.actions import jobs, posting
from participants import actions
from participants.enums import EndKind, EndReason
from smail import actions as smail
from tests.employers.factories import JobFactory
from tests.participants.factories import enrolled
from tests.smail.factories import handler_answered, participant_answered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_swedish():
    """A page in English leaves English behind in this process."""
    with translation.override("sv"):
        yield


def waiting(kind: str) -> set[int]:
    """Whom something of the kind waits for."""
    return set(Notice.objects.filter(kind=kind, read_at=None).values_list("user_id", flat=True))


@pytest.fixture
def sent_in(entered, team, handler, colleague):
    """A job that an employer has sent in: the whole team is told."""
    draft = JobFactory(
        draft=True, employer=None, organisation=team.owner, employer_name="Öbergs", answering_team=team, step=5
    )
    job = posting.confirm(draft, page="https://x.example/")
    assert waiting("job") == {handler.pk, colleague.pk}
    return job


@pytest.mark.parametrize(
    "review",
    [
        lambda job, user: jobs.open_for_matching(job, by=user),
        lambda job, user: jobs.refuse(job, reason="Dubblett", by=user),
    ],
    ids=["opened", "refused"],
)
def test_job_reviewed_by_one_waits_for_nobody(sent_in, handler, review):
    review(sent_in, handler)
    assert waiting("job") == set()


def test_job_reviewed_leaves_the_other_jobs_waiting(sent_in, team, handler, colleague):
    other = JobFactory(
        draft=True, employer=None, organisation=team.owner, employer_name="Brinks", answering_team=team, step=5
    )
    posting.confirm(other, page="https://x.example/")
    jobs.refuse(sent_in, reason="Dubblett", by=handler)
    assert waiting("job") == {handler.pk, colleague.pk}
    left = Notice.objects.filter(kind="job", read_at=None).values_list("url", flat=True).distinct()
    assert [url.split("/")[-2] for url in left] == [other.public_id]


@pytest.mark.parametrize("answer", [actions.accept_handover, actions.decline_handover], ids=["yes", "no"])
def test_question_to_take_over_waits_until_it_is_answered(
    entered, team, municipality, handler, colleague, scope_of, answer
):
    enrolment = enrolled(team, municipality, handler=handler)
    page = f"/t/{team.slug}/deltagare/{enrolment.participant.public_id}/overlamning/"
    handover = actions.propose_handover(enrolment=enrolment, to=colleague, by=handler, url=page)
    assert waiting("handover") == {colleague.pk}
    with enter(scope_of(colleague, team)):
        answer(handover=handover, by=colleague)
    assert waiting("handover") == {handler.pk}  # the answer


def test_new_question_takes_the_place_of_an_earlier_answer(entered, team, municipality, handler, colleague):
    enrolment = enrolled(team, municipality, handler=handler)
    actions.decline_handover(
        handover=actions.propose_handover(enrolment=enrolment, to=colleague, by=handler), by=colleague
    )
    actions.propose_handover(enrolment=enrolment, to=colleague, by=handler)
    assert waiting("handover") == {colleague.pk}


def test_end_of_an_enrolment_ends_what_was_told_of_it(entered, team, municipality, handler, colleague):
    enrolment = enrolled(team, municipality, handler=handler)
    other = enrolled(team, municipality, handler=handler)
    actions.propose_handover(enrolment=enrolment, to=colleague, by=handler)
    actions.propose_handover(enrolment=other, to=colleague, by=handler)
    actions.end_enrolment(enrolment=enrolment, reason=EndReason.WORK, kind=EndKind.ENDED, by=colleague)
    left = Notice.objects.get(kind="handover", read_at=None)
    assert other.participant.public_id in left.url
    assert waiting("ended") == {handler.pk}


def test_answers_one_was_told_of_are_read_when_both_parts_are_done(entered, team, municipality, handler):
    enrolment = enrolled(team, municipality, by=handler, handler=handler)
    assessment = smail.open_assessment(enrolment=enrolment, by=handler)
    participant_answered(assessment)
    assert waiting("assessment_part") == {handler.pk}
    handler_answered(enrolment, handler)
    assert waiting("assessment_part") == set()


def test_what_is_settled_stays_in_the_list_of_what_was_read(handler, team):
    notices.tell(user_id=handler.pk, kind="job", title="Ett jobb", url="/t/a/jobb/1/", team_id=team.pk)
    assert notices.settle(team_id=team.pk, url="/t/a/jobb/1/", kinds=["job"]) == 1
    (kept,) = notices.latest(handler.pk)
    assert kept.read_at is not None
    assert kept.read_at <= timezone.now()


def test_others_teams_and_other_kinds_are_not_settled(handler, team, other_team):
    for kind, where in (("job", other_team), ("ended", team)):
        notices.tell(user_id=handler.pk, kind=kind, title="X", url="/t/a/jobb/1/", team_id=where.pk)
    assert notices.settle(team_id=team.pk, url="/t/a/jobb/1/", kinds=["job"]) == 0


def test_title_is_said_in_the_language_one_reads_now(handler, as_user):
    title = format_lazy(_("Rapporten för vecka {week} är klar"), week=47)
    notice = notices.tell(user_id=handler.pk, kind="report", title=title, url="/konto/")
    assert notice is not None
    with translation.override("sv"):
        assert notice.words == "Rapporten för vecka 47 är klar"
    with translation.override("en"):
        assert "47" in notice.words
        assert "Rapporten" not in notice.words
    handler.language = "en"
    handler.save(update_fields=["language"])
    page = as_user(handler).get("/konto/att-lasa/").content.decode()
    assert "Rapporten" not in page


def test_title_of_an_older_notice_is_shown_as_it_was_kept(handler):
    assert Notice(user_id=handler.pk, kind="job", title="Ett jobb").words == "Ett jobb"

"""What a status and an intervention cell say."""

from datetime import date

import pytest

from participants.enums import EndKind, EndReason, Focus, OutcomeKind, PauseReason, WaitingFor
from participants.importing.states import interventions, status

TODAY = date(2026, 11, 22)
SINCE = date(2026, 3, 1)


def read(text):
    return status(text, today=TODAY, not_before=SINCE)


@pytest.mark.parametrize(
    ("text", "pause"),
    [
        ("paus", PauseReason.OTHER),
        ("Pausad t.o.m. 15/1", PauseReason.OTHER),
        ("föräldraledig", PauseReason.PARENTAL_LEAVE),
        ("bortrest till v. 2", PauseReason.AWAY),
    ],
)
def test_status_pause(text, pause):
    assert read(text).pause == pause


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("väntar", WaitingFor.US),
        ("Väntar på besked från AF", WaitingFor.OTHER),
        ("väntar på att deltagaren hör av sig", WaitingFor.PERSON),
    ],
)
def test_status_waiting(text, whom):
    assert read(text).waiting_for == whom


@pytest.mark.parametrize(
    ("text", "outcome", "on"),
    [
        ("JOBB!! from 1/10", OutcomeKind.WORK, date(2026, 10, 1)),
        ("Fått jobb på ICA", OutcomeKind.WORK, None),
        ("anställd sedan 2026-05-04", OutcomeKind.WORK, date(2026, 5, 4)),
        ("studerar på Komvux", OutcomeKind.STUDIES, None),
        ("eget företag", OutcomeKind.OWN_BUSINESS, None),
    ],
)
def test_status_outcome(text, outcome, on):
    found = read(text)

    assert (found.outcome, found.on, found.end) == (outcome, on, None)
    assert found.unsure is (on is None)


@pytest.mark.parametrize(
    ("text", "reason", "kind"),
    [
        ("avslutad - studier", EndReason.STUDIES, EndKind.ENDED),
        ("avslutad, jobb", EndReason.WORK, EndKind.ENDED),
        ("Avslutad: jobb och studier", EndReason.WORK_AND_STUDIES, EndKind.ENDED),
        ("flyttat", EndReason.MOVED, EndKind.ENDED),
        ("hoppade av", EndReason.OWN_CHOICE, EndKind.BROKEN_OFF),
        ("avslutad utan jobb", EndReason.OTHER, EndKind.ENDED),
        ("avslutad", EndReason.OTHER, EndKind.ENDED),
        ("utskriven till Arbetsförmedlingen", EndReason.OTHER_SUPPORT, EndKind.ENDED),
    ],
)
def test_status_end(text, reason, kind):
    found = read(text)

    assert (found.end, found.end_kind) == (reason, kind)


@pytest.mark.parametrize("text", ["Pågår", "pågår", "aktiv", "söker jobb", "", "-", "?"])
def test_status_going_on_says_nothing_more(text):
    assert not read(text).says_something


@pytest.mark.parametrize("text", ["IT?", "efter påsk", "klar att börja", "👍"])
def test_status_not_understood_stays_as_text(text):
    assert read(text).rest == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Praktik", [("Praktik", Focus.JOB, "", None)]),
        ("SFI C + jobbsökarklubb", [("SFI C", Focus.SKILL, "", None), ("Jobbsökarklubb", Focus.JOB, "", None)]),
        (
            "Språkpraktik ICA Maxi t.o.m. 15/12",
            [("Språkpraktik", Focus.JOB, "ICA Maxi", date(2026, 12, 15))],
        ),
        ("Arbetsträning på Coop, 1/9 - 15/12", [("Arbetsträning", Focus.JOB, "Coop", date(2026, 12, 15))]),
        ("yrkesutbildning", [("Yrkesutbildning", Focus.STUDY, "", None)]),
        ("promenadgrupp", [("Promenadgrupp", Focus.HEALTH, "", None)]),
        ("-", []),
        ("väntar", []),
    ],
)
def test_interventions(text, found):
    read = interventions(text, today=TODAY, not_before=SINCE)

    assert [(p.title, p.focus, p.provider, p.last) for p in read.planned] == found
    assert read.rest == ""


def test_interventions_health_is_kept_apart_from_the_rest():
    read = interventions("SFI, rehab", today=TODAY)

    assert [p.title for p in read.planned] == ["SFI"]
    assert read.sensitive == ("rehab",)


def test_interventions_not_understood_stay_as_text():
    assert interventions("hm, kanske", today=TODAY).rest == "hm + kanske"


def test_last_day_without_year_never_lies_before_the_start():
    read = interventions("Praktik t.o.m. 15/2", today=TODAY, not_before=date(2026, 11, 1))

    assert read.planned[0].last == date(2027, 2, 15)

"""What answers say (domain A.4), by table and by property."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smail import scoring

SIX = ("job_belief", "labour_market", "goal_focus", "cooperation", "daily_life", "job_search")


def answers(text: str) -> dict[str, int | None]:
    """ "33-433": one sign per indicator, "-" for no answer."""
    return {code: None if sign == "-" else int(sign) for code, sign in zip(SIX, text, strict=True)}


@pytest.mark.parametrize(
    ("given_answers", "expected"),
    [
        ("333333", Decimal("3.00")),
        ("33333-", Decimal("3.00")),
        ("12345-", Decimal("3.00")),
        ("3333--", None),
        ("111112", Decimal("1.17")),
    ],
)
def test_index_is_the_mean_of_five_answers_or_nothing(given_answers, expected):
    assert scoring.index(answers(given_answers)) == expected


@pytest.mark.parametrize(
    ("first", "previous", "latest", "expected"),
    [
        ("333333", None, "333333", ""),
        ("333333", "333333", "443333", "progress"),  # two up, none down
        ("333333", "333333", "433333", "stable"),  # a single step up says nothing
        ("333333", "333333", "233333", "stable"),  # nor a single step down
        ("333333", "333333", "533333", "stable"),  # index +0.33, one indicator only
        ("333333", "333333", "553233", "progress"),  # index +0.5 though one is down
        ("333333", "333333", "443332", "stable"),  # two up, one down, index +0.17
        ("333333", "333333", "133333", "regression"),  # one indicator two steps down
        ("333333", "333333", "222333", "regression"),  # three one step down
        ("333333", "444444", "443343", "regression"),  # three down since last, though above the start
        ("333333", "443333", "443333", "progress"),  # standing still after progress keeps it
        ("111111", "555555", "333333", "regression"),  # a fresh step back is told first
        ("3333--", "3333--", "4433--", "progress"),  # no index needed for two steps up
        ("3333--", "3333--", "2-33--", "stable"),
    ],
)
def test_verdict_over_a_rater_s_readings(first, previous, latest, expected):
    before = None if previous is None else answers(previous)
    assert scoring.verdict(answers(first), before, answers(latest)) == expected


@pytest.mark.parametrize(
    ("own", "theirs", "codes"),
    [
        ("333333", "333333", []),
        ("333333", "444444", []),
        ("133333", "333333", ["job_belief"]),
        ("1-3335", "333433", ["job_belief", "job_search"]),
        ("------", "555555", []),
    ],
)
def test_difference_is_two_steps_between_raters(own, theirs, codes):
    assert [found.code for found in scoring.differences(answers(own), answers(theirs))] == codes


def test_only_changes_of_two_steps_are_put_into_words_largest_first():
    said = scoring.worth_saying(answers("231333"), answers("421535"))
    assert [(change.code, change.step) for change in said] == [
        ("job_belief", 2),
        ("cooperation", 2),
        ("job_search", 2),
    ]
    assert scoring.worth_saying(answers("333333"), answers("422444")) == []


@pytest.mark.parametrize(
    ("steps", "mean", "median"),
    [
        ([1, 1, 1, 1], None, None),
        ([], None, None),
        ([1, 0, -1, 2, 1], Decimal("0.60"), Decimal(1)),
        ([0, 0, 1, 1, 2, 2], Decimal("1.00"), Decimal("1.00")),
    ],
)
def test_group_of_fewer_than_five_is_suppressed(steps, mean, median):
    found = scoring.group_change(steps)
    assert (found.people, found.mean, found.median) == (len(steps), mean, median)
    assert found.is_suppressed is (mean is None)


# A busy machine is no fault of ours.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ANSWERS = st.fixed_dictionaries({code: st.none() | st.integers(1, 5) for code in SIX})


@calm
@given(ANSWERS, ANSWERS)
def test_swapping_before_and_now_turns_every_step_round(before, now):
    forward = {c.code: c.step for c in scoring.changes(before, now)}
    back = {c.code: c.step for c in scoring.changes(now, before)}
    assert forward == {code: -step for code, step in back.items()}


@calm
@given(ANSWERS)
def test_same_answers_are_neither_progress_nor_regression(same):
    assert scoring.verdict(same, same, same) == "stable"

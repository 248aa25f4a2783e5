"""Organisation numbers, and the steps a job may take."""

import pytest

from employers.enums import TRANSITIONS, Actor, JobStatus, may_become
from employers.rules import hours_of, luhn_holds, organisation_number, read_number, show_number, words_of_work

# The five are public numbers of pension funds, from the validator vectors of personnummer/meta (MIT).
ORGANISATIONS = ["8572090606", "8020051952", "8020057538", "8024062302", "8551040721", "5569255788", "2120001553"]


@pytest.mark.parametrize("number", ORGANISATIONS)
def test_organisation_number_valid_is_ten_digits_in_any_spelling(number):
    assert organisation_number(number) == number
    assert organisation_number(f" {number[:6]}-{number[6:]} ") == number
    assert organisation_number(f"16{number}") == number
    assert not read_number(number).is_person
    assert show_number(number) == f"{number[:6]}-{number[6:]}"


@pytest.mark.parametrize("number", ORGANISATIONS)
def test_organisation_number_with_one_digit_wrong_is_refused(number):
    for at in range(10):
        wrong = number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
        with pytest.raises(ValueError, match=r"digit|organisation"):
            organisation_number(wrong)


@pytest.mark.parametrize(
    "text",
    ["", "x", "556925578", "55692557888", "٥٥٦٩٢٥٥٧٨٨", "5569255788\x00", "556925-578o", "9" * 5000, "0000000000"],
)
def test_organisation_number_of_anything_else_raises_value_error(text):
    with pytest.raises(ValueError, match=r"digit|organisation"):
        read_number(text)


@pytest.mark.parametrize("spelt", ["19900101-2385", "900101-2385", "9001012385", "199001012385"])
def test_read_number_of_a_sole_trader_is_a_person_with_twelve_digits(spelt):
    number = read_number(spelt)

    assert number.is_person
    assert number.digits == "199001012385"


def test_luhn_of_the_standard_example():
    assert luhn_holds("79927398713")
    assert not luhn_holds("79927398710")


def test_hours_of_a_share_of_full_time():
    assert [hours_of(percent) for percent in (None, 0, 50, 75, 100)] == [None, 0, 20, 30, 40]


@pytest.mark.parametrize(
    ("title", "words"),
    [("Hjälp i köket", ["kök"]), ("Person till disken", ["disk"]), ("Vi söker bagare", ["bagare"]),
     ("Diskplockare i restaurang", ["Diskplockare", "restaurang"]), ("Extra personal", []), ("😀 \x00", [])],
)  # fmt: skip
def test_words_of_work_leave_out_what_stands_beside(title, words):
    assert words_of_work(title) == words


def test_transitions_name_every_status_and_lead_only_to_known_ones():
    assert set(TRANSITIONS) == set(JobStatus)
    for now, steps in TRANSITIONS.items():
        assert now not in steps
        assert set(steps) <= set(JobStatus)
        assert all(actors and actors <= set(Actor) for actors in steps.values())


def test_every_status_but_draft_can_be_reached_and_left():
    reached = {wanted for steps in TRANSITIONS.values() for wanted in steps}

    assert reached == set(JobStatus) - {JobStatus.DRAFT}
    assert all(TRANSITIONS.values())


def test_an_employer_never_opens_a_job():
    assert not any(may_become(now, JobStatus.OPEN, Actor.EMPLOYER) for now in JobStatus)


def test_only_the_source_touches_what_was_removed():
    steps = TRANSITIONS[JobStatus.REMOVED]

    assert set().union(*steps.values()) == {Actor.SOURCE}

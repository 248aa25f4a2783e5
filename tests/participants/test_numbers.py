"""Numbers are read in any spelling, and only when they hold."""

import pytest

from participants import numbers


@pytest.mark.parametrize(
    "text", ["19920909-2387", "920909-2387", "1992-09-09-2387", "1992 09 09 2387", " 19920909 2387 ", "199209092387"]
)
def test_number_is_read_however_it_is_divided(text):
    assert numbers.read(text).normal == "199209092387"


@pytest.mark.parametrize("text", ["", "1992-09-09", "1992-09-09-2388", "9209092387-1992", "--", "2099-09-09-2387"])
def test_number_that_does_not_hold_is_refused(text):
    with pytest.raises(numbers.NotANumber):
        numbers.read(text)

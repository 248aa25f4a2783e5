"""The small lists speak the screen's language; what is not in them stays as the data has it."""

import pytest
from django.utils.translation import override

from participants import actions
from participants.models import ProfileLanguage
from taxonomy import names
from taxonomy.enums import SmallList
from taxonomy.models import Language, SmallListItem, SniGroup, SunLevel
from taxonomy.queries import language_name
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [SunLevel, SniGroup])
def test_top_level_has_a_name_in_english_and_the_data_has_no_other(model):
    rows = list(model.objects.current().filter(level=1))
    assert rows
    assert {row.label for row in rows} <= names.SHOWN
    with override("en"):
        assert [row.label for row in rows if str(row) == row.label] == []
    with override("sv"):
        assert all(str(row) == row.label for row in rows)


def test_licences_are_letters_but_for_the_one_that_has_a_word():
    rows = SmallListItem.objects.current().filter(list=SmallList.DRIVING_LICENCE)
    with override("en"):
        assert {row.name for row in rows if row.name != row.label} == {"Extended B"}


def test_language_carries_its_own_english_name():
    arabic = Language.objects.get(label="Arabiska")
    with override("en"):
        assert arabic.name == "Arabic"
    with override("sv"):
        assert arabic.name == "Arabiska"


def test_language_in_a_query_follows_the_screen(entered, team, municipality, handler):
    person = enrolled(team, municipality, handler=handler).participant
    profile = actions.get_profile(person)
    arabic = Language.objects.get(label="Arabiska")
    ProfileLanguage.objects.create(team=team, participant=person, profile=profile, language=arabic, level="3")
    for language, name in (("sv", "Arabiska"), ("en", "Arabic")):
        with override(language):
            found = ProfileLanguage.objects.annotate(told=language_name("language")).get()
        assert found.told == name


def test_names_no_other_than_those_marked_are_looked_up():
    with override("en"):
        assert names.shown("") == ""
        assert names.shown("Spara") == "Spara"
        assert names.either("Dari", "") == "Dari"

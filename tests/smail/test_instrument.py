"""The instrument as data: whole in every language, loaded once, plain enough."""

import copy

import pytest
from django.db import connection

from smail import instrument, loading
from smail.enums import Rater
from smail.loading import DataError
from smail.models import Indicator

pytestmark = pytest.mark.django_db
CODES = ["job_belief", "labour_market", "goal_focus", "cooperation", "daily_life", "health", "job_search"]


@pytest.fixture
def document():
    return copy.deepcopy(loading.read_files()[0])


def test_seven_indicators_to_the_participant_and_the_belief_to_the_handler_only():
    version = instrument.current()
    assert [ask.code for ask in version.to_participant] == CODES
    assert [ask.code for ask in version.to_handler] == [*CODES, "handler_belief"]
    assert [i.code for i in Indicator.objects.filter(is_health=True)] == ["health"]
    assert [i.code for i in Indicator.objects.filter(handler_only=True)] == ["handler_belief"]


@pytest.mark.parametrize("language", ["sv", "en", "ar"])
def test_language_is_complete(language):
    version = instrument.current()
    assert version.speaks(language)
    for ask in version.to_participant:
        text = ask.texts[language]
        assert len(set(text.labels)) == 5
        assert len(text.text.split()) <= 12
        assert all(len(sentence.split()) <= 12 for sentence in text.help.split("."))
    words = version.language(language).words
    assert set(words) == set(version.language("sv").words)
    assert all(words.values())


def test_nothing_is_called_reviewed_that_nobody_has_reviewed():
    assert not any(language.is_reviewed for language in instrument.current().languages)
    assert "Maskinöversatt" in instrument.current().language("ar").review_note


def test_handler_questions_carry_observable_anchors():
    for ask in instrument.current().to_handler:
        for language in ("sv", "en"):
            assert set(ask.texts[language].anchors) == {1, 3, 5}


def test_right_to_left_language_says_so():
    assert instrument.current().language("ar").direction == "rtl"
    assert instrument.current().language("xx").code == "sv"


def test_words_of_the_staff_never_reach_the_participant():
    version = instrument.current()
    texts = [w for language in version.languages for w in language.words.values()]
    texts += [t for ask in version.to_participant for text in ask.texts.values() for t in (text.text, text.help)]
    for text in texts:
        assert not any(word in text.lower() for word in ("skattning", "indikator", "insats", "handledare", "avbrott"))


def test_phone_font_holds_every_arabic_letter():
    """Letters outside the subset would fall back to whatever the telephone has."""
    from django.conf import settings
    from fontTools.ttLib import TTFont

    font = TTFont(settings.BASE_DIR / "static" / "fonts" / "phone-arabic.woff2")
    known = set(font.getBestCmap())
    version = instrument.current()
    texts = list(version.language("ar").words.values())
    texts += [t for ask in version.to_participant for t in (ask.texts["ar"].text, ask.texts["ar"].help)]
    texts += [label for ask in version.to_participant for label in ask.texts["ar"].labels]
    arabic = {letter for text in texts for letter in text if 0x600 <= ord(letter) <= 0x6FF}
    assert {hex(ord(letter)) for letter in arabic if ord(letter) not in known} == set()


def test_app_role_may_not_change_the_instrument():
    with connection.cursor() as cursor:
        for table in ("smail_indicator", "smail_question", "smail_questiontext", "smail_instrument"):
            cursor.execute("SELECT has_table_privilege(current_user, %s, 'INSERT, UPDATE, DELETE')", [table])
            assert cursor.fetchone() == (False,)


def test_file_with_a_missing_text_is_refused(document):
    del document["questions"][0]["texts"]["ar"]
    with pytest.raises(DataError, match="no text in ar"):
        loading.check(document)


def test_file_with_four_labels_is_refused(document):
    document["questions"][0]["texts"]["sv"]["labels"].pop()
    with pytest.raises(DataError, match="five different labels"):
        loading.check(document)


def test_file_with_a_word_missing_in_one_language_is_refused(document):
    del document["languages"][1]["words"]["pause"]
    with pytest.raises(DataError, match="ar"):
        loading.check(document)


def test_file_with_an_unknown_rater_is_refused(document):
    document["questions"][0]["rater"] = "employer"
    with pytest.raises(DataError, match="unknown"):
        loading.check(document)
    assert Rater.values == ["participant", "handler"]

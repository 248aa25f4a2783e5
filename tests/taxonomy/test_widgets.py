"""Pickers as forms meet them: without JavaScript a word is looked up, asked about, or kept with a fault in words."""

import html
import re

import pytest
from django.http import QueryDict

from core.forms import Form
from taxonomy.enums import Kind
from taxonomy.models import Language, Occupation, Place
from taxonomy.widgets import LanguagePick, LanguagesField, WordField, WordsField


class OneForm(Form):
    work = WordField(kind=Kind.OCCUPATION, label="Yrke")


class ManyForm(Form):
    works = WordsField(kind=Kind.OCCUPATION, label="Yrken", required=False)


class HomeForm(Form):
    home = WordField(kind=Kind.PLACE, label="Ort", required=False)


class TongueForm(Form):
    tongues = LanguagesField(label="Språk", required=False)


def sent(form: type[Form], query: str = "", **kwargs) -> Form:
    return form(QueryDict(query), **kwargs)


def key(label: str) -> str:
    return Occupation.objects.current().get(label=label).concept_id


def fault(form: Form) -> str:
    return str(next(iter(form.errors.values()))[0])


def shown(form: Form) -> str:
    return html.unescape(str(form))


def candidates(form: Form) -> list[str]:
    return re.findall(r'-pick" value="[^"]*"><span>([^<]*)</span>', shown(form))


def chips(form: Form) -> list[str]:
    page = shown(form).partition("<template>")[0]
    return re.findall(r"checked><span data-words-label>([^<]*)</span>", page)


def test_one_sure_word_becomes_the_row(db):
    form = sent(OneForm, "work-text=stadare")
    assert form.is_valid()
    assert form.cleaned_data["work"].label == "Städare"
    assert chips(form) == ["Städare"]


def test_one_key_becomes_the_row(db):
    form = sent(OneForm, f"work={key('Bussförare')}")
    assert form.is_valid()
    assert form.cleaned_data["work"].label == "Bussförare"


def test_one_text_replaces_what_was_chosen_before(db):
    form = sent(OneForm, f"work={key('Bussförare')}&work-text=städare")
    assert form.is_valid()
    assert form.cleaned_data["work"].label == "Städare"


def test_one_nothing_when_required_is_told(db):
    form = sent(OneForm, "")
    assert fault(form) == "Det här behöver fyllas i."


def test_one_untick_empties(db):
    form = sent(HomeForm, "home-text=", initial={"home": "1480-goteborg"})
    assert form.is_valid()
    assert form.cleaned_data["home"] is None
    assert form.has_changed()


def test_one_ambiguous_word_is_asked_about_with_candidates(db):
    form = sent(OneForm, "work-text=undersköterska")
    assert fault(form).startswith("Menar du")
    assert candidates(form) == [
        "Undersköterska, hemtjänst, äldreboende och habilitering",
        "Undersköterska, vård- och specialavdelning och mottagning",
    ]
    assert 'type="radio"' in shown(form)
    assert 'name="work-asked" value="undersköterska"' in shown(form)
    assert 'value="undersköterska"' in shown(form)


def test_one_answering_the_question_settles_it(db):
    wanted = key("Undersköterska, vård- och specialavdelning och mottagning")
    form = sent(OneForm, f"work-text=undersköterska&work-asked=undersköterska&work-pick={wanted}")
    assert form.is_valid()
    assert form.cleaned_data["work"].concept_id == wanted
    assert chips(form) == [form.cleaned_data["work"].label]
    assert candidates(form) == []


def test_one_question_left_unanswered_is_asked_again(db):
    form = sent(OneForm, "work-text=undersköterska&work-asked=undersköterska")
    assert len(candidates(form)) == 2


def test_one_ambiguous_keeps_the_former_answer_as_a_candidate(db):
    form = sent(OneForm, f"work={key('Bussförare')}&work-text=undersköterska")
    assert candidates(form)[-1] == "Bussförare"
    assert chips(form) == []


def test_one_two_occupations_must_be_chosen_between(db):
    form = sent(OneForm, "work-text=lager / truck")
    assert candidates(form) == ["Lagerarbetare/Terminalarbetare", "Truckförare"]


def test_one_beginning_of_a_later_word_gives_candidates(db):
    assert "Specialistläkare, kirurgi" in candidates(sent(OneForm, "work-text=kirurg"))


def test_one_unknown_word_is_told_and_kept(db):
    form = sent(OneForm, "work-text=blargh")
    assert fault(form) == "Vi hittar inte ”blargh”. Prova ett annat ord."
    assert 'value="blargh"' in shown(form)
    assert 'aria-invalid="true"' in shown(form)


def test_unknown_key_is_refused(db):
    assert "finns inte längre" in fault(sent(OneForm, "work=xxxx_yyy_zzz"))


@pytest.mark.parametrize("bad", ["%00", "%F0%9F%A4%B7", "<script>alert(1)</script>", "x" * 5000, "'", "%EF%BB%BF"])
def test_hostile_text_is_a_fault_and_never_markup(db, bad):
    form = sent(ManyForm, f"works-text={bad}&works={bad}&works-pick={bad}&works-asked={bad}")
    form.is_valid()
    assert "<script>" not in str(form)


def test_many_keys_and_text_come_together_in_order(db):
    form = sent(ManyForm, f"works={key('Diskare')}&works={key('Städare')}&works-text=bussforare, Städ")
    assert form.is_valid()
    assert [o.label for o in form.cleaned_data["works"]] == ["Diskare", "Städare", "Bussförare"]


def test_many_sure_words_are_kept_while_the_unsure_is_asked_about(db):
    form = sent(ManyForm, "works-text=städ, kock")
    assert chips(form) == ["Städare"]
    assert candidates(form)[0] == "Kock à la carte"
    assert 'type="checkbox" name="works-pick"' in shown(form)

    answered = sent(
        ManyForm, f"works={key('Städare')}&works-text=kock&works-asked=kock&works-pick={key('Kock à la carte')}"
    )
    assert answered.is_valid()
    assert [o.label for o in answered.cleaned_data["works"]] == ["Städare", "Kock à la carte"]


def test_many_what_nobody_understood_stays_in_the_box(db):
    form = sent(ManyForm, "works-text=städ, blargh")
    assert chips(form) == ["Städare"]
    assert fault(form) == "Vi hittar inte ”blargh”. Prova ett annat ord."
    assert 'name="works-text" value="blargh"' in shown(form)


def test_many_nothing_is_an_empty_list(db):
    form = sent(ManyForm, "")
    assert form.is_valid()
    assert form.cleaned_data["works"] == []


def test_many_hundreds_of_keys_are_cut(db):
    query = "&".join(f"works={o.concept_id}" for o in Occupation.objects.current()[:200])
    form = sent(ManyForm, query)
    assert form.is_valid()
    assert len(form.cleaned_data["works"]) == 60


def test_initial_rows_and_keys_are_shown_and_unchanged(db):
    bus = Occupation.objects.current().get(label="Bussförare")
    for initial in (bus, bus.concept_id):
        form = OneForm(initial={"work": initial})
        assert chips(form) == ["Bussförare"]
        assert not sent(OneForm, f"work={bus.concept_id}", initial={"work": initial}).has_changed()
    assert sent(OneForm, "work-text=kock", initial={"work": bus}).has_changed()


def test_initial_retired_occupation_survives_being_sent_back(db):
    old = Occupation.objects.filter(retired=True).exclude(heir=None)[0]
    form = sent(OneForm, f"work={old.concept_id}", initial={"work": old})
    assert form.is_valid()
    assert form.cleaned_data["work"] == old


def test_place_is_carried_by_its_code(db):
    form = sent(HomeForm, "home-text=GBG")
    assert form.is_valid()
    assert form.cleaned_data["home"] == Place.objects.get(code="1480-goteborg")
    assert 'value="1480-goteborg"' in shown(form)


def test_languages_with_levels_from_text_and_from_choice(db):
    swedish = Language.objects.get(label="Svenska")
    form = sent(
        TongueForm, f"tongues={swedish.concept_id}&tongues-level-{swedish.concept_id}=3&tongues-text=arabiska (lite)"
    )
    assert form.is_valid()
    assert form.cleaned_data["tongues"] == [
        LanguagePick(swedish, "3"),
        LanguagePick(Language.objects.get(label="Arabiska"), "2"),
    ]
    assert '<option value="2" selected>lite (A2)</option>' in shown(form)


def test_languages_unknown_level_is_dropped(db):
    swedish = Language.objects.get(label="Svenska")
    form = sent(TongueForm, f"tongues={swedish.concept_id}&tongues-level-{swedish.concept_id}=9000")
    assert form.is_valid()
    assert form.cleaned_data["tongues"] == [LanguagePick(swedish, "")]


def test_languages_level_alone_is_a_change(db):
    swedish = Language.objects.get(label="Svenska")
    initial = {"tongues": [LanguagePick(swedish, "3")]}
    query = f"tongues={swedish.concept_id}&tongues-level-{swedish.concept_id}="
    assert not sent(TongueForm, query + "3", initial=initial).has_changed()
    assert sent(TongueForm, query + "5", initial=initial).has_changed()


def test_picker_has_label_help_and_no_inline_script(db):
    class HelpForm(Form):
        work = WordField(kind=Kind.OCCUPATION, label="Yrke", help_text="Skriv som du säger det.")

    page = str(HelpForm())
    assert '<label for="id_work">Yrke</label>' in page
    assert 'id="id_work"' in page
    assert 'aria-describedby="id_work_helptext"' in page
    assert not re.search(r"\son\w+=|<script|style=", page)
    assert "js/typeahead.js" in str(HelpForm().media)


def test_rendering_stored_rows_asks_the_database_nothing(db, django_assert_num_queries):
    rows = list(Occupation.objects.current()[:5])
    form = ManyForm(initial={"works": rows})
    with django_assert_num_queries(0):
        str(form)


def test_cleaning_takes_the_same_number_of_queries_for_1_and_20_words(db, django_assert_max_num_queries):
    for query in (
        "works-text=bussforare",
        "works-text=bussforare&" + "&".join(f"works={key(x)}" for x in ("Diskare",) * 20),
    ):
        with django_assert_max_num_queries(5):
            sent(ManyForm, query).is_valid()

"""Forms: faults in words beside the box and on top, input kept, nothing hostile let in."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django import forms as django_forms
from hypothesis import given, settings
from hypothesis import strategies as st

from core import forms
from core.models import Notice

PHONE = "+46701740605"


class Sample(forms.Form):
    step = django_forms.CharField(label="Nästa steg", help_text="I en mening.")
    when = forms.DateField(label="När", required=False, latest=date(2030, 1, 1))
    at = forms.TimeField(label="Klockan", required=False)
    hours = forms.NumberField(label="Timmar", required=False, min_value=0, max_value=60, decimal_places=1)
    places = forms.WholeNumberField(label="Platser", required=False)
    tel = forms.PhoneField(label="Telefon", required=False)
    note = django_forms.CharField(label="Anteckning", widget=django_forms.Textarea, required=False)
    kind = django_forms.ChoiceField(
        label="Hur", widget=django_forms.RadioSelect, choices=[("a", "Möte"), ("b", "Samtal")]
    )
    told = django_forms.BooleanField(label="Personen vet", required=False)


def filled(**data: Any) -> Sample:
    return Sample({"step": "Ringa", "kind": "a", **data})


@pytest.fixture(autouse=True)
def _sunday_in_november() -> Any:
    with time_machine.travel("2026-11-22T12:00:00+01:00", tick=False):
        yield


def test_form_good_input_is_cleaned() -> None:
    form = filled(when="1/3", at="halv tio", hours="37,5", places="1 200", tel="070-174 06 05", told="on")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["when"] == date(2027, 3, 1)
    assert form.cleaned_data["at"] == time(9, 30)
    assert form.cleaned_data["hours"] == Decimal("37.5")
    assert form.cleaned_data["places"] == 1200
    assert form.cleaned_data["tel"] == PHONE


def test_form_bad_input_is_told_in_words_and_kept() -> None:
    form = filled(step="", when="32/13", hours="heltid", tel="12")

    html = str(form)

    assert "4 saker behöver rättas" in html
    assert '<a href="#id_when">När</a>: Datumet finns inte. Skriv till exempel 1/3 eller imorgon.' in html
    assert 'value="32/13"' in html
    assert 'value="heltid"' in html
    assert "Numret går inte att ringa" in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_step_helptext id_step_error"' in html
    assert 'id="id_step_error"' in html


def test_form_untouched_has_no_summary() -> None:
    assert "behöver rättas" not in str(Sample())


def test_summary_link_of_choices_goes_to_the_first_choice() -> None:
    html = str(filled(kind=""))

    assert 'href="#id_kind_0"' in html
    assert 'id="id_kind_0"' in html
    assert "En sak behöver rättas" in html


@pytest.mark.parametrize("hostile", ["a\x00b", "a\x1bb", "a\u202eb", "a\ufeffb", "a\x85b"])
def test_form_control_characters_are_taken_away(hostile: str) -> None:
    form = filled(step=hostile)

    assert form.is_valid()
    assert form.cleaned_data["step"] == "ab"


def test_form_line_breaks_and_emoji_are_kept() -> None:
    form = filled(note="ett\r\ntvå\ttre 🎂 ‏عربي")

    assert form.is_valid()
    assert form.cleaned_data["note"] == "ett\ntvå\ttre 🎂 ‏عربي"


def test_form_script_is_only_text() -> None:
    html = str(filled(step="<script>alert(1)</script>", when="<b>"))

    assert "<script>" not in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("step", "x" * 201, "högst 200 tecken, nu är den 201"),
        ("note", "x" * 10_001, "högst 10000 tecken"),
        ("when", "2030-01-02", "Den sista som går är 1 jan 2030"),
        ("when", "0001-01-01", "Datumet finns inte"),
        ("hours", "61", "Talet får vara högst 60"),
        ("hours", "1e400", "Talet får vara högst 60"),
        ("hours", "NaN", "Skriv ett tal med siffror"),
        ("places", "99999999999", "Talet får vara högst 2147483647"),
        ("places", "9" * 5000, "Talet får vara högst 2147483647"),
        ("at", "25.00", "Klockslaget finns inte"),
        ("kind", "x", "Det valet finns inte längre"),
    ],
)
def test_field_outside_its_limits_is_refused_in_words(field: str, value: str, words: str) -> None:
    form = filled(**{field: value})

    assert not form.is_valid()
    assert words in str(form.errors[field])


def test_optional_is_told_only_where_asked() -> None:
    class Marked(Sample):
        mark_optional = True

    assert "frivilligt" not in str(Sample())
    assert str(Marked()).count("frivilligt") == 6


def test_own_words_of_a_field_win() -> None:
    class Own(forms.Form):
        name = django_forms.CharField(error_messages={"required": "Skriv ett namn."})

    form = Own({})

    assert form.errors["name"] == ["Skriv ett namn."]


def test_date_is_shown_as_it_can_be_read_back() -> None:
    html = str(Sample(initial={"when": date(2026, 11, 18), "at": time(9, 5), "hours": Decimal("37.5"), "tel": PHONE}))

    assert 'value="18 nov 2026"' in html
    assert 'value="9.05"' in html
    assert 'value="37,5"' in html
    assert 'value="070-174 06 05"' in html


@pytest.mark.parametrize(
    ("typed", "changed"), [("18 nov 2026", False), ("ons 18 nov", False), ("19 nov", True), ("", True), ("skräp", True)]
)
def test_date_has_changed_compares_days_not_spellings(typed: str, changed: bool) -> None:
    form = Sample({"when": typed}, initial={"when": date(2026, 11, 18)})

    assert ("when" in form.changed_data) is changed


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0701740605", PHONE),
        ("070-174 06 05", PHONE),
        ("+46 (0)70 174 06 05", PHONE),
        ("0046701740605", PHONE),
        ("+47 22 33 44 55", "+4722334455"),
    ],
)
def test_phone_any_spelling_is_stored_one_way(typed: str, stored: str) -> None:
    form = filled(tel=typed)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["tel"] == stored


@pytest.mark.parametrize("typed", ["ring mig", "07", "0" * 40, "🎂", "+46\x00"])
def test_phone_no_number_is_refused(typed: str) -> None:
    assert not filled(tel=typed).is_valid()


def test_show_phone_home_and_abroad() -> None:
    assert forms.show_phone(PHONE) == "070-174 06 05"
    assert forms.show_phone("+4722334455") == "+47 22 33 44 55"
    assert forms.show_phone("växeln") == "växeln"


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(st.sampled_from(list(Sample.base_fields)), st.text(max_size=300)))
def test_form_any_text_never_raises(data: dict[str, str]) -> None:
    str(Sample(data))


def test_model_form_dates_become_ours() -> None:
    class Sent(forms.ModelForm):
        class Meta:
            model = Notice
            fields = "__all__"  # noqa: DJ007 - only the kinds of field are looked at

    kinds = {type(field) for field in Sent.base_fields.values()}

    assert django_forms.DateField not in kinds
    assert django_forms.DecimalField not in kinds

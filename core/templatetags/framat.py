"""Tags of the house, built in to every template: `{% icon "now" %}`, `{% signal level words %}`, `{{ day|swedish_date }}`.

Everything here is listed with examples in docs/look.md and shown at /local/styleguide.
"""

from datetime import date, datetime, time
from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core import foreign_dates, numbers, parts, swedish_dates, toasts
from core.forms import Fault, faults_of, show_phone

register = template.Library()


def _language() -> str:
    return get_language() or "sv"


def _day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def _moment(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else timezone.make_aware(value)


register.simple_tag(parts.icon, name="icon")
register.simple_tag(parts.signal, name="signal")
register.simple_tag(parts.who, name="who")
register.simple_tag(parts.tag, name="tag")
register.simple_tag(parts.legend, name="legend")
register.simple_tag(parts.steps, name="steps")
register.simple_tag(parts.dots, name="dots")
register.filter("initials", parts.initials)
register.filter("phone", show_phone)
register.filter("undo_address", toasts.undo_address)


@register.simple_tag
def mark() -> SafeString:
    """The mark: two bars, the lower longer and ahead."""
    return parts.MARK


@register.filter
def swedish_date(value: date | datetime | None) -> str:
    """ "ons 18 nov"; nothing for nothing."""
    return swedish_dates.short(_day(value), today=timezone.localdate(), language=_language()) if value else ""


@register.filter
def near_date(value: date | datetime | None) -> str:
    """ "i dag", "i morgon", "i går", otherwise "ons 18 nov"."""
    return swedish_dates.relative(_day(value), today=timezone.localdate(), language=_language()) if value else ""


@register.filter
def long_date(value: date | datetime | None) -> str:
    """ "måndag 16 november"."""
    return swedish_dates.long(_day(value), language=_language()) if value else ""


@register.filter
def day_in(value: date | datetime | None, code: str) -> str:
    """ "tisdag 8 december 2026" in another language than the page's own: `{{ day|day_in:"ar" }}`. Nothing for nothing."""
    return foreign_dates.day_in(_day(value), code) if value else ""


@register.filter
def full_date(value: date | datetime | None) -> str:
    """ "18 nov 2026"."""
    return swedish_dates.full(_day(value), language=_language()) if value else ""


@register.filter
def month(value: date | datetime | None) -> str:
    """ "november 2026"."""
    return swedish_dates.month(_day(value), language=_language()) if value else ""


@register.filter
def days_to(first: date, last: date) -> str:
    """ "16–22 november", "30 november–6 december": `{{ report.first_day|days_to:report.last_day }}`."""
    return swedish_dates.span(_day(first), _day(last), today=timezone.localdate(), language=_language())


@register.filter
def percent(value: int | None) -> str:
    """ "29 %", "29%" in English; nothing for nothing."""
    return "" if value is None else numbers.percent(value)


@register.filter
def week(value: date | datetime | None) -> str:
    """ "vecka 47"."""
    return swedish_dates.week(_day(value), language=_language()) if value else ""


@register.filter
def clock(value: datetime | time | None) -> str:
    """ "10.42", Swedish time."""
    if value is None:
        return ""
    return swedish_dates.clock(_moment(value) if isinstance(value, datetime) else value)


@register.filter
def stamp(value: datetime | date | None) -> str:
    """ "10.42" today, "i går 10.42", "fre 15.20", "12 nov 14.00", "4 okt 2025"; a day without time as swedish_date."""
    if value is None:
        return ""
    if not isinstance(value, datetime):
        return swedish_date(value)
    return swedish_dates.stamp(_moment(value), now=timezone.localtime(), language=_language())


@register.filter
def ago(value: date | datetime | None) -> str:
    """ "4 dagar sen", "om 11 dagar", "i dag"."""
    return swedish_dates.distance(_day(value), today=timezone.localdate(), language=_language()) if value else ""


@register.filter
def lateness(value: date | datetime | None) -> str:
    """The class of a due day in a row: "late", "today" or ""."""
    if not value:
        return ""
    days = (_day(value) - timezone.localdate()).days
    return "late" if days < 0 else "today" if days == 0 else ""


@register.filter
def decimal_comma(value: Any, places: int = 1) -> str:
    """3.9 as "3,9"; whole numbers with a thin space by thousands."""
    if value is None:
        return ""
    text = f"{value:,.{places}f}" if isinstance(value, float) else f"{value:,}"
    return text.replace(",", "\u202f").replace(".", ",") if _language() != "en" else text


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """What to mend in one or more forms on the page, each line a link to its box."""
    faults: list[Fault] = []
    for form in forms:
        if form and form.is_bound:
            faults.extend(faults_of(form))
    return {"faults": faults}


@register.simple_tag(takes_context=True)
def address_with(context: Context, **changes: Any) -> str:
    """This page's address with query values changed or (None, "") taken away: filters, sorting, paging."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"

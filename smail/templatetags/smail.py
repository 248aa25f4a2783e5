"""`{% anchor text value %}`: what can be seen at this step of a question, for the caseworker's part."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from smail.instrument import Text

register = template.Library()


@register.simple_tag
def anchor(text: Text, value: str) -> SafeString:
    """The anchor as small text; nothing where the step has none."""
    seen = text.anchors.get(int(value)) if value.isdigit() else None
    return format_html("<small>{}</small>", seen) if seen else SafeString("")

"""Form rendering (placeholder module body is completed by the look)."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    form_template_name = "django/forms/div.html"

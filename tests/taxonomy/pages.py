"""A page with one of each picker, for the browser test."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from core.forms import Form
from taxonomy.enums import Kind
from taxonomy.widgets import LanguagesField, WordField, WordsField

PAGE = """{% extends "base.html" %}
{% block title %}Prov{% endblock %}
{% block scripts %}{{ form.media }}{% endblock %}
{% block main %}<h1>Prov</h1><form method="post" class="form">{% csrf_token %}{{ form }}
<p class="act"><button class="btn primary">Spara</button></p></form>
<ul id="saved">{% for line in saved %}<li>{{ line }}</li>{% endfor %}</ul>{% endblock %}"""


class PickersForm(Form):
    home = WordField(kind=Kind.PLACE, label="Ort", required=False)
    works = WordsField(kind=Kind.OCCUPATION, label="Yrken", required=False, help_text="Skriv som du säger det.")
    tongues = LanguagesField(label="Språk", required=False)


@login_not_required
def pickers(request: HttpRequest) -> HttpResponse:
    form = PickersForm(request.POST or None)
    saved = []
    if form.is_valid():
        data = form.cleaned_data
        saved = [
            str(data["home"]),
            *(o.label for o in data["works"]),
            *(f"{t.language}: {t.level}" for t in data["tongues"]),
        ]
    status = 422 if form.is_bound and form.errors else 200
    html = engines["django"].from_string(PAGE).render({"form": form, "saved": saved}, request)
    return HttpResponse(html, status=status)


urlpatterns = [path("prov/", pickers), path("ord/", include("taxonomy.urls"))]

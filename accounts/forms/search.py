"""The product's one search box."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Form


class SearchForm(Form):
    q = forms.CharField(label=_("Sök"), max_length=100, required=False)

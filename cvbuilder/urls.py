"""Addresses of cvbuilder."""

from django.urls import URLPattern, URLResolver

app_name = "cvbuilder"

urlpatterns: list[URLPattern | URLResolver] = []

"""Addresses of taxonomy, under /ord/."""

from django.urls import path

from taxonomy import views

app_name = "taxonomy"

urlpatterns = [path("<slug:kind>/", views.suggest, name="suggest")]

"""Addresses of cvbuilder."""

from django.urls import URLPattern, URLResolver, include, path

from cvbuilder import views

app_name = "cvbuilder"

cvs: list[URLPattern | URLResolver] = [
    path("", views.cv_list, name="list"),
    path("nytt/", views.new, name="new"),
    path("<publicid:cv>/", views.edit, name="edit"),
    path("<publicid:cv>/forhandsvisning/", views.preview, name="preview"),
    path("<publicid:cv>/pdf/", views.make_pdf, name="make_pdf"),
    path("<publicid:cv>/undan/", views.archive, name="archive"),
    path("<publicid:cv>/fram/", views.restore, name="restore"),
    path("<publicid:cv>/version/<publicid:version>/", views.version_file, name="version_file"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("t/<slug:team>/deltagare/<publicid:public_id>/cv/", include(cvs)),
]

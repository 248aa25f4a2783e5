"""Addresses of the import, under /t/<team>/import/."""

from django.urls import path

from participants.views import importing as views

urlpatterns = [
    path("", views.start, name="import_start"),
    path("for-sig/<publicid:public_id>/<publicid:remark_id>/", views.aside_review, name="import_aside_review"),
    path("<publicid:public_id>/", views.detail, name="import_detail"),
    path("<publicid:public_id>/blad/", views.sheet, name="import_sheet"),
    path("<publicid:public_id>/kolumner/", views.columns, name="import_columns"),
    path("<publicid:public_id>/rader/", views.rows, name="import_rows"),
    path("<publicid:public_id>/fortsatt/", views.go_on, name="import_go_on"),
    path("<publicid:public_id>/angra/", views.undo, name="import_undo"),
    path("<publicid:public_id>/slang/", views.clear, name="import_clear"),
    path("<publicid:public_id>/inte-inlasta/", views.untaken, name="import_untaken"),
]

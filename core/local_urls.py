"""Only where the servers are embedded: the mailbox of everything the product would have sent, and the styleguide."""

from django.urls import path

from core import local_views, styleguide, styleguide_phone

urlpatterns = [
    path("mailbox/", local_views.mailbox, name="local_mailbox"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("styleguide/telefon/", styleguide_phone.styleguide_phone, name="styleguide_phone"),
]

"""The whole map: what is public, what belongs to a person signed in, what belongs to a team."""

from django.conf import settings
from django.urls import include, path

handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"

urlpatterns = [
    path("", include("core.urls")),
    path("", include("accounts.sign_in_urls")),
    path("", include("accounts.urls")),
    path("ord/", include("taxonomy.urls")),
    path("", include("participants.urls")),
    path("", include("smail.urls")),
    path("", include("employers.urls")),
    path("", include("matching.urls")),
    path("", include("cvbuilder.urls")),
    path("", include("referrals.urls")),
    path("", include("followup.urls")),
    path("", include("teamwork.urls")),
]
if settings.FRAMAT_KIND == "local":
    urlpatterns.append(path("local/", include("core.local_urls")))

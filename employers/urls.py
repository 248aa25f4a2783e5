"""Addresses of employers."""

from django.urls import URLPattern, URLResolver, include, path

from employers.views import employers, job_acts, jobs, own_posting, posting

app_name = "employers"

_posting: list[URLPattern | URLResolver] = [
    path("", posting.posting_start, name="posting_start"),
    path("fortsatt/", posting.posting_resume, name="posting_resume"),
    path("kod/", posting.posting_code, name="posting_code"),
    path("mina/", own_posting.posting_own, name="posting_own"),
    path("sprak/", posting.posting_language, name="posting_language"),
    path("<publicid:public_id>/", own_posting.posting_status, name="posting_status"),
    path("<publicid:public_id>/steg/<int:step>/", posting.posting_step, name="posting_step"),
    path("<publicid:public_id>/senare/", posting.posting_later, name="posting_later"),
    path("<publicid:public_id>/skicka/", posting.posting_send, name="posting_send"),
    path("<publicid:public_id>/klart/", own_posting.posting_receipt, name="posting_receipt"),
    path("<publicid:public_id>/stang/", own_posting.posting_close, name="posting_close"),
    path("<publicid:public_id>/igen/", own_posting.posting_reopen, name="posting_reopen"),
    path("<publicid:public_id>/stammer/", own_posting.posting_confirm, name="posting_confirm"),
]

_jobs: list[URLPattern | URLResolver] = [
    path("", jobs.job_list, name="job_list"),
    path("nytt/", jobs.job_call, name="job_call"),
    path("lank/", jobs.posting_link, name="posting_link"),
    path("lank/ny/", jobs.posting_link_renew, name="posting_link_renew"),
    path("<publicid:public_id>/", jobs.job_detail, name="job_detail"),
    path("<publicid:public_id>/andra/", jobs.job_edit, name="job_edit"),
    path("<publicid:public_id>/krav/", jobs.job_needs, name="job_needs"),
    path("<publicid:public_id>/oppna/", job_acts.job_open, name="job_open"),
    path("<publicid:public_id>/fraga/", job_acts.job_ask, name="job_ask"),
    path("<publicid:public_id>/avsta/", job_acts.job_refuse, name="job_refuse"),
    path("<publicid:public_id>/stang/", job_acts.job_close, name="job_close"),
    path("<publicid:public_id>/forlang/", job_acts.job_extend, name="job_extend"),
]

_employers: list[URLPattern | URLResolver] = [
    path("", employers.employer_list, name="employer_list"),
    path("ny/", employers.employer_add, name="employer_add"),
    path("<publicid:public_id>/", employers.employer_detail, name="employer_detail"),
    path("<publicid:public_id>/andra/", employers.employer_edit, name="employer_edit"),
    path("<publicid:public_id>/nummer/", employers.employer_number, name="employer_number"),
    path("<publicid:public_id>/nummer/visa/", employers.employer_reveal, name="employer_reveal"),
    path("<publicid:public_id>/kontakt/", employers.contact_add, name="contact_add"),
    path("<publicid:public_id>/kontakt/<publicid:contact_id>/slutat/", employers.contact_end, name="contact_end"),
    path("<publicid:public_id>/logg/", employers.log_add, name="log_add"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("lagg-in-jobb/<publicid:token>/", include(_posting)),
    path("t/<slug:team>/jobb/", include(_jobs)),
    path("t/<slug:team>/arbetsgivare/", include(_employers)),
]

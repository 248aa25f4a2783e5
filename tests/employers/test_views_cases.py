"""Every staff address of employers: who gets in, who does not, and that bad input never breaks a page."""

from itertools import product

import pytest
from django.urls import reverse

from accounts.enums import Role
from employers.models import Contact, Employer, JobPosting
from taxonomy.models import Municipality
from tests.conftest import member
from tests.employers.factories import ContactFactory, EmployerFactory, JobFactory
from tests.support.database import rolled_back

GET, POST = "get", "post"

# name, extra arguments, method, who may at least ("see" or "work")
ADDRESSES = [
    ("job_list", "", GET, "see"),
    ("job_detail", "job", GET, "see"),
    ("posting_link", "", GET, "see"),
    ("employer_list", "", GET, "see"),
    ("employer_detail", "employer", GET, "see"),
    ("job_call", "", GET, "work"),
    ("job_edit", "job", GET, "work"),
    ("job_needs", "job", GET, "work"),
    ("employer_add", "", GET, "work"),
    ("employer_edit", "employer", GET, "work"),
    ("employer_number", "employer", GET, "work"),
    ("job_open", "job", POST, "work"),
    ("job_ask", "job", POST, "work"),
    ("job_refuse", "job", POST, "work"),
    ("job_close", "job", POST, "work"),
    ("job_extend", "job", POST, "work"),
    ("posting_link_renew", "", POST, "work"),
    ("employer_reveal", "employer", POST, "work"),
    ("contact_add", "employer", POST, "work"),
    ("contact_end", "contact", POST, "work"),
    ("log_add", "employer", POST, "work"),
]
STAFF = pytest.mark.parametrize(("name", "about", "method", "right"), ADDRESSES, ids=[row[0] for row in ADDRESSES])

OF_ROWS = [row for row in ADDRESSES if row[1]]
STAFF_OF_A_ROW = pytest.mark.parametrize(("name", "about", "method", "right"), OF_ROWS, ids=[row[0] for row in OF_ROWS])


@pytest.fixture
def rows(municipality):
    job = JobFactory(employer__organisation=municipality, waiting=True)
    return {"job": job, "employer": job.employer, "contact": ContactFactory(employer=job.employer)}


def address(team, rows, name, about):
    args = {
        "": [],
        "job": [rows["job"].public_id],
        "employer": [rows["employer"].public_id],
        "contact": [rows["employer"].public_id, rows["contact"].public_id],
    }[about]
    return reverse(f"employers:{name}", args=[team.slug, *args])


@STAFF
def test_anonymous_is_sent_to_sign_in(client, team, rows, name, about, method, right):
    response = getattr(client, method)(address(team, rows, name, about))

    assert response.status_code == 302
    assert "next=" in response["Location"]


@STAFF
def test_stranger_to_the_team_gets_404(as_user, team, stranger, rows, name, about, method, right):
    assert getattr(as_user(stranger), method)(address(team, rows, name, about)).status_code == 404


@STAFF
def test_steering_is_refused(as_user, team, steering, rows, name, about, method, right):
    assert getattr(as_user(steering), method)(address(team, rows, name, about)).status_code == 403


@STAFF
def test_reader_sees_and_does_not_work(as_user, team, municipality, rows, name, about, method, right):
    reader = member(team, municipality, "Rut Läs", Role.READER)
    status = getattr(as_user(reader), method)(address(team, rows, name, about)).status_code

    assert status == (200 if right == "see" else 403)


@STAFF_OF_A_ROW
def test_what_belongs_to_another_organisation_is_404(as_user, team, handler, name, about, method, right):
    job = JobFactory(waiting=True)
    foreign = {"job": job, "employer": job.employer, "contact": ContactFactory(employer=job.employer)}

    assert getattr(as_user(handler), method)(address(team, foreign, name, about)).status_code == 404


@STAFF
def test_handler_gets_in(as_user, team, handler, rows, name, about, method, right):
    status = getattr(as_user(handler), method)(address(team, rows, name, about)).status_code

    assert status == 200 if method == GET else status in (302, 404, 422)


@STAFF_OF_A_ROW
def test_id_of_the_wrong_shape_is_404(as_user, team, handler, rows, name, about, method, right):
    good = address(team, rows, name, about)
    for wrong in ("%00", "1", "å" * 14, "x" * 3000):
        bad = good.replace(rows["job" if about == "job" else "employer"].public_id, wrong)
        assert getattr(as_user(handler), method)(bad).status_code == 404


def test_drafts_of_employers_are_not_shown_to_the_team(as_user, team, handler, municipality):
    draft = JobFactory(employer__organisation=municipality, draft=True)

    response = as_user(handler).get(reverse("employers:job_detail", args=[team.slug, draft.public_id]))
    assert response.status_code == 404


@pytest.mark.parametrize("name", ["job_edit", "job_needs"])
def test_imported_ad_is_shown_but_not_edited(as_user, team, handler, name):
    ad = JobFactory(national=True)
    client = as_user(handler)

    assert client.get(reverse("employers:job_detail", args=[team.slug, ad.public_id])).status_code == 200
    assert client.get(reverse(f"employers:{name}", args=[team.slug, ad.public_id])).status_code == 404


@pytest.mark.parametrize("name", ["job_open", "job_close", "job_extend", "job_ask", "job_refuse"])
def test_imported_ad_is_not_moved_by_the_team(as_user, team, handler, name):
    ad = JobFactory(national=True)
    data = {"last_day": "imorgon", "question": "x", "reason": "x"}
    response = as_user(handler).post(reverse(f"employers:{name}", args=[team.slug, ad.public_id]), data)

    assert response.status_code == 404
    ad.refresh_from_db()
    assert ad.status == "open"


# --- bad input ---------------------------------------------------------------------------------------------------------

BAD = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "😀" * 40,
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "x" * 9_000,
    "0001-01-01",
    "år 0001",
    "9999-12-31",
    "-1",
    "99999999999999999999",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "\u202eoutput",
]
FORMS = [
    ("job_call", "", ["employer_name", "title", "municipality-text", "municipality", "contact_name", "contact_email"]),
    ("job_edit", "job", ["title", "description", "tasks", "occupation-text", "occupation", "places_count", "kinds",
                         "municipality-text", "hours_min", "hours_max", "starts_on", "apply_by", "contact_phone",
                         "contact_email", "owner", "employer_number", "base-title", "base-description"]),
    ("job_needs", "job", ["must_skills", "nice_skills", "swedish", "languages-text", "languages", "licence",
                          "licence_classes", "experience", "education", "education_text", "more_skills-text"]),
    ("job_ask", "job", ["question"]),
    ("job_refuse", "job", ["reason"]),
    ("job_extend", "job", ["last_day"]),
    ("employer_add", "", ["name", "number"]),
    ("employer_edit", "employer", ["name", "industry", "municipality-text", "phone", "email", "website", "size",
                                   "openness", "collective_agreement", "about", "owner", "base-name"]),
    ("employer_number", "employer", ["number"]),
    ("contact_add", "employer", ["name", "title", "phone", "email"]),
    ("log_add", "employer", ["kind", "on", "contact", "text", "next_step", "next_on"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "about", "fields"), FORMS, ids=[row[0] for row in FORMS])
def test_bad_input_is_told_in_words_and_never_breaks(as_user, team, handler, rows, name, about, fields):
    page = address(team, rows, name, about)
    client = as_user(handler)

    for bad, sent in product(BAD, (1, 3)):
        with rolled_back():
            response = client.post(page, {field: [bad] * sent for field in fields})
        assert response.status_code in (302, 422), (bad[:20], response.status_code)
        if response.status_code == 422:
            assert "<script>alert" not in response.content.decode(), bad[:20]


def test_a_whole_library_sent_as_a_title_is_turned_away(as_user, team, handler):
    response = as_user(handler).post(reverse("employers:job_call", args=[team.slug]), {"title": "x" * 3_000_000})

    assert response.status_code == 400


def test_bad_search_and_cursor_show_a_page(as_user, team, handler, rows):
    client = as_user(handler)
    for bad, name in product(BAD, ("job_list", "employer_list")):
        page = reverse(f"employers:{name}", args=[team.slug])
        for data in (
            {"sok": bad, "vy": bad, "efter": bad, "kommun": bad},
            {"sok": bad, "kommun-text": bad, "mina": bad},
        ):
            response = client.get(page, data)
            assert response.status_code == 200
            assert "<script>alert" not in response.content.decode()


# --- what the forms do -------------------------------------------------------------------------------------------------


def test_call_becomes_a_job_under_review_and_a_mail_to_the_employer(as_user, team, handler):
    from core.models import Mail

    town = Municipality.objects.get(code="1480")
    data = {
        "employer_name": "Öbergs bageri",
        "title": "Bagare",
        "municipality": town.concept_id,
        "contact_name": "Kim Ström",
        "contact_email": "kim@example.org",
    }
    response = as_user(handler).post(reverse("employers:job_call", args=[team.slug]), data)

    job = JobPosting.objects.get()
    assert response["Location"].endswith(f"/jobb/{job.public_id}/")
    assert (job.status, job.created_through, job.owner, job.municipality) == (
        "waiting_review",
        "staff_call",
        handler,
        town,
    )
    assert (job.employer, job.employer_name) == (None, "Öbergs bageri")  # until the job is opened
    mail = Mail.objects.get()
    assert mail.to == "kim@example.org"
    assert "/fortsatt/" in mail.text
    assert handler.name in mail.text


def test_call_with_a_known_employer_makes_no_second_one(as_user, team, handler, municipality):
    EmployerFactory(organisation=municipality, name="Öbergs Bageri")
    town = Municipality.objects.get(code="1480")
    data = {"employer_name": "öbergs bageri", "title": "Bagare", "municipality": town.concept_id,
            "contact_name": "Kim", "contact_email": "kim@example.org"}  # fmt: skip
    as_user(handler).post(reverse("employers:job_call", args=[team.slug]), data)

    assert Employer.objects.count() == 1


def test_edit_saves_what_was_changed_and_tells_the_history(as_user, team, handler, rows):
    job = rows["job"]
    page = reverse("employers:job_edit", args=[team.slug, job.public_id])
    client = as_user(handler)
    form = client.get(page).context["form"]
    data = {f"base-{name}": form.initial[f"base-{name}"] for name in form._versioned()}
    data |= {"title": "Kock", "employer_name": job.employer_name, "places_count": "1", "contact_name": job.contact_name,
             "contact_email": job.contact_email, "hours_min": "20", "hours_max": "30"}  # fmt: skip
    response = client.post(page, data)

    assert response.status_code == 302, response.content.decode()[:2000]
    job.refresh_from_db()
    assert (job.title, job.hours_min, job.hours_max) == ("Kock", 20, 30)
    event = job.events.get()
    assert (event.act, event.by) == ("edited", handler)
    assert JobPosting.objects.with_words("kock").exists()


def test_edit_clashes_with_a_colleague_who_changed_the_same_field(as_user, team, handler, rows):
    job = rows["job"]
    page = reverse("employers:job_edit", args=[team.slug, job.public_id])
    client = as_user(handler)
    form = client.get(page).context["form"]
    base = {f"base-{name}": form.initial[f"base-{name}"] for name in form._versioned()}
    JobPosting.objects.filter(pk=job.pk).update(title="Bagare")
    data = base | {"title": "Kock", "employer_name": job.employer_name, "places_count": "1"}
    response = client.post(page, data)

    assert response.status_code == 422
    assert "Bagare" in response.content.decode()


def test_needs_are_saved_and_shown(as_user, team, handler, rows):
    from taxonomy.models import Language

    job = rows["job"]
    arabic = Language.objects.get(label="Arabiska")
    data = {"swedish": "3", "languages": arabic.concept_id, f"languages-level-{arabic.concept_id}": "3",
            "languages_must": "on", "licence": "must", "experience": "required", "education": "yes",
            "education_text": "Restaurang"}  # fmt: skip
    client = as_user(handler)
    response = client.post(reverse("employers:job_needs", args=[team.slug, job.public_id]), data)

    assert response.status_code == 302
    assert {(row.language.label, row.level, row.must) for row in job.languages.all()} == {
        ("Svenska", "3", True), ("Arabiska", "3", True),
    }  # fmt: skip
    page = client.get(reverse("employers:job_detail", args=[team.slug, job.public_id])).content.decode()
    for words in ("Arabiska", "Restaurang", "behövs"):
        assert words in page


def test_contact_added_and_ended(as_user, team, handler, rows):
    client = as_user(handler)
    employer = rows["employer"]
    page = reverse("employers:contact_add", args=[team.slug, employer.public_id])
    client.post(page, {"name": "Eva Öhman", "phone": "070-174 06 06"})
    contact = Contact.objects.get(name="Eva Öhman")
    assert contact.phone == "+46701740606"
    client.post(reverse("employers:contact_end", args=[team.slug, employer.public_id, contact.public_id]))

    contact.refresh_from_db()
    assert not contact.is_current


def test_contact_of_another_employer_cannot_be_ended_by_way_of_ones_own(as_user, team, handler, rows):
    foreign = ContactFactory()
    page = reverse("employers:contact_end", args=[team.slug, rows["employer"].public_id, foreign.public_id])

    assert as_user(handler).post(page).status_code == 404


def test_log_is_kept_with_its_next_step_and_shown_in_the_list(as_user, team, handler, rows):
    employer = rows["employer"]
    client = as_user(handler)
    data = {"kind": "visit", "on": "igår", "text": "Såg köket.", "next_step": "Ring om provdag", "next_on": "imorgon"}
    response = client.post(reverse("employers:log_add", args=[team.slug, employer.public_id]), data)

    assert response.status_code == 302
    employer.refresh_from_db()
    assert (employer.last_contact_by, employer.last_contact_team, employer.owner) == (handler, team, handler)
    assert "Ring om provdag" in client.get(reverse("employers:employer_list", args=[team.slug])).content.decode()


def test_sole_traders_number_is_encrypted_masked_and_revealed_with_a_line(as_user, team, handler, rows):
    from core.models import ReadLine
    from core.scope import Kind, Scope, enter

    employer = rows["employer"]
    client = as_user(handler)
    client.post(reverse("employers:employer_number", args=[team.slug, employer.public_id]), {"number": "900101-2385"})
    employer.refresh_from_db()
    assert employer.number == ""
    assert b"199001012385" not in bytes(employer.person_number)
    page = client.get(reverse("employers:employer_detail", args=[team.slug, employer.public_id])).content.decode()
    assert "2385" not in page
    shown = client.post(reverse("employers:employer_reveal", args=[team.slug, employer.public_id]))

    assert "19900101-2385" in shown.content.decode()
    with enter(Scope(Kind.MEMBER, user_id=handler.pk, team_id=team.pk)):
        assert ReadLine.objects.get(kind="revealed").subject_type == "employer"


def test_number_of_another_employer_is_told(as_user, team, handler, rows, municipality):
    EmployerFactory(organisation=municipality, name="Öbergs bageri", number="5569255788")
    page = reverse("employers:employer_number", args=[team.slug, rows["employer"].public_id])
    response = as_user(handler).post(page, {"number": "556925-5788"})

    assert response.status_code == 422
    assert "Öbergs bageri" in response.content.decode()
    response = as_user(handler).post(
        reverse("employers:employer_add", args=[team.slug]), {"name": "X", "number": "5569255788"}
    )
    assert Employer.objects.get(number="5569255788").public_id in response["Location"]

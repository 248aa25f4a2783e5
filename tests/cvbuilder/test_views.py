"""Each address: who gets in, what it does, what bad input gives, what it costs."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import pdf, runs
from core.models import ReadLine, Run
from cvbuilder.models import CV, CVVersion
from participants import actions as people
from participants.models import Experience
from tests.conftest import member
from tests.cvbuilder.factories import many_experiences
from tests.participants.test_register_page import statements
from tests.support.database import rolled_back

pytestmark = pytest.mark.django_db

BAD = ["\x00", "😀" * 50, "x" * 100_000, "<script>alert(1)</script>", "0001-01-01", "-1", "' OR 1=1 --", "\u202e"]
NAMES = ["list", "new", "edit", "preview", "make_pdf", "archive", "restore", "version_file"]
POSTED = {"preview", "make_pdf", "archive", "restore"}


@pytest.fixture
def version(cv, handler, monkeypatch) -> CVVersion:
    from cvbuilder import actions

    monkeypatch.setattr(pdf, "render_in_limits", lambda *args, **kwargs: b"%PDF-1.7 whole")
    asked = actions.ask_for_pdf(cv=cv, participant=cv.participant, by=handler)
    runs.execute(asked.run.pk)
    asked.version.refresh_from_db()
    return asked.version


def address(cv: CV, name: str, version: CVVersion | None = None) -> str:
    more = [] if name in ("list", "new") else [cv.public_id]
    if name == "version_file":
        more.append(version.public_id)
    return reverse(f"cvbuilder:{name}", args=[cv.team.slug, cv.participant.public_id, *more])


def ask(client, cv, name, version):
    url = address(cv, name, version)
    return client.post(url, posted(cv)) if name in POSTED else client.get(url)


def posted(cv: CV, **changes) -> dict[str, object]:
    """What the editor's form sends when nothing was touched."""
    fields = ("shown_name", "headline", "profile_text", "title", "language")
    data: dict[str, object] = {name: getattr(cv, name) for name in fields}
    data |= {f"base-{name}": getattr(cv, name) for name in fields}
    for name in ("shows_phone", "shows_email", "shows_municipality"):
        data[f"base-{name}"] = str(getattr(cv, name))
        if getattr(cv, name):
            data[name] = "on"
    return data | changes


@pytest.mark.parametrize("name", NAMES)
def test_address_is_open_to_the_team_and_to_nobody_else(name, cv, version, as_user, handler, stranger, client):
    assert ask(as_user(handler), cv, name, version).status_code in (200, 302)
    assert ask(as_user(stranger), cv, name, version).status_code == 404
    assert ask(client, cv, name, version).status_code == 302


@pytest.mark.parametrize("name", NAMES)
def test_address_of_a_person_with_conflict_of_interest_is_not_there(
    name, cv, version, as_user, handler, colleague, leader
):
    people.ask_conflict(participant=cv.participant, user=colleague, by=leader)

    assert ask(as_user(colleague), cv, name, version).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_reader_sees_the_list_and_may_do_nothing(name, cv, version, as_user, team, municipality):
    reader = member(team, municipality, "Rut Läs", "reader")

    assert ask(as_user(reader), cv, name, version).status_code == (200 if name == "list" else 403)


@pytest.mark.parametrize("name", ["edit", "preview", "make_pdf", "archive", "restore", "version_file"])
def test_address_with_an_unknown_cv_is_not_there(name, cv, version, as_user, handler):
    url = address(cv, name, version).replace(cv.public_id, "b" * 14)

    client = as_user(handler)
    assert (client.post(url) if name in POSTED else client.get(url)).status_code == 404


@pytest.mark.parametrize("name", sorted(POSTED))
def test_address_that_changes_is_not_got(name, cv, as_user, handler):
    assert as_user(handler).get(address(cv, name)).status_code == 405


def test_new_makes_a_cv_from_the_profile_and_opens_it(person, as_user, handler):
    url = reverse("cvbuilder:new", args=[person.team.slug, person.public_id])
    response = as_user(handler).post(url, {"title": "Lager", "language": "ar"})

    made = CV.objects.get()
    assert response["Location"] == address(made, "edit")
    assert (made.language, made.headline, made.created_by) == ("ar", "Lagerarbetare", handler)


@pytest.mark.parametrize("data", [{}, {"title": " "}, {"title": "x", "language": "xx"}, {"title": "x" * 81}])
def test_new_with_faults_says_so_and_makes_nothing(data, person, as_user, handler):
    url = reverse("cvbuilder:new", args=[person.team.slug, person.public_id])

    response = as_user(handler).post(url, data)

    assert response.status_code == 422
    assert 'class="summary"' in response.content.decode()
    assert not CV.objects.exists()


def test_edit_shows_form_and_sheet_and_is_logged(cv, as_user, handler):
    html = as_user(handler).get(address(cv, "edit")).content.decode()

    assert "Sömmerska" in html
    assert "sedan mars 2022" in html
    assert "2385" not in html
    assert [(line.kind, line.place, line.subject_ids) for line in ReadLine.objects.all()] == [
        ("opened", "cv", [cv.participant_id])
    ]


def test_edit_saves_words_and_arrangement(cv, as_user, handler):
    older, newer = (str(pk) for pk in Experience.objects.order_by("from_month").values_list("pk", flat=True))
    data = posted(cv, headline="Truckförare", **{"order-experience": [older, newer], "show-experience": [newer]})
    data.pop("shows_email")

    response = as_user(handler).post(address(cv, "edit"), data)

    cv.refresh_from_db()
    assert response.status_code == 302
    assert (cv.headline, cv.shows_phone, cv.shows_email) == ("Truckförare", True, False)
    assert cv.arrangement["experience"] == [[older, False], [newer, True]]


@pytest.mark.parametrize("htmx", [True, False])
def test_edit_moves_a_row_and_answers_with_the_desk_or_the_page(htmx, cv, as_user, handler):
    newer, older = (str(pk) for pk in Experience.objects.order_by("-from_month").values_list("pk", flat=True))
    data = posted(cv, down=f"experience:{newer}", **{"order-experience": [newer, older], "show-experience": [newer]})

    response = as_user(handler).post(address(cv, "edit"), data, headers={"HX-Request": "true"} if htmx else {})

    cv.refresh_from_db()
    assert cv.arrangement["experience"] == [[older, False], [newer, True]]
    assert response.status_code == (200 if htmx else 302)
    if htmx:
        assert response.content.decode().strip().startswith('<div class="cv-desk"')


def test_edit_clash_shows_what_the_colleague_wrote(cv, as_user, handler):
    data = posted(cv, headline="Min")
    CV.objects.update(headline="Deras")

    response = as_user(handler).post(address(cv, "edit"), data)

    assert response.status_code == 422
    assert "Där står nu: ”Deras”" in response.content.decode()


def test_edit_with_pdf_saves_and_goes_to_the_run(cv, as_user, handler):
    response = as_user(handler).post(address(cv, "edit"), posted(cv, headline="Kock", pdf="1"))

    run = Run.objects.get()
    assert response["Location"] == reverse("core:run_detail", args=[run.public_id])
    assert CVVersion.objects.get().content["headline"] == "Kock"


def test_preview_shows_what_is_typed_and_saves_nothing(cv, as_user, handler):
    before = CV.objects.values().get(pk=cv.pk)
    html = as_user(handler).post(address(cv, "preview"), posted(cv, headline="Kock", language="en")).content.decode()

    assert html.strip().startswith('<section class="cv-sheet"')
    assert "Kock" in html
    assert "Work experience" in html
    assert CV.objects.values().get(pk=cv.pk) == before


def test_preview_with_faults_leaves_the_sheet(cv, as_user, handler):
    assert as_user(handler).post(address(cv, "preview"), posted(cv, headline="x" * 500)).status_code == 204


@pytest.mark.parametrize(
    "field", ["headline", "profile_text", "language", "title", "up", "order-experience", "show-skill"]
)
def test_edit_with_bad_input_answers_in_words(field, cv, as_user, handler):
    client = as_user(handler)
    for bad in BAD:
        with rolled_back():
            for name in ("edit", "preview"):
                response = client.post(address(cv, name), posted(cv, **{field: bad}))
                assert response.status_code in (204, 200, 302, 422), bad[:20]
            assert "<script>alert" not in client.get(address(cv, "edit")).content.decode(), bad[:20]


def test_archive_and_restore_move_a_cv_and_keep_its_files(cv, version, as_user, handler):
    client = as_user(handler)
    client.post(address(cv, "archive"))
    assert "1 undanlagt cv" in client.get(address(cv, "list")).content.decode()
    client.post(address(cv, "restore"))

    cv.refresh_from_db()
    assert cv.archived_at is None
    assert client.get(address(cv, "version_file", version)).status_code == 200


def test_file_is_an_attachment_in_a_sandbox_and_logged(cv, version, as_user, handler):
    response = as_user(handler).get(address(cv, "version_file", version))

    assert response.content == b"%PDF-1.7 whole"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="cv-Zahra-Ahmadi.pdf"'
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Cache-Control"] == "no-store, private"
    assert [(line.kind, line.place) for line in ReadLine.objects.all()] == [("exported", "cv.file")]


def test_file_that_is_not_made_or_is_gone_is_not_there(cv, version, as_user, handler, files):
    next(path for path in files.rglob("*") if path.is_file()).unlink()

    assert as_user(handler).get(address(cv, "version_file", version)).status_code == 404


def test_file_of_another_cv_is_not_there(cv, version, person, as_user, handler):
    from tests.cvbuilder.factories import made_cv

    assert as_user(handler).get(address(made_cv(person, handler), "version_file", version)).status_code == 404


def test_participant_page_has_the_panel(cv, version, as_user, handler):
    whole = reverse("participants:detail", args=[cv.team.slug, cv.participant.public_id])
    url = reverse("participants:part", args=[cv.team.slug, cv.participant.public_id, "cvbuilder"])
    client = as_user(handler)
    assert f'hx-get="{url}"' in client.get(whole).content.decode()
    html = client.get(url).content.decode()

    panel = re.search(r'<section class="part" id="cv">.*?</section>', html, re.DOTALL)
    assert panel is not None
    assert "Lager" in panel.group()
    assert "Hämta pdf" in panel.group()


@pytest.mark.parametrize(("name", "most"), [("list", 8), ("edit", 16)])
def test_page_takes_the_same_statements_whatever_there_is(name, most, cv, person, as_user, handler):
    client = as_user(handler)
    counts = []
    for many in (0, 30):
        many_experiences(person, many)
        for number in range(many):
            CV.objects.create(team=person.team, participant=person, title=f"Nr {number}", language="sv")
        client.get(address(cv, name))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(cv, name)).status_code == 200
        counts.append(len(statements(captured.captured_queries)))
    assert counts[0] == counts[1] <= most, counts

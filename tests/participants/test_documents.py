"""Documents on a person: taken in, shown to whom, named, taken away and back, gone on their day."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from core import persondata
from core.filecheck.gate import Checked, check
from core.filecheck.rules import FileKind
from core.models import ReadLine
from core.scope import Kind, Scope, enter
from participants import actions, documents
from participants.actions import documents as acts
from participants.enums import DocumentKind, EndKind, EndReason
from participants.models import Document, DocumentRule, Participant
from participants.retention import guessed, last_day, months_after
from tests.participants.factories import days_from_today, enrolled
from tests.support import files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def person(entered, team, municipality, handler):
    return enrolled(team, municipality, by=handler, handler=handler)


def address(enrolment, name: str, *more: str) -> str:
    return reverse(f"participants:{name}", args=[enrolment.team.slug, enrolment.participant.public_id, *more])


def sent(*named: tuple[str, bytes], kind: str = "") -> dict[str, object]:
    return {"kind": kind, "upload": [SimpleUploadedFile(name, data) for name, data in named]}


def saved(enrolment, by, kind=DocumentKind.OTHER, title="Papper", data: bytes = b"Hej") -> Document:
    return actions.add_document(
        participant=enrolment.participant, file=Checked(FileKind.TEXT, data), kind=kind, title=title, by=by
    )


def text_of(client, url: str) -> str:
    return client.get(url).content.decode()


def test_several_files_are_kept_at_once_and_each_that_is_wrong_is_told_beside_its_name(person, as_user, handler):
    client = as_user(handler)
    answer = client.post(
        address(person, "document_add"),
        sent(("betyg 9.pdf", files.pdf()), ("cv.pdf.exe", b"MZ"), ("tom.txt", b""), ("Foto.jpg", files.picture())),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2 filer kom inte med" in page
    assert "Filen är tom." in page
    kept = {one.title: one for one in Document.objects.all()}
    assert {title: one.kind for title, one in kept.items()} == {"betyg 9": "grades", "Foto": "other"}
    assert kept["betyg 9"].file.startswith(f"people/{person.team_id}/")
    assert "betyg" not in kept["betyg 9"].file
    assert text_of(client, address(person, "documents")).count("Ladda ner<") == 2
    assert "betyg 9, betyg" in text_of(client, address(person, "timeline"))
    panel = client.get(address(person, "part", "documents"), headers={"HX-Request": "true"}).content.decode()
    assert "betyg 9" in panel


def test_script_sends_one_at_a_time_and_gets_its_line_or_the_fault_in_words(person, as_user, handler):
    client, url, script = as_user(handler), address(person, "document_add"), {"HX-Request": "true"}
    line = client.post(url, sent(("intyg.pdf", files.pdf())), headers=script)
    assert (line.status_code, line.content.decode().strip()[:4]) == (200, "<li>")
    fault = client.post(url, sent(("intyg.pdf", b"<html>")), headers=script)
    assert (fault.status_code, b"namn s\xc3\xa4ger" in fault.content) == (422, True)
    assert client.post(url, {}, headers=script).status_code == 422
    again = client.post(url, sent(("kopia.pdf", files.pdf())), headers=script)
    assert again.status_code == 422
    assert Document.objects.count() == 1


def test_eleven_files_or_a_kind_that_is_not_there_are_told(person, as_user, handler):
    client, url = as_user(handler), address(person, "document_add")
    many = [(f"{n}.txt", b"hej %d" % n) for n in range(11)]
    assert client.post(url, sent(*many)).status_code == 422
    assert client.post(url, sent(("a.txt", b"hej"), kind="passport")).status_code == 422
    assert client.post(url, sent()).status_code == 422
    assert not Document.objects.exists()


def test_name_of_a_file_is_never_more_than_a_title(person, as_user, handler):
    client = as_user(handler)
    hostile = ("..\\..\\<b>å\u202e.txt", "image.png", "x" * 300 + ".txt")
    for name in hostile:
        client.post(
            address(person, "document_add"), sent((name, files.picture("PNG") if "png" in name else name.encode()))
        )
    titles = set(Document.objects.values_list("title", flat=True))
    assert titles == {"<b>å", "Inklistrad bild", "x" * 120}
    assert "<b>å" not in text_of(client, address(person, "documents"))
    for name in Document.objects.values_list("file", flat=True):
        assert name.split("/")[-1].split(".")[0].isalnum()


def test_file_is_handed_out_inert_and_each_opening_is_in_the_read_log(person, as_user, handler, stranger):
    one = saved(person, handler)
    url = address(person, "document_file", one.public_id)
    assert as_user(stranger).get(url).status_code == 404
    got = as_user(handler).get(url)
    assert got.content == b"Hej"
    assert got["Content-Disposition"] == f'attachment; filename="dokument-{timezone.localdate()}.txt"'
    assert got["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Cache-Control"] == "no-store, private"
    shown = as_user(handler).get(f"{url}?visa=1")
    assert shown["Content-Disposition"].startswith("inline")
    assert shown["Content-Security-Policy"] == "sandbox; default-src 'none'"
    lines = ReadLine.objects.filter(place="participants:document_file").values_list(
        "kind", "subject_type", "subject_ids"
    )
    assert set(map(str, lines)) == {
        str((kind, *what))
        for kind in ("exported", "opened")
        for what in (("participant", [person.participant_id]), ("document", [one.pk]))
    }
    default_storage.delete(one.file)
    assert as_user(handler).get(url).status_code == 404


def test_document_that_no_browser_shows_is_never_inline(person, as_user, handler):
    as_user(handler).post(address(person, "document_add"), sent(("cv.docx", files.docx())))
    one = Document.objects.get()
    got = as_user(handler).get(f"{address(person, 'document_file', one.public_id)}?visa=1")
    assert got["Content-Disposition"].startswith("attachment")
    assert "Ladda ner den för att läsa" in text_of(as_user(handler), address(person, "document", one.public_id))


def test_papers_about_health_are_for_those_who_see_the_persons_health(
    person, as_user, handler, colleague, leader, team
):
    client, url = as_user(handler), address(person, "document_add")
    client.post(url, sent(("Läkarintyg.pdf", files.pdf())))
    one = Document.objects.get()
    assert one.kind == DocumentKind.HEALTH
    assert as_user(handler).get(address(person, "document", one.public_id)).status_code == 200
    for other in (colleague, leader):
        page = text_of(as_user(other), address(person, "documents"))
        assert "Läkarintyg" not in page
        assert "Om hälsa" not in page
        assert "Läkarintyg" not in text_of(as_user(other), address(person, "timeline"))
        for name in ("document", "document_file", "document_edit"):
            assert as_user(other).get(address(person, name, one.public_id)).status_code == 404
        assert as_user(other).post(address(person, "document_remove", one.public_id)).status_code == 404
    refused = as_user(colleague).post(url, sent(("sjukintyg.txt", b"hej")))
    assert "handla om hälsa" in refused.content.decode()
    assert as_user(colleague).post(url, sent(("x.txt", b"hej"), kind="health")).status_code == 422
    team.health_visibility = "handlers_and_leader"
    team.save()
    assert "Läkarintyg" in text_of(as_user(leader), address(person, "documents"))


def test_database_itself_keeps_papers_about_health_from_colleagues(person, handler, colleague, scope_of, team):
    one = saved(person, handler, kind=DocumentKind.HEALTH)
    with enter(scope_of(colleague, team)):
        assert not Document.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            saved(person, colleague, kind=DocumentKind.HEALTH, data=b"annat")
    with enter(Scope(Kind.CODE, team_id=team.pk, participant_id=person.participant_id)):
        assert not Document.objects.exists()
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        assert Document.objects.get() == one


def test_protected_persons_documents_are_for_named_colleagues_and_say_so(person, as_user, handler, colleague, leader):
    one = saved(person, handler)
    actions.protect(
        participant=person.participant, level="marked", alias="Björken", named=[], manager=handler, by=handler
    )
    page = text_of(as_user(handler), address(person, "document", one.public_id))
    assert "Bara namngivna kollegor" in page
    for other in (colleague, leader):
        assert as_user(other).get(address(person, "documents")).status_code == 404
        assert as_user(other).get(address(person, "document_file", one.public_id)).status_code == 404
        assert as_user(other).post(address(person, "document_add"), sent(("a.txt", b"x"))).status_code == 404


def test_protected_persons_documents_are_never_shown_by_the_browser(person, as_user, handler, leader):
    one = Document.objects.create(
        team=person.team, participant=person.participant, kind="other", title="Bild", format="png", size=3, digest="0" * 64,
        file=default_storage.save(f"people/{person.team_id}/bild.png", ContentFile(files.picture("PNG"))), added_by=handler,
    )  # fmt: skip
    client, url = as_user(handler), address(person, "document_file", one.public_id)
    assert client.get(url, {"visa": "1"})["Content-Disposition"].startswith("inline")
    actions.protect(
        participant=person.participant, level="marked", alias="Älgen", named=[handler], manager=leader, by=leader
    )
    page = text_of(client, address(person, "document", one.public_id))
    assert "<img" not in page.partition("<main")[2]
    assert "visa=1" not in page
    assert "visas inte i webbläsaren" in page
    assert client.get(url, {"visa": "1"})["Content-Disposition"].startswith("attachment")
    last = ReadLine.objects.filter(place="participants:document_file", subject_type="document").latest("pk")
    assert last.kind == "exported"


def test_name_kind_and_day_are_changed_and_two_who_do_it_at_once_are_told(person, as_user, handler):
    one = saved(person, handler, title="Skannat 1")
    client, url = as_user(handler), address(person, "document_edit", one.public_id)
    form = {"title": "Betyg årskurs 9", "kind": "grades", "delete_on": "2030-01-31"}
    base = {"base-title": "Skannat 1", "base-kind": "other", "base-delete_on": ""}
    assert client.post(url, form | base).status_code == 302
    page = text_of(client, address(person, "document", one.public_id))
    assert "Betyg årskurs 9" in page
    assert "sparas till 31 jan 2030" in page
    clash = client.post(url, {"title": "Mitt", "kind": "other", "delete_on": ""} | base)
    assert clash.status_code == 422
    assert "Betyg årskurs 9" in clash.content.decode()
    assert client.post(url, form | base | {"title": ""}).status_code == 422
    assert client.post(url, form | base | {"delete_on": "2020-01-01"}).status_code == 422


def test_removed_document_lies_seven_days_in_the_bin_and_is_taken_back_until_then(
    person, as_user, handler, team, django_capture_on_commit_callbacks
):
    one, client = saved(person, handler), as_user(handler)
    client.post(address(person, "document_remove", one.public_id))
    page = text_of(client, address(person, "documents"))
    assert "Papperskorgen" in page
    assert address(person, "document_restore", one.public_id) in page
    assert "Papper, annat" not in text_of(client, address(person, "timeline"))
    undo = client.post(address(person, "document_restore", one.public_id), headers={"HX-Request": "true"})
    assert undo.status_code == 204
    client.post(address(person, "document_remove", one.public_id))
    assert documents.sweep() == 0
    Document.objects.update(removed_at=timezone.now() - timedelta(days=7, hours=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert documents.sweep() == 1
    assert not Document.objects.exists()
    assert not default_storage.exists(one.file)
    assert client.post(address(person, "document_restore", one.public_id)).status_code == 404


def test_kind_is_kept_as_long_as_the_team_says_after_the_enrolment_and_no_longer(
    person, as_user, handler, leader, team, django_capture_on_commit_callbacks
):
    kept, gone = saved(person, handler, DocumentKind.GRADES, "Betyg"), saved(person, handler, title="Annat", data=b"2")
    url = reverse("participants:document_rules", args=[team.slug])
    assert as_user(handler).get(url).status_code == 403
    months = {kind.value: "24" for kind in DocumentKind}
    assert as_user(leader).post(url, months | {"other": "900"}).status_code == 422
    as_user(leader).post(url, months | {"other": "1"})
    assert DocumentRule.objects.get(kind="other").months == 1
    assert "sparas 1 månad efter inskrivningen" in text_of(as_user(handler), address(person, "documents"))
    actions.end_enrolment(
        enrolment=person, reason=EndReason.WORK, kind=EndKind.ENDED, on=days_from_today(-40), by=handler
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert documents.sweep() == 1
    assert list(Document.objects.all()) == [kept]
    assert not default_storage.exists(gone.file)
    assert documents.sweep() == 0


def test_file_without_a_row_is_swept_after_a_day(person, handler, team, monkeypatch):
    kept = saved(person, handler)
    orphan = default_storage.save(f"people/{team.pk}/orphan.txt", ContentFile(b"Ingens"))
    assert documents.sweep() == 0
    monkeypatch.setattr("core.filestore.ORPHAN_AFTER", timedelta(seconds=-5))
    assert documents.sweep() == 1
    assert not default_storage.exists(orphan)
    assert default_storage.exists(kept.file)


def test_documents_leave_with_the_person_and_are_in_the_extract(
    person, handler, team, municipality, django_capture_on_commit_callbacks
):
    one, health = saved(person, handler), saved(person, handler, DocumentKind.HEALTH, "Intyg", b"hemligt")
    other = enrolled(team, municipality, "Omar", by=handler)
    with enter(Scope(Kind.RUN, team_id=team.pk)), django_capture_on_commit_callbacks(execute=True):
        carried = documents.documents_of(person.participant)
        assert [(each.title, each.data) for each in carried] == [("Papper", b"Hej"), ("Intyg", b"hemligt")]
        assert len({each.name for each in carried}) == 2
        persondata.merge_people(keep=other.participant, drop=person.participant)
        assert len(documents.documents_of(other.participant)) == 2
        persondata.erase_person(other.participant)
    assert not Document.objects.exists()
    assert not default_storage.exists(one.file)
    assert not default_storage.exists(health.file)
    assert not Participant.objects.exists()


@pytest.mark.parametrize("ceiling", ["PERSON_FILES", "PERSON_BYTES", "TEAM_BYTES"])
def test_there_is_a_ceiling_for_a_person_and_for_a_team(ceiling, person, as_user, handler, monkeypatch):
    saved(person, handler)
    monkeypatch.setattr(acts, ceiling, 1)
    answer = as_user(handler).post(address(person, "document_add"), sent(("a.txt", b"mer")))
    assert answer.status_code == 422
    assert Document.objects.count() == 1


def test_reader_sees_and_changes_nothing(person, as_user, handler, colleague, team):
    one = saved(person, handler)
    colleague.memberships.update(role="reader")
    client = as_user(colleague)
    page = text_of(client, address(person, "documents"))
    assert "Ta bort" not in page
    assert "data-files" not in page
    assert client.post(address(person, "document_add"), sent(("a.txt", b"x"))).status_code == 403
    assert client.post(address(person, "document_remove", one.public_id)).status_code == 403


def test_large_upload_takes_no_more_room_than_the_largest_allowed(person, as_user, handler):
    answer = as_user(handler).post(address(person, "document_add"), sent(("a.txt", b"x" * 12_000_000)))
    assert "större än 10 MB" in answer.content.decode()


def test_rules_of_time_and_names():
    assert months_after(days_from_today(0).replace(month=1, day=31), 1).day in (28, 29)
    assert last_day("cv", None, None, {}) is None
    assert last_day("cv", days_from_today(3), None, {}) == days_from_today(3)
    assert last_day("cv", None, days_from_today(0), {"cv": 0}) == days_from_today(0)
    named = {"Meritförteckning.docx": "cv", "CV Anna.pdf": "cv", "Svcare.pdf": "other", "Sjukintyg.pdf": "health"}
    named |= {"Truckkort-intyg.pdf": "cert", "samtycke 3.jpg": "consent", "Anställningsavtal.pdf": "agreement"}
    assert {name: guessed(name).value for name in named} == named


def test_name_and_bin_are_in_the_field_history_and_a_paper_about_health_only_for_those_who_see_health(
    person, as_user, handler, colleague, scope_of, team
):
    client, one = as_user(handler), saved(person, handler, title="Betyg")

    def rename(document: Document, title: str, kind: str) -> None:
        stood = {"base-title": document.title, "base-kind": document.kind, "base-delete_on": ""}
        url = address(person, "document_edit", document.public_id)
        assert client.post(url, {"title": title, "kind": kind, "delete_on": ""} | stood).status_code == 302

    rename(one, "Slutbetyg", "grades")
    client.post(address(person, "document_remove", one.public_id))
    page = text_of(client, address(person, "history"))
    assert "Dokument: Slutbetyg" in page
    assert "Betyg" in page
    assert "papperskorgen" in page
    health = saved(person, handler, title="Läkarbrev", data=b"annat")
    rename(health, "Brev", "health")
    assert "Läkarbrev" in text_of(client, address(person, "history"))
    assert "Läkarbrev" not in text_of(as_user(colleague), address(person, "history"))
    events = Document.pgh_event_model.objects
    with enter(scope_of(handler, team)):
        assert events.filter(title="Läkarbrev").count() == 1
        step = events.filter(title="Slutbetyg").order_by("pgh_id").first()
    with enter(scope_of(colleague, team)):  # what it was called before somebody said what it was about
        assert not events.filter(title__in=("Läkarbrev", "Brev")).exists()
        assert events.filter(title="Betyg").exists()
    back = address(person, "restore", "dokument", str(step.pgh_id), "title")
    base = client.get(back).context["form"]["base"].value()
    assert client.post(back, {"base": base}).status_code == 302
    one.refresh_from_db()
    assert one.title == "Betyg"


def test_checked_text_comes_out_as_it_went_in(person, handler):
    one = actions.add_document(
        participant=person.participant, file=check(b"Hej", "a.txt"), kind=DocumentKind.OTHER, title="a", by=handler
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT size FROM participants_document WHERE id = %s", [one.pk])
        assert cursor.fetchone() == (3,)
    assert documents.documents_of(one.participant)[0].data == b"Hej"

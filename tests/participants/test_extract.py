"""The register extract: everything of the person, nothing of anybody else, and what a human has left out with a reason."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from core import extracting, runfiles, runs
from core.filecheck.gate import Checked
from core.filecheck.rules import FileKind
from core.models import Notice, ReadLine, Run
from core.scope import Kind, Scope, enter, system
from participants import actions, extractpaper, permissions
from participants.actions import rights
from participants.enums import (
    ConcernKind,
    DocumentKind,
    ExtractForm,
    ExtractItem,
    ExtractLanguage,
    LeftOutReason,
    ProtectionLevel,
    SaidHow,
)
from participants.models import (
    ConflictOfInterest,
    Document,
    Extract,
    ExtractChoice,
    Intervention,
    Note,
    NoteDraft,
    Participant,
    RightsRequest,
    Task,
)
from participants.queries.extract import everything, undecided
from tests.participants.factories import enrolled, intervention
from tests.participants.test_extract_models import BOUND
from tests.smail import factories as smail_make

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(entered, team, municipality, handler):
    return enrolled(team, municipality, by=handler, handler=handler, number="19900101-2385", phone="070-174 06 05")


@pytest.fixture
def in_team(person, team):
    with enter(Scope(Kind.RUN, team_id=team.pk)) as scope:
        yield scope


def address(enrolment, name: str = "extracts", *more) -> str:
    return reverse(f"participants:{name}", args=[enrolment.team.slug, enrolment.participant.public_id, *more])


def test_extract_of_a_full_person_holds_every_value_and_nobody_elses(person, team, municipality, handler, colleague):
    other = enrolled(team, municipality, "Omid", "Karimi", by=handler, handler=handler, phone="070-174 06 99")
    actions.add_note(enrolment=other, text="Kan köra truck", by=handler)
    actions.set_goal(enrolment=person, goal="Bagare", by=handler)
    actions.set_goal(enrolment=person, goal="Kock", by=handler)
    intervention(person, title="Köksspåret")
    actions.add_note(enrolment=person, text="Såg Omid Karimi på lagret", by=handler)
    actions.record_wish(enrolment=person, words="Någon som kan dari", by=handler)
    smail_make.assessed(person, handler, on=timezone.localdate() - timedelta(days=3), handler=smail_make.answers(2))
    smail_make.handler_answered(person, handler, smail_make.answers(5))
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        data = everything(person.participant)
        for label in BOUND:
            model = apps.get_model(label)
            whose = {"pk": person.participant_id} if model is Participant else {"participant_id": person.participant_id}
            rows = model._base_manager.filter(**whose)
            if label in {"smail.Part", "smail.Rating"}:
                continue  # what is sealed stays out: below
            assert {row.pk for row in rows} == {row["id"] for row in data["sections"][label]}, label
            for row, told in zip(rows.order_by("pk"), data["sections"][label], strict=True):
                for field in extracting.fields_of(model):
                    value = getattr(row, field.attname)
                    if not field.is_relation:
                        kept = extracting.plain(value)
                        assert told[field.name] == kept or "[annan person]" in str(told[field.name]), field
                    else:
                        assert (told[field.name] is None) is (value is None)
    said = json.dumps(data, ensure_ascii=False)
    for words in ("Kock", "Bagare", "Köksspåret", "900101-2385", "dari", "Alice Ek"):
        assert words in said
    for words in ("Karimi", "truck", "06 99"):
        assert words not in said
    assert "[annan person]" in said
    assert {row["value"] for row in data["sections"]["smail.Rating"]} == {2, 3}  # the round that goes on is not in it


def test_change_of_an_answer_and_of_a_row_that_is_gone_is_told(person, handler, in_team):
    held = intervention(person, title="Praktik på café")
    Intervention.objects.filter(pk=held.pk).update(title="Praktik på bageri")
    Intervention.objects.filter(pk=held.pk).delete()
    lines = everything(person.participant)["changes"]["participants.Intervention"]
    titles = [(line["was"], line["now"]) for line in lines if line["field"] == "title"]
    assert titles == [("Praktik på café", "Praktik på bageri"), ("Praktik på bageri", None)]


def test_who_opened_is_in_it(person, team, as_user, leader):
    as_user(leader).get(address(person, "detail"))
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        readers = everything(person.participant)["readers"]
    assert [(line["who"], line["organisation"], line["what"]) for line in readers] == [
        ("Lena Strand", "Älvstads kommun", "öppnade")
    ]


def test_concern_waits_for_a_humans_decision_and_a_passage_left_out_says_why(person, team, as_user, handler):
    note = actions.add_note(enrolment=person, text="Bra samtal. Brodern Reza är sjuk.\nVill bli kock.", by=handler)
    concern = actions.raise_concern(enrolment=person, kind=ConcernKind.ADULT, text="Hemligt tips", by=handler)
    client, page = as_user(handler), address(person)
    assert undecided(person.participant) == 1
    assert client.post(page, {"form": "json", "language": "sv"}).status_code == 422
    choose = address(person, "extract_text", "concern", concern.pk)
    assert client.post(choose, {"choice": "whole"}).status_code == 422
    assert client.post(choose, {"choice": "whole", "reason": "secrecy"}).status_code == 302
    part = address(person, "extract_text", "note", note.pk)
    asked = {"choice": "part", "reason": "others", "passages": "Systern"}
    assert "står inte i texten" in client.post(part, asked).content.decode()
    client.post(part, asked | {"passages": "Brodern Reza är sjuk."})
    Note.objects.filter(pk=note.pk).update(kind="call")
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        data = everything(person.participant)
    said = json.dumps(data, ensure_ascii=False)
    assert "Reza" not in said
    assert "tips" not in said
    assert "Vill bli kock" in said
    assert sorted((one["section"], one["reason"]) for one in data["left_out"]) == [
        ("participants.Concern", "secrecy"),
        ("participants.Note", "others"),
    ]
    Note.objects.filter(pk=note.pk).update(text="Annan text")
    assert undecided(person.participant) == 1  # what was decided on stands there no more


def test_colleagues_draft_is_named_and_its_words_are_not(person, team, colleague, handler):
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        NoteDraft.objects.create(team=team, participant=person.participant, user=colleague, text="Halvtänkt")
        Task.objects.create(
            team=team, participant=person.participant, enrolment=person, title="Ring", owner=colleague, is_private=True
        )
        data = everything(person.participant)
    assert "Halvtänkt" not in json.dumps(data, ensure_ascii=False)
    assert [one["reason"] for one in data["left_out"]] == ["draft"]
    assert data["sections"]["participants.Task"][0]["title"] == "Ring"


def test_colleague_who_is_shut_out_is_counted_and_not_named(person, team, colleague, handler):
    ConflictOfInterest.objects.create(team=team, participant=person.participant, user=colleague, noted_by=handler)
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        data = everything(person.participant)
    assert len(data["sections"]["participants.ConflictOfInterest"]) == 1
    assert "Bo Lind" not in json.dumps(data["sections"]["participants.ConflictOfInterest"], ensure_ascii=False)


def test_moved_note_takes_its_history_along(person, team, municipality, handler, in_team):
    other = enrolled(team, municipality, "Omar", "Nur", by=handler)
    note = actions.add_note(enrolment=person, text="Bor hos sin syster", by=handler)
    Note.objects.filter(pk=note.pk).update(text="Bor hos sin moster")
    note.refresh_from_db()
    rights.choose_for_extract(
        participant=person.participant,
        item=ExtractItem.NOTE,
        item_id=note.pk,
        is_out=True,
        reason=LeftOutReason.OTHERS,
        passages=[],
        by=handler,
    )
    actions.move_note(note=note, to=other, by=handler)
    left, came = everything(person.participant), everything(other.participant)
    assert "Bor hos" not in json.dumps(left, ensure_ascii=False)
    assert not ExtractChoice.objects.exists()
    assert came["changes"]["participants.Note"][0]["was"] == "Bor hos sin syster"
    assert came["sections"]["participants.Note"][0]["text"] == "Bor hos sin moster"


def made(person, by, form: str = "json", language: str = "sv") -> Run:
    run = rights.ask_extract(
        participant=person.participant, form=ExtractForm(form), language=ExtractLanguage(language), by=by
    )
    runs.execute(run.pk)
    with system():
        run.refresh_from_db()
    return run


def test_file_is_the_askers_for_a_day_and_both_making_and_fetching_are_logged(
    person, team, as_user, handler, leader, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    run = made(person, handler)
    assert run.state == "done", run.message
    file = reverse("core:run_file", args=[run.public_id])
    answer = as_user(handler).get(file)
    assert answer["Content-Type"] == "application/json"
    data = json.loads(answer.content)
    assert (data["format"], data["version"]) == ("framat.registerutdrag", 1)
    assert data["sections"]["participants.Participant"][0]["first_name"] == "Zahra"
    assert as_user(leader).get(file).status_code == 404
    with enter(Scope(Kind.RUN, team_id=team.pk)):
        lines = ReadLine.objects.filter(kind="exported", subject_type="participant").values_list("place", "subject_ids")
        assert sorted(lines) == [
            ("core:run_file", [person.participant_id]),
            ("participant.extract", [person.participant_id]),
        ]
        assert Extract.objects.get().left_out == 0
    with system():
        Run.objects.filter(pk=run.pk).update(finished_at=timezone.now() - timedelta(hours=25))
    assert as_user(handler).get(file).status_code == 404
    assert runfiles.remove_old() == 1
    with system():
        assert "file" not in Run.objects.get(pk=run.pk).result


def paper(person, by, title: str, data: bytes, kind: DocumentKind = DocumentKind.OTHER) -> Document:
    file = Checked(FileKind.TEXT, data)
    return actions.add_document(participant=person.participant, file=file, kind=kind, title=title, by=by)


def test_documents_themselves_go_along_but_the_one_a_human_left_out(person, team, as_user, handler, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    paper(person, handler, "Intyg från läkaren", b"Ont i ryggen", DocumentKind.HEALTH)
    gone = paper(person, handler, "Betyg", "Godkänt".encode())
    actions.remove_document(document=gone, by=handler)
    others = paper(person, handler, "Brevet om grannen", b"Grannen")
    client, choose = as_user(handler), address(person, "extract_text", "document", others.pk)
    assert "Öppna dokumenten" in client.get(choose).text
    assert client.post(choose, {"choice": "part", "reason": "others", "passages": "grannen"}).status_code == 422
    assert client.post(choose, {"choice": "whole"}).status_code == 422
    assert client.post(choose, {"choice": "whole", "reason": "others"}).status_code == 302
    assert client.get(address(person)).context["form"]["form"].value() == ExtractForm.BUNDLE
    run = made(person, handler, "zip")
    assert run.state == "done", run.message
    answer = client.get(reverse("core:run_file", args=[run.public_id]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    with zipfile.ZipFile(BytesIO(answer.content)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    today = timezone.localdate()
    assert sorted(files) == [
        f"dokument/dokument-1-{today}.txt",
        f"dokument/dokument-2-{today}.txt",
        f"registerutdrag-{today}.json",
        f"registerutdrag-{today}.pdf",
    ]
    assert b"Grannen" not in b"".join(files.values())
    data = json.loads(files[f"registerutdrag-{today}.json"])
    rows = data["sections"]["participants.Document"]
    assert {row["title"]: files.get(row.get("filed_as")) for row in rows} == {
        "Intyg från läkaren": b"Ont i ryggen",
        "Betyg": "Godkänt".encode(),
        None: None,
    }
    assert [(one["section"], one["reason"]) for one in data["left_out"]] == [("participants.Document", "others")]
    pages = PdfReader(BytesIO(files[f"registerutdrag-{today}.pdf"])).pages
    said = " ".join("".join(page.extract_text() for page in pages).split())
    assert "Intyg från läkaren" in said
    assert "grannen" not in said
    assert "mappen ”dokument”" in said


def test_document_whose_file_is_lost_is_told_and_not_passed_over(person, team, handler, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    lost = paper(person, handler, "Betyg", b"borta")
    default_storage.delete(lost.file)
    run = made(person, handler, "zip")
    assert (run.state, "Betyg" in run.message) == ("failed", True)


def test_move_to_another_team_is_told_on_paper_in_words(person, team, other_team, handler, in_team):
    other_team.accepts_transfers = True
    other_team.save()
    yes = actions.Yes(("profile", "notes"), SaidHow.SPOKEN, timezone.localdate())
    actions.ask_transfer(enrolment=person, to_team=other_team, yes=yes, by=handler, why="Flyttar till systern")
    told = {one.title: one for one in extractpaper.sections(everything(person.participant))}
    facts = {one.label: one.words for one in told["När vi frågat ett annat team om det kan ta över"].entries[0].facts}
    assert facts["Vilket team"] == other_team.name
    assert facts["Skäl"] == "Flyttar till systern"
    assert "Anteckningar" in facts["Det som skulle följa med"]
    assert "notes" not in " ".join(facts.values())


def test_file_is_not_handed_to_whoever_may_no_longer_make_it(
    person, team, as_user, handler, colleague, tmp_path, settings
):
    settings.MEDIA_ROOT = tmp_path
    run = made(person, handler)
    file = reverse("core:run_file", args=[run.public_id])
    actions.assign_handler(enrolment=person, user=colleague, by=handler)
    assert as_user(handler).get(file).status_code == 404


@pytest.mark.parametrize("language", ["sv", "en"])
def test_paper_is_tagged_and_speaks_in_words(person, handler, language, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    actions.add_note(enrolment=person, text="Vill bli kock", by=handler)
    smail_make.assessed(person, handler, on=timezone.localdate() - timedelta(days=3))
    run = made(person, handler, "pdf", language)
    assert run.state == "done", run.message
    with default_storage.open(run.result["file"]) as stored:
        reader = PdfReader(BytesIO(stored.read()))
    text = " ".join("".join(page.extract_text() for page in reader.pages).split())
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == language
    for words in ("Zahra Ahmadi", "Vill bli kock", "900101-2385", "Alice Ek"):
        assert words in text
    heading = {"sv": "Anteckningar om dig", "en": "Notes about you"}[language]
    assert heading in text
    for code in ("first_name", "job_belief", "T00:00", "None", "True", *(["agreement"] if language == "sv" else [])):
        assert code not in text


def test_who_may_make_one(person, team, as_user, handler, leader, colleague, stranger):
    page = address(person)
    assert as_user(handler).get(page).status_code == 200
    assert as_user(leader).get(page).status_code == 200
    assert as_user(colleague).get(page).status_code == 403
    assert as_user(stranger).get(page).status_code == 404


def test_protected_persons_is_made_by_the_named_manager_alone(
    person, team, handler, leader, colleague, scope_of, as_user
):
    actions.protect(
        participant=person.participant,
        level=ProtectionLevel.MARKED,
        alias="Björk",
        named=[handler],
        manager=colleague,
        by=leader,
    )
    for user, may in ((handler, False), (colleague, True)):
        with enter(scope_of(user, team)):
            assert permissions.may_extract(scope_of(user, team), person.participant) is may
        assert as_user(user).get(address(person)).status_code == (200 if may else 403)
    assert as_user(leader).get(address(person)).status_code == 404


def test_handed_over_and_requests_with_their_clock(person, team, as_user, handler, leader):
    run = rights.ask_extract(
        participant=person.participant, form=ExtractForm.PDF, language=ExtractLanguage.SWEDISH, by=handler
    )
    extract, client = Extract.objects.get(run_public_id=run.public_id), as_user(handler)
    handed = address(person, "extract_handed", extract.public_id)
    today = timezone.localdate()
    assert client.post(handed, {"how": "meeting", "on": (today + timedelta(days=1)).isoformat()}).status_code == 422
    assert client.post(handed, {"how": "meeting", "on": today.isoformat()}).status_code == 302
    sent = {"kind": "correct", "words": "Jag heter Sahra", "came_on": (today - timedelta(days=31)).isoformat()}
    assert client.post(address(person, "rights_request"), sent | {"words": ""}).status_code == 422
    client.post(address(person, "rights_request"), sent)
    page = client.get(address(person)).content.decode()
    assert "svaret är sent" in page
    assert "i handen vid ett möte" in page
    found = RightsRequest.objects.get()
    assert found.due_on == today - timedelta(days=1)
    assert [n.user_id for n in Notice.objects.filter(kind="rights_request", read_at=None)] == [leader.pk]
    reply = address(person, "rights_answer", found.public_id)
    client.post(reply, {"answer": "yes", "words": "Rättat", "on": today.isoformat()})
    found.refresh_from_db()
    assert (found.answer, found.answered_by) == ("yes", handler)
    assert not Notice.objects.filter(kind="rights_request", read_at=None).exists()
    assert client.post(reply, {"answer": "no", "words": "x", "on": today.isoformat()}).status_code == 422

"""What changes a CV, the run that makes its file, and what a version keeps."""

import pytest
from django.db import DatabaseError, transaction

from core import pdf, registry, runs
from core.models import Change, OutboxMessage, Run
from cvbuilder import actions
from cvbuilder import files as storage
from cvbuilder import runs as cv_runs
from cvbuilder.models import CV, CVVersion
from participants.models import Experience
from tests.cvbuilder.factories import made_cv

pytestmark = pytest.mark.django_db


@pytest.fixture
def quick_press(monkeypatch):
    """Prints in this process: a child cannot see a test's transaction, and needs none of it."""
    monkeypatch.setattr(pdf, "render_in_limits", pdf.render_html)


def ask(cv, by) -> actions.Asked:
    return actions.ask_for_pdf(cv=cv, participant=cv.participant, by=by)


def carry_out(asked) -> Run:
    runs.execute(asked.run.pk)
    asked.run.refresh_from_db()
    return asked.run


def test_create_cv_begins_with_the_wish_and_the_persons_own_words(cv, person, handler):
    assert cv.headline == "Lagerarbetare"
    assert cv.profile_text.startswith("Noggrann")
    assert (cv.shows_phone, cv.created_by, cv.team_id) == (True, handler, person.team_id)
    assert Change.objects.filter(subject_id=person.pk, kind="cv").exists()


def test_create_cv_without_a_name_of_its_own_is_named_after_the_wish(cv, person, handler):
    made = actions.create_cv(participant=person, title="", language="sv", by=handler)
    assert made.title == made.headline != ""


def test_update_cv_without_change_writes_nothing(cv, handler):
    before = cv.updated_at

    actions.update_cv(cv=cv, fields=[], arrangement={}, by=handler)

    cv.refresh_from_db()
    assert cv.updated_at == before


def test_update_cv_saves_only_what_changed(cv, handler, colleague):
    theirs = CV.objects.get(pk=cv.pk)
    theirs.headline = "Deras"
    theirs.save(update_fields=["headline"])
    cv.profile_text, cv.headline = "Min", "Gammal"

    actions.update_cv(cv=cv, fields=["profile_text"], arrangement={"skill": [["1", False]]}, by=handler)

    cv.refresh_from_db()
    assert (cv.headline, cv.profile_text, cv.arrangement) == ("Deras", "Min", {"skill": [["1", False]]})


def test_ask_for_pdf_makes_one_version_and_one_run_on_the_heavy_queue(cv, handler):
    first, second = ask(cv, handler), ask(cv, handler)

    assert first.version == second.version
    assert first.run == second.run
    message = OutboxMessage.objects.get(task="core.execute_run")
    assert (message.queue, message.args) == ("tung", [first.run.pk])
    assert first.run.params == {"version": first.version.pk}
    assert "Zahra" not in first.run.title


def test_run_makes_the_file_and_tells_where_it_is(cv, handler, files, quick_press):
    asked = ask(cv, handler)
    run = carry_out(asked)
    asked.version.refresh_from_db()

    assert run.state == "done", run.message
    assert run.result_url.endswith(f"/cv/{cv.public_id}/version/{asked.version.public_id}/")
    stored = [path for path in files.rglob("*") if path.is_file()]
    assert len(stored) == 1
    assert stored[0].read_bytes().startswith(b"%PDF")
    assert asked.version.size == stored[0].stat().st_size
    assert "Zahra" not in str(stored[0].relative_to(files))


def test_same_content_again_is_the_same_file_without_a_run(cv, handler, colleague, quick_press):
    asked = ask(cv, handler)
    carry_out(asked)

    again = ask(cv, colleague)

    assert again.run is None
    assert again.version == asked.version


def test_other_content_is_another_version_and_the_first_stays(cv, handler, quick_press):
    asked = ask(cv, handler)
    carry_out(asked)
    Experience.objects.filter(title="Sömmerska").update(title="Skräddare")

    other = ask(cv, handler)

    assert other.version != asked.version
    assert "Sömmerska" in str(CVVersion.objects.get(pk=asked.version.pk).content)
    assert "Skräddare" in str(other.version.content)


def test_two_colleagues_at_once_get_a_run_each_and_one_file(cv, handler, colleague, files, quick_press):
    mine, theirs = ask(cv, handler), ask(cv, colleague)

    assert mine.run != theirs.run
    assert carry_out(mine).state == carry_out(theirs).state == "done"
    assert len([path for path in files.rglob("*") if path.is_file()]) == 1


def test_failed_run_is_followed_by_a_new_one(cv, handler, monkeypatch):
    def fail(*args, **kwargs):
        raise pdf.PdfError("no")

    monkeypatch.setattr(pdf, "render_in_limits", fail)
    first = ask(cv, handler)
    run = carry_out(first)

    assert (run.state, run.message) == (
        "failed", "Det gick inte att göra en pdf av texten. Prova med en kortare text.",
    )  # fmt: skip
    second = ask(cv, handler)
    assert second.version == first.version
    assert second.run != first.run


def test_run_for_an_erased_version_tells_so(cv, handler):
    asked = ask(cv, handler)
    CVVersion.objects.all().delete()

    run = carry_out(asked)
    assert (run.state, run.message) == ("failed", "Cv:t finns inte längre.")


def test_run_twice_prints_once(cv, handler, monkeypatch):
    printed = []
    monkeypatch.setattr(pdf, "render_in_limits", lambda *args, **kwargs: printed.append(1) or b"%PDF-1.7 x")
    asked = ask(cv, handler)

    for _time in range(2):
        cv_runs.make_pdf(asked.run)

    assert printed == [1]


def test_store_second_time_keeps_the_first_file(cv, handler, files):
    version = ask(cv, handler).version

    assert storage.store(version, b"first")
    assert not storage.store(version, b"second")
    version.refresh_from_db()
    assert storage.read(version) == b"first"
    assert len([path for path in files.rglob("*") if path.is_file()]) == 1


def test_read_a_file_that_was_changed_is_refused(cv, handler, files):
    version = ask(cv, handler).version
    storage.store(version, b"first")
    version.refresh_from_db()
    next(path for path in files.rglob("*") if path.is_file()).write_bytes(b"forged")

    with pytest.raises(storage.FileGone):
        storage.read(version)


@pytest.mark.parametrize(
    "change", [{"content": {}}, {"digest": "x"}, {"design": "other"}, {"sha256": "x"}, {"file": "x"}, {"size": 1}]
)
def test_version_with_a_file_is_never_changed_not_even_by_sql(cv, handler, change):
    version = ask(cv, handler).version
    storage.store(version, b"first")

    with pytest.raises(DatabaseError), transaction.atomic():
        CVVersion.objects.filter(pk=version.pk).update(**change)


def test_erase_takes_rows_and_files(cv, person, handler, files, django_capture_on_commit_callbacks):
    storage.store(ask(cv, handler).version, b"first")
    made_cv(person, handler, title="Två")
    with django_capture_on_commit_callbacks(execute=True):
        erased = registry.erase.get("cvbuilder").act(person)

    assert erased == 3
    assert not CV.objects.exists()
    assert [path for path in files.rglob("*") if path.is_file()] == []


def test_extract_holds_the_content_and_not_the_files_name(cv, person, handler):
    storage.store(ask(cv, handler).version, b"first")

    extract = registry.extract.get("cvbuilder").act(person)

    assert extract["cvbuilder.CV"][0]["headline"] == "Lagerarbetare"
    assert "Sömmerska" in str(extract["cvbuilder.CVVersion"][0]["content"])
    assert "file" not in extract["cvbuilder.CVVersion"][0]


def test_merge_moves_cvs_with_their_versions(cv, person, handler, team, municipality):
    from tests.participants.factories import enrolled

    storage.store(ask(cv, handler).version, b"first")
    keep = enrolled(team, municipality, "Zahra", "Ahmadi", by=handler).participant

    assert registry.merge.get("cvbuilder").act(keep=keep, drop=person) == 2
    assert CVVersion.objects.get().participant == CV.objects.get().participant == keep


def test_timeline_tells_of_files_and_pages_back(cv, handler, entered):
    from cvbuilder import timeline

    version = ask(cv, handler).version
    assert timeline.entries(cv.participant_id, entered, None, 10) == []
    storage.store(version, b"first")

    entry = timeline.entries(cv.participant_id, entered, None, 10)[0]
    assert (entry.kind, entry.text, entry.by) == ("Cv", "Cv som pdf: Lager", "Alice Ek")
    assert timeline.entries(cv.participant_id, entered, entry.at, 10) == []

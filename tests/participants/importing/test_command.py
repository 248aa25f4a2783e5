"""`manage.py import_register` on the two registers a team really kept."""

import pytest
from django.core.management import CommandError

from core.scope import enter
from participants.models import Enrolment, ImportBatch, Note, Participant, RegisterRow, RestrictedRemark, TeamColumn
from tests.participants.importing.conftest import CSV, XLSX

KEYS = {"rows", "created", "fixed", "refused", "duplicate", "flagged"}
BOTH = pytest.mark.parametrize(("path", "rows"), [(XLSX, 63), (CSV, 40)], ids=["xlsx", "csv"])


@BOTH
def test_import_register_takes_every_row_or_says_why(path, rows, import_register, team, leader, team_scope):
    counts, told = import_register(path, "--team", team.slug)

    assert set(counts) == KEYS
    assert counts["rows"] == rows == counts["created"] + counts["refused"] + counts["duplicate"]
    reasons = [line for line in told if line.startswith("row ")]
    assert len(reasons) == counts["refused"] + counts["duplicate"]
    assert all(line.count(": ") == 2 and len(line.split(": ")[2]) > 10 for line in reasons)
    with enter(team_scope):
        assert Participant.objects.count() == Enrolment.objects.count() == counts["created"]
        assert RegisterRow.objects.count() == counts["created"]


@BOTH
def test_import_register_second_run_creates_nobody(path, rows, import_register, team, leader, team_scope):
    first, _told = import_register(path, "--team", team.slug)
    second, _told = import_register(path, "--team", team.slug)

    assert second["rows"] == rows
    assert (second["created"], second["fixed"], second["flagged"]) == (0, 0, 0)
    assert second["duplicate"] == first["created"] + first["duplicate"]
    assert second["refused"] == first["refused"]


@BOTH
def test_import_register_dry_run_tells_what_the_run_does(path, rows, import_register, team, leader, team_scope):
    dry, told_dry = import_register(path, "--team", team.slug, "--dry-run")
    with enter(team_scope):
        assert (Participant.objects.count(), ImportBatch.objects.count()) == (0, 0)

    real, told_real = import_register(path, "--team", team.slug)

    assert dry == real
    assert told_dry == told_real


def test_import_register_both_files_in_one_team_keep_people_apart(import_register, team, leader, team_scope):
    first, _told = import_register(XLSX, "--team", team.slug)
    second, _told = import_register(CSV, "--team", team.slug)

    with enter(team_scope):
        assert Participant.objects.count() == first["created"] + second["created"]


def test_import_register_finds_handlers_by_first_name_and_beginning(
    import_register, team, leader, colleagues, team_scope
):
    import_register(CSV, "--team", team.slug)

    with enter(team_scope):
        handled = dict(
            RegisterRow.objects.filter(
                handler__isnull=False,
                participant__first_name__in=["Göran", "Reza"],
                participant__last_name__in=["Warsame", "Nilsson"],
            ).values_list("participant__last_name", "handler__name")
        )
        unread = [row.unread.get("handler") for row in RegisterRow.objects.all() if "handler" in row.unread]
    assert handled["Warsame"] == "Nour Saleh"  # written "Nour"
    assert handled["Nilsson"] == "Ulrika Åström"  # "Ulrika Å"
    assert unread == []


def test_import_register_reads_the_states_of_the_file(import_register, team, leader, team_scope):
    import_register(CSV, "--team", team.slug)

    with enter(team_scope):
        states = {row.participant.number_index: row.state for row in RegisterRow.objects.select_related("participant")}
        ended = dict(
            Enrolment.objects.filter(state="ended", participant__first_name="Örjan").values_list(
                "participant__last_name", "end_reason"
            )
        )
        job = Enrolment.objects.get(participant__first_name="Selam", participant__last_name="Çelik")
        outcome = job.outcomes.get()
    assert set(states.values()) == {"active", "paused", "in_work", "ended"}
    assert ended == {"Björk": "moved"}
    assert (job.state, outcome.kind, outcome.starts_on.isoformat()) == ("in_work", "work", "2026-10-01")


def test_import_register_leaves_cell_comments_as_notes(import_register, team, leader, team_scope):
    import_register(XLSX, "--team", team.slug)

    with enter(team_scope):
        assert Note.objects.get(participant__first_name="Natalia").text == "Kommentar: Kolla med Per"


def test_import_register_shows_no_name_and_no_number_on_the_terminal(import_register, team, leader):
    _counts, told = import_register(XLSX, "--team", team.slug)

    shown = "\n".join(told)
    assert "Kovalenko" not in shown
    assert "Natalia" not in shown
    assert "9805" not in shown


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--team", "finns-inte"], "no team"),
        (["--sheet", "Finns inte"], "no sheet"),
        (["--header-row", "999"], "no row"),
        (["--map", "Finns inte=phone"], "no column"),
        (["--map", "Tel=finns_inte"], "COL=FIELD"),
        (["--map", "Tel"], "COL=FIELD"),
        (["--organisation", "Finns inte AB"], "No organisation"),
        (["--by", "nobody@example.org"], "not a member"),
    ],
)
def test_import_register_bad_argument_fails_and_saves_nothing(args, words, import_register, team, leader, team_scope):
    given = args if "--team" in args else ["--team", team.slug, *args]

    with pytest.raises(CommandError, match=words):
        import_register(XLSX, *given)

    with enter(team_scope):
        assert Participant.objects.count() == 0


def test_import_register_of_another_kind_of_file_fails_with_words(import_register, team, tmp_path):
    path = tmp_path / "lista.pdf"
    path.write_bytes(b"%PDF-1.7 hello")

    with pytest.raises(CommandError, match="xlsx"):
        import_register(path, "--team", team.slug)


def test_import_register_missing_file_fails(import_register, team, tmp_path):
    with pytest.raises(CommandError):
        import_register(tmp_path / "finns-inte.csv", "--team", team.slug)


def test_import_register_takes_sheet_header_and_mapping_as_told(import_register, team, leader, team_scope):
    args = ["--sheet", "Deltagare", "--header-row", "3", "--map", "O=own", "--map", "5=skip", "--map", "Ort=note"]
    import_register(XLSX, "--team", team.slug, *args)

    with enter(team_scope):
        person = Participant.objects.get(first_name="Fatuma", last_name="Kovalenko")
        enrolment = person.enrolments.get()
        assert (person.phone, person.place) == ("", "")
        assert enrolment.own_values == {"anteckning": "Behöver tolk"}
        assert Note.objects.get(participant=person).text == "Ort: göteborg"


@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_import_register_with_more_own_columns_than_there_is_room_for_says_so(
    more, import_register, team, leader, team_scope, tmp_path
):
    path = tmp_path / "lista.csv"
    titles = [f"Kolumn {letter}" for letter in "abcdefghijklmnopqrstu"]
    path.write_text(";".join(["Namn", *titles]) + "\n" + ";".join(["Zahra Ahmadi", *["ja"] * len(titles)]) + "\n")

    with pytest.raises(CommandError, match="högst 20 egna kolumner.*”Kolumn u”"):
        import_register(path, "--team", team.slug, *more)

    with enter(team_scope):
        assert (Participant.objects.count(), TeamColumn.objects.count()) == (0, 0)


def test_import_register_by_a_member_names_them(import_register, team, handler, leader, team_scope):
    import_register(CSV, "--team", team.slug, "--by", handler.email)

    with enter(team_scope):
        assert set(Enrolment.objects.values_list("created_by", flat=True)) == {handler.pk}
        remark = RestrictedRemark.objects.filter(kind="protection").first()
        named = remark.participant.named_colleagues.values_list("user__name", "is_manager")
        assert set(named) == {("Alice Ek", False), ("Lena Strand", True)}

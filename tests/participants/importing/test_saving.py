"""Many at once are saved as the actions save one; what is sensitive reaches nothing the team sees."""

import json
from datetime import date

import pytest
from django.core import serializers
from django.db import transaction

from core import search
from core.models import Change, SearchToken
from core.scope import enter
from participants import actions, numbers, own, register
from participants.actions.enrolments import Person
from participants.enums import EndKind, EndReason, Focus, NumberKind, OutcomeKind, PauseReason
from participants.importing import owncolumns, planning, saving
from participants.models import (
    ConflictOfInterest,
    Enrolment,
    ImportBatch,
    Intervention,
    Note,
    Participant,
    Profile,
    ProfileOccupation,
    RegisterRow,
    RestrictedRemark,
    TeamColumn,
)
from tests.conftest import member
from tests.participants.importing.conftest import CSV, XLSX, columns_but

TODAY = date(2026, 11, 22)


@pytest.fixture
def save(order_of, team, handler, leader, scope_of):
    """Plans and saves what is pasted, on Alice's behalf; gives the plan."""

    def make(source, **fields):
        order = order_of(source, by_id=handler.pk, seen_by=scope_of(handler, team), today=TODAY, **fields)
        plan = planning.plan(order)
        batch = ImportBatch.objects.create(team=team, owner=handler)
        saving.save(plan, batch)
        batch.mark_done()
        batch.save()
        return plan

    return make


@pytest.fixture
def in_team(team_scope, db):
    with enter(team_scope):
        yield team_scope


LEFT_OUT = {"id", "participant_id", "enrolment_id", "enrolment_public_id", "participant_public_id", "updated_at"}


def values(row):
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in LEFT_OUT}


def test_imported_person_is_the_same_as_one_enrolled_by_hand(
    save, in_team, team, municipality, handler, time_machine_today
):
    save(
        "Namn\tPersonnr\tTelefon\tStartdatum\tHandledare\tInsats\tStatus\tMål\tKom via\n"
        "Zahra Ahmadi\t19900101-2385\t0701740605\t2026-03-01\tAlice\tPraktik t.o.m. 15/12\tpaus\tjobb i kök\tAF\n"
    )
    imported = Enrolment.objects.get()
    number = numbers.read("19920909-2387")
    by_hand = actions.enrol(
        team=team,
        person=Person("Zahra", "Ahmadi", number, {"phone": "+46701740605"}),
        organisation=municipality,
        basis="agreement",
        by=handler,
        started_on=date(2026, 3, 1),
        goal="jobb i kök",
        source="AF",
    )
    actions.assign_handler(enrolment=by_hand, user=handler, by=handler, on=date(2026, 3, 1))
    actions.add_intervention(
        enrolment=by_hand,
        title="Praktik",
        focus=Focus.JOB,
        starts_on=date(2026, 3, 1),
        planned_end_on=date(2026, 12, 15),
        by=handler,
    )
    actions.pause(enrolment=by_hand, reason=PauseReason.OTHER, by=handler, starts_on=TODAY)

    rows = [RegisterRow.objects.get(enrolment=each) for each in (imported, by_hand)]

    assert values(rows[0]) == values(rows[1])
    tokens = [
        set(SearchToken.objects.filter(participant_id=row.participant_id).values_list("token", flat=True))
        for row in rows
    ]
    assert tokens[0] == tokens[1]
    people = [Participant.objects.get(pk=row.participant_id) for row in rows]
    same = ("first_name", "last_name", "sort_name", "phone", "number_kind", "limited_to_organisation_id", "alias")
    assert [getattr(people[0], name) for name in same] == [getattr(people[1], name) for name in same]
    assert numbers.reveal(people[0]) == "19900101-2385"
    told = [
        set(Change.objects.filter(subject_id=person.pk, subject_type="participant").values_list("kind", flat=True))
        for person in people
    ]
    assert told[0] >= {"enrolled"} == told[1]
    assert register.differences(team.pk) == []


@pytest.fixture
def time_machine_today(time_machine):
    time_machine.move_to("2026-11-22 12:00")


def test_imported_end_is_the_same_as_one_ended_by_hand(save, in_team, team, municipality, handler, time_machine_today):
    save(
        "Namn\tStartdatum\tSlutdatum\tHandledare\tInsats\tStatus\n"
        "Zahra Ahmadi\t2026-03-01\t2026-09-01\tAlice\tPraktik\tavslutad - studier\n"
    )
    imported = Enrolment.objects.get()
    by_hand = actions.enrol(
        team=team,
        person=Person("Zahra", "Ahmadi"),
        organisation=municipality,
        basis="agreement",
        by=handler,
        started_on=date(2026, 3, 1),
    )
    actions.assign_handler(enrolment=by_hand, user=handler, by=handler, on=date(2026, 3, 1))
    actions.add_intervention(
        enrolment=by_hand, title="Praktik", focus=Focus.JOB, starts_on=date(2026, 3, 1), by=handler
    )
    actions.record_outcome(enrolment=by_hand, kind=OutcomeKind.STUDIES, starts_on=date(2026, 9, 1), by=handler)
    actions.end_enrolment(
        enrolment=by_hand, reason=EndReason.STUDIES, kind=EndKind.ENDED, by=handler, on=date(2026, 9, 1)
    )

    assert values(RegisterRow.objects.get(enrolment=imported)) == values(RegisterRow.objects.get(enrolment=by_hand))
    ended = [Intervention.objects.get(enrolment=each) for each in (imported, by_hand)]
    assert (ended[0].ended_on, ended[0].end_reason) == (ended[1].ended_on, ended[1].end_reason)
    assert (imported.end_reason, imported.unread) == ("studies", {})


@pytest.mark.parametrize("path", [XLSX, CSV], ids=["xlsx", "csv"])
def test_read_model_is_what_the_facts_say(path, save, in_team, team, colleagues):
    save(path)

    assert register.differences(team.pk) == []


def team_visible():
    """Everything that colleagues may see, list, search or export, as one text."""
    rows = [*Participant.objects.all(), *Enrolment.objects.all(), *RegisterRow.objects.all(), *Note.objects.all()]
    rows += [*Intervention.objects.all(), *Profile.objects.all(), *TeamColumn.objects.all(), *SearchToken.objects.all()]
    text = json.dumps(json.loads(serializers.serialize("json", rows)), ensure_ascii=False).casefold()
    return text.replace("termination", "")


@pytest.mark.parametrize("path", [XLSX, CSV], ids=["xlsx", "csv"])
def test_health_and_protection_of_the_files_reach_nothing_the_team_sees(path, save, in_team, team, colleagues):
    save(path)

    seen = team_visible()
    for word in ("sjukskriven", "rehab", "skyddad id", "skyddad"):
        assert word not in seen
    assert RestrictedRemark.objects.filter(text="Sjukskriven 50 %, rehab").count() > 3
    assert RestrictedRemark.objects.filter(text="Skyddad id!!!").count() > 3


TITLES = (
    "Namn|Personnr|Telefon|E-post|Ort|Adress|Startdatum|Slutdatum|Handledare|Språk|Önskat yrke|Har jobbat som|Körkort|Insats|Status"
    "|Mål|Nästa steg|Kom via|Organisation|Anteckning|Tolk|Tröjstorlek|Bakgrund"
)


@pytest.mark.parametrize("canary", ["har ångest och depression", "skyddad identitet", "misshandlad av maken"])
@pytest.mark.parametrize("column", TITLES.split("|"))
def test_sensitive_words_in_any_column_reach_nothing_the_team_sees(column, canary, save, in_team):
    titles = list(dict.fromkeys(["Namn", column]))
    cells = {"Namn": "Zahra Ahmadi"}
    cells[column] = f"{cells.get(column, 'kock')} ({canary})"

    save("\t".join(titles) + "\n" + "\t".join(cells[t] for t in titles) + "\n")

    seen = team_visible()
    assert canary not in seen
    assert canary.split()[-1] not in seen
    remark = RestrictedRemark.objects.get()
    assert canary in remark.text
    assert remark.source.startswith(column)


@pytest.mark.parametrize("title", ["Diagnos", "Hälsa", "Sjukskriven sedan", "Läkare"])
def test_column_about_health_is_laid_aside_whole_even_when_told_otherwise(title, save, in_team, team, order_of):
    from participants.importing.enums import Field
    from participants.importing.mapping import Column

    source = f"Namn\t{title}\nZahra Ahmadi\tja, sedan mars\n"
    columns = [Column(0, "Namn", Field.NAME), Column(1, title, Field.OWN)]
    order = order_of(source)
    plan = planning.plan(planning.Order(**{**vars(order), "columns": columns}))
    saving.save(plan, ImportBatch.objects.create(team=team))

    assert "sedan mars" not in team_visible()
    assert RestrictedRemark.objects.get().text == "ja, sedan mars"


def test_protected_person_is_seen_by_importer_handler_and_leader_only(
    save, in_team, team, handler, leader, colleague, colleagues, scope_of
):
    save("Namn\tHandledare\tAnteckning\nZahra Ahmadi\tNour\tSkyddad id!!!\n")

    person = Participant.objects.get()
    assert (person.protection_level, person.alias[:7]) == ("marked", "Person ")
    assert RegisterRow.objects.get().list_name == person.alias
    for user, seen in ((handler, 1), (leader, 1), (colleagues[1], 1), (colleague, 0), (colleagues[0], 0)):
        with enter(scope_of(user, team)):
            assert Participant.objects.count() == seen
            assert RegisterRow.objects.count() == seen
    assert search.find("zahra", team_id=team.pk, subject_type="participant") == []
    assert search.find(person.alias.split()[1], team_id=team.pk, subject_type="participant") == [person.pk]


def test_number_that_cannot_be_right_is_sealed_and_marked(save, in_team):
    save("Namn\tPersonnr\nZahra Ahmadi\tLMA 51-123456\nOmid Haddad\tLMA 51-123456\n")

    for person in Participant.objects.all():
        assert (person.number_kind, numbers.reveal(person)) == (NumberKind.OTHER, "LMA 51-123456")
        assert person.enrolments.get().unread == {"number": "LMA ••-••••••"}
    assert "51-123456" not in team_visible()


def test_second_telephone_stands_in_a_column_of_the_teams_own(save, in_team, team):
    save("Namn\tTel\nZahra Ahmadi\t070-174 06 05 / 08-465 00 40\n")

    assert Enrolment.objects.get().own_values == {"fler_telefonnummer": "08-465 00 40"}
    assert TeamColumn.objects.get().title == "Fler telefonnummer"


def test_own_column_that_exists_is_used(save, in_team, team):
    TeamColumn.objects.create(team=team, key="storlek", title="Tröjstorlek")

    save("Namn\ttröjstorlek\nZahra Ahmadi\tM\n")

    assert Enrolment.objects.get().own_values == {"storlek": "M"}
    assert TeamColumn.objects.count() == 1


def test_own_columns_are_never_more_than_a_team_may_have(save, in_team, team):
    columns_but(1, team)
    TeamColumn.objects.create(team=team, key="gammal", title="Gammal", is_retired=True)

    with pytest.raises(owncolumns.NoRoom, match="högst 20 egna kolumner.*”Skåp”, ”Gammal”"), transaction.atomic():
        save("Namn\tTröjstorlek\tSkåp\tKolumn 3\tGammal\nZahra Ahmadi\tM\t7\tja\tL\n")
    assert Participant.objects.count() == 0

    save("Namn\tTröjstorlek\tKolumn 3\nZahra Ahmadi\tM\tja\n")
    assert Enrolment.objects.get().own_values == {"trojstorlek": "M", "k3": "ja"}
    assert TeamColumn.objects.filter(is_retired=False).count() == own.MOST


def test_word_that_fits_two_occupations_wishes_for_both(save, in_team):
    save("Namn\tÖnskat yrke\nZahra Ahmadi\tkock\n")

    labels = ProfileOccupation.objects.values_list("occupation__label", flat=True)
    assert set(labels) == {"Kock à la carte", "Kock storhushåll"}
    assert Profile.objects.get().wishes == "kock"


def test_formula_stays_words(save, in_team):
    plan = save("Namn\tAnteckning\tMål\nZahra Ahmadi\t=1+1\t=A1\n")

    assert (Note.objects.get().text, Enrolment.objects.get().goal) == ("=1+1", "=A1")
    assert plan.rows[0].is_flagged


def test_saving_asks_the_same_number_of_questions_of_2_and_of_200_rows(save, in_team):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked = []
    for many in (2, 200):
        rows = "".join(f"Namn{many}-{n}\tEk\t070-174 {n:04d}\tkock\tarabiska\tPraktik\tpaus\n" for n in range(many))
        with CaptureQueriesContext(connection) as queries:
            save("Förnamn\tEfternamn\tTelefon\tÖnskat yrke\tSpråk\tInsats\tStatus\n" + rows)
        asked.append(len(queries))
    assert asked[1] - asked[0] <= 2  # search words go in batches


def test_a_colleague_who_stands_in_the_file_is_shut_out_of_their_own_row(
    import_register, team, municipality, handler, leader, colleagues, entered, team_scope
):
    mine = member(team, municipality, "P1 Rahimi")  # p1@example.org, "P1@EXAMPLE.ORG" in the file

    import_register(CSV, "--team", team.slug, "--by", handler.email, "--basis", "agreement")

    with enter(team_scope):
        noted = ConflictOfInterest.objects.values_list("participant__first_name", "user_id", "noted_by_id")
        assert list(noted) == [("Parwana", mine.pk, handler.pk)]

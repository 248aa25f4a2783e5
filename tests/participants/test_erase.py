"""An erased person leaves nothing behind, field history included; history of anybody who is here stays as it is."""

import pytest
from django.db import ProgrammingError, connection, transaction

from core import persondata
from core.db import history, tenancy
from core.db.walls import Wall
from core.scope import Kind, Scope, enter
from participants import actions
from participants.models import Participant
from tests.participants.factories import enrolled, intervention

pytestmark = pytest.mark.django_db
HISTORY = [t for t in tenancy.tables() if t.wall == Wall.PERSON and hasattr(t.model, "pgh_tracked_model")]


def lines(participant_id: int) -> int:
    """Of field history about a person, as the team itself sees it."""
    with connection.cursor() as cursor:
        found = 0
        for table in HISTORY:
            cursor.execute(f"SELECT count(*) FROM {table.name} WHERE {table.participant_column} = %s", [participant_id])
            found += cursor.fetchone()[0]
        return found


@pytest.fixture
def lived(team, municipality, handler):
    """Makes somebody with a story: goal changed, name mended, handler, intervention."""

    def make(name: str) -> Participant:
        enrolment = enrolled(team, municipality, name, by=handler, handler=handler)
        actions.set_goal(enrolment=enrolment, goal="Kock", by=handler)
        intervention(enrolment)
        person = enrolment.participant
        person.last_name = "Nyman"
        person.save()
        return person

    return make


@pytest.fixture
def in_team(team):
    with enter(Scope(Kind.RUN, team_id=team.pk)) as scope:
        yield scope


def test_erased_person_is_gone_from_history_too(in_team, lived):
    gone, stays = lived("Zahra"), lived("Omid")
    pk, before = gone.pk, lines(stays.pk)
    assert lines(pk) > 3

    persondata.erase_person(gone)

    assert lines(pk) == 0
    assert lines(stays.pk) == before
    assert list(Participant.objects.all()) == [stays]


def test_history_of_somebody_who_is_here_cannot_be_removed(in_team, lived):
    person = lived("Zahra")
    with pytest.raises(ProgrammingError, match="who is here"), transaction.atomic():
        history.forget([person.pk])
    assert lines(person.pk) > 3


def test_history_of_another_teams_person_is_out_of_reach(in_team, lived, other_team, team):
    person = lived("Zahra")
    pk = person.pk
    count = lines(pk)
    with enter(Scope(Kind.RUN, team_id=other_team.pk)), pytest.raises(ProgrammingError), transaction.atomic():
        history.forget([pk])
    assert lines(pk) == count

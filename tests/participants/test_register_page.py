"""The register's page: who stands in it, in what order, at what cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import ReadLine
from tests.participants.factories import enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(team):
    return reverse("participants:register", args=[team.slug])


def names(response) -> list[str]:
    return re.findall(r'<th role="rowheader".*?<bdi>(.*?)</bdi>', response.content.decode())


def statements(queries) -> list[str]:
    """Without what the test's own transaction adds."""
    return [q["sql"][:70] for q in queries if not re.search(r"(SAVEPOINT |BEGIN|COMMIT)", q["sql"][-60:])]


def test_register_lists_the_team_in_swedish_order_and_logs_it(entered, as_user, handler, team, municipality, url):
    for first, last in (("Åsa", "Öberg"), ("Per", "Zetterlund"), ("Bo", "Ahl"), ("Anna", "Åberg")):
        enrolled(team, municipality, first, last)
    response = as_user(handler).get(url)

    assert names(response) == ["Ahl, Bo", "Zetterlund, Per", "Åberg, Anna", "Öberg, Åsa"]
    line = ReadLine.objects.get()
    assert (line.kind, len(line.subject_ids), line.user_id) == ("listed", 4, handler.pk)


@pytest.mark.parametrize("many", [2, 20, 320])
def test_register_takes_eight_statements_however_many_people(entered, as_user, handler, team, municipality, url, many):
    for number in range(many):
        enrolled(team, municipality, f"Namn{number}", "Efternamn", by=handler)
    client = as_user(handler)
    client.get(url)  # the first visit of a sign-in stamps the session
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200
    assert len(statements(captured.captured_queries)) == 8, statements(captured.captured_queries)

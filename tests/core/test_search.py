"""Words are found by walking the token index, under row-level security."""

from django.db import connection, transaction

from accounts.models import Organisation, Team
from core.db.roles import as_owner
from core.models import SearchToken
from core.scope import run_for_team


def test_search_walks_the_token_index_as_role_app(own_database, django_db_blocker):
    """With the statistics of a filled table; without them the planner may take any index."""
    organisation = Organisation.objects.create(name="O", sector="company")
    team = Team.objects.create(slug="t", name="T", owner=organisation)
    with transaction.atomic(), run_for_team(team.pk):
        SearchToken.objects.bulk_create(
            SearchToken(team_id=team.pk, token=f"ord{number}", subject_type="participant", subject_id=number)
            for number in range(3000)
        )
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE core_searchtoken")
    with transaction.atomic(), run_for_team(team.pk), connection.cursor() as cursor:
        cursor.execute(
            'EXPLAIN SELECT DISTINCT subject_id FROM core_searchtoken WHERE team_id = %s AND token COLLATE "C" >= %s'
            ' AND token COLLATE "C" < %s AND subject_type = %s',
            [team.pk, "zah", "zai", "participant"],
        )
        assert "token_team_range" in "\n".join(row[0] for row in cursor.fetchall())

"""Search under row-level security walks its index."""

from django.db import connection

from core.db.roles import as_owner
from core.models import SearchToken
from core.scope import run_for_team


def test_search_walks_the_token_index_as_role_app(own_database, django_db_blocker):
    """With statistics, as a running database has them: without, the planner tosses a coin between two indexes."""
    with django_db_blocker.unblock():
        with run_for_team(1):
            SearchToken.objects.bulk_create(
                SearchToken(team_id=1, token=f"ord{n}", subject_type="participant", subject_id=n) for n in range(3000)
            )
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ANALYZE core_searchtoken")
        with run_for_team(1), connection.cursor() as cursor:
            cursor.execute(
                'EXPLAIN SELECT DISTINCT subject_id FROM core_searchtoken WHERE team_id = %s AND token COLLATE "C" >= %s'
                ' AND token COLLATE "C" < %s AND subject_type = %s',
                [1, "ord12", "ord13", "participant"],
            )
            assert "token_team_range" in "\n".join(row[0] for row in cursor.fetchall())

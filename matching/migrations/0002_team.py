"""A team's people are read when the team is first asked about, not everybody at the first page after a start."""

from django.db import migrations

SQL = """
-- Ids only: whose columns to read for a team.
CREATE FUNCTION matching_team(team bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT id FROM participants_participant WHERE scope_kind() = 'system' AND team_id = $1 ORDER BY id
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_people")]

    operations = [migrations.RunSQL(SQL, "DROP FUNCTION matching_team(bigint);")]

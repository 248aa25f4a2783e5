"""scope_team() answers only for a running member (or a run, a code, the public form): row-level security alone then
shows a stranger nothing, whatever Python says."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION scope_team() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT CASE public.scope_kind()
    WHEN 'member' THEN (
      SELECT m.team_id FROM public.accounts_membership m
      WHERE m.team_id = NULLIF(current_setting('app.team', true), '')::bigint
        AND m.user_id = public.scope_user()
        AND m.started_on <= (now() AT TIME ZONE 'Europe/Stockholm')::date
        AND (m.ended_on IS NULL OR m.ended_on > (now() AT TIME ZONE 'Europe/Stockholm')::date)
      LIMIT 1)
    WHEN 'run' THEN NULLIF(current_setting('app.team', true), '')::bigint
    WHEN 'code' THEN NULLIF(current_setting('app.team', true), '')::bigint
    WHEN 'public' THEN NULLIF(current_setting('app.team', true), '')::bigint
  END
$$;

-- The organisation on whose behalf the scope's user works in the scope's team.
CREATE FUNCTION scope_organisation() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT m.organisation_id FROM public.accounts_membership m
  WHERE m.team_id = public.scope_team() AND m.user_id = public.scope_user()
    AND m.started_on <= (now() AT TIME ZONE 'Europe/Stockholm')::date
    AND (m.ended_on IS NULL OR m.ended_on > (now() AT TIME ZONE 'Europe/Stockholm')::date)
  LIMIT 1
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("core", "0002_functions")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

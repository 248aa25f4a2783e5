"""hidden_participants(): whom the scope's user must not know of (design 5.1-5.3). Row-level security on every
person-bound table asks it, so it is the database's own statement of what visible_to says in Python."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION hidden_participants() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER ROWS 5
SET search_path = pg_catalog, public AS $$
  WITH hidden (id) AS (
  SELECT p.id FROM public.participants_participant p
  WHERE public.scope_kind() = 'member' AND p.team_id = public.scope_team()
    AND p.limited_to_organisation_id IS NOT NULL
    AND p.limited_to_organisation_id IS DISTINCT FROM public.scope_organisation()
  UNION ALL
  SELECT p.id FROM public.participants_participant p
  WHERE public.scope_kind() = 'member' AND p.team_id = public.scope_team() AND p.protection_level <> 'none'
    AND NOT EXISTS (
      SELECT 1 FROM public.participants_protectedaccess a
      WHERE a.participant_id = p.id AND a.user_id = public.scope_user())
  UNION ALL
  SELECT c.participant_id FROM public.participants_conflictofinterest c
  WHERE public.scope_kind() = 'member' AND c.team_id = public.scope_team() AND c.user_id = public.scope_user()
  )
  SELECT id FROM hidden
  UNION ALL  -- history of a duplicate follows the person it became
  SELECT f.former_id FROM public.participants_formeridentity f WHERE f.participant_id IN (SELECT id FROM hidden)
$$;
"""

HEALTH = """
-- Persons whose health the scope's user may see: those they handle today (co-handler and stand-in too), and for a
-- leader everyone where the team has chosen that.
CREATE FUNCTION health_open_to_scope() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER ROWS 20
SET search_path = pg_catalog, public AS $$
  SELECT a.participant_id FROM public.participants_handlerassignment a
  WHERE a.team_id = public.scope_team() AND a.user_id = public.scope_user()
    AND a.started_on <= (now() AT TIME ZONE 'Europe/Stockholm')::date
    AND (a.ended_on IS NULL OR a.ended_on > (now() AT TIME ZONE 'Europe/Stockholm')::date)
  UNION ALL
  SELECT p.id FROM public.participants_participant p
  WHERE p.team_id = public.scope_team() AND EXISTS (
    SELECT 1 FROM public.accounts_membership m JOIN public.accounts_team t ON t.id = m.team_id
    WHERE m.team_id = p.team_id AND m.user_id = public.scope_user() AND m.role = 'leader'
      AND t.health_visibility = 'handlers_and_leader'
      AND m.started_on <= (now() AT TIME ZONE 'Europe/Stockholm')::date
      AND (m.ended_on IS NULL OR m.ended_on > (now() AT TIME ZONE 'Europe/Stockholm')::date))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("participants", "0001_initial"), ("accounts", "0002_functions")]

    operations = [
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        migrations.RunSQL(HEALTH, migrations.RunSQL.noop),
    ]

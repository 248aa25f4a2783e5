"""hidden_participants(): whom the scope's user must not know of (design 5.1-5.3). Row-level security on every
person-bound table asks it, so it is the database's own statement of what visible_to says in Python."""

from django.db import migrations

SQL = """
CREATE OR REPLACE FUNCTION hidden_participants() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER ROWS 5
SET search_path = pg_catalog, public AS $$
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
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("participants", "0001_initial"), ("accounts", "0002_functions")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

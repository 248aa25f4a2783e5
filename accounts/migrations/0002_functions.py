"""What row-level security asks about a member, what a browser without an account may ask, who reads an incident."""

from django.db import migrations

# scope_team() answers only for a running member (or a run, a code, the public form): row-level security alone then
# shows a stranger nothing, whatever Python says.
SCOPE = """
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

# A browser without an account has no scope, so row-level security hides every link and code from it. These functions
# answer only for somebody who holds the secret itself, say no more than what it opens, and change no more than that
# row.
ACCESS = """
CREATE FUNCTION access_ask(p_token bytea, p_purpose text, p_browser bytea)
RETURNS TABLE (link_id bigint, team_id bigint, subject_type varchar, subject_id bigint, participant_id bigint)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  UPDATE accounts_accesslink l SET asked_at = clock_timestamp(), asked_browser = p_browser
  WHERE l.token_digest = p_token AND l.purpose = p_purpose AND l.closed_at IS NULL AND l.expires_at > clock_timestamp()
  RETURNING l.id, l.team_id, l.subject_type, l.subject_id, l.participant_id
$$;

CREATE FUNCTION access_here(p_purpose text, p_digest bytea, p_token bytea)
RETURNS TABLE (code_id bigint, team_id bigint, subject_type varchar, subject_id bigint, participant_id bigint)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  UPDATE accounts_accesscode c SET used_at = clock_timestamp()
  WHERE c.kind = 'here' AND c.purpose = p_purpose AND (c.digest = p_digest OR c.token_digest = p_token)
    AND c.used_at IS NULL AND c.closed_at IS NULL AND c.expires_at > clock_timestamp()
  RETURNING c.id, c.team_id, c.subject_type, c.subject_id, c.participant_id
$$;

-- Daily, over all teams: what has not opened anything for a month, and counts whose window is long over.
CREATE FUNCTION access_sweep() RETURNS bigint LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE gone bigint; links bigint;
BEGIN
  DELETE FROM accounts_accesscode WHERE expires_at < now() - interval '30 days';
  GET DIAGNOSTICS gone = ROW_COUNT;
  DELETE FROM accounts_accesslink l WHERE l.expires_at < now() - interval '30 days'
    AND NOT EXISTS (SELECT 1 FROM accounts_accesscode c WHERE c.link_id = l.id);
  GET DIAGNOSTICS links = ROW_COUNT;
  DELETE FROM accounts_guesscount WHERE opened_at < now() - interval '2 days';
  RETURN gone + links;
END $$;
"""

# An incident is read by whoever reported it and those who manage the team, whatever Python asks.
INCIDENTS = """
CREATE FUNCTION scope_manages() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (
    SELECT 1 FROM public.accounts_membership m
    WHERE m.team_id = public.scope_team() AND m.user_id = public.scope_user() AND m.role IN ('leader', 'admin')
      AND m.started_on <= (now() AT TIME ZONE 'Europe/Stockholm')::date
      AND (m.ended_on IS NULL OR m.ended_on > (now() AT TIME ZONE 'Europe/Stockholm')::date))
$$;
CREATE POLICY incident_readers ON accounts_incident AS RESTRICTIVE FOR ALL USING (
  (SELECT scope_kind()) = 'run'
  OR ((SELECT scope_kind()) = 'member' AND (reported_by_id = (SELECT scope_user()) OR (SELECT scope_manages()))));
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("core", "0002_functions")]

    operations = [
        migrations.RunSQL(SCOPE, migrations.RunSQL.noop),
        migrations.RunSQL(ACCESS, migrations.RunSQL.noop),
        migrations.RunSQL(INCIDENTS, migrations.RunSQL.noop),
    ]

"""matching_people(): the one reader across teams. It leaves out the protected, those whose sharing is withdrawn or was
never given, and everybody who is not looking (paused, in work, ended); answers only in scope `system`. Columns are
those the score may read: no sex, age, origin, health, belief or notes."""

from django.db import migrations

SQL = """
CREATE FUNCTION matching_people(wanted bigint[]) RETURNS TABLE (
  id bigint, team_id bigint, municipality_id bigint, radius_km int, would_move boolean, hours_min int, hours_max int,
  shifts jsonb, licences jsonb, has_car boolean, can_start_on date, goal_occupation_id bigint,
  occupations jsonb, experience jsonb, skills bigint[], languages jsonb, places bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT p.id, p.team_id, p.municipality_id, f.radius_km, f.would_move, f.hours_min, f.hours_max, f.shifts, f.licences,
         f.has_car, f.can_start_on, e.goal_occupation_id, o.list, x.list, s.list, l.list, m.list
  FROM participants_participant p
  JOIN participants_profile f ON f.participant_id = p.id
  JOIN participants_enrolment e ON e.participant_id = p.id AND e.state = 'active'
  LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_array(occupation_id, is_wish, months)) AS list
    FROM participants_profileoccupation WHERE profile_id = f.id) o ON true
  LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_array(occupation_id,
      GREATEST(1, (COALESCE(to_month, current_date) - COALESCE(from_month, to_month, current_date)) / 30))) AS list
    FROM participants_experience WHERE profile_id = f.id AND occupation_id IS NOT NULL) x ON true
  LEFT JOIN LATERAL (SELECT array_agg(skill_id) AS list FROM participants_profileskill WHERE profile_id = f.id) s ON true
  LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_array(language_id, level::int)) AS list
    FROM participants_profilelanguage WHERE profile_id = f.id) l ON true
  LEFT JOIN LATERAL (SELECT array_agg(municipality_id) AS list
    FROM participants_profileplace WHERE profile_id = f.id) m ON true
  WHERE scope_kind() = 'system' AND p.protection_level = 'none' AND p.limited_to_organisation_id IS NULL
    AND (wanted IS NULL OR p.id = ANY (wanted))
$$;

-- Ids only: whose columns to read again after a change of these enrolments.
CREATE FUNCTION matching_participants_of(enrolments bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT DISTINCT participant_id FROM participants_enrolment
  WHERE scope_kind() = 'system' AND id = ANY (enrolments)
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("participants", "0002_hidden_participants")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]

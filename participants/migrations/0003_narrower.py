"""Walls beside those that core.db.tenancy derives from the models: who reads a referral that nobody has become a
participant of yet, a private reminder or draft, a concern, what is about health, a question from another team; and
where a moved note's history goes."""

from django.db import migrations

# A partner's form opens the team's public scope, and nobody there has become a participant yet: beside the wall, it reads
# and writes no referral at all. What it sends in is written in the team's own scope.
STAFF_ONLY = """
CREATE POLICY staff_only ON participants_intake AS RESTRICTIVE USING ((SELECT scope_kind()) IN ('member', 'run'));
CREATE POLICY staff_only ON participants_intakeevent AS RESTRICTIVE FOR SELECT
  USING ((SELECT scope_kind()) IN ('member', 'run'));
"""

# A private reminder is its owner's alone, and a draft its writer's: whatever Python asks, the database gives it to nobody
# else. A team's own run sees all, or erasing and merging a person would leave some behind. A task about nobody stands
# outside the policy on people, so the kinds of scope are said here.
PRIVATE = """
CREATE POLICY task_private ON participants_task AS RESTRICTIVE FOR ALL USING (
  (SELECT scope_kind()) = 'run'
  OR ((SELECT scope_kind()) = 'member' AND (NOT is_private OR owner_id = (SELECT scope_user()))));
CREATE POLICY draft_writer ON participants_notedraft AS RESTRICTIVE FOR ALL USING (
  (SELECT scope_kind()) = 'run' OR user_id = (SELECT scope_user()));
"""

# A concern is read by whoever wrote it, the person's handlers of today and the leader, whatever Python asks.
CONCERN = """
CREATE FUNCTION concerns_open_to_scope() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER ROWS 20
SET search_path = pg_catalog, public AS $$
  SELECT a.participant_id FROM public.participants_handlerassignment a
  WHERE a.team_id = public.scope_team() AND a.user_id = public.scope_user()
    AND a.started_on <= (now() AT TIME ZONE 'Europe/Stockholm')::date
    AND (a.ended_on IS NULL OR a.ended_on > (now() AT TIME ZONE 'Europe/Stockholm')::date)
$$;
CREATE FUNCTION scope_leads() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (
    SELECT 1 FROM public.accounts_membership m
    WHERE m.team_id = public.scope_team() AND m.user_id = public.scope_user() AND m.role = 'leader'
      AND m.started_on <= (now() AT TIME ZONE 'Europe/Stockholm')::date
      AND (m.ended_on IS NULL OR m.ended_on > (now() AT TIME ZONE 'Europe/Stockholm')::date))
$$;
CREATE POLICY concern_readers ON participants_concern AS RESTRICTIVE FOR ALL USING (
  (SELECT scope_kind()) = 'run'
  OR ((SELECT scope_kind()) = 'member' AND (
    created_by_id = (SELECT scope_user()) OR (SELECT scope_leads())
    OR participant_id IN (SELECT concerns_open_to_scope()))));
"""

# Papers about health are read and written by those who see the person's health, whatever Python asks; a code that opens
# one person's own rows opens no document.
DOCUMENTS = """
CREATE POLICY document_readers ON participants_document AS RESTRICTIVE FOR ALL USING (
  (SELECT scope_kind()) = 'run'
  OR ((SELECT scope_kind()) = 'member'
      AND (kind <> 'health' OR participant_id IN (SELECT health_open_to_scope()))));
"""

# Hours of an intervention about health are read and written by those who see the person's health, whatever Python asks; a
# code that opens one person's own rows opens none.
ATTENDANCE = """
CREATE POLICY attendance_readers ON participants_attendance AS RESTRICTIVE FOR ALL USING (
  (SELECT scope_kind()) = 'run'
  OR ((SELECT scope_kind()) = 'member'
      AND (participant_id IN (SELECT health_open_to_scope())
           OR NOT EXISTS (SELECT FROM participants_intervention i WHERE i.id = intervention_id AND i.focus = 'health'))));
"""

# A question from another team is the leader's to read, one about a protected person that colleague's alone who was named.
# Once somebody has become a participant it says nothing of them, and follows who may see them.
TRANSFERS = """
CREATE POLICY transfer_readers ON participants_transferin AS RESTRICTIVE FOR ALL USING (
  (SELECT scope_kind()) = 'run'
  OR ((SELECT scope_kind()) = 'member' AND (
    participant_id IS NOT NULL OR to_user_id = (SELECT scope_user())
    OR (to_user_id IS NULL AND (SELECT scope_leads())))));
"""

# Field history of a note goes where the note goes: the one it was written on by mistake keeps nothing of its text. The app
# may not change history; this makes it agree with the note as it stands, in the scope's team, and does nothing else.
NOTE_HISTORY = """
CREATE FUNCTION history_follows_note(moved bigint) RETURNS bigint LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  WITH went AS (
    UPDATE public.participants_noteevent e SET participant_id = n.participant_id, enrolment_id = n.enrolment_id
      FROM public.participants_note n
     WHERE n.id = moved AND n.team_id = public.scope_team() AND e.pgh_obj_id = n.id AND e.team_id = n.team_id
    RETURNING 1)
  SELECT count(*) FROM went
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("participants", "0002_hidden_participants"), ("accounts", "0002_functions")]

    operations = [
        migrations.RunSQL(STAFF_ONLY, migrations.RunSQL.noop),
        migrations.RunSQL(PRIVATE, migrations.RunSQL.noop),
        migrations.RunSQL(CONCERN, migrations.RunSQL.noop),
        migrations.RunSQL(DOCUMENTS, migrations.RunSQL.noop),
        migrations.RunSQL(ATTENDANCE, migrations.RunSQL.noop),
        migrations.RunSQL(TRANSFERS, migrations.RunSQL.noop),
        migrations.RunSQL(NOTE_HISTORY, migrations.RunSQL.noop),
    ]

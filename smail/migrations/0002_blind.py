"""The blind rule held by the database (design 5.4-5.6), beside the wall that stands on every person-bound table.

Restrictive policies: a rating is read only when both parts have ended, the handler's belief only by the one who rated,
health only by those who may see health (health_open_to_scope(), participants' migration 0002). With a participant's
code only the answers being given are read or written. Members never write ratings: the actions do, in a run for the team. Runs see all (locking, merging, erasing).
"""

from django.db import migrations

BLIND = """
CREATE POLICY blind_read ON smail_rating AS RESTRICTIVE FOR SELECT USING (
  CASE (SELECT scope_kind())
    WHEN 'run' THEN true
    WHEN 'code' THEN stage = 'draft'
    WHEN 'member' THEN stage = 'shown'
      AND (by_id = (SELECT scope_user()) OR indicator_id NOT IN (SELECT id FROM smail_indicator WHERE handler_only))
      AND (indicator_id NOT IN (SELECT id FROM smail_indicator WHERE is_health)
           OR participant_id IN (SELECT health_open_to_scope()))
    ELSE false
  END);
CREATE POLICY blind_add ON smail_rating AS RESTRICTIVE FOR INSERT WITH CHECK (
  CASE (SELECT scope_kind())
    WHEN 'run' THEN true
    WHEN 'code' THEN stage = 'draft' AND EXISTS (
      SELECT 1 FROM smail_part p WHERE p.id = part_id AND p.rater = 'participant' AND p.ended_at IS NULL)
    ELSE false
  END);
CREATE POLICY blind_change ON smail_rating AS RESTRICTIVE FOR UPDATE USING (
  (SELECT scope_kind()) = 'run' OR ((SELECT scope_kind()) = 'code' AND stage = 'draft')) WITH CHECK (
  (SELECT scope_kind()) = 'run' OR ((SELECT scope_kind()) = 'code' AND stage = 'draft'));
CREATE POLICY blind_remove ON smail_rating AS RESTRICTIVE FOR DELETE USING ((SELECT scope_kind()) = 'run');

-- What stood before a correction follows the rating it belonged to.
CREATE POLICY blind_read ON smail_ratingevent AS RESTRICTIVE FOR SELECT USING (
  (SELECT scope_kind()) = 'run' OR EXISTS (SELECT 1 FROM smail_rating r WHERE r.id = pgh_obj_id));

-- A person with a code answers; what came out of it earlier is for the conversation.
CREATE POLICY blind_read ON smail_progress AS RESTRICTIVE FOR SELECT USING ((SELECT scope_kind()) <> 'code');
"""


class Migration(migrations.Migration):
    dependencies = [("smail", "0001_initial"), ("participants", "0002_hidden_participants")]

    operations = [
        migrations.RunSQL(BLIND, migrations.RunSQL.noop),
    ]

"""The log of refusals has an end: role `app` may not remove its lines, only ask for those that are a year old to go."""

from django.db import migrations

FORGET = """
CREATE FUNCTION forget_denied(p_most integer) RETURNS bigint LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE gone bigint;
BEGIN
  DELETE FROM core_deniedline WHERE id IN (
    SELECT id FROM core_deniedline WHERE at < now() - interval '365 days' ORDER BY at LIMIT p_most);
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_functions")]

    operations = [migrations.RunSQL(FORGET, "DROP FUNCTION forget_denied(integer)")]

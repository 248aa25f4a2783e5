"""Decisions of an import; random ids for what stands in addresses; the register in order of handlers' names."""

from django.db import migrations, models

import core.ids
from core.folding import sort_key

WITH_ID = ("experience", "education", "restrictedremark")


def give_ids(apps, schema_editor):
    """What is there already: one id a row, which a column's default could not give."""
    for name in WITH_ID:
        model = apps.get_model("participants", name)
        for row in model.objects.filter(public_id=None).only("pk").iterator(chunk_size=2000):
            model.objects.filter(pk=row.pk).update(public_id=core.ids.new_public_id())


def sort_handlers(apps, schema_editor):
    """As participants.register.handler_sort."""
    rows = apps.get_model("participants", "RegisterRow").objects.exclude(handler=None)
    for pk, name in rows.values_list("handler_id", "handler__name").distinct():
        rows.filter(handler_id=pk).update(handler_sort=f"{sort_key(name)[:170]}\x1f{pk}")


class Migration(migrations.Migration):
    dependencies = [("participants", "0003_handler_end_reason")]

    operations = [
        migrations.AddField("importbatch", "decisions", models.JSONField(blank=True, default=dict)),
        *[
            migrations.AddField(name, "public_id", core.ids.PublicIdField(null=True, default=None))
            for name in WITH_ID
        ],
        migrations.AddField(
            "registerrow", "handler_sort", models.CharField(db_collation="C", max_length=190, null=True)
        ),
        migrations.RunPython(give_ids, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(sort_handlers, migrations.RunPython.noop, elidable=True),
        *[migrations.AlterField(name, "public_id", core.ids.PublicIdField()) for name in WITH_ID],
        migrations.AddIndex(
            "registerrow", models.Index(fields=["team", "handler_sort", "sort_name"], name="row_team_handler_name")
        ),
    ]

import core.db.tables
import core.ids
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_functions'),
        ('participants', '0002_hidden_participants'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        core.db.tables.Tables(
            models=[
                migrations.CreateModel(
                    name='Indicator',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=24, unique=True)),
                        ('position', models.PositiveSmallIntegerField(unique=True)),
                        ('is_health', models.BooleanField(default=False)),
                        ('handler_only', models.BooleanField(default=False)),
                        ('names', models.JSONField()),
                    ],
                    options={
                        'ordering': ['position'],
                    },
                ),
                migrations.CreateModel(
                    name='Instrument',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveSmallIntegerField(unique=True)),
                        ('published_on', models.DateField(null=True)),
                        ('source', models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        'ordering': ['version'],
                    },
                ),
                migrations.CreateModel(
                    name='Assessment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                        ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='participants.participant')),
                        ('public_id', core.ids.PublicIdField(default=core.ids.new_public_id, editable=False, max_length=14, unique=True)),
                        ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='participants.enrolment')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('kind', models.CharField(choices=[('baseline', 'första gången'), ('regular', 'som vanligt'), ('handover', 'vid byte av handledare'), ('exit', 'vid avslut')], max_length=8)),
                        ('due_on', models.DateField(null=True)),
                        ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='smail.instrument')),
                        ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('locked_at', models.DateTimeField(blank=True, null=True)),
                        ('locked_on', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['team', 'locked_on'], name='assessment_team_locked')],
                        'constraints': [models.UniqueConstraint(fields=('enrolment', 'number'), name='assessment_number_once'), models.UniqueConstraint(condition=models.Q(('locked_at', None)), fields=('enrolment',), name='assessment_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('locked_at', None), ('locked_on', None)), models.Q(('locked_at__isnull', False), ('locked_on__isnull', False)), _connector='OR'), name='assessment_locked_has_day'), models.CheckConstraint(condition=models.Q(('locked_at', None), ('locked_at__gte', models.F('opened_at')), _connector='OR'), name='assessment_locked_at_not_before_opened_at'), models.CheckConstraint(condition=models.Q(('kind__in', ['baseline', 'regular', 'handover', 'exit'])), name='assessment_kind_one_of'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='assessment_number_from_one')],
                    },
                ),
                migrations.CreateModel(
                    name='InstrumentLanguage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='languages', to='smail.instrument')),
                        ('code', models.CharField(max_length=8)),
                        ('position', models.PositiveSmallIntegerField()),
                        ('own_name', models.CharField(max_length=40)),
                        ('staff_name', models.CharField(max_length=40)),
                        ('direction', models.CharField(choices=[('ltr', 'Ltr'), ('rtl', 'Rtl')], default='ltr', max_length=3)),
                        ('review_state', models.CharField(choices=[('awaiting', 'utkast, inte granskat'), ('reviewed', 'granskat')], default='awaiting', max_length=8)),
                        ('review_note', models.CharField(blank=True, max_length=200)),
                        ('words', models.JSONField(default=dict)),
                    ],
                    options={
                        'ordering': ['position'],
                        'constraints': [models.UniqueConstraint(fields=('instrument', 'code'), name='instrument_language_once'), models.CheckConstraint(condition=models.Q(('direction__in', ['ltr', 'rtl'])), name='instrumentlanguage_direction_one_of'), models.CheckConstraint(condition=models.Q(('review_state__in', ['awaiting', 'reviewed'])), name='instrumentlanguage_review_state_one_of')],
                    },
                ),
                migrations.CreateModel(
                    name='Part',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                        ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='participants.participant')),
                        ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='smail.assessment')),
                        ('rater', models.CharField(choices=[('participant', 'deltagaren'), ('handler', 'handledaren')], max_length=11)),
                        ('language', models.CharField(blank=True, max_length=8)),
                        ('given_how', models.CharField(blank=True, choices=[('here', 'på telefon, här nu'), ('home', 'på telefon, hemma'), ('paper', 'på papper'), ('staff', 'av kollegan själv')], max_length=5)),
                        ('started_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_as', models.CharField(blank=True, choices=[('answered', 'svarade'), ('declined', 'ville inte svara'), ('not_obtained', 'nåddes inte')], max_length=12)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('assessment', 'rater'), name='part_rater_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_as', ''), ('ended_at', None)), models.Q(models.Q(('ended_as', ''), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='part_ended_has_time'), models.CheckConstraint(condition=models.Q(('ended_by', None), ('ended_at__isnull', False), _connector='OR'), name='part_ended_by_only_with_ended_at'), models.CheckConstraint(condition=models.Q(('rater__in', ['participant', 'handler'])), name='part_rater_one_of'), models.CheckConstraint(condition=models.Q(('given_how__in', ['', 'here', 'home', 'paper', 'staff'])), name='part_given_how_one_of'), models.CheckConstraint(condition=models.Q(('ended_as__in', ['', 'answered', 'declined', 'not_obtained'])), name='part_ended_as_one_of')],
                        'triggers': [pgtrigger.compiler.Trigger(name='part_ends_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.ended_at IS NOT NULL AND (OLD.ended_at IS DISTINCT FROM NEW.ended_at OR OLD.ended_as IS DISTINCT FROM NEW.ended_as OR OLD.ended_by_id IS DISTINCT FROM NEW.ended_by_id))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1f1a0786cbc758065f4a509d1e7f3f1e8ad57349', operation='UPDATE', pgid='pgtrigger_part_ends_once_a33e4', table='smail_part', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "smail_partevent" ("assessment_id", "ended_as", "ended_at", "ended_by_id", "given_how", "id", "language", "participant_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rater", "started_at", "team_id") VALUES (NEW."assessment_id", NEW."ended_as", NEW."ended_at", NEW."ended_by_id", NEW."given_how", NEW."id", NEW."language", NEW."participant_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rater", NEW."started_at", NEW."team_id"); RETURN NULL;', hash='e075582b75c5f4af7175c5b35b2ef600b6822690', operation='INSERT', pgid='pgtrigger_insert_insert_de37a', table='smail_part', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "smail_partevent" ("assessment_id", "ended_as", "ended_at", "ended_by_id", "given_how", "id", "language", "participant_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rater", "started_at", "team_id") VALUES (NEW."assessment_id", NEW."ended_as", NEW."ended_at", NEW."ended_by_id", NEW."given_how", NEW."id", NEW."language", NEW."participant_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rater", NEW."started_at", NEW."team_id"); RETURN NULL;', hash='849ef82ce19d68e7d3364ec1b06b2932fa814392', operation='UPDATE', pgid='pgtrigger_update_update_71600', table='smail_part', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='PartEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='smail.part')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team')),
                        ('participant', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='participants.participant')),
                        ('assessment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='smail.assessment')),
                        ('rater', models.CharField(choices=[('participant', 'deltagaren'), ('handler', 'handledaren')], max_length=11)),
                        ('language', models.CharField(blank=True, max_length=8)),
                        ('given_how', models.CharField(blank=True, choices=[('here', 'på telefon, här nu'), ('home', 'på telefon, hemma'), ('paper', 'på papper'), ('staff', 'av kollegan själv')], max_length=5)),
                        ('started_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_as', models.CharField(blank=True, choices=[('answered', 'svarade'), ('declined', 'ville inte svara'), ('not_obtained', 'nåddes inte')], max_length=12)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='Progress',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                        ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='participants.participant')),
                        ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='progress', to='participants.enrolment')),
                        ('rater', models.CharField(choices=[('participant', 'deltagaren'), ('handler', 'handledaren')], max_length=11)),
                        ('times', models.PositiveSmallIntegerField()),
                        ('first_on', models.DateField()),
                        ('previous_on', models.DateField(null=True)),
                        ('latest_on', models.DateField()),
                        ('first', models.JSONField(default=dict)),
                        ('previous', models.JSONField(default=dict)),
                        ('latest', models.JSONField(default=dict)),
                        ('first_index', models.DecimalField(decimal_places=2, max_digits=3, null=True)),
                        ('previous_index', models.DecimalField(decimal_places=2, max_digits=3, null=True)),
                        ('latest_index', models.DecimalField(decimal_places=2, max_digits=3, null=True)),
                        ('verdict', models.CharField(blank=True, choices=[('progress', 'rör sig framåt'), ('stable', 'ungefär som förut'), ('regression', 'har gått tillbaka')], max_length=10)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['team', 'rater', 'latest_on'], name='progress_team_latest')],
                        'constraints': [models.UniqueConstraint(fields=('enrolment', 'rater'), name='progress_once'), models.CheckConstraint(condition=models.Q(('latest_on', None), ('latest_on__gte', models.F('first_on')), _connector='OR'), name='progress_latest_on_not_before_first_on'), models.CheckConstraint(condition=models.Q(('latest_on', None), ('latest_on__gte', models.F('previous_on')), _connector='OR'), name='progress_latest_on_not_before_previous_on'), models.CheckConstraint(condition=models.Q(('previous_on', None), ('previous_on__gte', models.F('first_on')), _connector='OR'), name='progress_previous_on_not_before_first_on'), models.CheckConstraint(condition=models.Q(('rater__in', ['participant', 'handler'])), name='progress_rater_one_of'), models.CheckConstraint(condition=models.Q(('verdict__in', ['', 'progress', 'stable', 'regression'])), name='progress_verdict_one_of')],
                    },
                ),
                migrations.CreateModel(
                    name='Question',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='smail.instrument')),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='smail.indicator')),
                        ('rater', models.CharField(choices=[('participant', 'deltagaren'), ('handler', 'handledaren')], max_length=11)),
                        ('order', models.PositiveSmallIntegerField()),
                    ],
                    options={
                        'ordering': ['rater', 'order'],
                        'constraints': [models.UniqueConstraint(fields=('instrument', 'rater', 'indicator'), name='question_indicator_once'), models.UniqueConstraint(fields=('instrument', 'rater', 'order'), name='question_order_once'), models.CheckConstraint(condition=models.Q(('rater__in', ['participant', 'handler'])), name='question_rater_one_of')],
                    },
                ),
                migrations.CreateModel(
                    name='QuestionText',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='smail.question')),
                        ('language', models.CharField(max_length=8)),
                        ('text', models.CharField(max_length=200)),
                        ('labels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), size=5)),
                        ('help', models.CharField(blank=True, max_length=300)),
                        ('anchors', models.JSONField(blank=True, default=dict)),
                        ('review_state', models.CharField(choices=[('awaiting', 'utkast, inte granskat'), ('reviewed', 'granskat')], default='awaiting', max_length=8)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('question', 'language'), name='question_text_once'), models.CheckConstraint(condition=models.Q(('labels__len', 5)), name='question_text_five_labels'), models.CheckConstraint(condition=models.Q(('review_state__in', ['awaiting', 'reviewed'])), name='questiontext_review_state_one_of')],
                    },
                ),
                migrations.CreateModel(
                    name='Rating',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                        ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='participants.participant')),
                        ('part', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='smail.part')),
                        ('indicator', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='smail.indicator')),
                        ('value', models.PositiveSmallIntegerField(null=True)),
                        ('reason', models.CharField(blank=True, choices=[('dont_know', 'vet inte'), ('skipped', 'vill inte svara')], max_length=9)),
                        ('stage', models.CharField(choices=[('draft', 'Draft'), ('sealed', 'Sealed'), ('shown', 'Shown')], max_length=6)),
                        ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('rated_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('part', 'indicator'), name='rating_once'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('value__range', (1, 5))), models.Q(('value', None), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='rating_one_to_five'), models.CheckConstraint(condition=models.Q(('reason__in', ['', 'dont_know', 'skipped'])), name='rating_reason_one_of'), models.CheckConstraint(condition=models.Q(('stage__in', ['draft', 'sealed', 'shown'])), name='rating_stage_one_of')],
                        'triggers': [pgtrigger.compiler.Trigger(name='corrected_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.stage = 'shown' AND (OLD.value IS DISTINCT FROM NEW.value OR OLD.reason IS DISTINCT FROM NEW.reason))", func='INSERT INTO "smail_ratingevent" ("by_id", "id", "indicator_id", "part_id", "participant_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rated_at", "reason", "stage", "team_id", "value") VALUES (OLD."by_id", OLD."id", OLD."indicator_id", OLD."part_id", OLD."participant_id", _pgh_attach_context(), NOW(), \'corrected\', OLD."id", OLD."rated_at", OLD."reason", OLD."stage", OLD."team_id", OLD."value"); RETURN NULL;', hash='204cd84dd53d356f3703bc55a31e636d7102c028', operation='UPDATE', pgid='pgtrigger_corrected_update_b5d3e', table='smail_rating', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='RatingEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='smail.rating')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team')),
                        ('participant', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='participants.participant')),
                        ('part', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='smail.part')),
                        ('indicator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='smail.indicator')),
                        ('value', models.PositiveSmallIntegerField(null=True)),
                        ('reason', models.CharField(blank=True, choices=[('dont_know', 'vet inte'), ('skipped', 'vill inte svara')], max_length=9)),
                        ('stage', models.CharField(choices=[('draft', 'Draft'), ('sealed', 'Sealed'), ('shown', 'Shown')], max_length=6)),
                        ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('rated_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
            ],
        ),
    ]

import core.db.tables
import core.ids
import django.contrib.postgres.constraints
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        core.db.tables.Tables(
            models=[
                migrations.CreateModel(
                    name='CacheEntry',
                    fields=[
                        ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                        ('value', models.TextField()),
                        ('expires', models.DateTimeField(db_index=True)),
                    ],
                    options={
                        'db_table': 'accounts_cache',
                    },
                ),
                migrations.CreateModel(
                    name='GuessCount',
                    fields=[
                        ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ('opened_at', models.DateTimeField()),
                        ('count', models.PositiveIntegerField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['opened_at'], name='guess_count_opened')],
                    },
                ),
                migrations.CreateModel(
                    name='Organisation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', core.ids.PublicIdField(default=core.ids.new_public_id, editable=False, max_length=14, unique=True)),
                        ('name', models.CharField(max_length=120, verbose_name='namn')),
                        ('sector', models.CharField(choices=[('municipality', 'kommun'), ('nonprofit', 'ideell organisation'), ('company', 'företag'), ('authority', 'myndighet')], max_length=12, verbose_name='slag')),
                        ('number', models.CharField(blank=True, max_length=10, verbose_name='organisationsnummer')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('sector__in', ['municipality', 'nonprofit', 'company', 'authority'])), name='organisation_sector_one_of')],
                    },
                ),
                migrations.CreateModel(
                    name='Team',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('slug', models.SlugField(max_length=60, unique=True)),
                        ('name', models.CharField(max_length=120, verbose_name='namn')),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owned_teams', to='accounts.organisation')),
                        ('is_practice', models.BooleanField(default=False, verbose_name='övningsteam')),
                        ('sharing_agreement', models.TextField(blank=True, verbose_name='överenskommelse om delning')),
                        ('health_visibility', models.CharField(choices=[('handlers', 'handledare och vikarie'), ('handlers_and_leader', 'handledare, vikarie och processledare')], default='handlers', max_length=20)),
                        ('report_weekday', models.PositiveSmallIntegerField(default=1, verbose_name='rapportdag')),
                        ('report_hour', models.PositiveSmallIntegerField(default=6, verbose_name='rapporttimme')),
                        ('assessment_days', models.PositiveSmallIntegerField(default=90, verbose_name='dagar mellan skattningar')),
                        ('intake_days_waiting', models.PositiveSmallIntegerField(default=180, verbose_name='dagar en förfrågan får vänta')),
                        ('intake_days_declined', models.PositiveSmallIntegerField(default=90, verbose_name='dagar efter ett nej')),
                        ('accepts_transfers', models.BooleanField(default=False, verbose_name='tar emot från andra team')),
                        ('requires_second_step', models.BooleanField(default=False, verbose_name='kräver två steg vid inloggning')),
                        ('municipality_code', models.CharField(blank=True, max_length=4)),
                        ('contact_name', models.CharField(blank=True, max_length=120, verbose_name='kontaktperson')),
                        ('contact_phone', models.CharField(blank=True, max_length=20, verbose_name='telefon')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('organisations', models.ManyToManyField(related_name='teams', to='accounts.organisation')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('report_weekday__range', (1, 7))), name='team_report_weekday'), models.CheckConstraint(condition=models.Q(('report_hour__range', (0, 23))), name='team_report_hour'), models.CheckConstraint(condition=models.Q(('assessment_days__range', (14, 366))), name='team_assessment_days'), models.CheckConstraint(condition=models.Q(('health_visibility__in', ['handlers', 'handlers_and_leader'])), name='team_health_visibility_one_of'), models.CheckConstraint(condition=models.Q(('intake_days_declined__range', (7, 366)), ('intake_days_waiting__range', (7, 366))), name='team_intake_days')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_teamevent" ("accepts_transfers", "assessment_days", "contact_name", "contact_phone", "created_at", "health_visibility", "id", "intake_days_declined", "intake_days_waiting", "is_practice", "municipality_code", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_hour", "report_weekday", "requires_second_step", "sharing_agreement", "slug") VALUES (NEW."accepts_transfers", NEW."assessment_days", NEW."contact_name", NEW."contact_phone", NEW."created_at", NEW."health_visibility", NEW."id", NEW."intake_days_declined", NEW."intake_days_waiting", NEW."is_practice", NEW."municipality_code", NEW."name", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."report_hour", NEW."report_weekday", NEW."requires_second_step", NEW."sharing_agreement", NEW."slug"); RETURN NULL;', hash='b8f683fd0302e88d995d38f3b567d6f89d9c074a', operation='INSERT', pgid='pgtrigger_insert_insert_71b40', table='accounts_team', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_teamevent" ("accepts_transfers", "assessment_days", "contact_name", "contact_phone", "created_at", "health_visibility", "id", "intake_days_declined", "intake_days_waiting", "is_practice", "municipality_code", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_hour", "report_weekday", "requires_second_step", "sharing_agreement", "slug") VALUES (NEW."accepts_transfers", NEW."assessment_days", NEW."contact_name", NEW."contact_phone", NEW."created_at", NEW."health_visibility", NEW."id", NEW."intake_days_declined", NEW."intake_days_waiting", NEW."is_practice", NEW."municipality_code", NEW."name", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."report_hour", NEW."report_weekday", NEW."requires_second_step", NEW."sharing_agreement", NEW."slug"); RETURN NULL;', hash='3c77771feb5925d2101562ddb174669c9dc3052f', operation='UPDATE', pgid='pgtrigger_update_update_529da', table='accounts_team', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='AccessLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                        ('participant_id', models.BigIntegerField(blank=True, null=True)),
                        ('purpose', models.CharField(max_length=40)),
                        ('subject_type', models.CharField(max_length=40)),
                        ('subject_id', models.BigIntegerField()),
                        ('created_by_id', models.BigIntegerField(null=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('expires_at', models.DateTimeField()),
                        ('closed_at', models.DateTimeField(null=True)),
                        ('token_digest', models.BinaryField(max_length=32, unique=True)),
                        ('asked_at', models.DateTimeField(null=True)),
                        ('asked_browser', models.BinaryField(max_length=32, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['team', 'purpose', 'subject_type', 'subject_id'], name='access_link_subject')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('asked_browser', None), ('asked_at__isnull', False), _connector='OR'), name='access_link_asked_has_time')],
                    },
                ),
                migrations.CreateModel(
                    name='AccessCode',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                        ('participant_id', models.BigIntegerField(blank=True, null=True)),
                        ('purpose', models.CharField(max_length=40)),
                        ('subject_type', models.CharField(max_length=40)),
                        ('subject_id', models.BigIntegerField()),
                        ('created_by_id', models.BigIntegerField(null=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('expires_at', models.DateTimeField()),
                        ('closed_at', models.DateTimeField(null=True)),
                        ('kind', models.CharField(choices=[('told', 'sagd av handledaren'), ('sent', 'skickad'), ('here', 'här nu')], max_length=4)),
                        ('link', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='accounts.accesslink')),
                        ('digest', models.BinaryField(max_length=32)),
                        ('token_digest', models.BinaryField(max_length=32, null=True, unique=True)),
                        ('browser', models.BinaryField(max_length=32, null=True)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('used_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['team', 'purpose', 'subject_type', 'subject_id'], name='access_code_subject'), models.Index(condition=models.Q(('used_at', None)), fields=['link', 'browser'], name='access_code_waiting')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None), ('kind', 'here'), ('used_at', None)), fields=('purpose', 'digest'), name='access_code_here_once'), models.CheckConstraint(condition=models.Q(('tries__lte', 5)), name='access_code_tries'), models.CheckConstraint(condition=models.Q(('kind__in', ['told', 'sent', 'here'])), name='accesscode_kind_one_of'), models.CheckConstraint(condition=models.Q(('token_digest', None), models.Q(('kind', 'here'), ('link', None)), _connector='OR'), name='access_code_token_is_here'), models.CheckConstraint(condition=models.Q(('kind', 'here'), ('browser__isnull', False), _connector='OR'), name='access_code_has_browser')],
                    },
                ),
                migrations.CreateModel(
                    name='TeamEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.team')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('slug', models.SlugField(db_index=False, max_length=60)),
                        ('name', models.CharField(max_length=120, verbose_name='namn')),
                        ('owner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation')),
                        ('is_practice', models.BooleanField(default=False, verbose_name='övningsteam')),
                        ('sharing_agreement', models.TextField(blank=True, verbose_name='överenskommelse om delning')),
                        ('health_visibility', models.CharField(choices=[('handlers', 'handledare och vikarie'), ('handlers_and_leader', 'handledare, vikarie och processledare')], default='handlers', max_length=20)),
                        ('report_weekday', models.PositiveSmallIntegerField(default=1, verbose_name='rapportdag')),
                        ('report_hour', models.PositiveSmallIntegerField(default=6, verbose_name='rapporttimme')),
                        ('assessment_days', models.PositiveSmallIntegerField(default=90, verbose_name='dagar mellan skattningar')),
                        ('intake_days_waiting', models.PositiveSmallIntegerField(default=180, verbose_name='dagar en förfrågan får vänta')),
                        ('intake_days_declined', models.PositiveSmallIntegerField(default=90, verbose_name='dagar efter ett nej')),
                        ('accepts_transfers', models.BooleanField(default=False, verbose_name='tar emot från andra team')),
                        ('requires_second_step', models.BooleanField(default=False, verbose_name='kräver två steg vid inloggning')),
                        ('municipality_code', models.CharField(blank=True, max_length=4)),
                        ('contact_name', models.CharField(blank=True, max_length=120, verbose_name='kontaktperson')),
                        ('contact_phone', models.CharField(blank=True, max_length=20, verbose_name='telefon')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('email', models.EmailField(max_length=254, unique=True, verbose_name='mejladress')),
                        ('name', models.CharField(max_length=120, verbose_name='namn')),
                        ('phone', models.CharField(blank=True, max_length=20, verbose_name='telefon')),
                        ('language', models.CharField(default='sv', max_length=5)),
                        ('theme', models.CharField(blank=True, choices=[('', 'som datorn'), ('light', 'ljust'), ('dark', 'mörkt')], default='', max_length=5)),
                        ('density', models.CharField(blank=True, choices=[('', 'lagom'), ('tight', 'tätt'), ('airy', 'luftigt')], default='', max_length=5)),
                        ('shortcuts', models.BooleanField(default=True, verbose_name='kortkommandon')),
                        ('is_active', models.BooleanField(default=True)),
                        ('is_system_admin', models.BooleanField(default=False)),
                        ('joined_at', models.DateTimeField(auto_now_add=True)),
                        ('sign_outs', models.PositiveIntegerField(default=0)),
                        ('address_changes', models.PositiveIntegerField(default=0)),
                        ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                        ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('theme__in', ['', 'light', 'dark'])), name='user_theme_one_of'), models.CheckConstraint(condition=models.Q(('density__in', ['', 'tight', 'airy'])), name='user_density_one_of')],
                    },
                ),
                migrations.CreateModel(
                    name='Incident',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                        ('public_id', core.ids.PublicIdField(default=core.ids.new_public_id, editable=False, max_length=14, unique=True)),
                        ('kind', models.CharField(choices=[('wrong', 'skickat eller visat för fel person'), ('lost', 'borttappat eller stulet: dator, telefon, papper'), ('seen', 'någon har sett det som inte fick'), ('changed', 'ändrat eller raderat av misstag'), ('intrusion', 'intrång eller kapat konto'), ('other', 'annat')], max_length=10, verbose_name='vad hände')),
                        ('what', models.TextField(max_length=4000, verbose_name='berätta')),
                        ('found_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='upptäckt')),
                        ('people_about', models.PositiveIntegerField(blank=True, null=True, verbose_name='ungefär hur många personer')),
                        ('reported_at', models.DateTimeField(auto_now_add=True)),
                        ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('risk', models.CharField(blank=True, choices=[('unlikely', 'osannolik: anmäls inte'), ('risk', 'risk: anmäls till IMY'), ('high', 'hög risk: anmäls till IMY, och de berörda får veta')], default='', max_length=8, verbose_name='risk för de berörda')),
                        ('measures', models.TextField(blank=True, max_length=4000, verbose_name='vad som gjorts')),
                        ('decided_at', models.DateTimeField(blank=True, null=True)),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('authority_told_at', models.DateTimeField(blank=True, null=True)),
                        ('people_told_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-found_at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['wrong', 'lost', 'seen', 'changed', 'intrusion', 'other'])), name='incident_kind_one_of'), models.CheckConstraint(condition=models.Q(('risk__in', ['', 'unlikely', 'risk', 'high'])), name='incident_risk_one_of'), models.CheckConstraint(condition=models.Q(('decided_by', None), ('decided_at__isnull', False), _connector='OR'), name='incident_decided_by_only_with_decided_at'), models.CheckConstraint(condition=models.Q(('closed_by', None), ('closed_at__isnull', False), _connector='OR'), name='incident_closed_by_only_with_closed_at'), models.CheckConstraint(condition=models.Q(('decided_at', None), ('decided_at__gte', models.F('found_at')), _connector='OR'), name='incident_decided_at_not_before_found_at'), models.CheckConstraint(condition=models.Q(('decided_at', None), models.Q(('risk', ''), _negated=True), _connector='OR'), name='incident_decided_has_risk')],
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', core.ids.PublicIdField(default=core.ids.new_public_id, editable=False, max_length=14, unique=True)),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='accounts.team')),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                        ('role', models.CharField(choices=[('handler', 'handledare'), ('leader', 'processledare'), ('steering', 'styrgrupp'), ('admin', 'administratör'), ('reader', 'läser')], default='handler', max_length=10, verbose_name='roll')),
                        ('email', models.EmailField(max_length=254, verbose_name='mejladress')),
                        ('token_digest', models.BinaryField(max_length=32, unique=True)),
                        ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('sent_at', models.DateTimeField()),
                        ('expires_at', models.DateTimeField()),
                        ('accepted_at', models.DateTimeField(null=True)),
                        ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('revoked_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('revoked_at', None)), fields=('team', 'email'), name='invitation_one_waiting'), models.CheckConstraint(condition=models.Q(('role__in', ['handler', 'leader', 'steering', 'admin', 'reader'])), name='invitation_role_one_of'), models.CheckConstraint(condition=models.Q(('accepted_at', None), ('revoked_at', None), _connector='OR'), name='invitation_accepted_at_or_revoked_at'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('accepted_by', None)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='invitation_accepted_by_somebody')],
                    },
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', core.ids.PublicIdField(default=core.ids.new_public_id, editable=False, max_length=14, unique=True)),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='accounts.team')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.organisation')),
                        ('role', models.CharField(choices=[('handler', 'handledare'), ('leader', 'processledare'), ('steering', 'styrgrupp'), ('admin', 'administratör'), ('reader', 'läser')], default='handler', max_length=10, verbose_name='roll')),
                        ('started_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='från')),
                        ('ended_on', models.DateField(blank=True, null=True, verbose_name='till')),
                        ('languages', models.JSONField(blank=True, default=list, verbose_name='språk')),
                        ('places', models.JSONField(blank=True, default=list, verbose_name='orter')),
                        ('last_visit_at', models.DateTimeField(blank=True, null=True)),
                        ('previous_visit_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('ended_on', None), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='membership_ended_on_not_before_started_on'), models.CheckConstraint(condition=models.Q(('role__in', ['handler', 'leader', 'steering', 'admin', 'reader'])), name='membership_role_one_of'), models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('team', 'user'), name='membership_one_running')],
                        'indexes': [models.Index(fields=['user', 'team'], name='membership_user_team')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_membershipevent" ("ended_on", "id", "languages", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "role", "started_on", "team_id", "user_id") VALUES (NEW."ended_on", NEW."id", NEW."languages", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."places", NEW."role", NEW."started_on", NEW."team_id", NEW."user_id"); RETURN NULL;', hash='8fed040333c971580496a35b683013d57125b68b', operation='INSERT', pgid='pgtrigger_insert_insert_fc05a', table='accounts_membership', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."languages" IS DISTINCT FROM (NEW."languages") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."places" IS DISTINCT FROM (NEW."places") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."started_on" IS DISTINCT FROM (NEW."started_on") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))', func='INSERT INTO "accounts_membershipevent" ("ended_on", "id", "languages", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "role", "started_on", "team_id", "user_id") VALUES (NEW."ended_on", NEW."id", NEW."languages", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."places", NEW."role", NEW."started_on", NEW."team_id", NEW."user_id"); RETURN NULL;', hash='abd77fa13b1ca2c6c4b878ca3c5e9fc866901fbd', operation='UPDATE', pgid='pgtrigger_update_update_20ab5', table='accounts_membership', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='Absence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                        ('public_id', core.ids.PublicIdField(default=core.ids.new_public_id, editable=False, max_length=14, unique=True)),
                        ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='accounts.membership')),
                        ('starts_on', models.DateField(verbose_name='första dagen borta')),
                        ('back_on', models.DateField(verbose_name='tillbaka')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['team', 'back_on'], name='absence_team_back')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('back_on__gt', models.F('starts_on'))), name='absence_back_after_start'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('membership_id'), models.F('membership_id'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('starts_on'), models.F('back_on'), function='daterange'), '&&')], name='absence_one_at_a_time')],
                    },
                ),
                migrations.CreateModel(
                    name='MembershipEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.membership')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('id', models.BigIntegerField()),
                        ('team', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.team')),
                        ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.organisation')),
                        ('role', models.CharField(choices=[('handler', 'handledare'), ('leader', 'processledare'), ('steering', 'styrgrupp'), ('admin', 'administratör'), ('reader', 'läser')], default='handler', max_length=10, verbose_name='roll')),
                        ('started_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='från')),
                        ('ended_on', models.DateField(blank=True, null=True, verbose_name='till')),
                        ('languages', models.JSONField(blank=True, default=list, verbose_name='språk')),
                        ('places', models.JSONField(blank=True, default=list, verbose_name='orter')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
            ],
        ),
    ]

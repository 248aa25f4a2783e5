import core.db.tables
import core.ids
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_functions'),
        ('participants', '0002_hidden_participants'),
    ]

    operations = [
        core.db.tables.Tables(
            models=[
                migrations.CreateModel(
                    name='CV',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                        ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='participants.participant')),
                        ('public_id', core.ids.PublicIdField(default=core.ids.new_public_id, editable=False, max_length=14, unique=True)),
                        ('title', models.CharField(max_length=80, verbose_name='vad cv:t är till för')),
                        ('language', models.CharField(choices=[('sv', 'svenska'), ('en', 'engelska'), ('ar', 'arabiska'), ('uk', 'ukrainska')], default='sv', max_length=2, verbose_name='språk')),
                        ('design', models.CharField(choices=[('classic', 'klassisk')], default='classic', max_length=10, verbose_name='form')),
                        ('shown_name', models.CharField(blank=True, max_length=160, verbose_name='namn överst')),
                        ('headline', models.CharField(blank=True, max_length=120, verbose_name='rubrik')),
                        ('profile_text', models.TextField(blank=True, max_length=2000, verbose_name='presentation')),
                        ('arrangement', models.JSONField(blank=True, default=dict)),
                        ('shows_phone', models.BooleanField(default=True, verbose_name='telefon')),
                        ('shows_email', models.BooleanField(default=True, verbose_name='mejl')),
                        ('shows_municipality', models.BooleanField(default=True, verbose_name='kommun')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('updated_at', models.DateTimeField(auto_now=True)),
                        ('updated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('archived_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['participant', '-updated_at'], name='cv_participant')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('language__in', ['sv', 'en', 'ar', 'uk'])), name='cv_language_one_of'), models.CheckConstraint(condition=models.Q(('design__in', ['classic'])), name='cv_design_one_of')],
                    },
                ),
                migrations.CreateModel(
                    name='CVVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                        ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='participants.participant')),
                        ('public_id', core.ids.PublicIdField(default=core.ids.new_public_id, editable=False, max_length=14, unique=True)),
                        ('cv', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='cvbuilder.cv')),
                        ('digest', models.CharField(max_length=64)),
                        ('content', models.JSONField()),
                        ('design', models.CharField(choices=[('classic', 'klassisk')], max_length=10)),
                        ('engine', models.CharField(max_length=20)),
                        ('file', models.CharField(blank=True, max_length=100)),
                        ('sha256', models.CharField(blank=True, max_length=64)),
                        ('size', models.PositiveIntegerField(default=0)),
                        ('made_at', models.DateTimeField(auto_now_add=True)),
                        ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('rendered_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['-made_at', '-pk'],
                        'constraints': [models.UniqueConstraint(fields=('cv', 'digest'), name='cv_version_once'), models.CheckConstraint(condition=models.Q(('design__in', ['classic'])), name='cvversion_design_one_of'), models.CheckConstraint(condition=models.Q(models.Q(('file', ''), ('rendered_at', None), ('sha256', '')), models.Q(models.Q(('sha256', ''), _negated=True), models.Q(('file', ''), _negated=True), ('rendered_at__isnull', False)), _connector='OR'), name='cv_version_file_whole')],
                        'triggers': [pgtrigger.compiler.Trigger(name='content_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."cv_id" IS DISTINCT FROM (NEW."cv_id") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."design" IS DISTINCT FROM (NEW."design") OR OLD."engine" IS DISTINCT FROM (NEW."engine") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='de38d08ef70f315f88e2c1f6721d2b2c6c04c5f5', operation='UPDATE', pgid='pgtrigger_content_stays_8927c', table='cvbuilder_cvversion', when='BEFORE')), pgtrigger.compiler.Trigger(name='file_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.sha256 <> '' AND (OLD.file, OLD.sha256, OLD.size) IS DISTINCT FROM (NEW.file, NEW.sha256, NEW.size))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1e5d6b06d6d6f4b55ab1d53ad8957aec1a44f65b', operation='UPDATE', pgid='pgtrigger_file_stays_f5af0', table='cvbuilder_cvversion', when='BEFORE'))],
                    },
                ),
            ],
        ),
    ]

import core.db.tables
import core.ids
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_functions'),
        ('taxonomy', '0001_initial'),
    ]

    operations = [
        core.db.tables.Tables(
            models=[
                migrations.CreateModel(
                    name='AdRefusal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(choices=[('own', 'eget'), ('platsbanken', 'Platsbanken')], max_length=12)),
                        ('external_id', models.CharField(max_length=40)),
                        ('title', models.CharField(blank=True, max_length=200)),
                        ('reason', models.CharField(max_length=300)),
                        ('seen_at', models.DateTimeField(auto_now=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('source', 'external_id'), name='ad_refusal_once'), models.CheckConstraint(condition=models.Q(('source__in', ['own', 'platsbanken'])), name='adrefusal_source_one_of')],
                    },
                ),
                migrations.CreateModel(
                    name='Employer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', core.ids.PublicIdField(default=core.ids.new_public_id, editable=False, max_length=14, unique=True)),
                        ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employers', to='accounts.organisation')),
                        ('name', models.CharField(max_length=160, verbose_name='namn')),
                        ('name_order', models.CharField(db_collation='C', editable=False, max_length=160)),
                        ('number', models.CharField(blank=True, max_length=10, verbose_name='organisationsnummer')),
                        ('person_number', models.BinaryField(null=True)),
                        ('person_number_index', models.BinaryField(null=True)),
                        ('industry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.snigroup', verbose_name='bransch')),
                        ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.municipality', verbose_name='kommun')),
                        ('address', models.CharField(blank=True, max_length=200, verbose_name='adress')),
                        ('phone', models.CharField(blank=True, max_length=20, verbose_name='telefon')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='mejl')),
                        ('website', models.CharField(blank=True, max_length=200, verbose_name='webbplats')),
                        ('size', models.CharField(blank=True, choices=[('sole', 'bara ägaren'), ('small', '2–9'), ('medium', '10–49'), ('large', '50–249'), ('huge', '250 eller fler')], max_length=6, verbose_name='storlek')),
                        ('openness', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('shown', 'någon på plats som visar'), ('shorter_days', 'kortare dagar i början'), ('learn_swedish', 'det går bra att lära sig svenska på jobbet'), ('visit', 'studiebesök'), ('adapt', 'arbetet kan ändras efter personen'), ('no_cv', 'vi träffas hellre än läser cv')], max_length=20), blank=True, default=list, size=None, verbose_name='öppna för')),
                        ('collective_agreement', models.BooleanField(blank=True, null=True, verbose_name='kollektivavtal')),
                        ('about', models.TextField(blank=True, max_length=2000, verbose_name='bra att veta')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='har kontakten')),
                        ('last_contact_on', models.DateField(editable=False, null=True)),
                        ('last_contact_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('last_contact_team', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.team')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('search_text', models.TextField(blank=True, editable=False)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['organisation', 'name_order', 'id'], name='employer_by_name'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('search_text', config='simple'), name='employer_words')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('organisation', 'number'), name='employer_number_once'), models.UniqueConstraint(fields=('organisation', 'person_number_index'), name='employer_person_once'), models.CheckConstraint(condition=models.Q(('number', ''), ('person_number', None), _connector='OR'), name='employer_one_number'), models.CheckConstraint(condition=models.Q(models.Q(('person_number', None), ('person_number_index', None)), models.Q(('person_number__isnull', False), ('person_number_index__isnull', False)), _connector='OR'), name='employer_person_number_whole'), models.CheckConstraint(condition=models.Q(('size__in', ['', 'sole', 'small', 'medium', 'large', 'huge'])), name='employer_size_one_of'), models.CheckConstraint(condition=models.Q(('openness__contained_by', ['shown', 'shorter_days', 'learn_swedish', 'visit', 'adapt', 'no_cv'])), name='employer_openness_some_of')],
                    },
                ),
                migrations.CreateModel(
                    name='Contact',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', core.ids.PublicIdField(default=core.ids.new_public_id, editable=False, max_length=14, unique=True)),
                        ('employer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='employers.employer')),
                        ('name', models.CharField(max_length=120, verbose_name='namn')),
                        ('title', models.CharField(blank=True, max_length=80, verbose_name='roll')),
                        ('phone', models.CharField(blank=True, max_length=20, verbose_name='telefon')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='mejl')),
                        ('is_current', models.BooleanField(default=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'ordering': ['-is_current', 'name', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='ContactLogEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.team')),
                        ('public_id', core.ids.PublicIdField(default=core.ids.new_public_id, editable=False, max_length=14, unique=True)),
                        ('employer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='log', to='employers.employer')),
                        ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='employers.contact', verbose_name='med vem')),
                        ('kind', models.CharField(choices=[('call', 'samtal'), ('visit', 'besök'), ('mail', 'mejl eller sms'), ('meeting', 'möte'), ('event', 'träff eller mässa')], default='call', max_length=8, verbose_name='hur')),
                        ('on', models.DateField(default=django.utils.timezone.localdate, verbose_name='dag')),
                        ('text', models.TextField(max_length=4000, verbose_name='vad ni sa')),
                        ('next_step', models.CharField(blank=True, max_length=200, verbose_name='nästa steg')),
                        ('next_on', models.DateField(blank=True, null=True, verbose_name='när')),
                        ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'ordering': ['-on', '-pk'],
                        'indexes': [models.Index(fields=['team', 'employer', '-on'], name='contactlog_by_employer')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['call', 'visit', 'mail', 'meeting', 'event'])), name='contactlogentry_kind_one_of')],
                    },
                ),
                migrations.CreateModel(
                    name='PostingLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posting_links', to='accounts.team')),
                        ('token', core.ids.PublicIdField(default=core.ids.new_public_id, editable=False, max_length=14, unique=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('team',), name='posting_link_one_in_force')],
                    },
                ),
                migrations.CreateModel(
                    name='JobPosting',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_id', core.ids.PublicIdField(default=core.ids.new_public_id, editable=False, max_length=14, unique=True)),
                        ('source', models.CharField(choices=[('own', 'eget'), ('platsbanken', 'Platsbanken')], default='own', max_length=12)),
                        ('external_id', models.CharField(blank=True, max_length=40, null=True)),
                        ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to='accounts.organisation')),
                        ('status', models.CharField(choices=[('draft', 'påbörjat'), ('waiting_review', 'väntar på granskning'), ('open', 'öppet'), ('closed', 'stängt'), ('expired', 'tiden har gått ut'), ('removed', 'borttaget')], default='draft', max_length=14)),
                        ('created_through', models.CharField(choices=[('public_form', 'arbetsgivarens formulär'), ('staff_call', 'samtal med teamet'), ('import', 'inläsning')], max_length=12)),
                        ('employer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to='employers.employer')),
                        ('employer_name', models.CharField(max_length=160, verbose_name='arbetsplats')),
                        ('employer_number', models.CharField(blank=True, max_length=10)),
                        ('contact_name', models.CharField(blank=True, max_length=120, verbose_name='kontaktperson')),
                        ('contact_phone', models.CharField(blank=True, max_length=20, verbose_name='telefon')),
                        ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='mejl')),
                        ('title', models.CharField(max_length=200, verbose_name='jobb')),
                        ('description', models.TextField(blank=True, max_length=20000, verbose_name='en vanlig dag')),
                        ('tasks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('customers', 'möta kunder eller gäster'), ('till', 'ta betalt'), ('cook', 'laga mat'), ('wash_up', 'diska'), ('clean', 'städa'), ('pack', 'packa och plocka'), ('lift', 'lyfta och bära'), ('drive', 'köra bil eller truck'), ('outdoors', 'arbeta utomhus'), ('greenery', 'sköta växter'), ('machines', 'sköta maskiner'), ('build', 'bygga och laga'), ('care', 'hjälpa äldre eller sjuka'), ('children', 'vara med barn'), ('computer', 'arbeta vid dator'), ('laundry', 'tvätta och sy')], max_length=12), blank=True, default=list, size=None, verbose_name='uppgifter')),
                        ('occupation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.occupation', verbose_name='yrke')),
                        ('ssyk4', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.ssykgroup')),
                        ('places_count', models.PositiveSmallIntegerField(default=1, verbose_name='antal platser')),
                        ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.municipality', verbose_name='kommun')),
                        ('place_text', models.CharField(blank=True, max_length=120, verbose_name='ort')),
                        ('address', models.CharField(blank=True, max_length=200, verbose_name='adress')),
                        ('latitude', models.FloatField(blank=True, null=True)),
                        ('longitude', models.FloatField(blank=True, null=True)),
                        ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('employment', 'anställning'), ('trial', 'provanställning'), ('internship', 'praktik först'), ('subsidised', 'anställning med lönestöd')], max_length=12), blank=True, default=list, size=None, verbose_name='slag')),
                        ('subsidies', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('nystartsjobb', 'nystartsjobb'), ('introduktionsjobb', 'introduktionsjobb'), ('etableringsjobb', 'etableringsjobb'), ('yrkesintroduktion', 'yrkesintroduktion'), ('lonebidrag_anstallning', 'lönebidrag för anställning'), ('lonebidrag_utveckling', 'lönebidrag för utveckling'), ('lonebidrag_trygghet', 'lönebidrag för trygghet'), ('samhall', 'utveckling hos Samhall'), ('osa', 'skyddat arbete hos offentlig arbetsgivare')], max_length=24), blank=True, default=list, size=None, verbose_name='stöd arbetsgivaren kan tänka sig')),
                        ('openness', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('shown', 'någon på plats som visar'), ('shorter_days', 'kortare dagar i början'), ('learn_swedish', 'det går bra att lära sig svenska på jobbet'), ('visit', 'studiebesök'), ('adapt', 'arbetet kan ändras efter personen'), ('no_cv', 'vi träffas hellre än läser cv')], max_length=20), blank=True, default=list, size=None, verbose_name='öppna för')),
                        ('employment_form', models.CharField(blank=True, choices=[('permanent', 'tillsvidare, kan börja med provanställning'), ('temporary', 'visstid eller vikariat'), ('seasonal', 'säsong'), ('on_call', 'vid behov, timmar'), ('abroad', 'arbete utomlands')], max_length=10, verbose_name='anställningsform')),
                        ('duration', models.CharField(blank=True, choices=[('permanent', 'tills vidare'), ('twelve_months', 'ett år eller längre'), ('six_months', '6–12 månader'), ('three_months', '3–6 månader'), ('weeks', '11 dagar–3 månader'), ('days', 'högst tio dagar')], max_length=14, verbose_name='hur länge')),
                        ('worktime', models.CharField(blank=True, choices=[('full', 'heltid'), ('part', 'deltid'), ('either', 'heltid eller deltid')], max_length=6, verbose_name='omfattning')),
                        ('worktime_min', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('worktime_max', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('hours_min', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minst timmar i veckan')),
                        ('hours_max', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='högst timmar i veckan')),
                        ('hours_text', models.CharField(blank=True, max_length=120, verbose_name='timmar, med ord')),
                        ('shifts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('day', 'dag'), ('evening', 'kväll'), ('night', 'natt'), ('weekend', 'helg')], max_length=8), blank=True, default=list, size=None, verbose_name='tider')),
                        ('pay_form', models.CharField(blank=True, choices=[('fixed', 'fast lön per månad eller timme'), ('fixed_and_variable', 'fast och rörlig lön'), ('variable', 'rörlig lön'), ('unpaid', 'ingen lön, praktik')], max_length=20, verbose_name='lön')),
                        ('pay_text', models.CharField(blank=True, max_length=200, verbose_name='om lönen')),
                        ('starts_on', models.DateField(blank=True, null=True, verbose_name='börjar')),
                        ('starts_text', models.CharField(blank=True, max_length=120, verbose_name='börjar, med ord')),
                        ('experience', models.CharField(blank=True, choices=[('none', 'ingen, vi lär upp'), ('some', 'lite hjälper'), ('required', 'behövs')], max_length=8, verbose_name='erfarenhet')),
                        ('no_education', models.BooleanField(blank=True, null=True, verbose_name='ingen utbildning behövs')),
                        ('education_text', models.CharField(blank=True, max_length=200, verbose_name='utbildning')),
                        ('own_car', models.BooleanField(default=False, verbose_name='egen bil behövs')),
                        ('record_check', models.BooleanField(default=False, verbose_name='utdrag ur belastningsregistret')),
                        ('may_be_public', models.BooleanField(default=False, verbose_name='får visas öppet')),
                        ('answering_team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.team')),
                        ('via_link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='employers.postinglink')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='svarar på frågor')),
                        ('step', models.PositiveSmallIntegerField(default=0)),
                        ('dated_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('changed_at', models.DateTimeField(auto_now=True)),
                        ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                        ('asked_at', models.DateTimeField(blank=True, null=True)),
                        ('answer_by', models.DateField(blank=True, null=True)),
                        ('published_at', models.DateTimeField(blank=True, null=True)),
                        ('apply_by', models.DateField(blank=True, null=True, verbose_name='sista dag')),
                        ('expires_at', models.DateTimeField(blank=True, null=True)),
                        ('webpage_url', models.CharField(blank=True, max_length=500)),
                        ('apply_url', models.CharField(blank=True, max_length=1000)),
                        ('reference', models.CharField(blank=True, max_length=200)),
                        ('digest', models.BinaryField(max_length=32, null=True)),
                        ('search_text', models.TextField(blank=True, editable=False)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('source', 'own')), fields=['-dated_at', '-id'], name='job_own_by_date'), models.Index(condition=models.Q(('source', 'platsbanken'), ('status', 'open')), fields=['-dated_at', '-id'], name='job_national_by_date'), models.Index(condition=models.Q(('status', 'open')), fields=['municipality', '-dated_at', '-id'], name='job_open_by_place'), models.Index(condition=models.Q(('status', 'open')), fields=['expires_at'], name='job_open_expires'), models.Index(condition=models.Q(('source', 'own')), fields=['contact_email'], name='job_by_mail'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('search_text', config='simple'), name='job_words')],
                        'constraints': [models.UniqueConstraint(fields=('source', 'external_id'), name='job_external_once'), models.CheckConstraint(condition=models.Q(models.Q(('external_id', None), ('organisation__isnull', False), ('source', 'own')), models.Q(models.Q(('source', 'own'), _negated=True), ('employer', None), ('external_id__isnull', False), ('organisation', None)), _connector='OR'), name='job_own_or_imported'), models.CheckConstraint(condition=models.Q(('hours_min', None), ('hours_max', None), ('hours_max__gte', models.F('hours_min')), _connector='OR'), name='job_hours'), models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='job_point_whole'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'open'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='job_open_is_published'), models.CheckConstraint(condition=models.Q(('places_count__gte', 1)), name='job_has_a_place'), models.CheckConstraint(condition=models.Q(('worktime_max', None), ('worktime_max__gte', models.F('worktime_min')), _connector='OR'), name='jobposting_worktime_max_not_before_worktime_min'), models.CheckConstraint(condition=models.Q(('source__in', ['own', 'platsbanken'])), name='jobposting_source_one_of'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'waiting_review', 'open', 'closed', 'expired', 'removed'])), name='jobposting_status_one_of'), models.CheckConstraint(condition=models.Q(('created_through__in', ['public_form', 'staff_call', 'import'])), name='jobposting_created_through_one_of'), models.CheckConstraint(condition=models.Q(('employment_form__in', ['', 'permanent', 'temporary', 'seasonal', 'on_call', 'abroad'])), name='jobposting_employment_form_one_of'), models.CheckConstraint(condition=models.Q(('duration__in', ['', 'permanent', 'twelve_months', 'six_months', 'three_months', 'weeks', 'days'])), name='jobposting_duration_one_of'), models.CheckConstraint(condition=models.Q(('worktime__in', ['', 'full', 'part', 'either'])), name='jobposting_worktime_one_of'), models.CheckConstraint(condition=models.Q(('pay_form__in', ['', 'fixed', 'fixed_and_variable', 'variable', 'unpaid'])), name='jobposting_pay_form_one_of'), models.CheckConstraint(condition=models.Q(('experience__in', ['', 'none', 'some', 'required'])), name='jobposting_experience_one_of'), models.CheckConstraint(condition=models.Q(('tasks__contained_by', ['customers', 'till', 'cook', 'wash_up', 'clean', 'pack', 'lift', 'drive', 'outdoors', 'greenery', 'machines', 'build', 'care', 'children', 'computer', 'laundry'])), name='jobposting_tasks_some_of'), models.CheckConstraint(condition=models.Q(('kinds__contained_by', ['employment', 'trial', 'internship', 'subsidised'])), name='jobposting_kinds_some_of'), models.CheckConstraint(condition=models.Q(('subsidies__contained_by', ['nystartsjobb', 'introduktionsjobb', 'etableringsjobb', 'yrkesintroduktion', 'lonebidrag_anstallning', 'lonebidrag_utveckling', 'lonebidrag_trygghet', 'samhall', 'osa'])), name='jobposting_subsidies_some_of'), models.CheckConstraint(condition=models.Q(('openness__contained_by', ['shown', 'shorter_days', 'learn_swedish', 'visit', 'adapt', 'no_cv'])), name='jobposting_openness_some_of'), models.CheckConstraint(condition=models.Q(('shifts__contained_by', ['day', 'evening', 'night', 'weekend'])), name='jobposting_shifts_some_of')],
                    },
                ),
                migrations.CreateModel(
                    name='JobEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='employers.jobposting')),
                        ('at', models.DateTimeField(auto_now_add=True)),
                        ('act', models.CharField(choices=[('confirmed', 'skickades in av arbetsgivaren'), ('entered', 'togs emot i samtal'), ('opened', 'öppnades'), ('asked', 'frågade arbetsgivaren'), ('refused', 'togs inte emot'), ('edited', 'ändrades'), ('closed', 'stängdes'), ('reopened', 'öppnades igen'), ('extended', 'fick längre tid'), ('expired', 'tiden gick ut')], max_length=10)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('text', models.CharField(blank=True, max_length=1000)),
                    ],
                    options={
                        'ordering': ['-at', '-pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('act__in', ['confirmed', 'entered', 'opened', 'asked', 'refused', 'edited', 'closed', 'reopened', 'extended', 'expired'])), name='jobevent_act_one_of')],
                    },
                ),
                migrations.CreateModel(
                    name='JobExperience',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='experiences', to='employers.jobposting')),
                        ('occupation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.occupation')),
                        ('must', models.BooleanField(default=True, verbose_name='behövs')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('job', 'occupation'), name='job_experience_once')],
                    },
                ),
                migrations.CreateModel(
                    name='JobLanguage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='languages', to='employers.jobposting')),
                        ('language', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.language')),
                        ('level', models.CharField(blank=True, choices=[('0', 'nästan ingen, vi visar'), ('2', 'lite, för att förstå varandra'), ('3', 'för vardagen på jobbet'), ('4', 'bra, personen möter kunder eller skriver'), ('5', 'mycket bra')], max_length=1, verbose_name='nivå')),
                        ('must', models.BooleanField(default=True, verbose_name='behövs')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('job', 'language'), name='job_language_once'), models.CheckConstraint(condition=models.Q(('level__in', ['', '0', '2', '3', '4', '5'])), name='joblanguage_level_one_of')],
                    },
                ),
                migrations.CreateModel(
                    name='JobLicence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='licences', to='employers.jobposting')),
                        ('licence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.smalllistitem')),
                        ('must', models.BooleanField(default=True, verbose_name='behövs')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('job', 'licence'), name='job_licence_once')],
                    },
                ),
                migrations.CreateModel(
                    name='JobSkill',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skills', to='employers.jobposting')),
                        ('skill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.skill')),
                        ('must', models.BooleanField(default=True, verbose_name='behövs')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('job', 'skill'), name='job_skill_once')],
                    },
                ),
            ],
        ),
    ]

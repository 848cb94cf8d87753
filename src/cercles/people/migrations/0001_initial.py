import cercles.core.clock
import cercles.core.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('ref', models.CharField(default=cercles.core.models.new_ref, editable=False, max_length=12, unique=True)),
                ('audience', models.CharField(db_index=True, default='', editable=False, max_length=40)),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='adresse électronique')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='prénom et nom')),
                ('search_key', models.CharField(blank=True, db_index=True, editable=False, max_length=140)),
                ('about', models.TextField(blank=True, default='', max_length=2000, verbose_name='en quelques lignes')),
                ('phone', models.CharField(blank=True, default='', max_length=30, verbose_name='téléphone')),
                ('state', models.CharField(choices=[('pending', 'Adresse à confirmer'), ('invited', 'Invitée, pas encore venue'), ('arrived', 'Nommée par un cercle venu d’ailleurs'), ('active', 'Active'), ('erased', 'Effacée')], default='active', max_length=8)),
                ('is_active', models.BooleanField(default=True)),
                ('suspended_reason', models.CharField(blank=True, default='', editable=False, max_length=500)),
                ('in_directory', models.BooleanField(default=False, editable=False)),
                ('is_administrator', models.BooleanField(default=False)),
                ('is_fictional', models.BooleanField(default=False)),
                ('link_counter', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=cercles.core.clock.now, editable=False)),
                ('joined_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('visibility', models.CharField(choices=[('private', 'Moi seulement'), ('organisation', 'Mon organisation'), ('meeting', 'Les participants de la rencontre'), ('circle', 'Les membres du cercle'), ('network', 'Toutes les personnes qui ont un compte'), ('public', 'Tout le monde')], default='network', max_length=16)),
                ('reached_by', models.CharField(choices=[('private', 'Moi seulement'), ('organisation', 'Mon organisation'), ('meeting', 'Les participants de la rencontre'), ('circle', 'Les membres du cercle'), ('network', 'Toutes les personnes qui ont un compte'), ('public', 'Tout le monde')], default='circle', max_length=16)),
                ('invited_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'personne',
                'ordering': ['search_key', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('visibility__in', ('private', 'circle', 'network'))), name='person_page_never_public'), models.CheckConstraint(condition=models.Q(('reached_by__in', ('private', 'circle', 'network'))), name='person_never_reached_by_all')],
            },
        ),
        migrations.CreateModel(
            name='ConsentRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('directory', 'Paraître dans l’annuaire'), ('photo', 'Utilisation de mon image')], max_length=12)),
                ('version', models.CharField(max_length=20)),
                ('given', models.BooleanField()),
                ('at', models.DateTimeField(default=cercles.core.clock.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='LegalVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(choices=[('mentions-legales', 'Mentions légales'), ('donnees-personnelles', 'Politique de confidentialité'), ('conditions', 'Conditions d’utilisation'), ('accessibilite', 'Accessibilité')], max_length=24)),
                ('number', models.PositiveSmallIntegerField()),
                ('source', models.TextField(max_length=40000)),
                ('text', models.TextField(max_length=80000)),
                ('change_note', models.CharField(blank=True, default='', max_length=300, verbose_name='ce qui change')),
                ('asks_acceptance', models.BooleanField(default=False)),
                ('in_force_on', models.DateField()),
                ('published_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['page', '-number'],
                'constraints': [models.UniqueConstraint(fields=('page', 'number'), name='legal_number_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='legal_number_from_one'), models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('change_note', ''), _negated=True), _connector='OR'), name='legal_change_said'), models.CheckConstraint(condition=models.Q(('asks_acceptance', False), ('page', 'conditions'), _connector='OR'), name='legal_only_terms_are_accepted')],
            },
        ),
        migrations.CreateModel(
            name='LegalDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(choices=[('mentions-legales', 'Mentions légales'), ('donnees-personnelles', 'Politique de confidentialité'), ('conditions', 'Conditions d’utilisation'), ('accessibilite', 'Accessibilité')], max_length=24, unique=True)),
                ('text', models.TextField(max_length=40000)),
                ('change_note', models.CharField(blank=True, default='', max_length=300)),
                ('asks_acceptance', models.BooleanField(default=False)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('changed_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='LegalAcceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=cercles.core.clock.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='legal_acceptances', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acceptances', to='people.legalversion')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('version', 'person'), name='legal_accepted_once')],
            },
        ),
        migrations.CreateModel(
            name='UnusedNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('second_at', models.DateTimeField(null=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('second_at__isnull', True), ('second_at__gt', models.F('first_at')), _connector='OR'), name='unused_notice_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Purged',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=40)),
                ('day', models.DateField()),
                ('rows', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('rule', 'day'), name='purged_once_a_day')],
            },
        ),
    ]

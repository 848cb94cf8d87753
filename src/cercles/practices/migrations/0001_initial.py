import cercles.core.clock
import cercles.core.models
import cercles.practices.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('circles', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '__first__'),
        ('references', '0001_initial'),
        ('territories', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Pas encore répondu'), ('circle', 'D’accord pour le cercle'), ('public', 'D’accord pour tout le monde'), ('changes', 'D’accord après une correction'), ('declined', 'Pas d’accord')], default='waiting', max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True, default='', max_length=2000)),
                ('round', models.PositiveSmallIntegerField(default=0)),
                ('kept', models.CharField(blank=True, default='', max_length=10)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='organisations.organisation')),
            ],
            options={
                'ordering': ['organisation__search_key', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('changes', 'declined')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='approval_explained')],
            },
        ),
        migrations.CreateModel(
            name='PracticeSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=cercles.core.models.new_ref, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=cercles.core.clock.now, editable=False)),
                ('changed_at', models.DateTimeField(default=cercles.core.clock.now, editable=False)),
                ('visibility', models.CharField(choices=[('private', 'Moi seulement'), ('organisation', 'Mon organisation'), ('meeting', 'Les participants de la rencontre'), ('circle', 'Les membres du cercle'), ('network', 'Toutes les personnes qui ont un compte'), ('public', 'Tout le monde')], default='circle', max_length=16)),
                ('audience', models.CharField(db_index=True, default='', editable=False, max_length=40)),
                ('state', models.CharField(choices=[('draft', 'Brouillon'), ('owner_check', 'En attente d’accord'), ('circle', 'Partagée au cercle'), ('public', 'Publique'), ('to_refresh', 'À rafraîchir'), ('archived', 'Archivée'), ('removed', 'Retirée par la modération')], default='draft', max_length=12)),
                ('title', models.CharField(max_length=160, verbose_name='titre, un verbe d’abord')),
                ('search_key', models.CharField(db_index=True, editable=False, max_length=200)),
                ('problem', models.TextField(blank=True, default='', max_length=5000, verbose_name='le problème')),
                ('what_was_done', models.TextField(blank=True, default='', max_length=10000, verbose_name='ce qui a été fait')),
                ('period', models.CharField(blank=True, default='', max_length=120, verbose_name='quand')),
                ('who_did_it', models.TextField(blank=True, default='', max_length=3000, verbose_name='qui a fait quoi')),
                ('means', models.TextField(blank=True, default='', max_length=3000, verbose_name='temps et argent')),
                ('levers_before', models.TextField(blank=True, default='', max_length=2000, verbose_name='les trois leviers, avant')),
                ('levers_after', models.TextField(blank=True, default='', max_length=2000, verbose_name='les trois leviers, après')),
                ('results', models.TextField(blank=True, default='', max_length=5000, verbose_name='résultats')),
                ('results_source', models.CharField(blank=True, default='', max_length=300, verbose_name='source des résultats')),
                ('difficulties', models.TextField(blank=True, default='', max_length=5000, verbose_name='ce qui a failli rater')),
                ('transfer', models.TextField(blank=True, default='', max_length=5000, verbose_name='pour le refaire ailleurs')),
                ('contact', models.CharField(blank=True, default='', max_length=200, verbose_name='contact')),
                ('licence', models.CharField(choices=[('cc-by-4.0', 'CC BY 4.0\xa0: reprendre en citant'), ('cc-by-sa-4.0', 'CC BY-SA 4.0\xa0: reprendre en citant, partager de même'), ('cc-by-nc-sa-4.0', 'CC BY-NC-SA 4.0\xa0: sans usage commercial'), ('etalab-2.0', 'Licence Ouverte 2.0'), ('none', 'Tous droits réservés')], default='cc-by-4.0', max_length=20, verbose_name='licence')),
                ('pending', models.JSONField(blank=True, null=True)),
                ('pending_note', models.CharField(blank=True, default='', max_length=300)),
                ('asked_at', models.DateTimeField(blank=True, null=True)),
                ('shared_at', models.DateTimeField(blank=True, null=True)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('archived_because', models.TextField(blank=True, default='', max_length=2000)),
                ('shown_before', models.CharField(blank=True, choices=[('private', 'Moi seulement'), ('organisation', 'Mon organisation'), ('meeting', 'Les participants de la rencontre'), ('circle', 'Les membres du cercle'), ('network', 'Toutes les personnes qui ont un compte'), ('public', 'Tout le monde')], default='', editable=False, max_length=16)),
                ('is_fictional', models.BooleanField(default=False, editable=False)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sheets', to=settings.AUTH_USER_MODEL)),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='circles.circle', verbose_name='cercle')),
                ('economic_models', models.ManyToManyField(blank=True, related_name='+', to='references.term', verbose_name='modèles économiques')),
                ('goals', models.ManyToManyField(blank=True, related_name='+', to='references.term', verbose_name='objectifs de développement durable')),
                ('organisations', models.ManyToManyField(related_name='sheets', through='practices.Approval', to='organisations.organisation')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='territories.territory')),
            ],
            options={
                'verbose_name': 'fiche pratique',
                'ordering': ['-changed_at', '-id'],
                'indexes': [models.Index(fields=['audience', '-changed_at', '-id'], name='practices_sheet_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('difficulties', ''), _negated=True), _connector='OR'), name='sheet_tells_its_difficulties', violation_error_message='Dites ce qui a été difficile\xa0: c’est ce qui sert le plus aux autres.')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=cercles.core.models.new_ref, editable=False, max_length=12, unique=True)),
                ('file', models.FileField(max_length=200, upload_to=cercles.practices.models.attachment_path)),
                ('name', models.CharField(max_length=160)),
                ('kind', models.CharField(max_length=80)),
                ('size', models.PositiveIntegerField()),
                ('is_shared', models.BooleanField(default=False)),
                ('added_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='practices.practicesheet')),
            ],
            options={
                'ordering': ['added_at', 'id'],
            },
        ),
        migrations.AddField(
            model_name='approval',
            name='sheet',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='practices.practicesheet'),
        ),
        migrations.CreateModel(
            name='Reuse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=cercles.core.models.new_ref, editable=False, max_length=12, unique=True)),
                ('visibility', models.CharField(choices=[('private', 'Moi seulement'), ('organisation', 'Mon organisation'), ('meeting', 'Les participants de la rencontre'), ('circle', 'Les membres du cercle'), ('network', 'Toutes les personnes qui ont un compte'), ('public', 'Tout le monde')], default='circle', max_length=16)),
                ('audience', models.CharField(db_index=True, default='', editable=False, max_length=40)),
                ('version', models.PositiveSmallIntegerField()),
                ('outcome', models.CharField(choices=[('tried', 'Essayée'), ('adapted', 'Adaptée'), ('gave_up', 'Abandonnée')], max_length=8)),
                ('where', models.CharField(blank=True, default='', max_length=120, verbose_name='où')),
                ('what_changed', models.TextField(blank=True, default='', max_length=3000, verbose_name='ce que vous avez changé')),
                ('result', models.TextField(blank=True, default='', max_length=3000, verbose_name='ce que cela a donné')),
                ('declared_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('declared_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reuses', to='organisations.organisation')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reuses', to='practices.practicesheet')),
            ],
            options={
                'verbose_name': 'reprise',
                'ordering': ['declared_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('sheet', 'organisation'), name='reuse_once'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'gave_up'), _negated=True), models.Q(('result', ''), _negated=True), _connector='OR'), name='reuse_given_up_with_a_reason', violation_error_message='Dites pourquoi vous avez renoncé\xa0: c’est précieux pour les suivants.'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='reuse_of_a_shared_version')],
            },
        ),
        migrations.CreateModel(
            name='SheetVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('texts', models.JSONField()),
                ('organisation_names', models.JSONField(default=list)),
                ('sorted_by', models.JSONField(default=list)),
                ('licence', models.CharField(choices=[('cc-by-4.0', 'CC BY 4.0\xa0: reprendre en citant'), ('cc-by-sa-4.0', 'CC BY-SA 4.0\xa0: reprendre en citant, partager de même'), ('cc-by-nc-sa-4.0', 'CC BY-NC-SA 4.0\xa0: sans usage commercial'), ('etalab-2.0', 'Licence Ouverte 2.0'), ('none', 'Tous droits réservés')], max_length=20)),
                ('change_note', models.CharField(blank=True, default='', max_length=300)),
                ('shared_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='practices.practicesheet')),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('sheet', 'number'), name='sheet_version_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.UniqueConstraint(fields=('sheet', 'organisation'), name='approval_once'),
        ),
    ]

import cercles.core.clock
import cercles.core.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('circles', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=cercles.core.models.new_ref, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=cercles.core.clock.now, editable=False)),
                ('changed_at', models.DateTimeField(default=cercles.core.clock.now, editable=False)),
                ('visibility', models.CharField(choices=[('private', 'Moi seulement'), ('organisation', 'Mon organisation'), ('meeting', 'Les participants de la rencontre'), ('circle', 'Les membres du cercle'), ('network', 'Toutes les personnes qui ont un compte'), ('public', 'Tout le monde')], default='circle', max_length=16)),
                ('audience', models.CharField(db_index=True, default='', editable=False, max_length=40)),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='polls', to='circles.circle')),
                ('kind', models.CharField(choices=[('choice', 'Un choix entre plusieurs réponses'), ('date', 'Une date parmi plusieurs'), ('consent', 'Un consentement sur une proposition')], default='choice', max_length=8)),
                ('voters', models.CharField(choices=[('person', 'Une voix par membre'), ('organisation', 'Une voix par organisation')], default='person', max_length=12)),
                ('shown_when', models.CharField(choices=[('always', 'Au fil des réponses'), ('closed', 'Seulement à la clôture')], default='always', max_length=8)),
                ('is_secret', models.BooleanField(default=False, verbose_name='bulletin secret')),
                ('takes_many', models.BooleanField(default=False, verbose_name='plusieurs réponses possibles')),
                ('title', models.CharField(max_length=160, verbose_name='question')),
                ('text', models.TextField(blank=True, default='', max_length=10000, verbose_name='texte')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closes_at', models.DateTimeField(verbose_name='réponses jusqu’au')),
                ('round', models.PositiveIntegerField(default=1)),
                ('state', models.CharField(choices=[('open', 'Ouvert'), ('closed', 'Clos'), ('cancelled', 'Annulé')], default='open', max_length=10)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outcome', models.TextField(blank=True, default='', max_length=2000, verbose_name='ce qui en est retenu')),
                ('adopted', models.BooleanField(null=True)),
                ('voices', models.PositiveIntegerField(null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('asked_again_at', models.DateTimeField(blank=True, null=True)),
                ('is_fictional', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'verbose_name': 'sondage',
                'ordering': ['-created_at', '-id'],
                'indexes': [models.Index(fields=['circle', 'state', 'closes_at'], name='polls_of_circle'), models.Index(fields=['state', 'closes_at'], name='polls_closing')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'open')), models.Q(('closed_at__isnull', False), ('state__in', ['closed', 'cancelled'])), _connector='OR'), name='poll_closed_when'), models.CheckConstraint(condition=models.Q(('is_secret', False), models.Q(models.Q(('kind', 'consent'), _negated=True), ('shown_when', 'closed')), _connector='OR'), name='poll_secret_until_closed'), models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('created_at'))), name='poll_lasts')],
            },
        ),
        migrations.CreateModel(
            name='PollVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='polls.poll')),
                ('round', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('until', models.DateTimeField(default=cercles.core.clock.now)),
            ],
            options={
                'ordering': ['-round'],
                'constraints': [models.UniqueConstraint(fields=('poll', 'round'), name='poll_version_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='polls.poll')),
                ('position', models.PositiveIntegerField()),
                ('label', models.CharField(max_length=160)),
                ('starts_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('poll', 'position'), name='option_place_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ballots', to='polls.poll')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('cast_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by_substitute', models.BooleanField(default=False)),
                ('answer', models.CharField(blank=True, choices=[('consent', 'Je consens\xa0: je n’y vois pas de risque pour le cercle'), ('concern', 'Je consens avec une réserve, que je dis'), ('objection', 'J’objecte\xa0: j’y vois un risque pour le cercle, que je dis')], default='', max_length=10)),
                ('reason', models.TextField(blank=True, default='', max_length=2000)),
                ('round', models.PositiveIntegerField(default=1)),
                ('at', models.DateTimeField(default=cercles.core.clock.now)),
                ('changes', models.PositiveIntegerField(default=0)),
                ('if_needed', models.ManyToManyField(blank=True, related_name='+', to='polls.option')),
                ('options', models.ManyToManyField(blank=True, related_name='ballots', to='polls.option')),
            ],
            options={
                'verbose_name': 'réponse',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('person__isnull', True), ('organisation__isnull', True), _connector='OR'), name='ballot_of_one_voice'), models.UniqueConstraint(fields=('poll', 'person'), name='ballot_once_a_person'), models.UniqueConstraint(fields=('poll', 'organisation'), name='ballot_once_an_organisation')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objections', to='polls.poll')),
                ('ballot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='objections', to='polls.ballot')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.TextField(max_length=2000)),
                ('round', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('raised', 'À traiter'), ('integrated', 'Intégrée\xa0: la proposition a changé'), ('set_aside', 'Non retenue, avec une raison'), ('withdrawn', 'Levée par qui l’avait dite')], default='raised', max_length=10)),
                ('response', models.TextField(blank=True, default='', max_length=2000, verbose_name='ce qui a été répondu')),
                ('at', models.DateTimeField(default=cercles.core.clock.now)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'objection',
                'ordering': ['at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'raised')), fields=('ballot',), name='objection_one_at_a_time'), models.CheckConstraint(condition=models.Q(('state__in', ['raised', 'withdrawn']), models.Q(('response', ''), _negated=True), _connector='OR'), name='objection_treated_with_a_reason')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Urn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='urn', to='polls.poll')),
                ('sealed', models.BinaryField(default=bytes)),
                ('opened', models.JSONField(null=True)),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
    ]

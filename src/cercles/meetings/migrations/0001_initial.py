import cercles.core.clock
import cercles.core.models
import cercles.meetings.models.registration
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('circles', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '__first__'),
        ('polls', '0001_initial'),
        ('territories', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=cercles.meetings.models.registration.new_token, editable=False, max_length=40, unique=True)),
                ('created_at', models.DateTimeField(default=cercles.core.clock.now, editable=False)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feed', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=cercles.core.models.new_ref, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=cercles.core.clock.now, editable=False)),
                ('changed_at', models.DateTimeField(default=cercles.core.clock.now, editable=False)),
                ('visibility', models.CharField(choices=[('private', 'Moi seulement'), ('organisation', 'Mon organisation'), ('meeting', 'Les participants de la rencontre'), ('circle', 'Les membres du cercle'), ('network', 'Toutes les personnes qui ont un compte'), ('public', 'Tout le monde')], default='circle', max_length=16)),
                ('audience', models.CharField(db_index=True, default='', editable=False, max_length=40)),
                ('format', models.CharField(choices=[('rex', 'Retour d’expérience'), ('workshop', 'Atelier'), ('webinar', 'Webinaire'), ('plenary', 'Plénière')], default='rex', max_length=12, verbose_name='format')),
                ('title', models.CharField(max_length=160, verbose_name='titre')),
                ('search_key', models.CharField(default='', editable=False, max_length=180)),
                ('question', models.TextField(blank=True, default='', max_length=2000, verbose_name='la question posée')),
                ('agenda', models.JSONField(blank=True, default=list)),
                ('starts_at', models.DateTimeField(verbose_name='début')),
                ('ends_at', models.DateTimeField(verbose_name='fin')),
                ('time_zone', models.CharField(default='Europe/Paris', max_length=40)),
                ('address', models.CharField(blank=True, default='', max_length=255, verbose_name='adresse')),
                ('link', models.URLField(blank=True, default='', max_length=500, verbose_name='lien de connexion')),
                ('confidentiality', models.CharField(choices=[('ordinary', 'Ordinaire'), ('chatham', 'Règle de Chatham House')], default='ordinary', max_length=10, verbose_name='confidentialité')),
                ('capacity', models.PositiveIntegerField(blank=True, null=True, verbose_name='places')),
                ('seats_per_organisation', models.PositiveIntegerField(blank=True, null=True, verbose_name='places par organisation')),
                ('register_until', models.DateTimeField(blank=True, null=True, verbose_name='inscriptions jusqu’au')),
                ('state', models.CharField(choices=[('draft', 'En préparation'), ('announced', 'Annoncée'), ('held', 'Tenue'), ('closed', 'Close'), ('cancelled', 'Annulée')], default='draft', editable=False, max_length=10)),
                ('state_reason', models.TextField(blank=True, default='', editable=False, max_length=1000)),
                ('date_poll', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='meeting', to='polls.poll')),
                ('sequence', models.PositiveIntegerField(default=0, editable=False)),
                ('announced_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('attendance_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('is_fictional', models.BooleanField(default=False, editable=False)),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='circles.circle')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reporter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territories.territory')),
            ],
            options={
                'verbose_name': 'rencontre',
                'ordering': ['starts_at', 'id'],
                'indexes': [models.Index(fields=['circle', 'starts_at'], name='meeting_of_circle'), models.Index(fields=['ends_at'], name='meeting_to_come'), models.Index(fields=['audience', 'ends_at'], name='meeting_seen_to_come')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='meeting_ends_after_it_starts', violation_error_message='La fin précède le début.'), models.CheckConstraint(condition=models.Q(('register_until__isnull', True), ('register_until__lte', models.F('starts_at')), _connector='OR'), name='meeting_deadline_before_start', violation_error_message='Les inscriptions se ferment au plus tard au début de la rencontre.'), models.CheckConstraint(condition=models.Q(('capacity__isnull', True), ('capacity__gte', 1), _connector='OR'), name='meeting_has_a_seat'), models.CheckConstraint(condition=models.Q(('seats_per_organisation__isnull', True), ('seats_per_organisation__gte', 1), _connector='OR'), name='meeting_has_a_seat_for_each'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('state_reason', ''), _negated=True), _connector='OR'), name='meeting_cancelled_with_a_reason'), models.CheckConstraint(condition=models.Q(('visibility__in', ('circle', 'network', 'public'))), name='meeting_visibility_known'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'cancelled']), ('announced_at__isnull', False), _connector='OR'), name='meeting_announced_when')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=300, verbose_name='quoi')),
                ('due', models.DateField(blank=True, null=True, verbose_name='pour le')),
                ('state', models.CharField(choices=[('open', 'En cours'), ('done', 'Fait'), ('dropped', 'Abandonné')], default='open', max_length=8)),
                ('reason', models.TextField(blank=True, default='', max_length=1000, verbose_name='pourquoi')),
                ('news_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=cercles.core.clock.now, editable=False)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='organisation')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='follow_ups', to=settings.AUTH_USER_MODEL, verbose_name='qui')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_ups', to='meetings.meeting')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('due'), nulls_last=True), 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'dropped'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='follow_up_dropped_with_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500, verbose_name='ce qui est décidé')),
                ('why', models.TextField(blank=True, default='', max_length=2000, verbose_name='pourquoi')),
                ('at', models.DateTimeField(default=cercles.core.clock.now, editable=False)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='meetings.meeting')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visibility', models.CharField(choices=[('private', 'Moi seulement'), ('organisation', 'Mon organisation'), ('meeting', 'Les participants de la rencontre'), ('circle', 'Les membres du cercle'), ('network', 'Toutes les personnes qui ont un compte'), ('public', 'Tout le monde')], default='circle', max_length=16)),
                ('audience', models.CharField(db_index=True, default='', editable=False, max_length=40)),
                ('draft', models.TextField(blank=True, default='', max_length=60000, verbose_name='compte rendu')),
                ('drafted_at', models.DateTimeField(blank=True, null=True)),
                ('published_number', models.PositiveIntegerField(default=0, editable=False)),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='minutes', to='meetings.meeting')),
            ],
            options={
                'verbose_name': 'compte rendu',
                'constraints': [models.CheckConstraint(condition=models.Q(('visibility__in', ('meeting', 'circle', 'network', 'public'))), name='minutes_visibility_known')],
            },
        ),
        migrations.CreateModel(
            name='MinutesVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('what_changed', models.CharField(blank=True, default='', max_length=300)),
                ('published_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('minutes', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='meetings.minutes')),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('minutes', 'number'), name='minutes_version_once'), models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('what_changed', ''), _negated=True), _connector='OR'), name='minutes_version_says_what_changed')],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('invited', 'Invitée'), ('registered', 'Inscrite'), ('waiting', 'En liste d’attente'), ('attended', 'Présente'), ('absent', 'Absente'), ('cancelled', 'Ne participe pas')], default='invited', max_length=10)),
                ('came', models.CharField(choices=[('circle', 'Membre du cercle'), ('herself', 'Par elle-même'), ('guest', 'Invitée par l’animation'), ('colleague', 'Proposée par un collègue'), ('visitor', 'Sans compte, depuis la page publique'), ('walk_in', 'Venue sans être inscrite')], default='circle', max_length=10)),
                ('queue_number', models.PositiveIntegerField(blank=True, null=True)),
                ('changes', models.PositiveIntegerField(default=0)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=cercles.core.clock.now, editable=False)),
                ('changed_at', models.DateTimeField(default=cercles.core.clock.now, editable=False)),
                ('instead_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='substitutes', to='meetings.registration')),
                ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='meetings.meeting')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meeting_registrations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['meeting', 'state', 'queue_number'], name='registration_queue')],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'person'), name='registration_once'), models.UniqueConstraint(fields=('meeting', 'queue_number'), name='registration_queue_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), ('queue_number__isnull', False), _connector='OR'), name='registration_waits_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Takeaway',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=3000, verbose_name='votre réponse')),
                ('will_try', models.BooleanField(default=False, verbose_name='je vais essayer quelque chose')),
                ('may_share', models.BooleanField(default=False, verbose_name='le cercle peut lire ma réponse, sans mon nom')),
                ('answered_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('asked_again_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.TextField(blank=True, default='', max_length=3000, verbose_name='ce que cela a donné')),
                ('outcome_at', models.DateTimeField(blank=True, null=True)),
                ('told_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='takeaways', to='meetings.meeting')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='takeaways', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['answered_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'person'), name='takeaway_once')],
            },
        ),
    ]

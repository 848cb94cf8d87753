import cercles.core.clock
import cercles.journal.models.mail
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='WorkerSign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True)),
                ('started_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('seen_at', models.DateTimeField(db_index=True, default=cercles.core.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='IncomingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('raw', models.FileField(blank=True, max_length=200, upload_to=cercles.journal.models.mail.raw_path)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('at', models.DateTimeField(default=cercles.core.clock.now)),
                ('sender', models.CharField(blank=True, default='', max_length=254)),
                ('subject', models.CharField(blank=True, default='', max_length=250)),
                ('outcome', models.CharField(blank=True, choices=[('posted', 'Publié'), ('held', 'En attente'), ('ignored', 'Écarté'), ('bounce', 'Retour d’un courriel')], default='', max_length=8)),
                ('reason', models.CharField(blank=True, default='', max_length=40)),
                ('kind', models.CharField(blank=True, default='', max_length=40)),
                ('object_id', models.BigIntegerField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['sender', '-at'], name='journal_incoming_sender')],
            },
        ),
        migrations.CreateModel(
            name='Bounce',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=254)),
                ('at', models.DateTimeField(default=cercles.core.clock.now)),
                ('status', models.CharField(blank=True, default='', max_length=16)),
                ('said', models.CharField(blank=True, default='', max_length=300)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mail', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='journal.incomingmail')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['person', 'address'], name='journal_bounce_person')],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('state', models.CharField(choices=[('due', 'À faire'), ('done', 'Fait'), ('stuck', 'Bloqué'), ('dropped', 'Abandonné')], default='due', max_length=8)),
                ('created_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('due_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('lease_by', models.CharField(blank=True, default='', max_length=60)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.TextField(blank=True, default='')),
                ('reason', models.TextField(blank=True, default='')),
                ('verb', models.CharField(max_length=60)),
                ('arguments', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'ordering': ['due_at', 'id'],
                'indexes': [models.Index(fields=['state', 'due_at'], name='journal_job_due')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin_kind', models.CharField(max_length=40)),
                ('origin_id', models.BigIntegerField()),
                ('outcome_kind', models.CharField(max_length=40)),
                ('outcome_id', models.BigIntegerField()),
                ('verb', models.CharField(max_length=40)),
                ('at', models.DateTimeField(default=cercles.core.clock.now)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_reason', models.TextField(blank=True, default='')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'id'],
                'indexes': [models.Index(fields=['outcome_kind', 'outcome_id'], name='journal_link_outcome')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('origin_kind', 'origin_id', 'outcome_kind', 'outcome_id', 'verb'), name='link_once'), models.CheckConstraint(condition=models.Q(('revoked_at__isnull', True), models.Q(('revoked_reason', ''), _negated=True), _connector='OR'), name='link_revoked_with_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='NotificationChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=40)),
                ('rhythm', models.CharField(choices=[('each', 'Chaque message, dès qu’il est écrit'), ('daily', 'Un courriel par jour, s’il y a du nouveau'), ('weekly', 'Un courriel par semaine, s’il y a du nouveau'), ('never', 'Aucun courriel\xa0: je lis dans le site')], default='each', max_length=8)),
                ('chosen_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('told_until', models.DateTimeField(default=cercles.core.clock.now)),
                ('next_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notification_choices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['next_at', 'person'], name='journal_choice_next')],
                'constraints': [models.UniqueConstraint(fields=('person', 'topic'), name='notification_choice_once')],
            },
        ),
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('state', models.CharField(choices=[('due', 'À faire'), ('done', 'Fait'), ('stuck', 'Bloqué'), ('dropped', 'Abandonné')], default='due', max_length=8)),
                ('created_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('due_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('lease_by', models.CharField(blank=True, default='', max_length=60)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.TextField(blank=True, default='')),
                ('reason', models.TextField(blank=True, default='')),
                ('to', models.EmailField(max_length=254)),
                ('subject', models.CharField(max_length=250)),
                ('text', models.TextField()),
                ('html', models.TextField(blank=True, default='')),
                ('reply_to', models.CharField(blank=True, default='', max_length=254)),
                ('headers', models.JSONField(blank=True, default=dict)),
                ('attachments', models.JSONField(blank=True, default=list)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['due_at', 'id'],
                'indexes': [models.Index(fields=['state', 'due_at'], name='journal_mail_due'), models.Index(fields=['to', 'due_at'], name='journal_mail_to')],
            },
        ),
        migrations.CreateModel(
            name='Outage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('server', models.CharField(choices=[('mailbox', 'La boîte où arrivent les réponses ne répond pas'), ('post', 'Le serveur qui envoie les courriels ne répond pas')], max_length=8)),
                ('machine', models.CharField(max_length=60)),
                ('since', models.DateTimeField(default=cercles.core.clock.now)),
                ('tried_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('next_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('told', models.PositiveSmallIntegerField(default=0)),
                ('said', models.CharField(blank=True, default='', max_length=300)),
            ],
            options={
                'ordering': ['since', 'id'],
                'constraints': [models.UniqueConstraint(fields=('server', 'machine'), name='outage_once')],
            },
        ),
        migrations.CreateModel(
            name='MailTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.PositiveSmallIntegerField(default=7)),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'lundi'), (1, 'mardi'), (2, 'mercredi'), (3, 'jeudi'), (4, 'vendredi'), (5, 'samedi'), (6, 'dimanche')], default=0)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('hour__lte', 23), ('weekday__lte', 6)), name='mail_time_on_the_clock')],
            },
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('until', models.DateTimeField()),
                ('told', models.JSONField(default=dict)),
                ('stale', models.BooleanField(default=False)),
                ('mail', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='digest', to='journal.outgoingmail')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'day'), name='digest_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=40)),
                ('object_id', models.BigIntegerField()),
                ('title', models.CharField(blank=True, default='', max_length=200)),
                ('at', models.DateTimeField(default=cercles.core.clock.now)),
                ('audience', models.CharField(db_index=True, max_length=40)),
                ('reason', models.TextField(blank=True, default='')),
                ('data', models.JSONField(blank=True, default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['kind', 'object_id', '-at'], name='journal_entry_object')],
            },
        ),
    ]

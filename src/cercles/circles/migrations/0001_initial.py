import cercles.circles.models.held
import cercles.circles.models.joining
import cercles.circles.models.threads
import cercles.core.clock
import cercles.core.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('journal', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '__first__'),
        ('references', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Circle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=cercles.core.clock.now, editable=False)),
                ('changed_at', models.DateTimeField(default=cercles.core.clock.now, editable=False)),
                ('audience', models.CharField(db_index=True, default='', editable=False, max_length=40)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='nom du cercle')),
                ('search_key', models.CharField(db_index=True, editable=False, max_length=500)),
                ('purpose', models.TextField(max_length=2000, verbose_name='raison d’être')),
                ('audience_text', models.CharField(blank=True, default='', max_length=200, verbose_name='pour qui')),
                ('stage', models.CharField(choices=[('potential', 'En projet'), ('coalescing', 'En constitution'), ('maturing', 'En croissance'), ('active', 'En activité'), ('transformation', 'En transformation'), ('closed', 'Clos')], default='potential', editable=False, max_length=16)),
                ('since', models.DateField(blank=True, null=True, verbose_name='en activité depuis')),
                ('join_question', models.CharField(blank=True, default='', max_length=300, verbose_name='question posée à qui veut entrer')),
                ('is_fictional', models.BooleanField(default=False, editable=False)),
                ('visibility', models.CharField(choices=[('private', 'Moi seulement'), ('organisation', 'Mon organisation'), ('meeting', 'Les participants de la rencontre'), ('circle', 'Les membres du cercle'), ('network', 'Toutes les personnes qui ont un compte'), ('public', 'Tout le monde')], default='network', max_length=16)),
                ('themes', models.ManyToManyField(blank=True, related_name='+', to='references.term')),
            ],
            options={
                'verbose_name': 'cercle',
                'ordering': ['search_key', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('visibility__in', ['circle', 'network', 'public'])), name='circle_visibility_known')],
            },
        ),
        migrations.CreateModel(
            name='CharterVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField(max_length=20000, verbose_name='texte de la charte')),
                ('change_note', models.CharField(blank=True, default='', max_length=500, verbose_name='ce qui change')),
                ('published_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='charter_versions', to='circles.circle')),
            ],
            options={
                'ordering': ['circle', '-number'],
                'constraints': [models.UniqueConstraint(fields=('circle', 'number'), name='charter_number_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='charter_number_from_one'), models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('change_note', ''), _negated=True), _connector='OR'), name='charter_change_said')],
            },
        ),
        migrations.CreateModel(
            name='BlockedSender',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=254)),
                ('at', models.DateTimeField(default=cercles.core.clock.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocked_senders', to='circles.circle')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('circle', 'address'), name='blocked_sender_once')],
            },
        ),
        migrations.CreateModel(
            name='CircleTheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=120, verbose_name='thème')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_themes', to='circles.circle')),
                ('term', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='references.term')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('circle', 'label'), name='circle_theme_once', violation_error_message='Ce thème est déjà dans la grille.')],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=cercles.core.models.new_ref, editable=False, max_length=12, unique=True)),
                ('stays_as', models.CharField(choices=[('facilitator', 'Anime le cercle'), ('co_facilitator', 'Co-anime le cercle'), ('member', 'Membre'), ('sponsor', 'Soutient le cercle'), ('patron', 'Parraine le cercle'), ('guest_expert', 'Expert ou experte invitée'), ('observer', 'Observe')], default='member', max_length=16)),
                ('message', models.TextField(blank=True, default='', max_length=1000, verbose_name='un mot pour elle')),
                ('state', models.CharField(choices=[('proposed', 'Proposée'), ('accepted', 'Acceptée'), ('declined', 'Déclinée'), ('cancelled', 'Annulée')], default='proposed', max_length=10)),
                ('reason', models.TextField(blank=True, default='', max_length=1000)),
                ('proposed_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handovers', to='circles.circle')),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handovers_offered', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-proposed_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('circle', 'giver'), name='handover_open_once')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=cercles.core.models.new_ref, editable=False, max_length=12, unique=True)),
                ('role', models.CharField(choices=[('facilitator', 'Anime le cercle'), ('co_facilitator', 'Co-anime le cercle'), ('member', 'Membre'), ('sponsor', 'Soutient le cercle'), ('patron', 'Parraine le cercle'), ('guest_expert', 'Expert ou experte invitée'), ('observer', 'Observe')], default='member', max_length=16)),
                ('message', models.TextField(blank=True, default='', max_length=1000, verbose_name='un mot pour elle')),
                ('state', models.CharField(choices=[('sent', 'Envoyée'), ('accepted', 'Acceptée'), ('declined', 'Déclinée'), ('cancelled', 'Annulée')], default='sent', max_length=10)),
                ('reason', models.TextField(blank=True, default='', max_length=1000)),
                ('sent_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('times_sent', models.PositiveSmallIntegerField(default=1)),
                ('until', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='circles.circle')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='circle_invitations', to=settings.AUTH_USER_MODEL)),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['sent_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'sent')), fields=('circle', 'person'), name='invitation_open_once')],
            },
        ),
        migrations.CreateModel(
            name='JoinLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=cercles.circles.models.joining.new_token, editable=False, max_length=40, unique=True)),
                ('mode', models.CharField(choices=[('request', 'Une demande, que vous acceptez ou non'), ('direct', 'L’entrée directe, une fois la charte acceptée')], default='request', max_length=8)),
                ('made_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('until', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_links', to='circles.circle')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('circle',), name='join_link_one_alive')],
            },
        ),
        migrations.CreateModel(
            name='JoinRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=cercles.core.models.new_ref, editable=False, max_length=12, unique=True)),
                ('answer', models.TextField(blank=True, default='', max_length=2000, verbose_name='votre réponse')),
                ('state', models.CharField(choices=[('asked', 'En attente'), ('accepted', 'Acceptée'), ('declined', 'Refusée'), ('withdrawn', 'Retirée')], default='asked', max_length=10)),
                ('reason', models.TextField(blank=True, default='', max_length=1000)),
                ('asked_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_requests', to='circles.circle')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_requests', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='circles.charterversion')),
            ],
            options={
                'ordering': ['asked_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('circle', 'person'), name='join_request_open_once', violation_error_message='Votre demande est déjà enregistrée.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='join_request_declined_with_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='ListImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=cercles.core.models.new_ref, editable=False, max_length=12, unique=True)),
                ('file', models.FileField(max_length=200, upload_to=cercles.circles.models.held.list_path)),
                ('name', models.CharField(max_length=160)),
                ('at', models.DateTimeField(default=cercles.core.clock.now)),
                ('total', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('messages', models.PositiveIntegerField(default=0)),
                ('threads', models.PositiveIntegerField(default=0)),
                ('known', models.PositiveIntegerField(default=0)),
                ('refused', models.JSONField(default=list)),
                ('finished_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='list_imports', to='circles.circle')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('done__lte', models.F('total'))), name='list_import_within_its_file')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('facilitator', 'Anime le cercle'), ('co_facilitator', 'Co-anime le cercle'), ('member', 'Membre'), ('sponsor', 'Soutient le cercle'), ('patron', 'Parraine le cercle'), ('guest_expert', 'Expert ou experte invitée'), ('observer', 'Observe')], default='member', max_length=16)),
                ('pioneer_since', models.DateField(blank=True, null=True)),
                ('since', models.DateTimeField(default=cercles.core.clock.now)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('leaving_reason', models.TextField(blank=True, default='')),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='circles.circle')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='organisations.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['since', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('circle', 'person'), name='membership_once'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='membership_dates_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=cercles.core.models.new_ref, editable=False, max_length=12, unique=True)),
                ('number', models.PositiveIntegerField()),
                ('author_name', models.CharField(blank=True, default='', max_length=120)),
                ('text', models.TextField(max_length=20000, verbose_name='message')),
                ('kept', models.TextField(blank=True, default='')),
                ('is_plain', models.BooleanField(default=False)),
                ('source', models.CharField(choices=[('site', 'Écrit dans le site'), ('mail', 'Reçu par courriel'), ('list', 'Repris d’une ancienne liste')], default='site', max_length=6)),
                ('mail_id', models.CharField(blank=True, default='', max_length=250)),
                ('source_key', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ('at', models.DateTimeField(default=cercles.core.clock.now)),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_reason', models.CharField(blank=True, default='', max_length=300)),
                ('answers', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='circles.message')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'message',
                'ordering': ['number'],
                'indexes': [models.Index(condition=models.Q(('mail_id', ''), _negated=True), fields=['mail_id'], name='circles_message_mail'), models.Index(fields=['author', '-at'], name='circles_message_author')],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='circles.message')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('message', 'person'), name='mention_once')],
            },
        ),
        migrations.CreateModel(
            name='MessageFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=cercles.core.models.new_ref, editable=False, max_length=12, unique=True)),
                ('file', models.FileField(max_length=200, upload_to=cercles.circles.models.threads.message_file_path)),
                ('name', models.CharField(max_length=160)),
                ('kind', models.CharField(max_length=80)),
                ('size', models.PositiveIntegerField()),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='circles.message')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='MessageVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('until', models.DateTimeField(default=cercles.core.clock.now)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='circles.message')),
            ],
            options={
                'ordering': ['-until', '-id'],
            },
        ),
        migrations.CreateModel(
            name='OpeningRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=cercles.core.models.new_ref, editable=False, max_length=12, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('draft', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('asked', 'En attente'), ('accepted', 'Acceptée'), ('declined', 'Refusée'), ('withdrawn', 'Retirée')], default='asked', max_length=10)),
                ('reason', models.TextField(blank=True, default='', max_length=1000)),
                ('asked_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('circle', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='circles.circle')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opening_requests', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='opening_declined_with_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='PositionStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=cercles.core.models.new_ref, editable=False, max_length=12, unique=True)),
                ('visibility', models.CharField(choices=[('private', 'Moi seulement'), ('organisation', 'Mon organisation'), ('meeting', 'Les participants de la rencontre'), ('circle', 'Les membres du cercle'), ('network', 'Toutes les personnes qui ont un compte'), ('public', 'Tout le monde')], default='circle', max_length=16)),
                ('audience', models.CharField(db_index=True, default='', editable=False, max_length=40)),
                ('level', models.CharField(choices=[('not_yet', 'Pas encore'), ('thinking', 'En réflexion'), ('trying', 'Expérimente'), ('usual', 'Pratique courante')], max_length=8, verbose_name='où vous en êtes')),
                ('text', models.CharField(blank=True, default='', max_length=280, verbose_name='en une phrase')),
                ('said_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='positions', to='circles.circle')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='organisations.organisation')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='positions', to=settings.AUTH_USER_MODEL)),
                ('said_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='positions', to='circles.circletheme')),
            ],
            options={
                'ordering': ['-said_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', True), ('person__isnull', False)), models.Q(('organisation__isnull', False), ('person__isnull', True)), _connector='OR'), name='position_of_one_party'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', False), ('until__isnull', True)), fields=('theme', 'organisation'), name='position_current_of_organisation'), models.UniqueConstraint(condition=models.Q(('person__isnull', False), ('until__isnull', True)), fields=('theme', 'person'), name='position_current_of_person')],
            },
        ),
        migrations.CreateModel(
            name='StageNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('potential', 'En projet'), ('coalescing', 'En constitution'), ('maturing', 'En croissance'), ('active', 'En activité'), ('transformation', 'En transformation'), ('closed', 'Clos')], max_length=16)),
                ('note', models.TextField(max_length=2000)),
                ('at', models.DateTimeField(default=cercles.core.clock.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stage_notes', to='circles.circle')),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=cercles.core.models.new_ref, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=cercles.core.clock.now, editable=False)),
                ('changed_at', models.DateTimeField(default=cercles.core.clock.now, editable=False)),
                ('visibility', models.CharField(choices=[('private', 'Moi seulement'), ('organisation', 'Mon organisation'), ('meeting', 'Les participants de la rencontre'), ('circle', 'Les membres du cercle'), ('network', 'Toutes les personnes qui ont un compte'), ('public', 'Tout le monde')], default='circle', max_length=16)),
                ('audience', models.CharField(db_index=True, default='', editable=False, max_length=40)),
                ('title', models.CharField(max_length=160, verbose_name='sujet')),
                ('count', models.PositiveIntegerField(default=0)),
                ('last_at', models.DateTimeField(default=cercles.core.clock.now)),
                ('last_name', models.CharField(blank=True, default='', max_length=120)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_reason', models.CharField(blank=True, default='', max_length=500)),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='threads', to='circles.circle')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('last_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'échange',
                'ordering': ['-last_at', '-id'],
                'indexes': [models.Index(fields=['circle', '-last_at', '-id'], name='circles_thread_newest')],
            },
        ),
        migrations.AddField(
            model_name='message',
            name='thread',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='circles.thread'),
        ),
        migrations.CreateModel(
            name='HeldMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=cercles.core.models.new_ref, editable=False, max_length=12, unique=True)),
                ('reason', models.CharField(choices=[('unknown', 'Cette adresse n’est celle d’aucun membre'), ('forged', 'L’adresse de réponse d’un membre, écrite depuis une autre adresse'), ('revoked', 'Une ancienne adresse de réponse, que son membre a fermée'), ('left', 'Cette personne n’est plus, ou pas, membre du cercle'), ('unsure', 'Écrit à l’adresse du cercle\xa0: rien ne prouve que ce membre en est l’auteur'), ('closed', 'L’échange, ou le cercle, est clos'), ('too_many', 'Beaucoup de courriels en une heure'), ('empty', 'Aucun texte ni fichier lisible'), ('too_long', 'Texte plus long que ce qu’un échange accepte'), ('sealed', 'Chiffré, ou dans un format que le site ne sait pas ouvrir')], max_length=16)),
                ('state', models.CharField(choices=[('waiting', 'En attente'), ('published', 'Publié'), ('refused', 'Refusé'), ('blocked', 'Refusé, expéditeur bloqué')], default='waiting', max_length=10)),
                ('sender', models.CharField(max_length=254)),
                ('sender_name', models.CharField(blank=True, default='', max_length=120)),
                ('title', models.CharField(blank=True, default='', max_length=160)),
                ('text', models.TextField(blank=True, default='')),
                ('kept', models.TextField(blank=True, default='')),
                ('files', models.JSONField(default=list)),
                ('at', models.DateTimeField(default=cercles.core.clock.now)),
                ('decided_at', models.DateTimeField(null=True)),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held_messages', to='circles.circle')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mail', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='journal.incomingmail')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='circles.message')),
                ('thread', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='circles.thread')),
            ],
            options={
                'verbose_name': 'message en attente',
                'ordering': ['at', 'id'],
                'indexes': [models.Index(fields=['circle', 'state', 'at'], name='circles_held_waiting')],
            },
        ),
        migrations.CreateModel(
            name='ThreadReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(default=0)),
                ('at', models.DateTimeField(default=cercles.core.clock.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='circles.thread')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('thread', 'person'), name='thread_reading_once')],
            },
        ),
        migrations.CreateModel(
            name='CharterAcceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=cercles.core.clock.now)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='charter_acceptances', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acceptances', to='circles.charterversion')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('organisation__isnull', True)), fields=('version', 'person'), name='charter_accepted_once_by_person'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', False)), fields=('version', 'organisation'), name='charter_accepted_once_by_organisation')],
            },
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('thread', 'number'), name='message_number_once'),
        ),
    ]

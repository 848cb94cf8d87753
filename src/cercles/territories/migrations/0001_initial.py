import cercles.core.lookups
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Territory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('country', 'Pays'), ('region', 'Région'), ('departement', 'Département'), ('epci', 'Intercommunalité'), ('commune', 'Commune'), ('arrondissement', 'Arrondissement municipal')], max_length=16)),
                ('code', models.CharField(max_length=10)),
                ('status', models.CharField(choices=[('current', 'Commune actuelle'), ('delegated', 'Commune déléguée'), ('associated', 'Commune associée'), ('merged', 'Ancienne commune'), ('earlier', 'Commune réunie avant 2010'), ('gone', 'N’est plus dans la liste officielle')], default='current', max_length=12)),
                ('name', models.CharField(max_length=120)),
                ('search_key', cercles.core.lookups.KeyField(db_index=True, max_length=160)),
                ('departement_code', models.CharField(blank=True, db_index=True, default='', max_length=3)),
                ('region_code', models.CharField(blank=True, db_index=True, default='', max_length=3)),
                ('post_codes', models.CharField(blank=True, default='', max_length=400)),
                ('old_codes', models.CharField(blank=True, default='', max_length=200)),
                ('old_names', models.CharField(blank=True, default='', max_length=200)),
                ('population', models.PositiveIntegerField(blank=True, null=True)),
                ('latitude', models.FloatField(blank=True, null=True)),
                ('longitude', models.FloatField(blank=True, null=True)),
                ('is_approximate', models.BooleanField(default=False)),
                ('epci', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='communes', to='territories.territory')),
                ('heir', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='former', to='territories.territory')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='territories.territory')),
            ],
            options={
                'ordering': ['search_key', 'code'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('heir__isnull', True)), fields=('kind', 'code'), name='territory_code_once'), models.UniqueConstraint(condition=models.Q(('heir__isnull', False)), fields=('kind', 'code'), name='territory_former_code_once'), models.CheckConstraint(condition=models.Q(('heir__isnull', True), models.Q(('status', 'current'), _negated=True), _connector='OR'), name='territory_heir_of_former')],
                'indexes': [models.Index(fields=['kind', 'code'], name='territory_address'), models.Index(fields=['latitude', 'longitude', 'status', 'code', 'name'], name='territory_position')],
            },
        ),
        migrations.CreateModel(
            name='PlaceName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=160)),
                ('kind', models.CharField(choices=[('country', 'Pays'), ('region', 'Région'), ('departement', 'Département'), ('epci', 'Intercommunalité'), ('commune', 'Commune'), ('arrondissement', 'Arrondissement municipal')], max_length=16)),
                ('rank', models.PositiveSmallIntegerField(choices=[(0, 'Whole'), (1, 'No Article'), (2, 'Post Code'), (3, 'Old Name'), (4, 'Word'), (5, 'Code'), (6, 'Old Code'), (7, 'Earlier Name')])),
                ('weight', models.PositiveIntegerField(default=0)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_names', to='territories.territory')),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='names', to='territories.territory')),
            ],
            options={
                'indexes': [models.Index(fields=['key', 'kind', 'rank', 'weight', 'place'], name='placename_prefix', opclasses=['varchar_pattern_ops', 'varchar_ops', 'int2_ops', 'int4_ops', 'int8_ops'])],
            },
        ),
    ]

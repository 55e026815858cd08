from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('registry', '0001_initial')]

    initial = True

    operations = [
        ops.CreateModel(
            name='Technology',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('reference', fields.CharField(unique=True, max_length=190)),
                ('name', fields.CharField(db_index=True, max_length=500)),
                ('summary', fields.TextField(default='', unique=False)),
                ('status', fields.CharField(default='disclosed', db_index=True, max_length=20)),
                ('trl', fields.IntField(null=True, db_index=True)),
                ('origin_unit', fields.ForeignKeyField('registry.OrgUnit', source_field='origin_unit_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='technologies', on_delete=OnDelete.RESTRICT)),
                ('owner', fields.ForeignKeyField('registry.Organisation', source_field='owner_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='technologies', on_delete=OnDelete.RESTRICT)),
                ('disclosed_by', fields.CharField(null=True, db_index=True, max_length=255)),
                ('disclosed_on', fields.DateField(null=True, db_index=True)),
                ('publication_planned_on', fields.DateField(null=True)),
                ('published_on', fields.DateField(null=True, db_index=True)),
                ('repository', fields.CharField(null=True, max_length=1000)),
                ('source', fields.CharField(default='', max_length=255)),
                ('search_text', fields.TextField(default='', unique=False)),
                ('version', fields.IntField(default=1)),
            ],
            options={'table': 'knowledge_transfer_technology', 'app': 'knowledge_transfer', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Licence',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('reference', fields.CharField(unique=True, max_length=190)),
                ('technology', fields.ForeignKeyField('knowledge_transfer.Technology', source_field='technology_id', db_index=True, db_constraint=True, to_field='id', related_name='licences', on_delete=OnDelete.RESTRICT)),
                ('licensee', fields.ForeignKeyField('registry.Organisation', source_field='licensee_id', db_index=True, db_constraint=True, to_field='id', related_name='licences', on_delete=OnDelete.RESTRICT)),
                ('kind', fields.CharField(db_index=True, max_length=20)),
                ('status', fields.CharField(default='active', db_index=True, max_length=20)),
                ('field_of_use', fields.CharField(default='', db_index=True, max_length=500)),
                ('territory', fields.CharField(default='', max_length=255)),
                ('signed_on', fields.DateField(db_index=True)),
                ('expires_on', fields.DateField(null=True, db_index=True)),
                ('source', fields.CharField(default='', max_length=255)),
                ('search_text', fields.TextField(default='', unique=False)),
                ('version', fields.IntField(default=1)),
            ],
            options={'table': 'knowledge_transfer_licence', 'app': 'knowledge_transfer', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='SpinOff',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('organisation', fields.OneToOneField('registry.Organisation', source_field='organisation_id', db_constraint=True, to_field='id', related_name='spin_off', on_delete=OnDelete.RESTRICT)),
                ('technology', fields.ForeignKeyField('knowledge_transfer.Technology', source_field='technology_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='spin_offs', on_delete=OnDelete.RESTRICT)),
                ('technology_note', fields.CharField(default='', max_length=500)),
                ('founded_year', fields.IntField(null=True, db_index=True)),
                ('founded_on', fields.DateField(null=True, db_index=True)),
                ('incubator', fields.CharField(null=True, max_length=255)),
                ('source', fields.CharField(default='', max_length=255)),
                ('search_text', fields.TextField(default='', unique=False)),
                ('version', fields.IntField(default=1)),
            ],
            options={'table': 'knowledge_transfer_spin_off', 'app': 'knowledge_transfer', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='TechnologyArea',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('technology', fields.ForeignKeyField('knowledge_transfer.Technology', source_field='technology_id', db_index=True, db_constraint=True, to_field='id', related_name='areas', on_delete=OnDelete.CASCADE)),
                ('area', fields.CharField(db_index=True, max_length=120)),
            ],
            options={'table': 'knowledge_transfer_technology_area', 'app': 'knowledge_transfer', 'unique_together': (('technology', 'area'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='TechnologyCompatibility',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('technology', fields.ForeignKeyField('knowledge_transfer.Technology', source_field='technology_id', db_index=True, db_constraint=True, to_field='id', related_name='compatibilities', on_delete=OnDelete.CASCADE)),
                ('name', fields.CharField(db_index=True, max_length=255)),
            ],
            options={'table': 'knowledge_transfer_technology_compatibility', 'app': 'knowledge_transfer', 'unique_together': (('technology', 'name'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
    ]

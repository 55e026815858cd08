from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('registry', '0001_initial')]

    initial = True

    operations = [
        ops.CreateModel(
            name='Mission',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('organisation', fields.ForeignKeyField('registry.Organisation', source_field='organisation_id', db_index=True, db_constraint=True, to_field='id', related_name='space_missions', on_delete=OnDelete.RESTRICT)),
                ('name', fields.CharField(db_index=True, max_length=255)),
                ('launched_on', fields.DateField(null=True, db_index=True)),
                ('source', fields.CharField(default='', max_length=255)),
            ],
            options={'table': 'space_mission', 'app': 'space', 'pk_attr': 'id'},
            bases=['Model'],
        ),
    ]

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('procurement', '0003_industrial_return'), ('registry', '0003_changes')]

    operations = [
        ops.CreateModel(
            name='Candidacy',
            fields=[
                ('id', fields.UUIDField(primary_key=True, unique=True, db_index=True)),
                ('tender', fields.ForeignKeyField('procurement.Tender', source_field='tender_id', db_index=True, db_constraint=True, to_field='id', related_name='candidacies', on_delete=OnDelete.RESTRICT)),
                ('organisation', fields.ForeignKeyField('registry.Organisation', source_field='organisation_id', db_index=True, db_constraint=True, to_field='id', related_name='candidacies', on_delete=OnDelete.RESTRICT)),
                ('status', fields.CharField(db_index=True, max_length=20)),
                ('answered_on', fields.DateField(null=True, db_index=True)),
                ('invited_on', fields.DateField(null=True, db_index=True)),
                ('verdict', fields.TextField(default='', unique=False)),
                ('source', fields.CharField(default='', max_length=255)),
                ('version', fields.IntField(default=1)),
            ],
            options={'table': 'procurement_candidacy', 'app': 'procurement', 'unique_together': (('tender', 'organisation'),), 'indexes': [Index(fields=['tender_id', 'id']), Index(fields=['organisation_id', 'id'])], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Tender',
            name='admits',
            field=fields.CharField(default='', db_default='', max_length=255),
        ),
        ops.AddField(
            model_name='Tender',
            name='dispatch_on',
            field=fields.DateField(null=True, db_index=True),
        ),
        ops.AddField(
            model_name='Tender',
            name='splitting_group',
            field=fields.CharField(null=True, db_index=True, max_length=190),
        ),
    ]

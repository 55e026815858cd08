from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

BUYERS = """UPDATE procurement_contract SET buyer_id = (
    SELECT buyer_id FROM procurement_tender WHERE procurement_tender.id = procurement_contract.tender_id
) WHERE tender_id IS NOT NULL"""

class Migration(migrations.Migration):
    dependencies = [('procurement', '0002_page_indexes'), ('registry', '0003_changes')]

    operations = [
        ops.CreateModel(
            name='BalanceList',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('kind', fields.CharField(db_index=True, max_length=20)),
                ('valid_from', fields.DateField(db_index=True)),
                ('valid_to', fields.DateField(db_index=True)),
                ('state', fields.CharField(default='draft', db_index=True, max_length=20)),
                ('published_on', fields.DateField(null=True, db_index=True)),
                ('source', fields.CharField(default='', max_length=255)),
                ('version', fields.IntField(default=1)),
            ],
            options={'table': 'procurement_balance_list', 'app': 'procurement', 'unique_together': (('kind', 'valid_from'),), 'indexes': [Index(fields=['kind', 'valid_from', 'id']), Index(fields=['state', 'valid_from', 'id'])], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='BalanceListEntry',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('list', fields.ForeignKeyField('procurement.BalanceList', source_field='list_id', db_index=True, db_constraint=True, to_field='id', related_name='entries', on_delete=OnDelete.CASCADE)),
                ('country', fields.CharField(db_index=True, max_length=2)),
                ('status', fields.CharField(db_index=True, max_length=30)),
                ('since', fields.DateField(db_index=True)),
                ('until', fields.DateField(null=True, db_index=True)),
                ('ceiling_reached_in', fields.IntField(null=True, db_index=True)),
            ],
            options={'table': 'procurement_balance_list_entry', 'app': 'procurement', 'unique_together': (('list', 'country', 'since'),), 'indexes': [Index(fields=['list_id', 'country', 'id']), Index(fields=['country', 'id'])], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ContractOrigin',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('contract', fields.ForeignKeyField('procurement.Contract', source_field='contract_id', db_index=True, db_constraint=True, to_field='id', related_name='origins', on_delete=OnDelete.CASCADE)),
                ('country', fields.CharField(db_index=True, max_length=2)),
                ('share_ppm', fields.IntField(db_index=True)),
            ],
            options={'table': 'procurement_contract_origin', 'app': 'procurement', 'unique_together': (('contract', 'country'),), 'indexes': [Index(fields=['contract_id', 'country', 'share_ppm'])], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Contract',
            name='buyer',
            field=fields.ForeignKeyField('registry.Organisation', source_field='buyer_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='contracts_bought', on_delete=OnDelete.RESTRICT),
        ),
        ops.RunSQL(BUYERS, ops.RunSQL.noop),
        ops.AddIndex(
            model_name='Contract',
            index=Index(fields=['buyer_id', 'kind', 'signed_on', 'status', 'amount_currency', 'amount_minor']),
        ),
    ]

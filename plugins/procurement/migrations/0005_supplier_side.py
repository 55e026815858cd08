from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('procurement', '0004_candidacies'), ('registry', '0003_changes')]

    operations = [
        ops.CreateModel(
            name='Capability',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('supplier', fields.ForeignKeyField('procurement.Supplier', source_field='supplier_id', db_index=True, db_constraint=True, to_field='id', related_name='capabilities', on_delete=OnDelete.CASCADE)),
                ('category', fields.ForeignKeyField('procurement.PurchaseCategory', source_field='category_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='capabilities', on_delete=OnDelete.RESTRICT)),
                ('description', fields.CharField(max_length=500)),
                ('source', fields.CharField(default='', max_length=255)),
                ('search_text', fields.TextField(default='', unique=False)),
            ],
            options={'table': 'procurement_capability', 'app': 'procurement', 'unique_together': (('supplier', 'description'),), 'indexes': [Index(fields=['supplier_id', 'id']), Index(fields=['category_id', 'id'])], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Certificate',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('supplier', fields.ForeignKeyField('procurement.Supplier', source_field='supplier_id', db_index=True, db_constraint=True, to_field='id', related_name='certificates', on_delete=OnDelete.CASCADE)),
                ('standard', fields.CharField(db_index=True, max_length=120)),
                ('number', fields.CharField(default='', max_length=120)),
                ('issuer', fields.CharField(default='', max_length=255)),
                ('issued_on', fields.DateField(null=True)),
                ('expires_on', fields.DateField(db_index=True)),
                ('source', fields.CharField(default='', max_length=255)),
            ],
            options={'table': 'procurement_certificate', 'app': 'procurement', 'unique_together': (('supplier', 'standard', 'expires_on'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ConductDeclaration',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('supplier', fields.ForeignKeyField('procurement.Supplier', source_field='supplier_id', db_index=True, db_constraint=True, to_field='id', related_name='conduct_declarations', on_delete=OnDelete.CASCADE)),
                ('code_version', fields.CharField(max_length=20)),
                ('declared_on', fields.DateField()),
                ('source', fields.CharField(default='', max_length=255)),
            ],
            options={'table': 'procurement_conduct_declaration', 'app': 'procurement', 'unique_together': (('supplier', 'code_version'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Exclusion',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('organisation', fields.ForeignKeyField('registry.Organisation', source_field='organisation_id', db_index=True, db_constraint=True, to_field='id', related_name='exclusions', on_delete=OnDelete.RESTRICT)),
                ('reason', fields.TextField(unique=False)),
                ('starts_on', fields.DateField(db_index=True)),
                ('ends_on', fields.DateField(null=True, db_index=True)),
                ('source', fields.CharField(default='', max_length=255)),
                ('version', fields.IntField(default=1)),
            ],
            options={'table': 'procurement_exclusion', 'app': 'procurement', 'unique_together': (('organisation', 'starts_on'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Nomination',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('reference', fields.CharField(unique=True, max_length=60)),
                ('organisation', fields.ForeignKeyField('registry.Organisation', source_field='organisation_id', db_index=True, db_constraint=True, to_field='id', related_name='nominations', on_delete=OnDelete.RESTRICT)),
                ('supplier', fields.ForeignKeyField('procurement.Supplier', source_field='supplier_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='nominations', on_delete=OnDelete.RESTRICT)),
                ('category', fields.ForeignKeyField('procurement.PurchaseCategory', source_field='category_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='nominations', on_delete=OnDelete.RESTRICT)),
                ('tender', fields.ForeignKeyField('procurement.Tender', source_field='tender_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='nominations', on_delete=OnDelete.RESTRICT)),
                ('country', fields.CharField(default='', db_index=True, max_length=2)),
                ('status', fields.CharField(default='proposed', db_index=True, max_length=20)),
                ('proposed_by', fields.CharField(max_length=40)),
                ('proposed_on', fields.DateField(db_index=True)),
                ('note', fields.CharField(default='', max_length=500)),
                ('source', fields.CharField(default='', max_length=255)),
                ('version', fields.IntField(default=1)),
            ],
            options={'table': 'procurement_nomination', 'app': 'procurement', 'indexes': [Index(fields=['organisation_id', 'proposed_on', 'id']), Index(fields=['supplier_id', 'proposed_on', 'id']), Index(fields=['category_id', 'proposed_on', 'id']), Index(fields=['tender_id', 'proposed_on', 'id']), Index(fields=['country', 'proposed_on', 'id']), Index(fields=['status', 'proposed_on', 'id'])], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='SupplierAccount',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('supplier', fields.ForeignKeyField('procurement.Supplier', source_field='supplier_id', db_index=True, db_constraint=True, to_field='id', related_name='accounts', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharField(db_index=True, max_length=20)),
                ('state', fields.CharField(default='requested', db_index=True, max_length=20)),
                ('since', fields.DateField(db_index=True)),
                ('source', fields.CharField(default='', max_length=255)),
                ('version', fields.IntField(default=1)),
            ],
            options={'table': 'procurement_supplier_account', 'app': 'procurement', 'unique_together': (('supplier', 'kind'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Supplier',
            name='country',
            field=fields.CharField(default='', db_index=True, db_default='', max_length=2),
        ),
        # Who was registered before is established where the organisation is; sources of the EU write two codes otherwise.
        ops.RunSQL(
            "UPDATE procurement_supplier SET country = ("
            "SELECT CASE o.country WHEN 'EL' THEN 'GR' WHEN 'UK' THEN 'GB' ELSE o.country END "
            "FROM registry_organisation o WHERE o.id = procurement_supplier.organisation_id)",
            reverse_sql="",
        ),
        ops.AddIndex(
            model_name='Supplier',
            index=Index(fields=['country', 'registered_on', 'id']),
        ),
        ops.AddField(
            model_name='Tender',
            name='circulated_to_ilos_on',
            field=fields.DateField(null=True, db_index=True),
        ),
    ]

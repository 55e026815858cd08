from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name='MemberState',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('country', fields.CharField(unique=True, max_length=2)),
                ('name', fields.CharField(db_index=True, max_length=120)),
                ('source', fields.CharField(default='', max_length=255)),
                ('search_text', fields.TextField(default='', unique=False)),
            ],
            options={'table': 'registry_member_state', 'app': 'registry', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Contribution',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('member_state', fields.ForeignKeyField('registry.MemberState', source_field='member_state_id', db_index=True, db_constraint=True, to_field='id', related_name='contributions', on_delete=OnDelete.CASCADE)),
                ('year', fields.IntField(db_index=True)),
                ('percent_ppm', fields.IntField(db_index=True)),
                ('amount_minor', fields.BigIntField(null=True)),
                ('amount_currency', fields.CharField(null=True, max_length=3)),
                ('source', fields.CharField(default='', max_length=255)),
            ],
            options={'table': 'registry_contribution', 'app': 'registry', 'unique_together': (('member_state', 'year'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='LiaisonOffice',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('member_state', fields.ForeignKeyField('registry.MemberState', source_field='member_state_id', db_index=True, db_constraint=True, to_field='id', related_name='liaison_offices', on_delete=OnDelete.CASCADE)),
                ('institution', fields.CharField(max_length=255)),
                ('website', fields.CharField(null=True, max_length=1000)),
                ('source', fields.CharField(default='', max_length=255)),
            ],
            options={'table': 'registry_liaison_office', 'app': 'registry', 'unique_together': (('member_state', 'institution'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Membership',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('member_state', fields.ForeignKeyField('registry.MemberState', source_field='member_state_id', db_index=True, db_constraint=True, to_field='id', related_name='memberships', on_delete=OnDelete.CASCADE)),
                ('status', fields.CharField(db_index=True, max_length=20)),
                ('valid_from', fields.DateField(db_index=True)),
                ('valid_to', fields.DateField(null=True, db_index=True)),
                ('source', fields.CharField(default='', max_length=255)),
            ],
            options={'table': 'registry_membership', 'app': 'registry', 'unique_together': (('member_state', 'status', 'valid_from'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='OrgUnit',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('code', fields.CharField(unique=True, max_length=60)),
                ('name', fields.CharField(db_index=True, max_length=255)),
                ('level', fields.CharField(db_index=True, max_length=20)),
                ('parent', fields.ForeignKeyField('registry.OrgUnit', source_field='parent_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='children', on_delete=OnDelete.RESTRICT)),
                ('activities', fields.TextField(default='', unique=False)),
                ('valid_from', fields.DateField(null=True, db_index=True)),
                ('valid_to', fields.DateField(null=True, db_index=True)),
                ('source', fields.CharField(default='', max_length=255)),
                ('search_text', fields.TextField(default='', unique=False)),
            ],
            options={'table': 'registry_org_unit', 'app': 'registry', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Organisation',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('name', fields.CharField(db_index=True, max_length=500)),
                ('short_name', fields.CharField(default='', max_length=255)),
                ('country', fields.CharField(default='', db_index=True, max_length=2)),
                ('city', fields.CharField(default='', max_length=255)),
                ('kind', fields.CharField(default='other', db_index=True, max_length=20)),
                ('size_class', fields.CharField(null=True, db_index=True, max_length=10)),
                ('is_sme', fields.BooleanField(null=True, db_index=True)),
                ('is_startup', fields.BooleanField(null=True, db_index=True)),
                ('website', fields.CharField(default='', max_length=1000)),
                ('source', fields.CharField(default='', max_length=255)),
                ('source_date', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('source_rank', fields.CharField(default='', max_length=120)),
                ('folded_name', fields.CharField(default='', max_length=500)),
                ('search_text', fields.TextField(default='', unique=False)),
                ('version', fields.IntField(default=1)),
            ],
            options={'table': 'registry_organisation', 'app': 'registry', 'indexes': [Index(fields=['folded_name', 'country'])], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('happened_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('role', fields.CharField(db_index=True, max_length=40)),
                ('person', fields.CharField(null=True, db_index=True, max_length=255)),
                ('organisation', fields.ForeignKeyField('registry.Organisation', source_field='organisation_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='audit_entries', on_delete=OnDelete.RESTRICT)),
                ('unit', fields.CharField(default='', max_length=60)),
                ('country', fields.CharField(default='', max_length=2)),
                ('action', fields.CharField(db_index=True, max_length=120)),
                ('subject_type', fields.CharField(max_length=120)),
                ('subject_key', fields.CharField(max_length=120)),
                ('subject_version', fields.IntField()),
                ('summary', fields.TextField(unique=False)),
            ],
            options={'table': 'registry_audit_entry', 'app': 'registry', 'indexes': [Index(fields=['subject_type', 'subject_key'])], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='OrganisationIdentifier',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('organisation', fields.ForeignKeyField('registry.Organisation', source_field='organisation_id', db_index=True, db_constraint=True, to_field='id', related_name='identifiers', on_delete=OnDelete.CASCADE)),
                ('scheme', fields.CharField(max_length=60)),
                ('value', fields.CharField(max_length=120)),
                ('unique_key', fields.CharField(null=True, unique=True, max_length=190)),
                ('source', fields.CharField(default='', max_length=255)),
            ],
            options={'table': 'registry_organisation_identifier', 'app': 'registry', 'unique_together': (('organisation', 'scheme', 'value'),), 'indexes': [Index(fields=['scheme', 'value'])], 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Person',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('role', fields.CharField(db_index=True, max_length=60)),
                ('display_name', fields.CharField(db_index=True, max_length=255)),
                ('org_unit', fields.ForeignKeyField('registry.OrgUnit', source_field='org_unit_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='people', on_delete=OnDelete.RESTRICT)),
                ('source', fields.CharField(default='', max_length=255)),
            ],
            options={'table': 'registry_person', 'app': 'registry', 'unique_together': (('role', 'org_unit'),), 'pk_attr': 'id'},
            bases=['Model'],
        ),
    ]

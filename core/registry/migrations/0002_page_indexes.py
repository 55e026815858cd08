from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('registry', '0001_initial')]

    operations = [
        ops.AddIndex(
            model_name='AuditEntry',
            index=Index(fields=['role', 'happened_at', 'id']),
        ),
        ops.AddIndex(
            model_name='OrgUnit',
            index=Index(fields=['parent_id', 'code', 'id']),
        ),
        ops.AddIndex(
            model_name='OrgUnit',
            index=Index(fields=['level', 'code', 'id']),
        ),
        ops.AddIndex(
            model_name='Organisation',
            index=Index(fields=['country', 'name', 'id']),
        ),
        ops.AddIndex(
            model_name='Organisation',
            index=Index(fields=['country', 'id']),
        ),
        ops.AddIndex(
            model_name='Organisation',
            index=Index(fields=['kind', 'name', 'id']),
        ),
        ops.AddIndex(
            model_name='Organisation',
            index=Index(fields=['size_class', 'name', 'id']),
        ),
        ops.AddIndex(
            model_name='Organisation',
            index=Index(fields=['is_sme', 'name', 'id']),
        ),
        ops.AddIndex(
            model_name='Organisation',
            index=Index(fields=['is_startup', 'name', 'id']),
        ),
    ]

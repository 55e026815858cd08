from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('knowledge_transfer', '0001_initial'), ('registry', '0002_page_indexes')]

    operations = [
        ops.AddIndex(
            model_name='Licence',
            index=Index(fields=['kind', 'signed_on', 'id']),
        ),
        ops.AddIndex(
            model_name='Licence',
            index=Index(fields=['status', 'signed_on', 'id']),
        ),
        ops.AddIndex(
            model_name='Licence',
            index=Index(fields=['status', 'reference', 'id']),
        ),
        ops.AddIndex(
            model_name='Licence',
            index=Index(fields=['licensee_id', 'signed_on', 'id']),
        ),
        ops.AddIndex(
            model_name='Licence',
            index=Index(fields=['technology_id', 'signed_on', 'id']),
        ),
        ops.AddIndex(
            model_name='SpinOff',
            index=Index(fields=['technology_id', 'id']),
        ),
        ops.AddIndex(
            model_name='Technology',
            index=Index(fields=['status', 'name', 'id']),
        ),
        ops.AddIndex(
            model_name='Technology',
            index=Index(fields=['status', 'reference', 'id']),
        ),
        ops.AddIndex(
            model_name='Technology',
            index=Index(fields=['owner_id', 'name', 'id']),
        ),
        ops.AddIndex(
            model_name='Technology',
            index=Index(fields=['origin_unit_id', 'name', 'id']),
        ),
    ]

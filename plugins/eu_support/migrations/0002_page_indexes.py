from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('eu_support', '0001_initial'), ('registry', '0002_page_indexes')]

    operations = [
        ops.AddIndex(
            model_name='Call',
            index=Index(fields=['programme_id', 'identifier', 'id']),
        ),
        ops.AddIndex(
            model_name='Participation',
            index=Index(fields=['organisation_id', 'id']),
        ),
        ops.AddIndex(
            model_name='Participation',
            index=Index(fields=['project_id', 'order', 'id']),
        ),
        ops.AddIndex(
            model_name='Programme',
            index=Index(fields=['parent_id', 'code', 'id']),
        ),
        ops.AddIndex(
            model_name='Programme',
            index=Index(fields=['is_part', 'code', 'id']),
        ),
        ops.AddIndex(
            model_name='Project',
            index=Index(fields=['status', 'grant_number', 'id']),
        ),
        ops.AddIndex(
            model_name='Project',
            index=Index(fields=['status', 'acronym', 'id']),
        ),
        ops.AddIndex(
            model_name='Project',
            index=Index(fields=['status', 'title', 'id']),
        ),
        ops.AddIndex(
            model_name='Project',
            index=Index(fields=['programme_id', 'grant_number', 'id']),
        ),
        ops.AddIndex(
            model_name='Project',
            index=Index(fields=['call_id', 'grant_number', 'id']),
        ),
        ops.AddIndex(
            model_name='Project',
            index=Index(fields=['topic_id', 'grant_number', 'id']),
        ),
        ops.AddIndex(
            model_name='Proposal',
            index=Index(fields=['status', 'reference', 'id']),
        ),
        ops.AddIndex(
            model_name='Proposal',
            index=Index(fields=['status', 'acronym', 'id']),
        ),
        ops.AddIndex(
            model_name='Proposal',
            index=Index(fields=['status', 'title', 'id']),
        ),
        ops.AddIndex(
            model_name='Proposal',
            index=Index(fields=['owner_id', 'reference', 'id']),
        ),
        ops.AddIndex(
            model_name='Proposal',
            index=Index(fields=['owner_unit_id', 'reference', 'id']),
        ),
        ops.AddIndex(
            model_name='Proposal',
            index=Index(fields=['topic_id', 'reference', 'id']),
        ),
        ops.AddIndex(
            model_name='Topic',
            index=Index(fields=['status', 'identifier', 'id']),
        ),
        ops.AddIndex(
            model_name='Topic',
            index=Index(fields=['status', 'title', 'id']),
        ),
        ops.AddIndex(
            model_name='Topic',
            index=Index(fields=['deadline_model', 'identifier', 'id']),
        ),
        ops.AddIndex(
            model_name='Topic',
            index=Index(fields=['programme_id', 'identifier', 'id']),
        ),
        ops.AddIndex(
            model_name='Topic',
            index=Index(fields=['call_id', 'identifier', 'id']),
        ),
    ]

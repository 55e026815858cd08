from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('registry', '0002_page_indexes')]

    operations = [
        ops.CreateModel(
            name='Change',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('happened_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('subject_type', fields.CharField(max_length=120)),
                ('subject_key', fields.CharField(max_length=120)),
            ],
            options={'table': 'registry_change', 'app': 'registry', 'pk_attr': 'id'},
            bases=['Model'],
        ),
    ]

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('procurement', '0005_supplier_side'), ('registry', '0004_status_of_unknown_beginning')]

    operations = [
        ops.AddField(
            model_name='Nomination',
            name='proposed_by_unit',
            field=fields.CharField(default='', db_default='', max_length=60),
        ),
    ]

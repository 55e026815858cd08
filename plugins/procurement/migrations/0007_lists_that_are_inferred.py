from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('procurement', '0006_proposing_unit'), ('registry', '0004_status_of_unknown_beginning')]

    operations = [
        ops.AddField(
            model_name='BalanceList',
            name='is_inferred',
            field=fields.BooleanField(default=False, db_default=False),
        ),
    ]

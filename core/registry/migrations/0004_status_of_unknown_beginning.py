from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields

class Migration(migrations.Migration):
    dependencies = [('registry', '0003_changes')]

    operations = [
        ops.AddField(
            model_name='Membership',
            name='is_first_day',
            field=fields.BooleanField(default=True, db_default=True),
        ),
    ]

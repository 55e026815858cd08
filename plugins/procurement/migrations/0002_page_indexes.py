from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('procurement', '0001_initial'), ('registry', '0002_page_indexes')]

    operations = [
        ops.AddIndex(
            model_name='Award',
            index=Index(fields=['tender_id', 'reference', 'id']),
        ),
        ops.AddIndex(
            model_name='Award',
            index=Index(fields=['lot_id', 'reference', 'id']),
        ),
        ops.AddIndex(
            model_name='Award',
            index=Index(fields=['winner_id', 'reference', 'id']),
        ),
        ops.AddIndex(
            model_name='Bid',
            index=Index(fields=['tender_id', 'submitted_at', 'id']),
        ),
        ops.AddIndex(
            model_name='Bid',
            index=Index(fields=['lot_id', 'submitted_at', 'id']),
        ),
        ops.AddIndex(
            model_name='Bid',
            index=Index(fields=['bidder_id', 'submitted_at', 'id']),
        ),
        ops.AddIndex(
            model_name='Contract',
            index=Index(fields=['kind', 'reference', 'id']),
        ),
        ops.AddIndex(
            model_name='Contract',
            index=Index(fields=['status', 'reference', 'id']),
        ),
        ops.AddIndex(
            model_name='Contract',
            index=Index(fields=['status', 'title', 'id']),
        ),
        ops.AddIndex(
            model_name='Contract',
            index=Index(fields=['tender_id', 'reference', 'id']),
        ),
        ops.AddIndex(
            model_name='Contract',
            index=Index(fields=['award_id', 'reference', 'id']),
        ),
        ops.AddIndex(
            model_name='Contract',
            index=Index(fields=['contractor_id', 'reference', 'id']),
        ),
        ops.AddIndex(
            model_name='PurchaseCategory',
            index=Index(fields=['parent_id', 'name', 'id']),
        ),
        ops.AddIndex(
            model_name='Supplier',
            index=Index(fields=['status', 'registered_on', 'id']),
        ),
        ops.AddIndex(
            model_name='SupplierCategory',
            index=Index(fields=['category_id', 'id']),
        ),
        ops.AddIndex(
            model_name='Tender',
            index=Index(fields=['kind', 'reference', 'id']),
        ),
        ops.AddIndex(
            model_name='Tender',
            index=Index(fields=['procedure', 'reference', 'id']),
        ),
        ops.AddIndex(
            model_name='Tender',
            index=Index(fields=['status', 'reference', 'id']),
        ),
        ops.AddIndex(
            model_name='Tender',
            index=Index(fields=['status', 'title', 'id']),
        ),
        ops.AddIndex(
            model_name='Tender',
            index=Index(fields=['category_id', 'reference', 'id']),
        ),
        ops.AddIndex(
            model_name='Tender',
            index=Index(fields=['buyer_id', 'reference', 'id']),
        ),
        ops.AddIndex(
            model_name='Tender',
            index=Index(fields=['requesting_unit_id', 'reference', 'id']),
        ),
    ]

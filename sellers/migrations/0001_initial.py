import django.db.models.deletion
import marketplace.kernel.fields
import sellers.models.changes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=255, unique=True)),
                ('depth', models.PositiveIntegerField()),
                ('numchild', models.PositiveIntegerField(default=0)),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='slug')),
                ('name', models.CharField(help_text='In English; translations stand beside it.', max_length=120, verbose_name='name')),
                ('name_translations', models.JSONField(blank=True, default=dict, help_text='Language code to name.', verbose_name='names in other languages')),
                ('icon', models.CharField(blank=True, help_text='Name of a Lucide icon.', max_length=40, verbose_name='icon')),
                ('is_open', models.BooleanField(default=True, verbose_name='takes new listings')),
            ],
            options={
                'verbose_name': 'category',
                'verbose_name_plural': 'categories',
            },
        ),
        migrations.CreateModel(
            name='Listing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', marketplace.kernel.fields.PublicIdField(editable=False, max_length=32, prefix='lst', unique=True)),
                ('kind', models.CharField(choices=[('goods', 'Goods'), ('made_to_order', 'Made to order'), ('perishable_lot', 'Perishable lot'), ('service', 'Service')], default='goods', max_length=16, verbose_name='kind')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('live', 'On sale'), ('rejected', 'Needs changes'), ('paused', 'Paused'), ('archived', 'Archived')], default='draft', max_length=12, verbose_name='status')),
                ('title', models.CharField(max_length=140, verbose_name='title')),
                ('slug', models.SlugField(allow_unicode=True, blank=True, max_length=80, verbose_name='slug')),
                ('summary', models.CharField(blank=True, max_length=280, verbose_name='summary')),
                ('description', models.TextField(blank=True, max_length=8000, verbose_name='description')),
                ('language', models.CharField(default='en', max_length=10, verbose_name='language of the text')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('unit', models.CharField(default='piece', max_length=24, verbose_name='sold by')),
                ('moq', models.PositiveIntegerField(default=1, verbose_name='minimum order')),
                ('lead_time_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='lead time in days')),
                ('origin_country', models.CharField(blank=True, max_length=2, verbose_name='country of origin')),
                ('ships_from_country', models.CharField(blank=True, max_length=2, verbose_name='ships from')),
                ('hs_code', models.CharField(blank=True, max_length=10, verbose_name='HS code')),
                ('weight_g', models.PositiveIntegerField(blank=True, null=True, verbose_name='packed weight of one unit, grams')),
                ('length_mm', models.PositiveIntegerField(blank=True, null=True, verbose_name='packed length, mm')),
                ('width_mm', models.PositiveIntegerField(blank=True, null=True, verbose_name='packed width, mm')),
                ('height_mm', models.PositiveIntegerField(blank=True, null=True, verbose_name='packed height, mm')),
                ('attributes', models.JSONField(blank=True, default=dict, verbose_name='attributes')),
                ('rating_average', models.DecimalField(blank=True, decimal_places=2, max_digits=3, null=True, verbose_name='rating')),
                ('rating_count', models.PositiveIntegerField(default=0, verbose_name='ratings')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='submitted')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='first on sale')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='listings', to='sellers.category', verbose_name='category')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listings', to='accounts.organisation', verbose_name='seller')),
            ],
            options={
                'verbose_name': 'listing',
                'verbose_name_plural': 'listings',
                'indexes': [models.Index(fields=['organisation', 'status', '-id'], name='sellers_listing_by_seller'), models.Index(condition=models.Q(('status', 'in_review')), fields=['submitted_at'], name='sellers_listing_waiting'), models.Index(condition=models.Q(('status', 'live')), fields=['category', '-id'], name='sellers_listing_in_category')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'in_review', 'live', 'rejected', 'paused', 'archived'])), name='sellers_listing_status_is_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['goods', 'made_to_order', 'perishable_lot', 'service'])), name='sellers_listing_kind_is_known'), models.CheckConstraint(condition=models.Q(('moq__gte', 1)), name='sellers_listing_moq_is_positive'), models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='sellers_listing_currency_is_iso_code'), models.CheckConstraint(condition=models.Q(('origin_country__regex', '^([A-Z]{2})?$'), ('ships_from_country__regex', '^([A-Z]{2})?$')), name='sellers_listing_countries_are_iso_codes'), models.CheckConstraint(condition=models.Q(('hs_code__regex', '^([0-9]{6,10})?$')), name='sellers_listing_hs_code_is_digits'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['live', 'paused']), _negated=True), models.Q(('category__isnull', False), models.Q(('title', ''), _negated=True)), _connector='OR'), name='sellers_listing_on_sale_has_category_and_title'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['live', 'paused']), _negated=True), ('kind', 'service'), ('weight_g__gt', 0), _connector='OR'), name='sellers_listing_on_sale_goods_have_weight'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'service'), _negated=True), models.Q(('hs_code', ''), ('weight_g', None)), _connector='OR'), name='sellers_listing_service_has_no_parcel'), models.CheckConstraint(condition=models.Q(models.Q(('rating_average', None), ('rating_count', 0)), models.Q(('rating_average__gte', 1), ('rating_average__lte', 5), ('rating_count__gte', 1)), _connector='OR'), name='sellers_listing_rating_is_average_of_ratings')],
            },
        ),
        migrations.CreateModel(
            name='ListingChange',
            fields=[
                ('sequence', models.BigAutoField(primary_key=True, serialize=False)),
                ('listing_id', models.BigIntegerField()),
                ('txid', sellers.models.changes.TransactionIdField(db_default=sellers.models.changes.CurrentTransactionId(), editable=False)),
            ],
            options={
                'indexes': [models.Index(fields=['txid', 'sequence'], name='sellers_change_in_order')],
            },
        ),
        migrations.CreateModel(
            name='ListingPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', marketplace.kernel.fields.PublicIdField(editable=False, max_length=32, prefix='pic', unique=True)),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('file', models.CharField(max_length=120, unique=True, verbose_name='file')),
                ('alt_text', models.CharField(blank=True, max_length=160, verbose_name='what it shows')),
                ('width', models.PositiveIntegerField(verbose_name='width')),
                ('height', models.PositiveIntegerField(verbose_name='height')),
                ('is_shown', models.BooleanField(default=True, verbose_name='shown to buyers')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='sellers.listing')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('height__gt', 0), ('width__gt', 0)), name='sellers_picture_has_a_size')],
            },
        ),
        migrations.CreateModel(
            name='ListingRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.JSONField(default=dict, verbose_name='proposed')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('approved', 'Approved'), ('rejected', 'Needs changes'), ('discarded', 'Discarded')], default='draft', max_length=12, verbose_name='state')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='submitted')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='sellers.listing')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'verbose_name': 'revision',
                'verbose_name_plural': 'revisions',
                'indexes': [models.Index(condition=models.Q(('state', 'in_review')), fields=['submitted_at'], name='sellers_revision_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'approved', 'rejected', 'discarded'])), name='sellers_revision_state_is_known'), models.UniqueConstraint(condition=models.Q(('state__in', ['approved', 'discarded']), _negated=True), fields=('listing',), name='sellers_revision_one_open_per_listing')],
            },
        ),
        migrations.CreateModel(
            name='ModerationDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.CharField(choices=[('approved', 'Approved'), ('rejected', 'Rejected')], max_length=10, verbose_name='decision')),
                ('reason', models.TextField(max_length=2000, verbose_name='reason')),
                ('decided_at', models.DateTimeField(verbose_name='decided')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='sellers.listing')),
                ('revision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='sellers.listingrevision')),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decisions',
                'ordering': ['-decided_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='sellers_decision_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='SellerProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', marketplace.kernel.fields.PublicIdField(editable=False, max_length=32, prefix='slr', unique=True)),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='address')),
                ('tagline', models.CharField(blank=True, max_length=140, verbose_name='in one line')),
                ('story', models.TextField(blank=True, max_length=4000, verbose_name='story')),
                ('founded_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='founded in')),
                ('employees', models.PositiveIntegerField(blank=True, null=True, verbose_name='people')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Waiting for approval'), ('approved', 'Approved'), ('suspended', 'Suspended')], default='draft', max_length=12, verbose_name='status')),
                ('status_reason', models.TextField(blank=True, verbose_name='reason')),
                ('logo', models.CharField(blank=True, max_length=120, verbose_name='logo')),
                ('ships_to', models.JSONField(blank=True, default=list, help_text='Country codes; empty means every country.', verbose_name='ships to')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='seller_profile', to='accounts.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'seller profile',
                'verbose_name_plural': 'seller profiles',
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'submitted', 'approved', 'suspended'])), name='sellers_profile_status_is_known'), models.CheckConstraint(condition=models.Q(('founded_year', None), models.Q(('founded_year__gte', 1000), ('founded_year__lte', 2200)), _connector='OR'), name='sellers_profile_founded_year_is_plausible')],
            },
        ),
        migrations.CreateModel(
            name='Variant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', marketplace.kernel.fields.PublicIdField(editable=False, max_length=32, prefix='var', unique=True)),
                ('sku', models.CharField(blank=True, max_length=64, verbose_name='SKU')),
                ('options', models.JSONField(blank=True, default=dict, verbose_name='options')),
                ('label', models.CharField(blank=True, max_length=120, verbose_name='label')),
                ('stock_available', models.IntegerField(default=0, verbose_name='in stock')),
                ('tracks_stock', models.BooleanField(default=True, verbose_name='counts stock')),
                ('is_default', models.BooleanField(default=False, verbose_name='default')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='variants', to='sellers.listing')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'verbose_name': 'variant',
                'verbose_name_plural': 'variants',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('stock_available__gte', 0)), name='sellers_variant_stock_is_not_negative'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('listing',), name='sellers_variant_one_default_per_listing'), models.UniqueConstraint(condition=models.Q(('sku', ''), _negated=True), fields=('organisation', 'sku'), name='sellers_variant_sku_once_per_seller')],
            },
        ),
        migrations.CreateModel(
            name='StockHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.PositiveIntegerField(verbose_name='quantity')),
                ('reference', models.CharField(max_length=64, verbose_name='reference')),
                ('state', models.CharField(choices=[('held', 'Held'), ('committed', 'Committed'), ('released', 'Released')], default='held', max_length=10, verbose_name='state')),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellers.listing')),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='sellers.variant')),
            ],
            options={
                'verbose_name': 'stock hold',
                'verbose_name_plural': 'stock holds',
                'indexes': [models.Index(condition=models.Q(('state', 'held')), fields=['expires_at'], name='sellers_hold_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='sellers_hold_quantity_is_positive'), models.CheckConstraint(condition=models.Q(('state__in', ['held', 'committed', 'released'])), name='sellers_hold_state_is_known'), models.UniqueConstraint(fields=('reference', 'variant'), name='sellers_hold_once_per_reference')],
            },
        ),
        migrations.CreateModel(
            name='PriceTier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('min_quantity', models.PositiveIntegerField(verbose_name='from quantity')),
                ('unit_price', models.DecimalField(decimal_places=4, max_digits=19, verbose_name='price per unit')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tiers', to='sellers.listing')),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tiers', to='sellers.variant')),
            ],
            options={
                'verbose_name': 'price tier',
                'verbose_name_plural': 'price tiers',
                'ordering': ['min_quantity'],
                'constraints': [models.CheckConstraint(condition=models.Q(('unit_price__gt', 0), ('unit_price__lt', 1000000000000000)), name='sellers_tier_price_is_positive'), models.CheckConstraint(condition=models.Q(('min_quantity__gte', 1)), name='sellers_tier_quantity_is_positive'), models.UniqueConstraint(fields=('variant', 'min_quantity'), name='sellers_tier_once_per_quantity')],
            },
        ),
        migrations.CreateModel(
            name='Lot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(blank=True, max_length=60, verbose_name='lot number')),
                ('harvest_date', models.DateField(blank=True, null=True, verbose_name='harvested on')),
                ('best_before_date', models.DateField(verbose_name='best before')),
                ('storage_min_c', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name='coldest storage, °C')),
                ('storage_max_c', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name='warmest storage, °C')),
                ('grade', models.CharField(blank=True, max_length=40, verbose_name='grade')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lots', to='sellers.listing')),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lots', to='sellers.variant')),
            ],
            options={
                'verbose_name': 'lot',
                'verbose_name_plural': 'lots',
                'ordering': ['best_before_date', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('harvest_date', None), ('best_before_date__gt', models.F('harvest_date')), _connector='OR'), name='sellers_lot_is_best_before_after_harvest'), models.CheckConstraint(condition=models.Q(('storage_min_c', None), ('storage_max_c', None), ('storage_max_c__gte', models.F('storage_min_c')), _connector='OR'), name='sellers_lot_storage_range_is_ordered')],
            },
        ),
    ]

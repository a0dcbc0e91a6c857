import django.db.models.deletion
import marketplace.kernel.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
        ('sellers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Conversation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', marketplace.kernel.fields.PublicIdField(editable=False, max_length=32, prefix='cnv', unique=True)),
                ('subject', models.CharField(blank=True, max_length=140, verbose_name='subject')),
                ('created_at', models.DateTimeField(verbose_name='started')),
                ('last_message_at', models.DateTimeField(verbose_name='last message')),
                ('listing', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellers.listing', verbose_name='listing')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conversations_as_buyer', to='accounts.organisation', verbose_name='buyer')),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conversations_as_seller', to='accounts.organisation', verbose_name='seller')),
            ],
            options={
                'verbose_name': 'conversation',
                'verbose_name_plural': 'conversations',
                'indexes': [models.Index(fields=['organisation', '-last_message_at'], name='buyers_conversation_of_buyer'), models.Index(fields=['seller', '-last_message_at'], name='buyers_conversation_of_seller')],
                'constraints': [models.CheckConstraint(condition=models.Q(('organisation', models.F('seller')), _negated=True), name='buyers_conversation_has_two_sides'), models.UniqueConstraint(fields=('organisation', 'seller', 'listing'), name='buyers_conversation_once_per_listing', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', marketplace.kernel.fields.PublicIdField(editable=False, max_length=32, prefix='msg', unique=True)),
                ('body', models.TextField(max_length=5000, verbose_name='text')),
                ('warnings', models.JSONField(blank=True, default=list, verbose_name='warnings')),
                ('created_at', models.DateTimeField(verbose_name='sent')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='buyers.conversation')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='from')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'indexes': [models.Index(fields=['conversation', 'id'], name='buyers_message_in_order'), models.Index(condition=models.Q(('read_at', None)), fields=['conversation'], name='buyers_message_unread'), models.Index(fields=['author', '-created_at'], name='buyers_message_of_author')],
                'constraints': [models.CheckConstraint(condition=models.Q(('body', ''), _negated=True), name='buyers_message_says_something')],
            },
        ),
    ]

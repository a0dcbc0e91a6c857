"""What accounts says and hears over the API."""

from rest_framework import serializers

from accounts.addresses import LABELS


class OrganisationOut(serializers.Serializer):
    id = serializers.CharField(source="public_id")
    name = serializers.CharField()
    slug = serializers.CharField()
    country = serializers.CharField(help_text="ISO 3166-1 alpha-2")
    currency = serializers.CharField(help_text="ISO 4217")
    sells = serializers.BooleanField()
    buys = serializers.BooleanField()
    status = serializers.CharField()


class MeOut(serializers.Serializer):
    """Who the token or session acts as."""

    user = serializers.CharField(source="user.full_name")
    role = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField(), allow_null=True)
    organisation = OrganisationOut(allow_null=True)


class AddressOut(serializers.Serializer):
    id = serializers.CharField(source="public_id")
    label = serializers.CharField()  # type: ignore[assignment]
    country = serializers.CharField()
    recipient = serializers.CharField()
    company = serializers.CharField()
    street_address = serializers.CharField()
    district = serializers.CharField()
    city = serializers.CharField()
    region = serializers.CharField()
    postal_code = serializers.CharField()
    sorting_code = serializers.CharField()
    phone = serializers.CharField()
    is_default = serializers.BooleanField()


class AddressIn(serializers.Serializer):
    """Fields follow the country's own format; those that it does not use are left out."""

    label = serializers.CharField(required=False, allow_blank=True, max_length=60, default="")  # type: ignore[assignment]
    is_default = serializers.BooleanField(required=False, default=False)
    country = serializers.CharField(max_length=2)
    recipient = serializers.CharField(max_length=120)
    company = serializers.CharField(required=False, allow_blank=True, max_length=140)
    street_address = serializers.CharField(max_length=250)
    district = serializers.CharField(required=False, allow_blank=True, max_length=100)
    city = serializers.CharField(required=False, allow_blank=True, max_length=100)
    region = serializers.CharField(required=False, allow_blank=True, max_length=100)
    postal_code = serializers.CharField(required=False, allow_blank=True, max_length=20)
    sorting_code = serializers.CharField(required=False, allow_blank=True, max_length=20)
    phone = serializers.CharField(required=False, allow_blank=True, max_length=32)


ADDRESS_FIELDS = ("country", *LABELS)


class NotificationOut(serializers.Serializer):
    id = serializers.CharField(source="public_id")
    kind = serializers.CharField()
    title = serializers.CharField()
    body = serializers.CharField()
    url = serializers.CharField()
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class NotificationsRead(serializers.Serializer):
    ids = serializers.ListField(
        child=serializers.CharField(max_length=32), required=False, max_length=200, help_text="All when left out."
    )


class NotificationsReadOut(serializers.Serializer):
    read = serializers.IntegerField(help_text="How many were unread before.")

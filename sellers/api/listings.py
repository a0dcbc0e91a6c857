"""A seller's own listings over the API."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.kernel.api import ActorAPIView, CursorPage
from marketplace.kernel.refusals import InvalidInput
from sellers import operations, queries
from sellers.api.serializers import CropIn, EditIn, ListingIn, ListingSummaryOut, OwnListingOut, PictureIn, PictureOut
from sellers.models import Listing
from sellers.operations.crop_picture import Box

READ = "listings:read"
WRITE = "listings:write"


def _own(view: ActorAPIView, public_id: str) -> Listing:
    return queries.listing_for_edit(view.actor, public_id)


def _shown(view: ActorAPIView, public_id: str, status: int = 200) -> Response:
    return Response(OwnListingOut(_own(view, public_id)).data, status=status)


def _sent(request: Request) -> dict[str, object]:
    """Return the body as it was sent: names that there are not are refused by the operation, not dropped."""
    if not isinstance(request.data, dict):
        raise InvalidInput(fields={"form": ["Send a JSON object."]})
    return dict(request.data)


class OwnListings(ActorAPIView):
    """The listings of the actor's organisation."""

    required_scopes: ClassVar = {"GET": READ, "POST": WRITE}

    @extend_schema(
        operation_id="list_my_listings",
        responses=ListingSummaryOut(many=True),
        tags=["listings"],
        parameters=[
            OpenApiParameter("status", OpenApiTypes.STR, enum=[*Listing.Status.values, "proposed"]),
            OpenApiParameter("q", OpenApiTypes.STR, description="Words of the title, or the start of a SKU."),
        ],
    )
    def get(self, request: Request) -> Response:
        page = CursorPage()
        found = queries.listings_of(
            self.actor, status=request.query_params.get("status", ""), words=request.query_params.get("q", "")[:100]
        )
        return page.get_paginated_response(ListingSummaryOut(page.of(found, request), many=True).data)

    @extend_schema(operation_id="create_listing", request=ListingIn, responses={201: OwnListingOut}, tags=["listings"])
    def post(self, request: Request) -> Response:
        listing = operations.create_listing(actor=self.actor, content=_sent(request), now=timezone.now())
        answer = _shown(self, listing.public_id, status=201)
        answer.headers["Location"] = reverse("sellers_api:listing", args=[listing.public_id])
        return answer


class OneOwnListing(ActorAPIView):
    """One listing of the actor's organisation."""

    required_scopes: ClassVar = {"GET": READ, "PATCH": WRITE}

    @extend_schema(operation_id="get_my_listing", responses=OwnListingOut, tags=["listings"])
    def get(self, request: Request, public_id: str) -> Response:
        return _shown(self, public_id)

    @extend_schema(operation_id="edit_listing", request=EditIn, responses=OwnListingOut, tags=["listings"])
    def patch(self, request: Request, public_id: str) -> Response:
        """Price, stock, lead time and packaging change at once; of a live listing the rest waits for approval."""
        sent = _sent(request)
        version = sent.pop("version", None)
        if version is not None and not isinstance(version, int):
            raise InvalidInput(fields={"version": ["Send the whole number you read."]})
        operations.edit_listing(
            actor=self.actor, listing=_own(self, public_id), content=sent, version=version, now=timezone.now()
        )
        return _shown(self, public_id)


class SubmitListing(ActorAPIView):
    required_scopes: ClassVar = {"POST": WRITE}

    @extend_schema(operation_id="submit_listing", request=None, responses=OwnListingOut, tags=["listings"])
    def post(self, request: Request, public_id: str) -> Response:
        """Send a draft, or the changes to a live listing, for review."""
        operations.submit_listing(actor=self.actor, listing=_own(self, public_id), now=timezone.now())
        return _shown(self, public_id)


class PauseListing(ActorAPIView):
    required_scopes: ClassVar = {"POST": WRITE}

    @extend_schema(operation_id="pause_listing", request=None, responses=OwnListingOut, tags=["listings"])
    def post(self, request: Request, public_id: str) -> Response:
        """Take a live listing off sale; open orders go on."""
        operations.pause_listing(actor=self.actor, listing=_own(self, public_id), now=timezone.now())
        return _shown(self, public_id)


class ResumeListing(ActorAPIView):
    required_scopes: ClassVar = {"POST": WRITE}

    @extend_schema(operation_id="resume_listing", request=None, responses=OwnListingOut, tags=["listings"])
    def post(self, request: Request, public_id: str) -> Response:
        """Put a paused listing back on sale."""
        operations.resume_listing(actor=self.actor, listing=_own(self, public_id), now=timezone.now())
        return _shown(self, public_id)


class CropPicture(ActorAPIView):
    required_scopes: ClassVar = {"POST": WRITE}

    @extend_schema(operation_id="crop_picture", request=CropIn, responses={201: PictureOut}, tags=["listings"])
    def post(self, request: Request, public_id: str, picture: str) -> Response:
        """Replace a picture by a part of it, in per cent; the answer is the new picture, with an id of its own."""
        # Whose it is comes before what was sent: a stranger learns nothing from how a body is refused.
        self.actor.must("listings.edit")
        listing = _own(self, public_id)
        given = self.valid(CropIn)
        part = operations.crop_picture(
            actor=self.actor,
            listing=listing,
            picture=picture,
            box=Box(**given),
            now=timezone.now(),
        )
        return Response(PictureOut(part).data, status=201)


class ListingPictures(ActorAPIView):
    """Pictures of one listing."""

    required_scopes: ClassVar = {"POST": WRITE}
    parser_classes: ClassVar = [MultiPartParser, JSONParser]

    @extend_schema(
        operation_id="add_picture",
        request={"multipart/form-data": PictureIn},
        responses={201: PictureOut},
        tags=["listings"],
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Add one picture. It is looked at by content and kept only as our own re-encoded renditions."""
        upload = request.FILES.get("file")
        if upload is None:
            raise InvalidInput(fields={"file": ["Send a file."]})
        sent: Any = request.data
        picture = operations.add_picture(
            actor=self.actor,
            listing=_own(self, public_id),
            upload=upload,
            alt_text=str(sent.get("alt_text", "")),
            now=timezone.now(),
        )
        return Response(PictureOut(picture).data, status=201)

"""Cursor pages: stable while rows come and go, and as cheap on the thousandth page as on the first."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework.exceptions import NotFound as DRFNotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from marketplace.kernel.refusals import InvalidInput


class CursorPage(CursorPagination):
    """`?cursor=&limit=` (20 by default, 100 at most); answers `{next, previous, results}`."""

    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100

    def of(self, queryset: QuerySet[Any], request: Request, *, ordering: Sequence[str] = ("-id",)) -> list[Any]:
        """
        Return one page of `queryset` in `ordering` (unique together).

        :raises InvalidInput: if the cursor is not one of ours.
        """
        self.ordering = tuple(ordering)
        try:
            return list(self.paginate_queryset(queryset, request) or [])
        except DRFNotFound:
            raise InvalidInput(fields={"cursor": ["This cursor is not one that we gave."]}) from None

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        return tuple(self.ordering)

"""
What a listing says: reading it as people or programs send it, and telling what is still missing.

`read_content` refuses what could never stand (too long, not a number, an unknown country); `missing_content` says what
has to be there before anybody may buy. Both speak of the same field names as the form and the API.
"""

from sellers.content.fields import (
    AT_ONCE,
    FIELDS,
    FIXED_ONCE_PUBLISHED,
    LENGTHS,
    LOT_FIELDS,
    MOST_ATTRIBUTES,
    ON_VARIANT,
    PARCEL,
    RANGES,
    REVIEWED,
    Errors,
)
from sellers.content.lots import FIELDS_OF_LOT, read_lot
from sellers.content.missing import missing_answers, missing_content
from sellers.content.options import MOST_OPTIONS, MOST_VALUES, MOST_VARIANTS, Option, read_options, stored_options
from sellers.content.reading import read_content, read_incoterms
from sellers.content.texts import read_text
from sellers.content.variants import read_variants

__all__ = [
    "AT_ONCE",
    "FIELDS",
    "FIELDS_OF_LOT",
    "FIXED_ONCE_PUBLISHED",
    "LENGTHS",
    "LOT_FIELDS",
    "MOST_ATTRIBUTES",
    "MOST_OPTIONS",
    "MOST_VALUES",
    "MOST_VARIANTS",
    "ON_VARIANT",
    "PARCEL",
    "RANGES",
    "REVIEWED",
    "Errors",
    "Option",
    "missing_answers",
    "missing_content",
    "read_content",
    "read_incoterms",
    "read_lot",
    "read_options",
    "read_text",
    "read_variants",
    "stored_options",
]

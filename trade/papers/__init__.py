"""
Trade papers: what stands on them, their words, their PDF and their e-invoice.

Pure: values in, bytes out. No database, no clock, no network; what the rows say is gathered by orders. Told in
docs/papers.md.
"""

from .content import (
    Charge,
    Content,
    GoodsLine,
    Kind,
    Package,
    Party,
    Reference,
    TaxLine,
    content_hash,
)

__all__ = ["Charge", "Content", "GoodsLine", "Kind", "Package", "Party", "Reference", "TaxLine", "content_hash"]

"""Answers of this room as pages and the API show them."""

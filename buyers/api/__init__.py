"""Listings, suggestions and conversations for programs."""

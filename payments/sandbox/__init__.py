"""
The Stripe sandbox: a small HTTP service of its own that speaks the part of Stripe's API Bridgeway uses.

Development, demonstrations and tests run the unmodified ``stripe`` SDK against it when there are no Stripe keys.
Start it with ``python -m payments.sandbox``; see ``docs/stripe-sandbox.md``. It imports neither Django nor any app
of the project, and nothing outside this package imports it except ``process`` and ``client``.
"""

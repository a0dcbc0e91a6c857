"""
Settings, one file a concern, the environment parsed once (`environment.py`).

Two profiles are built from the same concerns: `local` (what `make run` and the tests use; writes the
secrets it needs into the data folder) and `production` (every secret must come from the environment).
Only addresses and secrets differ between them, never code paths.
"""

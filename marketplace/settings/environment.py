"""The environment, read once. Every other settings file imports `env` and the folders from here."""

from pathlib import Path

import environ

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Everything that a running system writes lives under one folder that is never committed.
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / ".data"))).resolve()

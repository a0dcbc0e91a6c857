"""The local profile's secrets: made at random once, kept in the data folder, readable by the owner only."""

import os
import secrets
from pathlib import Path

NAMES = ("SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "METRICS_TOKEN")


def read_or_make_secrets(data_dir: Path) -> dict[str, str]:
    """Return each of NAMES, from the environment if set there, else from `secrets.env`, made if missing."""
    path = data_dir / "secrets.env"
    kept: dict[str, str] = {}
    if path.exists():
        kept = dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
    missing = [name for name in NAMES if name not in kept]
    if missing:
        data_dir.mkdir(parents=True, exist_ok=True)
        kept |= {name: secrets.token_urlsafe(48) for name in missing}
        # Several processes may start at once: each writes its own file, the first rename to stick is what all read.
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text("".join(f"{name}={value}\n" for name, value in kept.items()))
        if path.exists() and not set(NAMES) <= {line.split("=", 1)[0] for line in path.read_text().splitlines()}:
            draft.replace(path)
        else:
            try:
                path.hardlink_to(draft)
            except FileExistsError:
                kept = dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
            draft.unlink()
    return {name: os.environ.get(name) or kept[name] for name in NAMES}

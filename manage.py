#!/usr/bin/env python
"""Django's command line for Bridgeway. `manage.py up` starts the whole system."""

import os
import sys


def main() -> None:
    if sys.argv[1:2] == ["up"]:
        # The supervisor makes the addresses that the settings read, so it runs before they are loaded.
        from marketplace.supervisor.command import main as up

        raise SystemExit(up(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.local")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

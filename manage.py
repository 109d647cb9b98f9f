#!/usr/bin/env python
"""Django's command line, started in the project's root."""

import os
import sys
from pathlib import Path


def main() -> None:
    # `platform/` is a source root, not a package: its apps are imported as `ledger`, `web`, ...
    sys.path.insert(1, str(Path(__file__).resolve().parent / "platform"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()

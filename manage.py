#!/usr/bin/env python3
"""Django's command line, also from a bare checkout: `platform/` is a folder of packages, not a package.

Production settings unless the environment asks for others, as `make` does.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "platform"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "staalkaart.settings.production")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)

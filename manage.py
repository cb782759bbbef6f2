#!/usr/bin/env python3
"""Django's own commands, with the database running. `leadwell` is the command line for people."""

import os
import sys

from leadwell.config.database import serving


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadwell.config.settings")
    os.environ.setdefault("LEADWELL_MODE", "development")
    from django.core.management import execute_from_command_line

    with serving():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

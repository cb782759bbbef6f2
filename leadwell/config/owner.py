"""Django's commands as the owner of the tables: `python -m leadwell.config.owner migrate`."""

import os
import sys


def main() -> None:
    os.environ["LEADWELL_ACT_AS"] = "owner"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadwell.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

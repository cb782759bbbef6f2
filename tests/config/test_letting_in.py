"""The last resort of the only administrator: `leadwell reset-second-factor`, on a home of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema

from leadwell.config import commands
from tests.homes import copied

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = Path(commands.__file__).resolve().parents[1] / "schemas"
EMAIL = "asha@example.org"
COMMAND = "from leadwell.config.cli import main; main()"
SET_UP = """
from leadwell.config.commands import door
with door.opened():
    from allauth.mfa.totp.internal.auth import TOTP
    from leadwell.accounts.models import User
    TOTP.activate(User.objects.get(), "A" * 32)
"""


def python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "leadwell.config.settings"}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environ, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip


def leadwell(*arguments: str) -> subprocess.CompletedProcess[str]:
    return python(COMMAND, *arguments)


def test_the_only_administrator_gets_in_again_by_the_command_line(empty_home, migrated_home):
    copied(migrated_home, empty_home)
    leadwell("init", "--email", EMAIL, "--name", "Asha")
    refused = leadwell("reset-second-factor", EMAIL)
    assert refused.returncode == 1
    assert "Asha has no second factor. Nothing was changed." in refused.stderr
    unknown = leadwell("reset-second-factor", "nobody@example.org")
    assert "Nobody signs in by nobody@example.org." in unknown.stderr

    done = python(SET_UP)
    assert done.returncode == 0, done.stderr
    done = leadwell("reset-second-factor", EMAIL.upper(), "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    schema = json.loads((SCHEMAS / "reset-second-factor.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(said)
    assert said == {"email": EMAIL, "is_told": True}
    assert leadwell("reset-second-factor", EMAIL).returncode == 1

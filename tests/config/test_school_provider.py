"""The provider of school accounts, as the settings say it: whole, by half, and not safe."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAYS = (
    "from leadwell.config import settings as s;"
    "print(len(s.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS']), bool(s.OIDC))"
)
WHOLE = {
    "LEADWELL_OIDC_NAME": "your school’s account", "LEADWELL_OIDC_CLIENT_ID": "us",
    "LEADWELL_OIDC_ISSUER": "https://id.example/school", "LEADWELL_OIDC_SECRET": "s",
}  # fmt: skip


def started(**said: str) -> subprocess.CompletedProcess[str]:
    environ = os.environ | said | {
        "LEADWELL_MODE": "production", "LEADWELL_SECRET_KEY": "only for this test",
        "DATABASE_URL": "postgresql://nobody@localhost/nothing", "PYTHONIOENCODING": "utf-8",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", SAYS], env=environ, cwd=ROOT, capture_output=True, text=True
    )


def test_it_is_set_up_where_all_four_are_said():
    assert started(**WHOLE).stdout.split() == ["1", "True"]


def test_by_half_it_is_off():
    said = {name: value for name, value in WHOLE.items() if name != "LEADWELL_OIDC_SECRET"}
    assert started(**said).stdout.split() == ["0", "False"]


def test_one_that_is_not_asked_by_https_is_refused_in_production():
    done = started(**WHOLE | {"LEADWELL_OIDC_ISSUER": "http://id.example/school"})
    assert done.returncode == 1
    assert "LEADWELL_OIDC_ISSUER must begin with https://." in done.stderr

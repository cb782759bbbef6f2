"""Who was forgotten stays so when last night's backup comes back: through the command line."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadwell.people.privacy import erasures

ROOT = Path(__file__).resolve().parents[3]
BEGIN = """
import django
from leadwell.config import database
with database.serving():
    database.migrate()
    django.setup()
    from django.utils import timezone
    from leadwell.people.models import *
    from leadwell.people.privacy import actions
    from tests.factories import *
    from tests.people.privacy.conftest import NAME, leave_traces, tables_that_say
"""
SOMEBODY_LEFT = """
    user = make_user(name=NAME)
    person = make_person(name=NAME, email=user.email, user=user)
    leave_traces(person, user, make_enrolment())
    make_role(Role.DATA_PROTECTION_OFFICER, organisation=make_organisation())
    print(len(tables_that_say(NAME)))
"""
FORGET = """
    person = Person.objects.get(name=NAME)
    officer = RoleHeld.objects.get(role="DPO").person.user
    request = SubjectRequest(kind="erasure", person=person, received_on=timezone.localdate())
    actions.log_request(request=request, by=officer, at=timezone.now())
    actions.erase(request=request, by=officer, at=timezone.now())
    print(len(tables_that_say(NAME)))
"""
LOOK = """
    print(len(tables_that_say(NAME)))
    print(Erasure.objects.exclude(again_at=None).count())
"""


class Installation:
    """One of its own, with a database that nobody else uses."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.env = {**os.environ, "LEADWELL_MODE": "test", "LEADWELL_HOME": str(home)}
        self.env["DJANGO_SETTINGS_MODULE"] = "leadwell.config.settings"

    def run(self, code: str) -> list[int]:
        done = self._python(BEGIN + code)
        return [int(line) for line in done.split()]

    def leadwell(self, *arguments: object) -> dict:
        code = "from leadwell.config.cli import main; main()"
        return json.loads(self._python(code, *map(str, arguments), "--json"))

    def _python(self, code: str, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env=self.env, cwd=ROOT, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def installation() -> Iterator[Installation]:
    parent = Path(tempfile.mkdtemp(dir="/tmp", prefix="lw"))
    parent.chmod(0o711)
    yield Installation(parent / "home")
    shutil.rmtree(parent)


def test_a_restore_does_not_bring_back_who_was_forgotten(installation, tmp_path):
    last_night = tmp_path / "last-night.leadwell"
    [n_tables] = installation.run(SOMEBODY_LEFT)
    assert n_tables > 5
    installation.leadwell("backup", last_night)
    assert installation.run(FORGET) == [0]

    said = installation.leadwell("restore", last_night)
    assert said["n_forgotten_again"] == 1
    assert installation.run(LOOK) == [0, 1]

    # The rows alone are enough, where the file is lost; and so is the file, in another database.
    listed = installation.home / erasures.NAME
    kept = listed.read_text()
    assert "Wren" not in kept
    listed.unlink()
    assert installation.leadwell("restore", last_night)["n_forgotten_again"] == 1
    assert json.loads(listed.read_text())["person"] == json.loads(kept)["person"]
    elsewhere = Installation(installation.home.with_name("elsewhere"))
    elsewhere.home.mkdir(mode=0o711)
    shutil.copy(listed, elsewhere.home)
    assert elsewhere.leadwell("restore", last_night)["n_forgotten_again"] == 1
    assert elsewhere.run(LOOK) == [0, 1]

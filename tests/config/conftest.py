import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from leadwell.lib import embedded
from tests.homes import copied

ROOT = Path(__file__).resolve().parents[2]
Said = dict[str, Any]


@pytest.fixture(scope="module")
def leadwell(migrated_home: Path) -> Iterator[Callable[..., tuple[int, Said]]]:
    """The command line itself, on an installation of its own: exit status, and what it printed."""
    parent = Path(tempfile.mkdtemp(dir="/tmp", prefix="lw"))
    parent.chmod(0o711)
    home = str(copied(migrated_home, parent / "home"))

    def run(*arguments: str | Path) -> tuple[int, Said]:
        done = subprocess.run(
            [sys.executable, "-c", "from leadwell.config.cli import main; main()", *arguments],
            env={**os.environ, "LEADWELL_MODE": "test", "LEADWELL_HOME": home},
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEADWELL_HOME", home)
        with embedded.running():
            yield run
    shutil.rmtree(parent)

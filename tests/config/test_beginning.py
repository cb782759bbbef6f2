"""What a process reads when it begins: a command that loads one file waits for no more than that."""

import subprocess
import sys
from pathlib import Path

import leadwell
from leadwell.config import settings

LOADED = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "leadwell.config.settings"
import django
django.setup()
print(*sys.modules)
"""
FOR_OTHERS = ("scipy", "weasyprint", "leadwell.evidence.appraisal", "leadwell.evaluation.actions")


def test_who_begins_reads_neither_the_engine_nor_what_makes_papers_nor_the_jobs():
    said = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    )
    loaded = set(said.stdout.split())
    assert "leadwell.evaluation.models" in loaded
    assert [name for name in FOR_OTHERS if name in loaded] == []
    assert [
        name for name in loaded if name.startswith("leadwell.") and name.endswith(".jobs")
    ] == []


def test_a_worker_knows_the_jobs_of_every_floor():
    home = Path(leadwell.__path__[0])
    jobs = {f"leadwell.{path.parent.name}.jobs" for path in home.glob("*/jobs.py")}
    assert set(settings.PROCRASTINATE_IMPORT_PATHS) == jobs

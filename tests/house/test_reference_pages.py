"""What is written by hand about commands and settings names every one there is, and no other."""

import re
from pathlib import Path

import pytest
import typer

from leadwell.config.cli import app

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
COMMANDS = typer.main.get_command(app).commands
SETTING = re.compile(r"\b(?:LEADWELL_[A-Z_]+|DATABASE_URL)\b")


def sections() -> dict[str, str]:
    """The text under each "## leadwell NAME" of the page of commands."""
    text = (REFERENCE / "command-line.md").read_text(encoding="utf-8")
    parts = re.split(r"^## leadwell (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_command_has_a_section_and_no_other_has():
    assert sections().keys() == COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_commands_section_names_its_options_and_no_others(name):
    options = {option for part in COMMANDS[name].params for option in part.opts}
    wanted = {option for option in options if option.startswith("--")} - {"--help"}
    assert set(re.findall(r"^\| `(--[a-z-]+)", sections()[name], re.MULTILINE)) == wanted


def test_the_page_of_settings_names_every_setting_that_is_read():
    sources = [*(ROOT / "leadwell").rglob("*.py"), ROOT / "manage.py"]
    read = {name for path in sources for name in SETTING.findall(path.read_text(encoding="utf-8"))}
    page = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    assert set(SETTING.findall(page)) == read

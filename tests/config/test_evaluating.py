"""leadwell evaluate and leadwell detect, as they are typed."""

import json
import re

import pytest
from typer.testing import CliRunner

from leadwell.config import cli
from leadwell.evidence.sizes import power
from tests.config.test_json_schemas import check


def typed(*arguments):
    return CliRunner().invoke(cli.app, list(arguments))


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--schools", "12345", "--start", "2018/19"], "'12345' is not a URN of six digits"),
        (["--schools", "123456", "--start", "2018/20"], "is not an academic year"),
        (["--schools", "123456", "--start", "2018/19", "--as-of", "soon"], "--as-of"),
        (["--schools", "123456", "--start", "2018/19", "--draws", "98"], "--draws"),
        (["--start", "2018/19"], "--schools"),
    ],
)
def test_what_was_mistyped_is_said(arguments, what):
    done = typed("evaluate", *arguments)
    assert done.exit_code == 2
    assert what in _plain(done.output)


def _plain(text):
    """Without the frame and the breaking of lines."""
    return re.sub(r"\s+", " ", re.sub(r"\x1b\[[0-9;]*m|[│╭╮╰╯─]", " ", text))


def test_what_could_be_seen_is_what_the_engine_works_out_and_fits_its_schema():
    done = typed("detect", "--schools", "8", "--years", "2", "--outcome", "reading", "--json")
    said = json.loads(done.output)
    check(said, "detect")
    found = power.detect(power.Plan(schools=8, years=2), power.READING)
    assert (said["points"], said["months"]) == (round(found.points, 2), 3)
    assert said["g"] == round(found.g, 3)


def test_a_per_cent_has_no_months():
    done = typed("detect", "--schools", "20", "--years", "2", "--outcome", "rwm", "--json")
    said = json.loads(done.output)
    check(said, "detect")
    assert (said["g"], said["months"]) == (None, None)
    assert "percentage points or more would be" in typed(
        "detect", "--schools", "20", "--years", "2", "--outcome", "rwm").output  # fmt: skip


def test_one_month_is_one_and_less_than_a_month_is_said_so():
    many = typed("detect", "--schools", "40", "--years", "3", "--outcome", "reading").output
    assert "about one month’s progress or more" in many
    most = typed("detect", "--schools", "4000", "--years", "3", "--outcome", "reading").output
    assert "less than one month’s progress" in most
    assert "0.1 points or more" in most


@pytest.mark.parametrize("wrong", [["--schools", "0"], ["--years", "0"], ["--outcome", "shoes"]])
def test_what_could_not_be_seen_by_anybody_is_refused(wrong):
    done = typed("detect", "--schools", "8", "--years", "2", *wrong)
    assert done.exit_code == 2

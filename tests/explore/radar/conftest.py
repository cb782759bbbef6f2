"""A school in two programmes that know nothing of each other, and an initiative besides."""

import re
from datetime import date
from html import unescape

import pytest

from leadwell.people.models import Role
from leadwell.programmes.models import Strand
from tests.factories import (
    holder_of,
    make_enrolment,
    make_hub,
    make_initiative,
    make_programme,
    make_school,
    make_trust,
)


@pytest.fixture
def school(db):
    return make_school(name="Tansy Hill", urn=900_101, trust=make_trust("Larkwater Trust"))


@pytest.fixture
def ours(db):
    programme = make_programme(name="Number Sense", code="NUM-26")
    for name in ("Bar models", "Talk", "Leaders"):
        Strand.objects.create(programme=programme, name=name)
    return programme


@pytest.fixture
def theirs(db):
    """Of somebody else."""
    programme = make_programme(name="Quillfeather", code="QUILL", subject="Reading")
    Strand.objects.create(programme=programme, name="Quillstrand")
    return programme


@pytest.fixture
def hub(ours):
    return make_hub(ours, name="North")


@pytest.fixture
def part(school, hub):
    return make_enrolment(hub=hub, school=school, days_agreed=24)


@pytest.fixture
def other_part(school, theirs):
    return make_enrolment(hub=make_hub(theirs, name="Quillhub"), school=school, days_agreed=12)


@pytest.fixture
def initiative(school):
    return make_initiative(school=school, name="Story Sacks")


@pytest.fixture
def lead(ours):
    return holder_of(Role.PROGRAMME_LEAD, programme=ours)


@pytest.fixture
def head(school):
    return holder_of(Role.HEADTEACHER, school=school)


def said(response) -> str:
    plain = re.sub(r"<[^>]*>", " ", response.text)
    return " ".join(unescape(plain).replace("\xa0", " ").split())


THIS_YEAR = {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 7, 21)}

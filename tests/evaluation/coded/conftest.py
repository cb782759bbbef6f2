"""A programme whose schools have codes, and how its page and files are read."""

import csv
import io
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from leadwell.evaluation.coded.actions import give_codes
from leadwell.evaluation.models import SchoolCode
from leadwell.prepare.models import PriorityReview
from tests.factories import (
    NOON,
    make_action,
    make_candidate,
    make_enrolment,
    make_hub,
    make_programme,
    make_school,
)
from tests.planned import make_plan
from tests.reviewed import make_review

TABLES = ("schools", "reviews", "levels", "priorities", "actions")
SECRET = re.compile(r"Wren|Kestrel|Plover|Dunlin|Larch|90\d{4}|\d{4}-\d\d-\d\d|Monday")


JOINED = ("Wren Primary", "Kestrel Primary", "Plover Primary", "Dunlin Primary")


@pytest.fixture
def programme():
    """Four schools that joined, of which three are reviewed, planned and at work; three that were
    put forward."""
    programme = four_schools(code="LARK", n_at_work=3)
    for n in range(3):
        chosen = make_school(name=f"Larch Primary {n}", urn=900208 + n, n_pupils=500, fsm_pct=3)
        make_candidate(
            programme=programme, school=chosen, state="assessed", reason="Larch has fallen"
        )
    return programme


def four_schools(*, code, n_at_work):
    programme = make_programme(name="Larkwater Reads", code=code, subject="Reading")
    hub = make_hub(programme, name="Larch hub")
    for n, name in enumerate(JOINED):
        school = make_school(name=name, urn=900201 + n, n_pupils=180 + n, fsm_pct=24)
        made = make_enrolment(hub=hub, school=school, joined_on=date(2026, 9, 7))
        if n < n_at_work:
            at_work(made)
    return programme


def at_work(made):
    """Somebody's words in every field that has words."""
    make_review(enrolment=made, state="signed", levels=3)
    plan = make_plan(enrolment=made, n=1, state="live")
    PriorityReview.objects.create(
        priority=plan.priorities.get(), how="amber", value=60, by=plan.opened_by, at=NOON,
        text="Wren staff were ill on Monday",
    )  # fmt: skip
    make_action(enrolment=made, what="Wren plans two lessons", due_on=date(2026, 12, 4))


@pytest.fixture
def coded(programme, lead):
    give_codes(programme=programme, by=lead, at=NOON)
    return programme


def page_of(user, programme):
    client = Client()
    client.force_login(user)
    return client.get(reverse("evaluation:coded", args=[programme.code]))


def file_of(user, programme, key):
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("evaluation:coded-csv", args=[programme.code, key]))
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text.split("\r\n\r\n")[0])))
    return answer, text, rows


def rows_said(text):
    """The lines of a file that tell of schools, without those about the file."""
    codes = {one.code for one in SchoolCode.objects.all()}
    return "\n".join(line for line in text.splitlines() if line.split(",")[0].strip('"') in codes)


def code_of(urn):
    return SchoolCode.objects.get(school__urn=urn).code

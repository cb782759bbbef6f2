"""What is written of a programme while it is planned is looked over once, and kept on a second press."""

from datetime import date

import pytest
from django.urls import reverse

from leadwell.explore.models import ImpactAssessment, Initiative
from leadwell.people.models import Role
from leadwell.programmes.models import ActiveIngredient, OwnLesson, WarningAnswer
from tests.accounts.signing_in import by_password
from tests.explore.choosing.conftest import HEARD
from tests.explore.interest.conftest import WRITTEN, another
from tests.factories import holder_of, make_enrolment, make_programme, make_school, make_strand
from tests.guarded import NAME, WORDS, make_named, warned_then_sent
from tests.invited import make_interest

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_programme(code="LARK", starts_on=date(2027, 1, 4))


@pytest.fixture
def school(programme):
    """Takes part; somebody there has the name that is written."""
    found = make_enrolment(programme=programme).school
    make_named(found)
    return found


@pytest.fixture
def as_lead(client, school, programme):
    client.force_login(holder_of(Role.PROGRAMME_LEAD, programme=programme))
    return client


def page_of(name, *args):
    return reverse(name, args=args)


def test_the_answer_to_a_warning_of_a_design_is_looked_over(as_lead):
    sent = {"warning": "starts-2027-01-04", "answer": WORDS}
    warned_then_sent(as_lead, page_of("explore:design-check", "LARK"), sent)
    assert WarningAnswer.objects.get().answer == WORDS


@pytest.mark.parametrize("field", ["purpose", "consultation", "safeguards"])
def test_an_impact_assessment_is_looked_over(as_lead, field):
    warned_then_sent(as_lead, page_of("explore:impact-write", "LARK"), {field: WORDS})
    assert getattr(ImpactAssessment.objects.get(), field) == WORDS


def test_the_line_of_a_lesson_which_everybody_reads_is_looked_over(as_lead):
    sent = {
        "title": WORDS, "learned": "Two heads left", "do": "Ask in May", "stage": "explore",
        "review_on": "2027-11-01",
    }  # fmt: skip
    warned_then_sent(as_lead, page_of("explore:tell-lesson", "LARK"), sent)
    assert OwnLesson.objects.get().title == WORDS


@pytest.mark.parametrize("field", ["text", "indicator"])
def test_an_active_ingredient_is_looked_over(as_lead, programme, field):
    strand = make_strand(programme)
    before = strand.ingredients.count()
    sent = {"text": "Pupils explain", "indicator": "Full sentences", "is_fixed": "on"}
    warned_then_sent(as_lead, page_of("people:add-ingredient", strand.pk), sent | {field: WORDS})
    assert ActiveIngredient.objects.count() == before + 1


@pytest.mark.parametrize("field", ["name", "subject"])
def test_what_else_is_asked_of_a_school_is_looked_over(client, school, field):
    client.force_login(holder_of(Role.HEADTEACHER, school=school))
    words = f"Maths with {NAME}"
    warned_then_sent(
        client, page_of("explore:declare", school.urn), HEARD | {field: words}, words=words
    )
    assert getattr(Initiative.objects.get(), field) == words


@pytest.fixture
def interest():
    found = make_interest(school=make_school(name="Sorrel Lane"))
    make_named(found.school)
    return found


def test_an_initiative_within_an_interest_is_looked_over_before_it_is_signed(client, interest):
    by_password(client, holder_of(Role.HEADTEACHER, school=interest.school))
    sent = WRITTEN | another(name=f"Maths with {NAME}")
    assert client.post(page_of("explore:write-interest", interest.pk), sent).status_code == 302
    interest.refresh_from_db()
    url = page_of("explore:send-interest", interest.pk)
    warned = client.post(url, {"version": interest.version})
    assert "Read the warnings" in warned.text
    assert f"“{NAME}” names somebody" in warned.text
    again = client.post(url, {"version": interest.version, "guard_read": "yes"})
    assert again.status_code == 302


def test_why_a_school_does_not_take_part_is_looked_over(client, interest):
    by_password(client, holder_of(Role.HEADTEACHER, school=interest.school))
    warned_then_sent(client, page_of("explore:withdraw-interest", interest.pk), {"because": WORDS})

"""What a school needs counts the same in a round as where it is matched alone."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from leadwell.prepare.deploying.matching.needed import asked_for, needed_by
from leadwell.prepare.models import OfferLine, Priority
from leadwell.prepare.round import gathering
from leadwell.programmes.models import ActiveIngredient
from tests.factories import NOON, make_candidate, make_strand
from tests.invited import make_offer
from tests.planned import brought_to, make_plan, make_priority
from tests.prepare.round.conftest import AT

pytestmark = pytest.mark.django_db

KNOWN = ("bar modelling", "early reading", "fluency", "number", "place value")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Bar models return from year to year", ("bar modelling",)),
        ("Pupils are fluent with numbers", ("fluency", "number")),
        ("They know the value of each place", ("place value",)),
        ("Every classroom has a barometer and a model railway", ()),
        ("Places where they read", ()),
        ("Earlier than now, they are reading", ("early reading",)),
        ("", ()),
    ],
)
def test_a_specialism_is_asked_for_where_each_of_its_words_stands(said, found):
    assert asked_for([said], KNOWN) == found


def test_words_of_two_priorities_are_not_put_together():
    assert asked_for(["A bar for lunch", "Models of it"], KNOWN) == ()


def test_six_are_the_most():
    many = [f"number {letter}" for letter in "bcdefgh"]
    assert len(asked_for(["number b c d e f g h"], many)) == 6


@pytest.fixture
def draft(school_at):
    """That bar models return, by an ingredient about fluency."""
    part = school_at("Tansy Hill", 0)
    plan = make_plan(n=0, enrolment=part)
    priority = make_priority(plan, statement="Bar models return")
    strand = make_strand(part.programme)
    priority.ingredients.set([ActiveIngredient.objects.create(
        strand=strand, text="Fluent recall each day", indicator="Two minutes of facts"
    )])  # fmt: skip
    return plan


@pytest.fixture
def school(draft):
    """Whose head has approved it."""
    return brought_to("live", draft).enrolment


@pytest.fixture
def two(specialist_at):
    """Ada knows one of both, Eli both; they live as far away."""
    made = {}
    for name, specialisms in (("Ada Heath", ["Bar modelling", "Assessment"]), ("Eli Wood", ["Fluency", "Bar Modelling"])):  # fmt: skip
        one = specialist_at(name, 10, 20)
        one.specialisms = specialisms
        one.save()
        made[name] = one
    return made


def test_the_same_pair_gets_the_same_points_in_both(
    client, hub_lead, plan, school, school_at, two, monkeypatch
):
    monkeypatch.setattr(timezone, "localdate", lambda at=None: date(2026, 11, 16))
    school_at("Alder Bank", 30)
    client.force_login(hub_lead)
    gathered = gathering.gathered(plan(), hub_lead, AT.date())
    assert needed_by([school])[school.pk].specialisms == ("Bar Modelling", "Fluency")
    seen = []
    for n, one in enumerate(gathered.schools):
        address = reverse("prepare:shortlist", args=[one.enrolment.pk])
        form = client.get(address).context["form"]
        asked = {bound.name: bound.value() for bound in form} | {"days": one.days}
        answer = client.get(address, asked)
        assert not answer.context["form"].errors
        matched = answer.context["matched"]
        alone = {fit.known.key: fit for fit in (*matched.shortlist, *matched.others)}
        for place, specialist in enumerate(gathered.specialists):
            in_round = gathered.fits[place, n]
            assert in_round.parts == alone[specialist.pk].parts
            seen.append(
                (str(one.enrolment.standing_school), str(specialist), in_round.parts[0].points)
            )
    assert sorted(seen) == [
        ("Alder Bank", "Ada Heath", 40), ("Alder Bank", "Eli Wood", 40),
        ("Tansy Hill", "Ada Heath", 30), ("Tansy Hill", "Eli Wood", 40),
    ]  # fmt: skip


def test_a_plan_that_nobody_has_approved_asks_for_nothing(draft, two):
    assert needed_by([draft.enrolment])[draft.enrolment_id].specialisms == ()


def test_a_priority_that_was_reached_asks_for_nothing(school, two):
    Priority.objects.filter(plan__enrolment=school).update(
        state="met", ended_on=NOON.date(), ended_because="Seen"
    )
    assert needed_by([school])[school.pk].specialisms == ()


def test_needs_cost_the_same_for_many_schools(
    school, school_at, two, django_assert_max_num_queries
):
    many = [school, *(school_at(f"School {n}", n) for n in range(6))]
    with django_assert_max_num_queries(3):
        needed_by(many)


def test_an_offer_of_the_programmes_second_year_counts_in_that_year(
    planned, school_at, specialist_at, hub
):
    """The programme began a year before: a school that joins in its second year has lines of year 2."""
    programme = hub.programme
    programme.starts_on = date(2025, 9, 1)
    programme.ends_on = date(2027, 7, 21)
    programme.save()
    part = school_at("Tansy Hill", 0)
    candidate = make_candidate(
        programme=programme, hub=hub, school=part.school, state="accepted", enrolment=part
    )
    offer = make_offer(candidate, state="accepted", starts_on=date(2026, 9, 1))
    OfferLine.objects.filter(offer=offer).update(year=2)
    specialist_at("Ada Heath", 0, 10)
    line = planned().schools.get()
    assert (line.days, line.are_agreed) == (4, True)

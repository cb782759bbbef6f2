"""What programmes of the demonstration consist of, before anybody acts on it."""

from leadwell.demo import plans
from leadwell.schools.models import School


def schools(n: int, *, trusts: dict[int, int]) -> list[School]:
    """trusts: by the school's place."""
    return [School(pk=place + 1, trust_id=trusts.get(place)) for place in range(n)]


def test_nobody_is_sent_within_a_trust_where_it_can_be_helped():
    """Of two hubs of three, the first place where specialists of the one work is in the trust of a
    school of the other; the next is not."""
    there = schools(6, trusts={0: 7, 3: 7, 4: 8})
    plan = plans.pattern(there, n_hubs=2)
    trust_of = {member.code: member.school.trust_id for member in plan.members}
    sent = [(one.home.trust_id, trust_of[code])
            for hub in plan.hubs for one in hub.specialists for code in one.to]  # fmt: skip
    assert sent
    assert all(home is None or home != trust for home, trust in sent)


def test_where_every_school_is_of_one_trust_they_work_where_they_were_to():
    there = schools(4, trusts=dict.fromkeys(range(4), 7))
    homes = [one.home.pk for hub in plans.pattern(there, n_hubs=2).hubs for one in hub.specialists]
    assert homes[:2] == [3, 4]

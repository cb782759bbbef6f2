"""The people and programmes of the demonstration, in one of three sizes, made once."""

from datetime import date, datetime
from enum import IntEnum

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db import transaction

from leadwell.accounts.models import User
from leadwell.demo import (
    agreed_world,
    decisions,
    evaluation_world,
    initiatives,
    names,
    next_programme,
    peer_reviewing,
    planning,
    plans,
    programme_world,
    reports,
    reviewing,
    sending,
    stories,
    telling,
    visits,
)
from leadwell.demo.people_world import Scene
from leadwell.demo.programme_world import Made
from leadwell.demo.terms import Terms
from leadwell.people import access
from leadwell.programmes.models import Programme

EMAIL = "demo@leadwell.example"
PASSWORD = "larkwater lantern"  # on this machine only: the demonstration listens nowhere else


class Scale(IntEnum):
    """How many schools take part: a trust's four, the trial's 41, or a national programme."""

    TRUST = 4
    REGION = 41
    NATION = 3_100


def administrator(*, at: datetime) -> User:
    """Who looks after the installation; made first, and the one by whom all else is made."""
    user = User.objects.filter(email=EMAIL).first()
    return user or User.objects.create_user(
        EMAIL, PASSWORD, name="Asha Penhallow", is_administrator=True, joined_at=at
    )


def is_there() -> bool:
    return Programme.objects.filter(code="KS2M").exists()


@transaction.atomic
def make(*, seed: int, today: date, scale: Scale, site: str = "http://localhost:8000") -> None:
    """Everybody and everything but the copies (see copies.py), unless it is there.

    The register has to be loaded. today: what has happened by then, counted from it. site: where
    the letters of invitation lead to.
    """
    if is_there():
        return
    terms = Terms(today)
    by = administrator(at=terms.at(terms.day(0, 1, 4)))
    access.remember(by)  # their roles are asked for once, as within a request
    scene = Scene(terms, by, names.draw(seed))
    homes = plans.other_schools(plans.HOMES if scale != Scale.TRUST else 2)
    plan = plans.trust(homes) if scale == Scale.TRUST else plans.trial(homes)
    made = programme_world.make(scene, plan)
    if scale == Scale.TRUST:
        stories.tell_trust(scene)
    else:
        _tell_the_rest(scene, made)
    telling.tell(scene, made)
    visits.make(scene, made)  # in the order of time: what notes agree, and then what is newest
    sending.go_on(scene, made)
    agreed_world.agree(scene, made)
    reports.make(made.programme, terms)
    decisions.make(made.programme, terms)
    initiatives.declare(scene, made)
    reviewing.review(scene, made)
    peer_reviewing.review(scene, made)
    evaluation_world.fix(scene, made)
    planning.plan(scene, made)
    sending.send(scene, made)
    if scale == Scale.NATION:
        sending.go_on(scene, programme_world.make(scene, national_pattern()))
    if scale != Scale.TRUST:
        next_programme.make(scene, made)  # of schools that are in nothing yet
    telling.train(scene)
    _let_in()
    stories.invitations(scene, plan.members, site=site)


SCHOOLS_OF_STORIES = plans.HOMES + 3 + len(stories.COHORT_TEACHERS)
N_PATTERN, N_HUBS = 18, 3


def national_pattern() -> plans.Plan:
    """The programme that is copied to make a nation of them."""
    schools = plans.other_schools(N_PATTERN, after=SCHOOLS_OF_STORIES)
    return plans.pattern(schools, n_hubs=N_HUBS)


def _tell_the_rest(scene: Scene, made: Made) -> None:
    stories.tell_trial(scene, made)
    stories.literacy(scene, made, plans.HOMES)
    stories.leadership(scene, others=plans.HOMES + 3)


def _let_in() -> None:
    """Everybody has followed their invitation: one password for all, hashed once."""
    waiting = User.objects.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    waiting.update(password=make_password(PASSWORD))

"""The designs of the demonstration's programmes: thought through, signed for, approved, begun."""

from datetime import date, datetime, timedelta
from typing import Any

from leadwell.accounts.models import User
from leadwell.demo import people_world as cast
from leadwell.demo.people_world import Scene
from leadwell.explore.designing import actions, design, retaining, school_year, stress
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.programmes.models import Instrument, Organisation, Programme

SAID_TO = {
    "full": "The first days together are in it; schools said they prefer them early.",
    "test_week": "Nothing is asked in the week itself.",
    "specialists": "Smaller schools are offered fewer visits, and some visits move a week or two.",
}
"""What was said to warnings, by their kind."""
A_WEEK = timedelta(days=7)
OTHERWISE = "The board knows, and looks at it each term."
ASSESSMENT = {
    "purpose": "Figures of groups show whether pupils gain. Visits and training say what was done.",
    "necessity": "No name of a pupil leaves a school. Three pupils a school are followed by codes.",
    "consultation": "Heads of five schools, two unions and three parent governors were asked.",
    "risks": "Three pupils of one school can be recognised by colleagues. A note may say too much.",
    "safeguards": "Codes made at school, few readers, a guard that warns, an end to every record.",
}


def describe(
    scene: Scene, programme: Programme, told: dict[str, Any], *, by: User, opened_on: date
) -> None:
    """How much schools are given in each year, and what is measured when."""
    at = scene.terms.at(opened_on)
    for year, said in enumerate(told["years"][: programme.n_years], 1):
        numbers = zip(said["visits"], said["events"], said["meetings"], strict=True)
        actions.say_intensity(
            programme=programme, year=year, by=by, at=at, specialist_as=said["specialist"],
            half_terms=[
                {"n_visits": visits, "n_events": events, "n_meetings": meetings}
                for visits, events, meetings in numbers
            ],
        )  # fmt: skip
    for one in told["instruments"]:
        own = {name: value for name, value in one.items() if name != "points"}
        points = [(year, n) for year, n in one.get("points", ()) if year <= programme.n_years]
        instrument = Instrument(programme=programme, **own)
        actions.keep_instrument(instrument=instrument, points=points, by=by, at=at)


def begin(scene: Scene, programme: Programme, *, lead: User) -> None:
    """From the design to the first September: signed for, approved, recruiting, delivering."""
    recruit(scene, programme, lead=lead, since=date(programme.starts_on.year, 2, 15))
    at = scene.terms.at(programme.starts_on)
    actions.take_step(programme=programme, verb="deliver", by=lead, at=at)
    programme.refresh_from_db()


def recruit(scene: Scene, programme: Programme, *, lead: User, since: date) -> None:
    """From the design to looking for schools, which begins three weeks after since."""
    at = scene.terms.at
    officer = _officer(scene, programme, since=since)
    member = _board_member(scene, programme, since=since)
    signed_on = max(since, officer.starts_on) + A_WEEK
    written = actions.write_assessment(programme=programme, by=lead, at=at(since), **ASSESSMENT)
    actions.sign_assessment(
        assessment=written, outcome="go", advice="", review_on=signed_on + 52 * A_WEEK,
        by=_account(officer.person), at=at(signed_on),
    )  # fmt: skip
    actions.confirm_retention(
        programme=programme, shown=retaining.fingerprint(retaining.of_programmes()), by=lead,
        at=at(signed_on),
    )  # fmt: skip
    _answer(programme, by=lead, at=at(signed_on))
    for verb, on, by in (
        ("design", signed_on, lead),
        ("approve", signed_on + A_WEEK, member),
        ("recruit", signed_on + 2 * A_WEEK, lead),
    ):
        actions.take_step(programme=programme, verb=verb, by=by, at=at(on))
    programme.refresh_from_db()


def _answer(programme: Programme, *, by: User, at: datetime) -> None:
    for one in stress.warnings(design.of(programme), school_year.calendar_of(programme)):
        actions.answer_warning(
            programme=programme, warning=one.kind, about=one.about, by=by, at=at,
            answer=SAID_TO.get(one.kind, OTHERWISE),
        )  # fmt: skip


def _officer(scene: Scene, programme: Programme, *, since: date) -> RoleHeld:
    """Of the data protection officer of whoever leads it, whether a trust or not."""
    lead: Organisation = programme.lead_organisation
    person = cast.data_officer(scene, lead.name, since=since)
    held = person.roles.filter(organisation=lead).first()
    return held or cast.give(
        scene, person, Role.DATA_PROTECTION_OFFICER, since=since, organisation=lead
    )


def _board_member(scene: Scene, programme: Programme, *, since: date) -> User:
    """Who sits on its strategic board already, else somebody new."""
    seats = RoleHeld.objects.filter(role=Role.STRATEGIC_BOARD_MEMBER, programme=programme)
    if (seat := seats.select_related("person__user").order_by("pk").first()) is None:
        person = cast.colleague(scene, on=since, post="Chair of the strategic board")
        cast.give(scene, person, Role.STRATEGIC_BOARD_MEMBER, since=since, programme=programme)
        return _account(person)
    return _account(seat.person)


def _account(person: Person) -> User:
    assert person.user  # a colleague signs in
    return person.user

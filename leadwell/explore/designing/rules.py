"""Who may take a programme from one state to the next, and when; who signs for its data."""

from collections.abc import Callable
from datetime import date

from leadwell.accounts.models import User
from leadwell.explore.designing import access as officers
from leadwell.explore.designing import check, school_year, stress
from leadwell.explore.designing import design as designs
from leadwell.explore.designing.transitions import allows
from leadwell.explore.models import ImpactAssessment
from leadwell.lib import words
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access
from leadwell.people.permissions import Operation
from leadwell.people.running.rules import may_change_programme
from leadwell.programmes.models import ActiveIngredient, Aim, Instrument, Programme, Strand

State = Programme.State
BEFORE_AGREED = frozenset({State.DRAFTING, State.DESIGNED})
Removable = Aim | Strand | ActiveIngredient | Instrument


def may_read_design(user: User, programme: Programme) -> Verdict:
    if access.holds(user, "programme", Operation.READ, on=programme):
        return YES
    return no(
        "Who looks after the installation sees that there is a programme, not what is in it. "
        "Ask whoever leads it."
    )


def may_change_design(user: User, programme: Programme) -> Verdict:
    return may_change_programme(user, programme)


def may_remove(user: User, programme: Programme) -> Verdict:
    """What nobody has agreed to yet may be taken out; afterwards it stays, and may be changed."""
    if not (may := may_change_programme(user, programme)):
        return may
    if programme.state != State.DRAFTING:
        return no(
            f"{programme} is {programme.get_state_display().lower()}: what it was designed with "
            "stays. Change it, or take the design back to drafting first."
        )
    return YES


def may_step(user: User, programme: Programme, verb: str) -> Verdict:
    """Any step of the table: who first, then when, then what it needs."""
    who, needs = STEPS[verb]
    if not (may := who(user, programme)):
        return may
    if not allows(verb, programme):
        return no(f"{programme} is {programme.get_state_display().lower()}: {NOT_NOW[verb]}")
    return needs(programme)


def may_read_assessment(user: User, programme: Programme) -> Verdict:
    if access.holds(user, "impact_assessment", Operation.READ, on=programme):
        return YES
    return no("Only who runs this programme, its boards and data protection officers read it.")


def may_write_assessment(user: User, programme: Programme) -> Verdict:
    if not access.holds(user, "impact_assessment", Operation.CHANGE, on=programme):
        return no("Only those who lead or manage this programme can write its assessment.")
    if programme.state in {State.ARCHIVED, State.STOPPED}:
        return no(f"{programme} is {programme.get_state_display().lower()} and stays as it is.")
    return YES


def may_confirm_retention(user: User, programme: Programme) -> Verdict:
    """Who writes the assessment; the officer sets the rules, and signs."""
    if not access.holds(user, "impact_assessment", Operation.CHANGE, on=programme):
        return no(
            "Only those who lead or manage this programme can confirm how long its records are "
            "kept. The data protection officer changes the rules."
        )
    if programme.state in {State.ARCHIVED, State.STOPPED}:
        return no(f"{programme} is {programme.get_state_display().lower()} and stays as it is.")
    return YES


def may_sign_assessment(
    user: User, assessment: ImpactAssessment | None, programme: Programme, *, on: date
) -> Verdict:
    """The officer of whoever leads the programme, once there is something to sign."""
    if not officers.is_officer_of(user, programme, on=on):
        return no(
            "Only the data protection officer of the organisation that leads this programme can "
            "sign its assessment."
        )
    if assessment is None or assessment.signed_at:
        return no("Nothing waits to be signed. Whoever leads the programme writes it first.")
    if not assessment.is_whole:
        return no("Some of its questions have no answer yet. Whoever leads the programme has to.")
    return YES


def _leads(user: User, programme: Programme) -> Verdict:
    if access.holds(user, "programme", Operation.SIGN, on=programme):
        return YES
    return no("Only who leads this programme can do this.")


def _decides(user: User, programme: Programme) -> Verdict:
    if access.holds(user, "programme_approval", Operation.SIGN, on=programme):
        return YES
    return no("Only a member of the strategic board of this programme can approve its design.")


def _leads_or_decides(user: User, programme: Programme) -> Verdict:
    if _decides(user, programme):
        return YES
    if _leads(user, programme):
        return YES
    return no("Only who leads this programme, or its strategic board, can do this.")


def _is_designed(programme: Programme) -> Verdict:
    lacks = check.before_designed(designs.of(programme))
    if not lacks:
        return YES
    said = words.count(len(lacks), "thing")
    return no(f"Before {programme} is designed, {said} {_have(lacks)} to be said: {lacks[0].text}")


def _is_safe(programme: Programme) -> Verdict:
    """Nothing is lacking, the data protection officer has signed, no warning waits."""
    design = designs.of(programme)
    if lacks := check.missing(design):
        return no(f"Before {programme} is approved: {lacks[0].text}")
    found = stress.warnings(design, school_year.calendar_of(programme))
    if waiting := [one for one in found if not one.answer]:
        said = words.count(len(waiting), "warning")
        return no(f"Before {programme} is approved, {said} {_wait(waiting)}: {waiting[0].text}")
    return YES


def _have(found: object) -> str:
    return words.verb(len(found), "has", "have")  # type: ignore[arg-type]


def _wait(found: object) -> str:
    return words.verb(len(found), "waits for an answer", "wait for answers")  # type: ignore[arg-type]


def _may_use_data(programme: Programme) -> Verdict:
    """It was so when the board approved; the officer may have said otherwise since."""
    if lacks := check.before_data_are_used(designs.of(programme)):
        return no(f"Before {programme} goes on: {lacks[0].text}")
    return YES


def _yes(programme: Programme) -> Verdict:
    return YES


Step = tuple[Callable[[User, Programme], Verdict], Callable[[Programme], Verdict]]
STEPS: dict[str, Step] = {
    "design": (_leads, _is_designed),
    "redraft": (_leads_or_decides, _yes),
    "approve": (_decides, _is_safe),
    "recruit": (_leads, _may_use_data),
    "deliver": (_leads, _may_use_data),
    "close": (_leads, _yes),
    "follow": (_leads, _yes),
    "archive": (_leads, _yes),
    "pause": (_leads, _yes),
    "go_on": (_leads, _yes),
    "stop": (_leads, _yes),
}
"""Of each step: who may, and what it needs besides the state."""
NOT_NOW = {
    "design": "only a draft is handed to the board.",
    "redraft": "only a design that no school has been asked about goes back to drafting.",
    "approve": "the board approves what was handed to it.",
    "recruit": "it can begin to recruit once it is approved.",
    "deliver": "it can begin to deliver once it has recruited schools.",
    "close": "it can close once it has delivered.",
    "follow": "the follow-up begins once it is closing.",
    "archive": "it is archived after its follow-up.",
    "pause": "there is nothing to pause.",
    "go_on": "it is not paused.",
    "stop": "there is nothing to stop.",
}

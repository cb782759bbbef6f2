"""Who may open a programme, change it, and take schools into it."""

from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access
from leadwell.people.permissions import Operation
from leadwell.programmes.models import (
    Controller,
    Enrolment,
    ImplementationStage,
    Programme,
    Strand,
)
from leadwell.schools.models import School

MANY_STRANDS = 6
"""One more than these needs a reason, written by who leads the programme."""
MOST_INGREDIENTS = 7
FEWEST_INGREDIENTS = 3


def may_open_programme(user: User) -> Verdict:
    if access.holds(user, "programme_opening", Operation.CREATE):
        return YES
    return no("Only the administrator of this installation can open a programme.")


def may_read_programme(user: User, programme: Programme) -> Verdict:
    if access.holds(user, "programme", Operation.READ, on=programme):
        return YES
    return no(
        "Who looks after the installation sees that there is a programme, not what is in it. "
        "Ask whoever leads it."
    )


def may_change_programme(user: User, programme: Programme) -> Verdict:
    if not access.holds(user, "programme", Operation.CHANGE, on=programme):
        return no("Only those who lead or manage this programme can change it.")
    if programme.state in {Programme.State.ARCHIVED, Programme.State.STOPPED}:
        return no(f"{programme} is {programme.get_state_display().lower()} and stays as it is.")
    return YES


def may_add_strand(user: User, programme: Programme) -> Verdict:
    if not (may := may_change_programme(user, programme)):
        return may
    if not has_many_strands(programme):
        return YES
    if access.holds(user, "programme", Operation.SIGN, on=programme):
        return YES
    return no(
        f"{programme} has {MANY_STRANDS} strands. Fewer strands go deeper: join two of them, or "
        "change one. Who leads the programme may add another, and says why."
    )


def has_many_strands(programme: Programme) -> bool:
    """Whether one more strand needs a reason."""
    return programme.strands.count() >= MANY_STRANDS


def may_add_ingredient(user: User, strand: Strand) -> Verdict:
    if not (may := may_change_programme(user, strand.programme)):
        return may
    if strand.ingredients.count() >= MOST_INGREDIENTS:
        return no(
            f"{strand} has {MOST_INGREDIENTS} ingredients, which is the most anybody can keep in "
            "mind. Change one of them."
        )
    return YES


def may_enrol(user: User, programme: Programme) -> Verdict:
    if not access.holds(user, "school_record", Operation.CREATE, on=programme):
        return no("Only those who lead or manage this programme can take schools into it.")
    return may_change_programme(user, programme)


def may_enrol_school(user: User, programme: Programme, school: School) -> Verdict:
    return may_enrol(user, programme) and may_join(programme, school)


def may_join(programme: Programme, school: School) -> Verdict:
    """Whoever asks: whether there is a place for the school to be taken into."""
    if not school.is_open:
        return no(f"{school} is closed.")
    if programme.enrolments.of_schools([school.pk]).filter(left_on=None).exists():
        return no(f"{school} is in {programme} already.")
    return YES


def may_change_enrolment(user: User, enrolment: Enrolment) -> Verdict:
    if not access.holds(user, "school_record", Operation.CREATE, on=enrolment):
        return no("Only those who lead or manage this programme can change a school’s part in it.")
    if enrolment.left_on:
        return no(f"{enrolment.standing_school} has left {enrolment.programme}.")
    return YES


def may_say_terms(user: User, school: School) -> Verdict:
    """Give the school's own term dates."""
    if access.holds(user, "school_record", Operation.CHANGE, on=school):
        return YES
    return no(f"Term dates of {school} are given by its leaders, or by its hub or programme.")


def may_work_at(enrolment: Enrolment) -> Verdict:
    """Whoever asks: whether work in the school may be planned. A visit, a deployment and whatever
    else is done there asks this."""
    if enrolment.work_agreed_on:
        return YES
    return no(
        f"Work at {enrolment.standing_school} begins once its memorandum of understanding is "
        "active: signed by the school, and by who leads the programme."
    )


def may_begin_stage(user: User, enrolment: Enrolment, stage: ImplementationStage) -> Verdict:
    if not (may := may_change_enrolment(user, enrolment)):
        return may
    goes_live = stage in {ImplementationStage.DELIVER, ImplementationStage.SUSTAIN}
    if goes_live and not (may := may_work_at(enrolment)):
        return may
    if goes_live and (missing := without_controller(enrolment.programme)):
        return no(
            f"Before work in schools begins, say who answers for their data: {missing} "
            f"is missing from the table of controllers of {enrolment.programme}."
        )
    return YES


def without_controller(programme: Programme) -> str:
    """Which of the two parties there always are has nobody named yet, in words; "" for none."""
    named = set(programme.controllers.values_list("party", flat=True))
    for party in (Controller.Party.LEAD, Controller.Party.SCHOOL):
        if party not in named:
            return str(party.label)[0].lower() + str(party.label)[1:]
    return ""

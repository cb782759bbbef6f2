"""Who proposes a deployment, signs it, begins it, and takes it further. Who first, then when."""

from collections.abc import Mapping
from datetime import date

from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access as people
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.people.permissions import Operation
from leadwell.people.running.rules import may_work_at
from leadwell.prepare.deploying import capacity
from leadwell.prepare.deploying.agreeing import access
from leadwell.prepare.deploying.agreeing.holding import hold_on, may_be_there
from leadwell.prepare.deploying.agreeing.transitions import SIGNS, allows
from leadwell.prepare.deploying.matching import finding
from leadwell.prepare.deploying.matching.finding import Wanted
from leadwell.prepare.models import Deployment, DeploymentState, Party, Specialist
from leadwell.programmes.models import Enrolment, Programme
from leadwell.web.templatetags.leadwell import day_and_year

State = DeploymentState
CHANGE, SIGN = Operation.CHANGE, Operation.SIGN
ARRANGERS = "Only who leads the hub or manages the programme arranges deployments."
SIGNERS: Mapping[str, tuple[Role, str]] = {
    "release": (Role.HOME_HEADTEACHER, "Only the head of the home school lets somebody go."),
    "host": (Role.HEADTEACHER, "Only the head of the host school accepts for it."),
    "accept": (Role.SPECIALIST, "Only the specialist accepts for themselves."),
}
CLOSED = (Programme.State.ARCHIVED, Programme.State.STOPPED, Programme.State.FOLLOW_UP)


def may_arrange(user: User, enrolment: Enrolment) -> Verdict:
    """Look for a specialist for this school, and propose one."""
    if not people.holds(user, access.KEY, Operation.CREATE, on=enrolment):
        return no(ARRANGERS)
    if enrolment.left_on:
        return no(f"{enrolment.standing_school} has left {enrolment.programme}.")
    if enrolment.programme.state in CLOSED:
        said = enrolment.programme.get_state_display().lower()
        return no(f"{enrolment.programme} is {said}: nobody is sent for it any more.")
    return YES


def may_propose(
    user: User, enrolment: Enrolment, specialist: Specialist, wanted: Wanted
) -> Verdict:
    """This specialist, for so many days: by the hard filters of matching, and days that are there."""
    if not (may := may_arrange(user, enrolment)):
        return may
    if not (may := is_within(enrolment.programme, wanted.first_day, wanted.last_day)):
        return may
    if not (may := _has_home_head(specialist)):
        return may
    if not (may := hold_on(specialist, wanted.first_day)):
        return may
    if not (may := capacity.may_take(specialist, wanted.days)):
        return may
    matched = finding.of(enrolment, wanted, [specialist])
    if why := matched.why_not(specialist.pk):
        return no(f"{specialist} is not available: {why}.")
    return YES


def may_change(user: User, deployment: Deployment) -> Verdict:
    """Its words, before anybody has signed."""
    return _arranged("change", user, deployment)


def is_within(programme: Programme, first_day: date, last_day: date) -> Verdict:
    """Whether these days are days of the programme: nobody is sent before it or after it."""
    if programme.starts_on <= first_day and last_day <= programme.ends_on:
        return YES
    which = "first day is before" if first_day < programme.starts_on else "last day is after"
    return no(
        f"The {which} the programme: {programme} is from {day_and_year(programme.starts_on)} to "
        f"{day_and_year(programme.ends_on)}."
    )


def can_start(deployment: Deployment) -> Verdict:
    """Whether its days are days of the programme, and whoever is sent may be there on the first."""
    programme = deployment.enrolment.programme
    if not (may := is_within(programme, deployment.starts_on, deployment.ends_on)):
        return may
    return _is_fit(deployment.specialist, deployment, deployment.starts_on)


def may_sign(verb: str, user: User, deployment: Deployment) -> Verdict:
    """verb: one of SIGNS."""
    role, refusal = SIGNERS[verb]
    if not access.signs_as(user, role, deployment):
        return no(refusal)
    is_own = deployment.specialist.person.user_id == user.pk
    if is_own and SIGNS[verb] != Party.SPECIALIST:
        return no("Nobody signs as head for a deployment of their own.")
    if not (may := moment(verb, deployment) and _is_in(deployment, people.today())):
        return may
    years_of = [one.academic_year for one in deployment.days.all()]
    return capacity.may_keep(deployment.specialist, years_of)


def is_shown(known: str, now: str) -> Verdict:
    """Whether what somebody has read is what the agreement says. Hashes of either."""
    if known == now:
        return YES
    return no("The agreement was changed since you opened it. Read it again, and sign that.")


def may_begin(user: User, deployment: Deployment, *, on: date) -> Verdict:
    return _arranged("begin", user, deployment) and can_begin(deployment, on=on)


def can_begin(deployment: Deployment, *, on: date) -> Verdict:
    """Whoever begins it: signed by three, school ready for work, check holds, no interest."""
    if not (may := moment("begin", deployment)):
        return may
    if deployment.signatures.count() < len(Party):
        return no("All three have to sign first.")
    if not (may := may_work_at(deployment.enrolment)):
        return may
    if deployment.ends_on < on:
        return no(f"Its last day was {day_and_year(deployment.ends_on)}.")
    if not (may := _is_in(deployment, on)):
        return may
    return _is_fit(deployment.specialist, deployment, max(deployment.starts_on, on))


def may_go_there(enrolment: Enrolment, person: Person, *, on: date) -> Verdict:
    """Whoever asks: whether check and credential of who is sent by an agreement in force hold on
    this day. Of somebody who is not sent so, nothing is known here."""
    found = access.at_work_there(enrolment, person)
    return may_be_there(found, on) if found else YES


def may_say_contact(user: User, deployment: Deployment) -> Verdict:
    return _met("first_contact", "say_contact", user, deployment)


def may_say_handover(user: User, deployment: Deployment) -> Verdict:
    if deployment.handover_visit is None:
        return no("It follows nobody: there is no visit to make together.")
    return _met("handover_visit", "say_handover", user, deployment)


def may_review(user: User, deployment: Deployment) -> Verdict:
    """With the host head, by them or by who arranges it."""
    is_host = access.signs_as(user, Role.HEADTEACHER, deployment)
    if not is_host and not access.holds(user, CHANGE, deployment):
        return no("Only the host head and who arranges deployments review one.")
    return moment("review", deployment) and _has_begun(deployment)


def may_suspend(user: User, deployment: Deployment) -> Verdict:
    return _arranged("suspend", user, deployment) and _has_begun(deployment)


def may_resume(user: User, deployment: Deployment, *, on: date) -> Verdict:
    return _arranged("resume", user, deployment) and can_resume(deployment, on=on)


def can_resume(deployment: Deployment, *, on: date) -> Verdict:
    """Whoever lets it go on: school still in, its memorandum active, check holds, no interest."""
    if deployment.ends_on < on:
        return no(f"Its last day was {day_and_year(deployment.ends_on)}.")
    if not (may := may_work_at(deployment.enrolment) and _is_in(deployment, on)):
        return may
    return _is_fit(deployment.specialist, deployment, max(deployment.starts_on, on))


def may_end(user: User, deployment: Deployment) -> Verdict:
    return _arranged("end", user, deployment) and _has_begun(deployment)


def may_replace(user: User, deployment: Deployment) -> Verdict:
    if not (may := _arranged("replace", user, deployment)):
        return may
    if deployment.followers.exclude(state=State.DECLINED).exists():
        return no("Somebody is proposed in this specialist’s place already.")
    return may_arrange(user, deployment.enrolment)


def may_evaluate(user: User, deployment: Deployment) -> Verdict:
    if not access.signs_as(user, Role.HEADTEACHER, deployment):
        return no("Only the head of the host school says what came of it.")
    return moment("evaluate", deployment)


def may_comment(user: User, deployment: Deployment) -> Verdict:
    if deployment.specialist.person.user_id != user.pk:
        return no("Only the specialist says how they saw it.")
    if not (may := moment("comment", deployment)):
        return may
    return no("You have said it already.") if hasattr(deployment, "comment") else YES


def may_decline(user: User, deployment: Deployment) -> Verdict:
    """Whoever is asked; and who arranges it, to take it back."""
    if not (may := moment("decline", deployment)):
        return may
    if access.holds(user, CHANGE, deployment) or declines_as(user, deployment):
        return YES
    return no("Only who is asked declines it, or who arranges it takes it back.")


def declines_as(user: User, deployment: Deployment) -> str:
    """Which of the three somebody is who is asked now; "" for nobody of them."""
    for verb, (role, _) in SIGNERS.items():
        if allows(verb, deployment) and access.signs_as(user, role, deployment):
            return SIGNS[verb]
    return ""


def moment(verb: str, deployment: Deployment) -> Verdict:
    if allows(verb, deployment):
        return YES
    where = deployment.get_state_display()
    return no(f"{deployment}: {where[:1].lower()}{where[1:]}. This is not done from there.")


def home_head(specialist: Specialist) -> RoleHeld | None:
    """Who lets them go: the home headteacher of today."""
    if (home := specialist.home) is None:
        return None
    heads = RoleHeld.objects.at_schools([home.pk]).filter(role=Role.HOME_HEADTEACHER)
    return heads.live_on(people.today()).select_related("person").first()


def _has_home_head(specialist: Specialist) -> Verdict:
    if home_head(specialist):
        return YES
    return no(
        f"Nobody is home headteacher of {specialist.home or specialist}: there is nobody to ask "
        "first. Give somebody that role."
    )


def _is_in(deployment: Deployment, on: date) -> Verdict:
    """Whether the school takes part on its first day, or today where that is past."""
    if deployment.enrolment.is_open_on(max(deployment.starts_on, on)):
        return YES
    school, programme = deployment.standing_school, deployment.enrolment.programme
    return no(f"{school} is not in {programme} on its first day.")


def _is_fit(specialist: Specialist, deployment: Deployment, on: date) -> Verdict:
    if not (may := hold_on(specialist, on)):
        return may
    school = deployment.standing_school
    if specialist.interests.live_on(on).at(school).exists():
        return no(f"{specialist} has declared an interest in {school} or its trust.")
    return YES


def _has_begun(deployment: Deployment) -> Verdict:
    if deployment.starts_on <= people.today():
        return YES
    return no(f"Its first day is {day_and_year(deployment.starts_on)}. Until then nobody is there.")


def _met(name: str, verb: str, user: User, deployment: Deployment) -> Verdict:
    is_theirs = access.signs_as(user, Role.SPECIALIST, deployment)
    if not is_theirs and not access.holds(user, CHANGE, deployment):
        return no("Only the specialist and who arranges deployments say so.")
    if not (may := moment(verb, deployment)):
        return may
    promise = getattr(deployment, name)
    return no("That was said already.") if promise is None or promise.met_on else YES


def _arranged(verb: str, user: User, deployment: Deployment) -> Verdict:
    if not access.holds(user, CHANGE, deployment):
        return no(ARRANGERS)
    return moment(verb, deployment)

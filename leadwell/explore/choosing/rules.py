"""Who may put a school forward, and take it a step further. Who first, then when."""

from datetime import date

from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.explore.choosing import access, all_the_same, telling, the_set
from leadwell.explore.choosing.answering import answer_of, failed_step, moved_by
from leadwell.explore.choosing.rules_of import rules_of
from leadwell.explore.choosing.transitions import allows
from leadwell.explore.models import (
    Assessment,
    Candidate,
    CandidateState,
    Colour,
    Initiative,
    Remedy,
)
from leadwell.explore.radar import rules as radar
from leadwell.explore.radar.load import Level
from leadwell.explore.radar.radar import SchoolLoad
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access as people
from leadwell.people.permissions import Operation
from leadwell.people.running import rules as running
from leadwell.programmes.models import Hub, Programme
from leadwell.schools.calendar import school_days
from leadwell.schools.models import School
from leadwell.web.templatetags.leadwell import day_and_year

State = CandidateState
CHOOSERS = "Only those who lead or manage this programme choose its schools."
READERS = (
    "Only those who lead, manage or oversee a programme, the leads of its hubs, and the heads of "
    "its schools read how schools are chosen."
)
LEAD = "Only who leads the programme offers a place."
TAKES_BACK = "Only who leads the programme takes an offer back."
ANSWERERS = "Only the school’s head answers, or who runs the programme notes the answer."
ANSWER = "offer"
"""The record whose signing is to answer for the school."""
MEMBERS = "Only members of this programme’s boards decide this."
RED = Colour.RED
UNTOLD_TOO = ("say_head_told", "change")
"""What may be done before the head has been told; the second for so long as they may be untold."""
UNOFFERED = (State.ELIGIBLE, State.ASSESSED, State.RESERVE)
CLOSED = (Programme.State.ARCHIVED, Programme.State.STOPPED, Programme.State.FOLLOW_UP)


def may_read(user: User, programme: Programme) -> Verdict:
    return YES if access.reads_counts(user, programme) else no(READERS)


def may_read_list(user: User, programme: Programme) -> Verdict:
    """By name and with the reasons, as far as one reads them; a board reads the set."""
    if people.holds(user, access.KEY, Operation.READ, on=programme):
        return YES
    if access.reads_counts(user, programme):
        return no("A board reads the set, and not the list with its reasons.")
    return no(READERS)


def may_read_set(user: User, programme: Programme) -> Verdict:
    """Of the whole programme: not for heads and executives, who read of their own schools."""
    if access.reads_whole(user, programme):
        return YES
    return no("The set is for those who lead, manage or oversee the programme.")


def may_choose(user: User, programme: Programme) -> Verdict:
    """Look for schools, put them on the long list, and forward."""
    if not people.holds(user, access.KEY, Operation.CREATE, on=programme):
        return no(CHOOSERS)
    if programme.state in CLOSED:
        return no(f"{programme} is {programme.get_state_display().lower()}: it takes no schools.")
    return YES


def may_nominate(user: User, programme: Programme, school: School) -> Verdict:
    return may_choose(user, programme) and running.may_join(programme, school)


def may_say_head_told(user: User, candidate: Candidate) -> Verdict:
    if not (may := _may(user, candidate, "say_head_told")):
        return may
    return no("The head has been told already.") if candidate.head_told_on else YES


def has_come(day: date | None, *, on: date) -> Verdict:
    """Whether what is said to have happened that day can have. Whoever says it."""
    return no("That day is still to come.") if day and day > on else YES


def may_change(user: User, candidate: Candidate) -> Verdict:
    """Of a school whose head has not been told only within the ten school days for that."""
    if not (may := _may(user, candidate, "change")) or not candidate.waits_to_be_told:
        return may
    on = people.today()
    by = telling.told_by(candidate, school_days(candidate.standing_school))
    return no(telling.sentence(candidate, by, on=on)) if by < on else YES


def may_hear_of(user: User, candidate: Candidate) -> Verdict:
    """Write down what else is asked of the school. Who chooses it, once its head knows of it; once
    it takes part, in the school's own list."""
    if not access.holds(user, Operation.CREATE, candidate, key=access.HEARD):
        return no(CHOOSERS)
    if not (may := _open(candidate)):
        return may
    if candidate.head_told_on is None:
        school = candidate.standing_school
        return no(f"The head of {school} has not been told. Nothing is written down of it before.")
    return moment("hear", candidate)


def may_change_heard(user: User, initiative: Initiative) -> Verdict:
    """Until the school says something of it itself."""
    candidate = initiative.heard_for
    if candidate is None:
        return no("The school declared it itself: it is the school’s to change.")
    if not (may := may_hear_of(user, candidate)):
        return may
    if initiative.answered_on:
        return no("The school has looked at it: it is the school’s to change.")
    if initiative.state != Initiative.State.OPEN:
        return no(f"It is over: {initiative.get_state_display().lower()}.")
    return YES


def may_screen(user: User, candidate: Candidate, *, on: date) -> Verdict:
    """Not before the head knows of it; said with the day by which that had to be."""
    if not access.holds(user, Operation.CHANGE, candidate):
        return no(CHOOSERS)
    if not candidate.waits_to_be_told:
        return _may(user, candidate, "screen")
    if not (may := _open(candidate)):
        return may
    by = telling.told_by(candidate, school_days(candidate.standing_school))
    return no(telling.sentence(candidate, by, on=on))


def may_screen_again(user: User, candidate: Candidate) -> Verdict:
    return _may(user, candidate, "screen_again")


def may_reserve(user: User, candidate: Candidate) -> Verdict:
    return _may(user, candidate, "reserve")


def may_decline(user: User, candidate: Candidate) -> Verdict:
    """Also once the programme takes no schools: who waits has to hear."""
    if not access.holds(user, Operation.CHANGE, candidate):
        return no(CHOOSERS)
    return _not_kept(candidate.programme) and moment("decline", candidate)


def may_answer(user: User, programme: Programme) -> Verdict:
    """Tell several schools at once that they have no place, or none for now."""
    if not people.holds(user, access.KEY, Operation.CHANGE, on=programme):
        return no(CHOOSERS)
    return _not_kept(programme)


def may_say_answer_sent(user: User, candidate: Candidate) -> Verdict:
    if not access.holds(user, Operation.CHANGE, candidate):
        return no(CHOOSERS)
    return _not_kept(candidate.programme) and moment("say_answer_sent", candidate)


def may_send_again(user: User, candidate: Candidate) -> Verdict:
    """The letter to a head whose address took none: once the address is right."""
    if not access.holds(user, Operation.CHANGE, candidate):
        return no(CHOOSERS)
    if not failed_step(candidate):
        return no("No letter to this school has failed.")
    return _not_kept(candidate.programme) and moment("send_again", candidate)


def is_as_seen(candidate: Candidate, seen: str) -> Verdict:
    """seen: the state in which it was shown to who answers it."""
    return YES if candidate.state == seen else no(moved_by(candidate))


def is_after_answer(candidate: Candidate, on: date) -> Verdict:
    """Of the day on which its letter went."""
    answer = answer_of(candidate)
    if answer is None or on >= (given := timezone.localdate(answer.at)):
        return YES
    return no(f"Its answer was given on {day_and_year(given)}: no letter went before.")


def may_accept(user: User, candidate: Candidate) -> Verdict:
    return _may_answer(user, candidate, "accept")


def may_refuse(user: User, candidate: Candidate) -> Verdict:
    return _may_answer(user, candidate, "refuse")


def may_withdraw(user: User, candidate: Candidate) -> Verdict:
    if not (may := _may(user, candidate, "withdraw")):
        return may
    return YES if access.holds(user, Operation.SIGN, candidate) else no(TAKES_BACK)


def may_find(user: User, candidate: Candidate) -> Verdict:
    """Say what screening found. Which way it goes, the criteria say."""
    return _may(user, candidate, "find_eligible")


def may_assess(user: User, candidate: Candidate) -> Verdict:
    """For the first time or again. What meets no criterion goes on for what is known locally."""
    verb = "assess" if moment("assess", candidate) else "assess_again"
    if not (may := _may(user, candidate, verb)):
        return may
    if candidate.is_eligible or candidate.intelligence:
        return YES
    if candidate.is_eligible is None:
        return no(f"{candidate.standing_school} has not been screened yet. Screen it first.")
    return no(
        f"{candidate.standing_school} meets no criterion. Write down what is known of it locally, "
        "or decline it."
    )


def may_ask_again(user: User, candidate: Candidate) -> Verdict:
    if not (may := _may(user, candidate, "assess_again")):
        return may
    return YES if newest(candidate) else no("Nobody has assessed it yet.")


def may_promise_support(user: User, candidate: Candidate) -> Verdict:
    if not (may := _may(user, candidate, "promise_support")):
        return may
    found = newest(candidate)
    if found and found.is_red:
        return YES
    return no("It is not Red: nothing has to go with it.")


def may_waive(user: User, candidate: Candidate) -> Verdict:
    if not (may := _may_of_board(user, candidate.programme)):
        return may
    mine = Candidate.objects.filter(pk=candidate.pk)
    if (school := access.interest_of(user, mine)) is not None:
        return no(f"You are of {school}. The other members decide about it.")
    if not (may := moment("waive", candidate)):
        return may
    found = newest(candidate)
    if found and (found.needs_board or found.is_red):
        return YES
    return no("It is not Red: there is nothing to waive.")


def may_offer(user: User, candidate: Candidate) -> Verdict:
    """Readiness, the set and the board, in this order; the first that is not so is said."""
    if not (may := _may(user, candidate, "offer")):
        return may
    if not access.holds(user, Operation.SIGN, candidate):
        return no(LEAD)
    found = newest(candidate)
    if found is None:
        return no("Nobody has assessed yet whether it is ready.")
    if not (may := _ready(found)):
        return may
    counted = the_set.counter(candidate.programme)
    if candidate.state == State.RESERVE:
        counted = counted.with_one_more(candidate)
    if not (may := counted.keeps_rule):
        return may
    if counted.rule.board_approves and not the_set.is_approved(candidate):
        return no("The board has not approved a set with this school in it.")
    return _not_asked_too_much(user, candidate)


def may_say_all_the_same(
    user: User, candidate: Candidate, seen: SchoolLoad | None = None
) -> Verdict:
    """Why a school is chosen of which much would be asked: before a place is offered, by who leads
    or manages the programme. seen: what would be asked, where that is known already."""
    if not (may := radar.may_give_reasons(user, candidate.programme)):
        return may
    if not (may := _open(candidate)):
        return may
    if candidate.state not in UNOFFERED:
        where = candidate.get_state_display().lower()
        return no(f"{candidate.standing_school}: {where}. No reason is asked for now.")
    seen = seen or all_the_same.load_of(user, candidate, on=people.today())
    if seen.level == Level.GREEN:
        return no(f"{candidate.standing_school} would be asked no more than usual.")
    return YES


def may_say_of_offer(user: User, candidate: Candidate, seen: SchoolLoad) -> Verdict:
    """The same of what is offered: within the offer, by who makes or changes it."""
    if not (may := radar.may_give_reasons(user, candidate.programme)):
        return may
    if not (may := _open(candidate)):
        return may
    if seen.level == Level.GREEN:
        return no(
            f"With this offer {candidate.standing_school} would be asked no more than usual: no "
            "reason is needed. Leave it empty."
        )
    return YES


def may_set_rule(user: User, programme: Programme) -> Verdict:
    is_lead = people.holds(user, access.KEY, Operation.SIGN, on=programme) and people.holds(
        user, access.KEY, Operation.CHANGE, on=programme
    )
    if not is_lead:
        return no("Only who leads the programme changes what its set has to keep.")
    return may_choose(user, programme) and _not_approved(programme)


def may_write_criteria(user: User, programme: Programme) -> Verdict:
    """Of a programme whose fund has no rules of its own here."""
    if not (may := may_set_rule(user, programme)):
        return may
    if rules_of(programme).is_custom:
        return YES
    return no(
        "The criteria are those of the fund: a programme writes its own where there are none."
    )


def may_place_hub(user: User, hub: Hub) -> Verdict:
    may = people.holds(user, access.KEY, Operation.CHANGE, on=hub)
    return YES if may else no(CHOOSERS)


def may_approve_set(user: User, programme: Programme) -> Verdict:
    """The board; never about a set in which one's own school is."""
    if not (may := _may_of_board(user, programme)):
        return may
    there = Candidate.objects.filter(programme=programme).in_the_set()
    if not there.exists():
        return no("No school is in the set yet.")
    if (school := access.interest_of(user, there)) is not None:
        return no(f"You are of {school}, which is in the set. Another member approves it.")
    return YES


def newest(candidate: Candidate) -> Assessment | None:
    """The assessment that counts, with what goes with it."""
    return candidate.assessments.newest_first().prefetch_related("remedies").first()


def _ready(found: Assessment) -> Verdict:
    """What is Red by the rules is not lifted by a colour that somebody gave instead."""
    kinds = {one.kind for one in found.remedies.all()}
    if not found.is_backed:
        return no("The head has not backed the aims in a call yet.")
    if found.needs_board and Remedy.Kind.WAIVER not in kinds:
        return no("Its other projects make it Red. That is the board’s to waive.")
    if found.is_red and not kinds:
        by_rules = " by the rules" if found.stands != RED else ""
        return no(
            f"Readiness is Red{by_rules}{_why_red(found)}. Promise support for leadership by "
            "somebody who is named, or have the board waive it."
        )
    return YES


def is_being_chosen(candidate: Candidate) -> bool:
    """Its head knows, nobody has said yes or no for good, and the programme still takes schools."""
    is_under_way = candidate.state in (*UNOFFERED, State.SCREENING, State.OFFERED)
    return bool(candidate.head_told_on and is_under_way and _open(candidate))


def _not_asked_too_much(user: User, candidate: Candidate) -> Verdict:
    return may_be_asked(candidate, all_the_same.load_of(user, candidate, on=people.today()))


def may_be_asked(candidate: Candidate, seen: SchoolLoad) -> Verdict:
    """Whether no more would be asked of it than it can bear, or somebody has said why it is asked
    all the same. seen: what would be asked, by the design or by an offer."""
    if seen.level != Level.RED or all_the_same.is_answered(candidate, seen):
        return YES
    return no(
        f"With this programme {candidate.standing_school} would be asked {seen.highest.total:.1f} in "
        "its fullest half-term, which is Red. Say why it is asked all the same: the board can read it."
    )


def _why_red(found: Assessment) -> str:
    """What the rules found Red; nothing where somebody said so otherwise."""
    whys = [one["why"] for one in found.findings if one["colour"] == RED]
    return f": {'; '.join(whys)}" if whys else ""


def _may_of_board(user: User, programme: Programme) -> Verdict:
    return YES if access.is_of_board(user, programme) else no(MEMBERS)


def _may(user: User, candidate: Candidate, verb: str) -> Verdict:
    """Whether somebody chooses here at all, and whether this is the moment."""
    if not access.holds(user, Operation.CHANGE, candidate):
        return no(CHOOSERS)
    return _open(candidate) and _is_told(verb, candidate) and moment(verb, candidate)


def _is_told(verb: str, candidate: Candidate) -> Verdict:
    """No step before the head knows; each says so."""
    if not candidate.waits_to_be_told or verb in UNTOLD_TOO:
        return YES
    return no(f"{telling.untold(candidate)} Nothing goes on before.")


def _may_answer(user: User, candidate: Candidate, verb: str) -> Verdict:
    """The school's head, or who runs the programme and was told."""
    if not access.holds(user, Operation.SIGN, candidate, key=ANSWER):
        return no(ANSWERERS)
    return _open(candidate) and moment(verb, candidate)


def _open(candidate: Candidate) -> Verdict:
    programme = candidate.programme
    if programme.state not in CLOSED:
        return YES
    return no(f"{programme} is {programme.get_state_display().lower()}: it takes no schools.")


def _not_approved(programme: Programme) -> Verdict:
    """What a board has said yes to stays as it was."""
    approved = the_set.approved(programme)
    if approved is None:
        return YES
    return no(
        f"The board approved a set on {day_and_year(approved.at)}: criteria, numbers and minutes stay "
        "as they were then."
    )


def _not_kept(programme: Programme) -> Verdict:
    if programme.state != Programme.State.ARCHIVED:
        return YES
    return no(f"{programme} is archived, and stays as it is.")


def moment(verb: str, candidate: Candidate) -> Verdict:
    if allows(verb, candidate):
        return YES
    where = candidate.get_state_display().lower()
    return no(f"{candidate.standing_school}: {where}. This is not done from there.")

"""What the pages of choosing show: all candidates of a programme, one of them, and the set."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.explore.choosing import (
    access,
    all_the_same,
    listing,
    others,
    rules,
    telling,
    the_set,
)
from leadwell.explore.choosing.listing import Line
from leadwell.explore.choosing.ready import Other
from leadwell.explore.choosing.rule_sets import RuleSet
from leadwell.explore.choosing.rules_of import rules_of
from leadwell.explore.choosing.the_set import Counter
from leadwell.explore.choosing.transitions import BESIDE, TRANSITIONS
from leadwell.explore.models import (
    Assessment,
    Candidate,
    CandidateQuerySet,
    CandidateState,
    Initiative,
    OverloadReason,
    Screening,
    SentInterest,
    Step,
)
from leadwell.explore.radar import rules as radar
from leadwell.explore.radar.asked_page import answered, told
from leadwell.explore.radar.page import Shown
from leadwell.lib import codes, words
from leadwell.lib.verdict import Verdict
from leadwell.people.permissions import Operation
from leadwell.programmes.models import Hub, Programme
from leadwell.schools.calendar import school_days, school_days_of
from leadwell.schools.models import School
from leadwell.web.templatetags.leadwell import day_and_year

A_PAGE = 50
ALL, ORDER = "All", "A to Z"
COLOURS = "Colours: how ready each is for this programme, and nothing of how good it is."
INTEREST, OVERLOAD = "interest", "overload_reason"
MOST_UNTOLD = 20
State = CandidateState


@dataclass(frozen=True, slots=True)
class Untold:
    """A candidate whose head has not been told, and by when that has to be."""

    candidate: Candidate
    by: date
    is_late: bool


@dataclass(frozen=True, slots=True)
class Which:
    """Candidates of a programme that one person reads, as the page and its files begin with them.
    counter: None for whoever sees their own schools alone. state: "" where all are asked for."""

    user: User
    programme: Programme
    counter: Counter | None
    of_hub: bool
    state: str
    found: CandidateQuerySet

    @property
    def heading(self) -> str:
        return self.counter.sentence if self.counter else "How your schools were chosen"

    @property
    def sentence(self) -> str:
        """Whether the set keeps its rule, and how many of it are partners; "" where none is read."""
        if not (counter := self.counter):
            return ""
        rule = counter.rule
        if self.of_hub:
            said = "Of your hub, those that are in the set as it stands."
        elif counter.keeps_rule:
            said = (
                f"The set keeps its rule as it stands: {rule.least_schools} schools at least, "
                f"{rule.least_share_pct}% of them meeting a criterion."
            )
        else:
            said = counter.keeps_rule.reason
        if n := counter.n_partners:
            said += f" {n} of them as {words.verb(n, 'partner', 'partners')}."
        return said


@dataclass(frozen=True, slots=True)
class ChoosingPage:
    """states: state, its name, how many. sources: of the published results; "" where there are none.
    hubs: with where they meet, for who chooses."""

    asked: Which
    untold: tuple[Untold, ...]
    states: tuple[tuple[str, str, int], ...]
    lines: tuple[Line, ...]
    sources: str
    page: Page
    may_choose: Verdict
    may_answer: Verdict
    n_long_list: int
    hubs: tuple[tuple[Hub, School | None], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the eight as its row says it."""

    title: str
    colour: str
    why: str


@dataclass(frozen=True, slots=True)
class Button:
    """What may be done now. url: where. is_main: the usual next step."""

    url: str
    text: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """One initiative that the programme heard of. may: change it, or take it back."""

    initiative: Initiative
    may: Verdict

    @property
    def said(self) -> str:
        one = self.initiative
        staff = words.count(one.n_staff, "person", "people")
        return (
            f"{one.subject}, {day_and_year(one.starts_on)} to {day_and_year(one.last_on)}: {staff}, "
            f"{one.staff_days.normalize():f} days. {told(one)} {answered(one)}"
        )


@dataclass(frozen=True, slots=True)
class CandidatePage:
    """One candidate. is_inside: whether it is read by who chooses, and not by its own school.
    next_no: why the next step is not possible yet; "" where it is, or is not theirs. untold: that
    its head has not been told, and by when; "" where they have.
    interest: what its school sent; reads_interest: whether that is this person's to read. heard:
    what its programme heard is asked of it; others: whatever is known, for who chooses.
    puts_right: whether it is read by somebody of the school who puts that right. load: what would
    be asked of the school with this programme; given: why it is asked all the same, said last."""

    line: Line
    is_inside: bool
    screening: Screening | None
    criteria: tuple[tuple[str, bool, str, str], ...]
    rules_name: str
    assessment: Assessment | None
    asked: tuple[Asked, ...]
    earlier: tuple[Assessment, ...]
    buttons: tuple[Button, ...]
    next_no: str
    untold: str
    steps: tuple[Step, ...]
    interest: SentInterest | None
    reads_interest: bool
    heard: tuple[Heard, ...]
    others: tuple[Other, ...]
    may_hear: Verdict
    puts_right: bool
    load: Shown | None
    given: OverloadReason | None
    may_say_all_the_same: Verdict


def choosing(
    user: User, programme: Programme, on: date, *, state: str = "", number: str = "1"
) -> ChoosingPage:
    """Constant queries, however many candidates."""
    asked = which(user, programme, state)
    mine = access.candidates_for(user).filter(programme=programme)
    counted = dict(mine.order_by().values_list("state").annotate(n=Count("pk")))
    page = Paginator(asked.found, A_PAGE).get_page(number)
    whole = listing.whole_lines(list(page), programme)
    return ChoosingPage(
        asked=asked,
        untold=_untold(mine, on),
        states=tuple(
            (key, State(key).label, counted[key]) for key in State.values if counted.get(key)
        ),
        lines=whole.lines,
        sources=whole.sources,
        page=page,
        may_choose=(may := rules.may_choose(user, programme)),
        may_answer=rules.may_answer(user, programme),
        n_long_list=programme.long_list.count() if may else 0,
        hubs=_hubs(programme) if may else (),
    )


def which(user: User, programme: Programme, state: str) -> Which:
    """state: from an address; what is no state is not asked for."""
    mine = access.candidates_for(user).filter(programme=programme)
    known = state if state in State.values else ""
    reads_whole = access.reads_whole(user, programme)
    counter = None
    if reads_whole or access.leads_a_hub(user, programme):
        counter = the_set.counter(programme, None if reads_whole else mine)
    return Which(
        user=user,
        programme=programme,
        counter=counter,
        of_hub=not reads_whole,
        state=known,
        found=listing.in_order(mine.filter(state=known) if known else mine),
    )


def candidate_page(user: User, candidate: Candidate, on: date) -> CandidatePage:
    screening = candidate.screenings.newest_first().prefetch_related("criteria").first()
    assessments = list(
        candidate.assessments.newest_first().prefetch_related("remedies").select_related("by")
    )
    newest = assessments[0] if assessments else None
    buttons, next_no = _buttons(user, candidate, on)
    rule = the_set.rule_of(candidate.programme)
    own = rules_of(candidate.programme)
    by_rules = own.of(screening.rule_set, screening.version) if screening else own.current
    is_inside = access.is_inside(user, candidate)
    is_counted = is_inside and rules.is_being_chosen(candidate)
    seen = all_the_same.load_of(user, candidate, on=on) if is_counted else None
    return CandidatePage(
        line=listing.line_of(
            candidate, newest.stands if newest else "", the_set.places(candidate.programme),
            rule.most_minutes,
        ),
        is_inside=is_inside,
        screening=screening,
        criteria=_criteria(screening, by_rules),
        rules_name=by_rules.name,
        assessment=newest,
        asked=_asked(newest),
        earlier=tuple(assessments[1:]),
        buttons=buttons,
        next_no=next_no,
        untold=_untold_sentence(candidate, on) if is_inside else "",
        steps=tuple(candidate.steps.select_related("by")),
        interest=sent_of(candidate),
        reads_interest=access.holds(user, Operation.READ, candidate, key=INTEREST),
        heard=_heard(user, candidate),
        others=others.others_of(candidate, on=on) if is_inside else (),
        may_hear=rules.may_hear_of(user, candidate),
        puts_right=not is_inside and radar.is_of_school(user, candidate.standing_school),
        load=Shown(seen) if seen else None,
        given=_given(user, candidate),
        may_say_all_the_same=rules.may_say_all_the_same(user, candidate, seen),
    )  # fmt: skip


def _given(user: User, candidate: Candidate) -> OverloadReason | None:
    if not access.holds(user, Operation.READ, candidate, key=OVERLOAD):
        return None
    return all_the_same.reasons_for([candidate]).get(candidate.pk)


def _heard(user: User, candidate: Candidate) -> tuple[Heard, ...]:
    """But those that were entered by mistake."""
    if not access.holds(user, Operation.READ, candidate, key=access.HEARD):
        return ()
    here = candidate.heard.counted().select_related("answered_by", "heard_for__programme")
    return tuple(Heard(one, rules.may_change_heard(user, one)) for one in here)


def sent_of(candidate: Candidate) -> SentInterest | None:
    """The expression of interest that its school sent last, where one was."""
    found = SentInterest.objects.filter(interest__candidate=candidate).select_related("interest")
    return found.order_by("-at").first()


def results_of(user: User, *, number: str = "1") -> Page:
    """Every candidate one sees, in all programmes, by the programme and the school."""
    mine = access.candidates_for(user)
    return Paginator(mine.at_hand().order_by("programme__name", "school__name", "pk"), A_PAGE).get_page(
        number
    )  # fmt: skip


def _untold(mine: CandidateQuerySet, on: date) -> tuple[Untold, ...]:
    """Longest waiting first."""
    found = list(mine.untold().at_hand().order_by("nominated_on", "pk")[:MOST_UNTOLD])
    days = school_days_of([one.standing_school for one in found]) if found else {}
    made = ((one, telling.told_by(one, days[one.standing_school.pk])) for one in found)
    return tuple(Untold(one, by, by < on) for one, by in made)


def _untold_sentence(candidate: Candidate, on: date) -> str:
    if not candidate.waits_to_be_told:
        return ""
    by = telling.told_by(candidate, school_days(candidate.standing_school))
    return telling.sentence(candidate, by, on=on)


def _hubs(programme: Programme) -> tuple[tuple[Hub, School | None], ...]:
    """Each hub and the school it meets at, where that was said."""
    meets = the_set.places(programme)
    return tuple((hub, meets.get(hub.pk)) for hub in programme.hubs.order_by("name", "pk"))


def _criteria(
    screening: Screening | None, by: RuleSet
) -> tuple[tuple[str, bool, str, str], ...]:  # fmt: skip
    """What it says, whether it is met, by what, and how decided: in the words of its version."""
    if screening is None:
        return ()
    return tuple(
        (by.criterion(one.code).says, one.is_met, one.why, one.get_how_display())
        for one in screening.criteria.all()
    )


def _asked(assessment: Assessment | None) -> tuple[Asked, ...]:
    if assessment is None:
        return ()
    titles: Mapping[str, str] = dict(codes.choices("readiness", on=assessment.at.date()))
    return tuple(
        Asked(titles[one["code"]], one["colour"] or "", one["why"]) for one in assessment.findings
    )


UP = "prepare:"
"""Where an offer is made and answered: on the floor above, by the names of its pages."""
MAYS = {
    "say_head_told": ("head-told", rules.may_say_head_told),
    "find_eligible": ("find", rules.may_find),
    "promise_support": ("promise-support", rules.may_promise_support),
    "accept": (f"{UP}accept-offer", rules.may_accept),
    "refuse": (f"{UP}refuse-offer", rules.may_refuse),
    "withdraw": (f"{UP}withdraw-offer", rules.may_withdraw),
    "offer": (f"{UP}make-offer", rules.may_offer),
    "reserve": ("reserve", rules.may_reserve),
    "assess": ("assess", rules.may_assess),
    "ask_again": ("ask-again", rules.may_ask_again),
    "change": ("change", rules.may_change),
    "screen_again": ("screen-again", rules.may_screen_again),
    "decline": ("decline", rules.may_decline),
}
WORDS = {
    "find_eligible": "Say what was found",
    "ask_again": "Ask about time, other initiatives and inspection again",
}
ANEW = "Assess it again"


def _buttons(user: User, candidate: Candidate, on: date) -> tuple[tuple[Button, ...], str]:
    """The first that may be done is the usual next step. Beside them, why that is not yet so."""
    may_screen = rules.may_screen(user, candidate, on=on)
    found = [("screen", "screen", may_screen)] if may_screen else []
    nos = {}
    for verb, (name, may) in MAYS.items():
        verdict = may(user, candidate)
        if verdict:
            found.append((verb, name, verdict))
        else:
            nos[verb] = verdict.reason
    made = tuple(
        Button(reverse(_page(name), args=[candidate.pk]), _said(verb, candidate), n == 0)
        for n, (verb, name, _) in enumerate(found)
    )
    waits = candidate.state in TRANSITIONS["offer"].before and access.is_inside(user, candidate)
    return made, nos.get("offer", "") if waits else ""


def _page(name: str) -> str:
    return name if name.startswith(UP) else f"explore:{name}"


def _said(verb: str, candidate: Candidate) -> str:
    if verb == "assess" and candidate.state not in TRANSITIONS["assess"].before:
        return ANEW
    if verb in WORDS:
        return WORDS[verb]
    return (TRANSITIONS.get(verb) or BESIDE[verb]).button

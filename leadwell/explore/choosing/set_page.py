"""What the page of the set shows: for the board that approves it, and for who chooses."""

from collections import Counter as Counted
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery

from leadwell.accounts.models import User
from leadwell.explore.choosing import (
    access,
    all_the_same,
    detectable,
    listing,
    rule_sets,
    rules,
    the_set,
)
from leadwell.explore.choosing.detectable import Detectable
from leadwell.explore.choosing.figures import measures_of
from leadwell.explore.choosing.listing import Line
from leadwell.explore.choosing.rules_of import rules_of
from leadwell.explore.choosing.the_set import Counter
from leadwell.explore.models import (
    ApprovedSet,
    Assessment,
    Candidate,
    CandidateQuerySet,
    Colour,
    OverloadReason,
    Remedy,
    Screening,
)
from leadwell.explore.models.candidate import IN_THE_SET
from leadwell.lib import words
from leadwell.lib.verdict import Verdict
from leadwell.programmes.models import Enrolment, Programme


@dataclass(frozen=True, slots=True)
class SetPage:
    """colours, criteria: how many schools of the set; n_by_earlier: screened by earlier rules, whose
    criteria are not those counted. otherwise: of how many somebody gave another
    colour than the rules, and what marks them. lines: the composition a board approves. red,
    unapproved: by their numbers, for the board to waive; in no set that a board has approved.
    all_the_same: why schools are asked of which much would be asked, by their numbers. detected:
    what its target schools could show."""

    programme: Programme
    counter: Counter
    fund: rule_sets.RuleSet
    colours: tuple[tuple[str, int], ...]
    otherwise: tuple[tuple[str, int], ...]
    criteria: tuple[tuple[str, int], ...]
    n_by_earlier: int
    lines: tuple[Line, ...]
    red: frozenset[int]
    unapproved: frozenset[int]
    all_the_same: dict[int, OverloadReason]
    detected: Detectable
    approved: tuple[ApprovedSet, ...]
    may_approve: Verdict
    may_set_rule: Verdict
    may_write_criteria: Verdict
    is_of_board: bool

    @property
    def not_asked(self) -> str:
        """Of how many the criteria are not those of now; "" of none."""
        if not (n := self.n_by_earlier):
            return ""
        return (
            f"{words.count(n, 'school')} {words.verb(n, 'was', 'were')} screened by earlier rules "
            f"and {words.verb(n, 'is', 'are')} not counted here: screen again first."
        )

    @property
    def detect_url(self) -> str:
        return self.detected.url

    @property
    def asked_much(self) -> list[tuple[Line, OverloadReason]]:
        """Schools of the set for which a reason was given, in its order."""
        given = self.all_the_same
        return [
            (line, given[line.candidate.pk]) for line in self.lines if line.candidate.pk in given
        ]

    @property
    def newer(self) -> str:
        """How many of these no board has approved, where it has approved others; "" where none."""
        n = len(self.unapproved)
        if not self.approved or not n:
            return ""
        return (
            f"{words.count(n, 'school')} of these {words.verb(n, 'is', 'are')} in no approved set."
        )


def set_page(user: User, programme: Programme) -> SetPage:
    """The summary and composition a board approves: names, criteria met and colours, no reasons."""
    there = Candidate.objects.filter(programme=programme).in_the_set()
    lines = listing.lines_of(list(listing.in_order(there)), programme)
    criteria, n_by_earlier = _met(programme)
    order = ("green", "amber", "red", "")
    colours = {colour: sum(line.colour == colour for line in lines) for colour in order}
    return SetPage(
        programme=programme,
        counter=the_set.counter(programme),
        fund=rules_of(programme).current,
        colours=tuple((colour, n) for colour, n in colours.items() if n),
        otherwise=tuple(Counted(filter(None, (line.otherwise for line in lines))).items()),
        criteria=criteria,
        n_by_earlier=n_by_earlier,
        lines=lines,
        red=_to_waive(there),
        unapproved=frozenset(there.filter(approvals=None).values_list("pk", flat=True)),
        detected=detectable.of(
            programme,
            [line.school for line in lines if line.candidate.part == Enrolment.Part.TARGET],
        ),
        all_the_same=all_the_same.reasons_for([line.candidate for line in lines]),
        approved=tuple(programme.approved_sets.select_related("by")),
        may_approve=rules.may_approve_set(user, programme),
        may_set_rule=rules.may_set_rule(user, programme),
        may_write_criteria=rules.may_write_criteria(user, programme),
        is_of_board=access.is_of_board(user, programme),
    )


def _to_waive(there: CandidateQuerySet) -> frozenset[int]:
    """Those whose latest assessment is Red, by the rules or because somebody said so, and not
    waived yet."""
    newest = Assessment.objects.filter(candidate=OuterRef("pk")).newest_first().values("pk")[:1]
    latest = there.order_by().annotate(newest=Subquery(newest)).values("newest")
    red = Q(needs_board=True) | Q(override=Colour.RED) | Q(colour=Colour.RED)
    found = Assessment.objects.filter(red, pk__in=latest)
    unwaived = found.exclude(remedies__kind=Remedy.Kind.WAIVER).order_by()
    return frozenset(unwaived.values_list("candidate", flat=True))


def _met(programme: Programme) -> tuple[tuple[tuple[str, int], ...], int]:
    """Each criterion of the rules as they are now with how many schools of the set meet it; and how
    many were screened by earlier rules, of whom this is not known."""
    newest = Screening.objects.filter(candidate=OuterRef("pk")).newest_first().values("pk")[:1]
    there = Candidate.objects.filter(programme=programme, state__in=IN_THE_SET)
    latest = there.annotate(newest=Subquery(newest)).order_by().values("newest")
    fund = rules_of(programme).current
    of_now = Q(rule_set=fund.key, version=fund.version)
    screened = Screening.objects.filter(pk__in=latest).order_by()
    counted = dict(
        screened.filter(of_now, criteria__is_met=True)
        .values_list("criteria__code")
        .annotate(n=Count("pk"))
    )
    own = measures_of(programme)[0].short_label
    met = tuple((each.said_of(own), counted.get(each.code, 0)) for each in fund.criteria)
    return met, screened.exclude(of_now).count()

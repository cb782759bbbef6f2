"""What a design still has to say, in plain words, each with where it is said."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from leadwell.explore.designing.design import Design
from leadwell.lib import words
from leadwell.people.running.figures import wants_people
from leadwell.people.running.rules import FEWEST_INGREDIENTS, MOST_INGREDIENTS
from leadwell.programmes.models import Aim, Controller, Programme

State = Programme.State
OF_DATA = ("impact", "retention")
"""Pages of their own, beside those of the design."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to say. part: the page it is said on; at: where on it; before: the state that
    has to wait for it."""

    text: str
    part: str
    at: str
    before: State
    code: str

    @property
    def url(self) -> str:
        name = self.part if self.part in OF_DATA else f"design-{self.part}"
        return reverse(f"explore:{name}", args=[self.code]) + (f"#{self.at}" if self.at else "")


def missing(design: Design) -> tuple[Missing, ...]:
    """In the order of the pages. Of what was read already: it asks nothing."""
    return (*before_designed(design), *before_approved(design))


def before_designed(design: Design) -> tuple[Missing, ...]:
    found = (*_said(design), *_aims(design), *_strands(design), *_work(design), *_run(design))
    return tuple(
        Missing(text, part, at, State.DESIGNED, design.programme.code) for part, at, text in found
    )


def before_approved(design: Design) -> tuple[Missing, ...]:
    return (*before_data_are_used(design), *_approved(design, _kept(design)))


def before_data_are_used(design: Design) -> tuple[Missing, ...]:
    """Of these, what can be lacking again later, and then stops what goes on."""
    return tuple(_approved(design, _data(design)))


def _approved(design: Design, found: Iterable[tuple[str, str, str]]) -> Iterable[Missing]:
    for part, at, text in found:
        yield Missing(text, part, at, State.APPROVED, design.programme.code)


Found = Iterable[tuple[str, str, str]]


def _said(design: Design) -> Found:
    programme = design.programme
    if not programme.problem:
        yield "need", "id_problem", "Write what is to be solved."
    if not programme.evidence_of_need:
        yield "need", "id_evidence_of_need", "Write how that is known."
    if not programme.key_stages:
        yield "pupils", "id_key_stages_0", "Say which key stages it is for."
    if not programme.phases_of_education:
        yield "pupils", "id_phases_of_education_0", "Say which phases it is for."
    if not design.n_schools:
        yield "pupils", "id_n_schools_planned", "Say how many schools are to take part."


def _aims(design: Design) -> Found:
    terms = {aim.term for aim in design.aims}
    for term in Aim.Term:
        if term not in terms:
            yield "aims", "aims", f"Set a {term.label.lower()} aim."
    for aim in design.aims:
        if lacks := _lacks(aim):
            yield "aims", f"aim-{aim.pk}", f"“{aim}”: say {words.listed(lacks)}."


def _lacks(aim: Aim) -> list[str]:
    """What one would not know of it, though it were reached."""
    has_start = aim.baseline is not None or aim.baseline_plan
    said = {
        "its measure": aim.measured_by,
        "where it stands now, or how that will be found": has_start,
        "about how many people “now” is": aim.n_people or not wants_people(aim),
        "its target": aim.target is not None,
        "who keeps an eye on it": aim.owner,
        "where its figure comes from": aim.source,
    }
    return [what for what, is_said in said.items() if not is_said]


def _strands(design: Design) -> Found:
    if not design.strands:
        yield "strands", "strands", "Write a strand: one line of work."
    for strand in design.strands:
        n = len(strand.ingredients.all())
        if not FEWEST_INGREDIENTS <= n <= MOST_INGREDIENTS:
            yield (
                "strands",
                f"strand-{strand.pk}",
                (
                    f"“{strand}” has {words.count(n, 'active ingredient')}: "
                    f"{FEWEST_INGREDIENTS} to {MOST_INGREDIENTS} are right."
                ),
            )


def _work(design: Design) -> Found:
    for year in range(1, design.programme.n_years + 1):
        if not any(one.year == year and one.n_asked for one in design.intensities):
            yield "work", f"year-{year}", f"Say how much a school is given in year {year}."
    if not design.instruments:
        yield "work", "measured", "Say what is measured with, and when."
    for instrument in design.instruments:
        if instrument.asks != instrument.Asks.NOBODY and not instrument.points.all():
            yield "work", f"instrument-{instrument.pk}", f"“{instrument}”: say when it is used."


def _run(design: Design) -> Found:
    programme = design.programme
    if not programme.steering_group_meets:
        yield "running", "id_steering_group_meets", "Say how often the steering group meets."
    if not programme.strategic_board_meets:
        yield "running", "id_strategic_board_meets", "Say how often the strategic board meets."
    if programme.budget_gbp is None:
        yield "running", "id_budget_gbp", "Write what it plans to spend."


def _data(design: Design) -> Found:
    named = {controller.party for controller in design.controllers}
    for party in (Controller.Party.LEAD, Controller.Party.SCHOOL):
        if party not in named:
            said = party.label[0].lower() + party.label[1:]
            yield "running", "data", f"Say who answers for data: {said}."
    if not design.may_use_data:
        yield (
            "impact",
            "",
            (
                "The data protection officer has not signed the impact assessment."
                if not design.signed
                else "The data protection officer said: not like this. Answer the advice, and ask again."
            ),
        )


def _kept(design: Design) -> Found:
    """Whether somebody has looked at how long records are kept, as the rules are now."""
    if design.confirmed is None:
        yield "retention", "", "Look at how long its records are kept, and confirm it."
    elif not design.is_kept_as_confirmed:
        yield (
            "retention",
            "",
            "How long records are kept was changed after it was confirmed: look at it again.",
        )

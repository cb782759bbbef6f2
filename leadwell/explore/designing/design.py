"""All that a programme says of its design, read once."""

from dataclasses import dataclass
from functools import cached_property

from leadwell.explore.designing import retaining
from leadwell.explore.models import ImpactAssessment, RetentionConfirmation
from leadwell.people.disclosure.releasing import policy
from leadwell.people.running.figures import AimTold, told
from leadwell.programmes.models import (
    Aim,
    Controller,
    Instrument,
    Intensity,
    Programme,
    Strand,
    WarningAnswer,
)


@dataclass(frozen=True)
class Design:
    """A programme with its parts. aims_told: its aims with their figures as everybody reads them. strands: with their ingredients; instruments: with their points.
    signed: the last impact assessment that was signed. confirmed: that how long its records are
    kept was looked at, last; is_kept_as_confirmed: whether the rules are those still. n_enrolled: schools that take part."""

    programme: Programme
    aims: tuple[Aim, ...]
    aims_told: tuple[AimTold, ...]
    strands: tuple[Strand, ...]
    intensities: tuple[Intensity, ...]
    instruments: tuple[Instrument, ...]
    controllers: tuple[Controller, ...]
    answers: tuple[WarningAnswer, ...]
    signed: ImpactAssessment | None
    confirmed: RetentionConfirmation | None
    is_kept_as_confirmed: bool
    n_enrolled: int

    @cached_property
    def n_ingredients(self) -> int:
        return sum(len(strand.ingredients.all()) for strand in self.strands)

    @cached_property
    def n_schools(self) -> int:
        """Schools to reckon with: those that are to take part, else those that do."""
        return self.programme.n_schools_planned or self.n_enrolled

    @property
    def may_use_data(self) -> bool:
        return bool(self.signed and self.signed.lets_go_ahead)

    def asked(self, year: int) -> list[Intensity]:
        """The half-terms of a year in order; those not said are of nothing."""
        said = {(one.year, one.half_term): one for one in self.intensities}
        return [said.get((year, n)) or Intensity(year=year, half_term=n) for n in range(1, 7)]


def of(programme: Programme) -> Design:
    """A dozen queries or so, however much is said."""
    enrolled = programme.enrolments.filter(left_on=None)
    seen = programme.retention_confirmations.select_related("confirmed_by").first()
    rules = retaining.versions(retaining.of_programmes())
    aims = tuple(programme.aims.order_by("due_on", "pk"))
    focus, limits = programme.focus_group, policy()
    signed = ImpactAssessment.objects.filter(programme=programme).signed()
    return Design(
        programme=programme,
        aims=aims,
        aims_told=tuple(told(one, focus_group=focus, policy=limits) for one in aims),
        strands=tuple(programme.strands.order_by("pk").prefetch_related("ingredients")),
        intensities=tuple(programme.intensities.order_by("year", "half_term")),
        instruments=tuple(programme.instruments.order_by("pk").prefetch_related("points")),
        controllers=tuple(programme.controllers.order_by("pk")),
        answers=tuple(programme.warning_answers.order_by("pk")),
        signed=signed.select_related("signed_by").order_by("-signed_at", "-pk").first(),
        confirmed=seen,
        is_kept_as_confirmed=bool(seen and seen.versions == rules),
        n_enrolled=enrolled.count(),
    )

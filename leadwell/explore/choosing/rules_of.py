"""By which rules a programme chooses: those of its fund, or those it wrote itself, in versions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from leadwell.explore.choosing import rule_sets
from leadwell.explore.choosing.rule_sets import RuleSet
from leadwell.explore.models import OwnCriteria
from leadwell.programmes.models import Programme

CUSTOM = "custom"
"""The rules of whoever has no others: they may be written anew for one programme."""
WRITTEN = "programme"
"""What a screening names as its rules where they were written for its programme."""


@dataclass(frozen=True, slots=True)
class RulesOf:
    """fund: what the fund has. own: each version that was written for this programme."""

    fund: RuleSet
    own: Mapping[int, RuleSet]

    @property
    def current(self) -> RuleSet:
        return self.own[max(self.own)] if self.own and self.is_custom else self.fund

    @property
    def is_custom(self) -> bool:
        return self.fund.key == CUSTOM

    def of(self, key: str, version: int) -> RuleSet:
        """The version a school was screened by. Raises KeyError where there is none."""
        return self.own[version] if key == WRITTEN else rule_sets.of(key, version)


def rules_of(programme: Programme) -> RulesOf:
    """One query. Where a programme has changed to a fund with rules of its own, those count again."""
    fund = rule_sets.current(programme.rule_set)
    written = OwnCriteria.objects.filter(programme=programme).order_by("version")
    own = {one.version: _built(one, fund, programme) for one in written}
    return RulesOf(fund, own)


def _built(written: OwnCriteria, fund: RuleSet, programme: Programme) -> RuleSet:
    """All but the criteria as with the fund."""
    criteria = rule_sets.criteria(written.criteria)
    return replace(
        fund, key=WRITTEN, version=written.version, title=f"Criteria of {programme.name}",
        about=f"Written for this programme: {written.because.rstrip('.')}.", source="",
        criteria=criteria,
    )  # fmt: skip

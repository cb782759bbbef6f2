"""What a headteacher reads: the same sentences on the page, in the PDF and from the API.

Points come first, with their range; months only beside them. Nothing is said more strongly than
the verdict allows, nothing is proved, no school is set above another, and without a comparison
there is a change and no more.
"""

from collections.abc import Callable

from leadwell.evidence.verdict import phrases, spoken
from leadwell.evidence.verdict.caveats import Caveat
from leadwell.evidence.verdict.checks import side
from leadwell.evidence.verdict.decision_row import Headline
from leadwell.evidence.verdict.found import Evidence
from leadwell.evidence.verdict.judging import SMALLEST_OF_INTEREST, Judgement, Rule, Verdict
from leadwell.evidence.verdict.phrases import Said, Words

NOT_PROVED = "This does not prove that the programme caused it."
WHY_PROBABLY = {
    Rule.LIKELY: "The range only just takes in no difference at all, so we say “probably”.",
    Rule.SEVERAL: (
        "Counting every outcome that was looked at, this could more easily be chance, so we say "
        "“probably”."
    ),
    Rule.UNEVEN: (
        "Other groups moved this far more often one way than the other, and counting both ways "
        "this could more easily be chance, so we say “probably”."
    ),
    Rule.CHECKED: "We say “probably” because of what follows.",
}


def sentences(
    words: Words, judgement: Judgement, evidence: Evidence | None = None
) -> tuple[str, ...]:
    """The whole answer: what was found, why no more, what to keep in mind, and of what it is made.

    Each sentence is there once. Raises ValueError where the verdict rests on figures and they are
    not given.
    """
    said = [*_main(words, judgement, evidence)]
    said += [caveat.sentence for caveat in judgement.caveats]
    if evidence is not None and judgement.verdict not in (Verdict.REFUSED, Verdict.NOT_COMPARED):
        said.append(phrases.footing(judgement.design, evidence))
    return tuple(dict.fromkeys(said))


def headline(words: Words, judgement: Judgement, evidence: Evidence | None = None) -> str:
    """One line over the answer, without a figure. Raises ValueError as `sentences` does."""
    name = phrases.capital(words.name)
    match judgement.verdict:
        case Verdict.NOT_COMPARED:
            return f"{name}: these schools should not be compared"
        case Verdict.REFUSED:
            return f"{name}: no answer"
        case Verdict.NO_VERDICT:
            return f"{name}: {NO_VERDICT_HEADLINES.get(judgement.decision.headline, 'no verdict')}"
        case Verdict.CANNOT_TELL:
            return f"We cannot tell whether the programme changed {words.name}"
        case Verdict.SAME:
            return phrases.begun(judgement, f"{words.name} moved in step with similar schools")
    verb, how = phrases.moved(Said(words, judgement, _given(evidence)))
    probably = "" if judgement.verdict in (Verdict.BETTER, Verdict.WORSE) else "probably "
    return phrases.begun(judgement, f"{words.name} {probably}{verb} {how} than in similar schools")


NO_VERDICT_HEADLINES = {
    Headline.LINE: "one school, beside those nearest to it",
    Headline.CHANGE: "a change, with nobody to compare with",
    Headline.ANSWERS: "answers before and after",
}


def _main(words: Words, judgement: Judgement, evidence: Evidence | None) -> tuple[str, ...]:
    match judgement.verdict:
        case Verdict.REFUSED:
            return judgement.reasons
        case Verdict.NOT_COMPARED:
            title = headline(words, judgement)
            return (
                f"{title}.",
                *judgement.reasons,
                "This says nothing about whether the programme worked.",
            )
        case Verdict.NO_VERDICT:
            return _no_verdict(words, judgement, evidence)
    return SAYING[judgement.verdict](Said(words, judgement, _given(evidence)))


def _given(evidence: Evidence | None) -> Evidence:
    if evidence is None:
        raise ValueError("this verdict rests on figures: give the evidence it was made from")
    return evidence


def _no_verdict(words: Words, judgement: Judgement, evidence: Evidence | None) -> tuple[str, ...]:
    said = None if evidence is None else Said(words, judgement, evidence)
    if judgement.decision.headline is Headline.LINE:
        return (
            *judgement.reasons,
            *((phrases.beside(said), *phrases.fluke(said)) if said else ()),
            "This is not evidence that the programme worked, nor that it did not.",
        )
    if judgement.decision.headline is Headline.CHANGE and said and said.estimate.interval:
        return (_change(said), *judgement.reasons)
    return judgement.reasons


def _change(said: Said) -> str:
    """A change with nobody beside it."""
    words, interval = said.words, said.interval
    which = side(interval)
    much = spoken.amount(said.estimate.estimate, words.unit)
    if which == 0:
        return (
            f"{phrases.capital(words.name)} changed by {phrases.signed(said)} from before the "
            "start to after it, no more than chance could do."
        )
    verb, range_ = (words.up, interval) if which > 0 else (words.down, spoken.turned(interval))
    return (
        f"{phrases.capital(words.name)} {verb} {much} ({spoken.between(range_)}) from before the "
        "start to after it."
    )


def _clear(said: Said) -> tuple[str, ...]:
    """Did better, and its mirror."""
    verb, how = phrases.moved(said)
    g = said.evidence.g
    is_small = g is not None and abs(g) < SMALLEST_OF_INTEREST
    found = (
        f"{said.words.name} {verb} {phrases.much(said)} {how} in {_whose(said)} than in similar "
        f"schools{phrases.months(said)}."
    )
    return (
        phrases.begun(said.judgement, found),
        *phrases.fluke(said),
        *(("The difference is small, though larger than chance often makes.",) * is_small),
        *said.judgement.reasons,
        *_not_proved(said),
    )


def _probably(said: Said) -> tuple[str, ...]:
    verb, how = phrases.moved(said)
    return (
        f"{phrases.capital(said.words.name)} probably {verb} {how} in {_whose(said)} than in "
        f"similar schools: by {phrases.much(said)}{phrases.months(said)}.",
        *phrases.fluke(said),
        *((WHY_PROBABLY[said.judgement.rule],) if said.judgement.rule in WHY_PROBABLY else ()),
        *said.judgement.reasons,
        *_not_proved(said),
    )


def _same(said: Said) -> tuple[str, ...]:
    found = (
        f"{said.words.name} moved in step with similar schools: the two changes differ by "
        f"{phrases.signed(said)}, and two months’ progress or more either way is unlikely."
    )
    return (
        phrases.begun(said.judgement, found),
        "A smaller difference cannot be ruled out, for better or worse.",
        *said.judgement.reasons,
    )


def _cannot_tell(said: Said) -> tuple[str, ...]:
    return (
        f"We cannot tell whether the programme changed {said.words.name}.",
        f"Compared with similar schools, {said.words.name} in {_whose(said)} moved by "
        f"{phrases.signed(said)}.",
        *phrases.fluke(said),
        *(() if said.evidence.is_of_few_groups else (_noticed(said), _in_time(said))),
        *said.judgement.reasons,
        "This is not evidence that it did not work.",
    )


def _noticed(said: Said) -> str:
    n = spoken.schools(said.judgement.design.n_eligible)
    noticed = phrases.noticed(said.evidence.now, said.words.unit)
    return f"With {n}, only a difference of {noticed} would be noticed four times in five."


def _in_time(said: Said) -> str:
    """When the answer can improve, and to what."""
    later, now = said.evidence.later, said.evidence.now
    if later is None:
        return "No more results of these schools are expected, so this will not become clearer."
    due = f"the next are due in {spoken.month(later.on)}"
    if later.detectable.points >= now.points:
        return f"More years of results would hardly change that; {due}."
    years = f"{spoken.NUMBERS[later.more_years] if later.more_years <= 12 else later.more_years}"
    more = (
        f"{phrases.capital(years)} more {'year' if later.more_years == 1 else 'years'} of results"
    )
    return (
        f"{more} would bring that to {phrases.noticed(later.detectable, said.words.unit)}; {due}."
    )


def _whose(said: Said) -> str:
    return phrases.whose(said.judgement.design, is_by_trust=said.judgement.decision.is_by_trust)


def _not_proved(said: Said) -> tuple[str, ...]:
    """The caveat of schools that chose to join says it; that of a trust only goes on from it."""
    return (NOT_PROVED,) if Caveat.CHOSE_TO_JOIN not in said.judgement.caveats else ()


SAYING: dict[Verdict, Callable[[Said], tuple[str, ...]]] = {
    Verdict.BETTER: _clear,
    Verdict.PROBABLY_BETTER: _probably,
    Verdict.SAME: _same,
    Verdict.PROBABLY_WORSE: _probably,
    Verdict.WORSE: _clear,
    Verdict.CANNOT_TELL: _cannot_tell,
}

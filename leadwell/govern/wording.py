"""Facts as plain sentences for governors, what a draft says, and what governors could ask.

All of it follows from facts: dates, codes, levels, colours and counts. Words are data in
wording.yaml.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from leadwell.deliver.ledger import in_days
from leadwell.deliver.models import Rag
from leadwell.govern.facts import Colour, Facts, Seen
from leadwell.govern.models import Section
from leadwell.lib import words
from leadwell.web.charts.drawing import sentence as in_a_sentence
from leadwell.web.templatetags.leadwell import day, day_and_year, month_and_year

N_PROMPTS = 3
FEWEST_CLASSES = 3
"""Below that a count would tell whose class it was."""
WORST_FIRST = (Rag.RED, Rag.AMBER, Rag.GREY, Rag.GREEN)
TROUBLE = (Rag.RED, Rag.AMBER)
COLOURS_ARE = (
    "The colours describe the programme’s work in the school, not any teacher. Grey means not yet "
    "seen, or too early to say."
)
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


@dataclass(frozen=True, slots=True)
class Meaning:
    """A colour as it is printed. change: "up from Amber"; direction: up, down or same."""

    title: str
    now: Rag
    text: str
    change: str
    direction: str


@cache
def told() -> dict[str, Any]:
    text = files(__package__).joinpath("wording.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def lines(facts: Facts) -> dict[str, list[str]]:
    """The facts of each section, as sentences."""
    return {
        Section.WHY: list(_why(facts)),
        Section.HAPPENED: list(_happened(facts)),
        Section.CHANGING: [f"{one.ingredient}: {seen(one)}" for one in facts.seen],
        Section.DAYS: [f"{in_days(facts.days)} this term", facts.ledger.sentence],
        Section.NEXT: [_planned(facts)],
    }


def said(facts: Facts) -> dict[str, list[str]]:
    """All that a draft stands on, by section: what a later day is compared with."""
    colours = [f"{one.title}: {one.now.label}" for one in meanings(facts)]
    return {Section.SUMMARY: colours, **lines(facts)}


def news(before: Mapping[str, list[str]], now: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """By section, what is said now and was not said then."""
    found = {
        section: [line for line in now[section] if line not in before.get(section, ())]
        for section in now
    }
    return {section: fresh for section, fresh in found.items() if fresh}


def drafted(facts: Facts) -> dict[str, str]:
    """The words of a draft, for the head to change."""
    return {
        Section.SUMMARY: _summary(facts),
        Section.WHY: (
            f"{facts.about.programme} works on {in_a_sentence(facts.about.subject)}, "
            f"for {in_a_sentence(facts.about.focus_group)}."
        ),
        Section.RISKS: _risks(facts),
    }


def meanings(facts: Facts) -> list[Meaning]:
    return [_meaning(one) for one in facts.colours]


def seen(one: Seen) -> str:
    """ "seen as routine in 3 of 4 classes"; of few classes without the count."""
    text = str(told()["level"][one.level])
    if not one.n_classes or one.n_visited < FEWEST_CLASSES:
        return text
    return f"{text} in {one.n_classes} of {one.n_visited} classes"


def seen_before(one: Seen) -> str:
    """ "last term: seen as beginning"; "" where it had not been looked at, or is as it was."""
    if not one.before or one.before == one.level:
        return ""
    return str(told()["level"][one.before])


def prompts(facts: Facts) -> list[str]:
    """Three questions, chosen by what there is to ask about."""
    return [one["ask"] for one in told()["prompts"] if _holds(one, facts)][:N_PROMPTS]


def has_trouble(facts: Facts) -> bool:
    """Whether leaders have something to say about what they do: X08 wants it of Amber and Red."""
    return facts.actions.n_late > 0 or any(one.now in TROUBLE for one in facts.colours)


def _meaning(one: Colour) -> Meaning:
    texts = told()["meaning"][one.aspect]
    change, direction = "", ""
    if one.before:
        was = Rag(one.before)
        change, direction = "no change", "same"
        if was != one.now:
            # Grey is no step of a ladder: from or to it is a change, not a rise or a fall.
            change, direction = f"was {was.label}", "same"
            if Rag.GREY not in {was, one.now}:
                is_up = WORST_FIRST.index(one.now) > WORST_FIRST.index(was)
                direction = "up" if is_up else "down"
                change = f"{direction} from {was.label}"
    return Meaning(texts["title"], one.now, texts[one.now], change, direction)


def _why(facts: Facts) -> Iterable[str]:
    yield f"Joined in {month_and_year(facts.about.joined_on)}"
    if facts.ledger.agreed is not None:
        yield f"{in_days(facts.ledger.agreed)} of support agreed"
    if facts.n_promised:
        was = words.count(facts.n_promised, "other thing")
        yield f"{was} promised for this term, {facts.n_kept} of them done so far"
    yield "A report to governors every term"


def _happened(facts: Facts) -> Iterable[str]:
    n = len(facts.visits)
    if n:
        days = words.listed([day(on) for on in facts.visits])
        yield f"{_number(n)} {words.verb(n, 'visit', 'visits')} by our {_who(facts)}, on {days}"
    else:
        yield f"No visit by our {_who(facts)} has been written up this term"
    if facts.n_unfinished:
        n = facts.n_unfinished
        its = words.verb(n, "its note is", "their notes are")
        yield f"{_number(n)} {words.verb(n, 'visit', 'visits')} more took place; {its} not finished"
    if facts.activities:
        spent = [
            f"{in_a_sentence(what)} ({minutes} minutes)"
            for what, minutes in facts.activities.items()
        ]
        yield f"What was done: {words.listed(spent)}"
    met = [told()["role"][role] for role in facts.met if role in told()["role"]]
    if met:
        yield f"Those who took part: {words.listed(met)}"
    one = facts.actions
    yield (
        f"Agreed actions: {one.n_agreed} agreed this term, {one.n_done} done, "
        f"{one.n_open} under way, {one.n_late} past {words.verb(one.n_late, 'its', 'their')} day"
    )


def _planned(facts: Facts) -> str:
    if not facts.planned:
        return "No visit is planned yet"
    n = len(facts.planned)
    days = words.listed([day_and_year(on) for on in facts.planned])
    return f"{words.verb(n, 'Visit', 'Visits')} planned on {days}"


def _summary(facts: Facts) -> str:
    texts = told()["summary"]
    if not facts.has_news:
        return str(texts["none"])
    stands = {one.aspect: one.now for one in facts.colours}
    worse = min((stands["engagement"], stands["implementation"]), key=WORST_FIRST.index)
    return f"{texts[worse]} {texts['impact'][stands['impact']]}"


def _risks(facts: Facts) -> str:
    """What there is to see; what leaders do about it, the head writes."""
    found = [_meaning(one).text for one in facts.colours if one.now in TROUBLE]
    if facts.actions.n_late:
        found.append("Some agreed actions are past their day.")
    return " ".join(found) or "Nothing stands in the way of the work at present."


def _holds(prompt: Mapping[str, Any], facts: Facts) -> bool:
    stands = {one.aspect: one.now for one in facts.colours}
    when = prompt["when"]
    directions = {_meaning(one).direction for one in facts.colours}
    left = facts.ledger.left
    held = {
        "always": True,
        "late": facts.actions.n_late > 0,
        "unvisited": not facts.visits,
        "unseen": any(one.level == "not_seen" for one in facts.seen),
        "overspent": left is not None and left <= 0,
        "fell": "down" in directions,
        "rose": "up" in directions,
    }
    if when in stands or "of" in prompt:
        return stands.get(when) in prompt["of"]
    return held[when]


def _who(facts: Facts) -> str:
    return facts.about.specialist_word


def _number(n: int) -> str:
    return NUMBERS[n] if n < len(NUMBERS) else str(n)

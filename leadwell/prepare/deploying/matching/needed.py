"""What schools need of a specialist, as far as their own plans and the register say it: the same
where one school is matched and where a whole round is planned."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from leadwell.prepare.deploying.matching.finding import contexts_of
from leadwell.prepare.models import Priority, Specialist
from leadwell.prepare.models.plan import APPROVED
from leadwell.programmes.models import Enrolment

MOST = 6
LEAST, SHORT = 4, 3
"""Letters in which two words that mean one thing begin alike; a shorter word is itself, or more
than one of it."""
LEFT_OUT = frozenset({"and", "for", "the", "with", "of", "in", "to", "a"})


@dataclass(frozen=True, slots=True)
class Needed:
    """specialisms: in the words of the register. contexts: codes of what the school is."""

    specialisms: tuple[str, ...]
    contexts: frozenset[str]


def needed_by(enrolments: Collection[Enrolment]) -> dict[int, Needed]:
    """By the number of the enrolment. Three queries, however many."""
    told = _told([one.pk for one in enrolments])
    register = _on_the_register() if told else ()
    return {
        one.pk: Needed(
            asked_for(told.get(one.pk, ()), register),
            frozenset(contexts_of(one.standing_school)),
        )
        for one in enrolments
    }


def asked_for(texts: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Of the specialisms that are known, in their order, those of which every word stands in one of
    the texts: "bar modelling" in "Bar models return"."""
    each = [_words(text) for text in texts]
    found = []
    for specialism in known:
        parts = [word for word in _words(specialism) if word not in LEFT_OUT]
        if parts and any(all(_stands_in(part, text) for part in parts) for text in each):
            found.append(specialism)
    return tuple(found[:MOST])


def _told(enrolments: list[int]) -> dict[int, list[str]]:
    """What each priority under way of an approved plan says, with its active ingredients."""
    live = Priority.objects.live().filter(plan__enrolment__in=enrolments, plan__state__in=APPROVED)
    found: dict[int, list[str]] = {}
    for one in live.select_related("plan").prefetch_related("ingredients").order_by("pk"):
        said = (one.statement, one.what, one.artefact, *map(str, one.ingredients.all()))
        found.setdefault(one.plan.enrolment_id, []).append(" ".join(said))
    return found


def _on_the_register() -> tuple[str, ...]:
    """Every specialism that somebody has, in the order of the alphabet, each once."""
    rows = Specialist.objects.listed().order_by("pk").values_list("specialisms", flat=True)
    by_word = {" ".join(_words(each)): each for held in rows for each in held}
    return tuple(by_word[word] for word in sorted(by_word))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _stands_in(part: str, text: Sequence[str]) -> bool:
    return any(_are_one(part, word) for word in text)


def _are_one(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) <= SHORT:
        return long in {short, f"{short}s"}
    return long.startswith(short[: max(LEAST, len(short) - 1)])

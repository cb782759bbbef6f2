"""What a memorandum says: the clauses of the library, filled in with what is known here already."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from leadwell.lib import words
from leadwell.prepare.memoranda.annex import annex
from leadwell.prepare.memoranda.clauses import Clause, Library, filled, library, list_of
from leadwell.prepare.memoranda.providing import provided
from leadwell.prepare.models import (
    Memorandum,
    MemorandumSignature,
    MemorandumVersion,
    Reaffirmation,
)
from leadwell.prepare.models.memorandum import Party
from leadwell.programmes.models import ActiveIngredient, Programme
from leadwell.web.paper.keeping import content_of, paper_of
from leadwell.web.paper.paper import Block, Grid, Paper, Part, Points, Words
from leadwell.web.templatetags.leadwell import day_and_year, moment

BESIDES = "What is agreed besides"
NOTHING_YET = {
    "aims": "Its aims are those of its design.",
    "ingredients": "What its design names as such.",
    "provides": "What it offers to all its schools, as its calendar says.",
}
KICKER = "Memorandum of understanding, version {}"


@dataclass(frozen=True, slots=True)
class Written:
    """What would be sent. clauses: their numbers."""

    paper: Paper
    clauses: tuple[int, ...]
    library: int
    needs_trust: bool
    is_evaluation_named: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A part that is not as it was. was, now: its lines; empty where it was not, or is not any
    more."""

    heading: str
    was: tuple[str, ...]
    now: tuple[str, ...]


def written(memorandum: Memorandum, *, number: int, on: date, of: Library | None = None) -> Written:
    """As it would be sent today. of: the library, if another than the one that is shipped."""
    of = of or library()
    enrolment = memorandum.enrolment
    school, programme = enrolment.standing_school, enrolment.programme
    chosen = [one for one in of.clauses.values() if one.number not in memorandum.left_out]
    facts, lists = _facts(memorandum), _lists(memorandum)
    parts = [_between(memorandum), *(_part(one, facts, lists) for one in chosen)]
    if memorandum.besides:
        parts.append(Part(BESIDES, (Words(memorandum.besides),)))
    parts += annex(memorandum)
    paper = Paper(
        name=f"memorandum-{programme.code}-{school.urn}-{number}".lower(),
        kicker=KICKER.format(number),
        title=f"{school} and {programme}",
        lede=f"What {school} and {programme.lead_organisation} promise each other.",
        colours=(),
        colours_note="",
        parts=tuple(parts),
        ends=(f"Clauses of the library, version {of.version}.",),
        as_at=on,
        is_published=False,
    )
    return Written(
        paper,
        tuple(one.number for one in chosen),
        of.version,
        needs_trust=bool(school.trust_id),
        is_evaluation_named=programme.is_evaluation_named,
    )


def sha256(content: Mapping[str, Any]) -> str:
    """64 hex digits, the same for the same words."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def frozen(made: Written) -> dict[str, Any]:
    return content_of(made.paper)


def signed_paper(version: MemorandumVersion) -> Paper:
    """Its words as they were sent, with who has signed them until now."""
    paper = paper_of(version.content)
    memorandum = version.memorandum
    signatures = list(version.signatures.select_related("received_by"))
    later = memorandum.reaffirmations.select_related("by") if _holds(version) else ()
    names = _signatures(version.parties, signatures, later)
    ends = (*paper.ends, f"Version {version.number}. Hash of its words: {version.sha256}.")
    return replace(paper, parts=(*paper.parts, names), ends=ends)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What is different in the later of two, part by part, in the order in which it stands there."""
    was, now = _said(before), _said(after)
    headings = [*now, *(heading for heading in was if heading not in now)]
    return [
        Change(heading, was.get(heading, ()), now.get(heading, ()))
        for heading in headings
        if was.get(heading) != now.get(heading)
    ]


def statement(version: MemorandumVersion, party: Party) -> str:
    """What is signed, as it is shown in full."""
    enrolment = version.memorandum.enrolment
    programme = enrolment.programme
    whose = {
        Party.HEAD: f"headteacher of {enrolment.standing_school}",
        Party.CHAIR: f"chair of governors of {enrolment.standing_school}",
        Party.TRUST: f"signatory of the trust of {enrolment.standing_school}",
        Party.LEAD: f"lead of the programme, for {programme.lead_organisation}",
    }[party]
    return (
        f"I have read this memorandum of understanding, version {version.number}, between "
        f"{enrolment.standing_school} and {programme.lead_organisation} on {programme}. I sign it "
        f"as {whose}, and will see to it that what it promises for us is kept."
    )


def statement_of_new_head(memorandum: Memorandum) -> str:
    enrolment = memorandum.enrolment
    return (
        f"I am headteacher of {enrolment.standing_school} and have read its memorandum of "
        f"understanding on {enrolment.programme}. The school stands by it."
    )


def _facts(memorandum: Memorandum) -> dict[str, str]:
    enrolment = memorandum.enrolment
    programme = enrolment.programme
    hours = f"{Decimal(memorandum.hours_a_week).normalize():f}"
    named = "with the names of schools." if programme.is_evaluation_named else "without names."
    return {
        "school": str(enrolment.standing_school),
        "programme": str(programme),
        "lead": str(programme.lead_organisation),
        "starts": day_and_year(programme.starts_on),
        "ends": day_and_year(programme.ends_on),
        "subject": programme.subject,
        "specialist": programme.specialist_word,
        "hours": f"{hours} {'hour' if hours == '1' else 'hours'}",
        "release": _release(memorandum),
        "follow_up": _follow_up(programme),
        "escalation": memorandum.escalation.rstrip("."),
        "hub": f"the lead of {enrolment.hub}" if enrolment.hub else "who leads the programme",
        "evaluator": named,
    }


def _release(memorandum: Memorandum) -> str:
    if memorandum.released_on:
        return f"on {words.listed([day_and_year(each) for each in memorandum.released_on])}"
    if memorandum.release_on:
        return f"on {memorandum.release_on.rstrip('.')}"
    return "on the days agreed at the launch"


def _follow_up(programme: Programme) -> str:
    if not programme.follow_up_years:
        return "Published results are not followed up after it ends."
    years = words.count(programme.follow_up_years, "year")
    return f"For {years} after it ends published results are looked at as they come."


def _lists(memorandum: Memorandum) -> dict[str, list[str]]:
    programme = memorandum.enrolment.programme
    ingredients = ActiveIngredient.objects.filter(strand__programme=programme)
    return {
        "aims": [str(aim.text) for aim in programme.aims.all()],
        "ingredients": [one.text for one in ingredients],
        "provides": provided(memorandum.enrolment),
    }


def _part(clause: Clause, facts: Mapping[str, str], lists: Mapping[str, list[str]]) -> Part:
    return Part(clause.heading, tuple(_block(text, facts, lists) for text in clause.says))


def _block(text: str, facts: Mapping[str, str], lists: Mapping[str, list[str]]) -> Block:
    if name := list_of(text):
        items = tuple(lists[name])
        return Points(items) if items else Words(NOTHING_YET[name])
    return Words(filled(text, facts))


def _between(memorandum: Memorandum) -> Part:
    enrolment = memorandum.enrolment
    school = enrolment.standing_school
    sides = [
        f"{school}: its headteacher, and {memorandum.chair or 'its chair'} for its governors",
        f"{enrolment.programme.lead_organisation}, which leads {enrolment.programme}",
    ]
    if school.trust_id:
        sides.insert(1, f"{school.trust}, of which {school} is an academy")
    return Part("Between", (Points(tuple(sides)),))


def _signatures(
    parties: Iterable[Party],
    signatures: Iterable[MemorandumSignature],
    later: Iterable[Reaffirmation],
) -> Part:
    by_party = {one.party: one for one in signatures}
    rows = [
        (str(party.label), name_of(one), _signed_when(one))
        if (one := by_party.get(party))
        else (str(party.label), "not yet", "")
        for party in parties
    ]
    rows += [("Headteacher since", str(one.by), moment(one.at)) for one in later]
    return Part("Signatures", (Grid("Who signed", ("For", "Name", "When"), tuple(rows)),))


def name_of(one: MemorandumSignature) -> str:
    """With the post where it was put on paper: "Wren Orchard, chair of governors"."""
    return f"{one.name}, {one.post}" if one.post else one.name


def when_of(one: MemorandumSignature, *, exactly: bool = False) -> str:
    """ "12 October, by link", "on paper on 12 October, received by Rowan Beck"."""
    if one.paper_on:
        return f"on paper on {day_and_year(one.paper_on)}, received by {one.received_by}"
    when = moment(one.at) if exactly else day_and_year(one.at)
    return f"{when}, by link" if one.link_id else when


def _signed_when(one: MemorandumSignature) -> str:
    when = when_of(one, exactly=True)
    return f"signed {when}" if one.paper_on else when


def _holds(version: MemorandumVersion) -> bool:
    return version.memorandum.in_force_id == version.pk


def _said(content: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The lines of each part, by its heading."""
    return {part.heading: tuple(_lines(part)) for part in paper_of(content).parts}


def _lines(part: Part) -> Iterator[str]:
    for block in part.blocks:
        match block:
            case Words(text):
                yield text
            case Points(items, _):
                yield from items
            case Grid(_, _, rows):
                yield from (": ".join(row) for row in rows)

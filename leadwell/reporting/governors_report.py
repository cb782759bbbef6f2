"""A governors' report as a paper: facts and the head's words, or as it was frozen at issue.

Two sides for people who govern a school beside their own work. What is printed of the programme
comes from `govern.facts`, which reads no words of anybody; of pupils, from what the Department has
published of the whole school.
"""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from leadwell.govern import wording
from leadwell.govern.facts import Facts, Seen, facts
from leadwell.govern.models import GovernorsReport, IssuedPaper, Section
from leadwell.reporting.school.page import Results, measure_called, page_of
from leadwell.schools.models import School
from leadwell.web.paper.keeping import paper_of
from leadwell.web.paper.paper import Block, Chart, Colour, Grid, Paper, Part, Points, Words
from leadwell.web.templatetags.leadwell import day, day_and_year

ASK = "You could ask"
MEASURES = (
    ("math", "maths_expected"),
    ("numera", "maths_expected"),
    ("read", "reading_expected"),
    ("phonic", "reading_expected"),
    ("writ", "writing_expected"),
)
"""Which published result is shown, by how the programme's subject is called; else the combined."""
INGREDIENTS = ("What we agreed to do", "In plain words")


@dataclass(frozen=True, slots=True)
class Written:
    """A report that is not issued: as it would be today, the same called a draft, and what has
    changed since it was drafted."""

    paper: Paper
    as_draft: Paper
    facts: Facts
    news: dict[str, list[str]]


def written(report: GovernorsReport, *, on: date, among: QuerySet[School]) -> Written:
    """among: the schools that can be compared."""
    found = facts(report, as_at=on)
    words = {one.section: one.words for one in report.words.all()} or wording.drafted(found)
    draft = getattr(report, "draft", None)
    news = wording.news(draft.said, wording.said(found)) if draft else {}
    results = _results(report, found, among)
    whole = _paper(report, found, words, results, on)
    draft_of = replace(whole, name=f"{whole.name}-draft", kicker=f"Draft. {whole.kicker}")
    return Written(whole, draft_of, found, news)


def issued(paper: IssuedPaper) -> Paper:
    """As it was issued, whatever has changed since."""
    return paper_of(paper.content)


def signed(paper: Paper, report: GovernorsReport, *, on: date) -> Paper:
    """The same with who issues it and when, at its foot: what is frozen."""
    said = (
        f"Issued by the head, {day_and_year(on)}{_notice(report, on)}. All of it is as at that day."
    )
    return replace(paper, ends=(said, *paper.ends))


def _notice(report: GovernorsReport, on: date) -> str:
    n = report.clear_days(on)
    if n is None or report.gives_notice_on(on):
        return ""
    return f", late: {n} clear days before the meeting, where governors should have seven"


def _paper(
    report: GovernorsReport,
    found: Facts,
    words: dict[str, str],
    results: Results | None,
    on: date,
) -> Paper:
    school = report.school
    meeting = f", for the meeting on {day(report.meeting_on)}" if report.meeting_on else ""
    is_published = results is not None
    return Paper(
        name=report.ident,
        kicker=f"Report to governors, {report.term_said}{meeting}",
        title=f"{found.about.programme} at {school}",
        lede=words.get(Section.SUMMARY, ""),
        colours=tuple(
            Colour(one.title, one.now.value, one.text, one.change, one.direction)
            for one in wording.meanings(found)
        ),
        colours_note=_colours_note(found),
        parts=tuple(_parts(found, words, results)),
        ends=(f"Results: {results.source}.",) if results and not results.drawing else (),
        as_at=on,
        is_published=is_published,
    )


def _colours_note(found: Facts) -> str:
    if found.colours_on and not found.has_news:
        return (
            f"As seen on {day_and_year(found.colours_on)}, before this term. {wording.COLOURS_ARE}"
        )
    return wording.COLOURS_ARE


def _parts(found: Facts, words: dict[str, str], results: Results | None) -> list[Part]:
    lines = wording.lines(found)
    blocks: dict[str, list[Block]] = {
        Section.WHY: [Points(tuple(lines[Section.WHY]))],
        Section.HAPPENED: [Points(tuple(lines[Section.HAPPENED]))],
        Section.CHANGING: [_ingredients(found)],
        Section.RISKS: [],
        ASK: [Points(tuple(wording.prompts(found)), is_numbered=True)],
        Section.PUPILS: _pupils(results),
        Section.DAYS: [Words(f"{line.rstrip('.')}.") for line in lines[Section.DAYS]],
        Section.NEXT: [Words(f"{line}.") for line in lines[Section.NEXT]],
    }
    titles = {section.value: section.label for section in Section} | {ASK: ASK}
    parts = []
    for section, shown in blocks.items():
        own = words.get(section, "")
        # What the head says comes first; a table or a chart is what it is about.
        whole = [*([Words(own)] if own else []), *shown]
        if whole:
            parts.append(Part(titles[section], tuple(whole)))
    return parts


def _ingredients(found: Facts) -> Block:
    if not found.seen:
        return Words("Nothing has been looked at in classes this term.")
    return Grid(
        "What is changing in classrooms",
        INGREDIENTS,
        tuple((one.ingredient, _seen(one)) for one in found.seen),
    )


def _seen(one: Seen) -> str:
    """ "Seen as routine in 3 of 4 classes; in an earlier term seen as beginning"."""
    before = wording.seen_before(one)
    said = f"{wording.seen(one)}; in an earlier term {before}" if before else wording.seen(one)
    return said[:1].upper() + said[1:]


def _pupils(results: Results | None) -> list[Block]:
    if results is None:
        return []
    opening = " ".join(part for part in (results.opening, results.chance, results.warning) if part)
    blocks: list[Block] = [Words(opening)]
    if drawing := results.drawing:
        blocks.append(
            Chart(
                heading=results.measure.label,
                wide=str(drawing.wide),
                narrow=str(drawing.narrow),
                alt=f"{drawing.title}. {drawing.desc}",
                caption=results.caption,
                figures=Grid(drawing.table_caption, drawing.columns, drawing.rows),
            )
        )
    return blocks


def _results(report: GovernorsReport, found: Facts, among: QuerySet[School]) -> Results | None:
    """Published results of the whole school; None where there are none to show."""
    subject = found.about.subject.lower()
    key = next((key for part, key in MEASURES if part in subject), None)
    return page_of(report.school, measure_called(key), among=among).results

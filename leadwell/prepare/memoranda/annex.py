"""The annex to clause 10: which data, what for, who answers for them, how pupils stand in them, how
long they are kept, and what who evaluates the programme reads.

Drawn from what is known: what each table is for and under which rule it is kept stands in the
dictionaries of the floors, how long that is as the data protection officer has made it; who answers
for what, in the programme's table of controllers. It is frozen with the version that it is sent with.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils import timezone

from leadwell.explore.models import ImpactAssessment
from leadwell.people.privacy import retention
from leadwell.people.privacy.dictionary import tables
from leadwell.people.privacy.retention import Rule
from leadwell.prepare.models import Memorandum
from leadwell.programmes.models import Controller, Programme
from leadwell.web.paper.paper import Block, Part, Points, Words
from leadwell.web.templatetags.leadwell import day_and_year

HEADING = "Annex to clause 10: {}"
FOCUS_PUPILS = 12
"""The clause by which three pupils are followed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A line of the annex. table: whose purpose is told; records: rows of the permission table whose
    tables it speaks for, each kept under the same rule as one that a line tells of."""

    what: str
    table: str
    records: tuple[str, ...] = ()


KEPT = (
    Kept("People with a part in it: name, post, work address", "people.Person", ("account",)),
    Kept("Their accounts, and which mail they want", "accounts.User"),
    Kept("Who has which role, and who followed whom", "people.RoleHeld", ("handover", "school_record")),
    Kept(
        "How the school was chosen, and what else is asked of it", "explore.Candidate",
        ("selection", "interest", "initiative", "overload_reason"),
    ),
    Kept("What is agreed: the offer, this memorandum, the plan", "prepare.Memorandum",
         ("agreement", "offer", "plan")),
    Kept("Reviews of where the school stands", "explore.Review", ("review", "peer_review")),
    Kept("Visits, and the notes of them", "deliver.NoteVersion",
         ("visit", "note_released", "note_shared", "note_risk")),
    Kept("Who was sent to the school, and for how many days", "prepare.Deployment", ("deployment",)),
    Kept("What was planned before they were sent", "prepare.PlannedRound", ("round",)),
    Kept("Reports to governors, and decisions of boards", "govern.GovernorsReport",
         ("governors_report", "board_decision")),
    Kept("Words begun and not sent, for their writer alone", "people.Draft", ("note_draft",)),
    Kept("Which mail was sent to whom, without what it said", "people.Message"),
    Kept("Who did what, and who looked", "audit.Look", ("access_log",)),
    Kept("Requests, complaints and what went wrong", "people.Complaint"),
)  # fmt: skip
PUPILS = {
    "focus_pupil": ("Three pupils, under codes: how they get on",
                    "To see what changes for those the programme is for"),
    "focus_pupil_key": ("Which pupil a code stands for: at the school alone",
                        "So that nobody outside the school knows who they are"),
}  # fmt: skip
"""Where three pupils are followed, by the rule they are kept under."""
GROUPS = {
    "pupil_measure": ("Results of whole year groups", "To see whether the programme changed results"),
}  # fmt: skip
OF_NO_SCHOOL = frozenset({
    "school_identity", "data_load", "programme", "lesson", "programme_opening", "published",
    "disclosure", "evaluation", "coded_school", "impact_assessment", "specialist_register",
    "pupil_measure",
})  # fmt: skip
"""Records of what is kept about people elsewhere: who looked after files and designs, the register
of specialists, and what is told under codes or of groups, of which the annex speaks in sentences."""
POSITIONS = (
    "A controller decides what data are used for and answers for them in law; joint controllers do "
    "so together; a processor works with data for one of them, as it is told."
)
CODES = (
    "Pupils stand under codes that the school makes. The list of who is who stays at the school: "
    "nobody in the programme can open it.",
    "Names of pupils, unique pupil numbers, birthdays, addresses and pictures of pupils are not kept "
    "here at all.",
    "A code is still about a child. Three pupils of one school can be recognised by those who know "
    "the school, so what is kept under codes is looked after as if it had their names.",
    "Figures about few pupils are not shown to anybody outside the school.",
)
READS = (
    "Who evaluates the programme reads how schools were chosen, how ready they were, levels of their "
    "reviews, their priorities and agreed actions: under codes, in terms and not in days. They read "
    "no name of a person, no word that somebody wrote, and no note of a visit."
)
NAMED = (
    "By this memorandum they may read the name of the school beside its code. They may tell nobody "
    "outside the evaluation."
)
NOT_NAMED = "The name of the school is not told to them, and they do not try to find it out."
ASKING = (
    "Everybody about whom something is kept may ask to see it, have it put right, object to it or "
    "complain: in Leadwell under “Data protection”, or at the school or trust. About a pupil the "
    "school answers, for it alone knows whom a code stands for.",
    "Nothing here is used for appraisal, and no decision about anybody is made by a machine.",
)


def annex(memorandum: Memorandum) -> list[Part]:
    """Five queries."""
    programme = memorandum.enrolment.programme
    has_focus = FOCUS_PUPILS not in memorandum.left_out
    return [
        _part("who answers for data", _who(memorandum)),
        _part("which data, what for and how long", _kept(retention.in_force(), has_focus)),
        _part("how pupils stand in it", [Points(CODES)]),
        _part("what who evaluates it reads", [Words(READS), Words(_named(programme))]),
        _part("what people can ask", [Words(text) for text in ASKING]),
    ]


def rules_told() -> set[str]:
    """Keys of the rules of retention that the annex tells of, whatever is left out."""
    return {tables()[one.table].keep for one in KEPT} | set(PUPILS) | set(GROUPS)


def _part(about: str, blocks: Iterable[Block]) -> Part:
    return Part(HEADING.format(about), tuple(blocks))


def _who(memorandum: Memorandum) -> Iterator[Block]:
    programme, school = memorandum.enrolment.programme, memorandum.enrolment.standing_school
    yield Points(tuple(_controller(one) for one in programme.controllers.all()))
    yield Words(POSITIONS)
    if school.trust_id:
        yield Words(f"For {school}, an academy, its trust is meant: {school.trust}.")
    yield Words(_assessed(programme))


def _controller(one: Controller) -> str:
    said = f"{one.name}, {_lower(one.get_party_display())}: {_lower(one.get_position_display())}"
    return f"{said}. {one.what_for}" if one.what_for else said


def _assessed(programme: Programme) -> str:
    signed = ImpactAssessment.objects.signed().filter(programme=programme)
    found = signed.order_by("-signed_at").first()
    if found is None:
        known = programme.dpia_reference
        return (
            f"Its data protection impact assessment: {known}."
            if known
            else "No data protection impact assessment of the programme has been signed yet."
        )
    assert found.signed_at  # those alone were asked for
    assert found.review_on
    signed_on = day_and_year(timezone.localdate(found.signed_at))
    return (
        f"Its data protection impact assessment was signed on {signed_on}: "
        f"{found.get_outcome_display().lower()}. It is looked at again by "
        f"{day_and_year(found.review_on)}."
    )


def _kept(known: Mapping[str, Rule], has_focus: bool) -> Iterator[Block]:
    """By how long it is kept, the longest time first."""
    lines: dict[str, list[str]] = {}
    for key, what, why in _lines(has_focus):
        lines.setdefault(key, []).append(f"{what}. {why}.")
    said: dict[str, list[str]] = {}
    for key in sorted(lines, key=lambda key: -(known[key].months or 0)):
        said.setdefault(known[key].how_long, []).extend(lines[key])
    for how_long, found in said.items():
        yield Words(f"Kept {how_long}:" if how_long == "for good" else f"Kept for {how_long}:")
        yield Points(tuple(found))


def _lines(has_focus: bool) -> Iterator[tuple[str, str, str]]:
    """The rule, what is kept under it, and what for."""
    for one in KEPT:
        entry = tables()[one.table]
        yield entry.keep, one.what, entry.purpose.rstrip(".").replace("'", "’")
    for key, (what, why) in ((PUPILS if has_focus else {}) | GROUPS).items():
        yield key, what, why


def _lower(text: object) -> str:
    return str(text)[:1].lower() + str(text)[1:]


def _named(programme: Programme) -> str:
    return NAMED if programme.is_evaluation_named else NOT_NAMED

"""The least valid thing of each kind."""

from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import count
from uuid import uuid4

from pypdf import PdfWriter

from leadwell.accounts.models import User
from leadwell.deliver.models import Attachment, GapTask, Note, Rag, Visit
from leadwell.deliver.models.version import ASPECTS
from leadwell.deliver.notes import actions as notes
from leadwell.deliver.notes import attaching
from leadwell.deliver.notes.content import Agreed, Answer, Content, Stand
from leadwell.evaluation import keeping, listing
from leadwell.evaluation.models import EvaluatedSchool, Evaluation, Finding, Recruitment
from leadwell.explore.models import (
    Assessment,
    Candidate,
    Initiative,
    OverloadReason,
)
from leadwell.govern import actions as reports
from leadwell.govern.boards import actions as boards
from leadwell.govern.models import Board, Decision, GovernorsReport, IssuedPaper, ReportState
from leadwell.lib.attached import Attached, Kind
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.prepare.models import (
    AgreedAction,
    ProgressSaid,
)
from leadwell.programmes.models import (
    Aim,
    DataPoint,
    Enrolment,
    Hub,
    Instrument,
    Intensity,
    Obligation,
    Organisation,
    OwnLesson,
    Programme,
    Strand,
)
from leadwell.reporting import issuing
from leadwell.schools import catalogue, intake
from leadwell.schools.models import (
    LocalAuthority,
    PublishedYear,
    RegisterEntry,
    School,
    SourceFile,
    Trust,
)
from leadwell.schools.reasons import Reason
from leadwell.web.paper.keeping import content_of
from leadwell.web.paper.paper import Paper
from tests.evaluation.kept import REFUSED
from tests.noon import NOON

_numbers = count(1)


def make_user(**fields: object) -> User:
    n = next(_numbers)
    fields = {"name": f"Person {n}", "joined_at": NOON, "password": "a long pass phrase"} | fields
    return User.objects.create_user(f"person{n}@example.org", **fields)


def make_administrator(**fields: object) -> User:
    return make_user(is_administrator=True, **fields)


def make_school(**fields: object) -> School:
    """An open mainstream primary school on the register, with its entry."""
    urn = fields.pop("urn", 950_000 + next(_numbers))
    area = fields.pop("local_authority", None) or make_area()
    fields = {
        "name": f"Marlpit Primary {urn}", "phase_of_education": "Primary", "is_on_register": True,
        "low_age": 4, "high_age": 11, "n_pupils": 210, "region": area.region,
        "type_of_establishment": "Community school", "laestab": area.code * 10_000 + urn % 10_000,
    } | fields  # fmt: skip
    school = School.objects.create(urn=urn, local_authority=area, **fields)
    RegisterEntry.objects.create(
        urn=urn, school=school, born_as=school, name=school.name, laestab=school.laestab,
        la_code=area.code, type_of_establishment=school.type_of_establishment, status="Open",
        is_on_register=True,
    )  # fmt: skip
    return school


def make_area(
    code: int = 990, name: str = "Larkshire", region: str = "South West"
) -> LocalAuthority:
    return LocalAuthority.objects.get_or_create(
        code=code, defaults={"name": name, "region": region}
    )[0]


def make_trust(name: str = "Larkwater Learning Trust") -> Trust:
    return Trust.objects.get_or_create(name=name)[0]


def make_source(**fields: object) -> SourceFile:
    n = next(_numbers)
    fields = {
        "kind": "results", "name": f"results{n}.csv", "sha256": f"{n:064x}", "n_bytes": 1,
        "encoding": "utf-8", "loaded_at": NOON, "loaded_by": "a test", "status": "final",
        "academic_years": [2024],
    } | fields  # fmt: skip
    return SourceFile.objects.create(**fields)


def publish(
    school: School | None,
    academic_year: int,
    *,
    record_type: int = 1,
    la_code: int | None = None,
    source: SourceFile | None = None,
    reasons: dict[str, Reason] | None = None,
    **values: float,
) -> PublishedYear:
    """One published row: the given measures have values, `reasons` say why others have none."""
    measures = catalogue.load().measures
    reasons = reasons or {}
    if school is not None:
        la_code = school.local_authority_id
    about = (
        f"school {school.urn}"
        if school
        else f"area {la_code}"
        if la_code
        else f"England {record_type}"
    )
    row = PublishedYear.objects.create(
        source=source or make_source(academic_years=[academic_year]),
        academic_year=academic_year,
        record_type=record_type,
        about=about,
        school=school,
        urn=school and school.urn,
        la_code=la_code,
        name=school.name if school else "",
        values=[values.get(m.key) for m in measures],
        reasons=[
            Reason.VALUE if m.key in values else reasons.get(m.key, Reason.BLANK) for m in measures
        ],
    )
    if school is not None:
        intake.refresh([academic_year])
    return row


def make_programme(**fields: object) -> Programme:
    """A programme of two years that has begun, led by an invented trust."""
    n = next(_numbers)
    fields = {
        "name": f"Number Sense {n}", "code": f"P{n}", "subject": "Mathematics",
        "starts_on": date(2026, 9, 1), "ends_on": date(2028, 7, 21),
    } | fields  # fmt: skip
    lead = fields.pop("lead_organisation", None) or make_organisation()
    return Programme.objects.create(lead_organisation=lead, **fields)


def make_organisation(name: str = "Larkwater Teaching School") -> Organisation:
    return Organisation.objects.get_or_create(name=name)[0]


def make_aim(programme: Programme | None = None, **fields: object) -> Aim:
    """A short-term aim, due on the programme's last day."""
    programme = programme or make_programme()
    fields = {"term": "short", "text": f"More talk {next(_numbers)}"} | fields
    return Aim.objects.create(programme=programme, **{"due_on": programme.ends_on} | fields)


def make_strand(
    programme: Programme | None = None, *, n_ingredients: int = 0, **fields: object
) -> Strand:
    """A strand with so many active ingredients."""
    fields = {"name": f"Talk {next(_numbers)}"} | fields
    strand = Strand.objects.create(programme=programme or make_programme(), **fields)
    for n in range(n_ingredients):
        strand.ingredients.create(text=f"Ingredient {n}", indicator="Seen in books")
    return strand


def make_intensity(programme: Programme | None = None, **fields: object) -> Intensity:
    fields = {"year": 1, "half_term": 1} | fields
    return Intensity.objects.create(programme=programme or make_programme(), **fields)


def make_instrument(
    programme: Programme | None = None, *, points: tuple[tuple[int, int], ...] = (),
    **fields: object,
) -> Instrument:  # fmt: skip
    """A test that pupils sit. points: year and half-term of each time."""
    fields = {"code": "PUMA"} | fields
    instrument = Instrument.objects.create(programme=programme or make_programme(), **fields)
    for year, half_term in points:
        DataPoint.objects.create(instrument=instrument, year=year, half_term=half_term)
    return instrument


def make_hub(programme: Programme | None = None, **fields: object) -> Hub:
    fields = {"name": f"Hub {next(_numbers)}"} | fields
    return Hub.objects.create(programme=programme or make_programme(), **fields)


def make_own_lesson(programme: Programme | None = None, **fields: object) -> OwnLesson:
    """A lesson of a programme here, for every programme, to be looked at again in a year."""
    said = {
        "title": f"Ring before you write {next(_numbers)}", "learned": "Letters were not read",
        "do": "Ring first", "stage": "prepare", "written_at": NOON,
        "review_on": NOON.date() + timedelta(365),
    } | fields  # fmt: skip
    said.setdefault("written_by", make_user())
    return OwnLesson.objects.create(programme=programme or make_programme(), **said)


def make_enrolment(**fields: object) -> Enrolment:
    """A target school in a hub of a programme, since September; work there is agreed, unless
    work_agreed_on is None."""
    hub = fields.pop("hub", None) or make_hub(fields.pop("programme", None))
    fields = {"joined_on": date(2026, 9, 1)} | fields
    fields = {"work_agreed_on": fields["joined_on"]} | fields
    school = fields.pop("school", None) or make_school()
    return Enrolment.objects.create(programme=hub.programme, hub=hub, school=school, **fields)


def make_person(**fields: object) -> Person:
    """Somebody without an account."""
    return Person.objects.create(**{"name": f"Person {next(_numbers)}"} | fields)


def make_colleague(**fields: object) -> Person:
    """Somebody with an account and, so far, no role."""
    user = make_user()
    return make_person(name=user.name, email=user.email, user=user, **fields)


def make_role(role: Role, *, person: Person | None = None, **fields: object) -> RoleHeld:
    """A role since last year, held by a colleague. fields: its scope, and other dates."""
    fields = {"starts_on": date(2025, 9, 1)} | fields
    if role == Role.SPECIALIST and "enrolment" in fields:
        fields.setdefault("school", fields["enrolment"].school)
    return RoleHeld.objects.create(role=role, person=person or make_colleague(), **fields)


def holder_of(role: Role, **scope: object) -> User:
    """Somebody who signs in and holds this role there."""
    return make_role(role, **scope).person.user


def make_action(**fields: object) -> AgreedAction:
    """Something agreed at a school in September that is due in December."""
    enrolment = fields.pop("enrolment", None) or make_enrolment()
    owner = fields.pop("owner", None) or make_person()
    fields = {
        "what": f"Plan unit {next(_numbers)} together", "agreed_on": date(2026, 9, 14),
        "due_on": date(2026, 12, 4), "agreed_by": owner,
    } | fields  # fmt: skip
    return AgreedAction.objects.create(enrolment=enrolment, owner=owner, **fields)


def make_initiative(**fields: object) -> Initiative:
    """A charity's reading project at a school for this academic year: three staff for four days."""
    school = fields.pop("school", None) or make_school()
    by = fields.pop("declared_by", None) or make_person()
    fields = {
        "name": f"Story Sacks {next(_numbers)}", "subject": "Reading", "funder": "charity",
        "n_staff": 3, "staff_days": 12, "starts_on": date(2026, 9, 1),
        "ends_on": date(2027, 7, 21), "declared_on": date(2026, 9, 14),
    } | fields  # fmt: skip
    return Initiative.objects.create(school=school, declared_by=by, **fields)


def make_overload_reason(**fields: object) -> OverloadReason:
    """Of a programme, about a school of which too much is asked."""
    by = fields.pop("said_by", None) or make_person()
    fields = {
        "text": "The other project ends at half-term", "load": 15, "level": "red",
        "said_on": date(2026, 11, 20),
    } | fields  # fmt: skip
    programme = fields.pop("programme", None) or make_programme()
    school = fields.pop("school", None) or make_school()
    return OverloadReason.objects.create(programme=programme, school=school, said_by=by, **fields)


def make_visit(*, enrolment: Enrolment | None = None, **fields: object) -> Visit:
    """Planned half-day of whoever is sent to the school first, or of somebody sent there."""
    enrolment = enrolment or make_enrolment()
    sent = enrolment.deployed.filter(role=Role.SPECIALIST).order_by("pk").first()
    if "specialist" not in fields:
        sent = sent or make_role(Role.SPECIALIST, enrolment=enrolment)
        fields["specialist"] = sent.person
    fields = {"sent_id": uuid4(), "on": date(2026, 12, 1)} | fields
    if fields.get("purpose"):
        fields.setdefault("purpose_by", fields["specialist"])
    return Visit.objects.create(enrolment=enrolment, **fields)


def make_report(*, enrolment: Enrolment | None = None, **fields: object) -> GovernorsReport:
    """The governors' report of the autumn term, due and not drafted."""
    enrolment = enrolment or make_enrolment()
    due_on = fields.pop("due_on", date(2026, 11, 27))
    fields = {
        "academic_year": 2026, "term": "autumn", "term_starts_on": date(2026, 9, 1),
        "term_ends_on": date(2026, 12, 18), "drafts_on": date(2026, 11, 6), "since": NOON,
        "obligation": Obligation.objects.create(
            enrolment=enrolment, kind="governors_report", due_on=due_on,
            detail=f"Report {next(_numbers)}",
        ),
    } | fields  # fmt: skip
    return GovernorsReport.objects.create(enrolment=enrolment, **fields)


def make_issued_report(*, by: User, at: datetime = NOON, **fields: object) -> GovernorsReport:
    """One that this head has drafted, written and issued."""
    report = make_report(**fields)
    reports.draft_report(report=report, by=by, at=at)
    reports.edit_report(report=report, texts={"risks": "Cover is paid for now."}, by=by, at=at)
    report = GovernorsReport.objects.with_places().get(pk=report.pk)
    issuing.issue(
        report=report,
        among=School.objects.standing(), authenticated_at=at, by=by, at=at,
    )  # fmt: skip
    return GovernorsReport.objects.with_places().get(pk=report.pk)


def make_frozen_report(*, enrolment: Enrolment) -> GovernorsReport:
    """One issued, with next to nothing in it: where what it says does not matter."""
    report = make_report(enrolment=enrolment, state=ReportState.ISSUED, issued_on=NOON.date())
    said = Paper(
        name="report", kicker="Report to governors", title="A report", lede="It goes as agreed.",
        colours=(), colours_note="", parts=(), ends=(), as_at=NOON.date(), is_published=False,
    )  # fmt: skip
    IssuedPaper.objects.create(
        report=report, content=content_of(said), sha256=64 * "0", statement="I issue it.",
        authenticated_at=NOON, at=NOON, by=make_person(),
    )  # fmt: skip
    return report


def make_decision(*, enrolment: Enrolment | None = None, **fields: object) -> Decision:
    """Of the strategic board, made in November and due in December; not published."""
    enrolment = enrolment or make_enrolment()
    board = boards.open_boards(enrolment.programme)[Board.Kind.STRATEGIC]
    owner = fields.pop("owner", None) or make_person()
    fields = {
        "text": f"Pay for cover {next(_numbers)}", "options": "Pay; wait", "result": "unanimous",
        "decided_on": NOON.date(), "due_on": date(2026, 12, 10), "decided_by": owner,
    } | fields  # fmt: skip
    return Decision.objects.create(board=board, enrolment=enrolment, owner=owner, **fields)


def make_evaluation(programme: Programme, **fields: object) -> Evaluation:
    """A question about maths and all schools of the programme, whose choice nobody knows of."""
    by = fields.pop("fixed_by", None) or make_person()
    schools = listing.listed(programme)
    fields = {
        "measures": ["maths_average"], "recruitment": Recruitment.UNKNOWN, "fixed_at": NOON,
        "first_start": min(each.start for each in schools), "n_schools": len(schools),
        "list_sha256": listing.sha256_of({each.school.urn: each.start for each in schools}),
    } | fields  # fmt: skip
    evaluation = Evaluation.objects.create(programme=programme, fixed_by=by, **fields)
    EvaluatedSchool.objects.bulk_create(
        EvaluatedSchool(
            evaluation=evaluation, school=each.school, urn=each.school.urn, start=each.start
        )
        for each in schools
    )
    evaluation.refresh_from_db()
    return evaluation


def make_finding(evaluation: Evaluation, **fields: object) -> Finding:
    """One that refuses the question: where what it says does not matter."""
    fields = {
        "as_of": 2018, "said": REFUSED, "sha256": keeping.sha256(REFUSED), "code": "leadwell",
        "inputs_sha256": f"{next(_numbers):064x}", "seed": 0, "draws": 999, "at": NOON,
    } | fields  # fmt: skip
    return Finding.objects.create(evaluation=evaluation, **fields)


def make_candidate(**fields: object) -> Candidate:
    """A school put forward for a programme, whose head has been told; with the assessment that
    its state takes."""
    n = next(_numbers)
    programme = fields.pop("programme", None) or make_programme()
    fields = {
        "school": fields.pop("school", None) or make_school(), "organisation": make_organisation(),
        "nominated_by": fields.pop("nominated_by", None) or make_person(),
        "nominated_on": NOON.date(), "reason": f"Its results have fallen {n}",
        "head_told_on": NOON.date(), "is_eligible": True,
    } | fields  # fmt: skip
    made = Candidate.objects.create(programme=programme, **fields)
    if made.state in {"assessed", "offered", "reserve"}:
        Assessment.objects.create(
            candidate=made, leadership="secure", hours=2, inspection="not_due", change="none",
            colour="red", by=made.nominated_by,
            at=datetime.combine(made.nominated_on, NOON.timetz()),
            findings=[{"code": "R4", "colour": "red", "why": "No working party that may decide"}],
        )  # fmt: skip
    return made


def make_content(visit: Visit, **fields: object) -> Content:
    """A short whole note of this visit: all that is open goes on, one new action, all Green."""
    owner = fields.pop("owner", None) or visit.specialist
    fields = {
        "answers": tuple(
            Answer(action.pk, ProgressSaid.How.MOVING)
            for action in visit.enrolment.actions.open()
        ),
        "gap_task": GapTask.NONE, "purpose": "Number talk in Year 3", "days": visit.days,
        "activities": {"lesson-visit": 60}, "seen": "Pupils said how they worked it out.",
        "strengths": ("Every class had counters to hand",),
        "agreed": (Agreed("Plan two lessons together", owner, visit.on + timedelta(days=80)),),
        "stands": {aspect: Stand(Rag.GREEN) for aspect in ASPECTS},
        "next_on": None, "next_focus": "Number talk in Year 4",
    } | fields  # fmt: skip
    return Content(**fields)


def make_note(visit: Visit | None = None, *, at: datetime = NOON, **content: object) -> Note:
    """A note with the school, shared by who made the visit."""
    visit = visit or make_visit(on=at.date())
    by = visit.specialist.user
    note = notes.begin_note(visit=visit, by=by, at=at)
    notes.share_note(note=note, content=make_content(visit, **content), by=by, at=at)
    note.refresh_from_db()
    return note


def empty_pdf() -> bytes:
    """One blank side."""
    writer, file = PdfWriter(), BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(file)
    return file.getvalue()


def make_attachment(note: Note, **fields: object) -> Attachment:
    """The least of a PDF file, attached by who wrote the note."""
    fields = {
        "file": Attached(Kind.PDF, empty_pdf()), "title": "Plan of unit 3",
        "shows_nobody": True, "by": note.author.user, "at": NOON,
    } | fields  # fmt: skip
    return attaching.attach(note=note, **fields)

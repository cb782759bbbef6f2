"""What led to nothing goes a year after: schools put forward that never joined, with all that hangs
on them, and interests that were never sent."""

from datetime import date, datetime, timedelta

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from leadwell.audit.models import Disposal
from leadwell.explore.models import (
    ApprovedSchool,
    ApprovedSet,
    Assessment,
    Candidate,
    CandidateState,
    CriterionFound,
    Interest,
    Remedy,
    Screening,
    SentInterest,
    Step,
)
from leadwell.people.models import SubjectRequest
from leadwell.people.privacy import outliving, retention
from leadwell.people.privacy.dictionary import tables
from leadwell.people.privacy.disposing import actions, due, page, rules
from leadwell.people.privacy.disposing.needed import pointing_at
from leadwell.people.privacy.shares import in_words, shares_of
from leadwell.prepare.models import Offer, OfferLetter, OfferLine
from tests.factories import (
    NOON,
    make_candidate,
    make_enrolment,
    make_initiative,
    make_person,
    make_programme,
)
from tests.invited import make_call, make_interest, make_offer
from tests.people.privacy.past import grow_old, old_programme

pytestmark = pytest.mark.django_db
HERE = timezone.get_default_timezone()
ENDED = datetime(2025, 11, 22, 23, tzinfo=HERE)
"""The last hour of a day: what ended then is kept for the whole of the same day next year."""
KEPT, DUE = date(2026, 11, 22), date(2026, 11, 23)
TOLD_NO = ("not_eligible", "declined", "refused")
OPEN = ("nominated", "screening", "eligible", "assessed", "offered", "reserve")
NOTHING = "unsuccessful"


@pytest.fixture(autouse=True)
def list_of_this_test(tmp_path, monkeypatch):
    monkeypatch.setattr(outliving.embedded, "home", lambda: tmp_path)


def put_forward(state: str = "declined", *, ended: datetime = ENDED, **fields: object) -> Candidate:
    """A school with all that can hang on it; the last thing that happened with it was then."""
    began = ended - timedelta(days=90)
    made = make_candidate(
        **{"state": state, "because": "Too far from the others", "nominated_on": began.date()}
        | fields
    )
    by = made.nominated_by
    for verb, at in (("screen", began), ("decline", ended)):
        Step.objects.create(candidate=made, verb=verb, state=state, by=by, at=at)
    screening = Screening.objects.create(
        candidate=made,
        rule_set="own",
        version=1,
        is_eligible=False,
        no_data="Too new",
        by=by,
        at=began,
    )
    CriterionFound.objects.create(
        screening=screening, code="C1", is_met=False, how="published", why="Above the middle"
    )
    assessment = Assessment.objects.create(
        candidate=made, leadership="secure", hours=2, inspection="not_due", change="none",
        colour="green", by=by, at=began, findings=[],
    )  # fmt: skip
    Remedy.objects.create(assessment=assessment, kind="waiver", text="A day", by=by, at=began)
    make_interest(
        programme=made.programme, school=made.school, candidate=made, state="assessed",
        since=began, invited_at=began, written_to_at=began,
    )  # fmt: skip
    return made


def by_rule(on: date) -> dict[tuple[str, str], int]:
    return {(one.entry.name, one.rule.key): one.n for one in due.due(on)}


def to_nothing(on: date) -> dict[str, int]:
    return {name: n for (name, rule), n in by_rule(on).items() if rule == NOTHING}


ALL = {
    "explore.Candidate": 1, "explore.Step": 2, "explore.Screening": 1, "explore.CriterionFound": 1,
    "explore.Assessment": 1, "explore.Remedy": 1, "explore.Interest": 1, "explore.SentInterest": 1,
}  # fmt: skip


# Which rows, and when


@pytest.mark.parametrize("state", TOLD_NO)
def test_a_school_that_was_told_no_or_said_it_goes_whole_a_year_after(state):
    put_forward(state)
    grow_old()
    assert to_nothing(KEPT) == {}
    assert to_nothing(DUE) == ALL
    [line] = [one for one in due.due(DUE) if one.entry.name == "explore.Candidate"]
    assert (line.n, line.oldest_on, line.what_becomes) == (1, DUE, "Deleted")


@pytest.mark.parametrize("state", OPEN)
def test_a_school_that_nobody_chose_goes_a_year_after_the_programme(state):
    programme = make_programme(starts_on=date(2024, 9, 1), ends_on=date(2026, 7, 20))
    put_forward(state, programme=programme)
    grow_old()
    assert to_nothing(date(2027, 7, 20)) == {}
    found = to_nothing(date(2027, 7, 21))
    assert found.keys() == ALL.keys()
    assert found["explore.Candidate"] == 1


def test_what_happened_last_counts_and_not_what_came_first():
    candidate = put_forward("declined")
    Step.objects.create(
        candidate=candidate, verb="change", state="declined", by=candidate.nominated_by,
        at=ENDED + timedelta(hours=2),
    )  # fmt: skip
    grow_old()
    assert to_nothing(DUE) == {}
    assert to_nothing(DUE + timedelta(days=1))["explore.Step"] == 3


def test_a_school_that_joined_stays_as_long_as_what_the_programme_did():
    programme = make_programme(starts_on=date(2019, 9, 1), ends_on=date(2020, 7, 20))
    part = make_enrolment(programme=programme, joined_on=date(2019, 9, 1))
    put_forward(
        "accepted", ended=datetime(2019, 9, 1, 12, tzinfo=HERE), programme=programme,
        school=part.school, enrolment=part,
    )  # fmt: skip
    grow_old()
    assert to_nothing(date(2026, 7, 20)) == {}
    assert ("explore.Candidate", "accountability") not in by_rule(date(2026, 7, 20))
    assert by_rule(date(2026, 7, 21))["explore.Candidate", "accountability"] == 1
    assert to_nothing(date(2026, 7, 21)) == {}


def test_a_school_that_a_board_has_approved_stays_with_what_the_board_said():
    candidate = put_forward("refused")
    approved = ApprovedSet.objects.create(
        programme=candidate.programme, n_schools=1, n_eligible=0, by=make_person(), at=NOON
    )
    ApprovedSchool.objects.create(
        approved=approved, candidate=candidate, is_eligible=False, part="target"
    )
    grow_old()
    assert to_nothing(DUE) == {}


def test_an_offer_that_the_school_refused_goes_with_it():
    began = ENDED - timedelta(days=30)
    candidate = put_forward("refused")
    offer = make_offer(
        candidate, state="refused", made_at=began, ended_at=ENDED, because="No cover"
    )
    grow_old()
    assert to_nothing(KEPT) == {}
    assert to_nothing(DUE) == ALL | {
        "prepare.Offer": 1, "prepare.OfferLine": offer.lines.count(), "prepare.OfferLetter": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ends_on", "goes_on"),
    [(date(2025, 11, 1), DUE), (date(2026, 7, 20), date(2027, 7, 21))],
    ids=["over before", "over later"],
)
def test_what_was_heard_of_a_school_goes_with_it_once_both_are_over(ends_on, goes_on):
    candidate = put_forward("declined")
    of = {"school": candidate.school, "starts_on": date(2025, 9, 1), "ends_on": ends_on}
    heard = {"heard_for": candidate, "told_by": "Its head", "told_on": date(2025, 10, 1)}
    make_initiative(declared_on=date(2025, 10, 1), **of, **heard)
    make_initiative(**of)  # what the school declared itself is its own
    grow_old()
    assert to_nothing(goes_on - timedelta(days=1)) == {}
    assert to_nothing(goes_on) == ALL | {"explore.Initiative": 1}


def test_whatever_points_at_a_school_that_was_put_forward_goes_with_it():
    """A new table fails here until somebody has said so, or why it stays."""
    stays = {"explore.ApprovedSchool": "what a board has approved stays, and the school with it"}
    parts = [*ALL, "prepare.Offer", "prepare.OfferLine", "prepare.OfferLetter"]
    alone = {
        column.model._meta.label
        for part in parts
        for column in pointing_at(tables()[part].model)
        if tables()[column.model._meta.label].goes_with != column.name
    }
    assert alone == set(stays)


def test_what_has_to_stay_of_it_keeps_the_whole(officer):
    """Who wrote one line of it has asked something and waits: no half of a record is left."""
    candidate = put_forward("declined")
    whole = put_forward("declined")
    asked = make_person()
    Remedy.objects.create(
        assessment=Assessment.objects.get(candidate=candidate), kind="waiver", text="So it can",
        by=asked, at=ENDED,
    )  # fmt: skip
    SubjectRequest.objects.create(
        kind="restriction", person=asked, received_on=DUE, logged_by=officer, logged_at=NOON
    )
    grow_old()
    assert to_nothing(DUE) == ALL
    [line] = [one for one in due.due(DUE) if one.entry.name == "explore.Step"]
    assert set(line.rows.values_list("candidate", flat=True)) == {whole.pk}


@pytest.mark.parametrize(
    ("state", "fields", "last"),
    [
        ("open", {}, date(2025, 11, 22)),
        ("draft", {}, date(2025, 11, 22)),
        ("withdrawn", {}, date(2025, 11, 22)),
        ("withdrawn", {"since": ENDED + timedelta(days=9)}, date(2025, 12, 1)),
        ("open", {"written_to_at": ENDED + timedelta(days=9)}, date(2025, 12, 1)),
        (
            "draft",
            {"version": 1, "worded_at": ENDED + timedelta(days=9), "words": {"why": "We"}},
            date(2025, 12, 1),
        ),
    ],
    ids=["open", "draft", "withdrawn", "withdrawn later", "written to later", "saved later"],
)
def test_an_interest_that_was_never_sent_goes_a_year_after_the_call(state, fields, last):
    before = ENDED - timedelta(days=60)
    call = make_call(closes_on=date(2025, 11, 22), answer_by=date(2025, 12, 1), opened_at=before)
    if "version" in fields:
        fields = fields | {"worded_by": make_person()}
    make_interest(
        **{"call": call, "state": state, "since": before, "invited_at": before,
           "written_to_at": before} | fields
    )  # fmt: skip
    grow_old()
    a_year_after = last.replace(year=2026)
    assert to_nothing(a_year_after) == {}
    assert to_nothing(a_year_after + timedelta(days=1)) == {"explore.Interest": 1}


def test_every_state_of_a_school_is_under_one_rule():
    """A new state fails here until somebody has said what becomes of it."""
    apart = [name for one in tables()["explore.Candidate"].apart for name in one.when["state__in"]]
    assert sorted(apart) == sorted(set(CandidateState.values) - {"accepted"})


def test_each_row_is_in_one_share_of_its_table():
    put_forward("declined")
    put_forward("assessed")
    make_interest()
    part = make_enrolment()
    put_forward("accepted", programme=part.programme, school=part.school, enrolment=part)
    for name in ALL:
        entry = tables()[name]
        numbers = [set(share.rows().values_list("pk", flat=True)) for share in shares_of(entry)]
        every = set(entry.model.objects.values_list("pk", flat=True))
        assert set().union(*numbers) == every
        assert sum(map(len, numbers)) == len(every), name


def test_what_was_changed_within_a_year_stays():
    put_forward("declined")
    assert to_nothing(DUE) == {}


def test_the_documents_say_both():
    said = in_words(tables()["explore.Candidate"], retention.rules())
    assert said == (
        "6 years after the programme’s end; 12 months for interests and nominations that led to "
        "nothing"
    )
    assert in_words(tables()["explore.InterestCall"], retention.rules()) == (
        "6 years after the programme’s end"
    )


# Shown, and destroyed


@pytest.fixture
def long_ago(now) -> datetime:
    """More than a year before the database's own clock."""
    return now - timedelta(days=400)


def test_it_is_shown_to_the_officer_and_destroyed_by_certificate(officer, now, long_ago):
    gone = put_forward("declined", ended=long_ago)
    make_offer(gone, state="refused", made_at=long_ago, ended_at=long_ago, because="No")
    stays = put_forward("declined", ended=now - timedelta(days=300))
    grow_old()
    today = timezone.localdate(now)
    shown = page.preview(today)
    assert {line.what: line.n for line in shown.lines}[
        "Schools put forward for programmes, and how far each is"
    ] == 1
    disposal = actions.dispose(fingerprint=shown.fingerprint, by=officer, at=now)
    assert list(Candidate.objects.all()) == [stays]
    for model in (Step, Screening, Assessment, Interest):
        assert {row.candidate_id for row in model.objects.all()} == {stays.pk}
    for model in (CriterionFound, Remedy, SentInterest):
        assert model.objects.count() == 1
    for model in (Offer, OfferLine, OfferLetter):
        assert not model.objects.exists()
    history = Candidate.pgh_event_model.objects
    assert set(history.values_list("pgh_obj_id", flat=True)) == {stays.pk}
    of_tables = {line["rule"] for line in disposal.lines if line["becomes"] == "Deleted"}
    assert of_tables == {retention.rules()[NOTHING].title}
    assert gone.reason not in str(disposal.lines)
    assert due.due(today) == []


def test_rows_of_one_table_go_by_two_rules_on_one_certificate(officer, now, long_ago):
    programme = old_programme()
    part = programme.enrolments.get()
    make_candidate(
        programme=programme, school=part.school, enrolment=part, state="accepted",
        nominated_on=date(2017, 6, 1),
    )  # fmt: skip
    put_forward("declined", ended=long_ago)
    grow_old()
    found = due.due(timezone.localdate(now))
    disposal = actions.dispose(fingerprint=due.fingerprint(found), by=officer, at=now)
    lines = [line for line in disposal.lines if line["place"] == "explore_candidate"]
    assert sorted(line["n"] for line in lines) == [1, 1]
    assert len({line["rule"] for line in lines}) == 2
    assert not Candidate.objects.exists()
    assert not programme.enrolments.exists()


def test_the_rule_is_not_shortened_below_what_the_database_holds(officer):
    rule = retention.rules()[NOTHING]
    assert "kept 12 months at least" in rules.may_change(officer, rule, months=11).reason
    assert rules.may_change(officer, rule, months=18)


# What the database lets the site do


def refused(table: str, number: int) -> str:
    paper = Disposal.objects.create(at=NOON, by_user=1, lines=[{"place": table, "n": 1}])
    with pytest.raises(Error) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select audit_destroy(%s, %s, %s)", [paper.pk, table, [number]])
    return str(refusal.value)


def destroyed(table: str, number: int) -> int:
    paper = Disposal.objects.create(at=NOON, by_user=1, lines=[{"place": table, "n": 1}])
    with connection.cursor() as cursor:
        cursor.execute("select audit_destroy(%s, %s, %s)", [paper.pk, table, [number]])
        return int(cursor.fetchone()[0])


HANGING = (Remedy, CriterionFound, SentInterest, Step)


@pytest.mark.parametrize("model", HANGING, ids=lambda model: model.__name__)
def test_the_database_keeps_a_year_of_what_led_to_nothing_and_two_of_what_did(now, model):
    table = model._meta.db_table
    young = put_forward("declined", ended=now - timedelta(days=350))
    way = {"Remedy": "assessment__", "CriterionFound": "screening__", "SentInterest": "interest__"}
    of = f"{way.get(model.__name__, '')}candidate"
    old = put_forward("declined", ended=now - timedelta(days=400))
    part = make_enrolment()
    joined = put_forward(
        "accepted", ended=now - timedelta(days=400), programme=part.programme, school=part.school,
        enrolment=part,
    )  # fmt: skip

    def number(candidate: Candidate) -> int:
        return model.objects.filter(**{of: candidate}).order_by("-pk").first().pk

    if model is Step:
        assert "kept at least" in refused(table, number(young))
    assert "kept at least 24 months" in refused(table, number(joined))
    assert destroyed(table, number(old)) == 1


def test_a_certificate_of_two_lines_is_for_as_many_rows_as_both_say(now):
    old = put_forward("declined", ended=now - timedelta(days=400))
    numbers = list(Step.objects.filter(candidate=old).values_list("pk", flat=True))
    lines = [{"place": "explore_step", "n": 1}, {"place": "explore_step", "n": 1}]
    with pytest.raises(Error, match="certificate says 2 rows"), transaction.atomic():
        _destroy(lines, numbers[:1])
    assert _destroy(lines, numbers) == 2


def _destroy(lines: list[dict[str, object]], numbers: list[int]) -> int:
    paper = Disposal.objects.create(at=NOON, by_user=1, lines=lines)
    with connection.cursor() as cursor:
        cursor.execute("select audit_destroy(%s, 'explore_step', %s)", [paper.pk, numbers])
        return int(cursor.fetchone()[0])

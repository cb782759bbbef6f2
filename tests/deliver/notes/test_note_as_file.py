"""A note as a PDF file and a school's notes as lists: all their words, for the right reader alone."""

import csv
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.urls import reverse

from leadwell.audit.models import Look
from leadwell.deliver.models import NoteIngredient, Rag
from leadwell.deliver.notes import actions
from leadwell.deliver.notes.content import Agreed, Answer, InView, Observed, Risk, Stand
from leadwell.people.models import Role
from leadwell.prepare.models import ProgressSaid
from leadwell.programmes.models import Strand
from tests.factories import NOON, holder_of, make_action, make_colleague, make_content, make_note
from tests.planned import make_plan
from tests.web.read_pdf import letter_sizes, read, sides, tags, words

pytestmark = pytest.mark.django_db

USE = "May not be used for appraisal, capability or pay."
BANNER = "designated safeguarding lead in person"
SEEN = (
    "In three of four lessons pupils had counters and ten frames to hand and used them while they "
    "talked. Pupils said how they had worked it out, in their own words: “I split the 14 because 8 "
    "and 2 is 10.” In Year 4 the talk went through the teacher more often than between pupils.\n"
    "The books showed the same tasks in both classes of a year. Two adults used the sentence "
    "starters from the last training; they were on the wall in one room."
)


def long(name, n):
    """So many letters, in words of which no two are the same."""
    text = ""
    at = 0
    while len(text) < n:
        text += f"{name}{at} "
        at += 1
    return text[:n].rstrip()


@pytest.fixture
def ingredients(enrolment):
    strand = Strand.objects.create(programme=enrolment.programme, name="Mathematics")
    return [
        strand.ingredients.create(text=text, indicator="Seen in a lesson")
        for text in ("Talk in pairs", "Things to hold", "Daily recall", "Sentence starters")
    ]


@pytest.fixture
def typical(visit, enrolment, ingredients):
    """As much as a specialist writes in fifteen minutes."""
    plan = make_plan(enrolment=enrolment, n=2, state="live")
    in_view = InView(
        priorities={one.pk: one.statement for one in plan.priorities.all()},
        ingredients={one.pk: one.text for one in ingredients},
    )
    earlier = [
        make_action(enrolment=enrolment, what=what)
        for what in ("Put counters in every room", "Plan unit 3 together", "Show the starters")
    ]
    stands = {
        "engagement": Stand(Rag.GREEN, "The head and the subject lead took part."),
        "implementation": Stand(Rag.AMBER, "Seen in three of four lessons; Year 4 has to come."),
        "impact": Stand(Rag.GREY, "Before the first measure."),
    }
    return make_content(
        visit,
        answers=[Answer(one.pk, ProgressSaid.How.MOVING, "Two rooms have them") for one in earlier],
        in_view=in_view,
        activities={"lesson-visit": 80, "book-look": 30, "leaders-meeting": 30},
        seen=SEEN,
        n_classes=4,
        observed=[Observed(one.pk, NoteIngredient.Level.DEVELOPING, 3) for one in ingredients],
        adaptations="Year 1 uses beads instead of counters.",
        strengths=("Every class had counters to hand.", "Pupils explain without being asked."),
        agreed=[
            Agreed(what, visit.specialist, visit.on + timedelta(days=21))
            for what in ("Plan two lessons for Year 4", "Teach one together", "Share the starters")
        ],
        stands=stands,
        risk=Risk("The head leaves in April."),
    )


@pytest.fixture
def note(visit, author, typical):
    begun = actions.begin_note(visit=visit, by=author, at=NOON)
    actions.share_note(note=begun, content=typical, by=author, at=NOON)
    begun.refresh_from_db()
    return begun


@pytest.fixture
def take(client):
    def taken(name, user, *args, status=200):
        client.force_login(user)
        answer = client.get(reverse(f"deliver:{name}", args=args))
        assert answer.status_code == status
        return answer.content

    return taken


def sign(note, head, **said):
    actions.sign_note(
        note=note, version=note.shown, authenticated_at=NOON, by=head, at=NOON, **said
    )


def test_a_typical_note_is_one_side_and_what_was_agreed_begins_the_second(take, note, head):
    sign(note, head)
    first, second = sides(take("note-pdf", head, note.pk))
    assert "What was seen" in first
    assert "What was agreed" not in first
    assert "Priorities in view: More pupils reach the expected standard" in " ".join(first.split())
    assert second.index("What was agreed") < second.index("Signed")
    for side in (first, second):
        assert USE in side
        assert BANNER in side


def test_it_is_tagged_titled_in_english_and_never_small(take, note, head):
    made = take("note-pdf", head, note.pk)
    root = read(made).trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert read(made).metadata.title.startswith("Note of visit, Tansy Hill")
    assert [tags(made).count(name) for name in ("Title", "Table", "TH")] == [1, 1, 3]
    assert min(letter_sizes(made)) >= 9.5


def test_colours_are_words_and_what_the_school_sees_differently_stands_below_them(take, note, head):
    sign(note, head, comment="Thank you for Tuesday.", sees_differently="Year 4 began in May.")
    first, second = sides(take("note-pdf", head, note.pk))
    assert all("THE SCHOOL SEES SOMETHING DIFFERENTLY" in side for side in (first, second))
    stands = first[: first.index("What was seen")]
    for said in ("Green", "Amber", "Grey", "Year 4 began in May.", "Thank you for Tuesday."):
        assert said in stands
    assert "Headteacher" in second or "headteacher" in second
    assert note.shown.sha256[:16] in second


def test_that_nobody_signed_is_said_on_each_side(take, note, head, hub_lead):
    assert all("NOT SIGNED YET" in side for side in sides(take("note-pdf", head, note.pk)))
    for _ in range(2):
        actions.remind_school(note=note, at=NOON)
    later = NOON + timedelta(days=10)
    ticks = ["describes", "strengths", "actions", "rag"]
    actions.release_unsigned(note=note, ticks=ticks, by=hub_lead, at=later)
    made = sides(take("note-pdf", head, note.pk))
    assert all("NOT SIGNED. Released without a signature" in side for side in made)


def test_the_hubs_own_line_is_only_in_the_file_of_who_may_have_it(take, note, head, hub_lead):
    assert "The head leaves in April." in words(take("note-pdf", hub_lead, note.pk))
    assert "The head leaves in April." not in words(take("note-pdf", head, note.pk))


def test_every_word_of_the_longest_note_is_there(take, visit, author, head, enrolment, typical):
    earlier = [make_action(enrolment=enrolment, what=long(f"earlier{n}x", 200)) for n in range(4)]
    said = {name: long(name, n) for name, n in (
        ("purpose", 200), ("gap_task_note", 200), ("seen", 1200), ("adaptations", 300),
        ("readiness_note", 300), ("next_focus", 200),
    )}  # fmt: skip
    owner = visit.specialist
    content = replace(
        typical, **said, readiness=("R3", "R5", "R6"), changes_ingredient=True,
        strengths=[long(f"strength{n}x", 200) for n in range(3)],
        answers=[
            *typical.answers,
            *(Answer(one.pk, ProgressSaid.How.STUCK, long(f"stuck{one.pk}x", 150))
              for one in earlier),
        ],
        agreed=[
            Agreed(long(f"agreed{n}x", 200), owner, visit.on + timedelta(days=n + 1))
            for n in range(5)
        ],
        stands={aspect: Stand(Rag.RED, long(aspect, 300)) for aspect in typical.stands},
        risk=Risk(long("risk", 300), is_for_school=True),
    )  # fmt: skip
    note = actions.begin_note(visit=visit, by=author, at=NOON)
    actions.share_note(note=note, content=content, by=author, at=NOON)
    note.refresh_from_db()
    remarks = [long("comment", 500), long("differently", 500), long("added", 500)]
    sign(note, head, comment=remarks[0], sees_differently=remarks[1])
    actions.add_to_note(note=note, text=remarks[2], by=author, at=NOON)
    made = take("note-pdf", head, note.pk)
    printed = set(words(made).split())
    texts = [
        *said.values(), *content.strengths, *remarks, content.risk.text,
        *(one.what for one in earlier), *(one.what for one in content.agreed),
        *(one.text for one in content.answers), *(one.reason for one in content.stands.values()),
    ]  # fmt: skip
    assert len(texts) > 30
    assert {word for text in texts for word in text.split()} <= printed
    assert min(letter_sizes(made)) >= 9.5


@pytest.mark.parametrize(
    "text",
    ['#let x = 1; #eval("1+1")', "*bold* _it_ $x^2$", "= Heading", "<script>alert(1)</script>"],
)
def test_text_is_only_text(take, visit, head, text):
    note = make_note(visit, seen=text, strengths=(text,))
    assert words(take("note-pdf", head, note.pk)).count(text) == 2


def test_letters_that_cannot_be_printed_are_squares_and_a_sentence_says_so(take, visit, head):
    note = make_note(visit, seen="Counting 😀 and \u202eשלום")
    printed = words(take("note-pdf", head, note.pk))
    assert "Counting □ and □□□□" in printed
    assert "The site has it." in printed


def test_an_earlier_version_says_that_there_is_a_newer_one(take, note, typical, author, head):
    anew = replace(typical, agreed=())
    actions.share_note(note=note, content=anew, by=author, at=NOON)
    made = sides(take("note-version-pdf", head, note.pk, 1))
    assert all("VERSION 1 of 2" in side for side in made)
    assert "version 2" in words(take("note-pdf", head, note.pk))


def test_taking_it_away_is_logged_and_a_stranger_finds_nothing(take, note, head):
    take("note-pdf", head, note.pk)
    look = Look.objects.filter(outcome="exported").get()
    assert (look.page, look.by_user, look.n_rows) == ("deliver:note-pdf", head.pk, 1)
    assert look.about_school == note.enrolment.school_id
    take(
        "note-pdf",
        holder_of(Role.HEADTEACHER, school=make_note().enrolment.school),
        note.pk,
        status=404,
    )


def test_the_head_who_takes_the_file_has_read_it(take, note, head):
    take("note-pdf", head, note.pk)
    note.refresh_from_db()
    assert note.opened_at is not None


def test_a_draft_is_no_file(take, visit, author):
    note = actions.begin_note(visit=visit, by=author, at=NOON)
    take("note-pdf", author, note.pk, status=404)


def test_the_list_of_a_school_has_facts_and_no_words(take, note, head, enrolment):
    made = take("notes-csv", head, enrolment.pk).decode("utf-8-sig")
    (cells, *_) = csv.DictReader(StringIO(made))
    assert cells["Implementation"] == "Amber"
    assert (cells["Talk in pairs"], cells["Talk in pairs, classes"]) == ("Developing", "3 of 4")
    assert (cells["Lesson visit, minutes"], cells["Version"]) == ("80", "1")
    assert "counters" not in made
    printed = words(take("notes-pdf", head, enrolment.pk))
    assert "Talk in pairs: developing, 3 of 4" in printed
    assert "counters" not in printed
    take("notes-csv", make_colleague().user, enrolment.pk, status=404)

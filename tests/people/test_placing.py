"""What rows lead to and what leads to them, at hand in a short query for each kind of thing."""

import pytest
from django.core.exceptions import ObjectDoesNotExist

from leadwell.deliver.models import Note, NoteVersion
from leadwell.people.placing import at_hand, beside
from leadwell.programmes.models import Enrolment, Programme
from tests.factories import NOON, make_enrolment, make_note, make_visit

pytestmark = pytest.mark.django_db


def test_what_rows_lead_to_is_asked_for_once(django_assert_num_queries):
    first = make_enrolment()
    second = make_enrolment(programme=first.programme)
    rows = list(Enrolment.objects.filter(pk__in=[first.pk, second.pk]))
    with django_assert_num_queries(1):
        assert at_hand(rows, "programme") == [first.programme]
        assert {row.programme for row in rows} == {first.programme}
    with django_assert_num_queries(0):
        assert at_hand(rows, "programme") == [first.programme]


def test_what_is_known_already_is_not_asked_for(django_assert_num_queries):
    enrolment = make_enrolment()
    known = Programme.objects.get(pk=enrolment.programme_id)
    row = Enrolment.objects.get(pk=enrolment.pk)
    with django_assert_num_queries(0):
        assert at_hand([row], "programme", [known]) == [known]
        assert row.programme is known


def test_what_is_known_beside_is_not_answered(django_assert_num_queries):
    enrolment, other = make_enrolment(), make_enrolment()
    row = Enrolment.objects.get(pk=enrolment.pk)
    with django_assert_num_queries(1):
        assert at_hand([row], "programme", [other.programme]) == [enrolment.programme]


def test_what_leads_to_rows_is_theirs_in_its_usual_order(django_assert_num_queries):
    one, two = make_enrolment(), make_enrolment()
    visits = [make_visit(enrolment=part, on=NOON.date()) for part in (one, two)]
    notes = [make_note(visit=visit) for visit in visits]
    rows = list(Note.objects.filter(pk__in=[note.pk for note in notes]).order_by("pk"))
    with django_assert_num_queries(1):
        found = beside(rows, "versions")
    by_hand = list(NoteVersion.objects.filter(note__in=notes))
    assert [each.pk for each in found] == [each.pk for each in by_hand]
    with django_assert_num_queries(0):
        assert [each.note for each in found] == rows
        assert [each for row in rows for each in row.versions.all()] == found
    assert list(rows[0].versions.filter(note=rows[1])) == []  # it is still that row's own


def test_one_alone_may_lead_to_a_row_or_none(django_assert_num_queries):
    with_note, without = make_visit(on=NOON.date()), make_visit(on=NOON.date())
    note = make_note(visit=with_note)
    with django_assert_num_queries(1):
        assert beside([with_note, without], "note") == [note]
    with django_assert_num_queries(0):
        assert with_note.note == note
        with pytest.raises(ObjectDoesNotExist):
            _ = without.note


def test_nothing_leads_nowhere(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert at_hand([], "programme") == beside([], "versions") == []

"""A page of a list, and how many there are."""

import pytest
from django.contrib.contenttypes.models import ContentType

from leadwell.web.paging import FirstPage

pytestmark = pytest.mark.django_db

LIST = ContentType.objects.order_by("pk")


def test_a_list_of_one_page_is_asked_for_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        page = FirstPage(LIST, 1_000).get_page("1")
        assert page.paginator.count == len(page.object_list) == len(list(page)) > 10
        assert (page.has_next(), page.has_previous(), page.paginator.num_pages) == (False, False, 1)


def test_the_first_page_of_several_has_its_rows_and_all_are_counted(django_assert_num_queries):
    with django_assert_num_queries(2):
        page = FirstPage(LIST, 3).get_page("1")
        assert [len(page), page.has_next(), page.end_index()] == [3, True, 3]
        assert page.paginator.count > 10


@pytest.mark.parametrize("number", ["2", "999", "", None, "none of them"])
def test_other_pages_are_as_django_has_them(number):
    ours, theirs = (each(LIST, 3).get_page(number) for each in (FirstPage, FirstPage.__base__))
    assert (ours.number, list(ours)) == (theirs.number, list(theirs))


def test_nothing_at_all_is_one_empty_page():
    page = FirstPage(LIST.none(), 3).get_page("1")
    assert (page.number, len(page), page.paginator.count, page.has_next()) == (1, 0, 0, False)

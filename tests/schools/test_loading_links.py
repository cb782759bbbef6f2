"""Loading links: added and never taken away, and never from a file that is cut short."""

import pytest

from leadwell.audit.models import Event
from leadwell.schools.models import Link, SourceFile
from leadwell.schools.sources.refusal import Refused
from tests.schools.sources.makers import school

pytestmark = pytest.mark.django_db
PAIRS = [(900101 + n, 900201 + n, "Successor") for n in range(20)]


def test_far_fewer_links_than_are_held_are_refused(load_links):
    load_links(*PAIRS)
    with pytest.raises(Refused, match=r"far fewer links than we hold \(17 in the file, 20 held\)"):
        load_links(*PAIRS[:17])
    assert Link.objects.count() == 20


def test_nine_in_ten_are_enough(load_links):
    load_links(*PAIRS)
    assert load_links(*PAIRS[:18]).changes["n_new"] == 0


def test_far_fewer_links_are_taken_with_a_reason_which_is_kept(load_links):
    load_links(*PAIRS)
    load_links(*PAIRS[:5], fewer_because="Links of one area")
    assert SourceFile.objects.latest("pk").report["fewer_because"] == "Links of one area"
    assert Event.objects.first().detail["is_explained"] is True
    assert Link.objects.count() == 20


def test_what_results_say_of_links_is_not_what_the_count_is_compared_with(load_links, load_results):
    academies = [
        school(urn, URN_AC=f"{urn + 500}", SCHNAME_AC="An Academy", OPEN_AC="20190601")
        for urn in range(900101, 900121)
    ]
    load_results(*academies)
    assert load_links((900301, 900302, "Successor")).changes["n_new"] == 1

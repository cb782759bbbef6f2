"""What a programme says of itself and consists of: each page for the right person, and why not."""

from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from leadwell.audit.models import Event
from leadwell.people.models import Role
from leadwell.people.running import actions
from leadwell.programmes.models import ActiveIngredient, Aim, Controller, Hub, Programme, Strand
from tests.factories import holder_of, make_administrator, make_hub, make_programme, make_user

pytestmark = pytest.mark.django_db

AIM = {"term": "short", "text": "More talk", "measure": "", "due_on": "2027-07-01"}
STRAND = {"name": "Talk for learning", "provider": "Larkwater"}
CONTROLLER = {"party": "lead", "name": "Larkwater", "position": "controller", "what_for": ""}
HUB = {"name": "Tamar", "led_by": "Tamar Learning Trust"}
INGREDIENT = {"text": "Pupils explain", "indicator": "Full sentences", "is_fixed": "on"}
ABOUT = {
    "name": "Number Sense", "subject": "Mathematics", "lead_organisation": "Tamar Trust",
    "starts_on": "2026-09-07", "ends_on": "2028-07-21", "commissioner": "", "rule_set": "custom",
    "key_stages": ["1", "2"], "phases_of_education": ["primary"],
}  # fmt: skip
PURPOSE = {"problem": "Few explain", "evidence_of_need": "Visits", "focus_group": "all"}
WORKING = {
    "specialist_word": "lead practitioner", "n_pupil_data_points": "2", "follow_up_years": "3",
}  # fmt: skip


@pytest.fixture
def strand(programme):
    return Strand.objects.create(programme=programme, name="Book talk")


@pytest.fixture
def parts(programme, strand, hub):
    """One of each part, by the name of the page that changes it."""
    return {
        "strand": (strand, STRAND),
        "ingredient": (
            ActiveIngredient.objects.create(strand=strand, text="A", indicator="B"), INGREDIENT,
        ),
        "aim": (Aim.objects.create(programme=programme, **AIM), AIM | {"text": "Less noise"}),
        "controller": (Controller.objects.create(programme=programme, **CONTROLLER), CONTROLLER),
        "hub": (hub, HUB),
    }  # fmt: skip


def said(response):
    return " ".join(unescape(response.text).split())


@pytest.mark.parametrize(
    ("name", "sent", "model"),
    [("aim", AIM, Aim), ("strand", STRAND, Strand), ("controller", CONTROLLER, Controller),
     ("hub", HUB, Hub)],
)  # fmt: skip
def test_who_leads_adds_a_part(as_lead, programme, name, sent, model):
    page = reverse(f"people:add-{name}", args=[programme.code])
    assert as_lead.get(page).status_code == 200
    assert as_lead.post(page, sent).url == programme.get_absolute_url()
    assert model.objects.get().programme == programme
    assert Event.objects.filter(verb="added").count() == 1


def test_an_ingredient_is_added_to_its_strand(as_lead, strand):
    as_lead.post(reverse("people:add-ingredient", args=[strand.pk]), INGREDIENT)
    assert strand.ingredients.get().indicator == "Full sentences"


@pytest.mark.parametrize("name", ["strand", "ingredient", "aim", "controller", "hub"])
def test_a_part_is_changed_and_the_log_says_what(as_lead, programme, parts, name):
    part, sent = parts[name]
    page = reverse(f"people:change-{name}", args=[part.pk])
    assert str(part) in said(as_lead.get(page)) or name == "controller"
    changed = sent | ({"name": "Larkwater Trust"} if name == "controller" else {})
    assert as_lead.post(page, changed).url == programme.get_absolute_url()
    part.refresh_from_db()
    first = "name" if name in {"strand", "controller", "hub"} else "text"
    assert getattr(part, first) == changed[first]
    assert first in Event.objects.get(verb="changed").detail["changed"]


def test_a_hub_is_led_by_an_organisation_or_by_none(as_lead, hub):
    page = reverse("people:change-hub", args=[hub.pk])
    as_lead.post(page, HUB)
    hub.refresh_from_db()
    assert hub.led_by.name == "Tamar Learning Trust"
    assert "Tamar Learning Trust" in as_lead.get(page).text
    as_lead.post(page, HUB | {"led_by": ""})
    hub.refresh_from_db()
    assert hub.led_by is None


@pytest.mark.parametrize(
    ("topic", "sent", "field", "value"),
    [
        ("about", ABOUT, "key_stages", [1, 2]),
        ("about", ABOUT, "phases_of_education", ["primary"]),
        ("purpose", PURPOSE, "problem", "Few explain"),
        ("working", WORKING, "specialist_word", "lead practitioner"),
    ],
)
def test_each_topic_of_a_programme_is_changed(as_lead, programme, topic, sent, field, value):
    page = reverse(f"people:programme-{topic}", args=[programme.code])
    assert as_lead.get(page).status_code == 200
    assert as_lead.post(page, sent).url == programme.get_absolute_url()
    programme.refresh_from_db()
    assert getattr(programme, field) == value


def test_another_organisation_leads_it(as_lead, programme):
    as_lead.post(reverse("people:programme-about", args=[programme.code]), ABOUT)
    programme.refresh_from_db()
    assert programme.lead_organisation.name == "Tamar Trust"


@pytest.mark.parametrize(
    ("page", "sent", "words"),
    [
        ("add-strand", STRAND | {"name": "Book talk"}, "This programme has a strand of that name."),
        ("add-hub", {"name": "Exe"}, "This programme has a hub of that name."),
        ("add-aim", AIM | {"text": ""}, "This field is required."),
        ("add-aim", AIM | {"due_on": "2040-07-01"}, "the end of its follow-up in 2031"),
        ("add-aim", AIM | {"due_on": "2020-07-01"}, "Choose a day between the start"),
        ("programme-about", ABOUT | {"ends_on": "2026-09-01"}, "The last day is before the first."),
        (
            "programme-working", WORKING | {"n_pupil_data_points": "4"},
            "Pupils are measured at most three times a year.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(as_lead, programme, strand, hub, page, sent, words):
    assert words in said(as_lead.post(reverse(f"people:{page}", args=[programme.code]), sent))


def test_who_answers_for_data_is_in_the_table_once(as_lead, programme, parts):
    page = reverse("people:add-controller", args=[programme.code])
    answer = as_lead.post(page, CONTROLLER)
    assert "They are in the table already." in said(answer)
    assert "Constraint" not in said(answer)


def test_an_ingredient_is_in_its_strand_once(as_lead, strand):
    page = reverse("people:add-ingredient", args=[strand.pk])
    as_lead.post(page, INGREDIENT)
    assert "This strand has an ingredient of these words." in said(as_lead.post(page, INGREDIENT))


@pytest.fixture
def six_strands(programme):
    for n in range(6):
        Strand.objects.create(programme=programme, name=f"Strand {n}")
    return reverse("people:add-strand", args=[programme.code])


def test_a_seventh_strand_needs_a_reason_that_everybody_can_read(as_lead, programme, six_strands):
    assert "There are 6 strands already. Fewer go deeper." in said(as_lead.get(six_strands))
    assert as_lead.post(six_strands, STRAND).status_code == 200
    assert programme.strands.count() == 6
    because = {"why_one_more": "The funder asks for one on attendance"}
    assert as_lead.post(six_strands, STRAND | because).status_code == 302
    assert "Why one more: The funder asks" in said(as_lead.get(programme.get_absolute_url()))


def test_a_seventh_strand_is_for_who_leads(client, programme, six_strands):
    client.force_login(holder_of(Role.PROJECT_MANAGER, programme=programme))
    answer = client.post(six_strands, STRAND | {"why_one_more": "There is money left"})
    assert answer.status_code == 403
    assert "Who leads the programme may add another, and says why." in said(answer)


def test_nobody_adds_a_seventh_strand_without_a_reason_past_the_form(lead, programme, six_strands):
    with pytest.raises(PermissionDenied, match="Say why Number Sense needs one more strand"):
        actions.add_strand(programme=programme, name="Seventh", by=lead, at=timezone.now())
    assert programme.strands.count() == 6


def test_below_seven_nobody_is_asked_why(as_lead, programme):
    page = reverse("people:add-strand", args=[programme.code])
    assert "Why one more" not in said(as_lead.get(page))


def test_eight_ingredients_are_one_too_many(as_lead, strand):
    for n in range(7):
        ActiveIngredient.objects.create(strand=strand, text=f"No. {n}", indicator="seen")
    answer = as_lead.get(reverse("people:add-ingredient", args=[strand.pk]))
    assert (answer.status_code, "the most anybody can keep in mind" in said(answer)) == (403, True)


PAGES = [
    "programme-about", "programme-purpose", "programme-working", "add-strand",
    "add-aim", "add-controller", "add-hub",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_to_the_programme_finds_nothing(client, programme, page):
    client.force_login(holder_of(Role.PROGRAMME_LEAD, programme=make_programme()))
    assert client.get(reverse(f"people:{page}", args=[programme.code])).status_code == 404
    client.force_login(make_user())
    assert client.post(reverse(f"people:{page}", args=[programme.code])).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_who_may_not_change_it_is_told_who_can(client, programme, page):
    client.force_login(holder_of(Role.HUB_LEAD, hub=make_hub(programme)))
    for answer in (
        client.get(reverse(f"people:{page}", args=[programme.code])),
        client.post(reverse(f"people:{page}", args=[programme.code]), STRAND),
    ):
        assert answer.status_code == 403
        assert "Only those who lead or manage this programme can change it." in said(answer)


@pytest.mark.parametrize("name", ["strand", "ingredient", "aim", "controller", "hub"])
def test_parts_are_walled_off_as_the_programme_is(client, parts, programme, name):
    page = reverse(f"people:change-{name}", args=[parts[name][0].pk])
    client.force_login(holder_of(Role.PROGRAMME_LEAD, programme=make_programme()))
    assert client.get(page).status_code == 404
    client.force_login(make_administrator())
    assert client.get(page).status_code == 403
    client.force_login(holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=programme))
    assert client.post(page, parts[name][1]).status_code == 403
    assert client.delete(page).status_code == 405


@pytest.mark.parametrize("state", [Programme.State.ARCHIVED, Programme.State.STOPPED])
def test_a_programme_that_is_over_stays_as_it_is(as_lead, programme, state):
    Programme.objects.filter(pk=programme.pk).update(state=state, state_because="No money left")
    answer = as_lead.post(reverse("people:add-strand", args=[programme.code]), STRAND)
    assert answer.status_code == 403
    assert f"Number Sense is {state.label.lower()} and stays as it is." in said(answer)

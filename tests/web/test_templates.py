"""The pieces every page is made of, as they come out."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, loader
from django.test import Client, RequestFactory
from django.urls import reverse

from leadwell.web import gallery
from leadwell.web.charts.bars import Bar, Bars, bars

TEMPLATES = Path(gallery.__file__).parent / "templates"

pytestmark = pytest.mark.django_db


class Tags(HTMLParser):
    """Every start tag of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag == name]


def rendered(template: str, **context: object) -> str:
    return loader.render_to_string(template, context, RequestFactory().get("/?q=marsh"))


class VisitForm(forms.Form):
    day = forms.CharField(label="Day", help_text="The day you went.")
    how = forms.ChoiceField(
        label="How", choices=[("a", "Well"), ("b", "Badly")], widget=forms.RadioSelect
    )
    seen = forms.BooleanField(label="Seen by the head")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    sent_id = forms.CharField(widget=forms.HiddenInput, required=False)


def test_the_gallery_shows_every_piece(client: Client):
    page = client.get(reverse("gallery"))
    assert page.status_code == 200
    assert page.text.count("<figure>") == 12
    assert "There is a problem" not in page.text


def test_every_id_on_the_page_of_all_pieces_is_there_once(client: Client):
    ids = re.findall(r'\sid="([^"]+)"', client.post(reverse("gallery"), {"name": ""}).text)
    assert len(ids) == len(set(ids))


def test_every_label_and_description_points_at_something(client: Client):
    tags = Tags(client.post(reverse("gallery"), {"name": ""}).text)
    ids = {attributes.get("id") for _, attributes in tags.found}
    for _, attributes in tags.found:
        for name in ("for", "aria-describedby", "aria-labelledby"):
            assert set((attributes.get(name) or "").split()) <= ids
        href = attributes.get("href") or ""
        assert not href.startswith("#") or href[1:] in ids


def test_no_page_styles_or_scripts_itself(client: Client):
    tags = Tags(client.get(reverse("gallery")).text)
    assert not tags.named("style")
    assert all(script.get("src") for script in tags.named("script"))
    for _, attributes in tags.found:
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)


def test_no_template_styles_or_scripts_itself():
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?! src)", text), path


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_nothing_from_the_view(name):
    page = loader.get_template(f"{name}.html").render()
    assert page.count("<h1>") == 1
    assert 'data-bs-theme="light"' in page


def test_a_refusal_gives_its_reason():
    assert "Only the hub lead can release a note." in rendered(
        "403.html", exception="Only the hub lead can release a note."
    )


def test_a_missing_page_does_not_say_whether_there_is_one(client: Client):
    page = rendered("404.html", exception="No School matches the given query.", path="/schools/1")
    assert "School matches" not in page


def test_a_form_with_errors_says_so_first_and_beside_each_field():
    form = VisitForm({"day": "", "sent_id": "7"})
    html = rendered("web/appearance.html", form=form)
    tags = Tags(html)
    assert re.search(r"<title>\s*Error:", html)
    assert html.index("There is a problem") < html.index("Day")
    links = [a["href"] for a in tags.named("a") if (a["href"] or "").startswith("#id_")]
    assert links == ["#id_day", "#id_how_0", "#id_seen"]
    day = next(field for field in tags.named("input") if field.get("name") == "day")
    assert day["aria-describedby"] == "id_day_helptext id_day_error"
    assert day["aria-invalid"] == "true"


def test_the_summary_is_focused_when_the_page_returns():
    summary = next(a for a in Tags(str(VisitForm({}))).named("div") if a.get("class") == "errs")
    assert summary["tabindex"] == "-1"
    assert summary["role"] == "alert"
    assert "autofocus" in summary


def test_a_form_without_errors_has_no_summary_and_keeps_its_hidden_field():
    html = str(VisitForm())
    assert "There is a problem" not in html
    assert 'type="hidden"' in html
    assert "(optional)" in html


def test_choices_are_whole_rows_in_a_named_group():
    tags = Tags(str(VisitForm()))
    assert len(tags.named("fieldset")) == 1
    rows = [label for label in tags.named("label") if label.get("class") == "pick"]
    assert [row["for"] for row in rows] == ["id_how_0", "id_how_1", "id_seen"]


def test_what_was_typed_is_kept_and_made_harmless():
    html = str(VisitForm({"day": '"><script>', "note": "</textarea><b>"}))
    assert "<script>" not in html
    assert "<b>" not in html
    assert "&lt;/textarea&gt;&lt;b&gt;" in html


def test_an_error_of_the_whole_form_is_in_the_summary():
    form = VisitForm({"day": "1", "how": "a", "seen": "on"})
    form.add_error(None, "Someone else changed the note.")
    assert "Someone else changed the note." in str(form)


def test_a_figure_has_both_pictures_and_its_table():
    drawing = bars(Bars("beside", "Beside", (Bar("<b>Marsh</b>", 40),), table_caption="Reading"))
    html = rendered("_figure.html", drawing=drawing, heading="Reading", caption="Source.")
    assert html.count("<svg") == 2
    assert html.count("<details>") == 1
    assert "<b>" not in html
    assert "40%" in html


@pytest.mark.parametrize(
    ("level", "letter"), [("green", "g"), ("Amber", "a"), ("red", "r"), ("Grey", "y")]
)
def test_rag_is_always_word_icon_and_colour(level, letter):
    html = rendered("_rag.html", level=level)
    assert f'class="rag {letter}"' in html
    assert f'href="#i-{letter}"' in html
    assert level.capitalize() in html
    assert "chg" not in html


def test_a_change_of_rag_is_an_arrow_with_words():
    html = rendered("_rag.html", level="red", change="down from Amber", direction="down")
    assert "#i-down" in html
    assert "down from Amber" in html


def test_turning_a_page_keeps_the_search():
    page = Paginator(range(95), 20).get_page(2)
    html = rendered("_pagination.html", page=page)
    assert "?q=marsh&amp;page=1" in html
    assert "Page 2 of 5" in html
    assert "page=3" in html


def test_one_page_of_results_has_no_pages_to_turn():
    assert not rendered("_pagination.html", page=Paginator(range(5), 20).get_page(1)).strip()


def test_a_stacked_table_names_each_cell_for_a_phone():
    html = rendered(
        "_table.html", caption="C", columns=("A", "B"), rows=(("1", "<2>"),), stack=True
    )
    assert 'data-l="B"' in html
    assert "&lt;2&gt;" in html
    assert Tags(html).named("th")[-1]["role"] == "rowheader"


def test_what_is_the_same_for_everybody_is_made_once_and_knows_nobody():
    template = Template(
        "{% load static %}{% once %}{% static 'theme.css' %} {{ name }}{% endonce %} {{ name }}"
    )
    pages = [template.render(Context({"name": name})) for name in ("Alice", "Bob")]
    assert pages == ["/static/theme.css  Alice", "/static/theme.css  Bob"]

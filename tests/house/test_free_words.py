"""What somebody writes in free words is looked over by the guard before it is sent (X10); any other
field for words stands here, with the reason why not."""

import ast
import importlib
import inspect
import pkgutil
import textwrap
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from types import FunctionType, ModuleType

import pytest
from django import forms
from django.forms import BaseForm
from django.urls import URLPattern, URLResolver, get_resolver

from leadwell.people import guarding

FLOORS = ("leadwell.people", "leadwell.explore", "leadwell.prepare", "leadwell.govern",
          "leadwell.deliver")  # fmt: skip
"""Packages whose forms and pages are looked at."""

OWN_MARKS = {"leadwell.people.drafts.gallery_views"}
"""The gallery of pieces, which shows the guard itself at work and keeps nothing."""

WHO = "asks who somebody is: a name is the answer"
ORGANISATION = "the name of an organisation"
TITLE = "what something is called, in a few words that its makers choose for all to read"
WORD = "a word or a place in a paper, too short to say anything of anybody"
NUMBER = "numbers or days, read as such"
SEARCH = "looked for, and kept nowhere"

NOT_READ = {
    "people.running.forms.AboutForm": {
        "name": TITLE, "subject": TITLE, "lead_organisation": ORGANISATION,
        "commissioner": ORGANISATION,
    },
    "people.running.forms.NewProgrammeForm": {
        "name": TITLE, "code": WORD, "subject": TITLE, "lead_organisation": ORGANISATION,
        "lead_name": WHO,
    },
    "people.running.forms.WorkingForm": {"specialist_word": WORD},
    "people.running.forms.StrandForm": {
        "name": TITLE, "provider": ORGANISATION, "phases_of_education": WORD,
    },
    "people.running.forms.ControllerForm": {"name": ORGANISATION},
    "people.running.forms.HubForm": {"name": TITLE, "led_by": ORGANISATION},
    "explore.choosing.forms.NominateForm": {
        "organisation": ORGANISATION, "name": WHO, "head_told_by": WHO,
    },
    "explore.choosing.forms.HeadToldForm": {"told_by": WHO},
    "explore.choosing.forms.AssessForm": {"head_called_by": WHO, "working_party": WHO},
    "explore.choosing.forms.SupportForm": {"given_by": WHO},
    "explore.choosing.looking_form.LookingForm": {"trust": SEARCH},
    "explore.designing.forms.RunningForm": {"specialist_word": WORD},
    "explore.designing.forms.InstrumentForm": {"name": TITLE},
    "explore.interest.forms.HeadForm": {"name": WHO},
    "explore.interest.forms.InterestForm": {
        "plan_reference": WORD, "subject_lead": WHO, "deputy": WHO, "leader": WHO,
        "working_party": WHO,
    },
    "explore.lessons.forms.OwnLessonForm": {"value": WORD},
    "explore.peer_reviewing.forms.ReviewerForm": {"name": WHO, "organisation": ORGANISATION},
    "prepare.forms.OwnerFields": {"owner_name": WHO, "owner_post": WHO},
    "explore.radar.page.WhichForm": {"school": SEARCH},
    "prepare.overseeing.WhichForm": {"school": SEARCH, "owner": SEARCH},
    "prepare.planning.forms.PriorityForm": {"measure": "chosen from a list", "unit": WORD},
    "prepare.planning.forms.SipForm": {"sip_page": WORD},
    "prepare.memoranda.forms.DraftForm": {
        "released_on": NUMBER, "chair_name": WHO, "trust_name": WHO,
    },
    "prepare.memoranda.forms.PaperForm": {"name": WHO, "post": WHO},
    "prepare.memoranda.forms.LinkForm": {"name": WHO},
    "prepare.deploying.agreeing.forms.NeedForm": {"specialisms": SEARCH},
    "prepare.deploying.agreeing.forms.AgreementForm": {"visit_days": NUMBER, "observed_by": WHO},
    "prepare.deploying.register.forms.FactsForm": {"based_at": NUMBER},
    "prepare.deploying.register.forms.CheckForm": {"checked_by": WHO},
    "prepare.deploying.register.forms.CredentialForm": {"issuer": ORGANISATION, "subject": TITLE},
    "people.forms.UploadForm": {"academic_year": NUMBER},
    "people.privacy.forms.RequestForm": {"asker": WHO, "who": WHO},
    "people.privacy.forms.EraseForm": {"name": WHO},
    "people.privacy.opened.forms.OpenedForm": {"by": SEARCH, "about": SEARCH},
    "people.privacy.problems.forms.AssessForm": {"whose": WHO},
    "people.privacy.problems.forms.ComplaintForm": {"complainant": WHO},
    "people.roles.forms.FilterForm": {"q": SEARCH},
    "people.roles.forms.PersonForm": {"name": WHO, "phone": NUMBER, "post": WHO},
    "people.roles.role_forms.SomebodyForm": {"name": WHO, "phone": NUMBER, "post": WHO},
    "people.spreadsheets.contacts.ContactRow": {"name": WHO, "phone": NUMBER, "post": WHO},
    "people.notices.forms.IssueForm": {"contact": WHO},
    "people.training.forms.TrainingForm": {"what": TITLE},
    "govern.forms.AnswerForm": {"minute_ref": WORD},
    "govern.forms.ReceiptForm": {"minute_ref": WORD},
    "deliver.notes.forms.AttachForm": {"title": TITLE},
    "deliver.notes.masked_views.MaskForm": {"also": WHO},
    "prepare.deploying.register.forms.InterestForm": {"school": NUMBER},
}  # fmt: skip
"""By form and field; of a form that is made from another, those of the other stand there."""

MADE_LATER = {
    "explore.interest.forms._name": WHO,
    "people.roles.role_forms._place_fields": NUMBER,
}
"""Functions that make such a field while a form is made, with the reason."""

PARTS = "deliver.notes.parts."
"""A note is looked over whole, all its parts at once, before it is shared: deliver.notes.writing."""

DRAFTS = ("keep-", "choose-")
"""How addresses begin that keep what is written so far, for its author alone. It is looked over when
it is sent."""
SENT_LATER = {
    "explore:write-interest", "explore:write-view", "people:load", "people:upload",
    "people:request", "deliver:paste-note",
}  # fmt: skip
"""What a page saves or asks, and another page shows once more to be sent, looks over and sends."""

GUARDS = {guarding.attempt, guarding.looked_over, guarding.found_in}
"""Every page looks over free words by one of these."""
ASIDE = {"actions", "rules", "models", "access", "guarding", "refusals", "transitions"}
"""Modules in which no form is made and nothing is asked."""


def modules() -> Iterator[ModuleType]:
    assert get_resolver().url_patterns  # with what addresses of single floors are written in
    for floor in FLOORS:
        top = importlib.import_module(floor)
        yield top
        for found in pkgutil.walk_packages(top.__path__, f"{floor}."):
            if ".migrations" not in found.name and found.name not in OWN_MARKS:
                yield importlib.import_module(found.name)


@cache
def form_classes() -> dict[str, type[BaseForm]]:
    return {
        _name(one): one
        for module in modules()
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, BaseForm) and one.__module__ == module.__name__
    }


def _name(one: type | FunctionType) -> str:
    return f"{one.__module__.removeprefix('leadwell.')}.{one.__qualname__}"


def is_for_words(field: forms.Field) -> bool:
    return (
        isinstance(field, forms.CharField)
        and not isinstance(field, forms.EmailField)
        and not field.widget.is_hidden
    )


def is_read(field: forms.Field) -> bool:
    return "data-guard" in field.widget.attrs


def _excused(form: type[BaseForm]) -> dict[str, str]:
    listed = [NOT_READ.get(_name(one), {}) for one in form.__mro__]
    return {name: why for each in listed for name, why in each.items()}


def test_every_field_for_words_is_read_by_the_guard_or_says_why_not():
    assert len(form_classes()) > 60
    forgotten = [
        f"{name}.{field_name}"
        for name, form in form_classes().items()
        for field_name, field in form.base_fields.items()
        if is_for_words(field) and not is_read(field) and field_name not in _excused(form)
    ]
    assert forgotten == [], "mark them by `line` or `lines`, or list them with the reason"


def test_nothing_is_excused_that_is_read_or_is_not_there():
    gone = [
        f"{name}.{field_name}"
        for name, fields in NOT_READ.items()
        for field_name in fields
        if (form := form_classes().get(name)) is None
        or not is_for_words(field := form.base_fields.get(field_name))
        or is_read(field)
    ]
    assert gone == []


# Fields that a form makes when it is made


@cache
def fields_made_later() -> list[tuple[str, bool]]:
    """Every field for words that is made inside a function: its name, and whether it is read."""
    return list(_made_later())


def _made_later() -> Iterator[tuple[str, bool]]:
    for module in modules():
        tree = ast.parse(Path(module.__file__).read_text())
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                for call in ast.walk(function):
                    if isinstance(call, ast.Call) and _makes_words(call, vars(module)):
                        name = f"{module.__name__.removeprefix('leadwell.')}.{function.name}"
                        yield name, _is_read(call)


def _makes_words(call: ast.Call, known: dict[str, object]) -> bool:
    top, _, name = ast.unparse(call.func).rpartition(".")
    made = getattr(known.get(top), name, None) if top else known.get(name)
    is_field = isinstance(made, type) and issubclass(made, forms.CharField)
    is_hidden = "Hidden" in ast.unparse(call)
    return is_field and not issubclass(made, forms.EmailField) and not is_hidden


def _is_read(call: ast.Call) -> bool:
    given = {word.arg: ast.unparse(word.value) for word in call.keywords}
    if ast.unparse(call.func).endswith("LinesField"):
        return given.get("is_guarded") != "False"
    widget = given.get("widget", "")
    marks = ("lines(", "line(", "guarded(", "'data-guard'")
    return "is_guarded" not in widget and any(mark in widget for mark in marks)


def test_fields_made_while_a_form_is_made_are_read_too():
    assert len(fields_made_later()) >= 10
    unread = {name for name, reads in fields_made_later() if not reads}
    assert unread == set(MADE_LATER)


# Pages


def pages() -> Iterator[tuple[str, FunctionType, tuple[object, ...]]]:
    """Every page of these floors: its name, its view, what its address hands it."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns, namespace: str) -> Iterator[tuple[str, FunctionType, tuple[object, ...]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            view = inspect.unwrap(pattern.callback)
            if view.__module__.startswith(FLOORS) and view.__module__ not in OWN_MARKS:
                yield f"{namespace}{pattern.name}", view, tuple(pattern.default_args.values())


@cache
def tree_of(thing: FunctionType | type) -> ast.Module:
    return ast.parse(textwrap.dedent(inspect.getsource(thing)))


@cache
def named_in(thing: FunctionType | type) -> frozenset[object]:
    """Functions and classes of ours that its source names."""
    names = vars(importlib.import_module(thing.__module__))
    found = set()
    for node in ast.walk(tree_of(thing)):
        if isinstance(node, ast.Name):
            named = names.get(node.id)
            several = named.values() if isinstance(named, dict) else [named]
            found.update(_hashed(one) for one in several if not _is_lambda(one))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = names.get(node.value.id)
            if isinstance(module, ModuleType):
                found.add(_hashed(getattr(module, node.attr, None)))
    return frozenset(one for one in found if one is not None)


def _is_lambda(one: object) -> bool:
    return getattr(one, "__name__", "") == "<lambda>"


def _hashed(one: object) -> object:
    one = inspect.unwrap(one) if inspect.isfunction(one) else one
    ours = getattr(one, "__module__", "") or ""
    return one if isinstance(one, FunctionType | type) and ours.startswith("leadwell.") else None


def reached(start: tuple[object, ...]) -> set[object]:
    """All that is named by these, and by what they name."""
    seen: set[object] = set()
    waiting = [one for one in map(_hashed, start) if one]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            is_form = isinstance(one, type) and issubclass(one, BaseForm)
            if not is_form and not ASIDE & set(one.__module__.split(".")):
                waiting += named_in(one)
    return seen


def _handed(value: object) -> tuple[object, ...]:
    """What an address hands to its view: a form, an action, or a part of a programme with its form."""
    inner = value.func if isinstance(value, partial) else value
    return (inner, getattr(value, "form", None))


@cache
def has_free_words(form: object) -> bool:
    """Whether it has such a field, or makes one when it is made."""
    if not (isinstance(form, type) and issubclass(form, BaseForm)):
        return False
    if any(map(is_read, form.base_fields.values())):
        return True
    known = vars(importlib.import_module(form.__module__))
    calls = [one for one in ast.walk(tree_of(form)) if isinstance(one, ast.Call)]
    if any(_makes_words(one, known) and _is_read(one) for one in calls):
        return True
    makers = {name for name, reads in fields_made_later() if reads}
    asked = tuple(one for one in named_in(form) if isinstance(one, FunctionType))
    return any(_name(one) in makers for one in reached(asked))


@cache
def asked_by_page() -> dict[str, tuple[frozenset[object], bool]]:
    """Of each page, the forms with free words it shows, and whether it lets the guard read them."""
    found = {}
    for name, view, handed in pages():
        start = (view, *(one for value in handed for one in _handed(value)))
        all_of_it = reached(start)
        free = frozenset(one for one in all_of_it if has_free_words(one))
        found[name] = (free, bool(GUARDS & all_of_it))
    return found


def test_every_page_that_asks_for_free_words_lets_the_guard_read_them():
    unread = {
        name: sorted(map(_name, free))
        for name, (free, reads) in asked_by_page().items()
        if free
        and not reads
        and not name.partition(":")[2].startswith(DRAFTS)
        and name not in SENT_LATER
    }
    assert unread == {}
    assert sum(bool(free) for free, _ in asked_by_page().values()) > 60


def test_every_form_with_free_words_was_found_on_a_page():
    on_pages = {_name(one) for free, _ in asked_by_page().values() for one in free}
    named = {name for name, form in form_classes().items() if has_free_words(form)}
    assert sorted(name for name in named - on_pages if not name.startswith(PARTS)) == []


@pytest.mark.parametrize("value", ["one", ["one", "two"], [("2026-10-01", "one")], None, 3])
def test_of_a_field_with_several_lines_each_is_read(value):
    class OneForm(forms.Form):
        words = forms.CharField(widget=forms.TextInput(attrs={"data-guard": ""}))
        name = forms.CharField()

    form = OneForm()
    form.cleaned_data = {"words": value, "name": "nobody reads this"}
    said = guarding.free_words(form)
    assert "nobody reads this" not in said
    assert ("one" in said) == (value not in (None, 3))

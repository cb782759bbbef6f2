"""Thousands of requests at random: anybody, any address and method, whatever they may make up.

A leak is: a word of a row that the twin says this person may not read; a page or a change by
somebody without the operation; a way to tell what is out of reach from what does not exist; an
answer that is our own fault (500). The suite tries 1,000; `LEADWELL_PROBES=10000` tries as many as
it says, and `LEADWELL_SEED` another walk. The seed and what came of it are printed.
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from random import Random
from urllib.parse import urlencode

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts.models import Session, User
from leadwell.people import permissions
from leadwell.people.permissions import Page
from leadwell.schools.models import School
from tests.house.test_open_pages import PAGES as ADDRESSES
from tests.walk.asking import Answer, ask
from tests.walk.crowd import Crowd, crowded, signed_in, write_drafts
from tests.walk.test_every_address import ALSO, KINDS, expected

PROBES = int(os.environ.get("LEADWELL_PROBES", "1000"))
SEED = int(os.environ.get("LEADWELL_SEED", "20261122"))
METHODS = ("GET",) * 9 + ("POST",) * 12 + ("HEAD",) * 3 + ("PUT", "PATCH", "DELETE", "OPTIONS")
SAFE = {"GET", "HEAD", "OPTIONS"}
NUMBERS = (0, 1, 2**31, 2**63, 10**25, 987_654_321)
ODD = (
    "",
    "x",
    "0",
    "-1",
    "2",
    "99999999999999999999",
    "\0",
    "'",
    "%",
    "../..",
    "<b>",
    "all",
    "past",
)
WORDS = "Because it is so, and has been so for a while."
ONES_OWN = (
    "accounts_", "account_", "mfa_", "audit_event", "people_breach", "people_complaint",
    "deliver_calendarfeed", "people_mailchoice",
)  # fmt: skip
"""Tables that pages about oneself and the ways in may change."""


SHOWING_A_NOTE = {
    "deliver:note", "deliver:note-pdf", "deliver:note-version", "deliver:note-version-pdf",
}  # fmt: skip
"""Whoever a note is for has seen it once one of these is opened, and its author reads that."""


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker) -> Iterator[Crowd]:
    with crowded(django_db_blocker, seed=SEED) as made:
        write_drafts(made)
        yield made


@dataclass
class Visitor:
    """who: the person the site takes them for; None where the session is over, shut or made up."""

    name: str
    client: Client
    who: User | None


@dataclass
class Probe:
    """One request. other: the same one about something that does not exist, where this is about
    something out of reach; but: words by which the two are allowed to differ."""

    visitor: Visitor
    page: Page
    method: str
    path: str
    thing: models.Model | None
    sent: dict[str, object]
    other: "Probe | None" = None
    but: tuple[object, ...] = ()
    echoed: frozenset[str] = frozenset()

    def __str__(self) -> str:
        said = self.sent.get("data", "")
        return f"{self.visitor.name} {self.method} {self.path} {said!s:.200}"

    def ask(self) -> Answer:
        return ask(self.visitor.client, self.method, self.path, **self.sent)


@dataclass
class Prober:
    crowd: Crowd
    random: Random
    visitors: list[Visitor]
    fields: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    rows: dict[str, list[models.Model]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pages = sorted(permissions.pages().values(), key=lambda page: page.name)
        self.rows = {kind: _all(kind) for kind in KINDS}
        self.tokens = sorted(self.crowd.markers.at)
        self.live = [visitor for visitor in self.visitors if visitor.who]
        for page in self.pages:
            self.fields[page.name] = self._fields(page)

    def probe(self) -> Probe:
        choose = self.random.choice
        page, method = choose(self.pages), choose(METHODS)
        thing, path = self._address(page)
        visitor = choose(self.visitors)
        query, echoed = self._query()
        sent = self._sent(page, method)
        probe = Probe(visitor, page, method, path + query, thing, sent, echoed=echoed)
        if self._is_out_of_reach(probe):
            none = reverse(page.name, kwargs=_named(page, KINDS[page.of].none_such))
            probe.other = Probe(visitor, page, method, none + query, None, sent, echoed=echoed)
        elif (
            echoed
            and visitor.who
            and page.audience not in {"oneself", "strangers"}
            and not any(self._may_read(visitor, token) for token in echoed)
        ):
            stranger = self.crowd.markers.new()
            same = path + query.replace(next(iter(echoed)), stranger)
            probe.but = (next(iter(echoed)), stranger)
            probe.other = Probe(visitor, page, method, same, thing, sent)
        return probe

    def leaks(self, probe: Probe, answer: Answer) -> Iterator[str]:
        who = probe.visitor.who
        if answer.status >= 500:
            yield f"500, {answer.fault}"
        text = "\n".join([answer.text, *(value for _, value in answer.headers)])
        tokens = self.crowd.markers.found(text) - probe.echoed
        for leaked in self.crowd.markers.leaked(who, tokens):
            yield f"shows {leaked}"
        wanted = self._expected(probe)
        says_only_methods = probe.method == "OPTIONS" and not answer.text
        if wanted != "opened" and answer.status == 200 and not says_only_methods:
            yield f"opened, though {wanted}"
        if changed := self._wrongly_changed(probe, answer, wanted):
            yield f"changed {', '.join(sorted(changed))}, though {wanted}"
        if probe.other and not answer.changed:  # what is new has another number each time
            other = probe.other.ask()
            if answer.told(*probe.but) != other.told(*probe.but):
                yield f"differs from {probe.other.path}: {answer.status}, {other.status}"

    def _expected(self, probe: Probe) -> str:
        page, who = probe.page, probe.visitor.who
        if page.audience == "strangers":
            return "opened"
        if who is None:
            return "signed out"
        method = "GET" if probe.method in {"HEAD", "OPTIONS"} else probe.method
        if method not in page.operations:
            return "opened" if probe.method == "OPTIONS" else "not taken"
        return expected(self.crowd.twin, who, page, method, probe.thing)

    def _wrongly_changed(self, probe: Probe, answer: Answer, wanted: str) -> set[str]:
        if wanted == "opened" and probe.method == "POST" and not probe.page.audience:
            return set()
        allowed: tuple[str, ...] = ()
        if probe.page.audience and probe.method == "POST":
            allowed = ONES_OWN
        elif probe.page.name == "account_reset_password_from_key":
            allowed = ("account_emailaddress",)  # allauth's own note of an account's address
        elif wanted == "opened" and probe.page.name.endswith("-csv"):
            allowed = ("audit_event",)  # that it was taken
        elif wanted == "opened" and probe.page.name in SHOWING_A_NOTE:
            allowed = ("audit_event", "deliver_note", "deliver_noteevent")  # that it was read
        return {table for table in answer.changed if not table.startswith(allowed or ("-",))}

    def _is_out_of_reach(self, probe: Probe) -> bool:
        return (
            probe.thing is not None
            and probe.visitor.who is not None
            and self._expected(probe) == "not found"
        )

    def _may_read(self, visitor: Visitor, token: str) -> bool:
        return visitor.who is not None and self.crowd.markers.may_read(visitor.who, token)

    def _address(self, page: Page) -> tuple[models.Model | None, str]:
        """Of any row there is, of none, or of a number that somebody made up."""
        if not page.of:
            return None, ADDRESSES[page.name]
        kind = KINDS[page.of]
        if self.random.random() < 0.12:
            number: object = self.random.choice(NUMBERS)
            named = kind.none_such if isinstance(kind.none_such, str) else number
            if not any(getattr(row, kind.parameter) == named for row in self.rows[page.of]):
                return None, reverse(page.name, kwargs=_named(page, named))
        thing = self.random.choice(self.rows[page.of])
        return thing, reverse(page.name, kwargs=_named(page, getattr(thing, kind.parameter)))

    def _query(self) -> tuple[str, frozenset[str]]:
        """A query string, and the words of rows it looks for."""
        if self.random.random() < 0.55:
            return "", frozenset()
        asked = {name: self._value(name) for name in self.random.sample(QUERY, 2)}
        token = self.random.choice(self.tokens) if self.random.random() < 0.4 else ""
        if token:
            asked["q"] = token
        return f"?{urlencode(asked)}", frozenset({token} - {""})

    def _value(self, name: str) -> str:
        rows = self.rows.get(NAMED.get(name, ""))
        if rows and self.random.random() < 0.7:
            row = self.random.choice(rows)
            return str(row.urn if isinstance(row, School) else row.pk)
        return self.random.choice((*ODD, *CHOICES.get(name, ())))

    def _sent(self, page: Page, method: str) -> dict[str, object]:
        headers = {"HTTP_HX_REQUEST": "true"} if self.random.random() < 0.1 else {}
        if method in SAFE:
            return headers
        body = {
            name: self._filled(name, values)
            for name, values in sorted(self.fields[page.name].items())
            if self.random.random() < 0.95
        }
        return {
            "data": urlencode(body),
            "content_type": "application/x-www-form-urlencoded",
            **headers,
        }

    def _filled(self, name: str, values: list[str]) -> str:
        if values and self.random.random() < 0.85:
            return self.random.choice(values)
        kind = self.random.choice(sorted(self.rows))
        row = self.random.choice(self.rows[kind])
        return self.random.choice((*ODD, str(row.pk), WORDS, f"{kind}-{row.pk}"))

    def _fields(self, page: Page) -> dict[str, list[str]]:
        """What the page's form sends, as learnt from somebody to whom it opens."""
        if "POST" not in page.operations:
            return {}
        if "GET" not in page.operations:
            return STEPS
        for visitor in self.live:
            thing, path = self.crowd.here.things.get(page.of), ADDRESSES[page.name]
            assert visitor.who
            if expected(self.crowd.twin, visitor.who, page, "GET", thing) != "opened":
                continue
            if thing is not None:
                named = getattr(thing, KINDS[page.of].parameter)
                path = reverse(page.name, kwargs=_named(page, named))
            answer = ask(visitor.client, "GET", path)
            if answer.status == 200:
                form = Form()
                form.feed(answer.text)
                return form.fields
        return STEPS


class Form(HTMLParser):
    """Names of the fields of a page's own forms, each with values it would take."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "option" and self.select:
            self.fields[self.select].append(given.get("value", ""))
        name = given.get("name", "")
        if tag not in {"input", "select", "textarea"} or name in {"", "csrfmiddlewaretoken"}:
            return
        values = self.fields.setdefault(name, [])
        self.select = name if tag == "select" else ""
        match given.get("type", "text" if tag != "select" else ""):
            case "date":
                today = timezone.localdate()
                values += [str(today), str(today - timedelta(days=40)), given.get("value", "")]
            case "email":
                values += [f"new{len(self.fields)}@example.org"]
            case "radio" | "checkbox" | "hidden":
                values.append(given.get("value", "on"))
            case "text" | "tel":
                values.append(WORDS[:30])
        if tag == "textarea":
            values.append(WORDS)


STEPS = {
    "session": ["x"], "reason": [WORDS], "why": ["identity"], "on": ["2026-11-20"],
    "extended_because": [WORDS], "outcome": ["done"], "outcome_note": [WORDS],
    "fewer_because": [WORDS], "asked_on": ["2026-11-20"], "heard_on": ["2026-11-21"],
}  # fmt: skip
"""What is sent to addresses that have no page of their own."""
QUERY = ("page", "sort", "role", "when", "hub", "programme", "school", "urn", "person", "without",
         "next", "kind", "area", "q", "year", "measure")  # fmt: skip
NAMED = {"hub": "hub", "programme": "programme", "school": "school", "urn": "school",
         "person": "person"}  # fmt: skip
CHOICES = {
    "role": ("PL", "HT", "SYS"), "sort": ("name", "role", "where"), "when": ("all", "to-come"),
    "without": ("head", "finance"), "next": ("//example.org", "/people/"),
    "kind": ("deputy", "all"),
}  # fmt: skip


def _all(kind: str) -> list[models.Model]:
    rows = School.objects.standing() if kind == "school" else KINDS[kind].model._default_manager
    return list(rows.order_by("pk"))


def _named(page: Page, named: object) -> dict[str, object]:
    return {KINDS[page.of].parameter: named} | ALSO.get(page.name, {})


def visitors(crowd: Crowd) -> list[Visitor]:
    """Everybody, and some whose session is over, left alone on a shared computer, closed or forged."""
    found = []
    for n, (name, user) in enumerate(sorted(crowd.people.items())):
        found.append(Visitor(name, signed_in(user, n=n), user))
    for n, name in enumerate(("PL", "HT", "SYS", "DPO"), start=400):
        user = crowd.people[name]
        ended = signed_in(user, n=n)
        Session.objects.filter(pk=_key(ended)).delete()
        locked = signed_in(user, n=n + 10, is_shared=True)
        past = timezone.now() - timedelta(seconds=1)
        Session.objects.filter(pk=_key(locked)).update(expire_date=past)
        forged = Client(raise_request_exception=False)
        forged.cookies["sessionid"] = _key(found[0].client)[::-1]
        found += [
            Visitor(f"{name}, session ended", ended, None),
            Visitor(f"{name}, left alone on a shared computer", locked, None),
            Visitor("a made-up session", forged, None),
        ]
    closed = crowd.people["far HT"]
    client = signed_in(closed, n=500)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    found = [each for each in found if each.who != closed]
    return [*found, Visitor("an account that was closed", client, None)]


def _key(client: Client) -> str:
    return client.cookies["sessionid"].value


def test_nothing_leaks_to_anybody_whatever_they_ask(crowd, record_property):
    prober = Prober(crowd, Random(SEED), visitors(crowd))
    came: Counter[int] = Counter()
    leaks: list[str] = []
    n_twice = 0
    for _ in range(PROBES):
        probe = prober.probe()
        answer = probe.ask()
        came[answer.status] += 1
        n_twice += probe.other is not None
        leaks += [f"{probe}: {leak}" for leak in prober.leaks(probe, answer)]
    said = ", ".join(f"{n:,} times {status}" for status, n in sorted(came.items()))
    summary = f"seed {SEED}: {PROBES:,} probes, {n_twice:,} of them asked twice; {said}; {len(leaks)} leaks"
    record_property("said", summary)
    assert not leaks, f"{summary}\n" + "\n".join(leaks[:100])
    assert min(came[200], came[302], came[403], came[404], came[405]) > PROBES // 200

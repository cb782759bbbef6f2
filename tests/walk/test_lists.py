"""Every list, count, search and download of rows holds what the permission table allows that
person: no row more, none fewer, and no count from outside.

What is expected is worked out by the twin, from the table, over every row there is.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.audit.models import Look
from leadwell.people import permissions
from leadwell.people.models import Capacity, Person, RoleHeld
from leadwell.people.permissions import Operation, Without
from leadwell.people.roles.contacts import BY_KEY
from leadwell.people.roles.listing import A_PAGE
from leadwell.people.running.page import NEEDED
from leadwell.prepare.models import AgreedAction
from leadwell.programmes.models import Enrolment
from leadwell.schools.models import School
from tests.factories import publish
from tests.walk import (
    board_lists,
    choosing_lists,
    note_lists,
    notice_lists,
    peer_review_lists,
    plan_lists,
    report_lists,
    review_lists,
    sent_lists,
    visit_lists,
)
from tests.walk.asking import ask
from tests.walk.crowd import Crowd, crowded

READ, CREATE, CHANGE = Operation.READ, Operation.CREATE, Operation.CHANGE
DATES_TOO = frozenset({Without.CONTENT})
ROW = re.compile(r"<tr[ >].*?</tr>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
Shown = tuple[object, object]
"""What the page shows, and what it should."""
Reader = Callable[["Reading"], Iterator[Shown]]


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker) -> Iterator[Crowd]:
    with crowded(django_db_blocker) as made:
        for school in School.objects.standing():
            publish(school, 2024, eligible_pupils=30, rwm_expected=60)
        visit_lists.plant(made)
        report_lists.plant(made)
        board_lists.plant(made)
        choosing_lists.plant(made)
        note_lists.plant()
        review_lists.plant()
        peer_review_lists.plant()
        plan_lists.plant()
        notice_lists.plant()
        sent_lists.plant(made)
        yield made


class Reading:
    """One person at one list."""

    def __init__(self, crowd: Crowd, user: User) -> None:
        self.crowd, self.twin, self.user = crowd, crowd.twin, user
        self.client = Client()
        self.client.force_login(user)

    def get(self, name: str, *named: object, **query: object) -> str:
        path = reverse(name, args=named, query={k: str(v) for k, v in query.items() if v} or None)
        return ask(self.client, "GET", path).text

    def rows(self, page: str) -> list[tuple[str, set[str]]]:
        """The words and the links of each row of the page's table, without its heading."""
        return [(said(row), set(links(row))) for row in ROW.findall(page)[1:]]

    def may(self, key: str, operation: Operation, thing, leaving_out=frozenset()) -> bool:
        return self.twin.may(self.user, key, operation, thing, leaving_out)

    def open_parts(self, leaving_out=frozenset()) -> list[Enrolment]:
        return [
            each
            for each in self.twin.enrolments
            if (each.left_on is None or each.left_on >= self.twin.on)
            and self.may("school_record", READ, each, leaving_out)
        ]

    def roles(self, fits: Callable[[RoleHeld], bool]) -> Counter[int]:
        """Persons of the roles this one sees and that fit, once for each role."""
        return Counter(
            role.person_id
            for role in self.twin.roles
            if fits(role) and self.may("account", READ, role)
        )


def programmes(reading: Reading) -> Iterator[Shown]:
    shown = reading.rows(reading.get("reporting:programmes"))
    seen = [
        p for p in reading.twin.programmes.values() if reading.may("programme", READ, p, DATES_TOO)
    ]
    opened = {p.get_absolute_url() for p in seen if reading.may("programme", READ, p)}
    yield {words.split()[0] for words, _ in shown}, {p.name.split()[0] for p in seen}
    yield len(shown), len(seen)
    yield {url for _, urls in shown for url in urls if url.startswith("/programmes/")}, opened
    for words, _ in shown:
        [one] = [p for p in seen if words.startswith(p.name)]
        taking_part = [
            each
            for each in reading.twin.enrolments
            if each.programme_id == one.pk and (not each.left_on or each.left_on >= reading.twin.on)
        ]
        yield words.split()[-1], str(len(taking_part))


def my_schools(reading: Reading) -> Iterator[Shown]:
    shown = reading.rows(reading.get("reporting:my-schools"))
    parts = reading.open_parts(DATES_TOO)
    opened = {part_of(each) for each in reading.open_parts()}
    yield len(shown), len(parts)
    yield {url for _, urls in shown for url in urls}, opened
    for part in parts:
        name, of = part.standing_school.name, part.programme.name
        yield sum(words.startswith(name) and of in words for words, _ in shown), 1
    for key in NEEDED[:2]:
        page = reading.get("reporting:my-schools", without=key)
        without = {
            part_of(each) for each in reading.open_parts() if not has_contact(reading, each, key)
        }
        yield {url for _, urls in reading.rows(page) for url in urls}, without
        yield heading_count(page), len(without)


def people(reading: Reading) -> Iterator[Shown]:
    twin, there = reading.twin, reading.crowd.there
    now = roles_listed(reading)
    yield now.people, reading.roles(lambda role: role.is_live_on(twin.on))
    yield now.n, sum(now.people.values())
    idle = [
        each.pk
        for each in Person.objects.filter(roles=None).order_by("name", "pk")
        if is_seen_idle(reading, each)
    ]
    yield now.idle, set(idle[:A_PAGE])
    yield now.n_idle, len(idle)
    ever = roles_listed(reading, when="all")
    yield ever.people, reading.roles(lambda role: True)
    yield ever.n, sum(ever.people.values())
    far = there.things["person"]
    found = roles_listed(reading, when="all", q=far.email)
    yield found.people, reading.roles(lambda role: role.person_id == far.pk)
    yield found.n, sum(found.people.values())
    if reading.may("school_record", READ, there.hubs[0]):  # of one not theirs nothing is asked
        found = roles_listed(reading, when="all", hub=there.hubs[0].pk)
        yield found.people, reading.roles(lambda role: there.hubs[0].pk in twin.place(role).hubs)
        yield found.n, sum(found.people.values())


def people_csv(reading: Reading) -> Iterator[Shown]:
    for when, fits in (
        ("", lambda role: role.is_live_on(reading.twin.on)),
        ("all", lambda role: True),
    ):
        seen = reading.roles(fits)
        emails = {p.pk: p.email for p in Person.objects.filter(pk__in=seen)}
        shown = Counter(row["E-mail"] for row in table(reading.get("people:people-csv", when=when)))
        yield shown, Counter({emails[pk]: n for pk, n in seen.items()})


def looked(reading: Reading) -> Iterator[Shown]:
    yield len(reading.rows(reading.get("reporting:looked"))), len(looks(reading))


def looked_csv(reading: Reading) -> Iterator[Shown]:
    yield len(table(reading.get("reporting:looked-csv"))), len(looks(reading))


def my_actions(reading: Reading) -> Iterator[Shown]:
    """One's own, of those one reads: by their address."""
    shown = re.findall(r'href="(/actions/\d+/)"', reading.get("prepare:my-actions"))
    yield (
        set(shown),
        {
            each.get_absolute_url()
            for each in AgreedAction.objects.filter(owner__user=reading.user)
            if reading.may("plan", READ, each)
        },
    )


def actions_looked_after(reading: Reading) -> Iterator[Shown]:
    """What is under way where one looks after a hub or a programme, and nowhere else."""
    others = [role.role for role in reading.twin.roles if role.role not in LOOK_AFTER]
    wanted = [
        each
        for each in AgreedAction.objects.open()
        if reading.twin.may(reading.user, "plan", READ, each, but_as=others)
    ]
    page = reading.get("prepare:of-schools")
    urls = {each.get_absolute_url() for each in wanted}
    yield set(re.findall(r'href="(/actions/\d+/)"', page)), urls
    taken = table(reading.get("prepare:of-schools-csv"))
    yield Counter(row["Action"] for row in taken), Counter(each.what for each in wanted)
    text = reading.get("prepare:of-schools-pdf")
    yield sum(each.what in " ".join(text.split()) for each in wanted), len(wanted)


def radar(reading: Reading) -> Iterator[Shown]:
    """Schools of one's own and one's trust, and those that take part within one's reach; with the
    names of the programmes one may open, and of no other."""
    whole = [role.role for role in reading.twin.roles if role.role not in ("HT", "SLT", "CEO")]
    wanted = {
        each.standing_school.urn
        for each in reading.twin.enrolments
        if (each.left_on is None or each.left_on >= reading.twin.on)
        and reading.may("initiative", READ, each)
    } | {
        school.urn
        for school in reading.twin.schools.values()
        if school.continued_by_id is None
        and reading.twin.may(reading.user, "initiative", READ, school, but_as=whole)
    }
    page = reading.get("explore:radar")
    yield {int(urn) for urn in re.findall(r'href="/schools/(\d+)/asked/"', page)}, wanted
    taken = table(reading.get("explore:radar-csv"))
    yield {int(row["URN"]) for row in taken}, wanted
    yield choosing_lists.counted(reading.get("explore:radar-pdf")), len(wanted)


LOOK_AFTER = ("PL", "STL", "PM", "HUB")
WITH_FILES = {
    "prepare:of-schools-csv", "prepare:of-schools-pdf", "explore:radar-csv", "explore:radar-pdf",
}  # fmt: skip
"""Read together with their page."""


LISTS: dict[str, Reader] = {
    "prepare:of-schools": actions_looked_after,
    "prepare:my-actions": my_actions,
    "explore:radar": radar,
    "reporting:programmes": programmes,
    "reporting:my-schools": my_schools,
    "people:people": people,
    "people:people-csv": people_csv,
    "reporting:looked": looked,
    "reporting:looked-csv": looked_csv,
    **visit_lists.PAGES,
    **note_lists.PAGES,
    **notice_lists.PAGES,
    **report_lists.PAGES,
    **board_lists.PAGES,
    **choosing_lists.PAGES,
    **sent_lists.PAGES,
}


def of_a_programme(reading: Reading) -> Iterator[Shown]:
    """Schools on the page of a programme, and how many are said not to be listed."""
    for programme in reading.twin.programmes.values():
        if reading.may("programme", READ, programme):
            page = reading.get("reporting:programme", programme.code)
            yield from schools_within(
                reading, page, lambda part, of=programme: part.programme_id == of.pk
            )


def of_a_hub(reading: Reading) -> Iterator[Shown]:
    for hub in reading.twin.hubs.values():
        if reading.may("school_record", READ, hub):
            page = reading.get("reporting:hub", hub.pk)
            yield from schools_within(reading, page, lambda part, of=hub: part.hub_id == of.pk)


def results_of_a_hub(reading: Reading) -> Iterator[Shown]:
    """Published results are anybody's; which schools are in a hub is not."""
    for hub in reading.twin.hubs.values():
        mine = set()
        if reading.may("school_record", READ, hub):
            mine = {e.standing_school.urn for e in reading.open_parts() if e.hub_id == hub.pk}
        page = reading.get("reporting:overview", hub=hub.pk, kind="all")
        yield set(numbers("schools", page)), mine
        download = reading.get("reporting:overview-csv", hub=hub.pk, kind="all")
        yield {int(row["URN"]) for row in table(download) if row.get("URN", "").isdigit()}, mine


def who_to_invite(reading: Reading) -> Iterator[Shown]:
    """People without a password whom this person looks after: none of the crowd's has none but
    those without an account."""
    if not reading.twin.may_somewhere(reading.user, "account", CREATE):
        return
    page = reading.get("people:invite")
    shown = {int(pk) for pk in re.findall(r'name="people"\s+value="(\d+)"', page)}
    live = {
        role.person_id
        for role in reading.twin.roles
        if not role.ends_on or role.ends_on >= reading.twin.on
    }
    waiting = Person.objects.filter(user=None, pk__in=live).exclude(email="")
    yield shown, {p.pk for p in waiting if reading.may("account", CHANGE, p)}


def who_looked_at_a_school(reading: Reading) -> Iterator[Shown]:
    for school in School.objects.standing():
        if reading.may("access_log", READ, school):
            n = Look.objects.filter(about_school=school.pk).count()
            yield len(reading.rows(reading.get("reporting:school-looked", school.urn))), n
            yield len(table(reading.get("reporting:school-looked-csv", school.urn))), n


def actions_of_schools(reading: Reading) -> Iterator[Shown]:
    """On a school's page and in its file."""
    for part in reading.twin.enrolments:
        if reading.may("plan", READ, part):
            there = AgreedAction.objects.filter(enrolment=part)
            page = reading.get("prepare:actions", part.pk)
            urls = {each.get_absolute_url() for each in there}
            yield set(re.findall(r'href="(/actions/\d+/)"', page)), urls
            taken = table(reading.get("prepare:actions-csv", part.pk))
            yield {row["Action"] for row in taken}, {each.what for each in there}


MORE: dict[str, Reader] = {
    "agreed actions of schools": actions_of_schools,
    "schools of a programme": of_a_programme,
    "schools of a hub": of_a_hub,
    "lines of a programme's board": board_lists.board_of_a_programme,
    "schools put forward for a programme": choosing_lists.of_a_programme,
    "reviews of a programme": review_lists.of_a_programme,
    "reviews of schools": review_lists.of_schools,
    "peer reviews of a programme": peer_review_lists.of_a_programme,
    "peer reviews of schools": peer_review_lists.of_schools,
    "peer reviews that schools gave": peer_review_lists.given,
    "plans of schools": plan_lists.of_schools,
    "sets to approve": plan_lists.to_approve,
    "schools under codes": plan_lists.under_codes,
    "deployments of schools": sent_lists.of_schools,
    "results of a hub's schools": results_of_a_hub,
    "people to invite": who_to_invite,
    "who looked at a school": who_looked_at_a_school,
}


def test_every_list_of_the_permission_table_is_read_here():
    assert {page.name for page in permissions.pages().values() if page.is_list} == (
        set(LISTS) | visit_lists.FILES | report_lists.FILES | board_lists.FILES | WITH_FILES
    )


@pytest.mark.parametrize("name", [*LISTS, *MORE])
def test_a_list_holds_what_the_table_allows_and_nothing_else(crowd, name):
    read = (LISTS | MORE)[name]
    compared, wrong = 0, []
    for who, user in crowd.near.items():
        for shown, wanted in read(Reading(crowd, user)):
            compared += 1
            if shown != wanted:
                wrong.append(f"{who}: shows {shown}, should show {wanted}")
    assert not wrong, f"{len(wrong)} of {compared}\n" + "\n".join(wrong[:40])
    assert compared > 5


def schools_within(
    reading: Reading, page: str, fits: Callable[[Enrolment], bool]
) -> Iterator[Shown]:
    """Rows of schools, their links, and how many are said to be there and not shown."""
    part = page.partition('<h2 id="schools">')[2].partition("</section>")[0]
    mine = [each for each in reading.open_parts() if fits(each)]
    every = [
        each
        for each in reading.twin.enrolments
        if fits(each) and (each.left_on is None or each.left_on >= reading.twin.on)
    ]
    yield set(re.findall(r'href="(/enrolments/\d+/)"', part)), {part_of(each) for each in mine}
    unseen = re.search(r"And (\d+) other", part)
    yield int(unseen[1]) if unseen else 0, len(every) - len(mine) if mine else 0


@dataclass(frozen=True)
class Listed:
    """All pages of the list of roles: persons, once a role; the number its heading gives; and
    those without a role."""

    people: Counter[int]
    n: int
    idle: set[int]
    n_idle: int


def roles_listed(reading: Reading, **asked: object) -> Listed:
    found: Counter[int] = Counter()
    without: set[int] = set()
    n, number, n_idle = 1, 1, 0
    while found.total() < n and number < 5:
        listed, _, idle = reading.get("people:people", page=number, **asked).partition('id="idle"')
        rows = ROW.findall(listed)[1:]
        found.update(numbers("people", "".join(rows)))
        without |= set(numbers("people", idle))
        n_idle += more_than_listed(idle)
        n, number = heading_count(listed) if rows else 0, number + 1
    return Listed(found, n, without, len(without) + n_idle)


def more_than_listed(page: str) -> int:
    more = re.search(r"And (\d+) more", said(page))
    return int(more[1]) if more else 0


def heading_count(page: str) -> int:
    """The first number in the last heading before the table; 0 where it says "no" or nothing."""
    heading = re.findall(r"<h[12][^>]*>(.*?)</h[12]>", page, re.DOTALL)[-1]
    number = re.search(r"\d+", said(heading))
    return int(number[0]) if number else 0


def said(html: str) -> str:
    return " ".join(unescape(TAG.sub(" ", html)).split())


def links(html: str) -> list[str]:
    return re.findall(r'href="([^"?#]*)"', html)


def numbers(kind: str, html: str) -> list[int]:
    return [int(number) for number in re.findall(rf'href="/{kind}/(\d+)/"', html)]


def table(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file, without what follows the empty line."""
    rows = csv.DictReader(
        io.StringIO(text.removeprefix("\ufeff").split("\n\n")[0].split("\r\n\r\n")[0])
    )
    return [row for row in rows if any(row.values())]


def part_of(enrolment: Enrolment) -> str:
    return reverse("people:enrolment", args=[enrolment.pk])


def has_contact(reading: Reading, enrolment: Enrolment, key: str) -> bool:
    kind, twin = BY_KEY[key], reading.twin
    school = twin.standing(enrolment.school_id)
    return any(
        role.role == kind.role
        and (role.capacity == Capacity.DEPUTY) == kind.is_deputy
        and role.school_id
        and twin.standing(role.school_id) == school
        and role.is_live_on(twin.on)
        for role in twin.roles
    )


def is_seen_idle(reading: Reading, person: Person) -> bool:
    """Oneself, whom one added, who works where one sees accounts; all, to who looks after all."""
    mine = person.user_id == reading.user.pk or person.added_by_id == reading.user.pk
    home = person.home_school_id
    works = home and reading.may("account", READ, reading.twin.schools[reading.twin.standing(home)])
    return bool(mine or works or reading.may("account", CREATE, Person()))


def looks(reading: Reading) -> list[Look]:
    person = getattr(reading.user, "person", None)
    return [each for each in Look.objects.all() if person and person.pk in each.about_people]

"""Contacts of the schools of a programme as a spreadsheet: by the actions of their pages."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms

from leadwell.accounts.models import User
from leadwell.lib.spreadsheet import Column, Kind, Part, Problem, Value
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access
from leadwell.people.models import Capacity, Person, RoleHeld
from leadwell.people.permissions import Operation
from leadwell.people.placing import placed
from leadwell.people.roles import actions, contacts, rules
from leadwell.people.roles.actions import Newcomer
from leadwell.people.roles.forms import NO_ADDRESS
from leadwell.people.spreadsheets.listing import Change, Doing, Line, Listing, Plan
from leadwell.programmes.models import Programme
from leadwell.schools.models import School

IN_POST = {Capacity(one).label: Capacity(one) for one in ("full", "interim", "vacancy")}
KINDS = {kind.title: kind for kind in contacts.KINDS}
COLUMNS = (
    Column("urn", "URN", Kind.CODE, Part.FIXED, 9, hint="The school’s, six digits."),
    Column("school", "School", Kind.TEXT, Part.SHOWN, 32),
    Column("kind", "Contact", Kind.CHOICE, Part.FIXED, 28, tuple(KINDS)),
    Column(
        "how", "How", Kind.CHOICE, Part.FIXED, 14, tuple(IN_POST),
        "Of a headteacher only. Empty means in post.",
    ),
    Column(
        "name", "Name", Kind.TEXT, Part.FIXED, 24,
        hint="Somebody who follows is a row of their own: give this one a last day.",
    ),
    Column("email", "E-mail address", Kind.TEXT, width=32),
    Column("phone", "Telephone", Kind.TEXT, width=18),
    Column("post", "Post", Kind.TEXT, width=24),
    Column("starts_on", "First day", Kind.DAY, Part.FIXED, 12),
    Column("ends_on", "Last day", Kind.DAY, width=12),
)  # fmt: skip
TITLES = {column.key: column.title for column in COLUMNS}
OF_A_PERSON = ("email", "phone", "post")
WRITTEN = ("name", *OF_A_PERSON, "starts_on", "ends_on", "how")
NOBODY = (
    "You give no roles at schools of this programme, so there is no list of contacts to work in."
)
FIXED = {
    "name": "A name is put right on the page of the person. If somebody follows, write back who stood "
    "here, with their last day, and add a row without a key that begins the day after.",
    "starts_on": "A first day that has been written stays.",
}
ENDED = "A last day is not taken back. Add a row without a key, for the role given again."
NO_SCHOOL = "No school of this programme, that you look after, has this number."
ONLY_HEADS = "Only of a headteacher: leave it empty."
OTHER_NAME = "Somebody else here has this address. Check the name and the address."
TWO_WAYS = "Rows {} say different things of the same person. Write the same in them."
ONE_DAY = timedelta(days=1)
Place = tuple[int, str]


class ContactRow(forms.Form):
    """What a page would ask of a contact, asked of a row."""

    name = forms.CharField(max_length=120, error_messages={"required": "Write the name."})
    email = forms.EmailField(required=False, error_messages={"invalid": f"{NO_ADDRESS}."})
    phone = forms.CharField(required=False, max_length=40)
    post = forms.CharField(required=False, max_length=120)
    starts_on = forms.DateField(error_messages={"required": "Write the first day."})
    ends_on = forms.DateField(required=False)


@dataclass(slots=True)
class _Rows:
    """Rows that ask for something, sorted by what they ask for."""

    ending: list[Change]
    about_people: dict[int, list[Change]]
    coming: list[tuple[Change, RoleHeld, Newcomer]]


def may(user: User, programme: Programme) -> Verdict:
    if access.holds(user, "account", Operation.CREATE, on=programme):
        return YES
    return no(NOBODY)


def lines(user: User, programme: Programme, on: date) -> list[Line]:
    """Contacts of today and to come; and, of each kind a school has none of, a row to fill in.
    Queries do not grow with schools."""
    schools = _schools(user, programme, on)
    mine = access.roles_for(user).to_come_or_live(on).at_schools(list(schools))  # type: ignore[attr-defined]
    held = placed(
        mine.filter(role__in={kind.role for kind in contacts.KINDS}).order_by("starts_on", "pk")
    )
    by_place: dict[Place, list[RoleHeld]] = defaultdict(list)
    for one in held:
        assert one.school
        kind = next(kind for kind in contacts.KINDS if kind.is_of(one))
        by_place[one.school.continued_by_id or one.school.pk, kind.title].append(one)
    given = set(rules.roles_to_give(user))
    found: list[Line] = []
    for school in schools.values():
        for kind in contacts.KINDS:
            there = by_place.get((school.pk, kind.title), ())
            found += [_line(one, kind, school) for one in there]
            if not there and kind.role in given:
                found.append(_empty(kind, school))
    return found


def is_blank(values: Mapping[str, Value]) -> bool:
    return not any(values[key] for key in WRITTEN)


def plan(user: User, programme: Programme, changes: Sequence[Change], on: date) -> Plan:
    """First who follows whom, then who goes, what is new of somebody, and who comes."""
    made = Plan()
    schools = {school.urn: school for school in _schools(user, programme, on).values()}
    rows = _sorted(changes, schools, made)
    for ending, follows in _paired(rows):
        made.doings.append(_handing_over(ending, *follows) if follows else _ending(ending))
    for same in rows.about_people.values():
        if problem := _in_two_ways(same):
            made.problems += problem
        else:
            made.doings.append(_changing(same))
    made.doings += [_giving(*one) for one in rows.coming]
    return made


def _schools(user: User, programme: Programme, on: date) -> dict[int, School]:
    """By their numbers, A to Z: standing schools whose contacts this person names."""
    parts = access.enrolments_for(user, key="account", operation=Operation.CREATE)
    here = parts.filter(programme=programme).open_on(on).select_related("school__continued_by")  # type: ignore[attr-defined]
    found = {part.standing_school.pk: part.standing_school for part in here}
    return dict(sorted(found.items(), key=lambda one: (one[1].name, one[0])))


def _line(held: RoleHeld, kind: contacts.Kind, school: School) -> Line:
    person = held.person
    values = {
        **_of_school(kind, school), "how": _how(held), "name": person.name, "email": person.email,
        "phone": person.phone, "post": person.post, "starts_on": held.starts_on,
        "ends_on": held.ends_on or "",
    }  # fmt: skip
    return Line(held.pk, f"{kind.title}, {school}", values, held, (held.person_id,))


def _empty(kind: contacts.Kind, school: School) -> Line:
    return Line(0, "", _of_school(kind, school) | dict.fromkeys(WRITTEN, ""))


def _of_school(kind: contacts.Kind, school: School) -> dict[str, Value]:
    return {"urn": str(school.urn), "school": school.name, "kind": kind.title}


def _how(held: RoleHeld) -> str:
    """Said of what is not plain: a deputy is a kind of contact."""
    return str(Capacity(held.capacity).label) if held.capacity in {"interim", "vacancy"} else ""


def _sorted(changes: Sequence[Change], schools: Mapping[int, School], made: Plan) -> _Rows:
    rows = _Rows([], defaultdict(list), [])
    for change in changes:
        problems = _wrong(change)
        if change.line is None:
            _come(rows, change, schools, problems)
        else:
            if "ends_on" in change.changed and not change.values["ends_on"]:
                problems.append(_problem(change, "ends_on", ENDED))
            elif "ends_on" in change.changed:
                rows.ending.append(change)
            if change.changed & set(OF_A_PERSON):
                rows.about_people[change.line.thing.person_id].append(change)
        made.problems += problems
    return rows


def _come(
    rows: _Rows, change: Change, schools: Mapping[int, School], problems: list[Problem]
) -> None:
    """A row that was added: a role to give, and to whom."""
    values = change.values
    urn = str(values["urn"])
    school = schools.get(int(urn)) if urn.isdecimal() else None
    kind = KINDS.get(str(values["kind"]))
    if school is None:
        problems.append(_problem(change, "urn", NO_SCHOOL))
    if kind is None:
        problems.append(_problem(change, "kind", "Say which contact."))
    elif values["how"] and kind.key != "head":
        problems.append(_problem(change, "how", ONLY_HEADS))
    if not problems and (why := _known_otherwise(values)):
        problems.append(_problem(change, "email", why))
    if problems or kind is None:
        return
    given = RoleHeld(
        role=kind.role, capacity=IN_POST.get(str(values["how"]), kind.capacity), school=school,
        starts_on=_day(values["starts_on"]), ends_on=_day(values["ends_on"]),
    )  # fmt: skip
    written = (str(values[key]) for key in ("name", *OF_A_PERSON))
    rows.coming.append((change, given, Newcomer(*written)))


def _known_otherwise(values: Mapping[str, Value]) -> str:
    """Whoever has the address here is who is meant: so the name has to be theirs."""
    known = Person.objects.of_address(str(values["email"])).first() if values["email"] else None
    is_other = known and known.name.casefold() != str(values["name"]).casefold()
    return OTHER_NAME if is_other else ""


def _paired(rows: _Rows) -> list[tuple[Change, tuple[Change, RoleHeld, Newcomer] | None]]:
    """Who goes, each with who comes to the same place the day after."""
    waiting = list(rows.coming)
    pairs: list[tuple[Change, tuple[Change, RoleHeld, Newcomer] | None]] = []
    for ending in rows.ending:
        follows = next((one for one in waiting if _follows(ending, one[0])), None)
        if follows:
            waiting.remove(follows)
        pairs.append((ending, follows))
    rows.coming = waiting
    return pairs


def _follows(ending: Change, coming: Change) -> bool:
    last = ending.values["ends_on"]
    assert isinstance(last, date)
    alike = all(ending.values[key] == coming.values[key] for key in ("urn", "kind"))
    return alike and coming.values["starts_on"] == last + ONE_DAY and not coming.values["ends_on"]


def _handing_over(ending: Change, coming: Change, given: RoleHeld, to: Newcomer) -> Doing:
    held: RoleHeld = _held(ending)

    def act(by: User, at: datetime) -> object:
        return actions.hand_over(
            role=held,
            to=to,
            first_day=given.starts_on,
            capacity=Capacity(given.capacity),
            by=by,
            at=at,
        )

    return Doing((ending.row, coming.row), act)


def _ending(change: Change) -> Doing:
    last_day: Any = change.values["ends_on"]

    def act(by: User, at: datetime) -> None:
        actions.end_role(role=_held(change), last_day=last_day, by=by, at=at)

    return Doing((change.row,), act)


def _changing(same: Sequence[Change]) -> Doing:
    """The facts of one person, from one row or from several that say the same."""
    fields = {key: one.values[key] for one in same for key in _facts(one)}

    def act(by: User, at: datetime) -> None:
        actions.change_person(person=_held(same[0]).person, by=by, at=at, **fields)

    return Doing(tuple(one.row for one in same), act)


def _giving(change: Change, given: RoleHeld, to: Newcomer) -> Doing:
    def act(by: User, at: datetime) -> object:
        return actions.give_role(given=given, to=to, by=by, at=at)

    return Doing((change.row,), act)


def _in_two_ways(same: Sequence[Change]) -> list[Problem]:
    rows = ", ".join(str(one.row) for one in same)
    return [
        _problem(one, key, TWO_WAYS.format(rows))
        for one in same
        for key in sorted(_facts(one))
        if any(other.values[key] != one.values[key] for other in same if key in _facts(other))
    ]


def _facts(change: Change) -> frozenset[str]:
    return change.changed & set(OF_A_PERSON)


def _wrong(change: Change) -> list[Problem]:
    form = ContactRow({key: str(value) for key, value in change.values.items()})
    return [_problem(change, key, " ".join(map(str, said))) for key, said in form.errors.items()]


def _problem(change: Change, key: str, why: str) -> Problem:
    return Problem(change.row, TITLES[key], str(change.values[key]), why)


def _day(value: Value) -> Any:
    """None for a cell in which nothing stands."""
    return value if isinstance(value, date) else None


def _held(change: Change) -> RoleHeld:
    assert change.line
    held: RoleHeld = change.line.thing
    return held


CONTACTS = Listing(
    key="contacts",
    title="Contacts",
    noun="contact",
    address="people:contacts-spreadsheet",
    back="reporting:programme",
    lede="Addresses, telephone numbers and posts can be changed, last days written, and contacts added. "
    "A last day and somebody who begins the day after are a handover.",
    may=may,
    columns=lambda programme: COLUMNS,
    lines=lines,
    plan=plan,
    is_blank=is_blank,
    describe=lambda values: f"{values['name']}, {values['kind']}, {values['urn']}",
    fixed=FIXED,
)

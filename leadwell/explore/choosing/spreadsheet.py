"""Schools put forward for a programme as a spreadsheet: by the forms and actions of their pages."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from leadwell.accounts.models import User
from leadwell.explore.choosing import access, actions, rules
from leadwell.explore.choosing.forms import ChangeForm, HeadToldForm, NominateForm
from leadwell.explore.models import Candidate
from leadwell.lib.spreadsheet import Column, Kind, Part, Value
from leadwell.people import access as people
from leadwell.people.spreadsheets.listing import Change, Line, Listing, Plan
from leadwell.people.spreadsheets.row import AskedRow
from leadwell.programmes.models import Enrolment, Hub, Programme
from leadwell.schools.models import School

PARTS = {str(part.label): part for part in Enrolment.Part}
CHANGED = ("hub", "part", "part_because", "intelligence")
ASKED = ("organisation", "name", "email", "reason", *CHANGED, "head_told_on", "head_told_by")
STAYS = "Who put a school forward, and why, stays as it was written."
NO_SCHOOL = "No school in the register has this number."
TOLD = "When the head was told, and by whom, has been written, and stays."
WHEN_TOLD = "Write the day on which they told the head too."
FIXED = dict.fromkeys(("organisation", "name", "email", "reason"), STAYS) | {
    "urn": "Another school is another row: add it without a key."
}


def columns(programme: Programme) -> tuple[Column, ...]:
    return columns_of(tuple(str(hub) for hub in programme.hubs.all()))


def columns_of(hubs: tuple[str, ...]) -> tuple[Column, ...]:
    """With these hubs to choose from."""
    return (
        Column("urn", "URN", Kind.CODE, Part.FIXED, 9, hint="Six digits, as in the register."),
        Column("school", "School", Kind.TEXT, Part.SHOWN, 32),
        Column("state", "How far", Kind.TEXT, Part.SHOWN, 20),
        Column("organisation", "Put forward by", Kind.TEXT, Part.FIXED, 28),
        Column("name", "Who there", Kind.TEXT, Part.FIXED, 22),
        Column("email", "Their e-mail address", Kind.TEXT, Part.FIXED, 28),
        Column("reason", "Why this school", Kind.TEXT, Part.FIXED, 40, hint="The school reads this."),
        Column("head_told_on", "Head told on", Kind.DAY, width=13),
        Column(
            "head_told_by", "Head told by", width=24,
            hint="Who told them. Left empty: you, or who puts the school forward.",
        ),
        Column("hub", "Hub", Kind.CHOICE, width=20, choices=hubs),
        Column("part", "Would take part as", Kind.CHOICE, width=18, choices=tuple(PARTS)),
        Column(
            "part_because", "Why as a partner", width=32,
            hint="Only for a partner: what it is strong in, and how that is known.",
        ),
        Column(
            "intelligence", "Known locally", width=40,
            hint="The school does not read this. No pupil’s name.",
        ),
    )  # fmt: skip


def lines(user: User, programme: Programme, on: date) -> list[Line]:
    """Every candidate of the programme that this person reads, A to Z."""
    mine = access.candidates_for(user).filter(programme=programme).at_hand()
    return [_line(one) for one in mine.order_by("school__name", "pk")]


def is_blank(values: Mapping[str, Value]) -> bool:
    return not any(values.values())


def plan(user: User, programme: Programme, changes: Sequence[Change], on: date) -> Plan:
    made = Plan()
    titles = {column.key: column.title for column in columns(programme)}
    hubs = {str(hub): hub for hub in programme.hubs.all()}
    schools = _schools(user, changes)
    for change in changes:
        asked = _Asked(change, titles, hubs, on)
        if change.line:
            asked.change_as_told()
        else:
            asked.nominate(programme, schools.get(str(change.values["urn"])))
        made.problems += asked.problems
        if not asked.problems:
            made.doings += asked.doings
    return made


class _Asked(AskedRow):
    """What one row asks for: cleaned by the forms of the pages, done by their actions."""

    def __init__(
        self, change: Change, titles: Mapping[str, str], hubs: Mapping[str, Hub], on: date
    ) -> None:
        super().__init__(change, titles)
        self.hubs, self.on = hubs, on

    def change_as_told(self) -> None:
        assert self.change.line
        candidate: Candidate = self.change.line.thing
        if self.change.changed & {"head_told_on", "head_told_by"}:
            self._tell(candidate)
        if self.change.changed & set(CHANGED) and (fields := self._fields(candidate)):
            self.do(
                lambda by, at: actions.change_candidate(candidate=candidate, by=by, at=at, **fields)
            )

    def nominate(self, programme: Programme, school: School | None) -> None:
        form = NominateForm(self._data(*ASKED), hubs=programme.hubs.all(), today=self.on)
        self.add(form)
        if school is None:
            self.problem("urn", NO_SCHOOL)
            return
        fields = self._fields(Candidate(programme=programme, school=school))
        if self.problems:
            return

        def act(by: User, at: datetime) -> None:
            candidate = actions.nominate(
                programme=programme, school=school, said=form.said, by=by, at=at
            )
            actions.change_candidate(candidate=candidate, by=by, at=at, **fields)

        self.do(act)

    def _tell(self, candidate: Candidate) -> None:
        asked = self._data("head_told_on", "head_told_by")
        form = HeadToldForm(
            {"on": asked["head_told_on"], "told_by": asked["head_told_by"]}, today=self.on
        )
        if candidate.head_told_on:
            self.problem(sorted(self.change.changed & {"head_told_on", "head_told_by"})[0], TOLD)
        elif not asked["head_told_on"]:
            self.problem("head_told_on", WHEN_TOLD)
        elif form.is_valid():
            said = form.cleaned_data
            self.do(
                lambda by, at: actions.say_head_told(
                    candidate=candidate, on=said["on"], told_by=said["told_by"], by=by, at=at
                )
            )
        else:
            for name, key in (("on", "head_told_on"), ("told_by", "head_told_by")):
                if name in form.errors:
                    self.problem(key, " ".join(map(str, form.errors[name])))

    def _fields(self, candidate: Candidate) -> dict[str, object]:
        """As its page cleans them. The form writes into what it is given, so it gets a copy."""
        copy = Candidate.objects.filter(pk=candidate.pk).first() or candidate
        form = ChangeForm(self._data(*CHANGED), instance=copy, hubs=copy.programme.hubs.all())
        self.add(form)
        return {} if self.problems else dict(form.cleaned_data)

    def _data(self, *keys: str) -> dict[str, object]:
        """As a browser would send it."""
        values = self.change.values
        said: dict[str, object] = {key: str(values[key]) for key in keys}
        if "hub" in said:
            hub = self.hubs.get(str(values["hub"]))
            said |= {
                "hub": hub.pk if hub else "",
                "part": PARTS.get(str(values["part"]), Enrolment.Part.TARGET).value,
            }
        return said


def _schools(user: User, changes: Sequence[Change]) -> dict[str, School]:
    """Standing schools of added rows, by the numbers as written."""
    asked = {str(one.values["urn"]) for one in changes if one.line is None}
    numbers = {int(one) for one in asked if one.isdecimal() and len(one) == 6}
    found = people.schools_for(user).filter(entries__urn__in=numbers)
    return {
        str(urn): school for school in found for urn in school.entries.values_list("urn", flat=True)
    }


def _line(candidate: Candidate) -> Line:
    school, person = candidate.standing_school, candidate.nominated_by
    values: dict[str, Value] = {
        "urn": str(school.urn), "school": school.name, "state": str(candidate.get_state_display()),
        "organisation": str(candidate.organisation), "name": person.name, "email": person.email,
        "reason": candidate.reason, "head_told_on": candidate.head_told_on or "",
        "head_told_by": candidate.head_told_by,
        "hub": str(candidate.hub or ""), "part": str(candidate.get_part_display()),
        "part_because": candidate.part_because, "intelligence": candidate.intelligence,
    }  # fmt: skip
    return Line(candidate.pk, str(school), values, candidate, (candidate.nominated_by_id,))


CANDIDATES = Listing(
    key="candidates",
    title="Schools put forward",
    noun="school",
    address="explore:candidates-spreadsheet",
    back="explore:choosing",
    lede="Hub, part and what is known locally can be changed, the day on which a head was told written, "
    "and schools put forward. How far a school is goes by the steps of its page.",
    may=rules.may_choose,
    columns=columns,
    lines=lines,
    plan=plan,
    is_blank=is_blank,
    describe=lambda values: f"{values['urn']}, put forward by {values['organisation']}",
    fixed=FIXED,
)

"""What is written of one school's interest so far: one's own draft, what the school has saved, and
where the two went apart."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.explore.interest.forms import InterestForm
from leadwell.explore.models import Initiative, Interest
from leadwell.people.drafts import opening
from leadwell.people.drafts.comparing import Comparison, Version, asked_of, compare
from leadwell.people.drafts.words import Words, are_same, as_post
from leadwell.people.models import Capacity, Role, RoleHeld
from leadwell.web.templatetags.leadwell import moment

FORM = "interest"
"""The name of its drafts."""
BASE = "base"
"""The hidden field that says from which saved version the words go on."""


@dataclass(frozen=True, slots=True)
class Writing:
    """One person at one school's form. known: initiatives in the school's list."""

    user: User
    interest: Interest
    opened: opening.Opened
    known: tuple[Initiative, ...]
    today: date

    def form(self, data: QueryDict | None = None, *, is_asked: bool = False) -> InterestForm:
        return InterestForm(
            data if data is not None else as_post(self.words), is_asked=is_asked,
            school=self.interest.standing_school, known=self.known, today=self.today,
        )  # fmt: skip

    @property
    def words(self) -> Words:
        """One's own draft, else what was saved, else what is known of the school already."""
        if self.opened.draft:
            return dict(self.opened.draft.words)
        found = (
            self.interest.words if self.interest.version else _known_of(self.interest, self.today)
        )
        return {**found, BASE: str(self.interest.version)}

    @property
    def is_apart(self) -> bool:
        """Somebody else has saved other words since one's own were begun."""
        draft = self.opened.draft
        if draft is None or draft.words.get(BASE) == str(self.interest.version):
            return False
        return not are_same(without_base(draft.words), self.interest.words)

    @property
    def two_versions(self) -> Comparison | None:
        """Of one's own two devices, else of oneself and the school; None: there is one alone."""
        draft = self.opened.draft
        if draft is None or not (self.opened.beside or self.is_apart):
            return None
        how = f" on your {draft.which}" if draft.which else ""
        mine = Version(f"Yours, written{how} {moment(draft.saved_at)}", without_base(draft.words))
        return compare(mine, self._other(), asked_of(self.form(QueryDict())))

    def _other(self) -> Version:
        if beside := next(iter(self.opened.beside), None):
            how = f"on your {beside.which}" if beside.which else "elsewhere"
            says = f"Written {how}, {moment(beside.saved_at)}"
            return Version(says, without_base(beside.words))
        interest = self.interest
        when = moment(interest.worded_at) if interest.worded_at else ""
        return Version(f"Saved by {interest.worded_by}, {when}", interest.words)


def writing(user: User, interest: Interest, today: date) -> Writing:
    opened = opening.opened(
        user, form=FORM, about=interest.pk,
        keep_url=reverse("explore:keep-interest", args=[interest.pk]),
        compare_url=reverse("explore:choose-interest-words", args=[interest.pk]),
    )  # fmt: skip
    return Writing(user, interest, opened, known_at(interest, today), today)


def known_at(interest: Interest, today: date) -> tuple[Initiative, ...]:
    """In the school's list, going on or to come."""
    listed = Initiative.objects.open_on(today).at_schools([interest.standing_school.pk])
    return tuple(listed.order_by("starts_on", "pk"))


def without_base(words: Words) -> Words:
    return {name: value for name, value in words.items() if name != BASE}


def _known_of(interest: Interest, today: date) -> Words:
    """Names of people that are here already: nobody types them twice."""
    live = RoleHeld.objects.at_schools([interest.standing_school.pk]).live_on(today)
    asked = {
        (Role.SUBJECT_LEADER, Capacity.FULL): "subject_lead",
        (Role.SUBJECT_LEADER, Capacity.DEPUTY): "deputy",
        (Role.SENIOR_LEADER, Capacity.FULL): "leader",
    }
    found: Words = {}
    for role in live.select_related("person").order_by("pk"):
        name = asked.get((Role(role.role), Capacity(role.capacity)))
        if name:
            found.setdefault(name, role.person.name)
    return found

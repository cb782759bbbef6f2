"""Things that want somebody: what they have to do, or would wish to know in time.

A floor that has some writes functions (user, on) -> list[Want]; reporting's home lists them all,
and the questions they ask, so that it knows of all together which have an answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse

from leadwell.accounts.models import User
from leadwell.lib import words
from leadwell.people import access
from leadwell.people.models import Capacity, HandoverStep, Person, RoleHeld
from leadwell.people.permissions import Operation
from leadwell.people.phrased import asked
from leadwell.people.placing import placed
from leadwell.people.roles import contacts, inviting
from leadwell.people.roles.wording import title, where
from leadwell.programmes.models import Enrolment, Programme
from leadwell.web.templatetags.leadwell import day_and_year

ENDING_WITHIN = timedelta(days=30)
MOST = 20  # of one kind; a page of wants is read, not searched
STANDING = Coalesce("school__continued_by", "school")
NO_MORE_WORK = (Programme.State.ARCHIVED, Programme.State.STOPPED)


@dataclass(frozen=True, slots=True)
class Want:
    """One thing. url: where it is done, "" where there is no such page. verb: what the link says."""

    title: str
    why: str
    url: str
    verb: str = "Open"
    due_on: date | None = None
    late: bool = False


def open_steps(user: User, on: date) -> QuerySet[HandoverStep]:
    """Steps of handovers under way that are for one of this person's roles."""
    mine = sorted({one.role for one in access.held(user) if one.role})
    seen = access.handovers_for(user)
    steps = HandoverStep.objects.filter(done_at=None, for_role__in=mine, handover__in=seen)
    return steps.select_related("handover__leaving").order_by("due_on")[:MOST]


def handover_steps(user: User, on: date) -> list[Want]:
    found = asked(open_steps, user, on)
    placed(step.handover.leaving for step in found)
    return [
        Want(
            title=step.get_kind_display(),
            why=f"{_held(step.handover.leaving)} has changed",
            url=_url("people:handover", step.handover_id),
            due_on=step.due_on,
            late=step.due_on < on,
        )
        for step in found
    ]


def records_kept(user: User, on: date) -> QuerySet[Enrolment, tuple[int, int, str]]:
    """Schools' parts of today whose record this person keeps: each, its school and its name."""
    kept = access.enrolments_for(user, operation=Operation.CHANGE).open_on(on)  # type: ignore[attr-defined]
    name = Coalesce("school__continued_by__name", "school__name")
    found: QuerySet[Enrolment, tuple[int, int, str]]
    found = kept.order_by().values_list("pk", STANDING, name)
    return found


def missing_contacts(user: User, on: date) -> list[Want]:
    """Schools whose record this person keeps and that have nobody named, by kind of contact."""
    if not (parts := asked(records_kept, user, on)):
        return []
    kinds = [contacts.BY_KEY[key] for key in contacts.NEEDED]
    named = contacts.named((school for _, school, _ in parts), on=on)
    found = []
    for kind in kinds:
        without = [part for part in parts if (part[1], kind.key) not in named]
        if without:
            found.append(_missing(kind, without))
    return found


def _missing(kind: contacts.Kind, without: list[tuple[int, int, str]]) -> Want:
    """without: each part in a programme, its school and the school's name."""
    label = kind.title[0].lower() + kind.title[1:]
    why = kind.hint or "Nobody can be asked until there is a name"
    if len(without) == 1:
        ((part, _, name),) = without
        url = reverse("people:enrolment", args=[part])
        return Want(f"{name} has no {label} named", why, url, "See the school")
    url = _url("reporting:my-schools", query={"without": kind.key})
    n = words.count(len(without), "school")
    return Want(f"{n} have no {label} named", why, url, "See which")


def without_contact(
    enrolments: QuerySet[Enrolment], kind: contacts.Kind, on: date
) -> QuerySet[Enrolment]:
    """Those whose school has nobody of this kind today."""
    held = RoleHeld.objects.live_on(on).filter(role=kind.role)
    deputies = Q(capacity=Capacity.DEPUTY)
    held = held.filter(deputies) if kind.is_deputy else held.exclude(deputies)
    # Two questions, not one with an "or" in it: each has its own index.
    return enrolments.alias(standing=STANDING).filter(
        ~Exists(held.filter(school=OuterRef("standing"))),
        ~Exists(held.filter(school__continued_by=OuterRef("standing"))),
    )


def without_controllers(user: User, on: date) -> QuerySet[Programme]:
    """Programmes this person keeps in which nobody answers for data yet."""
    kept = access.programmes_for(user, operation=Operation.CHANGE).exclude(state__in=NO_MORE_WORK)
    parties = Count("controllers__party", filter=Q(controllers__party__in=["lead", "school"]),
                    distinct=True)  # fmt: skip
    return kept.annotate(n=parties).filter(n__lt=2, ends_on__gte=on)


def programmes_without_controllers(user: User, on: date) -> list[Want]:
    return [
        Want(
            title=f"{programme}: say who answers for data",
            why="Work in schools cannot begin before the table of controllers is filled",
            url=_url("people:add-controller", programme.code),
            verb="Say who",
        )
        for programme in asked(without_controllers, user, on)
    ]


def ending(user: User, on: date) -> QuerySet[RoleHeld]:
    """Roles this person looks after, and their own, that end within thirty days and that nobody
    takes on."""
    mine = access.roles_for(user, operation=Operation.CHANGE)
    found = mine.filter(ends_on__range=(on, on + ENDING_WITHIN), handed_to=None)
    return found.order_by("ends_on")[:MOST]


def roles_ending(user: User, on: date) -> list[Want]:
    return [
        Want(
            title=f"{_held(role)} ends",
            why=f"{role.person} has this role until then",
            url=_url("people:person", role.person_id),
            due_on=role.ends_on,
        )
        for role in placed(asked(ending, user, on))
        if role.ends_on
    ]


def not_followed(user: User, on: date) -> QuerySet[Person]:
    """People this person may invite, whose link has run out before they followed it."""
    waiting = inviting.to_invite(user, on=on)
    return waiting.filter(invited_at__date__lt=on - inviting.LINK_WORKS_FOR)[:MOST]


def invitations(user: User, on: date) -> list[Want]:
    return [
        Want(
            title=f"{person} has not followed the invitation",
            why=f"Invited {day_and_year(person.invited_at)}; the link works for three days",
            url=_url("people:person", person.pk),
            verb="Invite again",
        )
        for person in asked(not_followed, user, on)
        if person.invited_at
    ]


def in_order(wants: Iterable[Want]) -> list[Want]:
    """Those with a day first, by day; then the others as they come."""
    return sorted(wants, key=lambda want: (want.due_on is None, want.due_on or date.max))


def _held(role: RoleHeld) -> str:
    """ "Headteacher, Tansy Hill"."""
    return f"{title(role)}, {where(role)}"


def _url(name: str, *args: object, query: dict[str, str] | None = None) -> str:
    try:
        return reverse(name, args=args, query=query)
    except NoReverseMatch:
        return ""

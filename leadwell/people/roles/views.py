"""People, what they have, and inviting them."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from leadwell.accounts.requests import SignedInRequest, wants_piece
from leadwell.lib.words import count
from leadwell.people import access, phrased
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.people.placing import placed
from leadwell.people.roles import actions, inviting, listing, person_page, rules
from leadwell.people.roles.forms import FilterForm, InviteForm, PersonForm
from leadwell.people.roles.role_forms import EndForm, RoleForm
from leadwell.web import csv_out
from leadwell.web.access import require
from leadwell.web.asking import asks, sent
from leadwell.web.paging import FirstPage
from leadwell.web.refusals import attempt
from leadwell.web.templatetags.leadwell import day_and_year


@require_safe
@vary_on_headers("HX-Request")
def people(request: SignedInRequest) -> HttpResponse:
    """Who has what, of those one sees."""
    form = FilterForm(request.GET, user=request.user)
    asked = form.cleaned_data if form.is_valid() else {}
    context = {
        "form": form,
        "asked": asked,
        "found": listing.listing(
            request.user,
            asked,
            number=request.GET.get("page", "1"),
            on=timezone.localdate(),
        ),
        "may_add": rules.may_add_person(request.user),
    }
    template = "_people" if wants_piece(request) else "people"
    return render(request, f"people/roles/{template}.html", context)


@require_safe
def people_csv(request: SignedInRequest) -> HttpResponseBase:
    """The same list as a file."""
    form = FilterForm(request.GET, user=request.user)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = [row.cells for row in listing.every_row(request.user, asked, on=timezone.localdate())]
    return csv_out.download(listing.COLUMNS, rows, name="people")


@asks
def person_new(request: SignedInRequest) -> HttpResponse:
    require(rules.may_add_person(request.user))
    form = PersonForm(sent(request), user=request.user)
    if form.is_valid():
        fields = {name: form.cleaned_data[name] for name in form.facts}
        added: list[Person] = []
        if attempt(
            form,
            lambda: added.append(actions.add_person(by=request.user, at=timezone.now(), **fields)),
        ):
            messages.success(request, f"{added[0]} is added, and has no role yet.")
            return redirect("people:role-give", added[0].pk)
    return render(request, "people/roles/person_form.html", {"form": form})


@require_safe
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who somebody is, which roles they have, and what those let them do."""
    if once := Person.objects.filter(pk=pk, merged_into__isnull=False).first():
        return redirect(person_or_404(request, once.merged_into_id or 0))
    found = person_or_404(request, pk)
    page = person_page.about(found, request.user, on=timezone.localdate())
    return render(request, "people/roles/person.html", {"page": page})


@asks
def person_change(request: SignedInRequest, pk: int) -> HttpResponse:
    found = person_or_404(request, pk)
    require(rules.may_change_person(request.user, found))
    stays = rules.address_changes(request.user, found).reason
    form = PersonForm(sent(request), user=request.user, instance=found, email_stays=stays)
    if form.is_valid():
        fields = {name: form.cleaned_data[name] for name in form.facts}
        if attempt(
            form,
            lambda: actions.change_person(
                person=found, by=request.user, at=timezone.now(), **fields
            ),
        ):
            messages.success(request, "Saved.")
            return redirect("people:person", pk)
    return render(request, "people/roles/person_form.html", {"form": form, "person": found})


@asks
def role_give(request: SignedInRequest, pk: int) -> HttpResponse:
    """First which role, then where and from when: what is asked depends on it."""
    found = person_or_404(request, pk)
    require(rules.may_give_any(request.user))
    offered = rules.roles_to_give(request.user)
    chosen = next((role for role in offered if role == request.GET.get("role")), None)
    if chosen is None:
        context = {"person": found, "roles": [(role.value, role.label) for role in offered]}
        return render(request, "people/roles/which_role.html", context)
    today = timezone.localdate()
    form = RoleForm(sent(request), role=chosen, user=request.user, on=today)
    if form.is_valid() and attempt(
        form,
        lambda: actions.give_role(given=form.given(found), by=request.user, at=timezone.now()),
    ):
        messages.success(request, f"{found} has the role.")
        return redirect("people:person", pk)
    context = {"person": found, "role": chosen, "form": form}
    return render(request, "people/roles/give_role.html", context)


@asks
def role_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """A last day, said with what ends and what stays. A head's is handed over instead."""
    role = role_or_404(request, pk)
    require(rules.may_look_after(request.user, role))
    today = timezone.localdate()
    if role.role == Role.HEADTEACHER and role.ends_on is None:
        messages.info(request, f"{role.school} is never without a head: name who follows.")
        return redirect("people:role-hand-over", pk)
    others = person_page.others_to_end(role, request.user, on=today)
    form = EndForm(sent(request), others=others, initial={"last_day": today})
    if form.is_valid() and attempt(
        form,
        lambda: actions.end_role(
            role=role,
            last_day=form.cleaned_data["last_day"],
            with_it=form.ending_too,
            by=request.user,
            at=timezone.now(),
        ),
    ):
        last = day_and_year(form.cleaned_data["last_day"])
        messages.success(request, f"The last day of this role of {role.person} is {last}.")
        return redirect("people:person", role.person_id)
    page = person_page.ending(role, on=today)
    return render(request, "people/roles/end_role.html", {"page": page, "form": form})


@require_POST
def person_invite(request: SignedInRequest, pk: int) -> HttpResponse:
    found = person_or_404(request, pk)
    actions.invite(person=found, site=site(request), by=request.user, at=timezone.now())
    messages.success(request, f"An invitation is on its way to {found.email}.")
    return redirect("people:person", pk)


@asks
def invite(request: SignedInRequest) -> HttpResponse:
    """Those who have a role and cannot sign in yet: never invited, or the link not followed."""
    require(rules.may_add_person(request.user))
    page = FirstPage(
        inviting.to_invite(request.user, on=timezone.localdate()), inviting.A_PAGE
    ).get_page(request.GET.get("page", "1"))
    waiting = inviting.waiting(page.object_list, now=timezone.now())
    form = InviteForm(sent(request), people=page.object_list)
    if form.is_valid() and attempt(
        form,
        lambda: actions.invite_all(
            people=form.chosen, site=site(request), by=request.user, at=timezone.now()
        ),
    ):
        n = count(len(form.chosen), "invitation")
        messages.success(request, f"{n} on the way.")
        return redirect("people:invite")
    context = {"form": form, "page": page, "waiting": waiting}
    return render(request, "people/roles/invite.html", context)


def site(request: SignedInRequest) -> str:
    """https://leadwell.example: the host is one of those allowed."""
    return request.build_absolute_uri("/").rstrip("/")


def person_or_404(request: SignedInRequest, pk: int) -> Person:
    for found in phrased.asked(person_page.seen, request.user, access.today(), pk):
        return found
    raise Http404


def role_or_404(request: SignedInRequest, pk: int) -> RoleHeld:
    for found in placed(phrased.asked(person_page.role_seen, request.user, access.today(), pk)):
        return found
    raise Http404

"""Pages of a note that is shared: read it, comment, sign, let it go on, give it back, add to it."""

from collections.abc import Callable
from contextlib import suppress

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts import fresh
from leadwell.accounts.requests import SignedInRequest
from leadwell.deliver.models import Note, NoteVersion, QualityCheck
from leadwell.deliver.notes import access, actions, rules
from leadwell.deliver.notes.forms import AddForm, CheckForm, CommentForm, SignForm
from leadwell.deliver.notes.reading import NotePage, note_page
from leadwell.deliver.notes.record import record
from leadwell.deliver.notes.transitions import BESIDE, TRANSITIONS
from leadwell.deliver.placing import whole_note, with_parts
from leadwell.people import guarding
from leadwell.people.access import drafts_for
from leadwell.people.drafts.actions import Device, drop_draft, keep_draft
from leadwell.people.drafts.words import Unfit, of_post
from leadwell.people.phrased import one_or_404
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent
from leadwell.web.pdf import press

SIGNING = "note-sign"
"""The form whose words are kept while somebody shows again who they are."""


@require_safe
def note(request: SignedInRequest, pk: int, number: int | None = None) -> HttpResponse:
    """Its words today, or an earlier version. A draft is its author's form."""
    found = note_or_404(request, pk)
    if found.shown is None:
        return redirect("deliver:write-note", pk=found.visit_id)
    return render(request, "deliver/note/note.html", {"page": _opened(request, found, number)})


@require_safe
def note_pdf(request: SignedInRequest, pk: int, number: int | None = None) -> HttpResponse:
    """The same words as a file, to the same reader. A draft is no file."""
    found = note_or_404(request, pk)
    if found.shown is None:
        raise Http404
    return press.download(record(_opened(request, found, number)))


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    found = note_or_404(request, pk)
    actions.withdraw_note(note=found, by=request.user, at=timezone.now())
    messages.success(request, "Taken back. It is your draft again.")
    return redirect("deliver:write-note", pk=found.visit_id)


@asks
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is not right, before anybody signs."""
    found = note_or_404(request, pk)
    require(rules.may_comment(request.user, found))
    form = CommentForm(sent(request))
    if form.is_valid() and _sent_off(
        request, found, form,
        lambda: actions.comment(
            note=found, by=request.user, at=timezone.now(), text=form.cleaned_data["text"]
        ),
    ):  # fmt: skip
        messages.success(request, f"Sent to {found.author}.")
        return redirect(found)
    return _ask(request, found, form, TRANSITIONS["comment"].button)


@asks
def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """By somebody who has just shown again who they are, under the words that are on the page.

    What they have typed when they are asked again who they are is kept, and there when they are
    back; so it is where the author has shared other words meanwhile, which they are to read first.
    """
    found = note_or_404(request, pk)
    require(rules.may_sign(request.user, found))
    version, school = _version_or_404(found, None), found.visit.enrolment.standing_school
    if not fresh.is_fresh(request):
        if request.method == "POST":
            _keep(request, found)
        return fresh.confirm(request)
    kept = drafts_for(request.user).of(SIGNING, pk).standing().first()
    form = SignForm(sent(request), version=version, kept=kept.words if kept else {})
    if form.is_valid() and (
        looked := guarding.looked_over(request, form, whose=school, at=timezone.now())
    ):
        try:
            with transaction.atomic():
                _sign(request, found, form)
                looked.note_read(about=found)
        except PermissionDenied as refused:
            _keep(request, found)
            messages.warning(request, str(refused))
        else:
            drop_draft(form=SIGNING, about=pk, by=request.user)
            messages.success(request, "Signed. The hub lead reads it next.")
        return redirect(found)
    context = {
        "note": found, "version": version, "form": form,
        "statement": actions.statement(found, version),
        "button": TRANSITIONS[rules.signing(found)].button,
    }  # fmt: skip
    return render(request, "deliver/note/sign.html", context)


@asks
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Four ticks; then it goes on, or back to its author once."""
    found = note_or_404(request, pk)
    user, today = request.user, timezone.localdate()
    unsigned = rules.may_release_unsigned(user, found, on=today)
    require(unsigned if unsigned else rules.may_release(user, found))
    gives_back = request.POST.get("then") == "return"
    form = CheckForm(sent(request), is_returned=gives_back)
    school = found.visit.enrolment.standing_school
    if form.is_valid() and (
        looked := guarding.looked_over(request, form, whose=school, at=timezone.now())
    ):
        try:
            with transaction.atomic():
                said = _checked(
                    request, found, form, gives_back=gives_back, is_unsigned=bool(unsigned)
                )
                looked.note_read(about=found)
        except PermissionDenied as refused:
            form.add_error("text" if gives_back else "ticks", str(refused))
        else:
            messages.success(request, said)
            return redirect("deliver:desk")
    context = {
        "page": note_page(user, found, _version_or_404(found, None), on=today, is_author=False),
        "note": found, "form": form, "is_unsigned": bool(unsigned),
        "may_return": rules.may_return(user, found), "buttons": TRANSITIONS,
        "ticks": QualityCheck.Tick,
    }  # fmt: skip
    return render(request, "deliver/note/check.html", context)


@asks
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    """An addendum to words that stay."""
    found = note_or_404(request, pk)
    require(rules.may_add(request.user, found))
    form = AddForm(sent(request))
    if form.is_valid() and _sent_off(
        request, found, form,
        lambda: actions.add_to_note(
            note=found, by=request.user, at=timezone.now(), text=form.cleaned_data["text"]
        ),
    ):  # fmt: skip
        messages.success(request, "Added.")
        return redirect(found)
    return _ask(request, found, form, BESIDE["add"].button)


def note_or_404(request: SignedInRequest, pk: int) -> Note:
    return whole_note(one_or_404(access.of_number, request.user, timezone.localdate(), pk))


def _opened(request: SignedInRequest, found: Note, number: int | None) -> NotePage:
    """What is read, whether as a page or as a file: the first time at the school is kept."""
    version = _version_or_404(found, number)
    actions.open_note(note=found, by=request.user, at=timezone.now())
    is_author = access.writes(request.user, found.visit)
    return note_page(request.user, found, version, on=timezone.localdate(), is_author=is_author)


def _checked(
    request: SignedInRequest, found: Note, form: CheckForm, *, gives_back: bool, is_unsigned: bool
) -> str:
    """What is said once it is done."""
    ticks = form.cleaned_data["ticks"]
    at = timezone.now()
    if gives_back:
        text = form.cleaned_data["text"]
        actions.return_note(note=found, ticks=ticks, text=text, by=request.user, at=at)
        return f"Given back to {found.author}."
    if is_unsigned:
        actions.release_unsigned(note=found, ticks=ticks, by=request.user, at=at)
        return "Released. That nobody signed it is said wherever it is read."
    actions.release_note(note=found, ticks=ticks, by=request.user, at=at)
    return "Released."


def _sent_off(
    request: SignedInRequest, found: Note, form: BaseForm, act: Callable[[], object]
) -> bool:
    school = found.visit.enrolment.standing_school
    return guarding.attempt(request, form, act, about=found, whose=school, at=timezone.now())


def _sign(request: SignedInRequest, found: Note, form: SignForm) -> None:
    said = form.cleaned_data
    actions.sign_note(
        note=found,
        version=_version_or_404(found, said["version"]),
        comment=said["comment"],
        sees_differently=said["sees_differently"],
        authenticated_at=fresh.proved_at(request),
        by=request.user,
        at=timezone.now(),
    )


def _keep(request: SignedInRequest, found: Note) -> None:
    """As far as it can be kept: what is too long for the form is too long for a draft."""
    with suppress(Unfit):
        keep_draft(
            form=SIGNING, about=found.pk, words=of_post(request.POST, but=["version"]), base=0,
            device=Device("signing"), by=request.user, at=timezone.now(),
        )  # fmt: skip


def _version_or_404(found: Note, number: int | None) -> NoteVersion:
    """The one that is read today, or another by its number."""
    version = found.shown
    if number is not None or version is None:
        version = get_object_or_404(NoteVersion, note=found, number=number)
    version.note = found
    return with_parts(version)


def _ask(request: SignedInRequest, found: Note, form: BaseForm, button: str) -> HttpResponse:
    back = Back(found.get_absolute_url(), str(found))
    return form_page(request, form, back=back, heading=button, button=button)

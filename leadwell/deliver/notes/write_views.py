"""Pages on which an author writes a note: six parts, each kept while it is written, then sharing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.deliver.access import of_number
from leadwell.deliver.models import Note, NoteState, Visit
from leadwell.deliver.notes import actions, rules
from leadwell.deliver.notes.page import part_page, share_page
from leadwell.deliver.notes.parts import BY_SLUG, PARTS, Part, PartForm
from leadwell.deliver.notes.subject import Subject
from leadwell.deliver.notes.writing import Writing, writing
from leadwell.deliver.placing import placed_visits
from leadwell.lib import guard
from leadwell.people.drafts import comparing, opening
from leadwell.people.drafts.actions import keep_draft, settle_draft
from leadwell.people.drafts.views import choose_page, keep, seconds_of, seen_by
from leadwell.people.drafts.words import Unfit, of_post
from leadwell.people.phrased import one_or_404
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, sent

THEN = "then"
"""The name of the buttons: what to do with what is sent."""


@asks
def write_note(request: SignedInRequest, pk: int, slug: str = PARTS[0].slug) -> HttpResponse:
    """One part: what is sent is kept first, whatever is wrong with it."""
    part, subject = _part_or_404(slug), subject_of(request, pk)
    note = writing(subject)
    if request.method == "POST":
        try:
            is_beside = _keep_sent(request, part, subject)
        except Unfit as unfit:
            messages.error(request, str(unfit))
            return _part(request, part, note, status=400)
        if is_beside:
            return redirect(_url("choose-words", subject.visit, part))
        form = note.form(part, request.POST, is_asked=True)
        if request.POST.get(THEN) == "later":
            return redirect(subject.visit)
        if form.is_valid():
            return redirect(_after(part, subject.visit))
        return _render(request, part, note, form)
    return _part(request, part, note)


@require_POST
def keep_note(request: SignedInRequest, pk: int, slug: str) -> JsonResponse:
    """What is written so far: each ten seconds, and on leaving a field."""
    part, subject = _part_or_404(slug), subject_of(request, pk)
    begin(request, subject)
    return keep(
        request, form=part.draft, about=pk, compare_url=_url("choose-words", subject.visit, part)
    )


@asks
def choose_words(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """Two devices wrote on from the same words: both are shown, and neither is lost."""
    part, subject = _part_or_404(slug), subject_of(request, pk)
    back = _url("write-note", subject.visit, part)
    opened = _opened(request, part, subject.visit)
    both = opening.two_versions(opened, comparing.asked_of(writing(subject).form(part)))
    if both is None:
        return redirect(back)
    form = comparing.TwoVersionsForm(both, sent(request))
    if form.is_valid():
        settle_draft(
            form=part.draft, about=pk, beside=opened.beside[0].pk, words=form.words, by=request.user,
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, "Kept as you chose.")
        return redirect(back)
    return choose_page(request, form, back=Back(back, f"{part.title}, note of visit"))


@asks
def share_note(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is missing, what to think about, and who will read it; then it is shared."""
    subject = subject_of(request, pk)
    note = writing(subject)
    if subject.note and _is_with_the_school(request, note):
        return redirect(subject.note)
    names = [person.name for person in subject.people_there]
    found = note.found(names)
    page = share_page(note, found, is_sent=request.method == "POST", data=request.POST.dict())
    if request.method == "POST" and page.may_go:
        try:
            return _share(request, subject, note, found)
        except PermissionDenied as refused:  # what has changed since the form was cleaned
            page = page.refused(str(refused))
    return render(request, "deliver/note/share.html", {"page": page})


@require_safe
def purge_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """From any part: where words are taken out of a note. Before anything is kept there is none."""
    subject = subject_of(request, pk)
    if subject.note is None:
        messages.info(request, "Nothing is kept of this note yet. Delete the words on the page.")
        return redirect("deliver:write-note", pk=pk)
    return redirect("deliver:purge-note", pk=subject.note.pk)


def _share(
    request: SignedInRequest, subject: Subject, note: Writing, found: list[guard.Found]
) -> HttpResponse:
    at = timezone.now()
    kept = subject.note or actions.begin_note(visit=subject.visit, by=request.user, at=at)
    actions.share_note(
        note=kept,
        content=note.content,
        base=_base(request),
        passed=guard.count(found),
        by=request.user,
        at=at,
    )
    messages.success(request, f"Shared with {subject.school}. The head is asked to sign it.")
    return redirect(kept)


def _base(request: SignedInRequest) -> int:
    """The version that was on the page; -1 where it was none of ours."""
    sent = request.POST.get("base", "")
    return int(sent[:4]) if sent.isdecimal() else -1


def _is_with_the_school(request: SignedInRequest, note: Writing) -> bool:
    """Nothing was written since it was shared: the answer to the form that was taken did not
    arrive. What the school or the hub has spoken of, its author may share again as it is."""
    shown, kept = note.subject.shown, note.subject.note
    if shown is None or kept is None or note.drafts:
        return False
    is_sent_again = request.method == "POST" and _base(request) < shown.number
    return is_sent_again or kept.state == NoteState.SHARED


def _part_or_404(slug: str) -> Part:
    try:
        return BY_SLUG[slug]
    except KeyError as error:
        raise Http404 from error


def subject_of(request: SignedInRequest, pk: int) -> Subject:
    today = timezone.localdate()
    visit = one_or_404(of_number, request.user, today, pk)
    placed_visits([visit])
    require(rules.may_write(request.user, visit, on=today))
    # Not with its places: they are the visit's, and are at hand.
    note = Note.objects.select_related("author", "shown").filter(visit=visit).order_by("pk").first()
    if note:
        note.visit = visit
    return Subject(request.user, visit, note, today)


def begin(request: SignedInRequest, subject: Subject) -> None:
    if subject.note is None:
        actions.begin_note(visit=subject.visit, by=request.user, at=timezone.now())


def _keep_sent(request: SignedInRequest, part: Part, subject: Subject) -> bool:
    """What a browser without a script sends. Whether it lies beside what another device wrote."""
    begin(request, subject)
    base, device = seen_by(request)
    kept = keep_draft(
        form=part.draft,
        about=subject.visit.pk,
        words=of_post(request.POST, but=[THEN]),
        base=base,
        device=device,
        active_seconds=seconds_of(request),
        by=request.user,
        at=timezone.now(),
    )
    return kept.is_beside


def _opened(request: SignedInRequest, part: Part, visit: Visit) -> opening.Opened:
    return opening.opened(
        request.user,
        form=part.draft,
        about=visit.pk,
        keep_url=_url("keep-note", visit, part),
        compare_url=_url("choose-words", visit, part),
    )


def _part(request: SignedInRequest, part: Part, note: Writing, status: int = 200) -> HttpResponse:
    return _render(request, part, note, note.form(part), status)


def _render(
    request: SignedInRequest, part: Part, note: Writing, form: PartForm, status: int = 200
) -> HttpResponse:
    kept = _opened(request, part, note.subject.visit)
    page = part_page(note, part, form, kept)
    # form: for the error summary and the title of the page
    return render(request, "deliver/note/write.html", {"page": page, "form": form}, status=status)


def _after(part: Part, visit: Visit) -> str:
    n = PARTS.index(part) + 1
    if n == len(PARTS):
        return reverse("deliver:share-note", args=[visit.pk])
    return _url("write-note", visit, PARTS[n])


def _url(name: str, visit: Visit, part: Part) -> str:
    return reverse(f"deliver:{name}", args=[visit.pk, part.slug])

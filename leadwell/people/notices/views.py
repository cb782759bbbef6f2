"""Privacy information: to read, to print, and to issue."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.people import access, guarding
from leadwell.people.models import Notice
from leadwell.people.notices import actions, rules, writing
from leadwell.people.notices.access import in_force_for, notices_for, officer_of
from leadwell.people.notices.forms import IssueForm
from leadwell.programmes.models import Programme
from leadwell.web import csv_out, exports
from leadwell.web.access import require
from leadwell.web.asking import asks, sent
from leadwell.web.paper import docx_out
from leadwell.web.paper.keeping import paper_of
from leadwell.web.paper.paper import Paper
from leadwell.web.pdf import press

Audience = Notice.Audience


@require_safe
def my_notices(request: SignedInRequest) -> HttpResponse:
    """Of each programme that one takes part in."""
    context = {"notices": in_force_for(request.user), "audiences": Audience.choices}
    return render(request, "people/notices/my_notices.html", context)


@require_safe
def notices(request: SignedInRequest, code: str) -> HttpResponse:
    """The four of a programme, and every version there has been."""
    programme = _programme_or_404(request, code)
    versions = list(notices_for(request.user).filter(programme=programme).order_by("-number"))
    may_issue = rules.may_issue(request.user, programme)
    context = {
        "programme": programme,
        "versions": versions,
        "audiences": Audience.choices,
        "may_issue": bool(may_issue),
        "is_behind": bool(may_issue and versions and _is_behind(programme, versions[0])),
    }
    return render(request, "people/notices/notices.html", context)


@require_safe
def notice(request: SignedInRequest, code: str, number: int, audience: str) -> HttpResponse:
    found = _notice_or_404(request, code, number)
    newest = notices_for(request.user).filter(programme=found.programme).latest("number").number
    context = {
        "notice": found,
        "audience": audience,
        "paper": _paper_or_404(found, audience),
        "newest": newest,
    }
    return render(request, "people/notices/notice.html", context)


@require_safe
def notice_pdf(request: SignedInRequest, code: str, number: int, audience: str) -> HttpResponse:
    made = _paper_or_404(_notice_or_404(request, code, number), audience)
    response = HttpResponse(press.printed(made), content_type="application/pdf")
    response["Content-Disposition"] = csv_out.disposition(made.name, "pdf")
    return exports.counted(response, 1)


@require_safe
def notice_docx(request: SignedInRequest, code: str, number: int, audience: str) -> HttpResponse:
    """For a school that puts its own letterhead above it."""
    return docx_out.download(_paper_or_404(_notice_or_404(request, code, number), audience))


@asks
def issue_notices(request: SignedInRequest, code: str) -> HttpResponse:
    """All four as they would be, and the press that freezes them."""
    programme = _programme_or_404(request, code)
    require(rules.may_issue(request.user, programme))
    before = notices_for(request.user).filter(programme=programme).order_by("-number").first()
    contact = before.contact if before else officer_of(programme)
    form = IssueForm(sent(request), before=before, initial={"contact": contact})
    if form.is_valid():
        said = {name: form.cleaned_data.get(name, "") for name in ("contact", "because")}
        if guarding.attempt(
            request, form,
            lambda: actions.issue_notices(
                programme=programme, by=request.user, at=timezone.now(), **said
            ),
            about=programme, whose=programme, at=timezone.now(),
        ):  # fmt: skip
            messages.success(request, "Issued. Everybody in the programme reads it from now on.")
            return redirect("people:notices", programme.code)
    made = writing.written(
        programme, contact=form["contact"].value() or "[where people can ask]",
        number=before.number + 1 if before else 1, on=timezone.localdate(),
    )  # fmt: skip
    papers = [(Audience(audience).label, paper) for audience, paper in made.papers.items()]
    context = {"programme": programme, "form": form, "papers": papers, "before": before}
    return render(request, "people/notices/issue_notices.html", context)


def _is_behind(programme: Programme, newest: Notice) -> bool:
    """Whether it would say something else today."""
    made = writing.written(
        programme, contact=newest.contact, number=newest.number, on=timezone.localdate()
    )
    return made.sha256 != newest.sha256


def _programme_or_404(request: SignedInRequest, code: str) -> Programme:
    programme = get_object_or_404(access.programmes_for(request.user), code=code)
    require(rules.may_read(request.user, programme))
    return programme


def _notice_or_404(request: SignedInRequest, code: str, number: int) -> Notice:
    programme = _programme_or_404(request, code)
    return get_object_or_404(notices_for(request.user), programme=programme, number=number)


def _paper_or_404(found: Notice, audience: str) -> Paper:
    if audience not in Audience.values:
        raise Http404
    return paper_of(found.paper(audience))

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from leadwell.web import gallery as pieces
from leadwell.web.asking import asks
from leadwell.web.forms import AppearanceForm
from leadwell.web.shell import APPEARANCE_COOKIE, shell

ONE_YEAR = 365 * 24 * 60 * 60  # seconds

COOKIES = (
    (settings.SESSION_COOKIE_NAME, "Keeps you signed in", "12 hours, or until you leave"),
    (settings.CSRF_COOKIE_NAME, "Makes sure that a form was sent by you", "1 year"),
    ("messages", "Carries a line such as Saved to the next page", "Until it has been shown"),
    (APPEARANCE_COOKIE, "Remembers light or dark, if you chose one", "1 year"),
)


@login_not_required
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    columns = ("Name", "What it does", "How long")
    return render(request, "web/cookies.html", {"columns": columns, "rows": COOKIES})


@login_not_required
@asks
def appearance(request: HttpRequest) -> HttpResponse:
    """Light, dark or as the device, kept in a cookie: it may be asked before signing in."""
    chosen = shell(request)["shell"].appearance
    came_from = request.GET.get("next", "/")
    form = AppearanceForm(request.POST or None, initial={"appearance": chosen, "then": came_from})
    if not form.is_valid():
        return render(request, "web/appearance.html", {"form": form})
    response = HttpResponseRedirect(_safe(request, form.cleaned_data["then"]))
    response.set_cookie(
        APPEARANCE_COOKIE,
        form.cleaned_data["appearance"],
        max_age=ONE_YEAR,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@login_not_required
@asks
def gallery(request: HttpRequest) -> HttpResponse:
    """Every piece of the house's look, with invented schools. Not routed in production."""
    form = pieces.GalleryForm(request.POST or None)
    return render(
        request, "web/gallery.html", {**pieces.context(page=_page(request)), "form": form}
    )


def _safe(request: HttpRequest, url: str) -> str:
    """An address of this site as a path from its root; the first page for anything else."""
    is_ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return url if is_ours and url.startswith("/") else "/"


def _page(request: HttpRequest) -> int:
    number = request.GET.get("page", "2")[:6]
    return int(number) if number.isdecimal() else 2

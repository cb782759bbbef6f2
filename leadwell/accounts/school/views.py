"""To the provider and back: signing in, answering an invitation, showing again who one is, linking."""

from collections.abc import Mapping
from typing import Any

import structlog
from allauth.account.adapter import get_adapter
from allauth.account.forms import UserTokenForm
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.account.views import INTERNAL_RESET_SESSION_KEY
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts import actions as accounts
from leadwell.accounts import factors, fresh, letters, sessions
from leadwell.accounts.devices import name_of
from leadwell.accounts.models import User
from leadwell.accounts.requests import SignedInRequest
from leadwell.accounts.school import access, actions, provider
from leadwell.accounts.school.tokens import NotProven, Proof
from leadwell.web.access import require
from leadwell.web.asking import asks

log = structlog.get_logger(__name__)
SIGN_IN, AGAIN, LINK = "sign in", "again", "link"
LINKED = "your school’s account was linked to your account here, and opens it from now on."
UNLINKED = "your school’s account is not linked to your account here any more."


@login_not_required
@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """From the sign-in page, or from the page of an invitation."""
    invited = request.POST.get("invited", "")
    errand = {
        "to": SIGN_IN,
        "invited": invited if _invited(request, invited) else "",
        "is_shared": bool(request.POST.get("school-is_shared")),
        "next": get_next_redirect_url(request) or "",
    }
    return _leave(request, errand)


@never_cache
@asks
def again(request: SignedInRequest) -> HttpResponse:
    """Is it still you? Somebody who is signed in shows it where their school account is."""
    if not access.can_use(request.user):
        raise Http404
    onward = get_next_redirect_url(request) or ""
    if request.method == "POST":
        errand = {"to": AGAIN, "next": onward, "user": request.user.pk}
        return _leave(request, errand, ask_again=True)
    return _ask_again(request, onward)


@never_cache
@asks
@fresh.required
def link(request: SignedInRequest) -> HttpResponse:
    """To the provider, for somebody who is here already."""
    if not access.may_link(request.user):
        return redirect("accounts:account")
    if request.method == "POST":
        return _leave(request, {"to": LINK, "next": "", "user": request.user.pk})
    return render(request, "accounts/school/link.html", {"school": _name_or_404()})


@asks
@fresh.required
def unlink(request: SignedInRequest) -> HttpResponse:
    if access.linked_to(request.user) is None:
        return redirect("accounts:account")
    may = access.may_unlink(request.user)
    if request.method == "POST":
        require(may)
        actions.unlink(user=request.user, by=request.user, at=timezone.now())
        _tell(request, request.user, UNLINKED)
        messages.success(request, "Unlinked. You sign in with your password from now on.")
        return redirect("accounts:account")
    return render(request, "accounts/school/unlink.html", {"may_unlink": may})


@login_not_required
@never_cache
@require_safe
def come_back(request: HttpRequest) -> HttpResponseBase:
    """Where the provider sends people back to."""
    _name_or_404()
    try:
        back = provider.come_back(request)
    except provider.NotReached as error:
        log.warning("the provider of school accounts is not reached", error=str(error))
        return _not_reached(request)
    except NotProven as error:
        log.warning("a school account was refused", error=str(error))
        return _refused(request)
    if back is None:
        return _refused(request)
    errand = back.errand
    if back.proof is None:
        messages.info(request, "You came back without signing in there.")
        return redirect("account_login" if errand["to"] == SIGN_IN else "accounts:account")
    if errand["to"] == SIGN_IN:
        return _sign_in(request, errand, back.proof)
    if not (isinstance(request.user, User) and request.user.pk == errand["user"]):
        return _refused(request)
    if errand["to"] == LINK:
        return _link(request, request.user, back.proof)
    return _again(request, request.user, errand, back.proof)


def _sign_in(request: HttpRequest, errand: Mapping[str, Any], proof: Proof) -> HttpResponseBase:
    user, invited = access.who_has(proof), _invited(request, errand["invited"])
    is_new = user is None
    if user is None:
        user = invited if invited and access.may_link(invited) else access.who_might(proof)
        if user is None or not _linked(request, user, proof):
            accounts.note_failure(address=proof.address, at=timezone.now())
            return _refused(request)
    # Whoever has a second factor here is asked for it before another way in counts for both.
    counts = proof.has_second_factor and not (is_new and factors.has_one(user))
    _record(request, user, proof, has_second_factor=counts, at=_now() if user == invited else None)
    request.session[sessions.IS_SHARED] = errand["is_shared"]
    return perform_login(request, user, redirect_url=errand["next"] or None)  # type: ignore[no-any-return]


def _link(request: HttpRequest, user: User, proof: Proof) -> HttpResponseBase:
    if access.who_has(proof) or not access.may_link(user) or not _linked(request, user, proof):
        return _refused(request)
    messages.success(request, "Linked. You can sign in with it from now on.")
    return redirect("accounts:account")


def _again(
    request: HttpRequest, user: User, errand: Mapping[str, Any], proof: Proof
) -> HttpResponseBase:
    if access.who_has(proof) != user:
        return _refused(request)
    _record(request, user, proof, has_second_factor=proof.has_second_factor)
    if not fresh.is_fresh(request):
        return _ask_again(request, errand["next"], has_not_asked=True)
    return redirect(errand["next"] or "/")


def _record(
    request: HttpRequest, user: User, proof: Proof, *, has_second_factor: bool,
    at: float | None = None,
) -> None:  # fmt: skip
    """For this session: that they came so, and when they last showed who they are. at: known
    otherwise, as whoever follows an invitation has just read their mail."""
    proved_at = max(filter(None, (at, proof.at)), default=None)
    record_authentication(
        request, user, fresh.BY_SCHOOL, has_second_factor=has_second_factor,
        proved_at=min(proved_at, _now()) if proved_at else None,
    )  # fmt: skip


def _linked(request: HttpRequest, user: User, proof: Proof) -> bool:
    """Whether it could be: another browser may have been quicker."""
    try:
        with transaction.atomic():
            actions.link(user=user, proof=proof, by=user.email, at=timezone.now())
    except IntegrityError:
        return False
    _tell(request, user, LINKED)
    return True


def _invited(request: HttpRequest, uidb36: str) -> User | None:
    """Whose invitation is open in this browser, and good still."""
    key = request.session.get(INTERNAL_RESET_SESSION_KEY, "")
    form = UserTokenForm(data={"uidb36": uidb36, "key": key}) if uidb36 and key else None
    if form is None or not form.is_valid() or not form.reset_user.is_active:
        return None
    user: User = form.reset_user
    return user


def _leave(
    request: HttpRequest, errand: dict[str, Any], *, ask_again: bool = False
) -> HttpResponse:
    """A page that goes there at once. A redirect would be what the form leads to, and our policy
    lets forms lead nowhere else: nor may the provider's pages be listed, who send people on."""
    school = _name_or_404()
    try:
        url = provider.leave(request, errand=errand, ask_again=ask_again)
    except provider.NotReached as error:
        log.warning("the provider of school accounts is not reached", error=str(error))
        return _not_reached(request)
    response = render(request, "accounts/school/leaving.html", {"school": school, "url": url})
    response.headers["Refresh"] = f"0; url={url}"
    return response


def _ask_again(request: HttpRequest, onward: str, *, has_not_asked: bool = False) -> HttpResponse:
    context = {
        "school": _name_or_404(), "next": onward, "has_not_asked": has_not_asked,
        "reauthentication_alternatives": _other_ways(request, onward),
    }  # fmt: skip
    return render(request, "accounts/school/again.html", context)


def _other_ways(request: HttpRequest, onward: str) -> list[dict[str, Any]]:
    """To show again who one is, but for this page's own; each leads on to there."""
    ways = get_adapter(request).get_reauthentication_methods(request.user)
    back = f"?{urlencode({REDIRECT_FIELD_NAME: onward})}" if onward else ""
    here = reverse("account_school_again")
    return [way | {"url": way["url"] + back} for way in ways if way["url"] != here]


def _refused(request: HttpRequest) -> HttpResponse:
    """The same whoever it is and whatever was wrong: it says nothing of who has an account."""
    context = {"school": provider.name()}
    return render(request, "accounts/school/refused.html", context, status=403)


def _not_reached(request: HttpRequest) -> HttpResponse:
    context = {"school": provider.name()}
    return render(request, "accounts/school/not_reached.html", context, status=503)


def _tell(request: HttpRequest, user: User, what: str) -> None:
    device = name_of(request.headers.get("User-Agent", ""))
    transaction.on_commit(lambda: letters.way_in_changed(user, what=what, device=device))


def _name_or_404() -> str:
    if not provider.name():
        raise Http404
    return provider.name()


def _now() -> float:
    return timezone.now().timestamp()

from dataclasses import replace
from typing import Any

from allauth.account import views as allauth
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from leadwell.accounts import access, actions, factors
from leadwell.accounts.forms import AppearanceForm, ChangePasswordForm, SchoolForm, SetPasswordForm
from leadwell.accounts.models import Session
from leadwell.accounts.requests import SignedInRequest
from leadwell.accounts.school import access as school_access
from leadwell.accounts.school import provider
from leadwell.web.asking import asks, sent
from leadwell.web.shell import APPEARANCE_COOKIE, shell


@login_not_required
@never_cache
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """allauth's page. A piece of a page that asks after the session has ended has the whole page
    asked for again, which leads here: this page must not stand within another."""
    if request.headers.get("HX-Request"):
        return HttpResponseClientRefresh()
    view = allauth.LoginView.as_view(extra_context=_school_form())
    return view(request)  # type: ignore[no-any-return]


class SetPassword(allauth.PasswordResetFromKeyView):  # type: ignore[misc]
    """A first password, or another; or, who is invited, one's school account in its place."""

    form_class = SetPasswordForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.reset_user
        if user is not None and user.is_active and not user.has_usable_password():
            context |= _school_form() if school_access.may_link(user) else {}
            context["invited"] = self.kwargs["uidb36"]
        return context


@asks
def change_password(request: SignedInRequest) -> HttpResponseBase:
    """allauth's page. Who has none yet, and came by a school account, has a link sent first."""
    if not request.user.has_usable_password():
        return redirect("account_reset_password")
    view = allauth.PasswordChangeView.as_view(form_class=ChangePasswordForm)
    return view(request)  # type: ignore[no-any-return]


@asks
def account(request: SignedInRequest) -> HttpResponse:
    """One's own account: who one is here, light or dark, the ways in, the way out."""
    form = AppearanceForm(sent(request), instance=request.user)
    if not form.is_valid():
        context = {
            "form": form, "has_second_factor": factors.has_one(request.user),
            "school": provider.name(), "linked": school_access.linked_to(request.user),
        }  # fmt: skip
        return render(request, "accounts/account.html", context)
    actions.choose_appearance(appearance=form.cleaned_data["appearance"], by=request.user)
    messages.success(request, "Saved.")
    response = redirect("accounts:account")
    # A choice made on this device alone would go before the person's own.
    response.delete_cookie(APPEARANCE_COOKIE)
    return response


@require_safe
def sessions(request: SignedInRequest) -> HttpResponse:
    """Everywhere one is signed in, this place first."""
    here, others = _here_and_others(request)
    return render(request, "accounts/sessions.html", {"here": here, "others": others})


@require_POST
def end_session(request: SignedInRequest) -> HttpResponse:
    _, others = _here_and_others(request)
    for session in others:
        if session.handle == request.POST.get("session"):
            actions.end_session(session=session, by=request.user, at=timezone.now())
            messages.success(request, f"Signed out: {session}.")
    return redirect("accounts:sessions")


@require_POST
def end_others(request: SignedInRequest) -> HttpResponse:
    key = request.session.session_key or ""
    actions.end_other_sessions(but=key, by=request.user, at=timezone.now())
    messages.success(request, "Signed out everywhere but here.")
    return redirect("accounts:sessions")


@login_not_required
@never_cache
@require_safe
def put_away(request: HttpRequest) -> HttpResponse:
    """What a page left open on a shared computer turns into. Shows nothing of what was there."""
    came_from = request.GET.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()})
    back = came_from if is_ours and came_from.startswith("/") else "/"
    # Not who was here either: whoever sits there now may be another.
    bare = replace(shell(request)["shell"], nav=(), person="")
    context = {"back": back, "shell": bare, "glass_until": None}
    return render(request, "accounts/put_away.html", context)


def _school_form() -> dict[str, Any]:
    """Of the sign-in page, where a provider is set up."""
    return {"school": provider.name(), "school_form": SchoolForm(prefix="school")}


def _here_and_others(request: SignedInRequest) -> tuple[Session | None, list[Session]]:
    now = timezone.now()
    live = [one for one in access.sessions_for(request.user) if one.expire_date > now]
    key = request.session.session_key
    here = next((one for one in live if one.session_key == key), None)
    return here, [one for one in live if one.session_key != key]

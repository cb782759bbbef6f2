from allauth.account import views as allauth
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from leadwell.accounts import actions
from leadwell.accounts.forms import AppearanceForm
from leadwell.accounts.requests import SignedInRequest
from leadwell.web.shell import APPEARANCE_COOKIE


@login_not_required
@never_cache
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """allauth's page. A piece of a page that asks after the session has ended has the whole page
    asked for again, which leads here: this page must not stand within another."""
    if request.headers.get("HX-Request"):
        return HttpResponseClientRefresh()
    return allauth.login(request)  # type: ignore[no-any-return]


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: SignedInRequest) -> HttpResponse:
    """One's own account: who one is here, light or dark, the password, the way out."""
    sent = request.POST if request.method == "POST" else None
    form = AppearanceForm(sent, instance=request.user)
    if not form.is_valid():
        return render(request, "accounts/account.html", {"form": form})
    actions.choose_appearance(appearance=form.cleaned_data["appearance"], by=request.user)
    messages.success(request, "Saved.")
    response = redirect("accounts:account")
    # A choice made on this device alone would go before the person's own.
    response.delete_cookie(APPEARANCE_COOKIE)
    return response

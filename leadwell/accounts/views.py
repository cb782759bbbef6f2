from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from leadwell.accounts import actions
from leadwell.accounts.forms import AppearanceForm
from leadwell.accounts.requests import SignedInRequest
from leadwell.web.shell import APPEARANCE_COOKIE


@require_http_methods(["GET", "POST"])
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

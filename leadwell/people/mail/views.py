from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from leadwell.accounts.requests import SignedInRequest
from leadwell.people.mail import actions
from leadwell.people.mail.access import choice_for
from leadwell.people.mail.forms import MailForm
from leadwell.web.asking import asks, sent


@asks
def mail(request: SignedInRequest) -> HttpResponse:
    """Which mail one gets."""
    form = MailForm(sent(request), instance=choice_for(request.user))
    if not form.is_valid():
        return render(request, "people/mail/mail.html", {"form": form})
    actions.choose_mail(by=request.user, **form.cleaned_data)
    messages.success(request, "Saved. It holds from the next letter on.")
    return redirect("people:mail")

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.models import User
from leadwell.demo import doors as behind
from leadwell.demo import mail as kept
from leadwell.demo.forms import FindForm

LETTERS_A_PAGE = 20


@login_not_required
@never_cache
@require_safe
def doors(request: HttpRequest) -> HttpResponse:
    """Some of the invented world of each role, or those who are looked for."""
    behind.only_in_the_demonstration()
    form, on = FindForm(request.GET), timezone.localdate()
    asked = form.cleaned_data if form.is_valid() else {}
    context: dict[str, object] = {"form": form}
    if any(asked.values()):
        number = request.GET.get("page", "1")
        context["found"] = behind.found(asked["q"], asked["role"], on=on, number=number)
    else:
        context["corridors"] = behind.corridors(on=on)
    return render(request, "demo/doors.html", context)


@login_not_required
@require_POST
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    behind.only_in_the_demonstration()
    user = get_object_or_404(User, pk=pk, is_active=True)
    behind.enter(request, user, at=timezone.now())
    return redirect("/")


@login_not_required
@never_cache
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """What would have been sent: invitations and links, for whoever tries things out."""
    if settings.MODE not in {"demo", "development"}:
        raise Http404
    letters = kept.letters(Path(settings.EMAIL_FILE_PATH))
    page = Paginator(letters, LETTERS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "demo/mail.html", {"page": page})

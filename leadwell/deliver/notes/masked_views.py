"""A released note with names taken out: looked through first, then taken as a file."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from leadwell.accounts.requests import SignedInRequest
from leadwell.deliver.notes import access, actions, masked, rules
from leadwell.deliver.notes.reading import note_page
from leadwell.deliver.notes.views import note_or_404
from leadwell.web.access import require
from leadwell.web.asking import asks, sent
from leadwell.web.pdf import press


class MaskForm(forms.Form):
    """What is taken out besides names."""

    also = forms.CharField(
        label="Also take out these words",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A line for each, such as a class or a post that only one person has.",
    )

    @property
    def lines(self) -> list[str]:
        return self.cleaned_data["also"].splitlines() if self.is_bound else []


@asks
def note_masked(request: SignedInRequest, pk: int) -> HttpResponse:
    """“Look again” shows what would be in the file; “Take the file” makes it."""
    found, today = note_or_404(request, pk), timezone.localdate()
    require(rules.may_take_masked(request.user, found, on=today))
    assert found.shown  # a released note has words
    is_author = access.writes(request.user, found.visit)
    page = note_page(request.user, found, found.shown, on=today, is_author=is_author)
    form = MaskForm(sent(request))
    also = form.lines if form.is_valid() else []
    shown, left_out = request.POST.getlist("shown"), request.POST.getlist("left_out")
    made = masked.masked(page, also=also, shown=shown, left_out=left_out)
    if form.is_valid() and request.POST.get("as") == "pdf":
        actions.take_masked(
            note=found, n_masked=made.n_masked, n_shown=len(set(shown) & set(made.people)),
            left_out=set(left_out) & set(made.headings), by=request.user, at=timezone.now(),
        )  # fmt: skip
        return press.download(made.record)
    context = {"note": found, "made": made, "form": form, "shown": shown, "left_out": left_out}
    return render(request, "deliver/note/masked.html", context)

"""The register of lessons, the lessons of one programme, and answering them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.lessons import actions, forms, register, rules
from leadwell.people import access, guarding
from leadwell.people.running.rules import may_read_programme
from leadwell.programmes.models import LessonAnswer, OwnLesson, Programme
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent


@require_safe
def lessons(request: SignedInRequest) -> HttpResponse:
    """All of them, by the stage in which there is still time."""
    stages = register.by_stage(request.user)
    mine = {
        one.own.pk
        for stage in stages
        for one in stage.lessons
        if one.own and rules.may_take_back(request.user, one.own)
    }
    context = {"stages": stages, "may_take_back": mine}
    return render(request, "explore/lessons/lessons.html", context)


@require_safe
def programme_lessons(request: SignedInRequest, code: str) -> HttpResponse:
    """Those that are about a programme as it stands, and what was said to them."""
    programme = _programme_or_404(request, code)
    require(may_read_programme(request.user, programme))
    context = {
        "page": register.about(request.user, programme, on=timezone.localdate()),
        "may_answer": rules.may_answer(request.user, programme),
        "may_tell": rules.may_tell(request.user, programme),
    }
    return render(request, "explore/lessons/of_programme.html", context)


@asks
def answer_lesson(request: SignedInRequest, code: str, key: str) -> HttpResponse:
    """Accept a lesson or say why not."""
    programme = _programme_or_404(request, code)
    require(rules.may_answer(request.user, programme))
    lesson = register.find(key)
    if lesson is None:
        raise Http404
    before = LessonAnswer.objects.filter(programme=programme, lesson=key).first()
    form = forms.AnswerForm(sent(request), instance=before)
    if form.is_valid() and guarding.attempt(
        request, form,
        lambda: actions.answer_lesson(
            programme=programme, lesson=key, by=request.user, at=timezone.now(),
            **form.cleaned_data,
        ),
        about=programme, whose=programme, at=timezone.now(),
    ):  # fmt: skip
        messages.success(request, "Answered.")
        return redirect("explore:programme-lessons", code)
    context = {"form": form, "lesson": lesson, "programme": programme}
    return render(request, "explore/lessons/answer.html", context)


@asks
def tell_lesson(request: SignedInRequest, code: str) -> HttpResponse:
    """A lesson of this programme."""
    programme = _programme_or_404(request, code)
    require(rules.may_tell(request.user, programme))
    now = timezone.now()
    about = OwnLesson(programme=programme, written_by=request.user, written_at=now)
    form = forms.OwnLessonForm(sent(request), instance=about, today=timezone.localdate())
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.tell_lesson(
            programme=programme, by=request.user, at=now, **form.cleaned_data
        ),
        about=programme,
        whose=programme,
        at=timezone.now(),
    ):
        messages.success(request, "Told. It stands in the register.")
        return redirect("explore:lessons")
    back = Back(programme.get_absolute_url(), str(programme))
    lede = "For those who plan the next programme. One programme’s account is enough."
    return form_page(request, form, back=back, heading="Tell a lesson", button="Tell it", lede=lede)


@require_POST
def take_back_lesson(request: SignedInRequest, pk: int) -> HttpResponse:
    own = get_object_or_404(OwnLesson.objects.select_related("programme"), pk=pk)
    actions.take_back_lesson(own=own, by=request.user, at=timezone.now())
    messages.success(request, "Taken back. It is not shown any more.")
    return redirect("explore:lessons")


def _programme_or_404(request: SignedInRequest, code: str) -> Programme:
    mine = access.programmes_for(request.user).select_related("started_from")
    return get_object_or_404(mine, code=code)

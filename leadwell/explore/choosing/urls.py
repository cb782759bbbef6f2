from django.urls import path

from leadwell.explore.choosing import (
    actions,
    answer_views,
    candidate_views,
    criteria_views,
    hearing_views,
    rules,
    views,
)
from leadwell.explore.choosing.spreadsheet import CANDIDATES
from leadwell.people.spreadsheets.addresses import addresses

OF_PROGRAMME = "programmes/<str:code>/choosing"
REASONS = {
    "screen-again": ("screen_again", actions.screen_again, rules.may_screen_again),
    "reserve": ("reserve", actions.reserve, rules.may_reserve),
    "decline": ("decline", actions.decline, rules.may_decline),
}

urlpatterns = [
    path("choosing/", views.results, name="results"),
    path(f"{OF_PROGRAMME}/", views.choosing, name="choosing"),
    *(
        path(
            f"{OF_PROGRAMME}.{ending}", views.choosing_file,
            {"ending": ending}, name=f"choosing-{ending}",
        )
        for ending in ("csv", "pdf")
    ),
    path(f"{OF_PROGRAMME}/schools/", views.find_schools, name="find-schools"),
    path(f"{OF_PROGRAMME}/long-list/", views.long_list, name="long-list"),
    path(f"{OF_PROGRAMME}/long-list/take-off/", views.take_off, name="take-off"),
    path(f"{OF_PROGRAMME}/put-forward/", views.nominate, name="nominate"),
    path(f"{OF_PROGRAMME}/set/", views.the_set_page, name="set"),
    *(
        path(
            f"{OF_PROGRAMME}/set.{ending}", views.the_set_file,
            {"ending": ending}, name=f"set-{ending}",
        )
        for ending in ("csv", "pdf")
    ),
    path(f"{OF_PROGRAMME}/set/approve/", views.approve_set, name="approve-set"),
    path(f"{OF_PROGRAMME}/criteria/", criteria_views.own_criteria, name="own-criteria"),
    path(f"{OF_PROGRAMME}/set/rule/", views.set_rule, name="set-rule"),
    *addresses(OF_PROGRAMME, CANDIDATES),
    path(f"{OF_PROGRAMME}/answers/", answer_views.answers, name="answers"),
    path("candidates/<int:pk>/answer/", answer_views.answer, name="answer"),
    path("candidates/<int:pk>/answer.pdf", answer_views.answer_pdf, name="answer-pdf"),
    path("candidates/<int:pk>/answer.docx", answer_views.answer_docx, name="answer-docx"),
    path("candidates/<int:pk>/answer/again/", answer_views.send_again, name="answer-again"),
    path("candidates/<int:pk>/answer/sent/", answer_views.answer_sent, name="answer-sent"),
    path("hubs/<int:pk>/place/", views.place_hub, name="place-hub"),
    path("candidates/<int:pk>/", candidate_views.candidate, name="candidate"),
    *(
        path(f"candidates/<int:pk>/{name}/", view, name=name)
        for name, view in (
            ("screen", candidate_views.screen),
            ("head-told", candidate_views.head_told),
            ("change", candidate_views.change),
            ("all-the-same", candidate_views.all_the_same),
            ("find", candidate_views.find),
            ("assess", candidate_views.assess),
            ("ask-again", candidate_views.ask_again),
            ("promise-support", candidate_views.promise_support),
            ("waive", candidate_views.waive),
        )
    ),
    path("candidates/<int:pk>/asked/new/", hearing_views.hear, name="hear"),
    path(
        "candidates/<int:pk>/asked/<int:number>/change/", hearing_views.change_heard,
        name="change-heard",
    ),
    path(
        "candidates/<int:pk>/asked/<int:number>/take-back/", hearing_views.take_back_heard,
        name="take-back-heard",
    ),
    *(
        path(
            f"candidates/<int:pk>/{name}/", candidate_views.with_reason,
            {"verb": verb, "act": act, "may": may}, name=name,
        )
        for name, (verb, act, may) in REASONS.items()
    ),
]  # fmt: skip

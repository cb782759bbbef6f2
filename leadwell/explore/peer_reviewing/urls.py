from django.urls import path

from leadwell.explore.peer_reviewing import answer_views, finding_views, views

ONE, FINDING = "peer-reviews/<int:pk>", "peer-findings/<int:pk>"

urlpatterns = [
    path("programmes/<str:code>/peer-reviews/", views.peer_reviews, name="peer-reviews"),
    path("enrolments/<int:pk>/peer-reviews/", views.peer_reviews_of, name="peer-reviews-of"),
    path("enrolments/<int:pk>/peer-reviews/new/", views.plan_peer_review, name="plan-peer-review"),
    path(f"{ONE}/", views.peer_review, name="peer-review"),
    path(f"{ONE}.pdf", views.peer_review_pdf, name="peer-review-pdf"),
    path(f"{ONE}/change/", views.change_peer_review, name="change-peer-review"),
    path(f"{ONE}/reviewers/new/", views.add_reviewer, name="add-reviewer"),
    path(f"{ONE}/reviewers/<int:number>/drop/", views.drop_reviewer, name="drop-reviewer"),
    path(f"{ONE}/self-review/begin/", views.begin_self_review, name="begin-self-review"),
    path(f"{ONE}/self-review/", views.say_own_view, name="say-own-view"),
    path(f"{ONE}/arrive/", views.arrive_peer_review, name="arrive-peer-review"),
    path(f"{ONE}/cancel/", views.cancel_peer_review, name="cancel-peer-review"),
    path(f"{ONE}/evidence/", finding_views.say_ground, name="say-ground"),
    path(f"{ONE}/findings/new/", finding_views.write_finding, name="write-finding"),
    path(f"{ONE}/findings/new/keep/", finding_views.keep_new, name="keep-new-finding"),
    path(f"{ONE}/findings/new/choose/", finding_views.choose_new, name="choose-new-finding"),
    path(f"{FINDING}/change/", finding_views.change_finding, name="change-finding"),
    path(f"{FINDING}/change/keep/", finding_views.keep_change, name="keep-finding"),
    path(f"{FINDING}/change/choose/", finding_views.choose_change, name="choose-finding"),
    path(f"{FINDING}/drop/", finding_views.drop_finding, name="drop-finding"),
    path(f"{ONE}/feedback/", finding_views.give_feedback, name="give-feedback"),
    path(f"{FINDING}/answer/", answer_views.answer_finding, name="answer-finding"),
    path(f"{ONE}/answer/", answer_views.respond_peer_review, name="respond-peer-review"),
    path(f"{ONE}/workshop/", answer_views.set_workshop, name="set-workshop"),
    path(f"{ONE}/close/", answer_views.close_peer_review, name="close-peer-review"),
    path(f"{ONE}/taking-home/", answer_views.take_home, name="take-home"),
    path("peer-reviewers/<int:pk>/taking-home/", answer_views.give_and_take, name="give-and-take"),
]

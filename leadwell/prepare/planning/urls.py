from django.urls import path

from leadwell.prepare.planning import taking_views, views, write_views

ONE, PRIORITY = "plans/<int:pk>", "priorities/<int:pk>"

urlpatterns = [
    path("enrolments/<int:pk>/plans/", views.plans, name="plans"),
    path("enrolments/<int:pk>/plans/open/", views.open_plan, name="open-plan"),
    path(f"{ONE}/", views.plan, name="plan"),
    path(f"{ONE}/priorities/new/", write_views.add_priority, name="add-priority"),
    path(f"{ONE}/priorities/new/keep/", write_views.keep_new, name="keep-new-priority"),
    path(f"{ONE}/priorities/new/choose/", write_views.choose_new, name="choose-new-priority"),
    path(f"{ONE}/agree/", views.agree_plan, name="agree-plan"),
    path(f"{ONE}/open-again/", views.redraft_plan, name="redraft-plan"),
    path(f"{ONE}/approve/", views.approve_plan, name="approve-plan"),
    path(f"{ONE}/begin/", views.begin_plan, name="begin-plan"),
    path(f"{ONE}/review/", write_views.review_plan, name="review-plan"),
    path(f"{ONE}/review/keep/", write_views.keep_review, name="keep-plan-review"),
    path(f"{ONE}/review/choose/", write_views.choose_review, name="choose-plan-review"),
    path(f"{ONE}/close/", views.close_plan, name="close-plan"),
    path("peer-reviews/<int:pk>/plan/", taking_views.taken_up, name="taken-up"),
    path("peer-findings/<int:pk>/plan/", taking_views.take_up, name="take-up"),
    path(f"{PRIORITY}/change/", write_views.change_priority, name="change-priority"),
    path(f"{PRIORITY}/change/keep/", write_views.keep_change, name="keep-priority"),
    path(f"{PRIORITY}/change/choose/", write_views.choose_change, name="choose-priority"),
    path(f"{PRIORITY}/end/", write_views.end_priority, name="end-priority"),
    path(f"{PRIORITY}/end/keep/", write_views.keep_end, name="keep-priority-end"),
    path(f"{PRIORITY}/end/choose/", write_views.choose_end, name="choose-priority-end"),
    path(f"{PRIORITY}/improvement-plan/", views.say_sip, name="say-sip"),
    path(f"{PRIORITY}/actions/new/", views.agree_action, name="agree-for-priority"),
]

from django.urls import path

from leadwell.explore.reviewing import (
    agreeing_views,
    meeting_views,
    reading_views,
    rubric_views,
    views,
    write_views,
)

ONE = "reviews/<int:pk>"
LEVEL = f"{ONE}/meeting/on/<slug:slug>"

urlpatterns = [
    path("rubrics/", rubric_views.rubrics, name="rubrics"),
    path("rubrics/add/", rubric_views.add_rubric, name="add-rubric"),
    path("rubrics/<int:pk>/take-back/", rubric_views.take_back, name="take-back-rubric"),
    path("rubrics/<slug:key>/<int:version>/", rubric_views.rubric, name="rubric"),
    path("rubrics/<slug:key>/<int:version>/file/", rubric_views.rubric_file, name="rubric-file"),
    path("programmes/<str:code>/reviews/", views.reviews, name="reviews"),
    path("enrolments/<int:pk>/reviews/", views.reviews_of, name="reviews-of"),
    path("enrolments/<int:pk>/reviews/new/", views.open_review, name="open-review"),
    path(f"{ONE}/", views.review, name="review"),
    path(f"{ONE}/again/", views.review_again, name="review-again"),
    path(f"{ONE}/school-view/", views.name_voice, {"voice": "school"}, name="name-school-view"),
    path(f"{ONE}/second-view/", views.name_voice, {"voice": "second"}, name="name-second-view"),
    path(f"{ONE}/view/", write_views.submit_view, name="submit-view"),
    path(f"{ONE}/view/<slug:slug>/", write_views.write_view, name="write-view"),
    path(f"{ONE}/view/<slug:slug>/keep/", write_views.keep_view, name="keep-view"),
    path(f"{ONE}/view/<slug:slug>/choose/", write_views.choose_view, name="choose-view"),
    path(f"{ONE}/meeting/begin/", meeting_views.begin_meeting, name="begin-meeting"),
    path(f"{ONE}/meeting/", meeting_views.meeting, name="meeting"),
    path(f"{ONE}/meeting/same/", meeting_views.agree_same, name="agree-same"),
    path(f"{ONE}/meeting/headlines/", agreeing_views.headlines, name="headlines"),
    path(f"{ONE}/meeting/headlines/keep/", agreeing_views.keep_headlines, name="keep-headlines"),
    path(
        f"{ONE}/meeting/headlines/choose/", agreeing_views.choose_headlines, name="choose-headlines"
    ),
    path(f"{ONE}/meeting/agree/", meeting_views.agree_review, name="agree-review"),
    path(f"{ONE}/meeting/reopen/", meeting_views.reopen_review, name="reopen-review"),
    path(f"{LEVEL}/", agreeing_views.agree_level, name="agree-level"),
    path(f"{LEVEL}/keep/", agreeing_views.keep_level, name="keep-level"),
    path(f"{LEVEL}/choose/", agreeing_views.choose_level, name="choose-level"),
    path(f"{ONE}/sign/", meeting_views.sign_review, name="sign-review"),
    path(f"{ONE}/profile/", reading_views.profile, name="profile"),
    path(f"{ONE}/profile.pdf", reading_views.profile_pdf, name="profile-pdf"),
    path(f"{ONE}/change/", reading_views.change, name="review-change"),
]

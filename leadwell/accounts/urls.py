from allauth.account import views as allauth
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path

from leadwell.accounts import factor_views, views
from leadwell.accounts.school import views as school
from leadwell.web.asking import asks

by_form = asks  # Django's views of forms take PUT too

account_urlpatterns = [
    path("", views.account, name="account"),
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/end-others/", views.end_others, name="end-other-sessions"),
    path("sessions/end/", views.end_session, name="end-session"),
    path("school/link/", school.link, name="link-school"),
    path("school/unlink/", school.unlink, name="unlink-school"),
    path("put-away/", views.put_away, name="put-away"),
]

# Only what is used of allauth is routed: there is no signing up. Names are allauth's own.
urlpatterns = [
    path("", include((account_urlpatterns, "accounts"))),
    path("sign-in/", by_form(views.sign_in), name="account_login"),
    path("sign-out/", allauth.logout, name="account_logout"),
    path("sign-in/again/", by_form(allauth.reauthenticate), name="account_reauthenticate"),
    path("sign-in/school/", school.leave, name="account_school"),
    path("sign-in/school/back/", school.come_back, name="account_school_back"),
    path("sign-in/school/again/", school.again, name="account_school_again"),
    path("second-factor/", include(factor_views.urlpatterns)),
    path(
        "password/",
        by_form(views.change_password),
        name="account_change_password",
    ),
    path(
        "forgotten/",
        login_not_required(by_form(allauth.password_reset)),
        name="account_reset_password",
    ),
    path(
        "forgotten/sent/",
        login_not_required(allauth.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^set-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        login_not_required(by_form(views.SetPassword.as_view())),
        name="account_reset_password_from_key",
    ),
    path(
        "set-password/done/",
        login_not_required(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]

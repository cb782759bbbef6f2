from allauth.account import views as allauth
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path

# Only what is used of allauth is routed: there is no signing up. Names are allauth's own.
urlpatterns = [
    path("sign-in/", login_not_required(allauth.login), name="account_login"),
    path("sign-out/", allauth.logout, name="account_logout"),
    path("password/", allauth.password_change, name="account_change_password"),
    path(
        "forgotten/",
        login_not_required(allauth.password_reset),
        name="account_reset_password",
    ),
    path(
        "forgotten/sent/",
        login_not_required(allauth.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^set-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        login_not_required(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "set-password/done/",
        login_not_required(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]

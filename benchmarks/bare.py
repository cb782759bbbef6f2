"""The least a signed-in page can be: Django, one session row, one line of text.

Settings, addresses and application in one, to hold Leadwell's own pages against.
"""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.bare"

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from leadwell.config.settings import (
    ALLOWED_HOSTS,
    DATABASES,
    SECRET_KEY,
    SESSION_COOKIE_AGE,
    USE_TZ,
)

__all__ = ["ALLOWED_HOSTS", "DATABASES", "SECRET_KEY", "SESSION_COOKIE_AGE", "USE_TZ"]

DEBUG = False
ROOT_URLCONF = "benchmarks.bare"
INSTALLED_APPS = ["django.contrib.sessions"]
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]


def person(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"Person {request.session['_auth_user_id']}")


urlpatterns = [path("", person)]
application = get_wsgi_application()

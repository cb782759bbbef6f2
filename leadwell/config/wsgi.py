"""What the web server calls."""

import os
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.wsgi import get_wsgi_application

from leadwell.lib.roomy import roomily

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadwell.config.settings")
_site = get_wsgi_application()


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    return roomily(_site, environ, start_response)

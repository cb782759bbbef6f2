"""The page of one question: a form about one thing, a heading and a button."""

from typing import NamedTuple

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

asks = require_http_methods(["GET", "HEAD", "POST"])
"""A view that asks something: it is read, and sent."""


class Back(NamedTuple):
    """The link above the heading: what the question is about."""

    url: str
    text: str


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: nothing before it is sent."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest, form: BaseForm, *, back: Back, heading: str, button: str, lede: str = ""
) -> HttpResponse:
    """lede: what one has to have before one's eyes to answer."""
    context = {"form": form, "back": back, "heading": heading, "button": button, "lede": lede}
    return render(request, "web/form_page.html", context)

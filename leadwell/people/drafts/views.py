"""The answer to a form that keeps itself, for any floor's view to call: `keep`, and the page on which
one chooses between two versions.

@require_POST
def keep_note(request, pk):
    visit = get_object_or_404(visits_for(request.user), pk=pk)
    require(rules.may_write_note(request.user, visit))
    return keep(request, form="note", about=pk, compare_url=reverse("...", args=[pk]))
"""

import json
import re
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from leadwell.accounts.requests import SignedInRequest
from leadwell.people import looking
from leadwell.people.drafts.actions import Device, keep_draft
from leadwell.people.drafts.opening import key_of
from leadwell.people.drafts.words import KEPT_ACTIVE, KEPT_DEVICE, KEPT_TURN, KEPT_VERSION, Unfit
from leadwell.web.asking import Back

SOMEBODY_ELSE = (
    "These words were written by somebody else who was signed in on this device. They are not sent "
    "under your name. They stay on the device until that person signs in."
)
NOT_READ = "What this page sent could not be read. Open the page again."
TOO_BIG = (
    "This is far too long to be kept here. What was kept before is still there. Shorten it, or "
    "attach it as a file."
)
LONGEST_DEVICE = 36
HIGHEST_TURN = 2**53
NOT_A_NAME = re.compile(r"[^0-9A-Za-z-]")
PHONE = re.compile(r"iPhone|Android.*Mobile|Mobile.*Firefox|Windows Phone")
TABLET = re.compile(r"iPad|Android|Tablet")


TWO_DEVICES = "This was written on two devices"


def choose_page(
    request: SignedInRequest, form: Form, *, back: Back, heading: str = TWO_DEVICES
) -> HttpResponse:
    """form: of comparing.TwoVersionsForm."""
    context = {"form": form, "back": back, "heading": heading}
    return render(request, "people/drafts/choose_words.html", context)


def keep(
    request: SignedInRequest, *, form: str, about: object = "", compare_url: str = ""
) -> JsonResponse:
    """Keep the words that keeping.js posts: {"key", "words", "base", "device", "turn", "active"}.

    200 {"version", "at", "beside": false}; 409 with "url", where they lie beside the draft; 403
    {"reason"}. Whether the person may write this form at all, the view has asked before.
    """
    try:
        sent = json.loads(request.body)
        if sent["key"] != key_of(request.user, form, about):
            return _refused(SOMEBODY_ELSE)
        kept = keep_draft(
            form=form,
            about=about,
            words=sent["words"],
            base=int(sent["base"]),
            device=_device(request, sent),
            active_seconds=int(sent.get("active", 0)),
            by=request.user,
            at=timezone.now(),
        )
    except RequestDataTooBig:
        return _refused(TOO_BIG)
    except Unfit as unfit:
        return _refused(str(unfit))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return _refused(NOT_READ)
    looking.are_ones_own_words(request)
    if kept.is_beside:
        said = {"version": kept.version, "beside": True, "url": compare_url}
        return JsonResponse(said, status=409)
    at = f"{timezone.localtime(kept.at):%H:%M}"
    return JsonResponse({"version": kept.version, "at": at, "beside": False})


def seen_by(request: SignedInRequest) -> tuple[int, Device]:
    """For the button of a kept form, which works without a script: the version that was on the page
    and the device, as web/_keeping_state.html sends them along.

    The turn is the device's own, by its own clock: where that is ahead of ours, what the button
    sends would else be older than what was kept a moment ago, and be laid beside it.
    """
    version, turn = request.POST.get(KEPT_VERSION, ""), request.POST.get(KEPT_TURN, "")
    now = int(timezone.now().timestamp() * 1000)  # as keeping.js counts its turns
    sent = {
        "device": request.POST.get(KEPT_DEVICE, ""),
        "turn": int(turn[:20]) if turn.isdecimal() else now,
    }
    return int(version[:9]) if version.isdecimal() else 0, _device(request, sent)


def seconds_of(request: SignedInRequest) -> int:
    """How long somebody has worked on what the button sends, as the form counted it: what was
    kept last knows nothing of the seconds since. 0 without a script."""
    said = request.POST.get(KEPT_ACTIVE, "")[:9]
    return int(said) if said.isascii() and said.isdecimal() else 0


def _device(request: SignedInRequest, sent: dict[str, Any]) -> Device:
    name = NOT_A_NAME.sub("", str(sent["device"]))[:LONGEST_DEVICE]
    turn = min(max(int(sent.get("turn", 0)), 0), HIGHEST_TURN)
    return Device(name, which_device(request), turn)


def which_device(request: SignedInRequest) -> str:
    """No more than this of what a browser says about itself."""
    said = request.headers.get("User-Agent", "")
    if PHONE.search(said):
        return "phone"
    return "tablet" if TABLET.search(said) else "computer"


def _refused(reason: str) -> JsonResponse:
    return JsonResponse({"reason": reason}, status=403)

"""What is done with a memorandum, each a change that is whole or not at all."""

from leadwell.prepare.memoranda.actions.asking import answer, ask
from leadwell.prepare.memoranda.actions.drafting import Named, Terms, draft
from leadwell.prepare.memoranda.actions.ending import end, keep_promise
from leadwell.prepare.memoranda.actions.paper import OnPaper, replace_scan, sign_on_paper
from leadwell.prepare.memoranda.actions.sending import keep_as_it_was, send, send_link
from leadwell.prepare.memoranda.actions.signing import LinkRefused, reaffirm, sign, sign_by_link

__all__ = [
    "LinkRefused",
    "Named",
    "OnPaper",
    "Terms",
    "answer",
    "ask",
    "draft",
    "end",
    "keep_as_it_was",
    "keep_promise",
    "reaffirm",
    "replace_scan",
    "send",
    "send_link",
    "sign",
    "sign_by_link",
    "sign_on_paper",
]

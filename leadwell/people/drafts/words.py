"""The words of a form as they are kept: by name of field a text, or a list of texts."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping

from django.http import QueryDict

from leadwell.people.models.draft import MOST_CHARACTERS

Words = dict[str, str | list[str]]

MOST_FIELDS = 1_000
LONGEST_NAME = 100
KEPT_VERSION, KEPT_DEVICE, KEPT_TURN = "kept-version", "kept-device", "kept-turn"
KEPT_ACTIVE = "kept-active"
"""Hidden fields of a kept form, for the button that works without a script."""

GUARD_READ = "guard_read"
"""The box under the guard's warnings: a yes to the words as they are now, and never kept."""

NOT_WORDS = frozenset(
    {"csrfmiddlewaretoken", KEPT_VERSION, KEPT_DEVICE, KEPT_TURN, KEPT_ACTIVE, GUARD_READ}
)
LINE_ENDS = re.compile(r"\r\n?")
LAYOUT = "\n\t"
NO_TEXT = frozenset({"Cc", "Cs"})
"""Categories of characters that no text holds: control characters, and halves of a character."""

TOO_LONG = (
    "This is too long to be kept here: {n:,} characters, and {most:,} can be. What was kept before "
    "is still there. Shorten it, or attach it as a file."
)


class Unfit(ValueError):
    """Cannot be kept; str() is a sentence for the person writing."""


def cleaned(given: object) -> Words:
    """What can be kept of what a browser sent. Text stays as it is, whatever it looks like:
    markup, emoji, right-to-left. Raises Unfit."""
    if not isinstance(given, Mapping) or len(given) > MOST_FIELDS:
        raise Unfit("These are not the words of a form. Open the page again.")
    words: Words = {}
    for name, value in given.items():
        field = plain(name) if isinstance(name, str) else ""
        if not 0 < len(field) <= LONGEST_NAME:
            raise Unfit("This form has a field that cannot be kept. Open the page again.")
        if field not in NOT_WORDS:
            words[field] = _value(value)
    n = len(json.dumps(words, ensure_ascii=False))  # as long as the database writes it
    if n > MOST_CHARACTERS:
        raise Unfit(TOO_LONG.format(n=n, most=MOST_CHARACTERS))
    return words


def _value(value: object) -> str | list[str]:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return [plain(each) for each in value]
    raise Unfit("This form has an answer that cannot be kept. Open the page again.")


def plain(text: str) -> str:
    """Without what no text holds; every line ends the same way."""
    text = LINE_ENDS.sub("\n", text)
    if text.isprintable():
        return text
    return "".join(c for c in text if c in LAYOUT or unicodedata.category(c) not in NO_TEXT)


def of_post(post: QueryDict, *, but: Iterable[str] = ()) -> Words:
    """The words of a form that was sent as browsers do, without the names `but`. Raises Unfit."""
    left_out = NOT_WORDS | set(but)
    sent = {name: texts for name, texts in post.lists() if name not in left_out}
    return cleaned({name: texts[0] if len(texts) == 1 else texts for name, texts in sent.items()})


def as_post(words: Words) -> QueryDict:
    """The other way round: the data of a form that shows these words."""
    post = QueryDict(mutable=True)
    for name, value in words.items():
        post.setlist(name, value if isinstance(value, list) else [value])
    return post


def are_same(one: Words, other: Words) -> bool:
    """No field differs. Whether an empty field is sent along does not matter."""
    return _written(one) == _written(other)


def _written(words: Words) -> dict[str, list[str]]:
    """A list of one text is that text: a browser cannot tell."""
    return {
        name: value if isinstance(value, list) else [value]
        for name, value in words.items()
        if value and value != [""]
    }

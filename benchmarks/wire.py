"""What comes over the wire before the first page can be used."""

import re
from collections.abc import Iterable

from benchmarks.findings import Finding, Goal, Table
from benchmarks.homes import Homes
from benchmarks.visiting import Visitor, served, somebody

MOST = 150_000  # bytes
SIGN_IN, OVERVIEW = "/account/sign-in/", "/overview/"

_TAG = re.compile(r"<(?:link|script|img|source)\b[^>]*>", re.IGNORECASE)
_ADDRESS = re.compile(r"\b(?:href|src)=[\"'](/static/[^\"'?#]+)", re.IGNORECASE)
_IN_STYLE = re.compile(r"url\([\"']?(?!data:|#)([^\"')?#]+)")
_FACE = re.compile(r"@font-face\s*{[^}]*}")


def static_of_page(html: str) -> list[str]:
    """Addresses under /static/ that a browser fetches for a page: styles, scripts, pictures, fonts."""
    return list(dict.fromkeys(_first(_ADDRESS.findall(tag)) for tag in _TAG.findall(html)
                              if _ADDRESS.search(tag)))  # fmt: skip


def static_of_style(css: str, *, at: str) -> list[str]:
    """What a style sheet at this address names: fonts and pictures, whether a page shows them or not."""
    folder = at.rsplit("/", 1)[0]
    return list(dict.fromkeys(_joined(folder, name) for name in _IN_STYLE.findall(css)))


def measure(homes: Homes) -> Finding:
    with homes.large.database(), served(homes.large, "leadwell.config.wsgi:application") as port:
        session = str(somebody(homes.large)["session"])
        answers = {
            "sign-in page": Visitor(port).page(SIGN_IN),
            "overview": Visitor(port, session).page(OVERVIEW),
        }
        sizes = {name: answer.n_bytes for name, answer in answers.items()}
        sizes |= _static_sizes(Visitor(port), [answer.text for answer in answers.values()])
    rows = [(name, f"{n / 1000:,.1f}") for name, n in sizes.items()]
    total = sum(sizes.values())
    return Finding(
        title="The first usable page",
        how=(
            "The sign-in page, then the overview of the whole country, with every static file "
            "either names, and every font and picture the style sheets name, each once. Bytes as "
            "sent to a browser that takes gzip, with the head of each answer.",
        ),
        tables=(Table(("what", "kB"), (*rows, ("together", f"{total / 1000:,.1f}"))),),
        goals=(Goal("Before the first usable page", total / 1000, MOST / 1000, "kB"),),
    )


def _static_sizes(visitor: Visitor, pages: Iterable[str]) -> dict[str, int]:
    wanted = [url for page in pages for url in static_of_page(page)]
    sizes: dict[str, int] = {}
    while wanted:
        url = wanted.pop(0)
        if url in sizes:
            continue
        sizes[url] = visitor.page(url).n_bytes
        if url.endswith(".css"):
            plain = visitor.page(url).text
            wanted += static_of_style(plain, at=url)
    return sizes


def _first(found: list[str]) -> str:
    return found[0]


def _joined(folder: str, name: str) -> str:
    parts = [] if name.startswith("/") else folder.split("/")
    for part in name.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)

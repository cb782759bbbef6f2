"""The reference of the evidence engine, from its docstrings."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType

from numpy.typing import ArrayLike

import leadwell.evidence
from tools.markdown import page

INTRO = (
    "The engine is pure: arrays and frozen dataclasses in, frozen answers out. No file, no clock, no "
    "database; whatever is random takes a seed. It needs numpy and scipy only. Years are academic "
    "years by the year they start. What is asked and refused, shapes and units, and the sources are "
    "said of each function; a name with a leading underscore is nobody’s business."
)


ARRAY = r"numpy\.ndarray\[tuple\[typing\.Any, \.\.\.\], numpy\.dtype\[numpy\.(\w+)\]\]"
ARRAYS = {
    "float64": "Floats", "int64": "Ints", "bool": "Flags", "uint8": "Codes", "integer": "Ints",
}  # fmt: skip


def reference() -> str:
    parts = [_module(module) for module in _modules()]
    return page("the docstrings of leadwell/evidence/", "# The evidence engine", INTRO, *parts)


def _modules() -> Iterator[ModuleType]:
    root = leadwell.evidence
    for found in pkgutil.walk_packages(root.__path__, f"{root.__name__}."):
        yield importlib.import_module(found.name)


def _module(module: ModuleType) -> str:
    name = module.__name__.removeprefix("leadwell.")
    level = "##" if hasattr(module, "__path__") else "###"
    lines = [f"{level} {name}", _text(module)]
    for each in _public(module):
        shape = f"{each.__name__}{_signature(each)}"
        kind = "class " if inspect.isclass(each) else ""
        lines += [f"**`{kind}{shape}`**", _text(each)]
    return "\n\n".join(line for line in lines if line)


def _public(module: ModuleType) -> list[type]:
    """What is made here and documented, in the order of the file."""
    made = [
        each
        for name, each in vars(module).items()
        if not name.startswith("_")
        and (inspect.isfunction(each) or inspect.isclass(each))
        and each.__module__ == module.__name__
        and each.__doc__
    ]
    return sorted(made, key=lambda each: inspect.getsourcelines(each)[1])


def _signature(each: type) -> str:
    if inspect.isclass(each):
        return ""
    whole = str(inspect.signature(each)).replace(inspect.formatannotation(ArrayLike), "ArrayLike")
    written = re.sub(ARRAY, lambda found: ARRAYS[found[1]], whole)
    written = re.sub(r"<function (\w+) at 0x\w+>", r"\1", written)
    return re.sub(r"'|(?:[a-z_]+\.)+(?=[A-Z])", "", written)


def _text(thing: object) -> str:
    """A docstring as Markdown: its paragraphs, where a line break is one in the code."""
    text = inspect.getdoc(thing) or ""
    paragraphs = text.replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;").split("\n\n")
    return "\n\n".join(" ".join(line.strip() for line in each.splitlines()) for each in paragraphs)

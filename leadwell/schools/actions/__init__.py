"""Loading published files. Floors below people ask no rule: whoever calls has asked it.

Each load is one transaction: wholly there, or wholly absent. Two at once wait for one another.
"""

from leadwell.schools.actions.frame import LOADING, Say
from leadwell.schools.actions.links import import_links
from leadwell.schools.actions.register import import_register
from leadwell.schools.actions.results import import_results
from leadwell.schools.actions.terms import import_terms, say_terms

__all__ = [
    "LOADING",
    "Say",
    "import_links",
    "import_register",
    "import_results",
    "import_terms",
    "say_terms",
]

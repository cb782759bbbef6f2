"""A fixed question as the engine is asked it, and its answer as it is kept: text and hashes."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from importlib.metadata import version
from typing import Any

import numpy as np

from leadwell.evaluation import answering, listing, telling
from leadwell.evaluation.answering import Answered, Asking, Posed
from leadwell.evaluation.kept_answers import FORMAT
from leadwell.evaluation.models import Evaluation, Finding
from leadwell.lib.academic_year import label
from leadwell.lib.version import __version__
from leadwell.schools.models import SourceFile

PROGRAMS = ("numpy", "scipy")
"""What the last digits of an answer depend on beside our own code."""


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A question with all that its answer depends on, before it is worked out. inputs_sha256: the
    same, the same answer, to the byte."""

    posed: Posed
    files: Sequence[Mapping[str, Any]]
    inputs_sha256: str

    @property
    def as_of(self) -> int:
        """The last year that is looked at."""
        return int(self.posed.frame.panel.years[-1])


def ready(evaluation: Evaluation, *, as_of: int | None = None) -> Ready:
    """Raises NotComparable, in words, for what cannot be asked."""
    posed = answering.pose(asking(evaluation, as_of=as_of))
    files = _files(posed.frame.panel.years.tolist())
    return Ready(posed, files, _digest(evaluation, posed, files))


def asking(evaluation: Evaluation, *, as_of: int | None = None) -> Asking:
    """Schools by the number they have now, so that one that became an academy is found."""
    starts = {each.school.urn: each.start for each in evaluation.schools.select_related("school")}
    return Asking(
        urns=sorted(starts),
        start=evaluation.first_start,
        starts=starts,
        measures=evaluation.measures,
        recruited_on=evaluation.recruited_on,
        is_recruitment_known=evaluation.recruitment != "unknown",
        is_after_results=evaluation.is_after_results,
        as_of=as_of,
        draws=evaluation.draws,
        seed=evaluation.seed,
        k=evaluation.k,
        caliper=evaluation.caliper,
        elsewhere=listing.elsewhere(evaluation.programme),
        is_through_sponsors=evaluation.is_through_sponsors,
    )


def text_of(evaluation: Evaluation, made: Ready, answered: Answered) -> str:
    """One JSON object, exactly as `leadwell evaluate --json` prints it."""
    said = telling.as_json(answered) | {"question": _question(evaluation, made)}
    return json.dumps(said, ensure_ascii=False, allow_nan=False)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def programs() -> str:
    """ "leadwell 0.4.0, numpy 2.1.0, ..."."""
    others = (f"{name} {version(name)}" for name in PROGRAMS)
    return ", ".join([f"leadwell {__version__}", *others])


def lines(finding: Finding) -> list[str]:
    """For a terminal: whose question, when it was fixed, and the answer."""
    said = finding.data
    question = said["question"]
    told = [
        f"{finding.evaluation.programme}: version {question['version']} of the question, about "
        f"{question['n_schools']} schools, fixed on {question['fixed_on']}.",
    ]
    if question["changed_after_results"]:
        told.append(LATE)
    told.append("")
    for answer in said["answers"]:
        told += [answer["headline"], *(f"  {each}" for each in answer["sentences"]), ""]
    told += [f"Not in any file: {urn}." for urn in said["unknown_urns"]]
    told += [f"Left out: {each['urn']}. {each['reason']}" for each in said["left_out"]]
    return told


LATE = (
    "This question was fixed or changed after results of its schools were loaded: nothing firmer "
    "than “probably” is said."
)


def _question(evaluation: Evaluation, made: Ready) -> dict[str, Any]:
    first = evaluation.years_loaded
    return {
        "programme": evaluation.programme.code,
        "version": evaluation.version,
        "fixed_on": evaluation.fixed_at.date().isoformat(),
        "changed_because": evaluation.because or None,
        "changed_after_results": evaluation.is_after_results,
        "years_loaded_by_then": [label(year) for year in first],
        "n_schools": evaluation.n_schools,
        "list_sha256": evaluation.list_sha256,
        "k": evaluation.k,
        "caliper": evaluation.caliper,
        "draws": evaluation.draws,
        "files": [dict(each) for each in made.files],
    }


def _files(years: Sequence[int]) -> list[dict[str, Any]]:
    """Results of these years, the register as last loaded, and the links between schools."""
    kind = SourceFile.Kind
    results = SourceFile.objects.filter(kind=kind.RESULTS, academic_years__overlap=list(years))
    register = SourceFile.objects.filter(kind=kind.REGISTER).order_by("-loaded_at", "-pk")[:1]
    links = SourceFile.objects.filter(kind=kind.LINKS)
    found = [*results, *register, *links]
    said = [{"kind": each.kind, "status": each.status, "sha256": each.sha256} for each in found]
    return sorted(said, key=lambda each: tuple(each.values()))


def _digest(evaluation: Evaluation, posed: Posed, files: Sequence[Mapping[str, Any]]) -> str:
    """Of everything that goes in: question, schools, the arrays themselves, versions."""
    found = hashlib.sha256()
    text = [programs(), str(FORMAT), repr(posed.question), repr(posed.unknown), json.dumps(files)]
    text += [str(evaluation.pk), evaluation.list_sha256, repr(posed.frame.names)]
    for part in text:
        found.update(part.encode() + b"\0")
    arrays = {"urns": posed.frame.urns, "elsewhere": posed.elsewhere}
    arrays |= {"is_sponsored": posed.frame.is_sponsored}
    for thing in (posed.frame.panel, posed.treatment):
        arrays |= {each.name: getattr(thing, each.name) for each in fields(thing)}
    for name, value in sorted(arrays.items()):
        if isinstance(value, np.ndarray):
            found.update(f"{name} {value.dtype} {value.shape}".encode() + value.tobytes())
        else:
            found.update(f"{name} {value!r}".encode())
    return found.hexdigest()

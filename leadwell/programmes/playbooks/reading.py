"""A playbook's file, read and checked as a whole: the shape by its table, then what no table says."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from leadwell.programmes import lessons, measures
from leadwell.programmes.models import Programme
from leadwell.programmes.playbooks.playbook import Aim, Instrument, Playbook, Year
from leadwell.programmes.playbooks.shape import FORMAT, MOST_BYTES, PLAYBOOK
from leadwell.programmes.shaped import format_of, read, refuse_if_faulty
from leadwell.schools.sources.refusal import Refused, shortened

FOLDER = Path(__file__).parent
MOST_PUPIL_POINTS = 3
CUSTOM = Programme.FocusGroup.CUSTOM


@cache
def shipped() -> Mapping[str, Playbook]:
    """Those that come with Leadwell, by key, in the order of their files' names.

    Raises Refused for a file that cannot be right, ValueError for two of one key.
    """
    made = [read_playbook(file.read_bytes(), name=file.name) for file in files()]
    by_key = {one.key: one for one in made}
    if len(by_key) != len(made):
        raise ValueError("two playbooks that come with Leadwell have the same key")
    return MappingProxyType(by_key)


def text_of(data: bytes) -> str:
    """A playbook's file as it is kept: with plain ends of lines, whatever made it or carried it.

    Raises UnicodeDecodeError for what read_playbook would refuse.
    """
    return data.decode("utf-8-sig").replace("\r\n", "\n")


def files() -> list[Path]:
    return sorted(FOLDER.glob("*.yaml"))


def read_playbook(data: bytes, *, name: str) -> Playbook:
    """Raises Refused, saying which line of which file and why, for anything but a whole playbook
    of this format."""
    made: Playbook
    told = format_of(data, name=name, most_bytes=MOST_BYTES)
    if told is not None and told != str(FORMAT):
        raise Refused(
            f"{shortened(name)} was not taken: it is written in format {shortened(told)}, and this "
            f"version of Leadwell reads format {FORMAT}."
        )
    made, found = read(data, PLAYBOOK, name=name, most_bytes=MOST_BYTES)
    for thing, where, reason in _faults(made):
        found.fault(found.line_of(thing), where, reason)
    refuse_if_faulty(found, name)
    return made


Fault = tuple[object, str, str]


def _faults(made: Playbook) -> Iterator[Fault]:
    """What cannot be right between one field and another."""
    if made.schools_fewest > made.schools_most:
        yield made, "schools_fewest", "is more than schools_most"
    yield from _of_group(made)
    for term, says in (("short", "short-term"), ("long", "long-term")):
        if not made.of_term(term):
            yield made, "aims", f"has no {says} aim"
    last = made.months + 12 * made.follow_up_years
    for aim in made.aims:
        yield from _of_aim(aim, last)
    for lasting in made.lasting:
        if lasting.months > last:
            yield lasting, "lasting, months", f"is after the follow-up, which ends after {last}"
    yield from _of_years(made)
    for strand in made.strands:
        if strand.begins and strand.begins.year > made.n_years:
            yield strand, "strands, begins", f"is in year {strand.begins.year}, after its last"
    for instrument in made.instruments:
        yield from _of_instrument(instrument, made)
    if (n := made.n_pupil_data_points) > MOST_PUPIL_POINTS:
        reason = f"measures pupils in {n} half-terms of a year; {MOST_PUPIL_POINTS} are the most"
        yield made, "instruments", reason
    for key in made.lessons:
        if key not in lessons.shipped():
            yield made, "lessons", f"names {key!r}, which is no lesson of the register"


def _of_group(made: Playbook) -> Iterator[Fault]:
    if made.focus_group == CUSTOM and not made.own_group:
        yield made, "own_group", "is missing: a group of its own is described"
    if made.focus_group != CUSTOM and made.own_group:
        yield made, "own_group", "is only for a focus_group of custom"


def _of_aim(aim: Aim, last: int) -> Iterator[Fault]:
    if aim.measured_by not in measures.every():
        yield aim, "aims, measured_by", f"is {aim.measured_by!r}, which is no known measure"
    if aim.months > last:
        yield aim, "aims, months", f"is after the follow-up, which ends after {last} months"


def _of_years(made: Playbook) -> Iterator[Fault]:
    if [one.year for one in made.intensity] != list(range(1, made.n_years + 1)):
        reason = (
            f"must tell years 1 to {made.n_years} in their order: it lasts {made.months} months"
        )
        yield made, "intensity", reason
    for year in made.intensity:
        if not any(_asked(year)):
            yield year, f"intensity, year {year.year}", "gives a school nothing"


def _asked(year: Year) -> tuple[int, ...]:
    return (*year.visits, *year.events, *year.meetings)


def _of_instrument(instrument: Instrument, made: Playbook) -> Iterator[Fault]:
    if instrument.code == "CUSTOM" and not instrument.name:
        yield instrument, "instruments, name", "is missing: CUSTOM has a name"
    last = max(point.year for point in instrument.points)
    if last > made.n_years:
        yield instrument, "instruments, points", f"is in year {last}, after its last"

"""From sums over pupils to the cells of the results file, by the rules of disclosure.

Main measures are hidden for 5 or fewer eligible pupils. The figures of disadvantaged pupils are
hidden for 1 to 5 of them, and then those of the others too, or one could be had from the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadwell.demo import cells, ks2_header
from leadwell.demo.cells import BLANK, LOWCOV, NA, NE, NP, RE, SHOWN, SP, SPACE, SUPP, Ints, Words
from leadwell.demo.pupils import Sums

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FEWEST_SHOWN = 6
KS1_GROUPS = ("L", "M", "H")
POOR, REST = "FSM6CLA1A", "NotFSM6CLA1A"
AVERAGES = {"READ_AVERAGE": "read", "MAT_AVERAGE": "mat", "GPS_AVERAGE": "gps"}
SHARES = {
    f"PT{name}_{level}": f"{short}_{level.lower()}"
    for level in ("EXP", "HIGH")
    for name, short in (
        ("RWM", "rwm"), ("READ", "read"), ("GPS", "gps"), ("MAT", "mat"), ("WRITTA", "writ"),
    )
}  # fmt: skip
PROGRESS = {name: name.lower() for name in ks2_header.PROGRESS}


@dataclass(frozen=True, slots=True)
class Rows:
    """Sums of the rows of one file, schools first, and what governs what they may show.

    sums: arrays end in n_rows. is_england, is_authority, is_unpublished, is_redacted,
    has_no_entries: shape (n_rows,). Unpublished rows show nothing; redacted ones no maths; the
    last entered nobody for grammar, punctuation and spelling.
    has_progress: whether progress and Key Stage 1 columns are filled that year.
    """

    sums: Sums
    is_england: Flags
    is_authority: Flags
    is_unpublished: Flags
    is_redacted: Flags
    has_no_entries: Flags
    has_progress: bool

    def n(self, group: str = "") -> Floats:
        """shape (n_rows,): eligible pupils."""
        return self.sums.of("n", group)

    def why_all(self) -> Ints:
        """shape (n_rows,): the code that covers everything in a row but its size."""
        few = np.where(self.n() < FEWEST_SHOWN, SUPP, SHOWN)
        return np.where(self.is_unpublished, NP, few)

    def why(self, group: str) -> Ints:
        """shape (n_rows,): the code of a group's results. No pupils: blank. 1 to 5: hidden."""
        of = self.n(group)
        own = np.select([of == 0, of < FEWEST_SHOWN], [BLANK, SUPP], SHOWN)
        if group in (POOR, REST):
            other = self.n(REST if group == POOR else POOR)
            own = np.where((own == SHOWN) & (other > 0) & (other < FEWEST_SHOWN), SUPP, own)
        if group in KS1_GROUPS and not self.has_progress:
            own = np.full_like(own, BLANK)
        every = self.why_all()
        return np.where(every == SHOWN, own, every)


def columns(rows: Rows) -> Iterator[tuple[str, Words]]:
    """Each column that has something in it, by name, with one word a row."""
    yield from _cohort(rows)
    yield from _sen(rows)
    for group in ("", *ks2_header.GROUPS):
        yield from _attainment(rows, group)
        yield from _progress(rows, group)
    yield from _rest_of_the_tests(rows)
    yield from _gaps(rows)


def _cohort(rows: Rows) -> Iterator[tuple[str, Words]]:
    every, n, sums = rows.why_all(), rows.n(), rows.sums
    shown = np.zeros_like(every)
    yield "TELIG", cells.counts(n, shown)
    for name, group in (("B", "B"), ("G", "G")):
        yield f"{name}ELIG", cells.counts(rows.n(group), every)
        yield f"P{name}ELIG", cells.percents(rows.n(group), n, every)
    for name, group in ((POOR, POOR), (REST, REST), ("EALGRP2", "EAL"), ("MOBN", "MOBN")):
        yield f"T{name}", cells.counts(rows.n(group), every)
        yield f"PT{name}", cells.percents(rows.n(group), n, every)
    unknown = sums.extra("eal_unknown")
    for name, part in (("1", n - rows.n("EAL") - unknown), ("3", unknown)):
        yield f"TEALGRP{name}", cells.counts(part, every)
        yield f"PTEALGRP{name}", cells.percents(part, n, every)
    if not rows.has_progress:
        return
    covered = sums.of("covered")
    yield "TKS1AVERAGE", cells.tenths(sums.extra("prior_sum") / np.maximum(covered, 1), every)
    for group in (*KS1_GROUPS, "NA"):
        yield f"TKS1GROUP_{group}", cells.counts(rows.n(group), every)
        whole = n if group == "NA" else covered
        yield f"PTKS1GROUP_{group}", cells.percents(rows.n(group), whole, every)


def _sen(rows: Rows) -> Iterator[tuple[str, Words]]:
    every, n = rows.why_all(), rows.n()
    plan, support = rows.sums.extra("sen_e"), rows.sums.extra("sen_k")
    parts = {"E": plan, "K": support, "EK": plan + support, "SE": plan, "APK": support}
    parts |= {"ST": np.zeros_like(n), "SAP": np.zeros_like(n)}
    for name, part in parts.items():
        yield f"TSENEL{name}", cells.counts(part, every)
        percent = "PSENELSAPK" if name == "APK" else f"PSENEL{name}"
        yield percent, cells.percents(part, n, every)
    yield "SENELN", cells.counts(parts["ST"], every)
    yield "PSENELN", cells.percents(parts["ST"], n, every)


def _attainment(rows: Rows, group: str) -> Iterator[tuple[str, Words]]:
    why, n, sums = rows.why(group), rows.n(group), rows.sums
    ending = f"_{group}" if group else ""
    for name, measure in SHARES.items():
        part = sums.of(measure, group)
        trace = rows.is_authority & (part > 0) & (part < 0.005 * n)
        code = np.where(trace & (why == SHOWN), SP, _by_subject(rows, why, measure))
        yield f"{name}{ending}", cells.percents(part, n, code)
    for name, subject in AVERAGES.items():
        tested = sums.of(f"{subject}_n", group)
        code = _by_subject(rows, why, subject)
        few = np.select([tested == 0, tested < FEWEST_SHOWN], [BLANK, SUPP], SHOWN)
        code = np.where(code == SHOWN, few, code)
        yield f"{name}{ending}", cells.averages(sums.of(f"{subject}_sum", group), tested, code)


def _by_subject(rows: Rows, why: Ints, measure: str) -> Ints:
    subject = measure.split("_")[0]
    if subject == "gps":
        return np.where((why == SHOWN) & rows.has_no_entries, NE, why)
    if subject in ("mat", "rwm", "matprog"):
        return np.where((why == SHOWN) & rows.is_redacted, RE, why)
    return why


def _progress(rows: Rows, group: str) -> Iterator[tuple[str, Words]]:
    """Scores with the Department's interval: score +- 1.96 x the country's pupil SD / sqrt(n)."""
    if not rows.has_progress:
        return
    n, covered = rows.n(group), rows.sums.of("covered", group)
    why = np.where((rows.why(group) == SHOWN) & (covered < FEWEST_SHOWN), SUPP, rows.why(group))
    why = np.where((rows.why_all() == SHOWN) & (n == 0), NA, why)
    if not group:
        why = np.where((why == SHOWN) & (covered < 0.5 * n), LOWCOV, why)
        why = np.where(rows.is_england, SPACE, why)
    for index, (name, measure) in enumerate(PROGRESS.items()):
        code = _by_subject(rows, why, measure)
        score = rows.sums.of(measure, group) / np.maximum(covered, 1)
        half = 1.96 * rows.sums.progress_sd[index] / np.sqrt(np.maximum(covered, 1))
        column = ks2_header.bounded(f"{name}_{group}" if group else name)
        yield column[0], cells.tenths(score, code)
        yield column[1], cells.tenths(score - half, code)
        yield column[2], cells.tenths(score + half, code)
        if not group:
            yield f"{name}_UNADJUSTED", cells.tenths(score, code)
            yield f"{name}_DESCR", cells.counts(_band(score, half, code), code)
            shown = np.where((code == SHOWN) | (code == LOWCOV), SHOWN, code)
            yield name.replace("PROG", "COV"), cells.percents(covered, n, shown)


def _band(score: Floats, half: Floats, code: Ints) -> Ints:
    """1, well above average, to 5, well below: the ends are the outer twentieths."""
    if not (code == SHOWN).any():
        return np.zeros_like(code)
    low, high = np.percentile(score[code == SHOWN], [10, 95])
    surely = [score - half > 0, score + half < 0]
    return np.select(
        [surely[0] & (score > high), surely[0], surely[1] & (score < low), surely[1]],
        [1, 2, 5, 4],
        3,
    )


def _rest_of_the_tests(rows: Rows) -> Iterator[tuple[str, Words]]:
    """What is published for all pupils only: absences, teachers' judgements."""
    why, n, sums = rows.why(""), rows.n(), rows.sums
    for subject in ("READ", "GPS", "MAT"):
        code = _by_subject(rows, why, subject.lower())
        yield f"PT{subject}_AT", cells.percents(sums.extra(f"{subject.lower()}_at"), n, code)
    absent = np.floor(0.3 * sums.extra("read_at"))
    below = np.floor(0.8 * np.maximum(n - sums.of("writ_exp") - absent, 0))
    yield "PTWRITTA_WTS", cells.percents(below, n, why)
    yield "PTSCITA_EXP", cells.percents(sums.extra("sci_exp"), n, why)
    for subject in ("WRIT", "SCI", "READ", "MAT"):
        yield f"PT{subject}TA_AD", cells.percents(absent, n, why)
    for subject in ("READ", "MAT"):
        judged = sums.of(f"{subject.lower()}_exp")
        yield f"PT{subject}TA_EXP", cells.percents(judged, n, why)


def _gaps(rows: Rows) -> Iterator[tuple[str, Words]]:
    """Disadvantaged pupils less the other pupils of the whole country, not of the school."""
    why = rows.why(POOR)
    for name, measure in (("DIFFN_RWM_EXP", "rwm_exp"), ("DIFFN_RWM_HIGH", "rwm_high")):
        points = cells.percent_points(rows.sums.of(measure, POOR), rows.n(POOR))
        others = cells.percent_points(rows.sums.of(measure, REST), rows.n(REST))
        code = _by_subject(rows, why, measure)
        yield name, cells.tenths((points - others[-1]).astype(np.float64), code)
    if not rows.has_progress:
        return
    covered = {group: np.maximum(rows.sums.of("covered", group), 1) for group in (POOR, REST)}
    few = np.where((why == SHOWN) & (covered[POOR] < FEWEST_SHOWN), SUPP, why)
    for name, measure in PROGRESS.items():
        poor = rows.sums.of(measure, POOR) / covered[POOR]
        rest = rows.sums.of(measure, REST) / covered[REST]
        yield f"DIFFN_{name}", cells.tenths(poor - rest[-1], _by_subject(rows, few, measure))

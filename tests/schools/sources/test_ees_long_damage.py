"""Files of the statistics service cut or changed anywhere: refused, or taken in just as they read."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings

from leadwell.schools.catalogue import Measure, Unit
from leadwell.schools.reasons import Reason
from leadwell.schools.sources import ees_long
from leadwell.schools.sources.ees_rows import KNOWN_GROUPS
from leadwell.schools.sources.refusal import Refused
from tests.schools.sources import slow_ks2
from tests.schools.sources.damage import damages, quick, slow_rows
from tests.schools.sources.makers import attainment, disadvantaged, ees_bytes, saved
from tests.schools.sources.wide import rows_of

SMALL = ees_bytes(
    [
        attainment(100001, expected_standard_pupil_percent="61"),
        attainment(100001, "Reading", average_scaled_score="107"),
        disadvantaged(100001, expected_standard_pupil_percent="c"),
        attainment(100002, "Maths", time_period="202223", progress_measure_score="-1.2"),
        attainment(100002, breakdown_topic="Sex", breakdown="Boys"),
    ]
)
MEASURES = [m for m in slow_ks2.CATALOGUE.measures if m.ees and not m.ees.is_information]
PER_CENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")


@settings(quick, max_examples=200)
@given(damage=damages)
def test_damage_is_refused_or_taken_in_just_as_it_now_reads(damage):
    content = damage.to(SMALL)
    with TemporaryDirectory() as folder:
        path = saved(content, Path(folder))
        try:
            results = ees_long.read(path, scratch=Path(folder), academic_year=None)
        except Refused:
            return
        typed = {
            (row["academic_year"], row["urn"], m.key): (row[m.key], Reason(row[f"{m.key}__reason"]))
            for row in rows_of(results)
            for m in MEASURES
            if row[f"{m.key}__reason"] not in (Reason.ROW_ABSENT, Reason.COLUMN_ABSENT)
        }
    told, groups = slow_figures(content)
    produced = {key: cell for key, cell in typed.items() if cell != (None, Reason.NOT_PRODUCED)}
    assert produced == told
    assert set(results.unknown_groups) == groups


def slow_figures(content: bytes) -> tuple[dict[tuple[int, int, str], slow_ks2.Cell], set[str]]:
    """What stands in the cells that measures are read from, and the groups nobody knows."""
    header, *rows = slow_rows(content)
    names = [" ".join(name.split()).casefold() for name in header]
    told, groups = {}, set[str]()
    for row in (dict(zip(names, each, strict=True)) for each in rows):
        of = [
            row.get(f, "").strip(" ").lower() for f in ("breakdown_topic", "breakdown", "subject")
        ]
        known = zip(of, KNOWN_GROUPS.values(), strict=True)
        groups |= {text for text, all_known in known if text not in all_known}
        year = int(row["time_period"][:4])
        for measure in MEASURES:
            if _is_of(measure, of) and measure.ees.column in row:
                text = row[measure.ees.column]
                if not text.strip(" ") and slow_ks2.CATALOGUE.produced(measure.key, year):
                    continue
                key = (year, int(row["school_urn"]), measure.key)
                told[key] = _cell(measure, text)
    return told, {text for text in groups if not text.startswith("average (")}


def _is_of(measure: Measure, of: list[str]) -> bool:
    topic, breakdown, subject = of
    ees = measure.ees
    return (
        topic.startswith(ees.breakdown_topic.lower())
        and breakdown in [each.lower() for each in ees.breakdown]
        and subject == ees.subject.lower()
    )


def _cell(measure: Measure, text: str) -> slow_ks2.Cell:
    if measure.unit is Unit.PERCENT and PER_CENT.fullmatch(text):
        text = f"{text}%"
    return slow_ks2.slow_cell(measure, text)

"""What is held, counted: so that somebody with the files can see that nothing was lost or doubled."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from leadwell.lib.academic_year import label
from leadwell.lib.words import count, verb
from leadwell.schools import catalogue
from leadwell.schools.models import SourceFile
from leadwell.schools.reasons import Reason
from leadwell.schools.report import RECORD_TYPES

PANEL_MEASURE = "rwm_expected"


@dataclass(frozen=True)
class DataCheck:
    """Counts of what is shown.

    register: entries, schools, joins by kind and those that a person decided, pairs that a person
    holds apart, LAESTABs that more than one school claims.
    files: one a file loaded. years: a year's rows by record type, and by council the rows and
    how many have a combined result. cells: by year and measure, cells by reason ("value" has one).
    panels: by council of the latest year, schools with a combined result in every year loaded,
    followed by URN alone and by our own identity (chain).
    """

    register: dict[str, Any]
    files: list[dict[str, Any]]
    years: dict[str, Any]
    cells: dict[str, Any]
    panels: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def lines(self) -> list[str]:
        """The same for people, in short."""
        said = [
            f"{self.register['schools']:,} schools from {self.register['entries']:,} URNs, "
            f"{self.register['not_on_register']:,} of them not on the register yet."
        ]
        joined, parted = (
            self.register["joins"].get("by_decision", 0),
            self.register["parted_by_decision"],
        )
        if joined or parted:
            said.append(
                f"By a person's decision {count(joined, 'pair')} of URNs {verb(joined, 'is', 'are')} "
                f"one school and {count(parted, 'pair')} {verb(parted, 'is', 'are')} not."
            )
        said += [f"{year}: {_spell(found['rows'])}" for year, found in self.years.items()]
        if panel := self.panels.get("all"):
            said.append(
                f"With a combined result in every year loaded: {panel['by_urn']:,} schools followed "
                f"by URN alone, {panel['by_chain']:,} by joining the numbers a school has had."
            )
        return said


def check() -> DataCheck:
    """Count everything that is shown now."""
    with connection.cursor() as cursor:
        return DataCheck(
            register=_register(cursor),
            files=_files(),
            years=_years(cursor),
            cells=_cells(cursor),
            panels=_panels(cursor),
        )


def _register(cursor: CursorWrapper) -> dict[str, Any]:
    cursor.execute(
        """select count(*), count(distinct school_id), count(*) filter (where not is_on_register)
           from schools_registerentry"""
    )
    entries, schools, unknown = cursor.fetchone()
    cursor.execute(
        """select count(*) from (select value from schools_identifier where scheme = 'laestab'
           group by value having count(distinct school_id) > 1) as claimed"""
    )
    claimed = cursor.fetchone()[0]
    cursor.execute(
        """select case when is_decided then 'by_decision' else kind end, count(*) from schools_join j
           where exists (select from schools_registerentry where urn = j.old_urn)
             and exists (select from schools_registerentry where urn = j.new_urn)
           group by 1 order by 1"""
    )
    joins = dict(cursor.fetchall())
    cursor.execute(
        """select count(*) from schools_identitydecision
           where taken_back_at is null and not is_one_school"""
    )
    return {
        "entries": entries,
        "schools": schools,
        "not_on_register": unknown,
        "joins": joins,
        "parted_by_decision": cursor.fetchone()[0],
        "laestabs_of_several_schools": claimed,
    }


def _files() -> list[dict[str, Any]]:
    return [
        {
            "kind": source.kind,
            "name": source.name,
            "sha256": source.sha256,
            "status": source.status,
            "academic_years": [label(year) for year in source.academic_years],
            "typed_sha256": source.typed_id,
        }
        for source in SourceFile.objects.order_by("pk")
    ]


def _years(cursor: CursorWrapper) -> dict[str, Any]:
    slot = catalogue.load().by_key[PANEL_MEASURE].slot + 1
    cursor.execute(
        "select academic_year, record_type, count(*) from schools_publishedyear group by 1, 2 "
        "order by 1, 2"
    )
    found: dict[str, Any] = {}
    for year, kind, n in cursor.fetchall():
        found.setdefault(label(year), {"rows": {}, "areas": {}})["rows"][RECORD_TYPES[kind]] = n
    cursor.execute(
        f"""select academic_year, la_code, count(*), count(values[{slot}])
            from schools_publishedyear where record_type in (1, 2) group by 1, 2 order by 1, 2"""
    )
    for year, la, n, n_with in cursor.fetchall():
        found[label(year)]["areas"][str(la)] = {"rows": n, "with_rwm": n_with}
    return found


def _cells(cursor: CursorWrapper) -> dict[str, Any]:
    by_slot = {measure.slot: measure.key for measure in catalogue.load().measures}
    cursor.execute(
        """select academic_year, slot - 1, reason, count(*) from schools_publishedyear,
             unnest(reasons) with ordinality as c(reason, slot)
           where record_type in (1, 2) group by 1, 2, 3 order by 1, 2, 3"""
    )
    found: dict[str, Any] = {}
    for year, slot, reason, n in cursor.fetchall():
        measure = found.setdefault(label(year), {}).setdefault(by_slot[slot], {})
        measure[Reason(reason).name.lower()] = n
    return found


def _panels(cursor: CursorWrapper) -> dict[str, Any]:
    slot = catalogue.load().by_key[PANEL_MEASURE].slot + 1
    cursor.execute("select distinct academic_year from schools_publishedyear order by 1")
    years = [row[0] for row in cursor.fetchall()]
    if not years:
        return {}
    found: dict[str, Any] = {"years": [label(year) for year in years]}
    for name, who in (("by_urn", "urn"), ("by_chain", "school_id")):
        cursor.execute(
            f"""select coalesce(la::text, 'all'), count(*) from (
                  select {who}, (array_agg(la_code order by academic_year desc))[1] as la
                  from schools_publishedyear
                  where record_type in (1, 2) and values[{slot}] is not null
                  group by {who} having count(distinct academic_year) = %s) as whole
                group by grouping sets ((la), ()) order by 1""",
            [len(years)],
        )
        for area, n in cursor.fetchall():
            found.setdefault(area, {"by_urn": 0, "by_chain": 0})[name] = n
    return found


def _spell(rows: dict[str, int]) -> str:
    schools = rows.get("mainstream", 0) + rows.get("special", 0)
    areas = sum(n for kind, n in rows.items() if kind not in ("mainstream", "special"))
    return f"{schools:,} schools ({rows.get('special', 0):,} special), {areas:,} rows of areas and England"

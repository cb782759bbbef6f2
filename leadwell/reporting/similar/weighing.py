"""The distance of method.py in SQL: every school of a region weighed in one query.

Read from the narrow rows that schools/intake.py keeps. Schools elsewhere are weighed only if the
region has too few.
"""

from leadwell.reporting.overview.standing import Sql
from leadwell.reporting.similar import method
from leadwell.reporting.similar.method import Intake

FIELDS = ("pupils", "fsm6", "sen", "age_7", "earlier")
_RANGES = ", ".join(
    f"percentile_cont(0.75) within group (order by {name})"
    f" - percentile_cont(0.25) within group (order by {name})"
    for name in FIELDS
)

# The interquartile range of each thing, over all mainstream schools with results that year.
SPREAD = f"""
select {_RANGES} from (
  select coalesce(i.pupils, s.n_pupils) as pupils, i.fsm6, i.sen, i.age_7, i.earlier
  from schools_intake i join schools_school s on s.id = i.school_id
  where i.academic_year = %s and i.stands and i.is_mainstream and i.result is not null
) all_schools"""


def nearest_sql(near: Sql, far: Sql, own: Intake, spread: Intake, academic_year: int) -> Sql:
    """The nearest schools: id, URN, name, town, area, whether near, and FIELDS.

    near, far: who may be found, as (id, urn, n_pupils). Those near first, nearest first.
    """
    limit = method.load().n_schools
    too_few = f"(select count(*) from near) < {limit}"
    found = ", ".join(f"b.{name}" for name in FIELDS)
    text = f"""
    with near as materialized ({_weighed(near.text, own, spread)} limit {limit}),
    far as materialized ({_weighed(far.text, own, spread, only_if=too_few)} limit {limit}),
    both_sets as (select *, true as is_near from near union all select *, false from far)
    select b.id, s.urn, s.name, s.town, a.name, b.is_near, {found}
    from both_sets b join schools_school s on s.id = b.id
    left join schools_localauthority a on a.code = s.local_authority_id
    order by b.is_near desc, b.apart, s.urn limit {limit}"""
    years = (academic_year,)
    return Sql(text, (*near.parameters, *years, *far.parameters, *years))


def _weighed(schools: str, own: Intake, spread: Intake, only_if: str = "true") -> str:
    """Candidates with their distance, nearest first; those of which nothing is known left out."""
    parts = _parts(own, spread)
    weights = {component.key: component.weight for component in method.load().components}
    total = " + ".join(f"coalesce({weights[key]!r}::float8 * {key}_apart, 0)" for key in parts)
    weight = " + ".join(
        f"case when {key}_apart is not null then {weights[key]!r}::float8 else 0 end"
        for key in parts
    )
    columns = ", ".join(f"{sql} as {key}_apart" for key, sql in parts.items())
    # "offset 0" keeps each step apart, so that nothing is worked out twice.
    return f"""
      select *, ({total}) / nullif({weight}, 0) as apart from (
        select *, {columns} from ({_candidates(schools, own, only_if)} offset 0) candidate offset 0
      ) measured where ({weight}) > 0 order by apart, urn"""


def _candidates(schools: str, own: Intake, only_if: str) -> str:
    """Earlier results are given only for pairs that have no results at age 7 to compare."""
    earlier = "i.earlier"
    if own.age_7 is not None:
        earlier = "case when i.age_7 is null then i.earlier end"
    return f"""
      select s.id, s.urn, coalesce(i.pupils, s.n_pupils) as pupils, i.fsm6, i.sen, i.age_7,
        {earlier} as earlier
      from ({schools}) s join schools_intake i on i.school_id = s.id
      where i.academic_year = %s and i.stands and i.is_mainstream and i.result is not null
        and {only_if}"""


def _parts(own: Intake, spread: Intake) -> dict[str, str]:
    """How far each thing is apart, in spreads: fast twin of method.distance."""

    def apart(name: str) -> str:
        ours, wide = getattr(own, name), getattr(spread, name)
        if ours is None or not wide:
            return "null::float8"
        return f"abs({name} - {float(ours)!r}::float8) / {float(wide)!r}::float8"

    start = apart("earlier")
    if own.age_7 is not None:
        start = f"case when age_7 is not null then {apart('age_7')} else {start} end"
    return {
        "pupils": apart("pupils"), "fsm6": apart("fsm6"), "sen": apart("sen"), "start": start,
    }  # fmt: skip

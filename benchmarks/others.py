"""The same work by what others wrote, as their authors would write it. Runs in .peers, not in ours.

`.peers/bin/python benchmarks/others.py NAME FILE` prints the processor seconds it took, the first call apart.
FILE holds arrays: values (n, t, k), starts (n,) with 0 for never, years (t,).
"""

import json
import statistics
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd

DRAWS = 999
FEW = 10  # draws that are timed where each is a whole regression
LONG_AGO = -1000  # event time of schools that took no part


def event_study_by_pyfixest(table: pd.DataFrame, names: list[str]) -> Callable[[], object]:
    import pyfixest

    outcomes = " + ".join(names)
    return lambda: pyfixest.feols(
        f"{outcomes} ~ i(event, ref=-1) | school + year",
        table.assign(event=table["event"].where(table["start"] > 0, -1)),
        vcov={"CRV1": "school"},
    )


def group_time_by_csdid(table: pd.DataFrame, names: list[str]) -> Callable[[], object]:
    from csdid.att_gt import ATTgt

    return lambda: ATTgt(
        yname=names[0], tname="year", idname="school", gname="start", data=table.copy(),
        xformla=f"{names[0]}~1",
    ).fit(est_method="dr", bstrap=False)  # fmt: skip


def group_time_by_diff_diff(table: pd.DataFrame, names: list[str]) -> Callable[[], object]:
    from diff_diff import CallawaySantAnna

    return lambda: CallawaySantAnna().fit(table, names[0], "school", "year", "start")


def permutation_by_pyfixest(table: pd.DataFrame, names: list[str]) -> Callable[[], object]:
    """Start years handed out again among the schools, and the regression made again; FEW times."""
    import pyfixest

    rng = np.random.default_rng(1)
    schools = table["school"].unique()
    starts = table.groupby("school")["start"].first().loc[schools].to_numpy()

    def permute() -> None:
        for _ in range(FEW):
            start = table["school"].map(dict(zip(schools, rng.permutation(starts), strict=True)))
            drawn = table.assign(took_part=((start > 0) & (table["year"] >= start)).astype(float))
            pyfixest.feols(f"{names[0]} ~ took_part | school + year", drawn).coef()

    return permute


def permutation_by_diff_diff(table: pd.DataFrame, names: list[str]) -> Callable[[], object]:
    """Who took part is permuted, with one start for all: it carries no start years."""
    from diff_diff import permutation_test

    first = table.loc[table["start"] > 0, "start"].min()
    one = table.assign(ever=(table["start"] > 0).astype(int),
                       post=(table["year"] >= first).astype(int))  # fmt: skip
    return lambda: permutation_test(
        one, names[0], "ever", "post", "school", n_permutations=99, seed=1
    )


def synthetic_by_diff_diff(table: pd.DataFrame, names: list[str]) -> Callable[[], object]:
    from diff_diff import SyntheticDiD

    first = table.loc[table["start"] > 0, "start"].min()
    one = table[table["start"].isin([0, first])].assign(ever=lambda t: (t["start"] > 0).astype(int))
    after = sorted(year for year in one["year"].unique() if year >= first)
    return lambda: SyntheticDiD(variance_method="placebo", n_bootstrap=200, seed=1).fit(
        one, names[0], "ever", "school", "year", post_periods=after
    )


WORK = {
    "pyfixest event study": (event_study_by_pyfixest, 1.0),
    "csdid": (group_time_by_csdid, 1.0),
    "diff-diff group-time": (group_time_by_diff_diff, 1.0),
    "pyfixest permutation": (permutation_by_pyfixest, DRAWS / FEW),
    "diff-diff permutation": (permutation_by_diff_diff, DRAWS / 99),
    "diff-diff synthetic": (synthetic_by_diff_diff, 1.0),
}
"""What is timed, and how many times as much the whole would be."""


def main(name: str, file: str) -> None:
    warnings.simplefilter("ignore")
    made = np.load(file)
    values, starts, years = made["values"], made["starts"], made["years"]
    n, t, k = values.shape
    names = [f"y{place:02}" for place in range(k)]
    table = pd.DataFrame(values.reshape(n * t, k), columns=names)
    table["school"], table["year"] = np.repeat(np.arange(n), t), np.tile(years, n)
    table["start"] = np.repeat(starts, t)
    table["event"] = np.where(table["start"] > 0, table["year"] - table["start"], LONG_AGO)
    make, times = WORK[name]
    do = make(table, names)
    do()  # what is compiled or imported on the way is not counted
    taken = []
    for _ in range(3):
        begun = time.process_time()
        do()
        taken.append(time.process_time() - begun)
        if sum(taken) > 5:
            break
    print(json.dumps(statistics.median(taken) * times))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The columns of the Key Stage 2 performance tables, year by year.

Source: the wide files for England as published; 2022/23 and 2023/24 take the 2024/25 layout with
their own year endings, and so does every later year.
"""

from collections.abc import Iterator
from functools import cache

GROUPS = ("B", "G", "L", "M", "H", "FSM6CLA1A", "NotFSM6CLA1A", "EAL", "MOBN")
SUBJECTS = ("READ", "GPS", "MAT", "WRITTA")
PROGRESS = ("READPROG", "WRITPROG", "MATPROG")
AVERAGES = ("READ_AVERAGE", "MAT_AVERAGE", "GPS_AVERAGE")

_WHO = "LEA ESTAB URN SCHNAME ADDRESS1 ADDRESS2 ADDRESS3 TOWN PCODE TELNUM"
_WHAT = "URN_AC SCHNAME_AC OPEN_AC NFTYPE ICLOSE RELDENOM AGERANGE"
_COHORT = """TAB15 TAB1618 TOTPUPS TPUPYEAR TELIG BELIG GELIG PBELIG PGELIG TKS1AVERAGE
 TKS1GROUP_L PTKS1GROUP_L TKS1GROUP_M PTKS1GROUP_M TKS1GROUP_H PTKS1GROUP_H TKS1GROUP_NA
 PTKS1GROUP_NA TFSM6CLA1A PTFSM6CLA1A TNotFSM6CLA1A PTNotFSM6CLA1A TEALGRP2 PTEALGRP2 TMOBN
 PTMOBN"""
_OLD_SEN = "TSENELAPK PSENELSAPK TSENELE PSENELE TSENELK PSENELK TSENELST PSENELST"
_OLDEST_SEN = "TSENELSAP PSENELSAP SENELN PSENELN"
_SEN = "TSENELE PSENELE TSENELK PSENELK TSENELEK PSENELEK"
_SPLIT_BY_KS1_AND_FSM = ("L", "M", "H", "FSM6CLA1A", "NotFSM6CLA1A")


@cache
def header(academic_year: int) -> tuple[str, ...]:
    """The column names of that year's file, in its order. academic_year: the year it starts."""
    return tuple(_columns(academic_year))


def endings(academic_year: int) -> tuple[int, ...]:
    """The earlier years whose results the file repeats, newest first, as two-digit summers."""
    if academic_year == 2015:
        return ()
    if academic_year == 2016:
        return (16,)
    return (academic_year % 100, academic_year % 100 - 1)


def _columns(year: int) -> Iterator[str]:
    yield from ("RECTYPE", "ALPHAIND" if year <= 2018 else "AlphaIND")
    yield from _WHO.split()
    if year >= 2018:
        yield from ("PCON_CODE", "PCON_NAME")
    yield from _WHAT.split()
    if year <= 2018:
        yield "CONFEXAM"
    yield from _COHORT.split()
    if year <= 2017:
        yield from ("TSENELSE", "PSENELSE")
    yield from _main_measures(year)
    yield from _measures_by_group(year)
    yield from ("TEALGRP1", "PTEALGRP1", "TEALGRP3", "PTEALGRP3")
    yield from (_SEN if year >= 2018 else f"{_OLD_SEN} {_OLDEST_SEN}").split()
    for ending in endings(year):
        yield from _earlier(year, ending)
    if year >= 2017:
        yield from _three_years(year)


def _main_measures(year: int) -> Iterator[str]:
    yield from ("PTRWM_EXP", "PTRWM_HIGH")
    for measure in PROGRESS:
        yield from bounded(measure)
        yield measure.replace("PROG", "COV")
    for subject in ("READ", "GPS", "MAT"):
        yield from (f"PT{subject}_{level}" for level in ("EXP", "HIGH", "AT"))
        yield f"{subject}_AVERAGE"
    yield from (f"PTWRITTA_{level}" for level in ("EXP", "HIGH", "WTS", "AD"))
    for subject in ("SCITA", "READTA", "MATTA") if year <= 2017 else ("SCITA",):
        yield from (f"PT{subject}_EXP", f"PT{subject}_AD")


def _measures_by_group(year: int) -> Iterator[str]:
    for level in ("EXP", "HIGH"):
        for group in GROUPS:
            yield f"PTRWM_{level}_{group}"
            if group == "NotFSM6CLA1A":
                yield f"DIFFN_RWM_{level}"
    for measure in PROGRESS:
        for group in GROUPS:
            yield from bounded(f"{measure}_{group}")
            if group == "NotFSM6CLA1A":
                yield f"DIFFN_{measure}"
    for measure in AVERAGES:
        groups = GROUPS if year >= 2016 else _SPLIT_BY_KS1_AND_FSM
        yield from (f"{measure}_{group}" for group in groups)
    for level in ("EXP", "HIGH"):
        for subject in SUBJECTS:
            yield from (f"PT{subject}_{level}_{group}" for group in _SPLIT_BY_KS1_AND_FSM)


def bounded(measure: str) -> tuple[str, str, str]:
    """A progress measure and the two ends of its interval."""
    return (measure, f"{measure}_LOWER", f"{measure}_UPPER")


def repeated(year: int) -> Iterator[str]:
    """The measures that the file of `year` repeats from earlier years, without their endings."""
    if year >= 2018:
        yield "TELIG"
    yield from ("PTFSM6CLA1A", "PTNOTFSM6CLA1A", "PTRWM_EXP", "PTRWM_HIGH")
    if year == 2016:
        yield from (f"PTRWM_{level}_{who}" for level in ("EXP", "HIGH") for who in GROUPS[5:7])
    else:
        yield from (f"PTRWM_{level}_{who}" for who in GROUPS[5:7] for level in ("EXP", "HIGH"))
    for measure in PROGRESS:
        yield from bounded(measure)
    yield from ("READ_AVERAGE", "MAT_AVERAGE")


def _earlier(year: int, ending: int) -> Iterator[str]:
    return (f"{measure}_{ending}" for measure in repeated(year))


def _three_years(year: int) -> Iterator[str]:
    yield from (f"{measure}_3YR" for measure in ("TELIG", "PTRWM_EXP", "PTRWM_HIGH"))
    yield from (f"{measure}_3YR" for measure in ("READ_AVERAGE", "MAT_AVERAGE"))
    yield from (f"{measure}_UNADJUSTED" for measure in PROGRESS)
    if year <= 2018:
        for ending in reversed(endings(year)):
            yield from (f"{measure}_DESCR_{ending}" for measure in PROGRESS)
    yield from (f"{measure}_DESCR" for measure in PROGRESS)

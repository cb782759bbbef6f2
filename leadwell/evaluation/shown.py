"""How an answer looks: made from its JSON alone, so that one that was kept long ago looks the same.

Sentences are those of the answer, never written again here. Around them: pictures, tables, and who
was compared with whom. Schools are in the order of their names.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from leadwell.evaluation import kept_answers, pictured
from leadwell.evaluation.pictured import Picture
from leadwell.evidence.verdict import spoken
from leadwell.evidence.verdict.caveats import Caveat
from leadwell.web import numbers

Data = dict[str, Any]
Rows = tuple[tuple[str, ...], ...]
NO_RESULTS_DUE = "No more results of these schools are expected."
UNKNOWN = (
    "If somebody says whether, and by which year’s results, the schools were chosen: results of "
    "that year are then left out."
)
MORE_SCHOOLS = (
    "More schools: the fewer there are, the further they move together by chance. How many it "
    "takes is on the page “What could we detect?”."
)
EARLIER = (
    "Results of earlier years, where they can be loaded: there is only one year to start from."
)
WITHOUT = ("no verdict", "refused", "should not be compared")
FEW = 12  # schools, below which more would help most


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """About one outcome.

    headline: without figures. main: what was found and why no more. care: what to keep in mind.
    footing: of what it is made; "" where it rests on no figures. rests_on: "matched" and so on.
    checks: what, how it came out, in words. methods: other methods beside the headline's.
    changes: what would change the answer, and when. rows: conditions of the decision table.
    """

    outcome: str
    name: str
    headline: str
    main: tuple[str, ...]
    care: tuple[str, ...]
    footing: str
    rests_on: str
    pictures: tuple[Picture, ...]
    checks: Rows
    methods: Rows
    changes: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    urn: int
    name: str
    how_near: str
    why: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A school that took part, and those it was compared with, nearest first."""

    urn: int
    name: str
    start: str
    similar: tuple[Similar, ...]

    @property
    def names(self) -> str:
        return "; ".join(f"{each.name} ({each.how_near})" for each in self.similar)


@dataclass(frozen=True, slots=True)
class Shown:
    """title: the first outcome's headline. flow: exclusions counted, a sentence each. left_out:
    schools of the list that the answer is not about. facts: how this was done."""

    title: str
    answers: tuple[ShownAnswer, ...]
    balance: Picture | None
    balance_said: tuple[str, ...]
    pairs: tuple[Pair, ...]
    flow: tuple[str, ...]
    left_out: tuple[tuple[int, str, str], ...]
    unknown: tuple[int, ...]
    facts: tuple[tuple[str, str], ...]

    def of_groups(self) -> "Shown":
        """The same for who reads of groups of schools, and of no school by name."""
        return replace(self, pairs=(), left_out=(), unknown=())

    @property
    def care(self) -> tuple[str, ...]:
        """Over all outcomes, each once."""
        return tuple(dict.fromkeys(said for answer in self.answers for said in answer.care))

    @property
    def first(self) -> ShownAnswer:
        return self.answers[0]

    @property
    def others(self) -> tuple[ShownAnswer, ...]:
        return self.answers[1:]


METHODS = {"matched_t": "T-test on schools"}
METHOD_COLUMNS = ("Method", "Estimate", "95% range")
CHECK_COLUMNS = ("Check", "How it came out", "In words")


def of(data: Data) -> Shown:
    """data: as `telling.as_json` gives, or gave when it was kept. Raises
    kept_answers.NotOfThisVersion."""
    data = kept_answers.today(data)
    answers = tuple(_answer(data, answer, at) for at, answer in enumerate(data["answers"]))
    return Shown(
        title=answers[0].headline,
        answers=answers,
        balance=pictured.balance(data),
        balance_said=_balance_said(data),
        pairs=tuple(map(_pair, data["compared"])),
        flow=_flow(data),
        left_out=tuple((each["urn"], each["name"], each["reason"]) for each in data["left_out"]),
        unknown=tuple(data["unknown_urns"]),
        facts=_facts(data),
    )


def _answer(data: Data, answer: Data, at: int) -> ShownAnswer:
    known = {caveat.name.lower(): caveat.sentence for caveat in Caveat}
    care = tuple(known[code] for code in answer["caveats"])
    title = f"{answer['headline']}."
    rest = [said for said in answer["sentences"] if said not in care and said != title]
    footing = rest.pop() if rest[1:] and rest[-1].startswith("Based on ") else ""
    return ShownAnswer(
        outcome=answer["outcome"],
        name=answer["name"],
        headline=answer["headline"],
        main=tuple(rest),
        care=care,
        footing=footing,
        rests_on=answer["rests_on"],
        pictures=pictured.of_answer(data, answer, at),
        checks=tuple(
            (_capital(check["check"]), _capital(check["state"]), check["sentence"])
            for check in answer["checks"]
        ),
        methods=_methods(answer),
        changes=_changes(data, answer),
        rows=tuple(row["condition"] for row in answer["rows"]),
    )


def _methods(answer: Data) -> Rows:
    """None where the verdict rests on no figures of its own."""
    if answer["estimate"] is None or not answer["others"] or not answer["event_study"]:
        return ()
    return tuple(
        (
            METHODS.get(each["method"], _capital(each["method"])),
            _much(each["estimate"], each["unit"]),
            _range(each["interval"]),
        )
        for each in (answer["estimate"], *answer["others"])
    )


def _changes(data: Data, answer: Data) -> tuple[str, ...]:
    """What would change the answer, and when it could."""
    told = []
    later, now = answer["later"], answer["detectable"]
    if later is not None:
        due = spoken.month(date.fromisoformat(later["on"]))
        told.append(f"The next results of these schools are due in {due}.")
        has_verdict = answer["verdict"] not in WITHOUT
        if has_verdict and now is not None and later["points"] < now:
            told.append(
                f"With {_years(later['more_years'])} of results, a difference of "
                f"{spoken.at_least(later['points'], answer['unit'])} would be noticed four times "
                f"in five; now it takes {spoken.at_least(now, answer['unit'])}."
            )
    elif answer["estimate"] is not None:
        told.append(NO_RESULTS_DUE)
    if not data["is_recruitment_known"]:
        told.append(UNKNOWN)
    if "few_base_years" in answer["caveats"]:
        told.append(EARLIER)
    if answer["estimate"] is not None and answer["estimate"]["n_treated"] < FEW:
        told.append(MORE_SCHOOLS)
    return tuple(told)


def _years(n: int) -> str:
    return f"{spoken.NUMBERS[n]} more {'year' if n == 1 else 'years'}"


def _balance_said(data: Data) -> tuple[str, ...]:
    known = [row for row in data["balance"] if row["after"]["sd_of_schools"] is not None]
    if not known:
        return ()
    widest = max(known, key=lambda row: abs(float(row["after"]["sd_of_schools"])))
    apart = abs(float(widest["after"]["sd_of_schools"]))
    said = [
        f"After matching, the two groups differ most in “{widest['covariate']}”: by "
        f"{numbers.plain(apart, 2)} standard deviations of schools."
    ]
    classes = {row["after"]["class"] for row in data["balance"]} - {None}
    if classes:
        furthest = max(classes, key=list(pictured.CLASSES).index)
        said.append(f"Beside the spread of pupils, their results before were {furthest}.")
    return tuple(said)


def _pair(pair: Data) -> Pair:
    return Pair(
        urn=pair["urn"],
        name=pair["name"],
        start=pair["start"],
        similar=tuple(
            Similar(each["urn"], each["name"], each["how_near"], each["why"])
            for each in pair["similar"]
        ),
    )


def _flow(data: Data) -> tuple[str, ...]:
    """Exclusions counted: of the list, then of all other schools."""
    if not data["flow"]:
        return ()
    by = {each["reason"]: each for each in data["flow"]}
    n_list = sum(each["took_part"] for each in data["flow"])
    n_other = sum(each["others"] for each in data["flow"]) - by.get("took_part", _NOBODY)["others"]
    none = _NOBODY
    told = [
        f"{spoken.schools(n_list).capitalize()} of the list "
        f"{'was' if n_list == 1 else 'were'} found; the answer is about "
        f"{by.get('in', none)['took_part']:,}."
    ]
    told += _counted(data, "took_part", without={"in"})
    told.append(
        f"Of {n_other:,} other schools, {by.get('in', none)['others']:,} could be compared."
    )
    told += _counted(data, "others", without={"in", "took_part"})
    return tuple(told)


_NOBODY = {"took_part": 0, "others": 0}


def _counted(data: Data, of_whom: str, *, without: set[str]) -> list[str]:
    return [
        f"{spoken.schools(each[of_whom])} left out: {_lower(each['sentence'])}"
        for each in data["flow"]
        if each[of_whom] and each["reason"] not in without
    ]


def _facts(data: Data) -> tuple[tuple[str, str], ...]:
    chosen = data["chosen_on"]
    how = (
        f"By their results in {chosen}, which are left out of the comparison"
        if chosen
        else "Not by their results"
        if data["is_recruitment_known"]
        else "Nobody has said"
    )
    facts = [("Began", data["start"]), ("How they were chosen", how)]
    if data["matched_on"]:
        matched = spoken.listed([_lower(each) for each in data["matched_on"]])
        facts.append(("Matched on", f"Phase, region; {matched}"))
    estimate = data["answers"][0]["estimate"]
    if estimate and estimate["draws"]:
        facts.append(
            (
                "Chance",
                f"{estimate['draws']:,} groups drawn, always the same ones (seed {data['seed']})",
            )
        )
    if data["sponsors"] is not None:
        facts.append(("Schools that a sponsor took over", _sponsors_said(data["sponsors"])))
    facts.append(("Results", data["vintage"]))
    facts.append(("Worked out by", f"Leadwell {data['version']}"))
    return tuple(facts)


def _sponsors_said(sponsors: Data) -> str:
    took_part, others = sponsors["took_part"], sponsors["others"]
    if not took_part and not others:
        return "None, in these years"
    becomes = "count as theirs" if sponsors["are_counted"] else "are left out"
    return (
        f"{took_part:,} of the list and {others:,} of all others, in these years; their results "
        f"from before {becomes}"
    )


def _much(value: float, unit: str) -> str:
    return f"{numbers.signed(value, 1)} {unit}"


def _range(interval: list[float] | None) -> str:
    return "" if interval is None else spoken.between((interval[0], interval[1]))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    """For the middle of a sentence; abbreviations stay."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]

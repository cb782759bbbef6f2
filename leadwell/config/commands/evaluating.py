"""Did it work, and could we have seen it: evaluate, detect."""

from typing import Annotated, Any

import typer

from leadwell.config.commands import door
from leadwell.evidence.usual import DRAWS
from leadwell.lib import academic_year

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of sentences.")]


def add_to(app: typer.Typer) -> None:
    app.command("evaluate")(evaluate)
    app.command("detect")(detect)


def evaluate(
    programme: Annotated[
        str | None,
        typer.Argument(help="Short code of a programme whose question is fixed.", show_default=False),
    ] = None,
    schools: Annotated[
        str | None,
        typer.Option(help="URNs of the schools that took part, by commas.", show_default=False),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(help="The academic year they began, such as 2018/19.", show_default=False),
    ] = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option(help="A measure, such as maths_average; may be given several times. Schools "
                     "are matched on the first."),
    ] = None,
    chosen_on: Annotated[
        str | None,
        typer.Option(help="The year whose results the schools were chosen by, or “none” where "
                     "results had no part in it. Left out: nobody knows."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="Leave aside results of later years than this.")
    ] = None,
    draws: Annotated[int, typer.Option(help="Groups drawn to see what chance does.", min=99)] = DRAWS,
    seed: Annotated[int, typer.Option(help="Of the drawing: the same seed, the same answer.")] = 0,
    without_before_sponsors: Annotated[
        bool,
        typer.Option("--without-before-sponsors", help="Leave out results of schools from before a "
                     "sponsor took them over."),
    ] = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Did results change more in these schools than in similar ones? Of a programme, the question
    that was fixed, and what is found is kept; of schools that you name, nothing is."""
    until = _year(as_of, "--as-of")
    if programme is not None:
        if (
            schools
            or start
            or outcome
            or chosen_on
            or draws != DRAWS
            or seed
            or (without_before_sponsors)
        ):
            raise typer.BadParameter(
                "what is asked about a programme is fixed on its page: give --as-of alone",
                param_hint="PROGRAMME",
            )
        _evaluate_programme(programme, until, as_json=as_json)
        return
    if not (schools and start):
        raise typer.BadParameter("name a programme, or --schools and --start")
    urns, began = _urns(schools), _year(start, "--start")
    recruited_on = None if chosen_on == "none" else _year(chosen_on, "--chosen-on")
    with door.opened(as_json=as_json):
        from leadwell.evaluation import answering, telling
        from leadwell.evaluation.frames import NotComparable

        asking = answering.Asking(
            urns=urns,
            start=began or 0,
            measures=list(dict.fromkeys(outcome or ["maths_average"])),
            recruited_on=recruited_on,
            is_recruitment_known=chosen_on is not None,
            as_of=until,
            draws=draws,
            seed=seed,
            is_through_sponsors=not without_before_sponsors,
        )
        try:
            answered = answering.answer(asking)
        except NotComparable as refusal:
            door.refuse(str(refusal), as_json=as_json)
        told = [*telling.lines(answered), "", telling.TRIED]
        door.show(telling.as_json(answered), told, as_json=as_json)


def _evaluate_programme(code: str, as_of: int | None, *, as_json: bool) -> None:
    """The fixed question of a programme; fixes nothing. What is found is kept, once."""
    with door.opened(as_json=as_json), door.telling(as_json=as_json) as say:
        from django.utils import timezone

        from leadwell.evaluation import actions, keeping
        from leadwell.evaluation.frames import NotComparable
        from leadwell.evaluation.models import Evaluation
        from leadwell.programmes.models import Programme

        if not (programme := Programme.objects.filter(code=code).first()):
            door.refuse(f"There is no programme {code}.", as_json=as_json)
        fixed = Evaluation.objects.current().filter(programme=programme).first()
        if fixed is None:
            door.refuse(
                f"No question is fixed for {programme}. Who leads it, or its evaluator, fixes it "
                "on the programme’s page.",
                as_json=as_json,
            )
        try:
            finding = actions.find(
                evaluation=fixed, as_of=as_of, asked_by=None, actor=door.who(),
                at=timezone.now(), say=say,
            )  # fmt: skip
        except NotComparable as refusal:
            door.refuse(str(refusal), as_json=as_json)
        door.show(finding.data, keeping.lines(finding), as_json=as_json)


def _urns(text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if wrong := [part for part in parts if not (part.isdecimal() and len(part) == 6)]:
        raise typer.BadParameter(f"{wrong[0]!r} is not a URN of six digits", param_hint="--schools")
    return list(dict.fromkeys(map(int, parts)))


def _year(text: str | None, option: str) -> int | None:
    if text is None:
        return None
    try:
        return academic_year.parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint=option) from error


def detect(
    schools: Annotated[int, typer.Option(help="How many schools take part.", min=1)],
    years: Annotated[int, typer.Option(help="Years of results after the start.", min=1)],
    base_years: Annotated[int, typer.Option(help="Years of results before it.", min=1)] = 3,
    pupils: Annotated[float, typer.Option(help="Pupils in a year group.", min=1)] = 35,
    outcome: Annotated[
        str, typer.Option(help="reading, maths, or the expected standard (rwm).")
    ] = "maths",
    as_json: AsJson = False,
) -> None:
    """What could be seen with so many schools over so many years? Needs no data."""
    from leadwell.evaluation import detecting
    from leadwell.evidence.sizes import power

    if outcome not in detecting.OUTCOMES:
        raise typer.BadParameter(
            f"{outcome!r} is not one of {', '.join(detecting.OUTCOMES)}", param_hint="--outcome"
        )
    planned = detecting.OUTCOMES[outcome]
    plan = power.Plan(schools=schools, years=years, base_years=base_years, cohort=pupils)
    found = power.detect(plan, planned.yardstick)
    said: dict[str, Any] = {
        "schools": schools, "years": years, "base_years": base_years, "pupils": pupils,
        "outcome": outcome, "points": round(found.points, 2),
        "g": None if found.g is None else round(found.g, 3), "months": found.months,
    }  # fmt: skip
    door.show(said, [detecting.sentence(plan, planned)], as_json=as_json)

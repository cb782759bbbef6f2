"""What is said of a file that comes a second time: whether it stands, and what stands in its place."""

from leadwell.lib.words import count, verb
from leadwell.schools import merging
from leadwell.schools.models import SourceFile


def sentences(earlier: SourceFile) -> list[str]:
    """Loading the same bytes as the same thing changes nothing, also when a newer file stands."""
    said = [f"This very file was loaded on {_day(earlier)}. Nothing changes."]
    match earlier.kind:
        case SourceFile.Kind.RESULTS:
            return [*said, *_of_results(earlier)]
        case SourceFile.Kind.REGISTER:
            return [*said, *_of_register(earlier)]
        case _:
            return said  # links are only ever added


def _of_results(earlier: SourceFile) -> list[str]:
    instead = merging.shown_instead_of(earlier)
    if not instead:
        return []
    files = SourceFile.objects.in_bulk(list(instead))
    n = sum(instead.values())
    names = " and ".join(
        f"{file.name} ({file.get_status_display()}, loaded on {_day(file)})"
        for _, file in sorted(files.items())
    )
    return [
        f"{count(n, 'row')} that it has {verb(n, 'is', 'are')} shown from {names}: of two files "
        "the one of later status is shown, and of the same status the one loaded later.",
        _what_to_do(earlier, [merging.RANKS[file.status] for file in files.values()]),
    ]


def _what_to_do(earlier: SourceFile, ranks: list[int]) -> str:
    taken = SourceFile.objects.filter(
        kind=earlier.kind, sha256=earlier.sha256, academic_years=earlier.academic_years
    ).values_list("status", flat=True)
    would_stand = [
        status
        for status, rank in merging.RANKS.items()
        if rank >= max(ranks) and status and status not in taken
    ]
    if would_stand:
        return f"To show this file's figures, load it as {' or '.join(would_stand)}, if it is that."
    return "To show other figures, load a newer file that has them."


def _of_register(earlier: SourceFile) -> list[str]:
    newer = SourceFile.objects.filter(kind=earlier.kind, pk__gt=earlier.pk).first()
    if newer is None:
        return []
    return [
        f"What {newer.name}, loaded on {_day(newer)}, says of schools stands. "
        "To bring schools up to date, load the newest register."
    ]


def _day(source: SourceFile) -> str:
    return f"{source.loaded_at:%-d %B %Y}"

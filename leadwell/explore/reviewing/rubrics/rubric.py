"""A rubric as it is read from its file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guidance:
    """What was published that a rubric follows, in our words."""

    title: str
    publisher: str
    year: int
    url: str = ""

    @property
    def is_link(self) -> bool:
        """Whether it may be followed: what somebody brought could lead anywhere else."""
        return self.url.startswith("https://")


@dataclass(frozen=True, slots=True)
class Criterion:
    """key: by which levels are kept. levels: what levels 1 to 4 look like."""

    key: str
    title: str
    asks: str
    levels: tuple[str, str, str, str]

    def looks_like(self, level: int) -> str:
        """level: 1 to 4."""
        return self.levels[level - 1]


@dataclass(frozen=True, slots=True)
class Domain:
    key: str
    title: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Rubric:
    """format: of the file. A version never changes; what is different is a later one."""

    format: int
    key: str
    version: int
    title: str
    about: str
    guidance: tuple[Guidance, ...]
    domains: tuple[Domain, ...]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(each for domain in self.domains for each in domain.criteria)

    @property
    def by_key(self) -> dict[str, Criterion]:
        return {each.key: each for each in self.criteria}

    def domain(self, key: str) -> Domain:
        """Raises KeyError for one there is not."""
        for each in self.domains:
            if each.key == key:
                return each
        raise KeyError(key)

    @property
    def name(self) -> str:
        return f"{self.title}, version {self.version}"

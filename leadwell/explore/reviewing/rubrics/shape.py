"""The table of what may stand in a rubric's file. The reader, the page of reference and the
refusals are all made from it."""

from leadwell.explore.reviewing.rubrics.rubric import Criterion, Domain, Guidance, Rubric
from leadwell.programmes.shaped import Field, Listing, Part, Slug, Text, Whole

FORMAT = 1
MOST_BYTES = 60_000

GUIDANCE = Part(
    "guidance that it follows",
    Guidance,
    (
        Field("title", Text(160), "what it is called"),
        Field("publisher", Text(120), "who published it"),
        Field("year", Whole(1980, 2100), "the year of the edition"),
        Field("url", Text(200), "where it is", otherwise=""),
    ),
)
CRITERION = Part(
    "a criterion",
    Criterion,
    (
        Field("key", Slug(60), "by which its levels are kept: the same in every version"),
        Field("title", Text(48), "a few words, for the profile"),
        Field("asks", Text(200), "the question, as the two who answer it read it"),
        Field(
            "levels", Listing(Text(260), 4, 4, once=""),
            "what it looks like when it is not yet so, emerging, secure, embedded",
        ),
    ),
)  # fmt: skip
DOMAIN = Part(
    "a domain",
    Domain,
    (
        Field("key", Slug(40), "by which its page is called"),
        Field("title", Text(48), "a few words"),
        Field("criteria", Listing(CRITERION, 2, 5, once="key"), "what is looked at"),
    ),
)
RUBRIC = Part(
    "a rubric",
    Rubric,
    (
        Field("format", Whole(FORMAT, FORMAT), "how this file is written"),
        Field("key", Slug(60), "by which it is called"),
        Field("version", Whole(1, 999), "one more whenever a word of it changes"),
        Field("title", Text(120), "its name"),
        Field("about", Text(400), "what it is for, and for whom"),
        Field("guidance", Listing(GUIDANCE, 1, 8, once="title"), "what it follows"),
        Field("domains", Listing(DOMAIN, 5, 9, once="key"), "what it is made of"),
    ),
)

"""What must be said beside an answer: codes for machines, one sentence each for people."""

from enum import Enum, unique


@unique
class Caveat(Enum):
    """Why an answer should be read with care. The name is the code; the value is what is said."""

    CHOSE_TO_JOIN = (
        "This does not prove that the programme caused it: schools chose to join, and schools that "
        "do may differ in ways that nobody has measured."
    )
    ONE_TRUST = "Anything else a trust changed at the same time would look the same."
    FOUR_YEARS_BETWEEN = (
        "Four years, and Covid, lie between the last results before and the first after: schools "
        "may have moved apart in that time for other reasons, so our confidence is limited."
    )
    RECRUITMENT_UNKNOWN = (
        "Nobody has said whether the schools were chosen after a poor year. Schools chosen so tend "
        "to improve in any case, and some of what is seen may be that."
    )
    AFTER_RESULTS = (
        "The question was fixed, or changed, after results were known, so nothing firmer than "
        "“probably” can be said."
    )
    FEW_BASE_YEARS = (
        "There is only one year of results to start from, so nothing firmer than “probably” can "
        "be said."
    )
    SMALL_COHORTS_POOLED = (
        "Year groups are small, so years are put together, before and after; results of single "
        "years are not shown."
    )
    GAP_SELDOM_PUBLISHED = (
        "A gap is published only where there are enough disadvantaged pupils and others: this is "
        "about larger schools with more disadvantaged pupils, and says little about the rest."
    )
    METHODS_DISAGREE = "Another way of working it out does not say the same."
    MORE_MAY_DIFFER = (
        "Schools that did more of the programme may differ from those that did less in other ways."
    )
    LEFT_OUT = "Schools without results before and after are not in this."
    YEARS_MISSING = "Years without published results are left out and never guessed."
    ANSWERS_MAY_SHIFT = (
        "People who have learned more about a subject may judge themselves differently than before."
    )
    NOBODY_BESIDE = (
        "This is a change and no more: nobody outside the programme was measured beside these "
        "pupils, and pupils move on in any case."
    )
    EVERYBODY_JOINED = (
        "This is a change and no more: every school of this kind took part, so there is nobody "
        "to compare with."
    )

    @property
    def sentence(self) -> str:
        return self.value

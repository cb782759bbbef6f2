"""What hangs on a school that was put forward and never joined goes a year after, and not two: the
database lets it. What a board has approved stays as long as before."""

from django.db import migrations

from leadwell.audit.walls import goes_sooner

NOTHING = (
    "exists (select from explore_candidate c where c.id = {} and c.enrolment_id is null and not "
    "exists (select from explore_approvedschool a where a.candidate_id = c.id))"
)
SCREENED = "(select s.candidate_id from explore_screening s where s.id = t.screening_id)"
ASSESSED = "(select s.candidate_id from explore_assessment s where s.id = t.assessment_id)"
INTERESTED = "(select i.candidate_id from explore_interest i where i.id = t.interest_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("explore", "0008_heard_initiatives"),
        ("audit", "0007_a_table_by_two_rules"),
    ]

    operations = [
        goes_sooner(table, where=NOTHING.format(candidate), months=12)
        for table, candidate in (
            ("explore_step", "t.candidate_id"),
            ("explore_screening", "t.candidate_id"),
            ("explore_criterionfound", SCREENED),
            ("explore_assessment", "t.candidate_id"),
            ("explore_remedy", ASSESSED),
            ("explore_sentinterest", INTERESTED),
        )
    ]

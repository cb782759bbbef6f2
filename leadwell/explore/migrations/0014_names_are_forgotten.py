"""What was signed or said stays as it was, but for the name of somebody who is forgotten.

People are forgotten by functions that act as the owner, only for who is on the list of erasures. A
name in a review that is signed, or in a peer review that is over, held all of that up.
"""

from django.db import migrations

from leadwell.audit.walls import SITE

REVEALED = "('meeting', 'agreed', 'signed')"
STAYS = f"""
create or replace function explore_peer_review_goes_on() returns trigger language plpgsql as $$
declare broken text;
begin
  if tg_op = 'UPDATE' and current_user = '{SITE}' and old.state in ('closed', 'cancelled')
    then broken := 'peer_review_that_is_over_stays';
  elsif tg_op = 'UPDATE' and current_user = '{SITE}'
    and old.state in ('feedback', 'response') and (
    new.state not in ('feedback', 'response', 'closed')
    or (new.enrolment_id, new.kind, new.starts_on, new.ends_on, new.evidence, new.limits,
        new.leader_told_on, new.senior_told_on, new.late_because)
      is distinct from (old.enrolment_id, old.kind, old.starts_on, old.ends_on, old.evidence,
        old.limits, old.leader_told_on, old.senior_told_on, old.late_because))
  then broken := 'what_was_found_stays';
  elsif new.state in ('on_site', 'feedback', 'response', 'closed') and not (
    exists (select from explore_peerreviewer r where r.review_id = new.id)
    and exists (select from explore_peerquestion q where q.review_id = new.id)
  ) then broken := 'reviewers_and_questions_are_named_first';
  elsif new.state in ('feedback', 'response', 'closed') and not exists (
    select from explore_peerfinding f where f.review_id = new.id
  ) then broken := 'feedback_is_about_findings';
  elsif new.state in ('response', 'closed') and exists (
    select from explore_peerfinding f where f.review_id = new.id
      and not exists (select from explore_peeranswer a where a.finding_id = f.id)
  ) then broken := 'every_finding_is_answered';
  end if;
  if broken is not null then
    raise exception using errcode = 'check_violation', constraint = broken, message = broken;
  end if;
  return new;
end $$;

create or replace function explore_review_goes_on() returns trigger language plpgsql as $$
declare broken text;
begin
  if tg_op = 'INSERT' and new.before_id is not null and not exists (
    select from explore_review b where b.id = new.before_id and b.state = 'signed'
      and b.rubric_id = new.rubric_id and b.enrolment_id = new.enrolment_id
  ) then broken := 'review_again_is_by_the_same_rubric';
  elsif tg_op = 'UPDATE' and current_user = '{SITE}' and (old.state = 'signed'
    or old.state in {REVEALED} and new.state not in {REVEALED}
    or (new.before_id, new.rubric_id, new.enrolment_id, new.point)
      is distinct from (old.before_id, old.rubric_id, old.enrolment_id, old.point))
  then broken := 'signed_review_stays';
  elsif new.state in {REVEALED} and 2 > (
    select count(*) from explore_reviewview v
      where v.review_id = new.id and v.submitted_at is not null
  ) then broken := 'views_are_opened_once_both_are_in';
  elsif new.state = 'signed' and not exists (
    select from explore_reviewsignature g where g.review_id = new.id
  ) then broken := 'signed_review_has_a_signature';
  end if;
  if broken is not null then
    raise exception using errcode = 'check_violation', constraint = broken, message = broken;
  end if;
  return new;
end $$;

create or replace function explore_assessment_stays() returns trigger language plpgsql as $$
begin
  if current_user = '{SITE}' then
    raise exception using errcode = 'check_violation', constraint = 'signed_assessment_stays',
      message = 'signed_assessment_stays: what the officer signed is not changed';
  end if;
  return new;
end $$;

create or replace function explore_initiative_is_heard() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if current_user = '{SITE}' and (new.heard_for_id, new.told_by, new.told_on)
        is distinct from (old.heard_for_id, old.told_by, old.told_on) then
      raise exception using errcode = 'check_violation',
        constraint = 'initiative_heard_of_stays_as_it_was_told',
        message = 'initiative_heard_of_stays_as_it_was_told';
    end if;
  elsif new.heard_for_id is not null and not exists (
    select from explore_candidate c
      join schools_school put_forward on put_forward.id = c.school_id
      join schools_school asked on asked.id = new.school_id
    where c.id = new.heard_for_id and c.head_told_on is not null
      and coalesce(put_forward.continued_by_id, put_forward.id)
        = coalesce(asked.continued_by_id, asked.id)
  ) then
    raise exception using errcode = 'check_violation',
      constraint = 'initiative_is_heard_of_once_the_head_knows',
      message = 'initiative_is_heard_of_once_the_head_knows';
  end if;
  return new;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("explore", "0013_fund_stays")]

    operations = [migrations.RunSQL(STAYS, migrations.RunSQL.noop)]

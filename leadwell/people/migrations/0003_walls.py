from django.db import migrations

from leadwell.audit.walls import append_only, never_deleted, own_rows_only

SCHOOL_OF_THE_ENROLMENT = """
alter table people_roleheld add constraint deployment_names_its_school
  foreign key (enrolment_id, school_id) references programmes_enrolment (id, school_id)
  deferrable initially deferred;
"""
# One after another without a gap: nobody's time as head ends unless another begins the next day.
HEADS_WITHOUT_GAPS = """
create function people_head_has_successor() returns trigger language plpgsql as $$
begin
  if exists (
    select from people_roleheld h
    where h.role = 'HT' and h.school_id = new.school_id and h.ends_on is not null
      and not exists (
        select from people_roleheld n
        where n.role = 'HT' and n.school_id = h.school_id and n.starts_on = h.ends_on + 1)
  ) then
    raise exception 'a school cannot be without a head'
      using errcode = 'check_violation', constraint = 'school_is_never_without_a_head',
            table = 'people_roleheld';
  end if;
  return null;
end $$;
create constraint trigger school_is_never_without_a_head
  after insert or update on people_roleheld deferrable initially deferred
  for each row when (new.role = 'HT') execute function people_head_has_successor();
"""
NAMES = ("person", "roleheld", "handover", "handoverstep")


class Migration(migrations.Migration):
    dependencies = [("people", "0002_initial"), ("programmes", "0002_walls")]

    operations = [
        migrations.RunSQL(
            SCHOOL_OF_THE_ENROLMENT,
            "alter table people_roleheld drop constraint deployment_names_its_school",
        ),
        migrations.RunSQL(
            HEADS_WITHOUT_GAPS,
            "drop trigger school_is_never_without_a_head on people_roleheld;"
            "drop function people_head_has_successor",
        ),
        own_rows_only("people_draft", "user_id"),
        append_only(*(f"people_{name}event" for name in NAMES)),
        never_deleted("people_person", "people_roleheld", "people_handover"),
    ]

"""Words that were for the safeguarding lead are taken out of a note, everywhere and for good.

The site adds a row that says in which sections they are, and `deliver_purge` does the rest: it acts
as the owner, who wrote it, only for a row of the same transaction, and it takes no text and no name
of a table. What it writes instead is fixed here. It follows the words to where sharing and planning
copied them: the school's list of actions and what was said of them, the visit and the next one,
their history, drafts of whoever writes or signs. A purpose that another note of the school has in
the same words goes there too, and that note then says so.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models

from leadwell.audit.walls import SITE, append_only, kept_at_least

SECTIONS = [
    "purpose", "seen", "strengths", "adaptations", "reasons", "readiness", "answers", "agreed",
    "risk", "said",
]  # fmt: skip
LABELS = [
    "What the visit was for",
    "What was seen",
    "Strengths",
    "What was adapted",
    "Why something stands at its colour",
    "What has changed at the school",
    "How earlier actions and the last task go",
    "The actions agreed, and what comes next",
    "What the hub must know",
    "Comments, what was added, and what the school sees differently",
]
GONE = "Taken out: this was for the safeguarding lead."
PARTS = "'note-before', 'note-done', 'note-seen', 'note-agreed', 'note-standing', 'note-following'"


def _empty(table: str, column: str, where: str, history: str = "") -> str:
    """Every row's words of one column, and those of its history."""
    said = f"{column} <> ''"
    now = f"update public.{table} set {column} = gone where {said} and {where};"
    if not history:
        return now
    return now + f"update public.{table}event set {column} = gone where {said} and {history};"


OF_NOTE = "note_id = paper.note_id"
OF_VERSION = "version_id = any(versions)"
OF_ACTIONS = ("id = any(actions)", "pgh_obj_id = any(actions)")
OF_VISITS = ("id = any(visits)", "pgh_obj_id = any(visits)")
PURPOSES = "array(select purpose from public.deliver_{} where {} = of_visit)"
REASONS = "".join(
    _empty("deliver_noteversion", f"{aspect}_reason", OF_NOTE)
    for aspect in ("engagement", "implementation", "impact")
)
PURGE = f"""
create function deliver_purge(purge bigint) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  gone constant text := '{GONE}';
  paper public.deliver_notepurge;
  of_visit bigint; author bigint; part bigint; on_day date; why text;
  versions bigint[]; actions bigint[]; visits bigint[]; said bigint[]; shared_on date[];
  texts text[] := '{{}}'; fields text[] := '{{}}'; pattern text;
begin
  select * into paper from public.deliver_notepurge p
    where p.id = purge and p.written_at = now();
  if not found then
    raise exception 'nothing says that words are to be taken out'
      using errcode = 'insufficient_privilege';
  end if;
  select n.visit_id, n.author_id, v.enrolment_id, v."on" into of_visit, author, part, on_day
    from public.deliver_note n join public.deliver_visit v on v.id = n.visit_id
    where n.id = paper.note_id;
  versions := array(select id from public.deliver_noteversion where {OF_NOTE});
  -- On which days something was shared and taken back: what it left elsewhere names no note.
  shared_on := array(
    select distinct (s.at at time zone 'Europe/London')::date from public.deliver_notestep s
    where s.{OF_NOTE} and s.verb = 'share' and exists (
      select from public.deliver_notestep w where w.{OF_NOTE} and w.verb = 'withdraw'));

  if 'purpose' = any(paper.sections) then
    texts := texts || {PURPOSES.format("visit", "id")} || {PURPOSES.format("visitevent", "pgh_obj_id")}
      || array(select purpose from public.deliver_noteversion where {OF_NOTE});
    visits := array[of_visit];
    {_empty("deliver_noteversion", "purpose", OF_NOTE)}
    {_empty("deliver_visit", "purpose", *OF_VISITS)}
    fields := fields || array['purpose', 'purpose_was', 'purpose_seen'];
  end if;
  if 'seen' = any(paper.sections) then
    {_empty("deliver_noteversion", "seen", OF_NOTE)}
    fields := fields || 'seen'::text;
  end if;
  if 'strengths' = any(paper.sections) then
    update public.deliver_noteversion
      set strengths = array_fill(gone, array[cardinality(strengths)]) where {OF_NOTE};
    fields := fields || 'strength-[0-9]+'::text;
  end if;
  if 'adaptations' = any(paper.sections) then
    {_empty("deliver_noteversion", "adaptations", OF_NOTE)}
    fields := fields || 'adaptations'::text;
  end if;
  if 'reasons' = any(paper.sections) then
    {REASONS}
    fields := fields || '[a-z]+-reason'::text;
  end if;
  if 'readiness' = any(paper.sections) then
    {_empty("deliver_noteversion", "readiness_note", OF_NOTE)}
    fields := fields || 'readiness_note'::text;
  end if;
  if 'answers' = any(paper.sections) then
    {_empty("deliver_noteversion", "gap_task_note", OF_NOTE)}
    said := array(select said_id from public.deliver_noteanswer where {OF_VERSION}) || array(
      select p.id from public.prepare_progresssaid p
        join public.prepare_agreedaction a on a.id = p.action_id
      where a.enrolment_id = part and p.by_id = author and p.said_on = any(shared_on)
        and not exists (select from public.deliver_noteanswer x where x.said_id = p.id));
    actions := array(select action_id from public.prepare_progresssaid
      where id = any(said) and how = 'dropped');
    {_empty("prepare_progresssaid", "text", "id = any(said)")}
    for why in
      select dropped_because from public.prepare_agreedaction where {OF_ACTIONS[0]}
      union select dropped_because from public.prepare_agreedactionevent where {OF_ACTIONS[1]}
    loop
      update public.prepare_progresssaid set was = left(replace(was, rtrim(why, '.'), gone), 600)
        where rtrim(why, '.') <> '' and action_id = any(actions);
    end loop;
    {_empty("prepare_agreedaction", "dropped_because", *OF_ACTIONS)}
    fields := fields || array['text-[0-9]+', 'gap_task_note'];
  end if;
  if 'agreed' = any(paper.sections) then
    texts := texts || array(select next_focus from public.deliver_noteversion where {OF_NOTE});
    {_empty("deliver_noteversion", "next_focus", OF_NOTE)}
    actions := array(select action_id from public.deliver_noteaction where {OF_VERSION}) || array(
      select a.id from public.prepare_agreedaction a
      where a.enrolment_id = part and a.agreed_by_id = author and a.origin = 'visit'
        and a.agreed_on = any(shared_on)
        and not exists (select from public.deliver_noteaction x where x.action_id = a.id));
    {_empty("deliver_noteaction", "what", OF_VERSION)}
    {_empty("prepare_agreedaction", "what", *OF_ACTIONS)}
    visits := array(
      select v.id from public.deliver_visit v
        join public.deliver_visitevent e on e.pgh_obj_id = v.id
      where v.enrolment_id = part and v.planned_by_id = author and v."on" > on_day
      group by v.id
      having (min(e.pgh_created_at) at time zone 'Europe/London')::date = any(shared_on));
    {_empty("deliver_visit", "purpose", *OF_VISITS)}
    fields := fields || array['a[0-9]+-what', 'next_focus'];
  end if;
  if 'risk' = any(paper.sections) then
    {_empty("deliver_noterisk", "text", OF_VERSION)}
    fields := fields || 'risk'::text;
  end if;
  if 'said' = any(paper.sections) then
    {_empty("deliver_noteremark", "text", OF_NOTE)}
    {_empty("deliver_notesignature", "comment", OF_VERSION)}
    {_empty("deliver_notesignature", "sees_differently", OF_VERSION)}
    fields := fields || array['comment', 'sees_differently'];
  end if;

  -- What a visit is for is what the note before it said comes next, in the same words.
  texts := array(select distinct t from unnest(texts) t where t not in ('', gone));
  insert into public.deliver_notepurge (note_id, sections, by_id, at, followed_id)
    select v.note_id, array_remove(array[
        case when bool_or(v.purpose = any(texts)) then 'purpose' end,
        case when bool_or(v.next_focus = any(texts)) then 'agreed' end], null),
      paper.by_id, paper.at, paper.id
    from public.deliver_noteversion v
      join public.deliver_note n on n.id = v.note_id
      join public.deliver_visit i on i.id = n.visit_id
    where i.enrolment_id = part and (v.purpose = any(texts) or v.next_focus = any(texts))
    group by v.note_id;
  update public.deliver_noteversion v set
      purpose = case when v.purpose = any(texts) then gone else v.purpose end,
      next_focus = case when v.next_focus = any(texts) then gone else v.next_focus end
    from public.deliver_note n join public.deliver_visit i on i.id = n.visit_id
    where n.id = v.note_id and i.enrolment_id = part
      and (v.purpose = any(texts) or v.next_focus = any(texts));
  visits := array(select id from public.deliver_visit where enrolment_id = part);
  update public.deliver_visit set purpose = gone where id = any(visits) and purpose = any(texts);
  update public.deliver_visitevent set purpose = gone
    where pgh_obj_id = any(visits) and purpose = any(texts);

  pattern := '^(' || array_to_string(fields, '|') || ')$';
  -- No device simply goes on from here: what it still has is laid beside, for a choice.
  update public.people_draft d set version = d.version + 1, turn = 0,
    device = gen_random_uuid()::text, words = (
      select jsonb_object_agg(e.key, case
        when e.value = '""' then e.value
        when (d.about = of_visit::text or d.form = 'note-sign') and e.key ~ pattern then '""'
        when e.value #>> '{{}}' = any(texts) then '""'
        else e.value end)
      from jsonb_each(d.words) e)
    where d.words <> '{{}}' and (
      (d.form in ({PARTS}) and d.about = any(visits::text[]))
      or (d.form = 'note-sign' and d.about = paper.note_id::text));
end $$;
revoke execute on function deliver_purge(bigint) from public;
grant execute on function deliver_purge(bigint) to {SITE};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("deliver", "0005_walls_of_notes"),
        ("people", "0015_drafts_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="NotePurge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sections",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=list(zip(SECTIONS, LABELS, strict=True)), max_length=11
                        ),
                        size=None,
                        verbose_name="where",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "written_at",
                    models.DateTimeField(
                        db_default=django.contrib.postgres.functions.TransactionNow(),
                        editable=False,
                        verbose_name="written",
                    ),
                ),
                (
                    "followed",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deliver.notepurge",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="purges",
                        to="deliver.note",
                    ),
                ),
            ],
            options={
                "ordering": ["note", "at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sections", []), _negated=True),
                            ("sections__contained_by", SECTIONS),
                        ),
                        name="purge_says_where",
                    )
                ],
            },
        ),
        append_only("deliver_notepurge"),
        kept_at_least("deliver_notepurge", since="t.at", months=24),
        migrations.RunSQL(PURGE, "drop function deliver_purge"),
    ]

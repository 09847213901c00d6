-- A choice to follow or to adapt is written into a draft; when that draft is dropped, the choice is taken back, so that the
-- task asks again. The last row of a task and its origin stands; none is changed.
alter table task_choices drop constraint task_choices_once;
alter table task_choices drop constraint task_choices_choice;
alter table task_choices add constraint task_choices_choice check (choice in ('follow', 'keep', 'adapt', 'undone'));
create index task_choices_task on task_choices (plan_id, origin_plan_id, task_key, origin_key);
comment on table task_choices is '@left What a unit chose for a derived task after its superior revised: follow, keep, adapt; undone with the draft it was written into.';

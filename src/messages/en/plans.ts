export const plans = {
  // refusals: what happened, then what to do or who may
  'error.only_drafters': 'Specialists and clerks of the unit draft its plans. Ask one of them.',
  'error.only_leader': 'Only a leader of the unit approves or returns a plan.',
  'error.only_clerk': 'Only the unit’s clerk gives the number and issues.',
  'error.only_desk': 'A specialist or leader of the unit that received the request answers it.',
  'error.not_own': 'This plan is another unit’s. You may read it but not change it.',
  'error.no_draft': 'The plan has no draft. Reload the page to see the latest revision.',
  'error.has_draft': 'There is a draft already. Open it and go on from there.',
  'error.not_draft': 'This draft was handed on or approved and can’t be changed. Ask a leader to return it.',
  'error.not_in_review': 'This draft isn’t waiting for review. Reload the page to see its state.',
  'error.not_approved': 'This draft isn’t approved, or was just returned. Reload the page to see its state.',
  'error.not_ready':
    '{n, plural, one {# thing} other {# things}} to put right before review or issue. See the list beside the plan.',
  'error.has_number': 'The plan has a number already.',
  'error.not_issued': 'The plan was never issued.',
  'error.bad_link':
    'A link leads to a clause, task or person that is no longer there. Open the draft and put it right.',
  'error.no_clauses':
    'No clauses were read in this document. Open it, check what was recognised, then draft the plan again.',
  'error.other_year': 'The year of a plan can’t change. Draft another plan for another year.',
  'error.nothing_to_follow': 'No revision of a superior’s plan waits to be looked at. Reload the page.',
  'error.own_plan': 'This is the unit’s own plan: draft a revision instead of asking for one.',
  'error.answered': 'This request has been answered.',
  'error.number_other_year':
    'The reserved number is of another year’s register. Refuse it with a reason, then issue with a new one.',

  // what is still wrong with a draft
  'check.no_title': 'The plan has no title.',
  'check.no_period': 'The end must be after the beginning.',
  'check.no_text': 'The plan has no text yet (purposes, requirements, organisation).',
  'check.no_tasks': 'There are no tasks yet.',
  'check.undecided':
    '{n, plural, one {# task is} other {# tasks are}} still to decide: keep, adapt, or not for us.',
  'check.no_reason': 'Task {n}: give the reason for adapting or not doing it.',
  'check.kept_changed':
    'Task {n} is marked as kept but its words differ from the superior’s: choose “Adapt” and give the reason.',
  'check.no_task_title': 'Task {n} has no name.',
  'check.no_target_value': 'Task {n}: fill in the figure of the target, or take the target out.',
  'check.no_time': 'Task {n} has no time.',
  'check.no_lead': 'Nobody leads task {n} yet.',
  'check.clause_open': 'No task carries out clause {path} of the superior.',
  'check.clause_reason': 'Clause {path}: give the reason why it isn’t the unit’s.',
  'check.provisional': 'A provisional basis is left. Move to the real document when it arrives.',
  'check.no_recipients': 'There are no recipients: issuing will send it to nobody.',
  'check.no_signer': 'The signer’s position is missing.',
  'check.no_below_due': 'No date by which the units make their own plans.',
  'check.bad_link': 'Task {n} links to a clause that is no longer there.',
} as const

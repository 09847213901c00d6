export const activities = {
  // refusals: what happened, what to do
  'error.day_future':
    'That day has not come yet. Give today or an earlier day; what is still to do belongs in the plan.',
  'error.day_too_old': 'That day is too far from the year of the plan. Check the year.',
  'error.unknown_code': 'A choice is no longer in its list ({code}). Load the page again and choose again.',
  'error.task_not_yours': 'This task is not in the unit’s plan in force. Choose another task, or none.',
  'error.figures_differ': 'The figure “{indicator}” is given twice with different values. Make them agree.',
  'error.withdrawn': 'This activity was withdrawn and can’t be changed. Log a new one if needed.',
  'error.not_yours': 'This activity is another unit’s; only that unit may correct or withdraw it.',
} as const

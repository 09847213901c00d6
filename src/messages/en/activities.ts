export const activities = {
  title: 'Activities',
  'state.waiting': 'waiting for photos',
  'state.counted': 'counted',
  'state.withdrawn': 'withdrawn',
  'column.day': 'Day',
  'column.unit': 'Unit',
  'column.title': 'Activity',
  'column.form': 'Form',
  'column.tasks': 'Tasks',
  'column.place': 'Place',
  'column.persons': 'Persons',
  'column.attendances': 'Attendances',
  'column.result': 'Result',
  'column.shortcoming': 'Shortcoming',
  'column.cost': 'Cost (đồng)',
  'column.photos': 'Photos',
  'column.state': 'State',
  'export.note': '{n} activities, exported on {date}',

  // refusals: what happened, what to do
  'error.day_future':
    'That day has not come yet. Give today or an earlier day; what is still to do belongs in the plan.',
  'error.day_too_old': 'That day is too far from the year of the plan. Check the year.',
  'error.unknown_code': 'A choice is no longer in its list ({code}). Load the page again and choose again.',
  'error.task_not_yours': 'This task is not in the unit’s plan in force. Choose another task, or none.',
  'error.figures_differ': 'The figure “{indicator}” is given twice with different values. Make them agree.',
  'error.withdrawn': 'This activity was withdrawn and can’t be changed. Log a new one if needed.',
  'error.not_yours': 'This activity is another unit’s; only that unit may correct or withdraw it.',
  'error.photo_not_expected':
    'This photo does not belong to the activity. Open the activity and add it by a correction.',
  'error.photo_not_begun': 'Sending this photo was not begun. Press send again.',
  'error.photo_offset': 'These bytes do not follow what has arrived. The application goes on from there.',
  'error.photo_empty': 'The picture file is empty (0 bytes). Take or choose another photo.',
  'error.photo_too_large': 'The picture is too large. A photo may have 50 MB at most.',
  'error.photo_changed': 'What arrived is not what was sent. Send this photo again.',
  'error.photo_kind': 'This file is no JPEG, PNG, WebP or HEIC picture. Choose another file.',
  'error.photo_damaged':
    'The picture is damaged or incomplete and can’t be opened. Take or choose another photo.',
  'error.photo_too_many_pixels':
    'The picture has too many pixels (50 megapixels at most). Make it smaller and send it again.',
  'error.photo_slow': 'The picture took too long to process. Make it smaller or choose another.',
  'error.export_too_many': 'The list has more than {n} rows. Filter by month or unit and export again.',
} as const

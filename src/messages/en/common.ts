export const common = {
  product: 'Lan Tỏa',

  save: 'Save',
  cancel: 'Cancel',
  close: 'Close',
  open: 'Open',
  edit: 'Edit',
  add: 'Add',
  remove: 'Remove',
  delete: 'Delete',
  search: 'Search',
  back: 'Back',
  next: 'Next',
  previous: 'Previous',
  undo: 'Undo',
  retry: 'Try again',
  print: 'Print',
  download: 'Download',
  export: 'Export to Excel',
  expand: 'Expand',
  'busy.sending': 'Sending…',
  'busy.saving': 'Saving…',

  optional: 'optional',
  required: 'required',
  none: 'none yet',
  of: '{value}/{total}',
  percent: '{n}%',
  loading: 'Loading',
  today: 'today',
  legend: 'Legend',

  'state.late': 'overdue',
  'state.soon': 'due soon',
  'state.done': 'done',
  'state.open': 'not started',
  'state.busy': 'in progress',
  'state.nil': 'nothing yet',

  'due.word': 'Due',
  due: 'Due {date}',
  'due.late': '{n, plural, one {# day late} other {# days late}}',
  'due.today': 'today',
  'due.tomorrow': 'tomorrow',
  'due.left': '{n, plural, one {# day left} other {# days left}}',
  'due.none': 'no due date',
  'due.done': 'done',
  'due.doneOn': 'done {date}',

  'saved.at': 'Saved at {time}',
  'saved.saving': 'Saving…',
  'saved.failed': 'Not saved',
  'saved.failed.hint': 'What you wrote is still on the screen. Choose “Try again”.',
  'saved.unsaved': 'Not saved yet',

  'list.more': 'Show more',
  'list.more.rest': '{n, plural, one {Show the last row} other {Show the other # rows}}',
  'list.selected': '{n} selected',
  'list.unselect': 'Clear selection',
  'list.selectAll': 'Select all',
  'list.select': 'Select {name}',
  'list.actions': 'Actions for the selected rows',
  'list.sort': 'Sort by {column}',
  'list.nothing': 'No row matches',
  'list.nothing.hint': 'Search for fewer words or remove a filter.',
  'list.filters': 'Filters',
  'list.count': '{n, plural, one {# row} other {# rows}}',

  'stepper.less': 'One less',
  'stepper.more': 'One more',
  'number.invalid': 'Enter a number, such as 34',
  'number.tooSmall': 'At least {n}',
  'number.tooBig': 'At most {n}',
  'date.placeholder': 'day/month/year',
  'date.invalid': 'Enter a date such as 26/12/2024',
  'date.pick': 'Choose a day from the calendar',

  'photo.add': 'Take a photo',
  'photo.addMore': 'Take another',
  'photo.remove': 'Remove photo {n}',
  'photo.waiting': 'waiting to be sent',
  'photo.failed': 'not sent',

  'sheet.country': 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  'sheet.motto': 'Độc lập - Tự do - Hạnh phúc',
  'sheet.number': 'Số: {number}',
  'lit.sure': 'recognised piece',
  'lit.unsure': 'uncertain, to be checked',
  'figure.changed': 'changed since',
  'figure.open': '{value}: see where this figure comes from',

  'pane.show': 'Show',
  'pane.choose': 'Choose what to see',

  'clause.dash': 'dash {n}',
  'error.title': 'That did not work',
  'error.reference': 'Reference: {reference}',
  'error.network':
    'The server cannot be reached. Check the network and try again; what you wrote is still here.',
  'error.server':
    'The server has a fault. Try again in a few minutes; if it stays, give the reference to the administrator.',
  'error.screen': 'This screen has a fault. Reload the page; if it stays, tell the administrator.',
  'error.reload': 'Reload the page',
  'error.fields': '{n, plural, one {# place needs attention} other {# places need attention}}',
  'error.missingPage': 'There is no such page',
  'error.missingPage.hint': 'The address may have changed, or the unit you act for may not read it.',
  'error.goToday': 'Go to Today',
  'error.not_found': 'Not found, or not for this unit to read.',
  'error.invalid': 'Something is not filled in correctly. See the marked fields.',
  'error.not_allowed': 'This is not yours to do. Ask the administrator of your agency if you need it.',
  'error.only_roles':
    'This is done by a {roles} of the unit. Ask the administrator for the role if you need it.',
  'error.sign_in': 'Your session has ended. Sign in again to go on.',
  'error.not_for_keys':
    'This operation is for people who are signed in; a key can’t call it. The page /api lists what a key can call.',
  'error.key_scope':
    'This key does not have the scope “{scope}”. Ask an administrator of the unit for a key that has it (Organisation → Connections).',
  'error.only_keys':
    'This operation is for other software that calls with a key. People of the unit look at Activities → Handed in.',
  'error.cross_site':
    'The request came from another site and was refused. Open this page again and repeat it.',
  'error.too_large': 'The file or content is too large. A file may have up to 50 MB.',
  'error.export_too_many': 'The list has more than {n} rows. Filter it and export again.',
  'error.slow_down': 'Too many attempts in a short time. Wait a minute and try again.',
  'error.acting_changed':
    'This browser is at work for another person or unit by now. Reload the page and go on.',
  'error.only_at':
    'This server only answers at {url}. Open that address; if you are there, the administrator lets the proxy pass the name of the host on (Host).',
  'error.bad_request_id': 'The request id (lantoa-request-id) must be a UUID.',
  'error.request_reused': 'This was sent before with other content. Reload the page and do it again.',
  'error.changed_meanwhile':
    'Somebody has just changed this. Look at the new version, then go on; what you wrote is still here.',
  'error.database_away':
    'The database is starting again, or its standby is taking over. Wait half a minute and send again; what you wrote is still here, and sent again it is not written twice.',
  'error.files_away':
    'The file store cannot be reached. Wait half a minute and send again; what you wrote is still here, and sent again it is not written twice.',
  'error.disk_full':
    'The disk of the server is full, so nothing was written. Tell the administrator to make room, then send again; everything written before is still there.',
  'error.fault':
    'The server has an unexpected fault. Try again in a few minutes; if it stays, give the reference to the administrator.',
  'error.other_key':
    'This secret was locked with the key of another installation (the file secrets.key). Use a recovery code, or ask the administrator.',
  'error.provider_down':
    '{name} can’t be reached. Try again in a few minutes, or sign in with your password.',
  'error.provider_refused': '{name} did not confirm this sign-in. Sign in again from the beginning.',
} as const

export const outbox = {
  unsent: '{n, plural, one {# activity} other {# activities}} not sent yet',
  see: 'See',
  'why.line': 'Will be sent when there is a network.',
  'why.sending': 'Sending…',
  'why.signIn': 'Sign in to send.',
  'why.other':
    'Another person signed in in this browser, or another unit was chosen in another window. Reload the page to go on sending.',
  'why.refused': '{n, plural, one {# activity needs} other {# activities need}} another look.',
  'why.unit': 'Choose the unit it was written for to send it.',
  signIn: 'Sign in',
  reload: 'Reload the page',

  title: 'Not sent yet',
  hint: 'What stands here is kept on this device. With a network it is sent by itself, one after the other, and never twice.',
  none: 'Everything written on this device has been sent',
  'none.hint': 'What is logged without a network stands here until it has been sent.',
  people: '{n, plural, one {# person} other {# people}}',
  photos: '{n, plural, one {# photo} other {# photos}}',
  'state.waiting': 'waits to be sent',
  'state.photos': 'content sent, {n, plural, one {# photo} other {# photos}} left',
  'state.refused': 'The server does not take it: {sentence}',
  'state.elsewhere':
    'The server has this activity as it was before you changed it. Open that activity and correct it there.',
  'state.photo': 'Photo {n} was not taken: {sentence}',
  'state.unit': 'Written for {unit}. Choose this unit on top to send it.',
  'state.page':
    'Only in this page, because the device cannot keep it. Do not close the page until it is sent.',
  savedAt: 'kept at {time}, {date}',
  sendNow: 'Send now',
  sendAgain: 'Send again',
  edit: 'Edit',
  openIt: 'Open the activity',
  removePhoto: 'Leave this photo out',
  remove: 'Remove',
  'remove.title': 'Remove an activity that was not sent?',
  'remove.text':
    '“{title}” and {n, plural, =0 {no photo} one {its photo} other {its # photos}} will be gone from this device. This cannot be undone.',
  'remove.text.sent':
    'The content of “{title}” is on the server. {n, plural, one {One photo} other {# photos}} will be gone from this device, and the activity does not count yet.',
  'remove.do': 'Remove from this device',

  kept: 'Kept on this device',
  'kept.hint': 'Will be sent when there is a network. You may close the application; nothing is lost.',
  'kept.busy': 'The server has not answered yet. It is sent by itself; go on with other work.',
  'step.kept': 'Kept on this device',
  'step.content': 'Send the content',
  'step.photos': 'Send {n, plural, one {# photo} other {# photos}}',
  'step.counted': 'Count in the report',
  'step.waits': 'waits for a network',
  'step.size': '{size} MB',
  'step.whole': 'when all photos are there',
  'step.sent': 'when it is sent',
  also: 'Also waiting',
  today: 'To Today',
  auto: 'With a network all of it is sent by itself, one after the other, and never twice.',

  'error.full':
    'The device has no room left, so this activity could not be kept. Delete some photos or applications and press Save again; what you wrote is still here.',
  'error.none':
    'This browser keeps nothing (a private window, perhaps), and there is no network. Leave this page open and press Save again when there is one.',

  'out.title': '{n, plural, one {# activity has} other {# activities have}} not been sent',
  'out.text':
    'If you sign out now they stay on this device, and are sent only when you sign in here again yourself.',
  'out.offline': 'There is no network, so you cannot sign out now. Sign out when there is one.',
  'out.offline.title': 'You are still signed in',
  'out.do': 'Sign out anyway',

  offline: 'No network',
  'offline.screen':
    'This screen needs a network. Without one you can still log an activity: it is kept here and sent later.',
  'offline.form': 'These are the tasks kept on this device. With a network the list renews itself.',

  newVersion: 'There is a new version of Lan Tỏa.',
  'newVersion.do': 'Reload',
  notPrivate:
    'This connection is not private: others on the network can read along, and working without a network is off. Ask the administrator to switch HTTPS on.',
  'notPrivate.close': 'Understood',
} as const

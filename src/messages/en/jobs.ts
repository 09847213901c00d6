export const jobs = {
  'error.not_failed': 'This work runs again already, or is done. Load the page again to see.',

  title: 'Background work that failed',
  file: 'failed-background-work',
  intro:
    'Work that the system does for your office in the background (making printed pages, sending to units, reading files…), tried several times without success.',
  empty: 'Nothing has failed',
  'empty.hint': 'All background work of your office is done or under way.',
  'column.kind': 'Work',
  'column.ordered': 'Ordered',
  'column.failed': 'Failed',
  'column.attempts': 'Attempts',
  'column.cause': 'Why',
  'column.code': 'Error code',
  'column.act': 'Action',
  retry: 'Run again',
  retried: 'It runs again. If it fails again, it will be shown here.',

  'kind.activities.finish_photo': 'Checking evidence photos and making small ones',
  'kind.activities.missing_photos': 'Reminding of photos that an activity lacks',
  'kind.backup.nightly': 'Backing up at night',
  'kind.backup.note_erasure': 'Noting an erasure, so that older backups follow it',
  'kind.dispatch.deliver': 'Sending a document to its receivers',
  'kind.document.read': 'Reading a document that was handed in',
  'kind.document.render': 'Making the printed pages and Word file of a document',
  'kind.file.sweep': 'Removing the file of a discarded draft',
  'kind.files.sweep': 'Removing files that nobody uses any more',
  'kind.roots.keep': 'Taking the day’s seal',
  'kind.person.erase': 'Erasing what is held of a person, by law',
  'kind.account.end_sessions': 'Signing an account out everywhere else',
  'kind.account.password_set': 'Tell somebody of their new password',
  'kind.job.failed': 'Tell administrators of failed background work',
  'kind.mail.send': 'Send a mail',
  'kind.notices.make': 'Tell people what is new',
  'kind.notices.morning': 'Reminders and the morning’s mails',
  'kind.reports.open': 'Opening a reporting period',
  'kind.reports.readdress': 'Address open reports to the new superior',
  'kind.retention.apply': 'Taking away personal data whose time is over',
  'kind.succession.carry_out': 'Carry out a reorganisation on its day',
  'kind.succession.settle': 'Settle a reorganisation after 24 hours',
  'kind.exchange.pack': 'Queue packages for the document axis',
  'kind.exchange.send': 'Send a package by the document axis',
  'kind.exchange.look': 'Look into the folder of packages that come',
  'kind.exchange.take_in': 'Take in a package of the document axis',
  'kind.exchange.take_over': 'Take over figures of a report that came by the document axis',
  'kind.homes.carry_redaction': 'Telling other homes what was erased by law',
  'kind.homes.send': 'Carrying documents and reports to another home',
  'kind.homes.take_in': 'Taking in documents and reports from another home',
  'kind.tasks.settle': 'Counting anew how tasks stand',
  'kind.webhooks.send': 'Telling another platform',
  'kind.webhooks.tell': 'Finding out which platforms are told of a change',
  'kind.machines.sweep': 'Taking away logs of connections that are older than they are kept',
  'kind.other': 'Other background work',

  'cause.code': 'Code {code}, {n, plural, one {# attempt} other {# attempts}}',
  'cause.disk':
    'The disk of the server is full. Ask whoever keeps the server to make room, then run it again.',
  'cause.rights':
    'The server may not write to its data folder. Ask whoever keeps the server to allow it, then run it again.',
  'cause.file':
    'A file that is needed is not in the data folder. Ask whoever keeps the server, then run it again.',
  'cause.network':
    'Another machine that is needed can’t be reached. Run it again; if it still fails, ask whoever keeps the server.',
  'cause.print':
    'The printed pages could not be made. Run it again; if it still fails, tell the error code to whoever keeps the server.',
  'cause.database':
    'The database refused. Run it again; if it still fails, tell the error code to whoever keeps the server.',
  'cause.fault':
    'The program met a fault. Run it again; if it still fails, tell the error code to whoever keeps the server.',

  'cli.usage': `Usage:
  lantoa jobs list              which background work failed, and why
  lantoa jobs retry ID          let one run again
  lantoa jobs retry --all       let all that failed run again`,
  'cli.count': '{n, plural, one {# job} other {# jobs}} failed',
  'cli.retried': '{n, plural, one {# job runs} other {# jobs run}} again.',
  'kind.delivery.mail': 'Mail a document to a body outside',
} as const

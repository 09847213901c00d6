export const retention = {
  'error.unknown_column':
    'LANTOA_KEEP names {column}, but no column of personal data is called that. Nothing was taken away. See the right names with: lantoa retention --dry-run, without LANTOA_KEEP.',
  'error.no_start':
    'Column {column} does not say from when its months are reckoned. Nothing was taken away. Run again: lantoa migrate',

  usage: `Usage:
  lantoa retention [--dry-run] [--home CODE] [--data FOLDER]     take away personal data whose time is over
With --dry-run it only says how many rows are due and takes nothing away.`,
  noHome: 'There is no home with the code “{code}”.',
  'home.dry': '{home}, {day}: a look ahead, nothing is taken away',
  'home.done': '{home}, {day}',
  'then.delete': 'the row goes',
  'then.empty': 'emptied',
  'then.archive': 'for the archive to decide',
  'line.dry':
    '  {columns}: kept {keep, plural, one {# month} other {# months}} from {from}, then {then}. Due: {due}.',
  'line.done':
    '  {columns}: kept {keep, plural, one {# month} other {# months}} from {from}, then {then}. Due: {due}, taken away: {done}.',
  archive: '  Records of the agency, never taken away by itself; the archive or an administrator decides:',
  'line.archive': '    {columns}: {keep, plural, one {# month} other {# months}} from {from}. Due: {due}.',
} as const

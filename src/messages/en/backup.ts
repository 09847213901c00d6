export const backup = {
  usage: `Usage:
  lantoa backup [--data FOLDER]                   take a backup now
  lantoa backup key                               make the key; its secret half is printed once
  lantoa backup list                              what there is
  lantoa backup check FILE [--key KEY_FILE]       read one to its end`,
  restoreUsage: `Usage:
  lantoa restore FILE [--key KEY_FILE] [--data FOLDER]   load a backup into an empty folder (or DATABASE_URL)`,
  rows: '  {done} tables…',
  files: '  {done} files…',
  taken: 'Backed up {rows, number} rows and {files, number} files to {path}',
  notEncrypted:
    'This backup is not encrypted: whoever has the file can read it. Run “lantoa backup key” once and keep the key away from this machine.',
  missing:
    'This backup lacks {n, plural, one {# file} other {# files}} that rows still name: gone from the file store, or altered there. “lantoa doctor” says which; keep the older backups.',
  sameKey: 'Backups from here on are encrypted for the same key.',
  key: `The secret key, shown once. Keep it away from this machine (on paper, or a USB stick in a safe); without it no backup opens:

  {identity}

From now on backups are encrypted for: {recipient}`,
  keyReplaced: 'There was a key already. Older backups open with the older key: keep both.',
  none: 'No backup in {folder} yet. The first is taken tonight, or now by “lantoa backup”.',
  line: '  {name}   {size, number} MB',
  whole: 'The backup is whole: {rows, number} rows, {files, number} files, taken {at}.',
  restored:
    'Loaded {rows, number} rows and {files, number} files as of {at}; {steps} steps to this release. Everybody signs in again. Check with “lantoa doctor”.',
  erasedAgain: 'Erased again: {n} persons who were erased after this backup was taken.',
  notErased:
    'Person {person} could not be erased again because somebody bears the same name. Run: lantoa person erase {person} --ground "…" --even-namesakes',
  noFile: '{file} was not found.',
  keyIsNoFile:
    'Write the key into a file and give its name: --key KEY_FILE. In the command itself others on this machine could see it.',
  noKeyIn: 'No line AGE-SECRET-KEY-… stands in {file}. Copy the printed key again.',
  beforeUpgrade: 'A new release: taking a backup before the upgrade…',
  upgraded: `Upgraded. To go back: take the earlier release, then
  bin/lantoa restore {path}{key, select, yes { --key KEY_FILE} other {}} --data EMPTY_FOLDER`,
  'error.not_a_backup': '{file} is no backup of Lan Tỏa.',
  'error.needs_key': '{file} is encrypted. Add --key KEY_FILE (the file with the line AGE-SECRET-KEY-…).',
  'error.wrong_key': 'This key does not open {file}. Find the key that was made before the backup.',
  'error.cut_off':
    '{file} is cut off: not copied to its end, or interrupted. Use another. Nothing was loaded.',
  'error.altered': '{file} was changed or damaged. Use another. Nothing was loaded.',
  'error.not_empty': 'There is data already. Choose an empty folder: --data FOLDER',
  'error.newer': '{file} was made by a newer release. Install that one and load it again.',
  'error.full': 'The disk is full while writing {file}. Make room and run it again; the data in use is safe.',
} as const

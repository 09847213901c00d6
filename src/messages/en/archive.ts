export const archive = {
  'cli.usage': `How to call it: lantoa verify-archive [--root DAY=HASH]… [--data FOLDER]
  Looks whether log, versions or kept files were altered; stops at the first.
  --root 2026-11-26=ab12…   compares with a day's root kept elsewhere (on paper, from the public page)`,
  'cli.step': '{home}: {step}…',
  'cli.progress': '  {n} looked at…',
  'step.root': 'the roots of the days',
  'step.seal': 'chain of seals and log',
  'step.content_hash': 'content of each version',
  'step.hash_in_event': 'hash of each version in the log',
  'step.redacted_reason': 'what was removed by law',
  'step.version_gone': 'versions that the log tells of',
  'step.file_swapped': 'files of documents and evidence',
  'step.thing_gone': 'files that the log tells of',
  'step.file_redacted': 'files removed by law',
  'step.file': 'every byte of kept files',
  'cli.whole':
    'The archive is whole: {homes, plural, one {# home} other {# homes}}, {seals, plural, one {# seal} other {# seals}}, {events, plural, one {# event} other {# events}}, {files, plural, one {# file} other {# files}}, {roots, plural, one {# root} other {# roots}} of a day.',
  'cli.lastRoot': 'Root of {day}: {hash}',
  'cli.unsealed': '{n, plural, one {# event was} other {# events were}} written just now and not sealed yet.',
  'cli.noRoots': 'There is no root of any day yet: the server takes one after midnight.',
  'cli.altered': 'The archive was altered. The first place, in home {home}:',
  'cli.sick':
    'Mend nothing: leave the machine as it is, compare with the last backup before, and tell whoever is responsible. lantoa doctor lists all places.',
  'cli.away': 'Not all could be looked at: the file store does not answer as it should ({what}).',
  'cli.otherRoot':
    'The root of {day} here differs from the one kept elsewhere: the log up to that day was replaced.',
  'cli.noRoot': 'There is no root of {day} here: it was taken away, or the day is wrong.',
} as const

export const reports = {
  'error.not_now': 'The report has moved on, so this can’t be done now. Reload to see where it stands.',
  'error.not_yours':
    'Another unit does this: the reporting unit writes and hands in, its superior accepts or returns.',
  'error.leader_only': 'A leader of the unit does this. Hand the report to the leader for approval.',
  'error.incomplete': 'Sections still to be written: {sections}. Write them, then hand it on.',
  'error.too_early': 'The period is not over. It can be handed in from {day}.',
  'error.unknown_part': 'This form has no section or indicator “{part}”. Reload the page and try again.',
  'error.words_missing': 'Say what is meant, so that whoever gets it knows what to do.',
  'error.no_news': 'Nothing has changed since the version handed in, so no new one is needed.',
  'error.no_signer': 'The unit has no leader who could sign. Add one under Organisation.',
  'error.issued': 'This version has its number and is issued already.',
} as const

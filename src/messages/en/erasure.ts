export const erasure = {
  'error.namesakes':
    '{n, plural, one {# other person has} other {# other people have}} the same full name. Erasing covers the places that name them too. To go on, confirm that and send again.',
  'error.ground_names_person':
    'The legal ground must not hold the name or contacts of the person to be erased, because the ground is kept.',
  'error.name_gone':
    'The name of this person was taken away because its time was over, so there is none left to search documents for. What was issued is for the archive to decide.',
  'error.not_yours': 'Only an administrator of the person’s unit, or of a unit above it, can do this.',

  usage: `Usage:
  lantoa person show WHO [--json]                       what is held of a person
  lantoa person erase WHO --ground "GROUND" [--yes]     erase a person by law
WHO is a log-in name or the person's id. Add --even-namesakes to accept that people of the same name are covered too.`,
  unknown: 'There is nobody called “{who}”.',
  'show.person': `{name}, {unit}
  e-mail: {email}
  telephone: {phone}
  id: {id}`,
  'show.erased': 'Erased at {at}.',
  'show.account': 'Account {login}, {sessions, plural, one {# session} other {# sessions}}',
  'show.membership': '  {unit}: {role}, {title}, from {from} to {until}',
  'show.named': 'The full name or a contact stands in {n}{more} places:',
  'show.place': '  {what} {id} ({purpose}, kept {keep} months, {until})',
  'show.until': 'until {day}',
  'show.archive': 'until {day}, then for the archive to decide',
  'show.notBegun': 'not begun yet',
  'show.acted':
    'The log holds the id of this person {n, plural, one {once} other {# times}}, never the name.',
  ask: `Erase {name}, {unit}: the account is closed, name and contacts are covered in {n}{more} places, files with the name are removed. It cannot be undone.
Type the full name to erase, anything else to leave it:`,
  left: 'Nothing was erased.',
  failed: 'Not finished: one step could not run. Run this command again, or look into the server’s log.',
  done: 'Erased. Places covered and files removed:',
  notSearched:
    '{n, plural, one {# file has} other {# files have}} no words to search (scans, PDFs received). Look at them if they may name this person.',
  'elsewhere.covered':
    '{home}: {rows, plural, one {# place} other {# places}} covered in copies, {files, plural, one {# file} other {# files}} removed.',
  'elsewhere.on_way': '{home}: told, no answer yet. Look again with person show.',
  'elsewhere.left':
    '  {n, plural, one {# place is} other {# places are}} left in {what}: words or files of the units there, for an administrator there to look at.',
  pictures: 'Pictures cannot be searched by name: those that show this person must be taken out one by one.',
} as const

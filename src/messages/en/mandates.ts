/** The right in words, by what stands above the name. */
const right =
  '{authority, select, tuq {by authorisation (TUQ.)} tl {by order (TL.)} kt {for the head (KT.)} tm {for the collective body (TM.)} q {as acting head (Q.)} other {as head}}'

export const mandates = {
  'error.person': 'This person is not of the unit on the first day. Choose another person or another day.',
  'error.days': 'The last day must come after the first. Correct the days.',
  'error.for_whom': 'Say for whom: the body behind TM., the head’s position behind KT., TL., TUQ.',
  'error.tuq_limits':
    'Signing by authorisation (TUQ.) needs a document that limits time and content (Decree 30/2020/NĐ-CP, Article 13(3)). Give its number and day, the last day, the types of documents and the contents.',
  'error.tuq_passed_on':
    'Whoever is authorised to sign may not authorise another (Decree 30/2020/NĐ-CP, Article 13(3)). Leave the deputy out.',
  'error.before_basis':
    'The right can’t begin before the day of the document that gives it. Correct the days.',
  'error.tl_limits':
    'Signing by order (TL.) is for some types of documents, as the working or clerical regulations say (Decree 30/2020/NĐ-CP, Article 13(4)). Give the types, and number and day of the regulations.',
  'error.there':
    'This right is written down for that person and time already. End the old line first, then write the new one.',
  'error.over': 'This right is over or was ended.',
  'error.end_day':
    'It can be ended from today on and before its last day, or on its first day if it was written down by mistake.',

  'error.refused_passed_on':
    'Whoever signs by authorisation (TUQ.) has no deputy (KT.) sign: it may not be passed on. Leave the deputy out or choose another signer.',
  'error.refused_nobody':
    'No signer is chosen from the list, so the right to sign can’t be checked. Choose the signer.',
  'error.refused_left': '{name} is not of the unit on the day of the document. Choose another signer.',
  'error.refused_none': `No right to sign ${right} is written down for {name}. Write it down under Signing authority, or choose another signer.`,
  'error.refused_other_kind': `The right of {name} to sign ${right} covers only: {kinds}; not {type}. Choose another signer, or write more down under Signing authority.`,
  'error.refused_not_yet': `The right of {name} to sign ${right} begins on {from}, after the day of the document. Choose another signer.`,
  'error.refused_over': `The right of {name} to sign ${right} is over since {until}. Choose another signer, or write a new right down.`,
  article: 'Decree 30/2020/NĐ-CP, Article 13({n})',

  title: 'Signing authority',
  lead: 'Who may sign the unit’s documents, by which right, from when until when (Decree 30/2020, Article 13). The head signs by office and needs no line.',
  make: 'Write a right down',
  open: 'Open the list',
  'list.search': 'Search by name, position, document number',
  'list.all': 'All',
  empty: 'No right to sign is written down',
  'empty.hint':
    'The head may sign everything. For deputies (KT.), desks that sign by order (TL.) and whoever is authorised (TUQ.), the clerk presses “Write a right down”.',
  'empty.read': 'The unit’s clerk, leader or administrator writes them down here.',
  'column.person': 'Signer',
  'column.authority': 'Right',
  'column.lines': 'Above the signature',
  'column.kinds': 'Documents',
  'column.limits': 'Contents',
  'column.basis': 'By document',
  'column.basisDate': 'Its day',
  'column.since': 'From',
  'column.until': 'No longer from',
  'column.period': 'Time',
  'column.state': 'State',
  'period.from': 'from {since}',
  'period.both': 'from {since} to the end of {last}',
  'kinds.all': 'All types',
  'authority.head': 'Head',
  'authority.q': 'Q. (acting head)',
  'authority.tm': 'TM. (for the collective body)',
  'authority.kt': 'KT. (for the head)',
  'authority.tl': 'TL. (by order)',
  'authority.tuq': 'TUQ. (authorised)',
  'state.holds': 'in force',
  'state.coming': 'not begun',
  'state.over': 'over',
  'state.void': 'no longer of the unit',
  'basis.words': 'No. {basis} of {day}',

  'form.person': 'Signer',
  'form.choose': 'Choose a person',
  'form.authority': 'Right',
  'form.position': 'Position as printed',
  'form.forWhom.tm': 'For which collective body',
  'form.forWhom.kt': 'For which head (position)',
  'form.forWhom.tl': 'By whose order (position)',
  'form.forWhom.tuq': 'Authorised by whom (position)',
  'form.deputyOf': 'Deputy of (KT.)',
  'form.deputyOf.hint':
    'Where the deputy of whoever has the right signs: the position of that head, as “Chánh Văn phòng”.',
  'form.kinds': 'Types of documents',
  'form.kinds.hint': 'None chosen means all; TL. and TUQ. need a choice.',
  'form.limits': 'Contents',
  'form.basis': 'Number of the document that gives it',
  'form.basis.hint': 'Authorisation, decision on duties, working regulations.',
  'form.basisDate': 'Day of that document',
  'form.since': 'From',
  'form.last': 'To the end of',
  'form.missing': 'Fill this in',
  'form.tuq': 'Authorisation is in writing, limited in time and content, and not passed on (Article 13(3)).',
  'form.tl': 'By order, as the working or clerical regulations say (Article 13(4)).',
  end: 'End',
  'end.of': 'End the right of {name}',
  'end.words':
    'From this day {name} may no longer sign by this right. What was signed before stays. If it was written down by mistake, choose its first day.',
  'end.from': 'No longer from',

  'pick.label': 'Take from the register',
  'pick.hint': 'Who may sign this type of document on its day.',
  'pick.choose': 'Choose the signer',
  'pick.none': 'Nobody has a right to sign this type of document on that day.',
  'pick.until': '{words} (to the end of {last})',
}

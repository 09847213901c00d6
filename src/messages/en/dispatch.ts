export const dispatch = {
  'error.number_used':
    'Number {number} stands on an issued document, so it can’t be voided. Issue another document to replace it.',
  'error.number_void': 'Number {number} was voided before.',
  'error.reason_missing': 'Give a reason, so that readers of the register understand later.',
  'error.no_recipient': 'No recipient yet. Add at least one line, then send.',
  'error.obligation_closed': 'This is closed already. Reload the page to see how it stands.',
  'error.due_earlier': 'The new date must be after the present one.',

  register: 'Register of outgoing documents',
  'register.full': 'Register of outgoing documents',
  'register.number': 'Number and symbol',
  'register.dated': 'Date',
  'register.type': 'Type',
  'register.subject': 'Subject',
  'register.state': 'State',
  'register.reason': 'Why voided',
  'register.file': 'register-of-outgoing-documents',
  'register.state.given': 'number given',
  'register.state.issued': 'issued',
  'register.state.void': 'voided',
} as const

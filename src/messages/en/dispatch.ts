export const dispatch = {
  'error.number_used':
    'Number {number} stands on an issued document, so it can’t be voided. Issue another document to replace it.',
  'error.number_void': 'Number {number} was voided before.',
  'error.reason_missing': 'Give a reason, so that readers of the register understand later.',
  'error.no_recipient': 'No recipient yet. Add at least one line, then send.',
} as const

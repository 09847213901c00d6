export const homes = {
  'error.altered': 'The message does not match its hash: it was changed on the way.',
  'error.differs': 'The message brings another version of what was received under the same id.',
  'error.not_told':
    'The message answers a request to cover words that was not sent there, so it is not taken in.',
  'error.impostor': 'The message speaks in the name of a unit of the receiving home, so it is not taken in.',
} as const

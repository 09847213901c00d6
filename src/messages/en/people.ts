export const people = {
  'error.wrong_password':
    'The log-in name or password is not right. Check Caps Lock and the Vietnamese keyboard, then try again.',
  'error.wait':
    'Too many wrong tries. Wait {minutes, plural, one {# minute} other {# minutes}} and try again, or ask your agency’s administrator.',
} as const

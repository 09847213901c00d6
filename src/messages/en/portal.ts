export const portal = {
  'signIn.title': 'Sign in',
  'signIn.login': 'Log-in name',
  'signIn.password': 'Password',
  'signIn.do': 'Sign in',
  'signIn.help':
    'No account yet, or password forgotten: ask your agency’s administrator, who sends you a link.',
} as const

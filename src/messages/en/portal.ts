export const portal = {
  home: 'To the first page',
  'signIn.title': 'Sign in',
  'signIn.login': 'Log-in name',
  'signIn.password': 'Password',
  'signIn.do': 'Sign in',
  'signIn.help':
    'No account yet, or password forgotten: ask your agency’s administrator, who sends you a link.',
  'signIn.notPrivate':
    'This connection is not private: others on the same network can read your password and what you send. Ask the administrator for an https address.',

  'invitation.title': 'Choose a log-in name and password',
  'invitation.title.again': 'Choose a new password',
  'invitation.intro':
    'Dear {person}, {unit} invites you to Lan Tỏa. Choose a log-in name and a password of your own; next time you sign in with them.',
  'invitation.intro.again':
    'Dear {person}, the administrator of {unit} sent you this link for a new password. All your open sessions will end.',
  'invitation.login.hint': 'Letters without diacritics, digits, dots or hyphens, at least 3.',
  'invitation.password.hint': 'At least 10 characters. A short sentence is easy to remember.',
  'invitation.again': 'The password once more',
  'invitation.differs': 'The two passwords are not the same',
  'invitation.do': 'Make the account and open Lan Tỏa',
  'invitation.do.again': 'Change the password and open Lan Tỏa',
  'invitation.closed': 'The link does not open',

  'error.first_run_over': 'This Lan Tỏa has its first agency already. Sign in.',
  'firstRun.title': 'Begin with Lan Tỏa',
  'firstRun.intro':
    'Enter the first agency and its administrator. This page is used once; other units and people are added later, under Agency.',
  'firstRun.installation': 'Installation code',
  'firstRun.installation.hint':
    'The program prints it when it starts; it also stands in the file first-run-code of the data folder. Asked because you come from another machine.',
  'firstRun.installation.wrong':
    'The installation code is not right. Look at the screen where the program runs.',
  'firstRun.agency': 'Agency',
  'firstRun.name': 'Full name',
  'firstRun.name.hint': 'As printed on its documents, e.g. Phòng Giáo dục và Đào tạo huyện Vân Sơn.',
  'firstRun.kind': 'Kind',
  'firstRun.kind.choose': 'Choose the kind',
  'firstRun.abbreviation': 'Abbreviation',
  'firstRun.abbreviation.hint': 'In document symbols, such as PGDĐT.',
  'firstRun.place': 'Place',
  'firstRun.place.hint': 'Before the date of a document: “Vân Sơn, ngày …”.',
  'firstRun.code': 'Code (optional)',
  'firstRun.code.hint':
    'Lower-case letters, digits and hyphens; part of the address of its public page. Left empty, it is made of the name.',
  'firstRun.code.wrong': 'A code has lower-case letters, digits and hyphens only',
  'firstRun.admin': 'Administrator',
  'firstRun.person': 'Name',
  'firstRun.login': 'Log-in name',
  'firstRun.password': 'Password',
  'firstRun.again': 'The password once more',
  'firstRun.missing': '{field}: this is needed',
  'firstRun.tooLong': '{field}: write less',
  'firstRun.do': 'Make the agency and begin',

  slowDown: 'A little slower, please',
  'slowDown.why':
    'Too many requests came from your place within a minute. Nothing is lost; it only takes a moment.',
  'slowDown.page': 'This page opens again by itself in {n} seconds.',
  'slowDown.form': 'What you wrote is kept. The button “Send again” appears in {n} seconds.',
  'slowDown.again': 'Send again',
  'slowDown.secret':
    'Wait {n} seconds, open the page again and type it anew. No password is kept on this page.',
  'slowDown.back': 'Open the page again',
  'onlyAt.title': 'Lan Tỏa is at another address',
} as const

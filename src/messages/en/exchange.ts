export const exchange = {
  'error.no_code':
    'The unit has no agency code, so it can’t send by the axis. Whoever keeps the server sets one with lantoa agency set, then run it again.',
  'error.nothing_left': 'There are no words left of the document to pack: they were taken away by law.',
  'error.unreadable':
    'The package is no edXML (QCVN 102:2016/BTTTT), or it is damaged. Ask its sender to send it again.',
  'error.too_large':
    'The package is larger than 70 MB. Ask its sender to split it, or to send it another way.',
  'error.too_large_inside':
    'The files in the package are larger than 200 MB unpacked, or too many. Ask its sender to split it, or to send it another way.',
  'error.encrypted':
    'A file in the package has a password, so it can’t be opened. Ask its sender for one without.',
  'error.too_heavy':
    'Opening the package took too much memory or time and was stopped; it may be damaged, or meant to do harm. Ask its sender.',
  'error.no_sender':
    'The package names no valid code of its sender, so it can’t be answered. Ask for it again.',
  'error.own_package':
    'A unit here sent this package itself. Look at the connection to the axis: the out and the in folder lead into each other.',
  'error.unknown_receiver':
    'No unit here has the receiver’s code that stands in the package. Set it with lantoa agency set and run it again, or return the package.',
  'error.unknown_document': 'The package is about a document that is not here. Ask its sender.',
  'error.confirmed': 'The document was confirmed, so it can’t be sent back. Contact its sender.',
  'error.told_already': 'The sender was told this or something later already. Reload to see it.',
  'error.not_asked': 'The sender asks nothing, or was answered. Reload to see it.',
  'error.not_sent': 'The earlier document went to none of this one’s receivers by the axis.',
  'error.ended': 'This delivery has ended, so it can’t be sent again or recalled.',

  revised: 'Replaces document {numberSymbol}',
  dropped: 'The receiver did not accept this document.',

  'state.waiting': 'waiting for the axis',
  'state.sent': 'handed to the axis',
  'state.01': 'arrived',
  'state.02': 'sent back',
  'state.03': 'accepted',
  'state.04': 'assigned',
  'state.05': 'being worked on',
  'state.06': 'finished',
  'state.13': 'asked to give back',
  'state.15': 'agreed to give back',
  'state.16': 'did not agree to give back',
  note: '“{words}”',
  resend: 'Send again',
  recall: 'Recall',
  'recall.title': 'Recall document {document}',
  'recall.what':
    'Whoever received it by the axis is asked to give it back, and answers yes or no. The document and the reason stay in both registers.',
  'recall.reason': 'Reason for the recall',

  came: 'Came by the document axis from {sender} ({code}) at {at}.',
  'told.01': 'Its sender was told: arrived.',
  'told.02': 'Sent back to its sender.',
  'told.03': 'Its sender was told: accepted.',
  'told.04': 'Its sender was told: assigned.',
  'told.05': 'Its sender was told: being worked on.',
  'told.06': 'Its sender was told: finished.',
  refuse: 'Send back',
  'refuse.title': 'Send back what was misdirected',
  'refuse.what': 'What was read is dropped; the sender gets the reason.',
  'refuse.reason': 'Reason for sending it back',
  finish: 'Report as finished',
  'asked.recall': '{sender} asked on {day} to give this document back. Don’t use it any more.',
  'asked.update': '{sender} sent an update of this document on {day}.',
  'asked.replacement': '{sender} sent a document in the place of this one on {day}.',
  'asked.reason': 'Reason: {reason}',
  agree: 'Agree',
  disagree: 'Don’t agree',
  'disagree.title': 'Don’t agree to what the sender asks',
  'disagree.reason': 'Reason for not agreeing',
  'answer.15': 'Answered: agreed.',
  'answer.16': 'Answered: not agreed.',
  answers: 'Answers document {document}',
  'answers.ours': 'of the unit',
  'figures.file': 'Figures of the report for Lan Tỏa',
  'figures.waiting':
    'The package brings the report’s figures. When the document is confirmed they go into its sender’s report, which you then accept or return.',
  'figures.taken': 'Its figures stand in its sender’s report.',
  'figures.taken.open': 'Open the report',
  'figures.by_hand':
    'The package brings no figures that can be taken over. Enter them by hand: open your own report, press the figure, write an adjustment and its reason.',
  'figures.refused.unreadable':
    'The figures with it are not in a form that can be used. Enter them by hand, as adjustments of your own report.',
  'figures.refused.not_owed':
    'The figures with it are of no report that its sender owes you, so they are not taken over.',
  'figures.refused.other_form':
    'The figures with it are on a form or for a period that is not here. Enter them by hand, as adjustments of your own report.',
  'figures.refused.too_early':
    'The figures with it are for a period that is not over, so they are not taken over. Ask its sender.',
  'figures.refused.reported_here':
    'Its sender writes this report in the system here, so the figures with it are not taken over.',
  'figures.refused.older':
    'The figures with it are not newer than those that came before, so they are not taken over.',
  answeredBy: '{sender} answered by the document axis:',
  'answeredBy.open': 'Open the answer',
} as const

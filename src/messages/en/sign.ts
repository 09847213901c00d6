import type { sign as vi } from '../vi/sign.ts'

export const sign: Record<keyof typeof vi, string> = {
  title: 'Digital signatures',
  'state.good': 'Right, content not altered',
  'state.doubtful': 'Technically right; the signer can’t be confirmed',
  'state.bad': 'Not to be trusted',
  unread: 'The file has signatures that could not be checked. {why}',
  count: '{file}: {n, plural, one {# signature} other {# signatures}}',
  none: '{file}: no digital signature',
  by: '{name} ({organisation})',
  stamp: 'Time stamp of {name}',
  nobody: 'Who signed can’t be read',
  'time.claimed': 'Signed at {time} on {day} (as the signer’s computer says)',
  'time.stamped': 'Signed before {time} on {day} (time stamp of {by})',
  'time.none': 'Says no time of signing',
  certificate: 'Certificate {serial}, issued by {issuer}',
  reason: 'Reason: {reason}',
  'since.nothing': 'Signs the whole file; nothing has changed since.',
  'since.additions':
    'Signs the whole file as it was; since then only signatures were added, the content is the same.',
  revocation: 'Whether the certificate was revoked has not been asked.',
  'fault.wrong':
    'WRONG: the content was altered after signing, or the signature was not made with this certificate’s key.',
  'fault.unreadable': 'Not checked: signatures of this kind can’t be read yet.',
  'fault.part': 'NOT WHOLE: the signature leaves out a part of the file, which could be swapped unseen.',
  'fault.changed':
    'ALTERED: content was added or changed after signing. Compare with the version that was signed.',
  'fault.weak':
    'The signature uses an outdated algorithm ({weak}) and proves nothing any more. Ask the sender to sign again with SHA-256.',
  'fault.expired': 'The certificate had expired when it was signed.',
  'fault.not_yet': 'The certificate was not yet valid when it was signed.',
  'fault.unknown_authority':
    'The authority “{authority}” is not known here: the signature is technically right, but whose it is can’t be confirmed.',
  'error.p12_damaged':
    'The key file is damaged or no .p12 or .pfx. Export it again from where it was issued.',
  'error.p12_password': 'The password of the key file is not right.',
  'error.p12_cipher':
    'The key file is encrypted in a way that is too old. Export it again with AES-256: openssl pkcs12 -legacy -in OLD.p12 -nodes | openssl pkcs12 -export -out NEW.p12',
  'error.p12_no_key':
    'The file has no private key with its certificate. Export it again with the private key.',
  'error.key_kind': 'Only keys of RSA or ECDSA can sign.',
  'error.pdf_damaged': 'The PDF can’t be read: it is damaged, not downloaded whole, or no PDF.',
  'error.pdf_encrypted': 'The PDF has a password. Remove it and try again.',
  'error.pdf_locked': 'The file was certified as allowing nothing more, not even signatures.',
  'error.no_page': 'There is no page to put the signature on.',
  'error.field_taken': 'The file has a signature with this field’s name already.',
  'error.too_long': 'The signature is longer than the room kept for it.',
  'error.other_file':
    'This is not the file that went out to be signed. Sign the very file downloaded here; don’t save or print it anew.',
  'error.not_signed': 'The file has no new signature. Sign it and upload it again.',
  'error.not_covered':
    'Content was added or changed beside the signature. Download the original again, sign it and change nothing else.',
  'error.signature_wrong': 'The signature does not match the file’s content. Sign again with SHA-256.',
}

import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { MailSettings } from '../config.ts'

/** One mail to one recipient. */
export interface OutMail {
  /** of the queue's row: the Message-ID is made from it, so that a second sending is the same mail */
  id: string
  to: string
  subject: string
  text: string
  html: string
  /** address at which one POST stops these mails (RFC 8058) */
  leave?: string
}

/**
 * How a sending ended. `refused`: never to be tried again · `later`: it is certain that nothing was sent · `unknown`: the
 * words were on their way and no answer came. `code` is the server's or the system's, never words.
 */
export type Sent =
  | { end: 'sent' }
  | { end: 'refused' | 'unknown'; cause: MailCause; code: string | null }
  | { end: 'later'; cause: MailCause; code: string | null; isServer: boolean }

export type MailCause =
  'network' | 'security' | 'sign_in' | 'sender' | 'address' | 'content' | 'busy' | 'lost'

export interface Mailer {
  send(mail: OutMail): Promise<Sent>
}

/** The longest that one sending takes; whoever claims a mail holds it for longer. */
export const sendingSeconds = 45

/** Sends by a mail server, one connection a mail. */
export function openMailer(settings: MailSettings): Mailer {
  return { send: (mail) => sendBy(settings, mail) }
}

/** The same for both sendings of one mail: mailboxes that know it show it once. */
export function messageIdOf(id: string, from: MailSettings['from']): string {
  return `<${id}@${from.address.slice(from.address.indexOf('@') + 1)}>`
}

async function sendBy(settings: MailSettings, mail: OutMail): Promise<Sent> {
  const { host, port, security, from } = settings
  const bytes = await new MailComposer({
    from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: messageIdOf(mail.id, from),
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(mail.leave
        ? { 'List-Unsubscribe': `<${mail.leave}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
        : {}),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
  const connection = new SMTPConnection({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 20_000,
    dnsTimeout: 5_000,
  })
  // Read only once the server has said that it takes the words: after that nobody knows, until it answers.
  let isUnderWay = false
  const words = Readable.from(
    (function* () {
      isUnderWay = true
      yield bytes
    })(),
    { objectMode: false },
  )
  return new Promise((resolve) => {
    let isOver = false
    const end = (sent: Sent) => {
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      words.destroy()
      if (sent.end === 'sent') connection.quit()
      else connection.close()
      resolve(sent)
    }
    const fail = (error: unknown) => end(failureOf(error, isUnderWay))
    const timer = setTimeout(() => fail({ code: 'ETIMEDOUT' }), sendingSeconds * 1_000)
    connection.on('error', fail)
    connection.connect((error) => {
      if (error) return fail(error)
      const send = () =>
        connection.send({ from: from.address, to: [mail.to] }, words, (error_) =>
          error_ ? fail(error_) : end({ end: 'sent' }),
        )
      if (!settings.auth) return send()
      connection.login({ credentials: settings.auth }, (error_) => (error_ ? fail(error_) : send()))
    })
  })
}

/**
 * Whether a code is TLS's own (SELF_SIGNED_CERT_IN_CHAIN, ERR_TLS_CERT_ALTNAME_INVALID, ERR_SSL_WRONG_VERSION_NUMBER …) and
 * not the system's (ECONNREFUSED, EDNS …), which has no underscore.
 */
function isOfTls(code: unknown): boolean {
  return typeof code === 'string' && (code.includes('_') || code === 'EPROTO')
}

interface SmtpFailure {
  code?: unknown
  /** what the system or TLS said, where `code` is nodemailer's own word for it */
  originalCode?: unknown
  command?: unknown
  responseCode?: unknown
}

/** What an error of a sending means. The server's own words are not kept: they quote the recipient's address. */
function failureOf(error: unknown, isUnderWay: boolean): Sent {
  const { code, originalCode, command, responseCode } = (error ?? {}) as SmtpFailure
  const answer = typeof responseCode === 'number' ? responseCode : null
  const said = typeof originalCode === 'string' ? originalCode : code
  const shown = answer === null ? (typeof said === 'string' ? said : null) : String(answer)
  const isFor = (...words: string[]) =>
    typeof command === 'string' && words.some((w) => command.startsWith(w))
  // 538: it signs in over an encrypted line only (RFC 4954).
  if (code === 'ETLS' || isFor('STARTTLS') || answer === 538 || isOfTls(said))
    return { end: 'later', cause: 'security', code: shown, isServer: true }
  if (code === 'EAUTH' || isFor('AUTH'))
    return { end: 'later', cause: 'sign_in', code: shown, isServer: true }
  if (answer === null)
    return isUnderWay
      ? { end: 'unknown', cause: 'lost', code: shown }
      : { end: 'later', cause: 'network', code: shown, isServer: true }
  if (isFor('MAIL FROM')) return { end: 'later', cause: 'sender', code: shown, isServer: true }
  if (answer < 500) return { end: 'later', cause: 'busy', code: shown, isServer: answer === 421 }
  if (isFor('RCPT')) return { end: 'refused', cause: 'address', code: shown }
  if (isUnderWay) return { end: 'refused', cause: 'content', code: shown }
  return { end: 'later', cause: 'network', code: shown, isServer: true }
}

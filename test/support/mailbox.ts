import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import type { MailSettings } from '../../src/config.ts'

/** What the mail server does with what comes. */
export type Mood = 'take' | 'busy' | 'no such address' | 'cut after the words' | 'hold'

export interface Mailbox {
  settings: MailSettings
  mails: ParsedMail[]
  mood: Mood
  /** how often somebody connected */
  calls: number
  /** addresses that the server does not know, whatever its mood */
  isUnknown: (address: string) => boolean
  /** waited for when it has kept a mail and before it says so */
  beforeAnswer: () => Promise<void>
  /** the addresses of `mails`, and how many each got */
  counts(): Record<string, number>
  /** lets the mails go on that it holds */
  letGo(): void
  /** resolves when a mail is being held */
  held: Promise<void>
  close(): Promise<void>
}

/** Settings of a mail server; nothing need answer there for what only asks whether there is one. */
export const mailSettings: MailSettings = {
  host: '127.0.0.1',
  port: 25,
  security: 'none',
  auth: null,
  from: { name: 'Lan Tỏa', address: 'thongbao@vanson.example' },
}

/** What `makeApp` gets where a mail server is set up. */
export function mailConfig(mail: MailSettings) {
  return { publicUrl: null, empty: false, mail }
}

/** A real mail server on this machine, which keeps what it takes. */
export async function openMailbox(): Promise<Mailbox> {
  let letGo: () => void = () => undefined
  let isHeld: () => void = () => undefined
  const box: Mailbox = {
    settings: { ...mailSettings },
    mails: [],
    mood: 'take',
    calls: 0,
    isUnknown: () => false,
    beforeAnswer: () => Promise.resolve(),
    counts: () =>
      Object.fromEntries(
        [...Map.groupBy(box.mails, addressOf)].map(([address, mails]) => [address, mails.length]),
      ),
    letGo: () => letGo(),
    held: new Promise((resolve) => (isHeld = resolve)),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  const refusal = (code: number, words: string) => Object.assign(new Error(words), { responseCode: code })
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onConnect: (_session, done) => {
      box.calls += 1
      done()
    },
    onRcptTo: ({ address }, _session, done) => {
      if (box.mood === 'busy') done(refusal(451, 'later'))
      else if (box.mood === 'no such address' || box.isUnknown(address))
        done(refusal(550, 'nobody of that name'))
      else done()
    },
    onData: (stream, _session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        void (async () => {
          const mail = await simpleParser(Buffer.concat(parts))
          if (box.mood === 'hold') {
            isHeld()
            await new Promise<void>((resolve) => (letGo = resolve))
          }
          box.mails.push(mail)
          if (box.mood === 'cut after the words') {
            for (const client of server.connections) client._socket.destroy()
            return
          }
          await box.beforeAnswer()
          done()
        })()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = server.server.address()
  if (at && typeof at === 'object') box.settings.port = at.port
  return box
}

/** Whom a mail went to. */
export function addressOf(mail: ParsedMail): string {
  const to = Array.isArray(mail.to) ? mail.to[0] : mail.to
  return to?.value[0]?.address ?? ''
}

import { createServer } from 'node:http'
import { openMailbox, type Mailbox } from '../support/mailbox.ts'

/** What a webhook was told: the message's id, and how often with which words. */
export interface Arrived {
  id: string
  bodies: string[]
}

/** What an installation sends to: a mail server and somebody's receiver of messages, both on this machine and both real. */
export interface Outside {
  mailbox: Mailbox
  /** where a webhook may be told */
  hookUrl: string
  /** by id */
  messages: Map<string, Arrived>
  /** variables that name them; @param url of the installation */
  settings: (url: string) => Record<string, string>
  /** waited for when something has come and before it is said to have come: a kill falls in between */
  underWay: (what: 'mail' | 'message') => Promise<void>
  close(): Promise<void>
}

/** The end of addresses that the mail server does not know. */
export const unknownDomain = 'khong-co.example'

export async function openOutside(): Promise<Outside> {
  const mailbox = await openMailbox()
  const messages = new Map<string, Arrived>()
  const receiver = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      void (async () => {
        const id = String(request.headers['webhook-id'])
        const arrived = messages.get(id) ?? { id, bodies: [] }
        arrived.bodies.push(Buffer.concat(parts).toString('utf8'))
        messages.set(id, arrived)
        await outside.underWay('message')
        response.writeHead(204).end()
      })()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const at = receiver.address()
  const origin = `http://127.0.0.1:${at && typeof at === 'object' ? at.port : 0}`
  const outside: Outside = {
    mailbox,
    hookUrl: `${origin}/hook`,
    messages,
    settings: (url) => ({
      SMTP_URL: `smtp://127.0.0.1:${mailbox.settings.port}`,
      LANTOA_MAIL_FROM: mailbox.settings.from.address,
      LANTOA_URL: url,
      LANTOA_WEBHOOK_HOSTS: origin,
    }),
    underWay: () => Promise.resolve(),
    close: async () => {
      await mailbox.close()
      receiver.closeAllConnections()
      await new Promise<void>((resolve) => receiver.close(() => resolve()))
    },
  }
  mailbox.isUnknown = (address) => address.endsWith(`@${unknownDomain}`)
  mailbox.beforeAnswer = () => outside.underWay('mail')
  return outside
}

import { z } from 'zod'
import { readConfig } from '../config.ts'
import { translate } from '../messages/index.ts'
import { writeTestMail } from '../modules/notices/index.ts'
import { newId } from '../platform/ids.ts'
import { openMailer } from '../platform/mail.ts'
import { cliLocale, complain, say } from './help.ts'

/** `lantoa mail test ADDRESS`: one mail by the mail server of the settings, without the queue; needs no database. */
export async function mailCommand(args: string[]): Promise<number> {
  const [verb, address = '', ...more] = args
  if (verb !== 'test' || address === '' || more.length > 0) {
    complain('notices.cli.usage')
    return 2
  }
  const locale = cliLocale()
  const config = readConfig([])
  if ('wrong' in config) {
    complain('cli.wrongSettings')
    for (const { key, params } of config.wrong) process.stderr.write(`  ${translate(locale, key, params)}\n`)
    return 2
  }
  if (config.mail === null) {
    complain('notices.cli.noServer')
    return 1
  }
  if (!z.email().safeParse(address).success) {
    complain('notices.cli.address', { address })
    return 2
  }
  const sent = await openMailer(config.mail).send({ id: newId(), to: address, ...writeTestMail(locale) })
  const { host } = config.mail
  if (sent.end === 'sent') {
    say('notices.cli.sent', { host })
    return 0
  }
  // Of a mail in the queue the sentences say that it waits; here nothing does, and whoever reads keeps the machine.
  const isOwn = sent.cause === 'network' || sent.cause === 'security' || sent.cause === 'busy'
  complain('notices.cli.failed', {
    host,
    code: sent.code ?? '?',
    why: translate(locale, `notices.${isOwn ? 'cli.' : ''}cause.${sent.cause}`),
  })
  return 1
}

import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { formatDate, formatInstant } from '../../messages/format.ts'
import { translator } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import type { OutMail } from '../../platform/mail.ts'
import { endOfWeek, tokenForMail } from '../dispatch/index.ts'
import { makeResetLink } from '../people/index.ts'
import { hrefOf, morningGroups } from './mail.groups.ts'
import { mailHtml, mailText, type MailWords } from './mail.words.tsx'
import { sayNotice } from './notices.rules.ts'
import type { MailKind } from './notices.tables.ts'
import { findNotices, findReached, findToSay, type Reached } from './say.store.ts'

/** Why a mail is not sent after all. */
export type Withdrawn = 'no_address' | 'off' | 'nothing'

export interface MailToWrite {
  id: string
  unitId: string
  /** null where it goes to a receiver outside, by a link */
  personId: string | null
  linkId: string | null
  kind: MailKind
  createdAt: Date
}

/**
 * What a mail says, made when it is sent, from what holds then: a duty done meanwhile is not in it, and the queue keeps no
 * words and no address.
 * @param url public address of the installation
 */
export async function writeMail(
  trx: Trx,
  ctx: Ctx,
  mail: MailToWrite,
  url: string,
): Promise<OutMail | { withdrawn: Withdrawn }> {
  if (mail.linkId !== null) return writeLinkMail(trx, ctx, mail, mail.linkId, url)
  const [person] = await findReached(trx, ctx, { ids: mail.personId === null ? [] : [mail.personId] })
  if (!person) return { withdrawn: 'no_address' }
  const leave =
    mail.kind === 'digest' || mail.kind === 'urgent' ? await leaveLink(trx, ctx, person, url) : null
  const words = await wordsOf(trx, ctx, mail, person, url, leave)
  if ('withdrawn' in words) return words
  return {
    id: mail.id,
    to: person.email,
    subject: words.subject,
    text: mailText(words),
    html: mailHtml(words),
    ...(leave === null ? {} : { leave }),
  }
}

async function wordsOf(
  trx: Trx,
  ctx: Ctx,
  mail: MailToWrite,
  person: Reached,
  url: string,
  leave: string | null,
): Promise<MailWords | { withdrawn: Withdrawn }> {
  const { locale } = person
  const t = translator(locale)
  const today = ctx.clock.today()
  const base = { locale, leave, why: t('notices.mail.why') }
  if (mail.kind === 'digest') {
    if (!person.hasDigest && !person.hasReminders) return { withdrawn: 'off' }
    const say = (await findToSay(trx, ctx, [person.personId], endOfWeek(today), mail.id, locale)).get(
      person.personId,
    )
    const groups = say ? morningGroups(t, person, say, today, url) : []
    if (groups.length === 0) return { withdrawn: 'nothing' }
    const n = groups.reduce((sum, g) => sum + g.items.length + g.more, 0)
    return {
      ...base,
      subject: t('notices.mail.digest.subject', { n, date: formatDate(today) }),
      intro: t('notices.mail.digest.intro'),
      groups,
      button: { label: t('notices.mail.open'), href: hrefOf(url, '/today') },
    }
  }
  if (mail.kind === 'urgent') {
    if (!person.hasUrgent) return { withdrawn: 'off' }
    const news = await findNotices(
      trx,
      sql`n.person_id = ${person.personId} and n.mail_id = ${mail.id} and (o.id is null or o.state = 'open')
        and exists (select 1 from memberships m where m.person_id = n.person_id and m.unit_id = n.unit_id
          and m.valid_from <= ${today} and (m.valid_until is null or m.valid_until > ${today}))`,
      50,
    )
    const items = news.map((n) => {
      const { sentence, detail, to } = sayNotice(t, n)
      return { sentence, detail, href: to === null ? null : hrefOf(url, to) }
    })
    const [first] = items
    if (!first) return { withdrawn: 'nothing' }
    return {
      ...base,
      subject:
        items.length === 1
          ? t('notices.mail.urgent.one', { sentence: first.sentence })
          : t('notices.mail.urgent.many', { n: items.length }),
      intro: t('notices.mail.urgent.intro'),
      groups: [{ title: null, items, more: 0 }],
      button: { label: t('notices.mail.open'), href: hrefOf(url, '/today') },
    }
  }
  if (mail.kind === 'password')
    return {
      ...base,
      subject: t('notices.mail.password.subject'),
      intro: t('notices.mail.password.intro'),
      groups: [],
      button: null,
      why: t('notices.mail.password.why'),
    }
  const path = await makeResetLink(trx, ctx, { unitId: mail.unitId, personId: person.personId })
  return {
    ...base,
    subject: t('notices.mail.reset.subject'),
    intro: t('notices.mail.reset.intro'),
    groups: [],
    button: { label: t('notices.mail.reset.do'), href: `${url}${path}` },
    why: t('notices.mail.reset.why'),
  }
}

/** A document for a receiver outside: what it is, and the link that opens it once. Official mail is in Vietnamese. */
async function writeLinkMail(
  trx: Trx,
  ctx: Ctx,
  mail: MailToWrite,
  linkId: string,
  url: string,
): Promise<OutMail | { withdrawn: Withdrawn }> {
  const linked = await tokenForMail(trx, ctx, linkId)
  if (!linked) return { withdrawn: 'nothing' }
  const t = translator('vi')
  const paper = [linked.type, linked.numberSymbol].filter(Boolean).join(' ')
  const words: MailWords = {
    locale: 'vi',
    subject: t('notices.mail.document.subject', { paper, unit: linked.unitName }),
    intro: t('notices.mail.document.intro', { unit: linked.unitName, receiver: linked.receiver }),
    groups: [
      {
        title: null,
        items: [
          {
            sentence: linked.subject,
            detail: [paper, linked.issuedOn === null ? null : formatDate(linked.issuedOn)]
              .filter(Boolean)
              .join(' · '),
            href: null,
          },
        ],
        more: 0,
      },
    ],
    button: { label: t('notices.mail.document.do'), href: `${url}${linked.path}` },
    why: t('notices.mail.document.why', { until: formatInstant(linked.expiresAt), unit: linked.unitName }),
    leave: null,
  }
  return {
    id: mail.id,
    to: linked.address,
    subject: words.subject,
    text: mailText(words),
    html: mailHtml(words),
  }
}

/** The page that stops mails, by a token of the person that opens nothing else. */
async function leaveLink(trx: Trx, ctx: Ctx, { personId, unitId }: Reached, url: string): Promise<string> {
  const fresh = randomBytes(24).toString('base64url')
  await sql`insert into notice_choices (person_id, unit_id, leave_token) values (${personId}, ${unitId}, ${fresh})
    on conflict (person_id) do nothing`.execute(trx)
  const { leave_token: token } = await trx
    .selectFrom('notice_choices')
    .select('leave_token')
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow()
  return `${url}/mails/leave/${ctx.home.replace(/^home_/, '')}.${token}`
}

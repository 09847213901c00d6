import { formatDate } from '../../messages/format.ts'
import type { Translate } from '../../messages/index.ts'
import { groupOf, owedAction, owedSentence } from '../dispatch/index.ts'
import type { MailGroup, MailItem } from './mail.words.tsx'
import { addressOfDraft, packageGroup, sayNotice } from './notices.rules.ts'
import type { DueRow, NoticeRow, Reached, ToSay } from './say.store.ts'

/** Of one group at most; the rest is a number. */
const mostShown = 15

/**
 * The groups of a morning's mail, by what to do: overdue, this week, waits for my decision, what came by the document axis to
 * confirm, what its senders ask, what receivers did not take, days that come near, new. Who wants reminders only gets those; a duty stands once.
 */
export function morningGroups(
  t: Translate,
  person: Reached,
  say: ToSay,
  today: string,
  url: string,
): MailGroup[] {
  const item = (sentence: string, detail: string | null, to: string | null): MailItem => ({
    sentence,
    detail,
    href: to === null ? null : hrefOf(url, to),
  })
  const ofDuty = ({ owed }: DueRow): MailItem => {
    const { sentence, detail } = owedSentence(t, owed)
    const until = t('notices.say.until', { date: formatDate(owed.dueOn) })
    return item(
      sentence,
      [until, detail ?? ''].filter((w) => w !== '').join(' · '),
      owedAction(t, owed)?.to ?? null,
    )
  }
  const ofNotice = (n: NoticeRow): MailItem => {
    const { sentence, detail, to } = sayNotice(t, n)
    return item(sentence, detail, to)
  }
  const shown = new Set(person.hasDigest ? say.due.map((d) => d.id) : [])
  const near = say.news.filter(
    (n) => n.kind === 'due' && n.owed !== null && n.owed.dueOn >= today && !shown.has(n.subjectId),
  )
  for (const n of near) shown.add(n.subjectId)
  const news = say.news.filter(
    (n) =>
      n.kind !== 'due' && n.kind !== 'decide' && !(n.subjectWhat === 'obligation' && shown.has(n.subjectId)),
  )
  const groups: MailGroup[] = []
  const add = (key: string, items: MailItem[]) => {
    if (items.length > 0)
      groups.push({
        title: t(`notices.group.${key}`),
        items: items.slice(0, mostShown),
        more: Math.max(0, items.length - mostShown),
      })
  }
  if (person.hasDigest) {
    add('overdue', say.due.filter((d) => groupOf(d.owed.dueOn, today) === 'overdue').map(ofDuty))
    add('week', say.due.filter((d) => groupOf(d.owed.dueOn, today) === 'week').map(ofDuty))
    add(
      'decide',
      say.waiting.map((w) =>
        item(t(`views.decide.${w.kind}.${w.state}`, { title: w.title }), null, addressOfDraft(w)),
      ),
    )
  }
  if (person.hasDigest)
    for (const group of ['confirm', 'answer', 'resend'] as const)
      add(group, news.filter((n) => packageGroup(n) === group).map(ofNotice))
  if (person.hasReminders) add('near', near.map(ofNotice))
  if (person.hasDigest) add('new', news.filter((n) => packageGroup(n) === null).map(ofNotice))
  return groups
}

/** An address in the staff application as a link in a mail. */
export function hrefOf(url: string, to: string): string {
  return `${url}/app${to}`
}

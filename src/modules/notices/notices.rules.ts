import { formatDate } from '../../messages/format.ts'
import type { Translate } from '../../messages/index.ts'
import { addDays, dayOf, startOfDay } from '../../platform/clock.ts'
import { owedAction, owedSentence, type Owed } from '../dispatch/index.ts'
import type { NoticeKind } from './notices.tables.ts'

/** A notice as it is read: of a duty, with the duty as it stands now. */
export interface NoticeToSay {
  kind: NoticeKind
  subjectWhat: string
  subjectId: string
  facts: Record<string, string | number>
  owed: (Owed & { dueOn: string; state: string }) | null
}

export interface Said {
  sentence: string
  detail: string | null
  /** address in the staff application, below /app */
  to: string | null
}

/** The screen on which a draft is decided. */
export function addressOfDraft({ kind, id }: { kind: string; id: string }): string {
  if (kind === 'plan') return `/plans/${id}/draft`
  return kind === 'report' ? `/reports/${id}` : `/outgoing/${id}`
}

/** A notice as a sentence, and where it leads. */
export function sayNotice(t: Translate, n: NoticeToSay): Said {
  const { facts } = n
  const args = {
    number: facts['number'] ?? '',
    title: facts['title'] ?? '',
    unit: facts['unit'] ?? '',
    period: facts['period'] ?? '',
  }
  switch (n.kind) {
    case 'delivered': {
      const key = args.number === '' ? 'notices.say.delivered.plain' : 'notices.say.delivered'
      return {
        sentence: t(key, args),
        detail: String(args.title),
        to: `/documents/inbox?document=${n.subjectId}`,
      }
    }
    case 'owed':
    case 'due':
    case 'reminded':
      return sayOwed(t, n)
    case 'decide':
      return {
        sentence: t(`views.decide.${n.subjectWhat}.${facts['state'] ?? 'in_review'}`, args),
        detail: null,
        to: addressOfDraft({ kind: n.subjectWhat, id: n.subjectId }),
      }
    case 'answered':
      return {
        sentence: t(`notices.say.answered.${facts['answer']}`, args),
        detail: null,
        to: `/reports/${n.subjectId}`,
      }
    case 'amendment':
      return {
        sentence: t(`notices.say.amendment.${facts['answer']}`, args),
        detail: String(args.title),
        to: `/plans/amendments?box=sent&id=${n.subjectId}`,
      }
    case 'job':
      return {
        sentence: t('notices.say.job'),
        detail: t(`jobs.kind.${facts['kind'] ?? 'other'}`),
        to: '/organisation/jobs',
      }
    case 'password':
      return { sentence: t('notices.say.password'), detail: t('notices.say.password.detail'), to: '/account' }
  }
}

function sayOwed(t: Translate, n: NoticeToSay): Said {
  // The duty is gone with what asked for it, or was never this unit's: nothing to lead to.
  if (!n.owed) return { sentence: t('notices.say.gone'), detail: null, to: null }
  const { sentence, detail } = owedSentence(t, n.owed)
  const words =
    n.kind === 'reminded' && n.owed.owedTo !== null
      ? t('notices.say.reminded', { unit: n.owed.owedTo, sentence })
      : n.kind === 'due'
        ? t('notices.say.due', { date: formatDate(n.owed.dueOn), sentence })
        : sentence
  const state =
    n.owed.state === 'open'
      ? n.kind === 'due'
        ? ''
        : t('notices.say.until', { date: formatDate(n.owed.dueOn) })
      : t('notices.say.closed')
  return {
    sentence: words,
    detail: [detail ?? '', state].filter((w) => w !== '').join(' · ') || null,
    to: owedAction(t, n.owed)?.to ?? null,
  }
}

/** Which of the reminders 7, 3 and 1 days before a duty has come to; null when its day is further off, or over. */
export function stageOf(dueOn: string, today: string): 1 | 3 | 7 | null {
  if (dueOn < today) return null
  return ([1, 3, 7] as const).find((days) => dueOn <= addDays(today, days)) ?? null
}

export interface Quiet {
  /** minutes of the day in Viet Nam; equal: no quiet hours */
  quietFrom: number
  quietUntil: number
}

/** When a mail may go out: now, or when the person's quiet hours end. */
export function sendAt(now: Date, { quietFrom, quietUntil }: Quiet): Date {
  const day = dayOf(now)
  const minute = Math.floor((now.getTime() - startOfDay(day).getTime()) / 60_000)
  const end = (on: string) => new Date(startOfDay(on).getTime() + quietUntil * 60_000)
  if (quietFrom > quietUntil) {
    if (minute >= quietFrom) return end(addDays(day, 1))
    return minute < quietUntil ? end(day) : now
  }
  return minute >= quietFrom && minute < quietUntil ? end(day) : now
}

/** Minutes between the attempts of one mail; after the last it has failed for good. */
export const pauses = [1, 5, 15, 60, 240, 720] as const
export const mostSendings = pauses.length + 1

/** Monday to Friday, and no public holiday. */
export function isWorkingDay(day: string, holidays: ReadonlySet<string>): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !holidays.has(day)
}

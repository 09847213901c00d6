import { formatDate } from '../../messages/format.ts'
import type { Translate } from '../../messages/index.ts'
import { addDays, dayOf, startOfDay } from '../../platform/clock.ts'
import { owedAction, owedSentence, type Owed } from '../dispatch/index.ts'
import type { NoticeKind } from './notices.tables.ts'

/** Something to tell, and to whom of a unit: a person, else a desk, else whoever has one of the roles, in another's place too. */
export interface ToTell {
  unitId: string
  personId?: string | null
  deskId?: string | null
  roles: readonly string[]
  kind: NoticeKind
  subjectWhat: string
  subjectId: string
  subjectKey?: string
  isUrgent: boolean
  facts: Record<string, string | number>
}

/** Whom a unit's letters and duties without a name concern. */
export const usualRoles = ['clerk', 'leader'] as const

/** A notice as it is read: of a duty, with the duty as it stands now. */
export interface NoticeToSay {
  kind: NoticeKind
  subjectWhat: string
  subjectId: string
  facts: Record<string, string | number>
  owed: (Owed & { dueOn: string; state: string }) | null
  /** of what came as a package: where its document stands now; null where it is gone, and for other notices */
  place: 'draft' | 'document' | null
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
    case 'package_arrived':
    case 'package_asked':
    case 'package_returned':
    case 'package_unanswered':
      return sayPackage(t, n)
  }
}

/** What came by the document axis leads to its document, what went to the list of its receivers. */
function sayPackage(t: Translate, { kind, subjectId, facts, place }: NoticeToSay): Said {
  const number = facts['number'] || t('notices.say.package.plain')
  const title = String(facts['title'] ?? '')
  const words = facts['words'] ? t('exchange.note', { words: facts['words'] }) : ''
  const detail = [words, title].filter((w) => w !== '').join(' · ') || null
  if (kind === 'package_arrived' || kind === 'package_asked') {
    const what = kind === 'package_arrived' ? 'arrived' : `asked.${facts['asked'] ?? 'recall'}`
    return {
      sentence: t(`notices.say.package.${what}`, { number, unit: facts['unit'] ?? '' }),
      detail,
      to:
        place === null
          ? null
          : place === 'draft'
            ? `/documents/drafts/${subjectId}`
            : `/documents/${subjectId}`,
    }
  }
  const to = `/documents/${subjectId}/deliveries`
  if (kind === 'package_returned')
    return {
      sentence: t(`notices.say.package.returned.${facts['status']}`, { number, unit: facts['unit'] ?? '' }),
      detail,
      to,
    }
  const n = Number(facts['n'] ?? 1)
  return {
    sentence: t(`notices.say.package.unanswered.${facts['state']}`, {
      number,
      unit: n === 1 ? (facts['unit'] ?? '') : t('notices.say.package.receivers', { n }),
      date: formatDate(String(facts['day'] ?? '')),
    }),
    detail,
    to,
  }
}

/** Under which heading of a morning's mail news stand, by what there is to do; null for what is only to be known. */
export function packageGroup({
  kind,
  facts,
}: Pick<NoticeToSay, 'kind' | 'facts'>): 'confirm' | 'answer' | 'resend' | null {
  if (kind === 'package_arrived') return 'confirm'
  if (kind === 'package_asked') return 'answer'
  if (kind === 'package_unanswered') return 'resend'
  return kind === 'package_returned' && facts['status'] !== '15' ? 'resend' : null
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

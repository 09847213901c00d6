import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import { choiceOf, textOf } from '../../app/search.ts'

export const noticeKinds = [
  'delivered',
  'owed',
  'due',
  'reminded',
  'decide',
  'answered',
  'amendment',
  'package_arrived',
  'package_asked',
  'package_returned',
  'package_unanswered',
  'job',
  'password',
] as const
export const mailStates = ['queued', 'sending', 'sent', 'uncertain', 'failed', 'withdrawn'] as const

interface NoticeSearch {
  q?: string | undefined
  state?: 'unseen' | undefined
  kind?: (typeof noticeKinds)[number] | undefined
}
interface MailSearch {
  q?: string | undefined
  state?: (typeof mailStates)[number] | undefined
}

export const noticesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/notices',
  validateSearch: (s: Record<string, unknown>): NoticeSearch => ({
    q: textOf(s['q']),
    state: choiceOf(s['state'], ['unseen'] as const),
    kind: choiceOf(s['kind'], noticeKinds),
  }),
}).lazy(() => import('./NoticeList.tsx').then((m) => m.Route))

export const mailsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organisation/mails',
  validateSearch: (s: Record<string, unknown>): MailSearch => ({
    q: textOf(s['q']),
    state: choiceOf(s['state'], mailStates),
  }),
}).lazy(() => import('./MailList.tsx').then((m) => m.Route))

/** What a person was told, and the mails of the unit. */
export const noticesRoutes = [noticesRoute, mailsRoute] as const

import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import { choiceOf, numberOf, textOf } from '../../app/search.ts'

export const deliveryStates = ['sent', 'opened', 'acknowledged', 'returned'] as const
export const readingStates = ['left', 'read'] as const
export const entryStates = ['given', 'issued', 'void'] as const

export interface InboxSearch {
  q?: string | undefined
  state?: (typeof deliveryStates)[number] | undefined
  /** only what was not acknowledged on the day on which it came */
  late?: 'yes' | undefined
  /** the one document that an obligation asks to confirm */
  document?: string | undefined
}

/** What was delivered to the acting unit. */
export const inboxRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/documents/inbox',
  validateSearch: (s: Record<string, unknown>): InboxSearch => ({
    q: textOf(s['q']),
    state: choiceOf(s['state'], deliveryStates),
    late: choiceOf(s['late'], ['yes'] as const),
    document: textOf(s['document']),
  }),
}).lazy(() => import('./Inbox.tsx').then((m) => m.Route))

export interface RegisterSearch {
  q?: string | undefined
  state?: (typeof entryStates)[number] | undefined
  series?: string | undefined
  /** year of the register; `year` is the one all screens speak of */
  of?: number | undefined
}

/** The register of outgoing documents: numbers, with the voided ones. */
export const registerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/documents/register',
  validateSearch: (s: Record<string, unknown>): RegisterSearch => ({
    q: textOf(s['q']),
    state: choiceOf(s['state'], entryStates),
    series: textOf(s['series']),
    of: numberOf(s['of'], 1990, 2100),
  }),
}).lazy(() => import('./Register.tsx').then((m) => m.Route))

export interface ArrivalSearch {
  q?: string | undefined
  /** only what nobody was given yet */
  left?: 'yes' | undefined
  of?: number | undefined
}

/** The register of incoming documents. */
export const arrivalsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/documents/arrivals',
  validateSearch: (s: Record<string, unknown>): ArrivalSearch => ({
    q: textOf(s['q']),
    left: choiceOf(s['left'], ['yes'] as const),
    of: numberOf(s['of'], 1990, 2100),
  }),
}).lazy(() => import('./Arrivals.tsx').then((m) => m.Route))

/** How far a document that we sent has come with each receiver. */
export const sentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/documents/$documentId/deliveries',
  validateSearch: (
    s: Record<string, unknown>,
  ): { q?: string | undefined; state?: (typeof deliveryStates)[number] | undefined } => ({
    q: textOf(s['q']),
    state: choiceOf(s['state'], deliveryStates),
  }),
}).lazy(() => import('./Sent.tsx').then((m) => m.Route))

/** A document and the people of the own unit: who was asked to read it, who has. */
export const readingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/documents/$documentId/readings',
  validateSearch: (
    s: Record<string, unknown>,
  ): { q?: string | undefined; state?: (typeof readingStates)[number] | undefined } => ({
    q: textOf(s['q']),
    state: choiceOf(s['state'], readingStates),
  }),
}).lazy(() => import('./Readings.tsx').then((m) => m.Route))

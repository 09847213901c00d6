import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import { choiceOf, textOf } from '../../app/search.ts'

export const states = ['draft', 'in_review', 'approved'] as const
export const views = ['text', 'send', 'beside'] as const
export const relations = ['amends', 'replaces', 'corrects', 'recalls'] as const

/** Documents of the unit that are being written. */
export const outgoingListRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/outgoing',
  validateSearch: (
    s: Record<string, unknown>,
  ): { state?: (typeof states)[number] | undefined; q?: string | undefined } => ({
    state: choiceOf(s['state'], states),
    q: textOf(s['q']),
  }),
}).lazy(() => import('./OutgoingList.tsx').then((m) => m.Route))

/** What to begin: a type, a document that does something to an issued one, or a copy. */
export const newOutgoingRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/outgoing/new',
  validateSearch: (
    s: Record<string, unknown>,
  ): {
    document?: string | undefined
    relation?: (typeof relations)[number] | undefined
    copyOf?: string | undefined
  } => ({
    copyOf: textOf(s['copyOf']),
    document: textOf(s['document']),
    relation: choiceOf(s['relation'], relations),
  }),
}).lazy(() => import('./NewOutgoing.tsx').then((m) => m.Route))

/** The bench where a document is written, reviewed, signed and issued. */
export const outgoingRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/outgoing/$id',
  validateSearch: (s: Record<string, unknown>): { view?: (typeof views)[number] | undefined } => ({
    view: choiceOf(s['view'], views),
  }),
}).lazy(() => import('./OutgoingBench.tsx').then((m) => m.Route))

/** Keys with which the server signs. */
export const signingKeysRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/outgoing/keys',
}).lazy(() => import('./SigningKeys.tsx').then((m) => m.Route))

export const outgoingRoutes = [outgoingListRoute, newOutgoingRoute, signingKeysRoute, outgoingRoute] as const

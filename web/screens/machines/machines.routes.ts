import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import { choiceOf } from '../../app/search.ts'

export const connectionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organisation/connections',
}).lazy(() => import('./Connections.tsx').then((m) => m.Route))

export const keyCallsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organisation/connections/keys/$keyId',
}).lazy(() => import('./KeyCalls.tsx').then((m) => m.Route))

export const webhookRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organisation/connections/webhooks/$webhookId',
}).lazy(() => import('./WebhookMessages.tsx').then((m) => m.Route))

export const submissionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/activities/handed-in',
  validateSearch: (
    s: Record<string, unknown>,
  ): { state?: 'received' | 'taken_over' | 'set_aside' | undefined } => ({
    state: choiceOf(s['state'], ['received', 'taken_over', 'set_aside'] as const),
  }),
}).lazy(() => import('./Submissions.tsx').then((m) => m.Route))

/** What other platforms may do here, and what they are told. */
export const machinesRoutes = [connectionsRoute, keyCallsRoute, webhookRoute, submissionsRoute] as const

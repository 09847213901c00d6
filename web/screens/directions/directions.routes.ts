import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import { choiceOf, textOf } from '../../app/search.ts'

export const boxes = ['received', 'sent', 'drafts'] as const
export const states = ['open', 'late', 'done'] as const

export interface DirectionSearch {
  box?: (typeof boxes)[number] | undefined
  state?: (typeof states)[number] | undefined
  q?: string | undefined
}

/** Directions received, sent and being written. */
export const directionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/directions',
  validateSearch: (s: Record<string, unknown>): DirectionSearch => ({
    box: choiceOf(s['box'], boxes),
    state: choiceOf(s['state'], states),
    q: textOf(s['q']),
  }),
}).lazy(() => import('./DirectionList.tsx').then((m) => m.Route))

export const directionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/directions/$directionId',
}).lazy(() => import('./DirectionView.tsx').then((m) => m.Route))

/** Being written; `fresh`: not kept yet. */
export const directionDraftRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/directions/$directionId/draft',
  validateSearch: (s: Record<string, unknown>): { fresh?: true } =>
    String(s['fresh']) === 'true' ? { fresh: true } : {},
}).lazy(() => import('./DirectionDraft.tsx').then((m) => m.Route))

export const directionRoutes = [directionsRoute, directionRoute, directionDraftRoute] as const

import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import { choiceOf, numberOf, textOf } from '../../app/search.ts'

export const reportsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reports',
  validateSearch: (s: Record<string, unknown>) => ({
    period: textOf(s['period']),
    q: textOf(s['q']),
    state: choiceOf(s['state'], ['open', 'submitted', 'returned', 'accepted'] as const),
  }),
}).lazy(() => import('./ReportList.tsx').then((m) => m.Route))

export const reportRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reports/$reportId',
  validateSearch: (s: Record<string, unknown>) => ({
    /** the version looked at; without it the draft, or the last one */
    version: numberOf(s['version'], 1, 999),
    /** the figure that is open, and whether its running total */
    figure: textOf(s['figure']),
    of: choiceOf(s['of'], ['running'] as const),
    /** the unit below whose thread is followed */
    unit: textOf(s['unit']),
    /** the section being written */
    section: textOf(s['section']),
  }),
}).lazy(() => import('./ReportBench.tsx').then((m) => m.Route))

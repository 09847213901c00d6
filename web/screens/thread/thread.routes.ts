import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import { numberOf, textOf } from '../../app/search.ts'

export const threadRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/thread',
  validateSearch: (s: Record<string, unknown>) => ({
    report: textOf(s['report']) ?? '',
    version: numberOf(s['version'], 1, 999),
    indicator: textOf(s['indicator']) ?? '',
    unit: textOf(s['unit']),
    activity: textOf(s['activity']),
  }),
}).lazy(() => import('./ThreadScreen.tsx').then((m) => m.Route))

export const threadFromRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/thread/from',
  validateSearch: (s: Record<string, unknown>) => ({
    document: textOf(s['document']),
    clause: textOf(s['clause']),
    plan: textOf(s['plan']),
    task: textOf(s['task']),
    direction: textOf(s['direction']),
  }),
}).lazy(() => import('./ThreadFromScreen.tsx').then((m) => m.Route))

import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import { choiceOf, textOf } from '../../app/search.ts'

export const boardSorts = ['late', 'name', 'tasks', 'activity'] as const

export interface BoardSearch {
  q?: string | undefined
  kind?: string | undefined
  due?: 'late' | 'soon' | undefined
  sort?: (typeof boardSorts)[number] | undefined
}

/** The cascade board of a plan: units down, stages across. */
export const boardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/plans/$planId/board',
  validateSearch: (s: Record<string, unknown>): BoardSearch => ({
    q: textOf(s['q']),
    kind: textOf(s['kind']),
    due: choiceOf(s['due'], ['late', 'soon'] as const),
    sort: choiceOf(s['sort'], boardSorts),
  }),
}).lazy(() => import('./Board.tsx').then((m) => m.Route))

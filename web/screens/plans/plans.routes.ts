import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import { choiceOf, numberOf, textOf } from '../../app/search.ts'
import { sortKeys, taskStates, type SortKey, type TaskFilter } from './progressModel.ts'

export const boxes = ['own', 'delivered', 'below'] as const
export const views = ['tasks', 'table', 'text', 'send', 'paper'] as const

/** What of a plan is looked at: all of it may be left out. */
export interface BenchSearch {
  source?: string | undefined
  clause?: string | undefined
  task?: string | undefined
  view?: (typeof views)[number] | undefined
}
function benchSearch(s: Record<string, unknown>): BenchSearch {
  return {
    source: textOf(s['source']),
    clause: textOf(s['clause']),
    task: textOf(s['task']),
    view: choiceOf(s['view'], views),
  }
}

/** Plans of the unit, of its superiors, of the units below. */
export const plansRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/plans',
  validateSearch: (
    s: Record<string, unknown>,
  ): { box?: (typeof boxes)[number] | undefined; q?: string | undefined } => ({
    box: choiceOf(s['box'], boxes),
    q: textOf(s['q']),
  }),
}).lazy(() => import('./PlanList.tsx').then((m) => m.Route))

/** What to draft a plan from. `document` is chosen already when one comes from that document. */
export const newPlanRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/plans/new',
  validateSearch: (s: Record<string, unknown>): { document?: string | undefined } => ({
    document: textOf(s['document']),
  }),
}).lazy(() => import('./NewPlan.tsx').then((m) => m.Route))

/** An issued plan also: which revision, which of its tasks, in which order. */
export interface ViewSearch extends BenchSearch, TaskFilter {
  revision?: number | undefined
  sort?: SortKey | undefined
  down?: 'yes' | undefined
}

/** An issued plan: which revision, superior document, clause and task are looked at. */
export const planRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/plans/$planId',
  validateSearch: (s: Record<string, unknown>): ViewSearch => ({
    ...benchSearch(s),
    revision: numberOf(s['revision'], 1, 1_000),
    q: textOf(s['q']),
    state: choiceOf(s['state'], taskStates),
    lead: textOf(s['lead']),
    key: choiceOf(s['key'], ['yes']),
    sort: choiceOf(s['sort'], sortKeys),
    down: choiceOf(s['down'], ['yes']),
  }),
}).lazy(() => import('./PlanView.tsx').then((m) => m.Route))

/** The draft: the bench where it is written. */
export const planDraftRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/plans/$planId/draft',
  validateSearch: benchSearch,
}).lazy(() => import('./PlanBench.tsx').then((m) => m.Route))

/** Two revisions compared; `to` 0 is the draft. */
export const planCompareRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/plans/$planId/compare',
  validateSearch: (s: Record<string, unknown>): { from?: number | undefined; to?: number | undefined } => ({
    from: numberOf(s['from'], 1, 1_000),
    to: numberOf(s['to'], 0, 1_000),
  }),
}).lazy(() => import('./Compare.tsx').then((m) => m.Route))

/** A superior revised: follow, keep or adapt each derived task. */
export const planFollowRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/plans/$planId/follow',
}).lazy(() => import('./Follow.tsx').then((m) => m.Route))

/** Requests to amend: at the desk, and sent. */
export const amendmentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/plans/amendments',
  validateSearch: (
    s: Record<string, unknown>,
  ): { box?: 'desk' | 'sent' | undefined; q?: string | undefined; id?: string | undefined } => ({
    q: textOf(s['q']),
    box: choiceOf(s['box'], ['desk', 'sent'] as const),
    id: textOf(s['id']),
  }),
}).lazy(() => import('./Amendments.tsx').then((m) => m.Route))

export const plansRoutes = [
  plansRoute,
  newPlanRoute,
  planRoute,
  planDraftRoute,
  planCompareRoute,
  planFollowRoute,
  amendmentsRoute,
] as const

import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import { choiceOf, textOf } from '../../app/search.ts'

/** Ghi hoạt động: the phone's middle button; `plan` and `task` choose a task, `edit` opens one that waits to be sent. */
export const logActivityRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/activities/new',
  validateSearch: (s: Record<string, unknown>): { plan?: string; task?: string; edit?: string } => {
    const plan = textOf(s['plan'])
    const task = textOf(s['task'])
    const edit = textOf(s['edit'])
    return {
      ...(plan === undefined ? {} : { plan }),
      ...(task === undefined ? {} : { task }),
      ...(edit === undefined ? {} : { edit }),
    }
  },
}).lazy(() => import('./LogActivity.tsx').then((m) => m.Route))

const monthOf = (v: unknown) => {
  const text = textOf(v)
  return text !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? text : undefined
}

export interface ListSearch {
  of?: 'below' | undefined
  q?: string | undefined
  month?: string | undefined
  form?: string | undefined
  state?: 'waiting' | 'withdrawn' | undefined
  unit?: string | undefined
  plan?: string | undefined
  task?: string | undefined
}

export const activitiesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/activities',
  validateSearch: (s: Record<string, unknown>): ListSearch => ({
    of: choiceOf(s['of'], ['below']),
    q: textOf(s['q']),
    month: monthOf(s['month']),
    form: textOf(s['form']),
    state: choiceOf(s['state'], ['waiting', 'withdrawn']),
    unit: textOf(s['unit']),
    plan: textOf(s['plan']),
    task: textOf(s['task']),
  }),
}).lazy(() => import('./ActivityList.tsx').then((m) => m.Route))

/** Chưa gửi: what this machine keeps until there is a line. */
export const waitingRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/activities/waiting',
}).lazy(() => import('./Waiting.tsx').then((m) => m.Route))

export const activityRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/activities/$activityId',
}).lazy(() => import('./ActivityDetail.tsx').then((m) => m.Route))

export const correctActivityRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/activities/$activityId/correct',
}).lazy(() => import('./CorrectActivity.tsx').then((m) => m.Route))

export const activitiesRoutes = [
  logActivityRoute,
  activitiesRoute,
  waitingRoute,
  activityRoute,
  correctActivityRoute,
] as const

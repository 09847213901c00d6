import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import { choiceOf, textOf } from '../../app/search.ts'

/** Filters of the lists, as they stand in the address. */
interface UnitSearch {
  q?: string | undefined
  kinds?: string | undefined
  /** only units directly below this one */
  under?: string | undefined
}

export const unitsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organisation',
  validateSearch: (s: Record<string, unknown>): UnitSearch => ({
    q: textOf(s['q']),
    kinds: textOf(s['kinds']),
    under: textOf(s['under']),
  }),
}).lazy(() => import('./UnitList.tsx').then((m) => m.Route))

export const newUnitRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organisation/new',
  validateSearch: (s: Record<string, unknown>): Pick<UnitSearch, 'under'> => ({ under: textOf(s['under']) }),
}).lazy(() => import('./NewUnit.tsx').then((m) => m.Route))

export const importUnitsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organisation/import',
}).lazy(() => import('./ImportUnits.tsx').then((m) => m.Route))

export const unitRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organisation/units/$unitId',
}).lazy(() => import('./UnitScreen.tsx').then((m) => m.Route))

export const peopleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organisation/units/$unitId/people',
  validateSearch: (s: Record<string, unknown>): Pick<UnitSearch, 'q'> & { state?: 'ended' | undefined } => ({
    q: textOf(s['q']),
    state: choiceOf(s['state'], ['ended'] as const),
  }),
}).lazy(() => import('./PeopleList.tsx').then((m) => m.Route))

export const importPeopleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organisation/units/$unitId/people/import',
}).lazy(() => import('./ImportPeople.tsx').then((m) => m.Route))

export const failedJobsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organisation/jobs',
}).lazy(() => import('./FailedJobs.tsx').then((m) => m.Route))

export const mandateStates = ['holds', 'coming', 'over', 'void'] as const
export const mandatesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organisation/mandates',
  validateSearch: (
    s: Record<string, unknown>,
  ): { q?: string | undefined; state?: (typeof mandateStates)[number] | undefined } => ({
    q: textOf(s['q']),
    state: choiceOf(s['state'], mandateStates),
  }),
}).lazy(() => import('./MandateList.tsx').then((m) => m.Route))
export const codesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organisation/codes',
  validateSearch: (
    s: Record<string, unknown>,
  ): { q?: string | undefined; where?: 'here' | 'elsewhere' | undefined } => ({
    q: textOf(s['q']),
    where: choiceOf(s['where'], ['here', 'elsewhere'] as const),
  }),
}).lazy(() => import('./AgencyCodes.tsx').then((m) => m.Route))

export const ownFormsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organisation/forms',
  validateSearch: (s: Record<string, unknown>): { q?: string | undefined } => ({ q: textOf(s['q']) }),
}).lazy(() => import('./OwnFormList.tsx').then((m) => m.Route))

export const successionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organisation/successions',
}).lazy(() => import('./SuccessionList.tsx').then((m) => m.Route))

export const newSuccessionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organisation/successions/new',
  validateSearch: (s: Record<string, unknown>): { unit?: string | undefined } => ({
    unit: textOf(s['unit']),
  }),
}).lazy(() => import('./NewSuccession.tsx').then((m) => m.Route))

export const successionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organisation/successions/$successionId',
}).lazy(() => import('./SuccessionScreen.tsx').then((m) => m.Route))

export const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/account',
}).lazy(() => import('./Account.tsx').then((m) => m.Route))

/** Units, their reorganisations, people, failed background work and the own account. */
export const organisationRoutes = [
  unitsRoute,
  newUnitRoute,
  importUnitsRoute,
  unitRoute,
  peopleRoute,
  importPeopleRoute,
  failedJobsRoute,
  mandatesRoute,
  codesRoute,
  ownFormsRoute,
  successionsRoute,
  newSuccessionRoute,
  successionRoute,
  accountRoute,
] as const

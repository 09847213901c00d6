import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import { choiceOf, numberOf, textOf } from '../../app/search.ts'

export const dossierStates = ['open', 'closed', 'handed_over'] as const

export interface DossierSearch {
  q?: string | undefined
  state?: (typeof dossierStates)[number] | undefined
  /** year of the list; `year` is the one all screens speak of */
  of?: number | undefined
}

/** The unit's files (hồ sơ) by year. */
export const dossiersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/documents/dossiers',
  validateSearch: (s: Record<string, unknown>): DossierSearch => ({
    q: textOf(s['q']),
    state: choiceOf(s['state'], dossierStates),
    of: numberOf(s['of'], 1990, 2100),
  }),
}).lazy(() => import('./DossierList.tsx').then((m) => m.Route))

/** One of them with what is in it. */
export const dossierRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/documents/dossiers/$dossierId',
}).lazy(() => import('./DossierView.tsx').then((m) => m.Route))

/** What was handed over to the archive. */
export const handOversRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/documents/hand-overs',
  validateSearch: (s: Record<string, unknown>): { q?: string | undefined } => ({ q: textOf(s['q']) }),
}).lazy(() => import('./HandOvers.tsx').then((m) => m.Route))

export const dossierRoutes = [dossiersRoute, dossierRoute, handOversRoute] as const

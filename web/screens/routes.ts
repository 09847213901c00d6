import { moreRoute } from '../app/frame/more.routes.ts'
import { dossierRoutes } from './dossiers/dossiers.routes.ts'
import { activitiesRoutes } from './activities/activities.routes.ts'
import { directionRoutes } from './directions/directions.routes.ts'
import {
  basesRoute,
  checkFileRoute,
  checkRoute,
  correctKnownRoute,
  documentRoute,
  documentsRoute,
  draftRoute,
  importKnownRoute,
  knownDocumentRoute,
  knownDocumentsRoute,
  newKnownRoute,
} from './library/library.routes.ts'
import { outgoingRoutes } from './outgoing/outgoing.routes.ts'
import { plansRoutes } from './plans/plans.routes.ts'
import { noticesRoutes } from './notices/notices.routes.ts'
import { organisationRoutes } from './organisation/organisation.routes.ts'
import { machinesRoutes } from './machines/machines.routes.ts'
import { reportRoute, reportsRoute } from './reports/reports.routes.ts'
import { threadFromRoute, threadRoute } from './thread/thread.routes.ts'
import { boardRoute } from './board/board.routes.ts'
import { arrivalsRoute, inboxRoute, readingsRoute, registerRoute, sentRoute } from './inbox/inbox.routes.ts'
import { todayRoute } from './today/today.routes.ts'

/*
 * Every screen of the application. A module keeps its routes in web/screens/<module>/<module>.routes.ts and adds them
 * here; the frame draws a way to a screen only when its path stands in this list.
 *
 *   export const plansRoute = createRoute({
 *     getParentRoute: () => rootRoute,
 *     path: '/plans',
 *     validateSearch: (s: Record<string, unknown>) => ({ q: textOf(s['q']) }),
 *   }).lazy(() => import('./PlanList.tsx').then((m) => m.Route))
 *
 * with, in PlanList.tsx, `export const Route = createLazyRoute('/plans')({ component: PlanList })`. So each screen is
 * loaded when it is first opened.
 */
export const screenRoutes = [
  moreRoute,
  documentsRoute,
  documentRoute,
  draftRoute,
  knownDocumentsRoute,
  newKnownRoute,
  importKnownRoute,
  knownDocumentRoute,
  correctKnownRoute,
  checkFileRoute,
  checkRoute,
  basesRoute,
  ...outgoingRoutes,
  ...plansRoutes,
  reportsRoute,
  reportRoute,
  threadRoute,
  threadFromRoute,
  todayRoute,
  inboxRoute,
  registerRoute,
  arrivalsRoute,
  sentRoute,
  readingsRoute,
  boardRoute,
  ...organisationRoutes,
  ...machinesRoutes,
  ...noticesRoutes,
  ...activitiesRoutes,
  ...directionRoutes,
  ...dossierRoutes,
] as const

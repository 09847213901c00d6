import type { AnyRoute } from '../platform/http/route.ts'
import { activityRoutes } from './activities/activities.routes.ts'
import { directionsRoutes } from './directions/directions.routes.ts'
import { dispatchRoutes } from './dispatch/dispatch.routes.ts'
import { readingRoutes } from './dispatch/readings.routes.ts'
import { exchangeRoutes } from './exchange/exchange.routes.ts'
import { knownRoutes } from './library/known.routes.ts'
import { libraryRoutes } from './library/library.routes.ts'
import { mandatesRoutes } from './mandates/mandates.routes.ts'
import { scanRoutes } from './library/scans.routes.ts'
import { machinesRoutes } from './machines/machines.routes.ts'
import { dossierRoutes } from './dossiers/dossiers.routes.ts'
import { erasureRoutes } from './people/erasure.routes.ts'
import { formsRoutes } from './forms/forms.routes.ts'
import { jobsRoutes } from './jobs/jobs.routes.ts'
import { delegationRoutes } from './people/delegations.routes.ts'
import { factorRoutes } from './people/factor/factor.routes.ts'
import { peopleRoutes } from './people/people.routes.ts'
import { outgoingRoutes } from './outgoing/outgoing.routes.ts'
import { plansRoutes } from './plans/plans.routes.ts'
import { noticesRoutes } from './notices/notices.routes.ts'
import { programmesRoutes } from './programmes/programmes.routes.ts'
import { reportsRoutes } from './reports/reports.routes.ts'
import { signingRoutes } from './signing/signing.routes.ts'
import { successionRoutes } from './succession/succession.routes.ts'
import { providerRoutes } from './people/provider/provider.routes.ts'
import { unitsRoutes } from './units/units.routes.ts'
import { archiveRoutes } from './views/archive.routes.ts'
import { threadRoutes } from './views/thread.routes.ts'
import { progressRoutes } from './views/progress.routes.ts'
import { boardRoutes } from './views/board.routes.ts'
import { searchRoutes } from './views/search.routes.ts'
import { todayRoutes } from './views/today.routes.ts'
import { viewsRoutes } from './views/views.routes.ts'

/** Every endpoint of /api/v1, in the order of the modules. */
export const allRoutes: readonly AnyRoute[] = [
  ...unitsRoutes,
  ...peopleRoutes,
  ...factorRoutes,
  ...delegationRoutes,
  ...providerRoutes,
  ...erasureRoutes,
  ...mandatesRoutes,
  ...jobsRoutes,
  ...libraryRoutes,
  ...scanRoutes,
  ...knownRoutes,
  ...formsRoutes,
  ...dispatchRoutes,
  ...readingRoutes,
  ...signingRoutes,
  ...outgoingRoutes,
  ...dossierRoutes,
  ...programmesRoutes,
  ...plansRoutes,
  ...activityRoutes,
  ...directionsRoutes,
  ...reportsRoutes,
  ...exchangeRoutes,
  ...machinesRoutes,
  ...successionRoutes,
  ...noticesRoutes,
  ...threadRoutes,
  ...viewsRoutes,
  ...todayRoutes,
  ...boardRoutes,
  ...progressRoutes,
  ...searchRoutes,
  ...archiveRoutes,
]

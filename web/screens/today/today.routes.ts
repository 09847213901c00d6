import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'

/** Hôm nay: where the application opens. */
export const todayRoute = createRoute({ getParentRoute: () => rootRoute, path: '/today' }).lazy(() =>
  import('./Today.tsx').then((m) => m.Route),
)

import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../root.tsx'

/** "Thêm" of the phone's tabs: what the wide frame shows at its left and top. */
export const moreRoute = createRoute({ getParentRoute: () => rootRoute, path: '/more' }).lazy(() =>
  import('./More.tsx').then((m) => m.Route),
)

import type { QueryClient } from '@tanstack/react-query'
import {
  createRoute,
  createRouter,
  parseSearchWith,
  redirect,
  stringifySearchWith,
} from '@tanstack/react-router'
import { screenRoutes } from '../screens/routes.ts'
import { rootRoute, ScreenError } from './root.tsx'

/** The application opens at Hôm nay. */
const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: ({ search }) => {
    redirect({ to: '/today', search, replace: true, throw: true })
  },
})

const routeTree = rootRoute.addChildren([indexRoute, ...screenRoutes])

/** The router of the application, all of it under the base of the build (/app/). */
export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    basepath: import.meta.env.BASE_URL,
    context: { queryClient },
    defaultErrorComponent: ScreenError,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    // Plain addresses that people can read and type: ?state=late,open&q=Vĩnh+Hòa, without the quotes of JSON.
    parseSearch: parseSearchWith((v) => v),
    stringifySearch: stringifySearchWith((v) => (Array.isArray(v) ? v.join(',') : JSON.stringify(v))),
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}

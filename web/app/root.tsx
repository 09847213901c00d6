import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  Outlet,
  retainSearchParams,
  type ErrorComponentProps,
} from '@tanstack/react-router'
import { ErrorNote } from '../parts/ErrorNote.tsx'
import { NotFound } from './frame/NotFound.tsx'
import { Frame } from './frame/Frame.tsx'
import { numberOf } from './search.ts'

export interface RouterContext {
  queryClient: QueryClient
}

/** What every address may carry. */
export interface RootSearch {
  year?: number | undefined
}

/** The parent of every screen's route; see web/screens/routes.ts for how a screen joins. */
export const rootRoute = createRootRouteWithContext<RouterContext>()({
  validateSearch: (s: Record<string, unknown>): RootSearch => {
    const year = numberOf(s['year'], 2000, 2100)
    return year === undefined ? {} : { year }
  },
  search: { middlewares: [retainSearchParams(['year'])] },
  component: () => (
    <Frame>
      <Outlet />
    </Frame>
  ),
  notFoundComponent: NotFound,
})

/** A screen that failed: the frame stays, so that one can go elsewhere. */
export function ScreenError({ error, reset }: ErrorComponentProps) {
  return (
    <div style={{ padding: '32px 16px', maxWidth: 640, margin: '0 auto' }}>
      <ErrorNote error={error} onRetry={reset} focus />
    </div>
  )
}

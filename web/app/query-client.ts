import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './problem.ts'

/** One per page. A refusal is final; only a lost network or a busy server is asked again. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // Without a line a screen says so at once, and asks again when it is back.
        networkMode: 'always',
        refetchOnReconnect: true,
        retry: (times, error) =>
          times < 2 &&
          navigator.onLine &&
          error instanceof ApiError &&
          (error.status === 0 || error.status >= 502),
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}

import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './problem.ts'

/** One per page. A refusal is final; only a lost network or a busy server is asked again. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (times, error) =>
          times < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502),
      },
      mutations: { retry: false },
    },
  })
}

import { queryOptions } from '@tanstack/react-query'
import { getJson } from '../api.ts'
import { throughOutages } from './kept.ts'

/** The tasks and choices for logging an activity for a unit, kept for the time without a line. */
export function logFormQuery<F = unknown>(personId: string, unitId: string) {
  return queryOptions({
    queryKey: ['logForm', unitId],
    queryFn: ({ signal }) =>
      throughOutages(`logForm ${unitId}`, () => getJson<F>('/api/v1/activities/log-form', signal), {
        of: () => personId,
        expected: personId,
      }),
  })
}

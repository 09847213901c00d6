import { useQuery } from '@tanstack/react-query'
import type { LogForm } from '../../api/generated/index.ts'
import { logFormQuery } from '../../app/outbox/log-form.ts'
import { useSession } from '../../app/session.ts'

/** The tasks and choices of the form: the server's, else those that this machine keeps. */
export function useLogForm() {
  const { person, actingUnit } = useSession()
  return useQuery({ ...logFormQuery<LogForm>(person.id, actingUnit.id), staleTime: 0 })
}

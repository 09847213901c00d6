import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Session } from '../session.ts'
import { findAnswer } from './database.ts'
import { openOutbox } from './index.ts'
import { logFormQuery } from './log-form.ts'

/** How old the kept choices may be before they are asked for again (ms). */
const staleAfter = 3_600_000

/** Makes ready for the time without a line: the person's outbox is open, the choices of the form are kept. */
export function useWithoutLine(session: Session): void {
  const client = useQueryClient()
  const personId = session.person.id
  const unitId = session.actingUnit.id
  const roles = session.memberships.find((m) => m.unit.id === unitId)?.roles ?? []
  const logs = roles.some((role) => role !== 'inspector')
  useEffect(() => openOutbox({ personId, unitId }), [personId, unitId])
  useEffect(() => {
    if (!logs || !navigator.onLine) return
    const timer = setTimeout(() => void keepForm(), 3_000)
    return () => clearTimeout(timer)
    async function keepForm() {
      const query = logFormQuery(personId, unitId)
      const kept = await findAnswer(`logForm ${unitId}`)
      if (kept && kept.owner === personId && Date.now() - kept.at < staleAfter) return
      // What fails here fails again, with a sentence, when the form is opened.
      await client.prefetchQuery(query)
    }
  }, [client, logs, personId, unitId])
}

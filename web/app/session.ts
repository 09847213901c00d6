import { queryOptions } from '@tanstack/react-query'
import { createContext, use } from 'react'
import type { Locale } from '#src/messages/index.ts'
import { getJson, postJson } from './api.ts'
import { movedOn, throughOutages } from './outbox/kept.ts'

export interface SessionUnit {
  id: string
  code: string
  name: string
  shortName: string
  kind: string
}

export type Role = 'clerk' | 'specialist' | 'leader' | 'inspector' | 'admin' | 'official'

export interface Membership {
  unit: SessionUnit
  title: string | null
  roles: Role[]
}

/** Who is signed in and for which unit they act: the answer of GET /api/v1/session. */
export interface Session {
  person: { id: string; name: string }
  login: string
  locale: Locale
  /** Today in Asia/Ho_Chi_Minh by the server's clock, `YYYY-MM-DD`. */
  today: string
  actingUnit: SessionUnit
  memberships: Membership[]
  /** in whose place one may decide in the acting unit, by a delegation */
  delegated: { by: string; until: string } | null
  counts: { today: number }
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) =>
    throughOutages(
      'session',
      () => getJson<Session>('/api/v1/session', signal),
      { of: (session) => session.person.id, expected: null },
      (kept, at) => ({ ...kept, today: movedOn(kept.today, at) }),
    ),
  staleTime: 60_000,
})

/** Act for another unit. The caller reloads the page: nothing of the former unit may stay in memory. */
export async function actFor(unitId: string): Promise<void> {
  await postJson('/api/v1/session/unit', { unitId })
}

export const SessionContext = createContext<Session | null>(null)

/** The session of the page; screens are drawn only when there is one. */
export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('useSession() outside the frame')
  return session
}

import type { Locale } from '../messages/index.ts'
import type { Clock } from './clock.ts'
import type { Db } from './db.ts'
import type { FileStore } from './files.ts'
import type { Log } from './log.ts'

export type Role = 'clerk' | 'specialist' | 'leader' | 'inspector' | 'admin'

/** Who acts, for which unit. Roles are those of the acting unit only. */
export interface Actor {
  kind: 'person' | 'machine' | 'system'
  accountId: string | null
  personId: string | null
  /** the unit acted for; null only for the system's own work */
  unitId: string | null
  roles: readonly Role[]
  /** desks of the acting unit at which the person sits */
  deskIds: readonly string[]
  /** read ground "own": the acting unit and the closed units whose successor it is */
  ownUnits: readonly string[]
  /** of a machine: the key it showed and what that key opens */
  key?: { id: string; scopes: readonly string[] }
}

/** What every use case gets first: who, where, when, and the hands it works with. */
export interface Ctx {
  db: Db
  /** schema of the home, e.g. `home_ht` */
  home: string
  clock: Clock
  actor: Actor
  locale: Locale
  files: FileStore
  log: Log
  /** what the client sent: its request id (UUID) and the hash of what it asked; null for work of the system without one */
  request: { id: string; hash: string } | null
  /** everything is done and taken back again: what a test key asks for (simulate.ts) */
  isSimulated?: boolean
  /** hash of the session's token, for what concerns the session itself */
  sessionId?: Buffer
  /** log-in name of the account, shown to its own person only */
  login?: string
}

/** The system acting by itself in a home: jobs, seals, imports from the command line. */
export const systemActor: Actor = {
  kind: 'system',
  accountId: null,
  personId: null,
  unitId: null,
  roles: [],
  deskIds: [],
  ownUnits: [],
}

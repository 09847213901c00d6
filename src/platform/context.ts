import type { Locale } from '../messages/index.ts'
import type { Clock } from './clock.ts'
import type { Db } from './db.ts'
import type { FileStore } from './files.ts'
import type { Log } from './log.ts'
import type { Provider } from './oidc.ts'
import type { Secrets } from './secrets.ts'

export type Role = 'clerk' | 'specialist' | 'leader' | 'inspector' | 'admin' | 'official'

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
  /** a role among `roles` that is another's, given for a time: who gave it */
  delegated?: { by: string; role: Role }
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
  /** enciphers with the installation's key; only where requests are answered */
  secrets?: Secrets
  /** another provider of sign-in, where one is set */
  provider?: Provider
  /** the address by which the browser came, without a closing slash: `https://cchc.vanson.gov.vn` */
  origin?: string
  /** what the client sent: its request id (UUID) and the hash of what it asked; null for work of the system without one */
  request: { id: string; hash: string } | null
  /** everything is done and taken back again: what a test key asks for (simulate.ts) */
  isSimulated?: boolean
  /** hash of the session's token, for what concerns the session itself */
  sessionId?: Buffer
  /** a mail server is set up */
  hasMail?: boolean
  /** log-in name of the account, shown to its own person only */
  login?: string
  /** browser and system in two words, see deviceOf */
  device?: string
}

/**
 * In whose place somebody does what these roles may do: whoever gave the role that was needed; null by one's own right.
 * @param roles of which one is needed
 */
export function onBehalf(actor: Actor, roles: readonly Role[]): string | null {
  const { delegated } = actor
  if (!delegated || !roles.includes(delegated.role)) return null
  return actor.roles.some((role) => role !== delegated.role && roles.includes(role)) ? null : delegated.by
}

/** The same as a subject of the event: "thay …" stands in the log for good. */
export function behalfOf(actor: Actor, roles: readonly Role[]): { what: 'on_behalf'; id: string }[] {
  const id = onBehalf(actor, roles)
  return id === null ? [] : [{ what: 'on_behalf', id }]
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

import pg from 'pg'

/**
 * Several PostgreSQL servers in one address, as libpq writes them: `postgres://user:password@a:5432,b:5432/name`. One is
 * the primary, the others follow it; pg itself knows one host only.
 */
export interface Hosts {
  /** the address with the first host alone, which pg understands */
  url: string
  hosts: Host[]
}

export interface Host {
  host: string
  port: number
}

/** @param url of one or of several hosts */
export function readHosts(url: string): Hosts {
  const parts = /^(\w+:\/\/(?:[^@/]*@)?)([^/?#]*)(.*)$/s.exec(url)
  const [, start = '', list = '', rest = ''] = parts ?? []
  const names = list.split(',')
  const hosts = names.map((name) => {
    const [, host = '', port = '5432'] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(name) ?? []
    return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
  })
  return { url: `${start}${names[0] ?? ''}${rest}`, hosts }
}

/** No host of several takes writes: all are down, or the one that followed was not promoted yet. */
export class NoPrimaryError extends Error {
  /** PostgreSQL's own code for a connection that can't be made */
  readonly code = '08001'
}

export interface PrimaryFinder {
  /**
   * Options of a pool: its clients connect to the host that takes writes, and a new connection to one that meanwhile only
   * follows is refused. The pool waits for `onConnect`, though the type of pg says void.
   */
  options: { Client: typeof pg.Client; onConnect: (client: pg.ClientBase) => Promise<void> }
  /** The next connection looks for the primary again: one to it was lost. */
  forget(): void
}

/** How long a host may take to say what it is (ms): one that is gone without a word must not hold up the search. */
const patience = 3_000

/**
 * Finds the primary among several hosts: all are asked at once, and of those that take writes the one of the latest
 * promotion is taken, so that an old primary that somebody started again is left alone. Asked only for the first
 * connection and after one was lost; several connections at once ask once.
 */
export function findPrimaryOf({ url, hosts }: Hosts): PrimaryFinder {
  let known: Host | null = null
  let search: Promise<Host> | null = null
  const find = async (): Promise<Host> => {
    if (known) return known
    search ??= searchAmong(url, hosts).finally(() => (search = null))
    known = await search
    return known
  }
  const forget = () => {
    known = null
  }
  class PrimaryClient extends pg.Client {
    override connect(): Promise<pg.Client>
    override connect(callback: ((error: Error) => void) | ((error: null, client: pg.Client) => void)): void
    override connect(callback?: (error: never, client: pg.Client) => void): Promise<pg.Client> | void {
      const connected = find().then(async (host) => {
        Object.assign(this, host)
        return super.connect().catch((error: unknown) => {
          forget()
          throw error
        })
      })
      if (!callback) return connected
      // The type of pg has a callback for the error and one for none; there is one, called with an error or null.
      const tell = callback as (error: unknown, client: pg.Client) => void
      connected.then(
        () => tell(null, this),
        (error: unknown) => tell(error, this),
      )
    }
  }
  const check = async (client: pg.ClientBase): Promise<void> => {
    if ((await stateOf(client)).writes) return
    forget()
    throw new NoPrimaryError('the host that took writes only follows now')
  }
  return { options: { Client: PrimaryClient, onConnect: check }, forget }
}

async function searchAmong(url: string, hosts: readonly Host[]): Promise<Host> {
  const found = await Promise.all(
    hosts.map(async (host) => {
      const state = await ask(url, host)
      return state?.writes ? [{ host, timeline: state.timeline }] : []
    }),
  )
  const [latest] = found.flat().sort((a, b) => b.timeline - a.timeline)
  if (!latest) throw new NoPrimaryError('no host takes writes')
  return latest.host
}

interface HostState {
  writes: boolean
  /** grows by one with each promotion */
  timeline: number
}

async function ask(url: string, host: Host): Promise<HostState | null> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: patience,
    query_timeout: patience,
  })
  client.on('error', () => undefined)
  Object.assign(client, host)
  try {
    await client.connect()
    return await stateOf(client)
  } catch {
    return null
  } finally {
    // Not waited for: a host that is gone never says goodbye.
    client.end().catch(() => undefined)
  }
}

async function stateOf(client: pg.ClientBase): Promise<HostState> {
  const { rows } = await client.query<HostState>(
    `select not pg_is_in_recovery() as writes,
       ('x' || substr(case when pg_is_in_recovery() then '00000000' else pg_walfile_name(pg_current_wal_lsn()) end, 1, 8))::bit(32)::int as timeline`,
  )
  return rows[0] ?? { writes: false, timeline: 0 }
}

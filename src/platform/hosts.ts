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
}

/** A host that takes writes, since which promotion: the number grows by one with each. */
interface Primary {
  host: Host
  timeline: number
}

/** How long a host may take to say what it is (ms): one that is gone without a word must not hold up the search. */
const patience = 3_000

/** How often it is asked whether another host was promoted, while there are connections (ms). */
const lookEvery = 3_000

/**
 * Finds the primary among several hosts: all are asked at once, and of those that take writes the one of the latest
 * promotion is taken, so that an old primary that somebody started again is left alone. Asked for the first connection
 * and after one was lost; several connections at once ask once.
 *
 * A machine without power closes no connection, and a primary whose manager died answers on, while no commit of it ever
 * returns: the kernel waits a quarter of an hour for the first, nobody waits for the second. So the other hosts are asked
 * again and again, and once one was promoted the connections to the host before are cut.
 */
export function findPrimaryOf({ url, hosts }: Hosts): PrimaryFinder {
  let known: Primary | null = null
  let search: Promise<Primary> | null = null
  const find = async (): Promise<Primary> => {
    if (known) return known
    search ??= searchAmong(url, hosts).finally(() => (search = null))
    known = await search
    return known
  }
  const forget = (primary: Primary | null) => {
    if (known === primary) known = null
  }
  const open = new Set<PrimaryClient>()
  let looking: NodeJS.Timeout | null = null
  const look = async (): Promise<void> => {
    const present = known
    const others = hosts.filter((host) => host !== present?.host)
    const latest = latestOf([...(present ? [present] : []), ...(await primariesAmong(url, others))])
    if (!latest) return
    if (known === present) known = latest
    for (const client of open)
      if (client.primary && client.primary.timeline < latest.timeline) client.connection.stream.destroy()
  }
  const opened = (client: PrimaryClient) => {
    open.add(client)
    looking ??= setInterval(() => void look(), lookEvery).unref()
    client.once('end', () => {
      open.delete(client)
      if (open.size > 0 || !looking) return
      clearInterval(looking)
      looking = null
    })
  }
  class PrimaryClient extends pg.Client {
    primary: Primary | null = null
    override connect(): Promise<pg.Client>
    override connect(callback: ((error: Error) => void) | ((error: null, client: pg.Client) => void)): void
    override connect(callback?: (error: never, client: pg.Client) => void): Promise<pg.Client> | void {
      const connected = find().then(async (primary) => {
        this.primary = primary
        Object.assign(this, primary.host)
        this.on('error', () => forget(primary))
        opened(this)
        try {
          await super.connect()
        } catch (error) {
          forget(primary)
          throw error
        }
        return this
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
    if (client instanceof PrimaryClient) forget(client.primary)
    throw new NoPrimaryError('the host that took writes only follows now')
  }
  return { options: { Client: PrimaryClient, onConnect: check } }
}

async function searchAmong(url: string, hosts: readonly Host[]): Promise<Primary> {
  const latest = latestOf(await primariesAmong(url, hosts))
  if (!latest) throw new NoPrimaryError('no host takes writes')
  return latest
}

async function primariesAmong(url: string, hosts: readonly Host[]): Promise<Primary[]> {
  const found = await Promise.all(
    hosts.map(async (host) => {
      const state = await ask(url, host)
      return state?.writes ? [{ host, timeline: state.timeline }] : []
    }),
  )
  return found.flat()
}

function latestOf(primaries: readonly Primary[]): Primary | undefined {
  return primaries.toSorted((a, b) => b.timeline - a.timeline)[0]
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

import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../db.ts'

/** How often something may be done in a window; beyond it whoever does it waits for the window's end. */
export interface Pace {
  most: number
  seconds: number
}

interface Counted {
  /** of all processes, when the row was last written */
  total: number
  /** ours since then */
  pending: number
  windowEnd: number
  writtenAt: number
  writing: Promise<void> | null
}

/** A key's row is written at most this often by one process (ms): an upsert for every request would cost more than most reads. */
const every = 1_000
const mostKeys = 20_000

/**
 * Counts requests by kind and subject. The counters are rows, so that every process of an installation sees them; what
 * this process counted is added to them once a second. A subject is kept as a hash only.
 * @returns counts one and says how many seconds to wait, 0 when it may go on
 */
export function makePace(db: Db): (kind: string, subject: string, pace: Pace, now: Date) => Promise<number> {
  const known = new Map<string, Counted>()
  return async (kind, subject, pace, now) => {
    const hash = createHash('sha256').update(`pace ${kind}\n${subject}`).digest()
    const key = hash.toString('base64')
    let counted = known.get(key)
    if (!counted) {
      if (known.size >= mostKeys)
        for (const old of [...known.keys()].slice(0, mostKeys / 2)) known.delete(old)
      counted = { total: 0, pending: 0, windowEnd: 0, writtenAt: -Infinity, writing: null }
      known.set(key, counted)
    }
    if (counted.windowEnd <= now.getTime() && counted.writing === null) {
      // What was counted in a window that is over counts no more.
      counted.pending = 0
      counted.total = 0
    }
    counted.pending += 1
    const isOld = performance.now() - counted.writtenAt > every || counted.windowEnd <= now.getTime()
    if (isOld) counted.writing ??= write(db, hash, counted, pace, now)
    await counted.writing
    if (counted.total + counted.pending <= pace.most) return 0
    return Math.max(1, Math.ceil((counted.windowEnd - now.getTime()) / 1_000))
  }
}

async function write(db: Db, key: Buffer, counted: Counted, pace: Pace, now: Date): Promise<void> {
  const n = counted.pending
  counted.pending = 0
  const since = new Date(now.getTime() - pace.seconds * 1_000)
  try {
    const { rows } = await sql<{ n: number; window_start: Date }>`
      insert into system.rate_counters as c (key, window_start, n) values (${key}, ${now}, ${n})
      on conflict (key) do update set
        n = case when c.window_start <= ${since} then ${n} else c.n + ${n} end,
        window_start = case when c.window_start <= ${since} then ${now} else c.window_start end
      returning n, window_start`.execute(db)
    counted.total = rows[0]?.n ?? 0
    counted.windowEnd = (rows[0]?.window_start ?? now).getTime() + pace.seconds * 1_000
  } finally {
    counted.writtenAt = performance.now()
    counted.writing = null
  }
}

/** The part of an address that one household or office shares: /24 of IPv4, /56 of IPv6. */
export function addressPrefix(ip: string): string {
  const four = /^(?:::ffff:)?(\d+\.\d+\.\d+)\.\d+$/i.exec(ip)?.[1]
  if (four !== undefined) return four
  const [head = '', tail] = (ip.split('%')[0] ?? '').split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const [left, right] = [groups(head), groups(tail ?? '')]
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
  const whole = [...left, ...zeros, ...right].map((g) => g.toLowerCase().padStart(4, '0')).join('')
  return whole.slice(0, 14)
}

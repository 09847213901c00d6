import { Kysely, PostgresDialect, sql, type PostgresPool } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '../../src/platform/canonical.ts'
import type { Ctx } from '../../src/platform/context.ts'
import type { Tables } from '../../src/platform/db.ts'
import { recordEvent, renewRequestKey } from '../../src/platform/events.ts'
import { newId } from '../../src/platform/ids.ts'
import { addJob, mostAttempts, onJob } from '../../src/platform/jobs.ts'
import { sealEvents, verifySeals } from '../../src/platform/seals.ts'
import { scopeArrives, transaction } from '../../src/platform/tx.ts'
import { wide } from '../../src/platform/wide.ts'
import { drainJobs, runNextJob, startWorker } from '../../src/platform/worker.ts'
import { write } from '../../src/platform/write.ts'
import { makeWorld, testHome, type World } from '../support/database.ts'
import { makeUnit } from '../support/make.ts'

let world: World
let unit: string
beforeAll(async () => {
  world = await makeWorld()
  unit = (await makeUnit(world)).id
})

/** Adds a desk: the least write there is. */
async function addDesk(ctx: Ctx, code: string): Promise<number> {
  return write(ctx, [unit], {
    act: async (trx) => {
      await trx.insertInto('desks').values({ id: newId(), unit_id: unit, code, name: code }).execute()
      await recordEvent(trx, ctx, 'desk.add', [{ what: 'unit', id: unit }])
    },
    answer: async (trx) =>
      (await trx.selectFrom('desks').select('id').where('code', '=', code).execute()).length,
  })
}

describe('a write', () => {
  it('sent ten times at once with one request id happens once, and every sender gets the state', async () => {
    const request = { id: newId(), hash: 'a' }
    const ctx = { ...world.as({ unitId: unit }), request }
    const answers = await Promise.all(Array.from({ length: 10 }, () => addDesk(ctx, 'mot-lan')))
    expect(answers).toEqual(Array(10).fill(1))
  })

  it('refuses an id that was used for something else, or by somebody else', async () => {
    const ctx = { ...world.as({ unitId: unit }), request: { id: newId(), hash: 'a' } }
    await addDesk(ctx, 'hai')
    await expect(addDesk({ ...ctx, request: { ...ctx.request, hash: 'b' } }, 'ba')).rejects.toMatchObject({
      code: 'common.request_reused',
    })
    await expect(
      addDesk({ ...world.as({ unitId: unit }), request: ctx.request }, 'ba'),
    ).rejects.toMatchObject({ code: 'common.request_reused' })
  })

  it('keeps of what was asked a hash that nobody can try guesses against, with the key or after it is gone', async () => {
    const asked = sha256('{"name":"Nguyễn Thị Hạnh"}')
    const ctx = { ...world.as({ unitId: unit }), request: { id: newId(), hash: asked } }
    await addDesk(ctx, 'khoa')
    const { pool } = world.database
    const kept = async () =>
      (
        await pool.query<{ hash: string; guess: string }>(
          `select e.request_hash as hash, k.n || ':' || encode(sha256(k.key || convert_to($2, 'UTF8')), 'hex') as guess
           from ${testHome}.events e, ${testHome}.request_key k where e.request_id = $1`,
          [ctx.request.id, asked],
        )
      ).rows[0]
    const before = await kept()
    expect(before?.hash).toBe(before?.guess)
    expect(before?.hash).not.toContain(asked)
    expect(before?.hash).not.toContain(sha256(asked))
    await wide(ctx, 'the key of the home', renewRequestKey)
    const after = await kept()
    expect(after?.hash).toBe(before?.hash)
    expect(after?.guess.slice(2)).not.toBe(before?.guess.slice(2))
    // A repeat is still one; only what it asked can't be compared any more.
    expect(await addDesk(ctx, 'khoa')).toBe(1)
    await expect(
      addDesk({ ...world.as({ unitId: unit }), request: ctx.request }, 'khoa'),
    ).rejects.toMatchObject({ code: 'common.request_reused' })
    const next = { ...ctx, request: { id: newId(), hash: asked } }
    await addDesk(next, 'khoa-sau')
    await expect(
      addDesk({ ...next, request: { ...next.request, hash: 'other' } }, 'khoa-sau'),
    ).rejects.toMatchObject({ code: 'common.request_reused' })
  })

  it('leaves nothing behind when it fails half way', async () => {
    const ctx = world.as({ unitId: unit })
    await expect(
      write(ctx, [unit], {
        act: async (trx) => {
          await trx
            .insertInto('desks')
            .values({ id: newId(), unit_id: unit, code: 'nua-chung', name: 'x' })
            .execute()
          throw new Error('half way')
        },
        answer: async () => null,
      }),
    ).rejects.toThrow('half way')
    const left = await transaction(ctx.db, { home: testHome, scope: [unit] }, (trx) =>
      trx.selectFrom('desks').select('id').where('code', '=', 'nua-chung').execute(),
    )
    expect(left).toEqual([])
  })
})

describe('the scope', () => {
  it('is seen to arrive, and to be lost by a pooler that drops it', async () => {
    expect(await scopeArrives(world.database.db, testHome)).toBe(true)
    const lossy = {
      connect: async () => {
        const client = await world.database.pool.connect()
        return {
          query: (text: string, values?: unknown[]) =>
            client.query(text.replace(/; set local lantoa\.units = '[^']*'/, ''), values),
          release: () => client.release(),
        }
      },
      end: async () => undefined,
    }
    // Kysely asks of a pool what stands above; of a client, query and release.
    const db = new Kysely<Tables>({
      dialect: new PostgresDialect({ pool: lossy as unknown as PostgresPool }),
    })
    expect(await scopeArrives(db, testHome)).toBe(false)
  })

  it('hides and refuses rows of other units even when the query has no condition', async () => {
    const other = (await makeUnit(world)).id
    await addDesk(world.as({ unitId: unit }), 'rieng')
    const run = <T>(scope: readonly string[] | '*', work: Parameters<typeof transaction<T>>[2]) =>
      transaction(world.database.db, { home: testHome, scope }, work)
    expect(await run([other], (trx) => trx.selectFrom('desks').selectAll().execute())).toEqual([])
    await expect(
      run([other], (trx) =>
        trx.insertInto('desks').values({ id: newId(), unit_id: unit, code: 'len-vao', name: 'x' }).execute(),
      ),
    ).rejects.toThrow(/row-level security/)
    expect(
      (await run([other], (trx) => trx.updateTable('desks').set({ name: 'đổi' }).executeTakeFirst()))
        .numUpdatedRows,
    ).toBe(0n)
    expect((await run('*', (trx) => trx.selectFrom('desks').selectAll().execute())).length).toBeGreaterThan(0)
  })

  it('refuses an empty list of units', async () => {
    await expect(
      transaction(world.database.db, { home: testHome, scope: [] }, async () => null),
    ).rejects.toThrow(/scope/)
  })

  it('does not leak to the next transaction on the same connection', async () => {
    const { pool } = world.database
    const client = await pool.connect()
    await client.query(
      `begin; set local role lantoa_app; set local search_path = ${testHome}, shared; set local lantoa.units = '*'`,
    )
    await client.query('commit')
    await client.query(`begin; set local role lantoa_app; set local search_path = ${testHome}, shared`)
    await expect(client.query('select * from desks')).rejects.toThrow()
    await client.query('rollback')
    client.release()
  })
})

describe('seals', () => {
  it('hold every event however transactions overlap, and show what was altered, removed or slipped in', async () => {
    const ctx = world.as({ unitId: unit })
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    let begun: () => void = () => undefined
    const hasBegun = new Promise<void>((resolve) => (begun = resolve))
    // A transaction that took its event's id early and commits after a later one was sealed.
    const slow = transaction(ctx.db, { home: testHome, scope: [unit] }, async (trx) => {
      await recordEvent(trx, ctx, 'test.slow', [])
      begun()
      await held
    })
    await hasBegun
    await addDesk(ctx, 'nhanh')
    await sealEvents(ctx)
    release()
    await slow
    expect(await sealEvents(ctx)).toBe(1)
    expect(await verifySeals(ctx)).toEqual([])

    const { pool } = world.database
    await pool.query(`update ${testHome}.events set verb = 'desk.other' where verb = 'test.slow'`)
    expect(await verifySeals(ctx)).toHaveLength(1)
    await pool.query(`update ${testHome}.events set verb = 'test.slow' where verb = 'desk.other'`)
    await pool.query(
      `insert into ${testHome}.events (id, at, verb, subjects) values ($1, now(), 'test.slipped', '[]')`,
      [newId()],
    )
    expect(await verifySeals(ctx)).toEqual(['1 events stand in no seal'])
    await pool.query(`delete from ${testHome}.events where verb = 'test.slipped'`)
    expect(await verifySeals(ctx)).toEqual([])
    await pool.query(`delete from ${testHome}.events where verb = 'test.slow'`)
    expect((await verifySeals(ctx)).length).toBeGreaterThan(0)
  })
})

describe('jobs', () => {
  it('do each step once, also when the step fails after its work', async () => {
    const ctx = world.system(new Date())
    let fails = 2
    onJob<{ from: number }>('test.count', {
      step: async (trx, _ctx, job) => {
        await trx
          .insertInto('desks')
          .values({ id: newId(), unit_id: unit, code: `viec-${job.payload.from}`, name: 'x' })
          .execute()
        if (fails-- > 0) throw new Error('after the work')
        return job.payload.from === 2
          ? { done: true }
          : { done: false, payload: { from: job.payload.from + 1 }, progress: job.payload.from + 1 }
      },
    })
    await transaction(ctx.db, { home: testHome, scope: '*' }, (trx) =>
      addJob(trx, ctx, 'test.count', { from: 0 }, { all: 3 }),
    )
    const faults: unknown[] = []
    for (let i = 0; i < 2; i += 1) {
      await runNextJob(ctx, (error) => faults.push(error))
      await sql`update ${sql.id(testHome)}.jobs set run_at = now() - interval '1 second'`.execute(ctx.db)
    }
    await drainJobs(ctx)
    expect(faults).toHaveLength(2)
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from ${sql.id(testHome)}.desks where code like 'viec-%'`.execute(ctx.db)
    expect(rows[0]?.n).toBe(3)
    const job = await sql<{
      state: string
      done_units: number
      attempts: number
    }>`select state, done_units, attempts from ${sql.id(testHome)}.jobs where kind = 'test.count'`.execute(
      ctx.db,
    )
    expect(job.rows[0]).toEqual({ state: 'done', done_units: 3, attempts: 0 })
  })

  it('stand as failed after the last attempt, with a code and no words', async () => {
    const ctx = world.system(new Date())
    onJob('test.fails', {
      step: async () => {
        throw new Error('Nguyễn Văn A could not be written')
      },
    })
    await transaction(ctx.db, { home: testHome, scope: '*' }, (trx) => addJob(trx, ctx, 'test.fails', {}))
    for (let i = 0; i < mostAttempts; i += 1) {
      await runNextJob(ctx, () => undefined)
      await sql`update ${sql.id(testHome)}.jobs set run_at = now() - interval '1 second' where kind = 'test.fails'`.execute(
        ctx.db,
      )
    }
    const { rows } = await sql<{
      state: string
      error: string
    }>`select state, error from ${sql.id(testHome)}.jobs where kind = 'test.fails'`.execute(ctx.db)
    expect(rows[0]).toEqual({ state: 'failed', error: 'Error' })
  })

  it('are shared by workers without doing one twice', async () => {
    const ctx = world.system(new Date())
    onJob<{ code: string }>('test.shared', {
      step: async (trx, _ctx, job) => {
        await trx
          .insertInto('desks')
          .values({ id: newId(), unit_id: unit, code: job.payload.code, name: 'x' })
          .execute()
        return { done: true }
      },
    })
    await transaction(ctx.db, { home: testHome, scope: '*' }, async (trx) => {
      for (let i = 0; i < 30; i += 1) await addJob(trx, ctx, 'test.shared', { code: `chung-${i}` })
    })
    await Promise.all([drainJobs(ctx), drainJobs(ctx), drainJobs(ctx)])
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from ${sql.id(testHome)}.desks where code like 'chung-%'`.execute(ctx.db)
    expect(rows[0]?.n).toBe(30)
  })

  it('that make papers are under way several at once, each once, and hold up nobody', async () => {
    const ctx = world.system(new Date())
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    const begun: string[] = []
    const kept: string[] = []
    onJob<{ code: string }>('test.paper', {
      lane: 'papers',
      prepare: async (_ctx, job) => {
        begun.push(job.payload.code)
        await held
      },
      step: async (_trx, _ctx, job) => {
        kept.push(job.payload.code)
        return { done: true }
      },
    })
    let isOtherDone = false
    onJob('test.other', {
      step: async () => {
        isOtherDone = true
        return { done: true }
      },
    })
    const codes = Array.from({ length: 12 }, (_, i) => `giay-${i}`)
    await transaction(ctx.db, { home: testHome, scope: '*' }, async (trx) => {
      for (const code of codes) await addJob(trx, ctx, 'test.paper', { code })
      await addJob(trx, ctx, 'test.other', {})
    })
    const faults: unknown[] = []
    const worker = startWorker(
      () => Promise.resolve([world.system(new Date())]),
      (error) => faults.push(error),
    )
    const until = async (isSo: () => boolean) => {
      while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await until(() => isOtherDone && begun.length > 1)
    expect(kept).toEqual([])
    release()
    await until(() => kept.length >= codes.length)
    await worker.stop()
    expect(faults).toEqual([])
    expect([...begun].sort()).toEqual([...codes].sort())
    expect([...kept].sort()).toEqual([...codes].sort())
  })

  it('are ended before a worker that is told to stop is gone', async () => {
    const ctx = world.system(new Date())
    let isKept = false
    let begun: () => void = () => undefined
    const hasBegun = new Promise<void>((resolve) => (begun = resolve))
    onJob('test.last_paper', {
      lane: 'papers',
      prepare: async () => {
        begun()
        await new Promise((resolve) => setTimeout(resolve, 200))
      },
      step: async () => {
        isKept = true
        return { done: true }
      },
    })
    await transaction(ctx.db, { home: testHome, scope: '*' }, (trx) =>
      addJob(trx, ctx, 'test.last_paper', {}),
    )
    const worker = startWorker(
      () => Promise.resolve([world.system(new Date())]),
      () => undefined,
    )
    await hasBegun
    await worker.stop()
    expect(isKept).toBe(true)
  })
})

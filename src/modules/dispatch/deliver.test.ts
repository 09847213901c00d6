import { spawn } from 'node:child_process'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeIssuedDocument } from '../../../test/support/issued.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { makeManySchools } from '../../../test/support/many.ts'
import { projectRoot } from '../../config.ts'
import { transaction } from '../../platform/tx.ts'
import { drainJobs, runNextJob } from '../../platform/worker.ts'
import {
  acknowledgeReceived,
  dispatchDocument,
  registerDispatchJobs,
  type Dispatched,
  type ObligationTemplate,
  type RecipientLine,
} from './index.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
  registerDispatchJobs()
})

const templates = (sourceId: string): ObligationTemplate[] => [
  {
    what: 'confirm',
    sourceWhat: 'document',
    sourceId,
    sourceRevision: 0,
    dueOn: '2024-06-20',
    purposes: ['carry out', 'know', 'report'],
    facts: { number: '04/KH-PGDĐT' },
  },
  {
    what: 'make_plan',
    sourceWhat: 'plan',
    sourceId,
    sourceRevision: 1,
    dueOn: '2024-07-01',
    purposes: ['carry out'],
    facts: { number: '04/KH-PGDĐT' },
  },
]

const schools = (purpose: RecipientLine['purpose'] = 'carry out'): RecipientLine => ({
  words: 'Các trường trực thuộc',
  kind: 'group',
  purpose,
  groupCode: 'schools',
})

async function send(
  sender: MadeUnit,
  documentId: string,
  lines: RecipientLine[],
  obligations = templates(documentId),
): Promise<Dispatched> {
  const ctx = world.as({ unitId: sender.id, roles: ['clerk'] })
  return transaction(ctx.db, { home: ctx.home, scope: '*' }, (trx) =>
    dispatchDocument(trx, ctx, {
      documentId,
      lines,
      grants: [{ what: 'document', id: documentId, revision: 0, ground: 'delivered' }],
      obligations,
    }),
  )
}

interface Counts {
  deliveries: number
  units: number
  obligations: number
  readers: number
}
async function count(documentId: string): Promise<Counts> {
  const ctx = world.system()
  const { rows } = await transaction(ctx.db, { home: testHome, scope: '*' }, (trx) =>
    sql<Counts>`select
      (select count(*)::int from deliveries where document_id = ${documentId}) as deliveries,
      (select count(distinct unit_id)::int from deliveries where document_id = ${documentId}) as units,
      (select count(*)::int from obligations where source_id = ${documentId}) as obligations,
      (select count(*)::int from reader where through = ${documentId}) as readers`.execute(trx),
  )
  const [first] = rows
  if (!first) throw new Error('no counts')
  return first
}

// Three processes are started and killed, and thousands of units sent to: some 5 s on quiet cores.
describe('sending a document', { timeout: 90_000 }, () => {
  it('reaches few units in the transaction of the issue, each once, for its weightiest purpose', async () => {
    const office = await makeUnit(world, { kind: 'education_office' })
    const ids = await makeManySchools(world, office.id, 12)
    const person = await makePerson(world, office.id, { roles: ['leader'] })
    const documentId = await makeIssuedDocument(world, office.id)
    const sent = await send(office, documentId, [
      { words: 'Thử 0001', kind: 'unit', purpose: 'know', unitId: ids[0] ?? '' },
      schools(),
      { words: 'LĐ Phòng', kind: 'people', purpose: 'report', personIds: [person.personId] },
      { words: 'Báo huyện', kind: 'outside', purpose: 'know', address: 'bao@vidu.test' },
      { words: 'Lưu: VT', kind: 'archive', purpose: 'archive' },
    ])
    expect(sent).toMatchObject({ jobId: null, units: 12 })
    expect(await count(documentId)).toEqual({ deliveries: 14, units: 13, obligations: 24, readers: 12 })
  })

  it('asks whoever is to carry it out to confirm, unless it asks more; working with it is the receipt', async () => {
    const office = await makeUnit(world, { kind: 'education_office' })
    const [first = '', second = ''] = await makeManySchools(world, office.id, 2)
    const plain = await makeIssuedDocument(world, office.id)
    await send(office, plain, [schools()], [])
    const known = await makeIssuedDocument(world, office.id)
    await send(office, known, [schools('know')], [])
    const asking = await makeIssuedDocument(world, office.id)
    await send(office, asking, [schools()], templates(asking).slice(1))
    const owed = async (documentId: string) =>
      (
        await world.database.pool.query<{ what: string; state: string; due_on: string }>(
          `select what, state, due_on::text from ${testHome}.obligations where source_id = $1 order by unit_id = $2`,
          [documentId, first],
        )
      ).rows
    const confirm = { what: 'confirm', state: 'open', due_on: '2024-06-22' }
    expect(await owed(plain)).toEqual([confirm, confirm])
    expect(await owed(known)).toEqual([])
    expect(await owed(asking)).toMatchObject([{ what: 'make_plan' }, { what: 'make_plan' }])

    const school = world.as({ unitId: first, roles: ['specialist'] })
    await transaction(school.db, { home: testHome, scope: [first] }, (trx) =>
      acknowledgeReceived(trx, school, first, [plain, asking]),
    )
    expect(await owed(plain)).toEqual([confirm, { ...confirm, state: 'done' }])
    const { rows } = await world.database.pool.query(
      `select unit_id, count(acknowledged_at)::int as n, count(opened_at)::int as opened from ${testHome}.deliveries
       where document_id = any($1) group by 1 order by unit_id = $2`,
      [[plain, known, asking], first],
    )
    expect(rows).toEqual([
      { unit_id: second, n: 0, opened: 0 },
      { unit_id: first, n: 2, opened: 2 },
    ])
  })

  it('leaves what is not the sender’s own issued document alone', async () => {
    const office = await makeUnit(world, { kind: 'education_office' })
    const other = await makeUnit(world, { kind: 'education_office' })
    const documentId = await makeIssuedDocument(world, office.id)
    await expect(send(other, documentId, [schools()])).rejects.toMatchObject({ code: 'common.not_found' })
    await expect(send(office, documentId, [])).rejects.toMatchObject({ code: 'dispatch.no_recipient' })
    expect(await count(documentId)).toEqual({ deliveries: 0, units: 0, obligations: 0, readers: 0 })
  })

  it('sends to many by a job of chunks with progress; two workers at once deliver each once', async () => {
    const office = await makeUnit(world, { kind: 'education_office' })
    await makeManySchools(world, office.id, 450)
    const documentId = await makeIssuedDocument(world, office.id)
    const sent = await send(office, documentId, [schools()])
    expect(sent.units).toBe(450)
    expect((await count(documentId)).deliveries).toBe(0)
    const fail = (error: unknown) => {
      throw error
    }
    const job = () =>
      transaction(world.database.db, { home: testHome, scope: '*' }, (trx) =>
        trx
          .selectFrom('jobs')
          .select(['done_units', 'all_units', 'state'])
          .where('id', '=', sent.jobId)
          .executeTakeFirst(),
      )
    // Other jobs may stand before its own.
    while ((await job())?.done_units === 0) expect(await runNextJob(world.system(), fail)).toBe(true)
    expect(await job()).toEqual({ done_units: 200, all_units: 450, state: 'waiting' })
    expect(await count(documentId)).toEqual({ deliveries: 200, units: 200, obligations: 400, readers: 200 })
    await Promise.all([drainJobs(world.system()), drainJobs(world.system())])
    expect(await job()).toEqual({ done_units: 450, all_units: 450, state: 'done' })
    expect(await count(documentId)).toEqual({ deliveries: 450, units: 450, obligations: 900, readers: 450 })
  })

  it('delivers once and only once across kill -9 of the worker', async () => {
    const office = await makeUnit(world, { kind: 'education_office' })
    await makeManySchools(world, office.id, 3000)
    const documentId = await makeIssuedDocument(world, office.id)
    await send(office, documentId, [schools()])
    const script = `
      import { openDatabase } from './src/platform/db.ts'
      import { systemActor } from './src/platform/context.ts'
      import { clockAt } from './src/platform/clock.ts'
      import { makeLog } from './src/platform/log.ts'
      import { runNextJob } from './src/platform/worker.ts'
      import { registerDispatchJobs } from './src/modules/dispatch/index.ts'
      registerDispatchJobs()
      const { db } = openDatabase(${JSON.stringify(world.url)}, 2)
      const ctx = { db, home: '${testHome}', clock: clockAt('2024-06-17T02:00:00Z'), actor: systemActor, locale: 'vi', files: null, log: makeLog('silent'), request: null }
      while (await runNextJob(ctx, (e) => { throw e })) process.stdout.write('step\\n')`
    let kills = 0
    for (let round = 0; round < 3; round += 1) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: projectRoot })
      await new Promise<void>((resolve) => {
        let heard = ''
        let isDoomed = false
        child.stdout.on('data', (text: Buffer) => {
          heard += text.toString()
          // Killed a moment after its second step, most likely in the middle of the next.
          if (heard.split('step').length >= 3 && !isDoomed) {
            isDoomed = true
            setTimeout(() => child.kill('SIGKILL'), 2 + round * 5)
          }
        })
        child.on('exit', (_, signal) => {
          if (signal === 'SIGKILL') kills += 1
          resolve()
        })
      })
    }
    expect(kills).toBeGreaterThan(0)
    const before = await count(documentId)
    expect(before.deliveries).toBeGreaterThanOrEqual(400)
    expect(before.deliveries).toBeLessThan(3000)
    expect(before.deliveries % 200).toBe(0)
    // The killed worker's row lock is there until PostgreSQL has noticed; a running worker looks every half second.
    await expect
      .poll(
        async () => {
          await drainJobs(world.system('2024-06-17T03:00:00Z'))
          return count(documentId)
        },
        { timeout: 10_000, interval: 200 },
      )
      .toEqual({ deliveries: 3000, units: 3000, obligations: 6000, readers: 3000 })
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../test/support/database.ts'
import { makeUnit } from '../../test/support/make.ts'
import { oneOf, runIn } from '../../test/support/tables.ts'
import { newId } from './ids.ts'
import { findPersonalTables } from './personal.ts'
import { redactRows } from './redaction.ts'
import { wide } from './wide.ts'

let world: World
let unitId: string
beforeAll(async () => {
  world = await makeWorld()
  unitId = (await makeUnit(world)).id
})

/** Takes all words out of a row. */
async function redactAll(table: string, key: string[]): Promise<void> {
  const ctx = world.system()
  await wide(ctx, 'the test’s own', async (trx) => {
    const found = (await findPersonalTables(trx, ctx.home)).find((t) => t.name === table)
    if (!found) throw new Error(table)
    const reason = { ground: 'để thử', subject: { what: 'test', id: newId() } }
    await redactRows(trx, ctx, found, { key }, 'all', reason)
  })
}

describe('a redaction of all words', () => {
  it('empties a column of JSON that may be empty', async () => {
    const id = newId()
    await runIn(
      world,
      `insert into successions (id, unit_id, kind, state, version, day, content, created_at, updated_at, done_at, before)
       values ('${id}', '${unitId}', 'rename', 'done', 1, '2024-01-01', '{"a": 1}', now(), now(), now(), '{"a": 1}')`,
    )
    await redactAll('successions', [id])
    expect(
      await oneOf(
        world,
        `select content, before is null as gone from ${testHome}.successions where id = '${id}'`,
      ),
    ).toEqual({ content: {}, gone: true })
  })

  it('of a sealed version that is a unit’s own keeps its ground too', async () => {
    const id = newId()
    await runIn(
      world,
      `insert into api_keys (id, unit_id, name, mode, prefix, token_hash, scopes, created_at)
         values ('${id}', '${unitId}', 'x', 'live', 'x', 'x', '{x}', now());
       insert into submissions (id, unit_id, key_id, reference, version, kind, state, received_at)
         values ('${id}', '${unitId}', '${id}', 'x', 1, 'other', 'received', now());
       insert into submission_versions (submission_id, version, unit_id, content, received_at, salt, hash)
         values ('${id}', 1, '${unitId}', '{"a": 1}', now(), 'x', 'x')`,
    )
    await redactAll('submission_versions', [id, '1'])
    expect(
      await oneOf(
        world,
        `select v.salt, r.what, r.version, r.ground from ${testHome}.submission_versions v
         join ${testHome}.redactions r on r.subject_id = v.submission_id where v.submission_id = '${id}'`,
      ),
    ).toEqual({ salt: null, what: 'submission_versions', version: 1, ground: 'để thử' })
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { makeHome } from '../../platform/migrate.ts'
import { transaction } from '../../platform/tx.ts'
import { wide } from '../../platform/wide.ts'
import { makeWorld, testNow, type World } from '../../../test/support/database.ts'
import { makeUnit } from '../../../test/support/make.ts'
import { dropBytes, holdFile, removeSecret, sweepFile } from './kept-files.ts'

let world: World
let unitId: string
beforeAll(async () => {
  world = await makeWorld()
  unitId = (await makeUnit(world)).id
  await makeHome(world.database.pool, 'ben', 'Nhà bên', new Date(testNow))
})

const there = () => ({ ...world.system(), home: 'home_ben' })

/** A file that the home beside holds, or not. */
async function keep(words: string, beside: boolean): Promise<string> {
  const { hash, size } = await world.files.put(Buffer.from(words))
  const file = { hash, size, mime: 'text/plain', name: 'a.txt' }
  if (beside)
    await transaction(world.database.db, { home: 'home_ben', scope: '*' }, (trx) =>
      holdFile(trx, there(), unitId, file),
    )
  return hash
}

/** The same file in this home, which lets go of it. */
async function row(hash: string): Promise<void> {
  await wide(world.system(), 'the test', (trx) =>
    trx
      .insertInto('files')
      .values({ hash, size: 1, mime: 'text/plain', created_at: new Date(testNow) })
      .execute(),
  )
}

describe('bytes that a home lets go of', () => {
  const ways = {
    sweep: async (hash: string) => {
      await row(hash)
      await sweepFile(world.system(), hash)
    },
    drop: (hash: string) => dropBytes(world.system(), hash),
    secret: async (hash: string) => {
      await row(hash)
      await wide(world.system(), 'the test', (trx) => removeSecret(trx, world.system(), unitId, hash))
    },
  }
  it.each(Object.entries(ways))(
    '%s: stay where another home holds them, and go where none does',
    async (name, way) => {
      const held = await keep(`${name}: của cả hai`, true)
      await way(held)
      expect(await world.files.has(held)).toBe(true)
      const alone = await keep(`${name}: của một`, false)
      await way(alone)
      expect(await world.files.has(alone)).toBe(false)
    },
  )
})

import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../test/support/database.ts'
import { sha256 } from '../platform/canonical.ts'
import { newId } from '../platform/ids.ts'
import { drainJobs } from '../platform/worker.ts'
import { loadJobHandlers } from './job-handlers.ts'
import { beginSweep } from './stray-files.ts'

let world: World
beforeAll(async () => {
  loadJobHandlers()
  world = await makeWorld()
})

const pathOf = (hash: string) => join(world.filesDir, hash.slice(0, 2), hash.slice(2, 4), hash)
function age(path: string): void {
  const old = new Date(Date.now() - 2 * 3_600_000)
  utimesSync(path, old, old)
}
function leave(name: string): string {
  const path = join(world.filesDir, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, name)
  age(path)
  return path
}
const sweep = async (day: string) => {
  const ctx = world.system(`${day}T02:00:00Z`)
  await beginSweep(ctx)
  await drainJobs(ctx, (kind) => kind === 'files.sweep')
}

describe('the sweep of the file store', () => {
  it('removes what killed processes left, and nothing that a home names, is young, or is strange', async () => {
    const held = await world.files.put(Buffer.from('giữ'))
    await world.database.pool.query(
      `insert into ${testHome}.files (hash, size, mime, created_at) values ($1, $2, 'text/plain', now())`,
      [held.hash, held.size],
    )
    age(pathOf(held.hash))
    const young = await world.files.put(Buffer.from('vừa ghi, chưa có dòng nào'))
    const orphan = await world.files.put(Buffer.from('không ai giữ'))
    age(pathOf(orphan.hash))
    const again = await world.files.put(Buffer.from('gửi lại'))
    age(pathOf(again.hash))
    await world.files.put(Buffer.from('gửi lại'))
    const [part, draft, strange] = [
      leave(`parts/${newId()}`),
      leave(`ab/cd/.${newId()}`),
      leave('ghi chú.txt'),
    ]

    await sweep('2024-06-18')
    expect([held, young, again, orphan].map((f) => existsSync(pathOf(f.hash)))).toEqual([
      true,
      true,
      true,
      false,
    ])
    expect([part, draft, strange].map((path) => existsSync(path))).toEqual([false, false, true])
    expect(sha256(await world.files.get(again.hash))).toBe(again.hash)
    expect(readdirSync(dirname(pathOf(orphan.hash)))).toEqual([])

    // The next day's is ordered by this one.
    age(pathOf(young.hash))
    const next = world.system('2024-06-19T02:00:00Z')
    await drainJobs(next, (kind) => kind === 'files.sweep')
    expect(existsSync(pathOf(young.hash))).toBe(false)
  })
})

import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { newId } from '../../src/platform/ids.ts'
import { testHome } from '../support/database.ts'
import { makeCast, type Cast } from './cast.ts'
import { picture } from './deeds.ts'
import { makeInstallation, type Installation } from './installation.ts'

/** A disk of its own under a folder, of so many MB; null where the machine does not let us make one. */
function makeDisk(folder: string, megabytes: number): (() => void) | null {
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const options = `size=${megabytes}m,mode=0711`
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder])
  return status === 0 ? () => void spawnSync('umount', ['-l', folder]) : null
}

/** Fills a disk but for so many kB. @returns makes room again */
function fill(folder: string, left: number): () => void {
  const { bavail, bsize } = statfsSync(folder)
  const file = join(folder, 'filler')
  writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - left * 1_024)))
  return () => rmSync(file)
}

const undo: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const back of undo.splice(0).reverse()) await back()
})

interface Answer {
  status: number
  code?: string
  detail?: string
}

async function send(
  { url }: Installation,
  token: string,
  method: string,
  path: string,
  body: object | Buffer,
  id = newId(),
): Promise<Answer> {
  const isBytes = Buffer.isBuffer(body)
  const response = await fetch(`${url}/api/v1/${path}`, {
    method,
    headers: {
      cookie: `lantoa_session=${token}`,
      'sec-fetch-site': 'same-origin',
      'lantoa-request-id': id,
      'content-type': isBytes ? 'application/octet-stream' : 'application/json',
    },
    body: isBytes ? new Uint8Array(body) : JSON.stringify(body),
  })
  return { ...((await response.json()) as object), status: response.status }
}

const meeting = { day: '2024-06-12', form: 'regular_meeting', title: 'Họp cha mẹ học sinh' }

describe('a full disk', { timeout: 180_000 }, () => {
  it('of the files refuses a photo with a sentence, keeps nothing half, and takes it when there is room', async (context) => {
    const installation = await makeInstallation()
    undo.push(() => installation.remove())
    const filesDir = join(installation.dataDir, 'files')
    const unmount = makeDisk(filesDir, 4)
    if (!unmount) return context.skip('not run: needs root, to mount a small disk')
    undo.push(unmount)
    const cast: Cast = await installation.onDatabase((world) => makeCast(world, 1, 1))
    const server = await installation.startServer()
    const token = cast.schools[0]?.specialist ?? ''
    const bytes = await picture('đầy đĩa')
    const hash = createHash('sha256').update(bytes).digest('hex')
    const [id, photoId] = [newId(), newId()]
    const path = `activities/${id}/photos/${photoId}`
    const begin = { size: bytes.length, hash, name: 'IMG.jpg' }
    expect(
      (await send(installation, token, 'POST', 'activities', { ...meeting, id, photoIds: [photoId] }, id))
        .status,
    ).toBe(200)
    expect((await send(installation, token, 'POST', path, begin)).status).toBe(200)

    const makeRoom = fill(filesDir, 16)
    const refused = await send(installation, token, 'PATCH', `${path}/bytes?offset=0`, bytes)
    expect(refused).toMatchObject({ status: 507, code: 'common.disk_full' })
    expect(refused.detail).toMatch(/hết chỗ.*gửi lại/)
    const kept = (query: string) =>
      installation.onDatabase(
        async ({ database }) =>
          (await database.pool.query<Record<string, unknown>>(query.replaceAll('@', `${testHome}.`))).rows,
      )
    expect(await kept('select hash from @files')).toEqual([])
    expect(await kept(`select received, state from @uploads where id = '${photoId}'`)).toMatchObject([
      { state: 'receiving' },
    ])
    // Everything that needs no room goes on.
    const other = newId()
    expect(
      (await send(installation, token, 'POST', 'activities', { ...meeting, id: other, photoIds: [] }, other))
        .status,
    ).toBe(200)

    makeRoom()
    const begun = (await send(installation, token, 'POST', path, begin)) as Answer & { received: number }
    expect(
      (
        await send(
          installation,
          token,
          'PATCH',
          `${path}/bytes?offset=${begun.received}`,
          bytes.subarray(begun.received),
        )
      ).status,
    ).toBe(200)
    expect(await kept(`select id from @evidence where id = '${photoId}'`)).toHaveLength(1)
    expect(server.alive()).toBe(true)
  })

  it('of the database refuses writes with a sentence, and everything goes on when there is room', async (context) => {
    let unmount: (() => void) | null = null
    const installation = await makeInstallation(null, (dataDir) => {
      unmount = makeDisk(dataDir, 220)
    })
    const { dataDir } = installation
    // The processes end first, then the disk goes, and last what it lay on.
    undo.push(() => rmSync(dataDir, { recursive: true, force: true }))
    undo.push(() => unmount?.())
    undo.push(() => installation.remove().catch(() => undefined))
    if (!unmount) return context.skip('not run: needs root, to mount a small disk')
    const cast: Cast = await installation.onDatabase((world) => makeCast(world, 1, 1))
    const server = await installation.startServer()
    const token = cast.schools[0]?.specialist ?? ''
    const log = async (id: string) =>
      send(installation, token, 'POST', 'activities', { ...meeting, id, photoIds: [] }, id)
    const told: string[] = []
    const makeRoom = fill(installation.dataDir, 64)
    // Rows go on until PostgreSQL wants a new piece of its log, or of a table.
    let refused: Answer | null = null
    const words = 'Phát tờ gấp đến từng gia đình. '.repeat(600)
    for (let i = 0; i < 3_000 && !refused; i += 1) {
      const id = newId()
      const activity = { ...meeting, id, photoIds: [], result: `${i} ${words}`.slice(0, 4_000) }
      const answer = await send(installation, token, 'POST', 'activities', activity, id)
      if (answer.status === 200) told.push(id)
      else refused = answer
    }
    expect(['common.disk_full', 'common.database_away']).toContain(refused?.code)
    expect([507, 503]).toContain(refused?.status)
    expect(server.alive()).toBe(true)

    makeRoom()
    let answer: Answer | null = null
    const again = newId()
    for (let i = 0; i < 600 && answer?.status !== 200; i += 1) {
      answer = await log(again).catch(() => null)
      if (answer?.status !== 200) await new Promise((resolve) => setTimeout(resolve, 100))
    }
    expect(answer?.status).toBe(200)
    expect(server.alive()).toBe(true)
    const there = await installation.onDatabase(async ({ database }) =>
      (
        await database.pool.query<{ id: string }>(`select id from ${testHome}.activities order by id`)
      ).rows.map((r) => r.id),
    )
    // What was refused may have been written before its answer was lost; what was told is there, once.
    expect([...told, again].filter((id) => !there.includes(id))).toEqual([])
    expect(new Set(there).size).toBe(there.length)
    await server.stop()
    expect(installation.command('doctor').said).toMatch(/All is right|Background job/)
  })
})

import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { readFile, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { examine } from '../../src/cli/doctor.ts'
import { readConfig } from '../../src/config.ts'
import { checkBackup } from '../../src/platform/backup/restore.ts'
import { takeBackup } from '../../src/platform/backup/take.ts'
import { openFileStore, type FileStore } from '../../src/platform/files.ts'
import { FileAlteredError, FilesAwayError, openBucket } from '../../src/platform/files-s3.ts'
import { newId } from '../../src/platform/ids.ts'
import { sealEvents } from '../../src/platform/seals.ts'
import { picture } from '../faults/deeds.ts'
import { makeWorld, testHome } from '../support/database.ts'
import { makeApp, signedIn } from '../support/http.ts'
import { makePerson, makeUnit } from '../support/make.ts'
import { must } from '../support/plans.ts'
import { bucketOf, startBucketServer, type BucketServer } from '../support/bucket.ts'

const folder = mkdtempSync(join(tmpdir(), 'lantoa-s3-'))
let server: BucketServer
beforeAll(async () => {
  server = await startBucketServer(join(folder, 'server'))
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const words = (text: string) => Buffer.from(text)
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const read = async (store: FileStore, hash: string) => {
  const chunks: Buffer[] = []
  for await (const chunk of store.stream(hash)) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
const list = async (store: FileStore) => {
  const found = []
  for await (const file of store.list()) found.push(file)
  return found
}

describe.each(['a folder', 'a bucket'])('%s as file store', (kind) => {
  let store: FileStore
  beforeAll(() => {
    store = kind === 'a folder' ? openFileStore(join(folder, 'files')) : openBucket(bucketOf(server))
  })

  it('keeps a file once under its hash, and gives it back whole', async () => {
    const bytes = words('Kế hoạch tuyên truyền')
    const [first, second] = await Promise.all([store.put(bytes), store.put(bytes)])
    expect(first).toEqual({ hash: hashOf(bytes), size: bytes.length })
    expect(second).toEqual(first)
    expect(await store.has(first.hash)).toBe(true)
    expect((await store.get(first.hash)).toString()).toBe('Kế hoạch tuyên truyền')
    expect(await read(store, first.hash)).toBe('Kế hoạch tuyên truyền')
    expect((await list(store)).filter((f) => f.name === first.hash)).toMatchObject([{ kind: 'kept' }])
    await store.remove(first.hash)
    await store.remove(first.hash)
    expect(await store.has(first.hash)).toBe(false)
    await expect(store.get(first.hash)).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(read(store, first.hash)).rejects.toMatchObject({ code: 'ENOENT' })
    await expect((async () => store.get('../../etc/passwd'))()).rejects.toThrow('not a content hash')
  })

  it('takes a file on its way piece by piece, the same piece twice, and gives its first bytes', async () => {
    const id = newId()
    expect(await store.partSize(id)).toBe(0)
    await store.writePart(id, 0, words('abc'))
    await store.writePart(id, 3, words('def'))
    await store.writePart(id, 3, words('def'))
    await store.writePart(id, 6, words('của lần trước'))
    expect(await store.partSize(id)).toBe(6 + words('của lần trước').length)
    expect(await store.usePart(id, 8, async (path) => (await readFile(path)).length)).toBe(8)
    expect(await store.usePart(id, 6, async (path) => (await readFile(path)).toString())).toBe('abcdef')
    expect((await list(store)).some((f) => f.kind === 'part' && f.name === id)).toBe(true)
    await store.removePart(id)
    await store.removePart(id)
    expect(await store.partSize(id)).toBe(0)
    expect((await list(store)).some((f) => f.name === id)).toBe(false)
  })

  it('removes what lies there in vain, and leaves alone what was put since', async () => {
    const { hash } = await store.put(words(`vô ích ${kind}`))
    const [stray] = (await list(store)).filter((f) => f.name === hash)
    if (!stray) throw new Error('it is not listed')
    expect(await store.removeStray(stray, new Date(Date.now() - 60_000))).toBe(false)
    expect(await store.has(hash)).toBe(true)
    expect(await store.removeStray(stray, new Date(Date.now() + 60_000))).toBe(true)
    expect(await store.has(hash)).toBe(false)
  })
})

describe('a bucket', () => {
  it('is the same for every server: pieces of one photo may come to different ones', async () => {
    const [first, second] = [openBucket(bucketOf(server)), openBucket(bucketOf(server))]
    const id = newId()
    await first.writePart(id, 0, words('một '))
    await second.writePart(id, words('một ').length, words('hai'))
    const size = await first.partSize(id)
    expect(await first.usePart(id, size, async (path) => (await readFile(path)).toString())).toBe('một hai')
  })

  it('gives back nothing that was altered there', async () => {
    const store = openBucket(bucketOf(server))
    const { hash } = await store.put(words('nguyên vẹn'))
    const path = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find(
      (name) => name.includes(hash) && name.endsWith('_object'),
    )
    await writeFile(join(folder, path ?? ''), 'bị sửa đổi')
    await expect(store.get(hash)).rejects.toBeInstanceOf(FileAlteredError)
    await expect(read(store, hash)).rejects.toBeInstanceOf(FileAlteredError)
  })

  it('puts an old file again, so that a sweep which looks at it finds it new', async () => {
    const store = openBucket(bucketOf(server))
    const { hash } = await store.put(words('cũ'))
    const path = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find(
      (name) => name.includes(hash) && name.endsWith('_object'),
    )
    const old = new Date(Date.now() - 7_200_000)
    await utimes(join(folder, path ?? ''), old, old)
    const [before] = (await list(store)).filter((f) => f.name === hash)
    expect(Date.now() - (before?.changedAt.getTime() ?? 0)).toBeGreaterThan(3_600_000)
    await store.put(words('cũ'))
    expect(before && (await store.removeStray(before, new Date(Date.now() - 3_600_000)))).toBe(false)
    expect(await store.has(hash)).toBe(true)
  })

  it('that is away is said to be so, and nothing is kept of what was on its way', async () => {
    const away = openBucket({ ...bucketOf(server), url: 'http://127.0.0.1:1/lantoa' })
    await expect(away.put(words('x'))).rejects.toBeInstanceOf(FilesAwayError)
    await expect(away.get('0'.repeat(64))).rejects.toBeInstanceOf(FilesAwayError)
  })

  it('that does not exist is no store without files', async () => {
    const none = openBucket({ ...bucketOf(server), url: `http://127.0.0.1:${server.port}/no-such-bucket` })
    await expect(none.get('0'.repeat(64))).rejects.toBeInstanceOf(FilesAwayError)
    await expect(list(none)).rejects.toBeInstanceOf(FilesAwayError)
  })

  it('is named by FILES_URL, its secret in the address or beside it', () => {
    const of = (url: string, env: NodeJS.ProcessEnv = {}) => {
      const config = readConfig([], { FILES_URL: url, ...env })
      return 'wrong' in config ? config.wrong.map((w) => w.key) : config.bucket
    }
    const bucket = { url: 'https://s3.example:9000/lantoa', region: 'vn-1', key: 'k', secret: 'b/í' }
    expect(of('s3+https://k:b%2F%C3%AD@s3.example:9000/lantoa?region=vn-1')).toEqual(bucket)
    expect(
      of('s3+https://s3.example:9000/lantoa?region=vn-1', { FILES_KEY: 'k', FILES_SECRET: 'b/í' }),
    ).toEqual(bucket)
    for (const wrong of [
      'https://x/lantoa',
      's3+https://x/lantoa',
      's3+https://k:s@x/',
      's3+ftp://k:s@x/lantoa',
    ])
      expect(of(wrong)).toEqual(['cli.settings.filesUrl'])
  })
})

describe('an installation with its files in a bucket', () => {
  it('takes photos, refuses them with a sentence while the bucket is away, and is whole afterwards', async () => {
    const world = await makeWorld()
    const directory = join(folder, 'away')
    let bucket = await startBucketServer(directory)
    const files = openBucket(bucketOf(bucket))
    const app = await makeApp({ ...world, files })
    const unit = await makeUnit(world)
    const school = await signedIn(world, app, await makePerson(world, unit.id, { roles: ['specialist'] }))
    const [id, first, second] = [newId(), newId(), newId()]
    const activity = {
      id,
      day: '2024-06-12',
      form: 'leaflet',
      title: 'Phát tờ gấp',
      photoIds: [first, second],
    }
    await must(school.call('POST', 'activities', activity, { requestId: id }))
    const pathOf = (photo: string) => `activities/${id}/photos/${photo}`
    const begin = async (photo: string) => {
      const bytes = await picture(photo)
      const size = bytes.length
      await must(school.call('POST', pathOf(photo), { size, hash: hashOf(bytes), name: 'IMG.jpg' }))
      return bytes
    }
    const bytes = await begin(first)
    const half = Math.ceil(bytes.length / 2)
    await must(school.call('PATCH', `${pathOf(first)}/bytes?offset=0`, bytes.subarray(0, half)))
    await must(school.call('PATCH', `${pathOf(first)}/bytes?offset=${half}`, bytes.subarray(half)))

    const other = await begin(second)
    await bucket.stop()
    const refused = await school.call('PATCH', `${pathOf(second)}/bytes?offset=0`, other)
    expect(refused.statusCode).toBe(503)
    expect(refused.json()).toMatchObject({ code: 'common.files_away' })
    const evidence = async () =>
      (await world.database.pool.query<{ id: string }>(`select id from ${testHome}.evidence`)).rows
    expect(await evidence()).toEqual([{ id: first }])
    bucket = await startBucketServer(directory, bucket.port)
    await must(school.call('PATCH', `${pathOf(second)}/bytes?offset=0`, other))
    expect((await evidence()).length).toBe(2)

    const ctx = { ...world.system(), files }
    while ((await sealEvents(ctx)) > 0);
    expect(await examine(ctx)).toEqual([])
    // Nothing but what rows name: the pieces are gone.
    const kept = await world.database.pool.query<{ hash: string }>(`select hash from ${testHome}.files`)
    expect((await list(files)).map((f) => f.name).sort()).toEqual(kept.rows.map((r) => r.hash).sort())

    const backup = join(folder, 'backup.tar')
    const taken = await takeBackup(world.database.pool, files, createWriteStream(backup), null)
    expect(taken).toMatchObject({ files: kept.rows.length, missing: [] })
    await checkBackup(createReadStream(backup), null)

    // A file that is gone is told; a store that is away ends the backup, and `doctor` says so instead of ending itself.
    const gone = kept.rows[0]?.hash ?? ''
    await files.remove(gone)
    const lacking = await takeBackup(
      world.database.pool,
      files,
      createWriteStream(join(folder, 'lacking.tar')),
      null,
    )
    expect(lacking).toMatchObject({ files: kept.rows.length - 1, missing: [gone] })
    await bucket.stop()
    const unfinished = createWriteStream(join(folder, 'unfinished.tar'))
    await expect(takeBackup(world.database.pool, files, unfinished, null)).rejects.toMatchObject({
      name: 'FilesAwayError',
      what: 'ECONNREFUSED',
    })
    expect((await examine(ctx)).map((b) => b.code)).toContain('files_away')
  }, 60_000)
})

import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { newId } from '../../platform/ids.ts'
import { drainJobs } from '../../platform/worker.ts'
import { registerActivityJobs } from './index.ts'

let world: World
let app: FastifyInstance
let office: MadeUnit
let school: MadeUnit
let sibling: MadeUnit
let clerk: Browser
let above: Browser
let beside: Browser

beforeAll(async () => {
  registerActivityJobs()
  world = await makeWorld()
  app = await makeApp(world)
  office = await makeUnit(world, { kind: 'education_office' })
  school = await makeUnit(world, { administration: office.id, name: 'Trường TH Đồi Sim' })
  sibling = await makeUnit(world, { administration: office.id })
  clerk = await signedIn(world, app, await makePerson(world, school.id))
  above = await signedIn(world, app, await makePerson(world, office.id))
  beside = await signedIn(world, app, await makePerson(world, sibling.id))
})

const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

let seed = 1
/** A picture that is like no other here. */
async function scene(width = 640, height = 480, of = (seed += 1)): Promise<Buffer> {
  const spots = Array.from({ length: 12 }, (_, i) => {
    const v = (k: number) => Number.parseInt(sha(Buffer.from(`${of} ${i} ${k}`)).slice(0, 6), 16) / 0xffffff
    return `<rect x="${v(1) * 560}" y="${v(2) * 400}" width="${60 + v(3) * 200}" height="${60 + v(4) * 200}" fill="rgb(${v(5) * 255},${v(6) * 255},${v(7) * 255})"/>`
  })
  return sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 480" width="${width}" height="${height}">${spots.join('')}</svg>`,
    ),
  )
    .jpeg()
    .toBuffer()
}

async function logWith(browser: Browser, photoIds: string[], title = 'Họp'): Promise<string> {
  const id = newId()
  const answer = await browser.call('POST', 'activities', {
    id,
    day: '2024-06-12',
    form: 'regular_meeting',
    title,
    photoIds,
  })
  expect(answer.statusCode, answer.body).toBe(200)
  return id
}

const path = (id: string, photoId: string) => `activities/${id}/photos/${photoId}`
const begin = (browser: Browser, id: string, photoId: string, bytes: Buffer, hash = sha(bytes)) =>
  browser.call('POST', path(id, photoId), { size: bytes.length, hash, name: 'IMG_0001.jpg' })
const send = (
  browser: Browser,
  id: string,
  photoId: string,
  offset: number,
  bytes: Buffer,
  requestId = newId(),
) => browser.call('PATCH', `${path(id, photoId)}/bytes?offset=${offset}`, bytes, { requestId })

async function rowsOf(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const { rows } = await world.database.pool.query<Record<string, unknown>>(
    text.replaceAll('@', `${testHome}.`),
    values,
  )
  return rows
}
const partsLeft = () => {
  try {
    return readdirSync(join(world.filesDir, 'parts'))
  } catch {
    return []
  }
}

describe('a photo', () => {
  it('comes in pieces, goes on where it stopped, and with the last one the activity counts', async () => {
    const [first, second] = [newId(), newId()]
    const id = await logWith(clerk, [first, second])
    const bytes = await scene()
    expect((await begin(clerk, id, first, bytes)).json()).toMatchObject({ state: 'receiving', received: 0 })
    const half = Math.floor(bytes.length / 2)
    expect((await send(clerk, id, first, 0, bytes.subarray(0, half))).json()).toMatchObject({
      received: half,
    })

    // The answer got lost: the same bytes again do not fit, and the answer says where to go on.
    const wrong = await send(clerk, id, first, 0, bytes.subarray(0, half))
    expect(wrong.json()).toMatchObject({ status: 409, errors: [{ path: 'offset', message: String(half) }] })
    expect((await clerk.call('GET', path(id, first))).json()).toMatchObject({
      received: half,
      state: 'receiving',
    })
    // After a reload the sender begins again with the same file.
    expect((await begin(clerk, id, first, bytes)).json()).toMatchObject({ received: half })

    const whole = await send(clerk, id, first, half, bytes.subarray(half))
    expect(whole.json()).toMatchObject({
      state: 'arrived',
      activity: { state: 'waiting', photosExpected: 2, photosArrived: 1 },
    })
    const other = await scene()
    await begin(clerk, id, second, other)
    const done = await send(clerk, id, second, 0, other)
    expect(done.json()).toMatchObject({ activity: { state: 'counted', photosArrived: 2 } })
    expect(partsLeft()).toEqual([])
    expect(await rowsOf(`select id from @uploads where activity_id = $1`, [id])).toEqual([])
    expect(
      await rowsOf(
        `select subjects->0->>'what' as what from @events where verb = 'activity.photo' and subjects::text like $1`,
        [`%${id}%`],
      ),
    ).toEqual([{ what: 'evidence' }, { what: 'evidence' }])
  })

  it('arrives once, however often its last piece is sent, also twice at once', async () => {
    const photo = newId()
    const id = await logWith(clerk, [photo])
    const bytes = await scene()
    await begin(clerk, id, photo, bytes)
    const requestId = newId()
    const both = await Promise.all([
      send(clerk, id, photo, 0, bytes, requestId),
      send(clerk, id, photo, 0, bytes, requestId),
      send(clerk, id, photo, 0, bytes),
    ])
    expect(both.filter((a) => a.statusCode === 200).length).toBeGreaterThanOrEqual(1)
    expect(both.every((a) => [200, 409].includes(a.statusCode))).toBe(true)
    expect((await send(clerk, id, photo, 0, bytes, requestId)).json()).toMatchObject({ state: 'arrived' })
    expect((await begin(clerk, id, photo, bytes)).json()).toMatchObject({ state: 'arrived' })
    expect(await rowsOf(`select 1 from @evidence where activity_id = $1`, [id])).toHaveLength(1)
    expect(
      await rowsOf(`select 1 from @events where verb = 'activity.photo' and subjects::text like $1`, [
        `%${photo}%`,
      ]),
    ).toHaveLength(1)
  })

  it('that was whole when the server stopped is taken in by the worker, or by the next beginning', async () => {
    for (const how of ['worker', 'begin'] as const) {
      const photo = newId()
      const id = await logWith(clerk, [photo])
      const bytes = await scene()
      await begin(clerk, id, photo, bytes)
      // What the request leaves when it is cut right after the bytes: the part on the disk, the mark, the job.
      await world.files.writePart(photo, 0, bytes)
      await rowsOf(`update @uploads set received = size where id = $1`, [photo])
      if (how === 'begin') {
        expect((await begin(clerk, id, photo, bytes)).json()).toMatchObject({ state: 'arrived' })
      } else {
        await rowsOf(
          `insert into @jobs (id, kind, payload, run_at, created_at) values ($1, 'activities.finish_photo', $2, '2024-06-17', now())`,
          [newId(), JSON.stringify({ unitId: school.id, activityId: id, photoId: photo })],
        )
        await drainJobs(world.system())
      }
      expect((await clerk.call('GET', `activities/${id}`)).json()).toMatchObject({
        state: 'counted',
        photos: [{ state: 'arrived', width: 640, height: 480 }],
      })
    }
  })

  it('begins anew when a restored backup has its mark but not its bytes, and lets no longer one before it shine through', async () => {
    const photo = newId()
    const id = await logWith(clerk, [photo])
    const bytes = await scene()
    await begin(clerk, id, photo, bytes)
    await send(clerk, id, photo, 0, bytes.subarray(0, 2_000))
    await world.files.removePart(photo)
    expect((await begin(clerk, id, photo, bytes)).json()).toMatchObject({ state: 'receiving', received: 0 })
    // Stopped between the new beginning and the removal of what was there before.
    await world.files.writePart(photo, 0, Buffer.alloc(bytes.length + 500, 1))
    expect((await send(clerk, id, photo, 0, bytes)).json()).toMatchObject({ state: 'arrived' })
    // Stopped between keeping it and removing the bytes on their way.
    await world.files.writePart(photo, 0, bytes)
    await drainJobs(world.system('2024-06-17T02:00:00Z'))
    expect(partsLeft()).toEqual([])
  })

  it('is refused with a sentence when it is empty, too large, no picture, changed, cut off or not expected', async () => {
    const photo = newId()
    const id = await logWith(clerk, [photo])
    const bytes = await scene()
    expect((await begin(clerk, id, photo, Buffer.alloc(0))).json()).toMatchObject({
      code: 'activities.photo_empty',
    })
    const large = await clerk.call('POST', path(id, photo), {
      size: 50 * 1024 * 1024 + 1,
      hash: sha(bytes),
      name: '',
    })
    expect(large.json()).toMatchObject({ code: 'activities.photo_too_large' })
    expect((await begin(clerk, id, newId(), bytes)).json()).toMatchObject({
      code: 'activities.photo_not_expected',
    })
    const html = Buffer.from('<!doctype html><script>alert(document.cookie)</script>')
    for (const [wrong, code, hash] of [
      [html, 'photo_kind', sha(html)],
      [bytes, 'photo_changed', sha(html)],
      [bytes.subarray(0, 3_000), 'photo_damaged', sha(bytes.subarray(0, 3_000))],
    ] as const) {
      await begin(clerk, id, photo, wrong, hash)
      const answer = await send(clerk, id, photo, 0, wrong)
      expect(answer.json()).toMatchObject({ status: 422, code: `activities.${code}` })
      const state = (await clerk.call('GET', path(id, photo))).json<{ state: string; error: string }>()
      expect(state.state).toBe('refused')
      expect(state.error).toMatch(/\p{L}+ .*\.$/u)
      expect(partsLeft()).toEqual([])
    }
    const tooMuch = await send(clerk, id, photo, 0, Buffer.alloc(1024 * 1024 + 1))
    expect(tooMuch.statusCode).toBe(413)
    // Refused is not lost: the right file takes its place.
    await begin(clerk, id, photo, bytes)
    expect((await send(clerk, id, photo, 0, bytes)).json()).toMatchObject({ activity: { state: 'counted' } })
  })

  it('needs a beginning, and takes no more bytes than were announced', async () => {
    const photo = newId()
    const id = await logWith(clerk, [photo])
    const bytes = await scene()
    expect((await send(clerk, id, photo, 0, bytes)).json()).toMatchObject({
      code: 'activities.photo_not_begun',
    })
    await clerk.call('POST', path(id, photo), { size: 10, hash: sha(bytes), name: '' })
    expect((await send(clerk, id, photo, 0, bytes)).json()).toMatchObject({ code: 'activities.photo_offset' })
  })

  it('is sent to own activities only, and seen by the own unit and those above', async () => {
    const photo = newId()
    const id = await logWith(clerk, [photo])
    const bytes = await scene(3000, 2000)
    expect((await begin(beside, id, photo, bytes)).statusCode).toBe(404)
    expect((await begin(above, id, photo, bytes)).json()).toMatchObject({ code: 'activities.not_yours' })
    await begin(clerk, id, photo, bytes)
    expect((await send(beside, id, photo, 0, bytes)).statusCode).toBe(404)
    expect(await rowsOf(`select received from @uploads where id = $1`, [photo])).toEqual([{ received: 0 }])
    await send(clerk, id, photo, 0, bytes)
    for (const [size, width] of [
      ['picture', 2048],
      ['thumbnail', 480],
    ] as const) {
      for (const browser of [clerk, above]) {
        const file = await browser.call('GET', `${path(id, photo)}/${size}`)
        expect(file.headers).toMatchObject({
          'content-type': 'image/jpeg',
          'cache-control': 'private, max-age=31536000, immutable',
          'content-disposition': expect.stringMatching(/^inline/) as string,
        })
        expect((await sharp(file.rawPayload).metadata()).width).toBe(width)
      }
      expect((await beside.call('GET', `${path(id, photo)}/${size}`)).statusCode).toBe(404)
      expect((await clerk.call('GET', `${path(newId(), photo)}/${size}`)).statusCode).toBe(404)
    }
  })

  it('that was shown before is named to whoever may read both activities', async () => {
    const bytes = await scene(1600, 1200, 4_711)
    const again = await sharp(bytes).resize(900).jpeg({ quality: 50 }).toBuffer()
    const put = async (browser: Browser, file: Buffer, title: string) => {
      const photo = newId()
      const id = await logWith(browser, [photo], title)
      await begin(browser, id, photo, file)
      expect((await send(browser, id, photo, 0, file)).statusCode).toBe(200)
      return id
    }
    const first = await put(clerk, bytes, 'Họp lần một')
    const second = await put(clerk, again, 'Họp lần hai')
    const third = await put(beside, again, 'Họp trường bạn')
    await put(clerk, await scene(), 'Họp khác')
    const titles = async (browser: Browser, id: string) => {
      const seen = (await browser.call('GET', `activities/${id}`)).json<{
        photos: { same: { title: string; unitName: string }[] }[]
      }>()
      return seen.photos.flatMap((p) => p.same.map((s) => s.title)).sort()
    }
    expect(await titles(clerk, first)).toEqual(['Họp lần hai'])
    expect(await titles(clerk, second)).toEqual(['Họp lần một'])
    expect(await titles(beside, third)).toEqual([])
    expect(await titles(above, third)).toEqual(['Họp lần hai', 'Họp lần một'])
  })
})

describe('photos that do not come', () => {
  it('become a duty after a day, which ends when they arrive', async () => {
    const photo = newId()
    const id = await logWith(clerk, [photo], 'Họp chờ ảnh')
    const duty = () =>
      rowsOf(
        `select state, due_on::text as due, facts from @obligations where what = 'give_photos' and source_id = $1`,
        [id],
      )
    await drainJobs(world.system('2024-06-18T01:41:00Z'))
    expect(await duty()).toEqual([])
    await drainJobs(world.system('2024-06-18T01:43:00Z'))
    expect(await duty()).toEqual([
      { state: 'open', due: '2024-06-20', facts: { title: 'Họp chờ ảnh', day: '2024-06-12', missing: 1 } },
    ])
    const bytes = await scene()
    await begin(clerk, id, photo, bytes)
    await send(clerk, id, photo, 0, bytes)
    expect(await duty()).toMatchObject([{ state: 'done' }])
  })

  it('are no duty when they were left out or the activity was withdrawn before', async () => {
    const [left, withdrawn] = [newId(), newId()]
    const first = await logWith(clerk, [left])
    const second = await logWith(clerk, [withdrawn])
    const bytes = await scene()
    await begin(clerk, first, left, bytes)
    await send(clerk, first, left, 0, bytes.subarray(0, 100))
    const content = { day: '2024-06-12', form: 'regular_meeting' }
    await clerk.call('POST', `activities/${first}/versions`, {
      ...content,
      version: 1,
      reason: 'Mất ảnh',
      photoIds: [],
    })
    await clerk.call('POST', `activities/${second}/withdrawal`, { version: 1, reason: 'Ghi nhầm' })
    expect(partsLeft()).toEqual([])
    await drainJobs(world.system('2024-06-18T02:00:00Z'))
    expect(
      await rowsOf(`select 1 from @obligations where what = 'give_photos' and source_id = any($1)`, [
        [first, second],
      ]),
    ).toEqual([])
    expect((await begin(clerk, second, withdrawn, bytes)).json()).toMatchObject({
      code: 'activities.withdrawn',
    })
  })
})

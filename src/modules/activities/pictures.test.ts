import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync, crc32 } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { turnHeic } from '../../../test/support/turn-heic.ts'
import { sniffPicture } from './pictures.sniff.ts'
import { cleanPicture, type CleanPicture } from './pictures.ts'

const samples = join(import.meta.dirname, '../../../test/samples')
let folder: string
let n = 0
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lantoa-pictures-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function clean(bytes: Buffer, timeoutMs?: number): Promise<CleanPicture> {
  const kind = sniffPicture(bytes.subarray(0, 64))
  if (!kind) throw new Error('not a picture')
  const path = join(folder, String((n += 1)))
  writeFileSync(path, bytes)
  return cleanPicture({ path, kind }, timeoutMs === undefined ? {} : { timeoutMs })
}

/** Four even quarters: red, green / blue, light grey. */
async function quarters(width: number, height: number): Promise<Sharp> {
  const colours = [
    [200, 30, 30],
    [30, 160, 60],
    [30, 60, 190],
    [240, 240, 240],
  ]
  const pixels = Buffer.from(colours.flat())
  return sharp(pixels, { raw: { width: 2, height: 2, channels: 3 } }).resize(width, height, {
    kernel: 'nearest',
  })
}

/** 40 megapixels as PNG, packed once. */
let large: Promise<Buffer> | null = null
const largePng = () =>
  (large ??= quarters(7300, 5480).then((all) => all.png({ compressionLevel: 1 }).toBuffer()))

/** The colours of the four quarters' middles, as words. */
async function look(picture: Buffer): Promise<string[]> {
  const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true })
  return [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.25, 0.75],
    [0.75, 0.75],
  ].map(([x = 0, y = 0]) => {
    const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels
    const [r = 0, g = 0, b = 0] = data.subarray(at, at + 3)
    if (r > 200 && g > 200 && b > 200) return 'light'
    return r > g && r > b ? 'red' : g > b ? 'green' : 'blue'
  })
}

describe('a picture', () => {
  it('loses EXIF, GPS, XMP, ICC and comments, and is kept as JPEG with a thumbnail', async () => {
    const given = await (
      await quarters(3000, 2000)
    )
      .withExif({
        IFD0: { Make: 'Điện thoại', Copyright: 'Ai đó' },
        IFD3: {
          GPSLatitudeRef: 'N',
          GPSLatitude: '18/1 20/1 0/1',
          GPSLongitudeRef: 'E',
          GPSLongitude: '105/1 54/1 0/1',
        },
      })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>nhà riêng</a></x:xmpmeta>')
      .withIccProfile('p3')
      .jpeg()
      .toBuffer()
    const before = await sharp(given).metadata()
    expect([before.exif, before.xmp, before.icc].every(Boolean)).toBe(true)
    expect(given.includes(Buffer.from('nhà riêng'))).toBe(true)

    const { picture, thumbnail, width, height } = await clean(given)
    expect([width, height]).toEqual([2048, 1365])
    for (const made of [picture, thumbnail]) {
      const after = await sharp(made).metadata()
      expect(after.format).toBe('jpeg')
      expect([after.exif, after.xmp, after.icc, after.iptc, after.comments, after.orientation]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
      ])
      for (const word of ['Exif', 'GPS', 'http://ns.adobe.com', 'ICC_PROFILE', 'nhà riêng'])
        expect(made.includes(Buffer.from(word)), word).toBe(false)
    }
    expect((await sharp(thumbnail).metadata()).width).toBe(480)
  })

  it.each([
    [1, ['red', 'green', 'blue', 'light']],
    [3, ['light', 'blue', 'green', 'red']],
    [6, ['blue', 'red', 'light', 'green']],
    [8, ['green', 'light', 'red', 'blue']],
  ])('with EXIF orientation %i stands upright', async (orientation, colours) => {
    const given = await (await quarters(640, 480)).withMetadata({ orientation }).jpeg().toBuffer()
    const { picture, width, height } = await clean(given)
    expect(await look(picture)).toEqual(colours)
    expect([width, height]).toEqual(orientation > 4 ? [480, 640] : [640, 480])
  })

  it('may be PNG with transparency or WebP', async () => {
    const png = await (await quarters(100, 80)).ensureAlpha(0.5).png().toBuffer()
    const webp = await (await quarters(100, 80)).webp().toBuffer()
    for (const given of [png, webp]) {
      const { picture } = await clean(given)
      expect((await sharp(picture).metadata()).format).toBe('jpeg')
    }
  })

  it('may be HEIC, upright too', async () => {
    const given = readFileSync(join(samples, 'quarters.heic'))
    const plain = await clean(given)
    expect(await look(plain.picture)).toEqual(['red', 'green', 'blue', 'light'])
    expect([plain.width, plain.height]).toEqual([320, 240])
    const turned = await clean(turnHeic(given, 1))
    expect(await look(turned.picture)).toEqual(['green', 'light', 'red', 'blue'])
    expect([turned.width, turned.height]).toEqual([240, 320])
  })

  it('may have 40 megapixels, as JPEG, PNG or HEIC', async () => {
    const jpeg = await (await quarters(7300, 5480)).jpeg().toBuffer()
    for (const given of [
      jpeg,
      await largePng(),
      readFileSync(join(samples, 'quarters-41-megapixels.heic')),
    ]) {
      const { picture } = await clean(given)
      expect(await look(picture)).toEqual(['red', 'green', 'blue', 'light'])
      expect((await sharp(picture).metadata()).width).toBe(2048)
    }
  }, 60_000)

  it('is refused when it would unpack to more than 50 megapixels, whatever its bytes weigh', async () => {
    const bomb = pngBomb(30_000, 30_000)
    expect(bomb.length).toBeLessThan(4_000_000)
    await expect(clean(bomb)).rejects.toMatchObject({ refusal: 'too_many_pixels' })
  })

  it('is refused when it lies about its size, is cut off, or is broken inside', async () => {
    const jpeg = await (await quarters(800, 600)).jpeg().toBuffer()
    const heic = readFileSync(join(samples, 'quarters.heic'))
    const lying = pngBomb(4_000, 4_000)
    lying.writeUInt32BE(100_000, 16)
    for (const broken of [
      jpeg.subarray(0, Math.floor(jpeg.length / 2)),
      jpeg.subarray(0, 20),
      heic.subarray(0, 900),
      Buffer.concat([heic.subarray(0, 40), Buffer.alloc(2_000, 0xff)]),
      lying,
    ])
      await expect(clean(broken)).rejects.toMatchObject({ refusal: /damaged|too_many_pixels/ })
  })

  it('is given up after the time limit', async () => {
    await expect(clean(await largePng(), 60)).rejects.toMatchObject({ refusal: 'slow' })
  })

  it('has nearly the same difference hash after it was sent through another telephone', async () => {
    const scene = Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600"><rect width="900" height="600" fill="#cde"/>
       <rect x="120" y="200" width="300" height="320" fill="#b43"/><circle cx="640" cy="220" r="140" fill="#363"/><rect y="520" width="900" height="80" fill="#753"/></svg>`,
    )
    const first = await clean(await sharp(scene).resize(2400).jpeg({ quality: 90 }).toBuffer())
    const again = await clean(await sharp(scene).resize(1100).jpeg({ quality: 40 }).toBuffer())
    const other = await clean(await sharp(scene).flop().negate().jpeg().toBuffer())
    expect(distance(first, again)).toBeLessThanOrEqual(4)
    expect(distance(first, other)).toBeGreaterThan(8)
  })
})

describe('the kind of a file', () => {
  it('is seen from its bytes, not from its name', async () => {
    expect(sniffPicture(Buffer.from('<!doctype html><script>alert(1)</script>'.padEnd(64)))).toBeNull()
    expect(sniffPicture(Buffer.from('%PDF-1.7'.padEnd(64)))).toBeNull()
    expect(sniffPicture(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg">'.padEnd(64)))).toBeNull()
    expect(sniffPicture(Buffer.from('GIF89a'.padEnd(64)))).toBeNull()
    expect(sniffPicture(Buffer.alloc(0))).toBeNull()
    const avif = await (await quarters(20, 20)).avif().toBuffer()
    expect(sniffPicture(avif.subarray(0, 64))).toBeNull()
    expect(sniffPicture(readFileSync(join(samples, 'quarters.heic')).subarray(0, 64))).toBe('heic')
  })
})

function distance(a: CleanPicture, b: CleanPicture): number {
  const bits = BigInt.asUintN(64, BigInt(a.differenceHash) ^ BigInt(b.differenceHash))
  return bits.toString(2).replaceAll('0', '').length
}

/** A sound PNG of one bit a pixel, all zero: tiny packed, huge unpacked. */
function pngBomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const crc = Buffer.alloc(4)
    crc.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, crc])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([1, 0, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import sharp from 'sharp'
import { getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasProgram, pdfsig, type SigningFolder, signingFolder } from '#test/support/signing.ts'
import { annexedPlan, longPlan, shortPlan } from '../document/write/samples.ts'
import { openP12, type SigningKey, signPdf, verifyPdf } from '../sign/index.ts'
import { closePrinter, markPlaces, printMark, PrintError, writePdfToSign } from './index.ts'
import { printedPdf } from '../../test/support/printed-pdf.ts'

const time = new Date('2027-03-04T05:06:07Z')
let folder: SigningFolder
let leader: SigningKey
let agency: SigningKey

beforeAll(() => {
  folder = signingFolder()
  const ca = folder.authority('ca', '/CN=Chứng thực số Vạn Sơn')
  const key = (name: string, subject: string): SigningKey =>
    openP12(folder.p12(name, folder.issue(name, subject, ca), 'mật khẩu'), 'mật khẩu')
  leader = key('leader', '/CN=Đỗ Thị Mỹ Hằng')
  agency = key('agency', '/CN=Phòng Giáo dục và Đào tạo')
})
afterAll(async () => {
  folder.remove()
  await closePrinter()
})

/** A picture on a transparent ground: all of it in one colour, 5 : 2 or round. */
const picture = (svg: string): Promise<Buffer> => sharp(Buffer.from(svg)).png().toBuffer()
const handwriting = (): Promise<Buffer> =>
  picture(
    '<svg xmlns="http://www.w3.org/2000/svg" width="500" height="200"><rect width="500" height="200" fill="#0000c8" fill-opacity="0.6"/></svg>',
  )
const seal = (): Promise<Buffer> =>
  picture(
    '<svg xmlns="http://www.w3.org/2000/svg" width="360" height="360"><circle cx="180" cy="180" r="175" fill="#dc0000" fill-opacity="0.6"/></svg>',
  )

/** Signed by the leader and sealed, as an electronic document is issued. */
async function issue(document: typeof shortPlan, pictures: { hand: Buffer | null; seal: Buffer | null }) {
  const { pdf, room } = await writePdfToSign(document)
  const places = markPlaces(room, { signature: pictures.hand, seal: pictures.seal })
  const words = ['Ký bởi: Đỗ Thị Mỹ Hằng', 'Thời gian ký: 2027-03-04T12:06:07+07:00']
  const hand = await printMark({ kind: 'signature', picture: pictures.hand, lines: words }, places.signature)
  const stamp = await printMark(
    { kind: 'seal', picture: pictures.seal, lines: ['Phòng Giáo dục và Đào tạo'] },
    places.seal,
  )
  const signed = signPdf(pdf, leader, {
    field: 'ChuKy',
    time,
    name: 'Đỗ Thị Mỹ Hằng',
    words: words.join('. '),
    mark: { ...places.signature, page1: hand },
  })
  const sealed = signPdf(signed, agency, {
    field: 'ConDau',
    time,
    name: 'Phòng Giáo dục và Đào tạo',
    words: 'Dấu của Phòng Giáo dục và Đào tạo',
    mark: { ...places.seal, page1: stamp },
  })
  return { pdf, sealed, room, places }
}

describe('the visible marks', () => {
  const isDrawn = hasProgram('pdftoppm') && hasProgram('pdfsig')

  it('the place is asked for without changing a byte of the document', async () => {
    for (const document of [shortPlan, longPlan, annexedPlan]) {
      const { pdf, room } = await writePdfToSign(document)
      expect(Buffer.compare(pdf, await printedPdf(document))).toBe(0)
      expect(room).toMatchObject({ x: 115, width: 80, height: 26 })
    }
    expect((await writePdfToSign(longPlan)).room.page).toBe(5)
  })

  it('the room lies between position and name', async () => {
    const { pdf, room } = await writePdfToSign(shortPlan)
    const page = await (await getDocumentProxy(pdf)).getPage(1)
    const { items } = await page.getTextContent()
    /** Lower edge of the line with these words, in millimetres from above. */
    const baseline = (words: string): number => {
      const item = items.findLast((one) => 'str' in one && one.str.includes(words))
      return 297 - (Number(item && 'transform' in item ? item.transform[5] : NaN) * 25.4) / 72
    }
    expect(baseline('PHÓ TRƯỞNG PHÒNG')).toBeLessThan(room.y)
    expect(room.y - baseline('PHÓ TRƯỞNG PHÒNG')).toBeLessThan(3)
    const name = baseline('Đỗ Thị Mỹ Hằng')
    // capitals with their marks reach some four millimetres above the line
    expect(name - (room.y + room.height)).toBeGreaterThan(3)
    expect(name - (room.y + room.height)).toBeLessThan(6)
  })

  it('the seal covers the left third of the signature, in its real size', async () => {
    const { places, room } = await issue(shortPlan, { hand: await handwriting(), seal: await seal() })
    const { signature, seal: mark } = places
    expect(signature.width / signature.height).toBeCloseTo(2.5)
    expect(signature.x + signature.width / 2).toBeCloseTo(room.x + room.width / 2)
    expect(mark).toMatchObject({ width: 36, height: 36 })
    expect(mark.x + mark.width - signature.x).toBeCloseTo(signature.width / 3)
    const words = markPlaces(room, { signature: null, seal: null })
    expect(words.seal.x + words.seal.width).toBeLessThan(words.signature.x)
  })

  it.skipIf(!isDrawn)(
    'are drawn there by another program, blue and red, and both signatures are valid',
    async () => {
      const { sealed, places } = await issue(shortPlan, { hand: await handwriting(), seal: await seal() })
      const file = folder.path('issued.pdf')
      writeFileSync(file, sealed)
      expect(pdfsig(file).map((one) => one.verdict)).toEqual(['Signature is Valid.', 'Signature is Valid.'])
      spawnSync('pdftoppm', ['-r', '127', '-png', '-singlefile', file, folder.path('page')])
      const { data, info } = await sharp(folder.path('page.png')).raw().toBuffer({ resolveWithObject: true })
      // 127 dots an inch: five a millimetre
      const at = (x: number, y: number): number[] => {
        const from = (Math.round(y * 5) * info.width + Math.round(x * 5)) * info.channels
        return [...data.subarray(from, from + 3)]
      }
      const { signature, seal: mark } = places
      const middle = signature.y + signature.height / 2
      const [, , blue = 0] = at(signature.x + signature.width - 1, middle)
      const right = at(signature.x + signature.width - 1, middle)
      expect(blue).toBeGreaterThan(200)
      expect(right[0]).toBeLessThan(140)
      const left = at(mark.x + 2, mark.y + mark.height / 2)
      expect(left[0]).toBeGreaterThan(200)
      expect(left[2]).toBeLessThan(140)
      const both = at(signature.x + 2, middle)
      expect([both[0], both[2]].every((colour) => colour !== undefined && colour < 230 && colour > 40)).toBe(
        true,
      )
      expect(at(signature.x + signature.width + 2, middle)).toEqual([255, 255, 255])
      expect(at(mark.x - 1, middle)).toEqual([255, 255, 255])
    },
  )

  it('without pictures words stand there, in letters that the file holds', async () => {
    const { sealed } = await issue(longPlan, { hand: null, seal: null })
    const reports = verifyPdf(sealed, { authorities: [], now: time })
    expect(reports.map(({ state, since }) => [state, since])).toEqual([
      ['right', 'additions'],
      ['right', 'nothing'],
    ])
  })

  it('a picture that is no PNG is refused', async () => {
    const mark = { kind: 'seal' as const, picture: Buffer.from('không phải ảnh'), lines: [] }
    await expect(printMark(mark, { width: 36, height: 36 })).rejects.toThrow(PrintError)
  })
})

describe('PDF/A after signing', () => {
  const isChecked = hasProgram('pdffonts')

  it('claims what it claimed, and keeps to what the standard asks of what was added', async () => {
    const { pdf, sealed } = await issue(shortPlan, { hand: await handwriting(), seal: null })
    expect(Buffer.compare(sealed.subarray(0, pdf.length), pdf)).toBe(0)
    const added = sealed.subarray(pdf.length).toString('latin1')
    // ISO 19005-2 §6.3: printed, never hidden, an appearance of one kind; §6.4: no NeedAppearances; §6.2.8: no interpolation
    expect([...added.matchAll(/\/F (\d+)/g)].map(([, flags]) => Number(flags) & 0b100111)).toEqual([4, 4])
    expect(added).toMatch(/\/AP <<\/N \d+ 0 R/)
    for (const forbidden of [
      'NeedAppearances',
      '/XFA',
      '/JavaScript',
      '/Interpolate true',
      '/LZWDecode',
      '/Encrypt',
    ])
      expect(added).not.toContain(forbidden)
    expect([...added.matchAll(/\/ID \[<?\(?/g)]).toHaveLength(2)
  })

  it.skipIf(!isChecked)('has every font within', async () => {
    const { sealed } = await issue(shortPlan, { hand: null, seal: null })
    writeFileSync(folder.path('fonts.pdf'), sealed)
    const { stdout } = spawnSync('pdffonts', [folder.path('fonts.pdf')], { encoding: 'utf8' })
    const rows = stdout.trim().split('\n').slice(2)
    expect(rows.length).toBeGreaterThan(3)
    for (const row of rows) expect(row).toMatch(/CID TrueType\s+Identity-H\s+yes yes yes/)
  })
})

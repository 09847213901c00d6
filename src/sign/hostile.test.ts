import { afterAll, beforeAll, expect, it } from 'vitest'
import { cutSignature, type SigningFolder, signingFolder, smallPdf } from '#test/support/signing.ts'
import { SignError, fillSignature, openP12, prepareSignature, signPdf, verifyPdf } from './index.ts'

// Files that somebody broke on purpose: a verdict or a reason, never another error, never a signature called right.

const now = new Date('2027-03-04T05:06:07Z')
const request = { field: 'ChuKy', time: now, name: 'Trần Quý', words: 'Chữ ký' }
let folder: SigningFolder
let p12: Buffer
const signed: Buffer[] = []

beforeAll(() => {
  folder = signingFolder()
  const person = folder.issue('person', '/CN=Trần Quý', folder.authority('ca', '/CN=Chứng thực'))
  p12 = folder.p12('person', person, 'mật khẩu')
  const key = openP12(p12, 'mật khẩu')
  for (const packed of [false, true]) signed.push(signPdf(smallPdf(packed), key, request))
})
afterAll(() => folder.remove())

/** Numbers from a seed, the same in every run (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

const numbers = [
  '0',
  '1',
  '-1',
  '4294967295',
  '99999999999999',
  '1e9',
  'null',
  '3 0 R',
  '<<',
  '[',
  '(',
  '<ff',
]

/** A few bytes changed, a number replaced, a piece left out or there twice, the end cut off. */
function spoil(bytes: Buffer, random: (below: number) => number): Buffer {
  const at = random(bytes.length)
  const to = Math.min(bytes.length, at + random(400))
  switch (random(5)) {
    case 0:
      return bytes.subarray(0, at)
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)])
    case 2:
      return Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)])
    case 3: {
      const found = [...bytes.toString('latin1').matchAll(/\d+/g)]
      const one = found[random(found.length)]
      if (one === undefined) return bytes
      const other = Buffer.from(numbers[random(numbers.length)] ?? '')
      return Buffer.concat([bytes.subarray(0, one.index), other, bytes.subarray(one.index + one[0].length)])
    }
    default: {
      const copy = Buffer.from(bytes)
      for (let i = 0; i <= random(4); i++) copy[random(copy.length)] = random(256)
      return copy
    }
  }
}

function judge(pdf: Buffer) {
  try {
    return verifyPdf(pdf, { authorities: [], now })
  } catch (error) {
    expect(error).toBeInstanceOf(SignError)
    return []
  }
}

it('broken files are judged or refused; what is left of a signature holds only for what it covers', () => {
  const random = randomOf(4711)
  for (let i = 0; i < 600; i++) {
    const whole = signed[i % 2] ?? Buffer.alloc(0)
    const broken = spoil(whole, random)
    for (const report of judge(broken)) {
      if (report.state !== 'right' || report.since === 'changed') continue
      // right and unaltered: then the signed bytes are those that were signed, but for those of the hole
      expect(cutSignature(broken.subarray(0, report.length)).signed).toEqual(cutSignature(whole).signed)
    }
  }
})

it('broken signatures and keys are refused', () => {
  const random = randomOf(815)
  const { cms } = cutSignature(signed[0] ?? Buffer.alloc(0))
  const prepared = prepareSignature(smallPdf(), request, cms.length + 2000)
  for (let i = 0; i < 400; i++) {
    judge(fillSignature(prepared, spoil(cms, random).subarray(0, cms.length + 1900)))
    try {
      openP12(spoil(p12, random), 'mật khẩu')
    } catch (error) {
      expect(error).toBeInstanceOf(SignError)
    }
  }
})

it.each([
  ['revisions in a circle', `${smallPdf().toString('latin1').replace('/Root', '/Prev 0/Root')}`],
  ['no end', '%PDF-1.7\nstartxref\n9\n%%EOF'],
  ['a thousand brackets', `%PDF-1.7\nxref\n0 0\ntrailer\n${'['.repeat(100_000)}\nstartxref\n9\n%%EOF`],
  ['a million objects', `%PDF-1.7\nxref\n0 99999999\ntrailer\n<<>>\nstartxref\n9\n%%EOF`],
  ['an encrypted file', smallPdf().toString('latin1').replace('/Root', '/Encrypt 5 0 R/Root')],
])('%s: refused with a reason', (_, text) => {
  expect(() => verifyPdf(Buffer.from(text, 'latin1'), { authorities: [], now })).toThrow(SignError)
})

it('fields in a circle end', () => {
  const text = smallPdf()
    .toString('latin1')
    .replace('/Pages 2 0 R', '/Pages 2 0 R/AcroForm<</Fields[1 0 R 1 0 R]>>')
  const start = text.indexOf('xref\n')
  const moved = text
    .replace(/startxref\n\d+/, `startxref\n${start}`)
    .replace(/^0000000\d+ 00000 n/gm, (row) => {
      const at = Number(row.slice(0, 10))
      return `${String(at > 30 ? at + 36 : at).padStart(10, '0')} 00000 n`
    })
  expect(judge(Buffer.from(moved, 'latin1'))).toEqual([])
})

import { createHash } from 'node:crypto'
import type { PdfFile } from './file.ts'
import { isKind, name, type PdfDict, type PdfValue } from './values.ts'

/** A value in the syntax of a file; a string in hexadecimal where its bytes are no plain letters. */
export function write(value: PdfValue): Buffer {
  const pieces: Uint8Array[] = []
  writeInto(pieces, value)
  return Buffer.concat(pieces)
}

function writeInto(pieces: Uint8Array[], value: PdfValue): void {
  const put = (text: string): void => void pieces.push(Buffer.from(text, 'latin1'))
  if (value === null || typeof value === 'boolean') return put(String(value))
  if (typeof value === 'number') return put(Number.isInteger(value) ? String(value) : writeReal(value))
  if (Array.isArray(value)) {
    put('[')
    value.forEach((entry, i) => {
      if (i > 0) put(' ')
      writeInto(pieces, entry)
    })
    return put(']')
  }
  switch (value.kind) {
    case 'name':
      return put(writeName(value.name))
    case 'string':
      return put(value.hex ? `<${Buffer.from(value.bytes).toString('hex')}>` : writeLiteral(value.bytes))
    case 'ref':
      return put(`${value.number} ${value.generation} R`)
    case 'dict':
      put('<<')
      for (const [key, entry] of value.entries) {
        put(`${writeName(key)} `)
        writeInto(pieces, entry)
        put('\n')
      }
      return put('>>')
    case 'stream':
      writeInto(pieces, withLength(value.dict, value.data.length))
      put('\nstream\n')
      pieces.push(value.data)
      return put('\nendstream')
  }
}

const writeReal = (n: number): string => n.toFixed(4).replace(/\.?0+$/, '')

const writeName = (text: string): string =>
  `/${text.replace(/[^!$&'*+,\-.0-9:;=?@A-Z\\^_`a-z|~"]/g, (letter) => `#${letter.charCodeAt(0).toString(16).padStart(2, '0')}`)}`

function writeLiteral(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1')
  return `(${text.replace(/[\\()]/g, '\\$&').replace(/\r/g, '\\r')})`
}

function withLength(dict: PdfDict, length: number): PdfDict {
  return { kind: 'dict', entries: new Map([...dict.entries, ['Length', length]]) }
}

/** What an update writes: new objects, and new versions of old ones. */
export interface Update {
  objects: Map<number, PdfValue>
  /** a number that the file does not use yet */
  newNumber: () => number
}

export function beginUpdate(file: PdfFile): Update {
  let next = file.size
  return { objects: new Map(), newNumber: () => next++ }
}

/**
 * The file with an incremental update behind it (ISO 32000-1 §7.5.6): every byte before stays. The cross-reference is of
 * the kind the file has already; its second identifier is made of the update, so that the same update gives the same bytes.
 */
export function appendUpdate(file: PdfFile, update: Update): { bytes: Buffer; offsets: Map<number, number> } {
  const pieces: Buffer[] = [Buffer.from(file.bytes)]
  if (file.bytes.at(-1) !== 10) pieces.push(Buffer.from('\n'))
  let length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const offsets = new Map<number, number>()
  const put = (piece: Buffer): void => {
    pieces.push(piece)
    length += piece.length
  }
  const sorted = [...update.objects].toSorted(([a], [b]) => a - b)
  for (const [number, value] of sorted) {
    offsets.set(number, length)
    put(Buffer.concat([Buffer.from(`${number} 0 obj\n`), write(value), Buffer.from('\nendobj\n')]))
  }
  const startXref = length
  const trailer = new Map<string, PdfValue>()
  for (const key of ['Root', 'Info']) {
    const value = file.trailer.entries.get(key)
    if (value !== undefined) trailer.set(key, value)
  }
  trailer.set('ID', newId(file, pieces))
  trailer.set('Prev', file.startXref)
  put(file.xrefStream ? xrefStream(update, offsets, startXref, trailer) : xrefTable(update, offsets, trailer))
  put(Buffer.from(`startxref\n${startXref}\n%%EOF\n`))
  return { bytes: Buffer.concat(pieces), offsets }
}

function newId(file: PdfFile, pieces: Buffer[]): PdfValue {
  const digest = createHash('sha256')
  for (const piece of pieces.slice(1)) digest.update(piece)
  const fresh = { kind: 'string' as const, bytes: digest.digest().subarray(0, 16), span: null, hex: true }
  const old = file.resolve(file.trailer.entries.get('ID'))
  const first = Array.isArray(old) ? old[0] : undefined
  return [isKind(first, 'string') ? first : fresh, fresh]
}

/** Runs of numbers that follow one another. */
function runsOf(numbers: number[]): number[][] {
  const runs: number[][] = []
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last !== undefined && last.at(-1) === number - 1) last.push(number)
    else runs.push([number])
  }
  return runs
}

function sizeOf(update: Update, file: Map<number, number>): number {
  return Math.max(update.newNumber(), ...[...file.keys()].map((n) => n + 1))
}

function xrefTable(update: Update, offsets: Map<number, number>, trailer: Map<string, PdfValue>): Buffer {
  trailer.set('Size', sizeOf(update, offsets))
  const runs = runsOf([...offsets.keys()]).map((run) => {
    const lines = run.map((number) => `${String(offsets.get(number)).padStart(10, '0')} 00000 n \n`)
    return `${run[0]} ${run.length}\n${lines.join('')}`
  })
  return Buffer.concat([
    Buffer.from(`xref\n${runs.join('')}trailer\n`),
    write({ kind: 'dict', entries: trailer }),
    Buffer.from('\n'),
  ])
}

function xrefStream(
  update: Update,
  offsets: Map<number, number>,
  startXref: number,
  trailer: Map<string, PdfValue>,
): Buffer {
  const own = update.newNumber()
  const all = new Map([...offsets, [own, startXref]])
  const runs = runsOf([...all.keys()])
  const rows = runs.flat().map((number) => {
    const row = Buffer.alloc(7)
    row[0] = 1
    row.writeUInt32BE(all.get(number) ?? 0, 1)
    return row
  })
  trailer.set('Type', name('XRef'))
  trailer.set('Size', sizeOf(update, all))
  trailer.set('W', [1, 4, 2])
  trailer.set(
    'Index',
    runs.flatMap((run) => [run[0] ?? 0, run.length]),
  )
  const stream = write({
    kind: 'stream',
    dict: { kind: 'dict', entries: trailer },
    data: Buffer.concat(rows),
  })
  return Buffer.concat([Buffer.from(`${own} 0 obj\n`), stream, Buffer.from('\nendobj\n')])
}

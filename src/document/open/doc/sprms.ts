/** One change of a property ("single property modifier", MS-DOC 2.2.5): which, and where its operand stands. */
export interface Sprm {
  code: number
  operand: Buffer
}

/** Codes of MS-DOC 2.6, only what is used here. */
export const codes = {
  bold: 0x0835,
  italic: 0x0836,
  capitals: 0x083b,
  hidden: 0x083c,
  deleted: 0x0800,
  underline: 0x2a3e,
  fontAscii: 0x4a4f,
  fontOther: 0x4a51,
  characterStyle: 0x4a30,
  symbol: 0x6a09,
  inTable: 0x2416,
  rowEnd: 0x2417,
  depth: 0x6649,
  innerCellEnd: 0x244b,
  innerRowEnd: 0x244c,
  listLevel: 0x260a,
  list: 0x460b,
  tableShape: 0xd608,
  elsewhere: 0x6646,
} as const

const sizes = [1, 1, 2, 4, 2, 2, -1, 3] as const

/** The modifiers of a list, in order. What is cut off ends the list. */
export function readSprms(list: Buffer): Sprm[] {
  const sprms: Sprm[] = []
  let at = 0
  while (at + 2 < list.length) {
    const code = list.readUInt16LE(at)
    at += 2
    let size: number = sizes[code >> 13] ?? 1
    if (code === codes.tableShape) {
      if (at + 2 > list.length) break
      size = Math.max(0, list.readUInt16LE(at) - 1)
      at += 2
    } else if (size < 0) {
      size = list[at] ?? 0
      at += 1
    }
    sprms.push({ code, operand: list.subarray(at, at + size) })
    at += size
  }
  return sprms
}

export function number(operand: Buffer): number {
  if (operand.length >= 4) return operand.readUInt32LE(0)
  if (operand.length >= 2) return operand.readUInt16LE(0)
  return operand[0] ?? 0
}

/** Stretches of the file with their modifiers, in order (MS-DOC 2.8: PlcBteChpx and PlcBtePapx). */
export interface Formatted {
  start: number
  end: number
  list: Buffer
}

/**
 * @param table the stream with the list of pages
 * @param main the stream with the pages of 512 bytes
 * @param kind `runs`: of characters; `paragraphs`: each list begins with the number of its style
 */
export function readFormatted(
  table: Buffer,
  main: Buffer,
  { offset, length }: { offset: number; length: number },
  kind: 'runs' | 'paragraphs',
): Formatted[] {
  const plc = table.subarray(offset, offset + length)
  const count = Math.max(0, Math.floor((plc.length - 4) / 8))
  const found: Formatted[] = []
  for (let i = 0; i < count; i++) {
    const at = (plc.readUInt32LE((count + 1) * 4 + i * 4) & 0x3fffff) * 512
    const page = main.subarray(at, at + 512)
    if (page.length < 512) continue
    const runs = page[511] ?? 0
    const entry = kind === 'runs' ? 1 : 13
    for (let run = 0; run < runs; run++) {
      const pointer = (runs + 1) * 4 + run * entry
      if (pointer >= 511) break
      const list = listAt(page, (page[pointer] ?? 0) * 2, kind)
      found.push({ start: page.readUInt32LE(run * 4), end: page.readUInt32LE(run * 4 + 4), list })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

function listAt(page: Buffer, at: number, kind: 'runs' | 'paragraphs'): Buffer {
  if (at === 0) return Buffer.alloc(0)
  const length = page[at] ?? 0
  if (kind === 'runs') return page.subarray(at + 1, at + 1 + length)
  // A length of 0 says that the next byte has it, in words.
  return length === 0
    ? page.subarray(at + 2, at + 2 + (page[at + 1] ?? 0) * 2)
    : page.subarray(at + 1, at + length * 2)
}

/** Finds the stretch of a place; places are asked for mostly in order. */
export class Finder {
  private readonly stretches: readonly Formatted[]
  private at = 0
  constructor(stretches: readonly Formatted[]) {
    this.stretches = stretches
  }

  /** The stretch that holds a place, or the next one after it. */
  find(place: number): Formatted | undefined {
    const here = this.stretches[this.at]
    if (here && here.start <= place && place < here.end) return here
    let low = 0
    let high = this.stretches.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.stretches[middle]?.end ?? 0) <= place) low = middle + 1
      else high = middle
    }
    this.at = low
    return this.stretches[low]
  }
}

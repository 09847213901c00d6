import { DocumentError } from '../../errors.ts'

/** Streams at the root of a compound file (MS-CFB: Word 97–2003, and Office files with a password). */
export interface Compound {
  has(name: string): boolean
  /** the stream's bytes; null where there is none of the name */
  read(name: string): Buffer | null
}

interface Entry {
  type: number
  left: number
  right: number
  child: number
  start: number
  size: number
}

const free = 0xfffffffa
const noEntry = 0xffffffff
const entryBytes = 128

/**
 * Opens a compound file. Every chain of sectors is followed no further than the file has sectors, so that a chain in a circle ends.
 * @throws DocumentError `document.damaged`
 */
export function openCompound(bytes: Uint8Array): Compound {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.length < 512) throw new DocumentError('document.damaged')
  const shift = file.readUInt16LE(0x1e)
  if (shift !== 9 && shift !== 12) throw new DocumentError('document.damaged')
  const sectors = new Sectors(file, 1 << shift)
  const directory = sectors.chain(file.readUInt32LE(0x30))
  const entries = new Map<string, Entry>()
  const root = readEntry(directory, 0)
  if (root?.type !== 5) throw new DocumentError('document.damaged')
  collectEntries(directory, root.child, entries)

  const cutoff = file.readUInt32LE(0x38)
  const small = sectors.chain(root.start).subarray(0, root.size)
  const smallNext = sectors.chain(file.readUInt32LE(0x3c))
  return {
    has: (name) => entries.has(name),
    read: (name) => {
      const entry = entries.get(name)
      if (entry?.type !== 2) return null
      const content =
        entry.size < cutoff ? smallChain(small, smallNext, entry.start) : sectors.chain(entry.start)
      if (content.length < entry.size) throw new DocumentError('document.damaged')
      return content.subarray(0, entry.size)
    },
  }
}

class Sectors {
  private readonly file: Buffer
  private readonly size: number
  /** the sector after each sector */
  private readonly next: Buffer

  constructor(file: Buffer, size: number) {
    this.file = file
    this.size = size
    this.next = Buffer.concat(this.tableSectors().map((sector) => this.sector(sector)))
  }

  /** All bytes of a chain of sectors; empty for none. */
  chain(start: number): Buffer {
    const parts: Buffer[] = []
    const most = Math.ceil(this.file.length / this.size)
    for (let at = start; at < free; at = this.after(at)) {
      if (parts.length > most) throw new DocumentError('document.damaged')
      parts.push(this.sector(at))
    }
    return Buffer.concat(parts)
  }

  private after(sector: number): number {
    if (sector * 4 + 4 > this.next.length) throw new DocumentError('document.damaged')
    return this.next.readUInt32LE(sector * 4)
  }

  /** The last sector of a file may be cut short. */
  private sector(index: number): Buffer {
    const start = (index + 1) * this.size
    if (start >= this.file.length) throw new DocumentError('document.damaged')
    return this.file.subarray(start, start + this.size)
  }

  /** Sectors that the table of chains stands in: 109 are named in the head, more in a chain of their own. */
  private tableSectors(): number[] {
    const most = Math.ceil(this.file.length / this.size)
    const found: number[] = []
    const take = (block: Buffer, from: number, to: number) => {
      for (let at = from; at + 4 <= to; at += 4) {
        const sector = block.readUInt32LE(at)
        if (sector < free) found.push(sector)
      }
    }
    take(this.file, 0x4c, 512)
    let more = this.file.readUInt32LE(0x44)
    for (let steps = 0; more < free; steps++) {
      if (steps > most) throw new DocumentError('document.damaged')
      const block = this.sector(more)
      if (block.length < this.size) throw new DocumentError('document.damaged')
      take(block, 0, this.size - 4)
      more = block.readUInt32LE(this.size - 4)
    }
    if (found.length > most) throw new DocumentError('document.damaged')
    return found
  }
}

/** A stream shorter than 4,096 bytes stands in sectors of 64 bytes within one large stream. */
function smallChain(small: Buffer, next: Buffer, start: number): Buffer {
  const parts: Buffer[] = []
  for (let at = start; at < free; at = next.readUInt32LE(at * 4)) {
    if (parts.length * 64 > small.length || at * 4 + 4 > next.length)
      throw new DocumentError('document.damaged')
    parts.push(small.subarray(at * 64, at * 64 + 64))
  }
  return Buffer.concat(parts)
}

function readEntry(directory: Buffer, index: number): (Entry & { name: string }) | null {
  const at = index * entryBytes
  if (at + entryBytes > directory.length) return null
  const length = Math.min(directory.readUInt16LE(at + 64), 64)
  return {
    name: directory.toString('utf16le', at, at + Math.max(0, length - 2)),
    type: directory[at + 66] ?? 0,
    left: directory.readUInt32LE(at + 68),
    right: directory.readUInt32LE(at + 72),
    child: directory.readUInt32LE(at + 76),
    start: directory.readUInt32LE(at + 116),
    size: directory.readUInt32LE(at + 120),
  }
}

/** The entries beside each other under the root: those of an embedded object are not looked at. */
function collectEntries(directory: Buffer, first: number, into: Map<string, Entry>): void {
  const seen = new Set<number>()
  const waiting = [first]
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    if (index === noEntry || seen.has(index)) continue
    seen.add(index)
    const entry = readEntry(directory, index)
    if (!entry) continue
    into.set(entry.name, entry)
    waiting.push(entry.left, entry.right)
  }
}

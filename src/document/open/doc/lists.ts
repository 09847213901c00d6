import { ListCounters, type ListLevel, type NumberedList } from '../list-numbers.ts'

const formats: Record<number, string> = {
  1: 'upperRoman',
  2: 'lowerRoman',
  3: 'upperLetter',
  4: 'lowerLetter',
  22: 'decimalZero',
  23: 'bullet',
  255: 'none',
}

/** Automatic numbers of a .doc (MS-DOC 2.9.131 PlfLst, 2.9.132 PlfLfo): a paragraph names a list and a level. */
export class DocLists {
  private readonly lists: (NumberedList | null)[] = []
  private readonly counters = new ListCounters()

  /**
   * @param definitions from where the lists are defined to the end of the table stream: the levels stand behind the length given
   * @param uses the lists as paragraphs name them
   */
  constructor(definitions: Buffer, uses: Buffer) {
    const levels = readDefinitions(definitions)
    if (uses.length < 4) return
    const count = Math.min(uses.readUInt32LE(0), Math.floor((uses.length - 4) / 16))
    let at = 4 + count * 16
    for (let i = 0; i < count; i++) {
      const id = uses.readInt32LE(4 + i * 16)
      const overrides = new Map<number, number>()
      const found = levels.get(id)
      this.lists.push(found ? { abstract: String(id), levels: found, overrides } : null)
      const changed = uses[4 + i * 16 + 12] ?? 0
      at += 4
      for (let k = 0; k < changed && at + 8 <= uses.length; k++) {
        const flags = uses.readUInt32LE(at + 4)
        const start = uses.readInt32LE(at)
        at += 8
        let begins = start
        if ((flags & 0x20) !== 0) {
          const level = readLevel(uses, at)
          if (!level) return
          begins = level.level.start
          at = level.end
        }
        if ((flags & 0x10) !== 0) overrides.set(flags & 0xf, begins)
      }
    }
  }

  /** The marker of the next paragraph; empty for a list that is not there. @param list as the paragraph names it, from 1 */
  next(list: number, level: number): string {
    const found = this.lists[list - 1]
    return found ? this.counters.next(String(list), found, level) : ''
  }
}

function readDefinitions(table: Buffer): Map<number, Map<number, ListLevel>> {
  const lists = new Map<number, Map<number, ListLevel>>()
  if (table.length < 2) return lists
  const count = Math.min(table.readInt16LE(0), Math.floor((table.length - 2) / 28))
  let at = 2 + Math.max(0, count) * 28
  for (let i = 0; i < count; i++) {
    const simple = ((table[2 + i * 28 + 26] ?? 0) & 1) !== 0
    const levels = new Map<number, ListLevel>()
    lists.set(table.readInt32LE(2 + i * 28), levels)
    for (let index = 0; index < (simple ? 1 : 9); index++) {
      const read = readLevel(table, at)
      if (!read) return lists
      levels.set(index, read.level)
      at = read.end
    }
  }
  return lists
}

/** One level (MS-DOC 2.9.128 LVL): 28 bytes, two lists of modifiers, the words with the levels' numbers as codes 0 to 8. */
function readLevel(table: Buffer, at: number): { level: ListLevel; end: number } | null {
  if (at + 30 > table.length) return null
  const words = at + 28 + (table[at + 24] ?? 0) + (table[at + 25] ?? 0)
  if (words + 2 > table.length) return null
  const end = words + 2 + table.readUInt16LE(words) * 2
  if (end > table.length) return null
  const text = table
    .toString('utf16le', words + 2, end)
    .replace(/[\0-\u0008]/g, (code) => `%${code.charCodeAt(0) + 1}`)
  const format = formats[table[at + 4] ?? 0] ?? 'decimal'
  return { level: { format, text, start: table.readInt32LE(at) }, end }
}

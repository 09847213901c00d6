import { buffer } from 'node:stream/consumers'
import { read, utils, type CellObject } from '@e965/xlsx'
import yauzl, { type Entry } from 'yauzl'
import type { SheetAnswer } from './read-sheet.ts'

// The process that reads one untrusted .xlsx: bytes on standard input, rows of text on standard output (see read-sheet.ts).

/** What all parts of the file may hold together, unzipped: a table of 5,000 rows is under a tenth of it. */
const mostUnzipped = 60 * 1024 * 1024
const mostParts = 200

const rowLimit = Number(process.argv[2] ?? 0)
process.stdout.write(JSON.stringify(await answer(await buffer(process.stdin))))

async function answer(bytes: Buffer): Promise<SheetAnswer> {
  try {
    if (!(await inflatesWithin(bytes))) return { error: 'too_large' }
    // Formulas are never run: a cell gives the value that stood in it when the file was saved.
    const book = read(bytes, {
      dense: true,
      cellFormula: false,
      cellHTML: false,
      cellDates: true,
      UTC: true,
      sheetRows: rowLimit + 12,
    })
    const sheet = book.Sheets[book.SheetNames[0] ?? '']
    if (!sheet?.['!ref']) return { rows: [] }
    const { s, e } = utils.decode_range(sheet['!ref'])
    const data = (sheet['!data'] ?? []) as (CellObject | undefined)[][]
    const rows: string[][] = []
    for (let r = s.r; r <= e.r; r += 1) {
      const cells: string[] = []
      for (let c = 0; c <= Math.min(e.c, 40); c += 1) cells.push(textOf(data[r]?.[c]))
      rows.push(cells)
    }
    return { rows: [...Array.from({ length: s.r }, () => []), ...rows] }
  } catch {
    return { error: 'damaged' }
  }
}

/** A cell as text; a number shown as a date becomes that day, `YYYY-MM-DD`. */
function textOf(cell: CellObject | undefined): string {
  if (!cell || cell.v === undefined || cell.t === 'e') return ''
  return cell.v instanceof Date ? cell.v.toISOString().slice(0, 10) : String(cell.v)
}

/** True when the parts really inflate to no more than they say and than we take: nothing is kept while counting. */
function inflatesWithin(bytes: Buffer): Promise<boolean> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, zip) => {
      if (error) return reject(error)
      let total = 0
      if (zip.entryCount > mostParts) return resolve(false)
      zip.on('error', reject)
      zip.on('end', () => resolve(true))
      zip.on('entry', (entry: Entry) => {
        total += entry.uncompressedSize
        if (total > mostUnzipped || entry.isEncrypted()) return resolve(false)
        zip.openReadStream(entry, (failure, stream) => {
          if (failure) return reject(failure)
          stream.on('error', reject)
          stream.on('end', () => zip.readEntry())
          stream.resume()
        })
      })
      zip.readEntry()
    })
  })
}

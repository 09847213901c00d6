import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Document, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx'
import { toTcvn3, toVni } from './typed.ts'

/** Whether this machine has LibreOffice; tests that need it say so and prove nothing without. */
export const hasOffice = spawnSync('soffice', ['--version']).status === 0

/** Letters with the font they are typed in. */
interface Typed {
  font: string
  words: string
}

/** With .VnTime and, for words of capitals and single toned ones, .VnTimeH, as it was done. */
function typeTcvn3(line: string): Typed[] {
  const typed: Typed[] = []
  for (const [piece] of line.matchAll(/[\p{Lu}\p{M}&]{2,}|[^\p{L}]+|\p{L}/gu)) {
    const high =
      /\p{Lu}/u.test(piece) && (piece.length > 1 || toTcvn3(piece) === toTcvn3(piece.toLowerCase()))
    const font = high ? '.VnTimeH' : '.VnTime'
    const words = toTcvn3(high ? piece.toLowerCase() : piece)
    const last = typed.at(-1)
    if (last?.font === font) last.words += words
    else typed.push({ font, words })
  }
  return typed
}

const typists = {
  unicode: (line: string): Typed[] => [{ font: 'Times New Roman', words: line }],
  tcvn3: typeTcvn3,
  vni: (line: string): Typed[] => [{ font: 'VNI-Times', words: toVni(line) }],
}
export type Typist = keyof typeof typists

/**
 * A text as a Word document, one paragraph a line.
 * @param head lines of the two cells above; the other lines follow
 */
export function planDocx(
  lines: readonly string[],
  { typist, head }: { typist: Typist; head?: readonly [readonly string[], readonly string[]] },
): Promise<Buffer> {
  const paragraph = (line: string) =>
    new Paragraph({
      children: typists[typist](line).map(({ font, words }) => new TextRun({ text: words, font })),
    })
  const cell = (words: readonly string[]) => new TableCell({ children: words.map(paragraph) })
  const table = head ? [new Table({ rows: [new TableRow({ children: head.map(cell) })] })] : []
  return Packer.toBuffer(new Document({ sections: [{ children: [...table, ...lines.map(paragraph)] }] }))
}

/** Lets LibreOffice write a document in other formats; each call starts it once, with a profile of its own. */
export async function convert(docx: Buffer, endings: readonly string[]): Promise<Map<string, Buffer>> {
  const folder = mkdtempSync(join(tmpdir(), 'lantoa-office-'))
  try {
    writeFileSync(join(folder, 'plan.docx'), docx)
    const written = new Map<string, Buffer>()
    for (const ending of endings) {
      await promisify(execFile)(
        'soffice',
        [
          `-env:UserInstallation=file://${folder}/profile`,
          '--headless',
          '--convert-to',
          ending,
          '--outdir',
          folder,
          join(folder, 'plan.docx'),
        ],
        { timeout: 120_000 },
      )
      written.set(ending, readFileSync(join(folder, `plan.${ending.split(':')[0] ?? ''}`)))
    }
    return written
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

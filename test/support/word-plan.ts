import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import {
  AlignmentType,
  DeletedTextRun,
  Document,
  ExternalHyperlink,
  InsertedTextRun,
  LevelFormat,
  Packer,
  Paragraph,
  Tab,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx'

import { projectRoot } from '../../src/config.ts'
import { toTcvn3, toVni } from './typed.ts'

/** Whether this machine has LibreOffice; tests that need it say so and prove nothing without. */
export const hasOffice = spawnSync('soffice', ['--version']).status === 0
if (!hasOffice && process.env['CI'] === 'true') throw new Error('LibreOffice is missing: see .ci/run')

const tinos = join(projectRoot, 'node_modules/@expo-google-fonts/tinos')

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

/**
 * A document in .VnTime, set in the document's defaults alone, with automatic numbers that go on after a break, joined cells, a
 * table in a cell, capitals by format, hidden, deleted and inserted words, a link.
 */
export function listsDocx(): Promise<Buffer> {
  const item = (words: string, level: number, reference = 'plan') =>
    new Paragraph({ text: toTcvn3(words), numbering: { reference, level } })
  const cell = (words: string, spans: { columnSpan?: number; rowSpan?: number } = {}) =>
    new TableCell({ children: [new Paragraph(toTcvn3(words))], ...spans })
  const level = (at: number, format: (typeof LevelFormat)[keyof typeof LevelFormat], text: string) => ({
    level: at,
    format,
    text,
    alignment: AlignmentType.START,
  })
  const change = { author: 'A', date: '2021-01-05T00:00:00Z' }
  const inner = new Table({ rows: [new TableRow({ children: [cell('trong'), cell('bảng')] })] })
  return Packer.toBuffer(
    new Document({
      styles: { default: { document: { run: { font: '.VnTime' } } } },
      numbering: {
        config: [
          {
            reference: 'plan',
            levels: [
              level(0, LevelFormat.UPPER_ROMAN, '%1.'),
              level(1, LevelFormat.DECIMAL, '%2.'),
              level(2, LevelFormat.DECIMAL, '%2.%3.'),
              level(3, LevelFormat.LOWER_LETTER, '%4)'),
            ],
          },
          { reference: 'dash', levels: [level(0, LevelFormat.BULLET, '\uf0b7')] },
        ],
      },
      sections: [
        {
          children: [
            item('Mục đích', 0),
            item('Nâng cao', 1),
            item('Đổi mới', 1),
            item('Cụ thể', 2),
            new Paragraph(toTcvn3('Xen giữa')),
            item('Tiếp', 2),
            item('điểm', 3),
            item('Làm ngay.', 0, 'dash'),
            item('Nội dung', 0),
            item('Chung', 1),
            new Table({
              rows: [
                new TableRow({
                  children: [cell('STT'), cell('Nội dung', { columnSpan: 2 }), cell('Ghi chú')],
                }),
                new TableRow({
                  children: [cell('1', { rowSpan: 2 }), cell('Phần một'), cell('đến'), cell('ừ')],
                }),
                new TableRow({
                  children: [
                    cell('Phần hai'),
                    cell('đi'),
                    new TableCell({ children: [inner, new Paragraph('')] }),
                  ],
                }),
              ],
            }),
            new Paragraph({
              children: [
                new TextRun({ text: toTcvn3('quyết định'), allCaps: true }),
                new TextRun({ children: [new Tab(), 'x'] }),
                new TextRun({ text: 'hidden', vanish: true }),
                new DeletedTextRun({ text: 'del', id: 1, ...change }),
                new InsertedTextRun({ text: 'ins', id: 2, ...change }),
                new ExternalHyperlink({
                  link: 'http://127.0.0.1',
                  children: [new TextRun(toTcvn3('liên kết'))],
                }),
              ],
            }),
          ],
        },
      ],
    }),
  )
}

/** Lets LibreOffice write a document in other formats; each call starts it once, with a profile of its own. */
export async function convert(docx: Buffer, endings: readonly string[]): Promise<Map<string, Buffer>> {
  const folder = mkdtempSync(join(tmpdir(), 'lantoa-office-'))
  try {
    writeFileSync(join(folder, 'plan.docx'), docx)
    // Letters as wide as those of Times New Roman, also where the system has none: places on a page hang on them.
    const fonts = join(folder, 'fonts.conf')
    writeFileSync(
      fonts,
      `<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>${tinos}</dir><cachedir>${folder}/cache</cachedir>
        <match target="pattern"><test name="family"><string>Times New Roman</string></test><edit name="family" mode="assign" binding="strong"><string>Tinos</string></edit></match></fontconfig>`,
    )
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
        { timeout: 120_000, env: { ...process.env, FONTCONFIG_FILE: fonts } },
      )
      written.set(ending, readFileSync(join(folder, `plan.${ending.split(':')[0] ?? ''}`)))
    }
    return written
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

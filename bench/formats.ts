import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../src/config.ts'
import { paperPdf, picturesPdf, scanPages } from '../test/support/paper.ts'
import { paperOfText } from '../test/support/seed-paper.ts'
import { convert, hasOffice, planDocx } from '../test/support/word-plan.ts'
import { median, type Figure } from './support.ts'

/**
 * One plan in every format that is read: the processor's time for opening and reading it in a process that has just begun, as
 * each file is opened in a child of its own (so a busy machine tells nearly the same), and the most memory that this process
 * took. Beside it the memory of one that has loaded the reader and reads nothing. The scan is the first page alone, as a picture
 * of 200 pixels an inch.
 */
export async function formats(): Promise<Figure[]> {
  const text = readFileSync(join(projectRoot, 'data/demo/plans/2026-so-gddt.txt'), 'utf8')
  const folder = mkdtempSync(join(tmpdir(), 'lantoa-bench-'))
  try {
    const idle = measured(3).megabytes
    const figures: Figure[] = []
    for (const [name, bytes] of await filesOf(text)) {
      const path = join(folder, name)
      writeFileSync(path, bytes)
      const { milliseconds, megabytes } = measured(name.startsWith('scan') ? 1 : 3, path)
      const size = `${name}, ${Math.ceil(bytes.length / 1000)} kB`
      figures.push(
        { name: `${size}: open and read, processor`, unit: 'ms', ours: milliseconds, bare: null },
        { name: `${size}: most memory`, unit: 'MB', ours: megabytes, bare: idle },
      )
    }
    return figures
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function filesOf(text: string): Promise<[name: string, bytes: Uint8Array][]> {
  const lines = text.split(/\r?\n/)
  const docx = await planDocx(lines, { typist: 'unicode' })
  const pdf = paperPdf(paperOfText(text))
  const [page = Buffer.alloc(0)] = await scanPages(pdf, 200)
  // LibreOffice makes these two; a machine without it measures the others.
  const office = hasOffice ? await convert(docx, ['doc', 'odt']) : new Map<string, Buffer>()
  return [
    ['plan.txt', Buffer.from(text)],
    ['plan.docx', docx],
    ...[...office].map(([ending, bytes]): [string, Buffer] => [`plan.${ending}`, bytes]),
    ['plan.rtf', rtfOf(lines)],
    [
      'plan.html',
      Buffer.from(
        `<!doctype html><meta charset="utf-8">${lines.map((line) => `<p>${line.replace(/[<&]/g, ' ')}</p>`).join('\n')}`,
      ),
    ],
    ['plan.pdf', pdf],
    ['scan.pdf', await picturesPdf([page])],
  ]
}

function rtfOf(lines: readonly string[]): Buffer {
  const escaped = (line: string) =>
    line
      .replace(/[\\{}]/g, (sign) => `\\${sign}`)
      .replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0)}?`)
  return Buffer.from(`{\\rtf1\\ansi\\uc1 ${lines.map((line) => `${escaped(line)}\\par`).join('\n')}}`)
}

function measured(rounds: number, path?: string): { milliseconds: number; megabytes: number } {
  const runs = Array.from({ length: rounds }, () => {
    const words = [join(projectRoot, 'bench/format-one.ts'), ...(path === undefined ? [] : [path])]
    const run = spawnSync(process.execPath, words, { encoding: 'utf8' })
    if (run.status !== 0) throw new Error(run.stderr)
    return JSON.parse(run.stdout) as { milliseconds: number; megabytes: number }
  })
  return {
    milliseconds: median(runs.map((run) => run.milliseconds)),
    megabytes: median(runs.map((run) => run.megabytes)),
  }
}

import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractText, getDocumentProxy } from 'unpdf'
import { openArchive } from '../src/document/open/zip.ts'
import { compose, type Composition, type OfficialDocument } from '../src/document/write/index.ts'
import { wordsOf } from '../src/document/write/words.ts'
import { packPart, zipOf } from '../src/document/write/zip.ts'
import { officialData, openPrinter, printPaths, type Printer } from '../src/print/index.ts'
import { hasOffice } from '../test/support/word-plan.ts'
import { processorOf } from './processes.ts'
import { median, requireSame, type Figure } from './support.ts'
import { drawnPlan } from './writing-plans.ts'

/** Documents of a turn, and turns that count. */
const [batch, turns] = [20, 5]
/** One child throughout: a new one would be measured as it begins. */
const whole = { documentsPerChild: 10_000, idleMs: 600_000, timeoutMs: 120_000 }
/** What LibreOffice converts in one call, so that its start weighs little. */
const converted = 60

/**
 * Papers of drawn plans, as PDF and as .docx, by the process that makes them: seconds of the processor, so that what else the
 * machine does weighs little. Bare: Typst setting the same words as plain paragraphs, with the same fonts, standard and tags;
 * and a zip of the very same parts. Then LibreOffice with the same documents.
 */
export async function writing(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lantoa-bench-'))
  writeFileSync(join(folder, 'least.typ'), leastTemplate)
  const ours = openPrinter(whole)
  const bare = openPrinter({ ...whole, paths: { ...printPaths(), templates: folder } })
  try {
    return [await pdfs(ours, bare), await docxs(ours), ...(await office(ours, folder))]
  } finally {
    await Promise.all([ours.close(), bare.close()])
    rmSync(folder, { recursive: true })
  }
}

/** Fonts, size and page of the form; a paragraph for each line of the words. */
const leastTemplate = `#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, date: datetime(year: 2026, month: 1, day: 12))
#set text(font: "Tinos", size: 14pt, lang: "vi", hyphenate: false)
#set page(width: 210mm, height: 297mm, margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 15mm))
#set par(justify: true)
#for line in data.lines { par(line) }
`

/** The words of a composition, a few to a paragraph as they stand on its pages. */
function leastData(composition: Composition): { title: string; lines: string[] } {
  const words = wordsOf(composition)
  const lines: string[] = []
  for (let at = 0; at < words.length; at += 25) lines.push(words.slice(at, at + 25).join(' '))
  return { title: composition.title, lines }
}

async function pdfs(ours: Printer, bare: Printer): Promise<Figure> {
  const first = compose(drawnPlan(1))
  requireSame(
    'words of a plan',
    await wordsIn(await ours.render('official', officialData(first))),
    await wordsIn(await bare.render('least', leastData(first))),
  )
  const speeds = await inTurns(
    (n) => ours.renderPaper(drawnPlan(n), ['pdf']),
    (n) => bare.render('least', leastData(compose(drawnPlan(n)))),
    () => [ours.pid(), bare.pid()],
  )
  return { name: 'documents to PDF, of one core', unit: '/s', ...speeds }
}

async function docxs(ours: Printer): Promise<Figure> {
  const write = (n: number) => docxOf(ours, drawnPlan(n))
  const parts = new Map<number, Part[]>()
  for (let n = 1; n <= batch * (turns + 1); n += 1) parts.set(n, await partsOf(await write(n)))
  const again = zipped(parts.get(1) ?? [])
  requireSame('parts of a .docx', textsOf(parts.get(1) ?? []), textsOf(await partsOf(again)))
  const speeds = await inTurns(
    write,
    (n) => Promise.resolve(zipped(parts.get(n) ?? [])),
    () => [ours.pid(), undefined],
  )
  return { name: 'documents to .docx, of one core', unit: '/s', ...speeds }
}

async function docxOf(printer: Printer, plan: OfficialDocument): Promise<Uint8Array> {
  const [docx] = await printer.renderPaper(plan, ['docx'])
  if (!docx) throw new Error('no .docx was written')
  return docx
}

interface Part {
  name: string
  bytes: Uint8Array
}

function zipped(parts: readonly Part[]): Uint8Array {
  return zipOf(parts.map(({ name, bytes }) => packPart(name, bytes)))
}

/** Documents a second of processor's time, here and in the process that makes them; both sides take turns. */
async function inTurns(
  ours: (n: number) => Promise<unknown>,
  bare: (n: number) => Promise<unknown>,
  children: () => [number | undefined, number | undefined],
): Promise<{ ours: number; bare: number }> {
  const speedOf = async (write: (n: number) => Promise<unknown>, side: 0 | 1, turn: number) => {
    const child = children()[side]
    const spent = () => processorOf([process.pid, ...(child === undefined ? [] : [child])])
    const before = spent()
    for (let i = 1; i <= batch; i += 1) await write(turn * batch + i)
    if (children()[side] !== child) throw new Error('the child was replaced while it was measured')
    return batch / (spent() - before)
  }
  const speeds = { ours: [] as number[], bare: [] as number[] }
  for (let turn = 0; turn <= turns; turn += 1) {
    const [a, b] = [await speedOf(ours, 0, turn), await speedOf(bare, 1, turn)]
    // the first warms up
    if (turn === 0) continue
    speeds.ours.push(a)
    speeds.bare.push(b)
  }
  return { ours: median(speeds.ours), bare: median(speeds.bare) }
}

/** Sorted, without the numbers of pages, which the least template leaves out. */
async function wordsIn(pdf: Uint8Array): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(pdf))
  return text
    .flatMap((page) => page.split(/\s+/))
    .filter((word) => word !== '' && !/^\d$/.test(word))
    .sort()
}

async function partsOf(docx: Uint8Array): Promise<Part[]> {
  const archive = await openArchive(docx)
  return Promise.all(archive.names().map(async (name) => ({ name, bytes: await archive.read(name) })))
}

function textsOf(parts: readonly Part[]): string[] {
  return parts.map(({ name, bytes }) => `${name} ${Buffer.from(bytes).toString('base64')}`)
}

/** PDFs of the same documents: from the composition by us, from the .docx by LibreOffice in one call. */
async function office(ours: Printer, folder: string): Promise<Figure[]> {
  if (!hasOffice) {
    console.log('not run: needs LibreOffice\n')
    return []
  }
  const plans = Array.from({ length: converted }, (_, i) => drawnPlan(i + 1))
  const names = plans.map((_, i) => join(folder, `${i + 1}.docx`))
  for (const [i, plan] of plans.entries()) writeFileSync(names[i] ?? '', await docxOf(ours, plan))
  const begun = performance.now()
  const spent = processorOf([process.pid, ours.pid() ?? 0])
  for (const plan of plans) await ours.renderPaper(plan, ['pdf'])
  const [seconds, processor] = [since(begun), processorOf([process.pid, ours.pid() ?? 0]) - spent]
  const officeBegun = performance.now()
  const officeSpent = processorOf([process.pid])
  await run('soffice', [
    `-env:UserInstallation=file://${folder}/profile`,
    ...['--headless', '--convert-to', 'pdf', '--outdir', folder, ...names],
  ])
  const [officeSeconds, officeProcessor] = [since(officeBegun), processorOf([process.pid]) - officeSpent]
  requireSame(
    'PDFs made by LibreOffice',
    converted,
    readdirSync(folder).filter((name) => name.endsWith('.pdf')).length,
  )
  const name = `PDF of ${converted} documents, beside LibreOffice with their .docx in one call`
  const aim = { times: 0.33 }
  return [
    { name, unit: 's', ours: seconds, bare: officeSeconds, aim },
    { name: `${name}: processor`, unit: 's', ours: processor, bare: officeProcessor, aim },
  ]
}

function since(begun: number): number {
  return (performance.now() - begun) / 1_000
}

async function run(program: string, args: string[]): Promise<void> {
  const child = spawn(program, args, { stdio: 'ignore' })
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new Error(`${program}: exit status ${code ?? 'none'}`)
}

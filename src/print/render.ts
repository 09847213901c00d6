import { availableParallelism } from 'node:os'
import type { OfficialDocument } from '../document/write/index.ts'
import type { PaperFormat, PrintOptions } from './messages.ts'
import { openPrinter, type Printed, type Printer } from './printer.ts'

/** The files of src/print/templates. */
export type TemplateName = 'official' | 'mark' | 'ledger'

/** So many children at most: one for each core, because they give way to everything else, and more than four nobody needs. */
const most = Math.min(4, availableParallelism())

/** Printers for what somebody waits for, and for papers that are made as jobs: neither waits behind the other. */
const pools = { pages: [] as Printer[], papers: [] as Printer[] }
let papersPatienceMs = 0

/**
 * From here on papers are made while nobody else wants the processor: for a server, whose people come first. A paper that
 * gets none for a quarter of a minute is then made with a low priority.
 */
export function makePapersWhenIdle(): void {
  papersPatienceMs = 15_000
}

/** The printer of a pool that is free first. A second one begins only while the first is at work: each costs a process. */
function nextPrinter(pool: keyof typeof pools): Printer {
  const printers = pools[pool]
  const idle = printers.find((printer) => printer.waiting() === 0)
  if (idle) return idle
  if (printers.length < most) {
    const opened = openPrinter(pool === 'papers' ? { patienceMs: papersPatienceMs } : {})
    printers.push(opened)
    return opened
  }
  return printers.reduce((best, printer) => (printer.waiting() < best.waiting() ? printer : best))
}

/** Renders one of our templates over `data` in a printing child of this process. Throws PrintError. */
export function renderPdf(template: TemplateName, data: unknown): Promise<Uint8Array> {
  return nextPrinter('pages').render(template, data)
}

/** The same with what a label of the template holds, or without tags. Throws PrintError. */
export function renderWith(template: TemplateName, data: unknown, options: PrintOptions): Promise<Printed> {
  return nextPrinter('pages').renderWith(template, data, options)
}

/**
 * A document in its official form, as files in the order of `formats`: composed and made by a printing child of this process,
 * which has others to answer meanwhile. Throws PrintError, also where compose would throw RangeError.
 */
export function renderPaper(paper: OfficialDocument, formats: readonly PaperFormat[]): Promise<Uint8Array[]> {
  return nextPrinter('papers').renderPaper(paper, formats)
}

/** Ends the printing children; called when the server stops. A later `renderPdf` starts another. */
export async function closePrinter(): Promise<void> {
  const closing = Object.values(pools).flatMap((printers) => printers.splice(0))
  await Promise.all(closing.map((printer) => printer.close()))
}

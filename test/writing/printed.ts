import type { Composition } from '../../src/document/write/index.ts'
import { officialData, openPrinter, type Printer } from '../../src/print/index.ts'

let printer: Printer | undefined

/** As `composedPdf`, by a printer that waits longer: nothing here is about how fast a page is set on a busy machine. */
export function printed(composition: Composition): Promise<Uint8Array> {
  printer ??= openPrinter({ timeoutMs: 600_000 })
  return printer.render('official', officialData(composition))
}

export async function closePrinted(): Promise<void> {
  await printer?.close()
  printer = undefined
}

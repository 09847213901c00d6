import type { PrintOptions } from './messages.ts'
import { openPrinter, type Printed, type Printer } from './printer.ts'

/** The files of src/print/templates. */
export type TemplateName = 'official' | 'mark'

let printer: Printer | undefined

/** Renders one of our templates over `data` in this process's one printing child. Throws PrintError. */
export function renderPdf(template: TemplateName, data: unknown): Promise<Uint8Array> {
  printer ??= openPrinter()
  return printer.render(template, data)
}

/** The same with what a label of the template holds, or without tags. Throws PrintError. */
export function renderWith(template: TemplateName, data: unknown, options: PrintOptions): Promise<Printed> {
  printer ??= openPrinter()
  return printer.renderWith(template, data, options)
}

/** Ends the printing child; called when the server stops. A later `renderPdf` starts another. */
export async function closePrinter(): Promise<void> {
  const closing = printer
  printer = undefined
  await closing?.close()
}

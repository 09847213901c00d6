export { ledgerWidth, printLedger, type Ledger, type LedgerColumn, type LedgerLine } from './ledger.ts'
export { markPlaces, printMark, type MarkContent, type MarkPlaces } from './mark.ts'
export {
  composedPdf,
  officialData,
  printDocx,
  type SignatureRoom,
  writePdf,
  writePdfToSign,
} from './official.ts'
export { PrintError, openPrinter, type Printer, type PrinterOptions } from './printer.ts'
export { type PrintPaths, printPaths } from './paths.ts'
export { closePrinter, renderPdf, type TemplateName } from './render.ts'
export { drawQr } from './qr.ts'

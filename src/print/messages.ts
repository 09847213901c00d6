import type { OfficialDocument } from '../document/write/index.ts'

/** What parent and child process tell each other. */
export type PrintRequest = PdfRequest | PaperRequest

export interface PdfRequest {
  id: number
  /** name of a .typ file of the templates' folder, without the ending */
  template: string
  /** JSON: reaches the template as a string, never as source */
  data: string
  options: PrintOptions
}

/** A document in its official form. It is composed in the child, whose parent has others to answer. */
export interface PaperRequest {
  id: number
  paper: OfficialDocument
  formats: readonly PaperFormat[]
}

export type PaperFormat = 'docx' | 'pdf'

export interface PrintOptions {
  /** name of a label in the template: what its metadata hold comes back with the PDF */
  label?: string
  /** without tags: for what becomes a part of another page */
  untagged?: boolean
}

/** The files in the order in which they were asked for; `found` is empty for papers. */
export type PrintAnswer =
  { id: number; files: Uint8Array[]; found: unknown[] } | { id: number; error: string }

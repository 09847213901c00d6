import type { Composition } from '../document/write/index.ts'

/** What parent and child process tell each other. */
export type PrintRequest = PdfRequest | DocxRequest

export interface PdfRequest {
  id: number
  /** name of a .typ file of the templates' folder, without the ending */
  template: string
  /** JSON: reaches the template as a string, never as source */
  data: string
  options: PrintOptions
}

export interface DocxRequest {
  id: number
  docx: Composition
}

export interface PrintOptions {
  /** name of a label in the template: what its metadata hold comes back with the PDF */
  label?: string
  /** without tags: for what becomes a part of another page */
  untagged?: boolean
}

/** `found` is empty for a .docx. */
export type PrintAnswer = { id: number; bytes: Uint8Array; found: unknown[] } | { id: number; error: string }

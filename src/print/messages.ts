/** What parent and child process tell each other. */
export interface PrintRequest {
  id: number
  /** name of a .typ file of the templates' folder, without the ending */
  template: string
  /** JSON: reaches the template as a string, never as source */
  data: string
  options: PrintOptions
}

export interface PrintOptions {
  /** name of a label in the template: what its metadata hold comes back with the PDF */
  label?: string
  /** without tags: for what becomes a part of another page */
  untagged?: boolean
}

export type PrintAnswer =
  { id: number; pdf: Uint8Array; archival: boolean; found: unknown[] } | { id: number; error: string }

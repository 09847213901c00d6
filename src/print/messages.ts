/** What parent and child process tell each other. */
export interface PrintRequest {
  id: number
  /** name of a .typ file of the templates' folder, without the ending */
  template: string
  /** JSON: reaches the template as a string, never as source */
  data: string
}

export type PrintAnswer = { id: number; pdf: Uint8Array; archival: boolean } | { id: number; error: string }

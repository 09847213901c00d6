/** What a document file can be, with what it is served as again: a page of the web never as one, so that nothing in it runs here. */
export const formatMimes = {
  txt: 'text/plain; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  doc: 'application/msword',
  odt: 'application/vnd.oasis.opendocument.text',
  rtf: 'application/rtf',
  html: 'application/octet-stream',
  edxml: 'application/octet-stream',
  pdf: 'application/pdf',
  scan: 'application/pdf',
  image: 'application/octet-stream',
} as const

export type DocumentFormat = keyof typeof formatMimes

export const documentFormats = Object.keys(formatMimes) as readonly DocumentFormat[]

/** Objects of a PDF (ISO 32000-1 §7.3) as values. Booleans, numbers, null and arrays are those of JavaScript. */
export type PdfValue =
  null | boolean | number | PdfName | PdfString | PdfRef | PdfValue[] | PdfDict | PdfStream

export interface PdfName {
  kind: 'name'
  name: string
}
export interface PdfString {
  kind: 'string'
  bytes: Uint8Array
  /** where the string stands in the file, from its first bracket to behind its last; null for one of ours */
  span: { start: number; end: number } | null
  hex: boolean
}
export interface PdfRef {
  kind: 'ref'
  number: number
  generation: number
}
export interface PdfDict {
  kind: 'dict'
  entries: Map<string, PdfValue>
}
export interface PdfStream {
  kind: 'stream'
  dict: PdfDict
  /** as it stands, filters not undone */
  data: Uint8Array
}

/** Bytes that are no PDF as the standard has it, or more of it than is read here. */
export class PdfError extends Error {
  readonly code: 'damaged' | 'encrypted'
  constructor(code: PdfError['code'], message: string) {
    super(message)
    this.name = 'PdfError'
    this.code = code
  }
}

export const name = (text: string): PdfName => ({ kind: 'name', name: text })
export const ref = (number: number, generation = 0): PdfRef => ({ kind: 'ref', number, generation })
export const dict = (entries: Record<string, PdfValue>): PdfDict => ({
  kind: 'dict',
  entries: new Map(Object.entries(entries)),
})

/** A text string: ASCII as it is, else UTF-16 with its mark (§7.9.2.2). */
export function textString(text: string): PdfString {
  const isPlain = /^[\x20-\x7e]*$/.test(text)
  const bytes = isPlain
    ? Buffer.from(text, 'latin1')
    : Buffer.concat([Buffer.of(0xfe, 0xff), Buffer.from(text, 'utf16le').swap16()])
  return { kind: 'string', bytes, span: null, hex: !isPlain }
}

/** The words of a text string: UTF-16, UTF-8 (PDF 2.0) or, near enough for names and reasons, Latin-1. */
export function readTextString({ bytes }: PdfString): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes.subarray(2))
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder().decode(bytes)
  return Buffer.from(bytes).toString('latin1')
}

export function isKind<K extends 'name' | 'string' | 'ref' | 'dict' | 'stream'>(
  value: PdfValue | undefined,
  kind: K,
): value is Extract<PdfValue, { kind: K }> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && value.kind === kind
}

export const isNamed = (value: PdfValue | undefined, text: string): boolean =>
  isKind(value, 'name') && value.name === text

/** A value as one string, the same for the same value: to compare, not to write. Streams with their data. */
export function canonical(value: PdfValue): string {
  if (value === null || typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(' ')}]`
  switch (value.kind) {
    case 'name':
      return `/${JSON.stringify(value.name)}`
    case 'string':
      return `<${Buffer.from(value.bytes).toString('hex')}>`
    case 'ref':
      return `${value.number} ${value.generation} R`
    case 'dict':
      return `{${[...value.entries]
        .map(([key, entry]) => `${JSON.stringify(key)} ${canonical(entry)}`)
        .toSorted()
        .join(' ')}}`
    case 'stream':
      return `${canonical(value.dict)}${Buffer.from(value.data).toString('base64')}`
  }
}

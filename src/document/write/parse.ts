import type { Header } from '../model.ts'
import { readText } from '../read/read.ts'
import type { WrittenReading } from './reading.ts'

/** What was given is not what `lantoa read --text` prints: `field` names the first thing that is off, "" the whole. */
export class ReadingError extends Error {
  readonly field: string
  constructor(field: string) {
    super(`not what lantoa read --text prints: ${field || 'the whole'}`)
    this.name = 'ReadingError'
    this.field = field
  }
}

const headerFields: readonly (keyof Header)[] = [
  'parentAgency',
  'agency',
  'number',
  'year',
  'symbol',
  'numberSymbol',
  'place',
  'date',
  'type',
  'subject',
]

/**
 * Takes what JSON holds for a reading. Fields that only a later release prints may be missing; one that is there has its shape.
 * @throws ReadingError
 */
export function parseReading(value: unknown): WrittenReading {
  if (!isObject(value)) throw new ReadingError('')
  const { text, header, sections, addressees, recipients, signer, body } = value
  if (typeof text !== 'string') throw new ReadingError('text')
  if (!isObject(header)) throw new ReadingError('header')
  for (const field of headerFields) if (!isWords(header[field])) throw new ReadingError(`header.${field}`)
  if (
    signer !== null &&
    !(isObject(signer) && [signer['authority'], signer['position'], signer['name']].every(isWords))
  )
    throw new ReadingError('signer')
  const span = (one: unknown): boolean =>
    isObject(one) && isOffset(one['start'], text) && isOffset(one['end'], text) && one['start'] <= one['end']
  const worded = (one: unknown): boolean => span(one) && isObject(one) && typeof one['text'] === 'string'
  const section = (one: unknown): boolean =>
    span(one) &&
    isObject(one) &&
    typeof one['marker'] === 'string' &&
    typeof one['level'] === 'number' &&
    isList(one['paragraphs'], span) &&
    isList(one['sections'], section)
  const lists: [name: string, list: unknown, fits: (one: unknown) => boolean][] = [
    ['sections', sections, section],
    ['addressees', addressees, worded],
    ['recipients', recipients, worded],
    ['body', body ?? [], span],
  ]
  for (const [name, list, fits] of lists) if (!isList(list, fits)) throw new ReadingError(name)
  // Every field was looked at above.
  const reading = value as unknown as WrittenReading
  return { ...reading, body: body === undefined ? readText(text).body : reading.body }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isWords(value: unknown): value is string | null {
  return value === null || typeof value === 'string'
}

function isList(value: unknown, fits: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(fits)
}

function isOffset(value: unknown, text: string): value is number {
  return Number.isInteger(value) && typeof value === 'number' && value >= 0 && value <= text.length
}

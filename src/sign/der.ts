/** Bytes that are no DER, or none of the kind expected. */
export class DerError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'DerError'
  }
}

/** One value of ASN.1: views into the bytes it was read from, nothing copied, nothing encoded again. */
export interface Der {
  /** the identifier byte: class, constructed bit (0x20) and number */
  tag: number
  content: Uint8Array
  /** the whole value with its header, as it stood */
  bytes: Uint8Array
}

/** As deep as values are followed; certificates and signatures need about twelve. */
const maxDepth = 40

/**
 * Reads the value that begins at `start`: DER, and what older programs write of BER (lengths left open, strings in
 * pieces). A value is bounded by its parent: nothing is read beyond `bytes`.
 * @throws DerError
 */
export function readDer(bytes: Uint8Array, start = 0): Der {
  const { from, to, end } = measure(bytes, start, 0)
  return { tag: bytes[start] ?? 0, content: bytes.subarray(from, to), bytes: bytes.subarray(start, end) }
}

function measure(bytes: Uint8Array, start: number, depth: number): { from: number; to: number; end: number } {
  const tag = bytes[start]
  const first = bytes[start + 1]
  if (tag === undefined || first === undefined || depth > maxDepth) throw new DerError('no value here')
  if ((tag & 0x1f) === 0x1f) throw new DerError('tags of several bytes are not used here')
  if (first === 0x80) return measureOpen(bytes, start + 2, depth)
  let length = first
  let from = start + 2
  if (first > 0x80) {
    const size = first & 0x7f
    if (size > 4) throw new DerError('longer than any file')
    length = 0
    for (let i = 0; i < size; i++) length = length * 256 + (bytes[from + i] ?? 0)
    from += size
  }
  if (from + length > bytes.length) throw new DerError('longer than what is there')
  return { from, to: from + length, end: from + length }
}

function measureOpen(bytes: Uint8Array, from: number, depth: number) {
  let at = from
  while (bytes[at] !== 0 || bytes[at + 1] !== 0) at = measure(bytes, at, depth + 1).end
  return { from, to: at, end: at + 2 }
}

/** The values within a constructed value, in order. @throws DerError */
export function parts(value: Der): Der[] {
  if ((value.tag & 0x20) === 0) throw new DerError('no parts')
  const found: Der[] = []
  for (let at = 0; at < value.content.length;) {
    const part = readDer(value.content, at)
    found.push(part)
    at += part.bytes.length
  }
  return found
}

/** The one value within, such as of an explicit tag. @throws DerError */
export function only(value: Der): Der {
  return expectPart(parts(value)[0])
}

/** @throws DerError where there is none, or one of another kind */
export function expectPart(value: Der | undefined, tag?: number): Der {
  if (value === undefined || (tag !== undefined && value.tag !== tag))
    throw new DerError('another value expected')
  return value
}

/** The bytes of an OCTET STRING, also of one in pieces or under an implicit tag. @throws DerError */
export function octets(value: Der): Uint8Array {
  if ((value.tag & 0x20) === 0) return value.content
  return Buffer.concat(parts(value).map(octets))
}

/** Dotted numbers of an OBJECT IDENTIFIER. @throws DerError */
export function readOid(value: Der | undefined): string {
  const { content } = expectPart(value, tags.oid)
  const numbers: number[] = []
  let n = 0
  for (const byte of content) {
    n = n * 128 + (byte & 0x7f)
    if (n > Number.MAX_SAFE_INTEGER) throw new DerError('a number too large')
    if (byte < 0x80) {
      numbers.push(n)
      n = 0
    }
  }
  const [head = 0, ...rest] = numbers
  const top = Math.min(Math.floor(head / 40), 2)
  return [top, head - top * 40, ...rest].join('.')
}

/** A small whole number. @throws DerError */
export function readNumber(value: Der | undefined): number {
  const { content } = expectPart(value, tags.integer)
  if (content.length > 6 || (content[0] ?? 0) > 0x7f) throw new DerError('a number too large')
  return content.reduce((n, byte) => n * 256 + byte, 0)
}

/** UTCTime or GeneralizedTime as an instant. @throws DerError */
export function readTime(value: Der | undefined): Date {
  const { tag, content } = expectPart(value)
  const text = Buffer.from(content).toString('latin1')
  const found = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,](\d{1,9}))?(Z|[+-]\d{4})$/.exec(
    text,
  )
  if (found === null || (tag !== tags.utcTime && tag !== tags.generalizedTime)) throw new DerError('no time')
  const [, years = '', month, day, hour, minute, second = '00', fraction = '0', zone = 'Z'] = found
  if ((years.length === 2) !== (tag === tags.utcTime)) throw new DerError('no time')
  // RFC 5280: two digits from 50 are of the 1900s
  const year = years.length === 4 ? years : Number(years) < 50 ? `20${years}` : `19${years}`
  const offset = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3)}`
  const time = new Date(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3)}${offset}`,
  )
  if (Number.isNaN(time.getTime())) throw new DerError('no time')
  return time
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

/** A value of these parts, each encoded already. */
export function der(tag: number, ...content: Uint8Array[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0)
  const size: number[] = []
  for (let n = length; n > 0; n = Math.floor(n / 256)) size.unshift(n % 256)
  const head = length < 0x80 ? [tag, length] : [tag, 0x80 | size.length, ...size]
  return Buffer.concat([Uint8Array.from(head), ...content])
}

export const sequence = (...content: Uint8Array[]): Buffer => der(tags.sequence, ...content)
/** A SET OF: DER wants its members in the order of their bytes. */
export const setOf = (...content: Uint8Array[]): Buffer =>
  der(tags.set, ...content.toSorted((a, b) => Buffer.compare(a, b)))
export const derNull: Uint8Array = Uint8Array.of(tags.null, 0)

/** A non-negative whole number. */
export function integer(n: number): Buffer {
  const bytes: number[] = []
  for (let rest = n; rest > 0 || bytes.length === 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  if ((bytes[0] ?? 0) > 0x7f) bytes.unshift(0)
  return der(tags.integer, Uint8Array.from(bytes))
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes: number[] = []
  for (const number of [first * 40 + second, ...rest]) {
    const seven: number[] = [number % 128]
    for (let n = Math.floor(number / 128); n > 0; n = Math.floor(n / 128)) seven.unshift((n % 128) | 0x80)
    bytes.push(...seven)
  }
  return der(tags.oid, Uint8Array.from(bytes))
}

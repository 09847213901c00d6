import { PdfError, type PdfValue } from './values.ts'

/** Deeper nesting than any honest file has. */
const maxDepth = 64
/** Longer than any name or number of the standard. */
const maxToken = 4096
/** Longer than any string of a structure: a signature with its certificates and lists of revocation is some 100 kB. */
const maxString = 4 * 1024 * 1024

const isSpace = (byte: number | undefined): boolean =>
  byte === 32 || byte === 10 || byte === 13 || byte === 9 || byte === 12 || byte === 0
const isDelimiter = (byte: number | undefined): boolean =>
  byte !== undefined && '()<>[]{}/%'.includes(String.fromCharCode(byte))
const isEnd = (byte: number | undefined): boolean => byte === undefined || isSpace(byte) || isDelimiter(byte)

/**
 * Reads values one after another from `at`. It looks at bytes, remembers nothing and builds no value twice, so that its
 * time is that of the bytes read.
 */
export class Lexer {
  readonly bytes: Uint8Array
  at: number
  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes
    this.at = at
  }

  /** Goes over white space and comments. */
  skip(): void {
    for (;;) {
      const byte = this.bytes[this.at]
      if (isSpace(byte)) this.at += 1
      else if (byte === 0x25) while (this.at < this.bytes.length && !this.atLineEnd()) this.at += 1
      else return
    }
  }

  private atLineEnd(): boolean {
    return this.bytes[this.at] === 10 || this.bytes[this.at] === 13
  }

  /** Takes this word if it is the next one. */
  takes(word: string): boolean {
    this.skip()
    for (let i = 0; i < word.length; i++) if (this.bytes[this.at + i] !== word.charCodeAt(i)) return false
    if (!isEnd(this.bytes[this.at + word.length])) return false
    this.at += word.length
    return true
  }

  /** A whole number, nothing else. @throws PdfError */
  whole(): number {
    this.skip()
    const token = this.token()
    if (!/^\d{1,15}$/.test(token)) throw this.damaged('a number')
    return Number(token)
  }

  private token(): string {
    const start = this.at
    while (!isEnd(this.bytes[this.at]) && this.at - start < maxToken) this.at += 1
    return Buffer.from(this.bytes.subarray(start, this.at)).toString('latin1')
  }

  damaged(expected: string): PdfError {
    return new PdfError('damaged', `${expected} expected at ${this.at}`)
  }

  /** One value. @throws PdfError */
  value(depth = 0): PdfValue {
    if (depth > maxDepth) throw this.damaged('less nesting')
    this.skip()
    const { bytes, at } = this
    switch (bytes[at]) {
      case 0x2f:
        return this.name()
      case 0x28:
        return this.literal()
      case 0x5b:
        return this.array(depth)
      case 0x3c:
        return bytes[at + 1] === 0x3c ? this.dict(depth) : this.hex()
      default:
        return this.plain()
    }
  }

  private name(): PdfValue {
    this.at += 1
    const token = this.token().replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(parseInt(hex, 16)),
    )
    return { kind: 'name', name: token }
  }

  private array(depth: number): PdfValue[] {
    const found: PdfValue[] = []
    this.at += 1
    for (;;) {
      this.skip()
      if (this.bytes[this.at] === 0x5d) break
      found.push(this.value(depth + 1))
    }
    this.at += 1
    return found
  }

  private dict(depth: number): PdfValue {
    const entries = new Map<string, PdfValue>()
    this.at += 2
    for (;;) {
      this.skip()
      if (this.bytes[this.at] === 0x3e && this.bytes[this.at + 1] === 0x3e) break
      if (this.bytes[this.at] !== 0x2f) throw this.damaged('a name')
      const key = this.name()
      const value = this.value(depth + 1)
      // a key that stands twice is read differently by different programs: that is how pages are swapped
      const { name } = key as { name: string }
      if (entries.has(name)) throw this.damaged('each key once')
      entries.set(name, value)
    }
    this.at += 2
    return { kind: 'dict', entries }
  }

  private hex(): PdfValue {
    const start = this.at
    const end = this.bytes.indexOf(0x3e, start)
    if (end < 0 || end - start > maxString) throw this.damaged('the end of a string')
    const digits = Buffer.from(this.bytes.subarray(start + 1, end))
      .toString('latin1')
      .replace(/\s/g, '')
    if (!/^[0-9A-Fa-f]*$/.test(digits)) throw this.damaged('hexadecimal digits')
    this.at = end + 1
    const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex')
    return { kind: 'string', bytes, span: { start, end: end + 1 }, hex: true }
  }

  private literal(): PdfValue {
    const start = this.at
    const found: number[] = []
    let open = 0
    for (let at = start; at < this.bytes.length && at - start < maxString; at++) {
      const byte = this.bytes[at] ?? 0
      if (byte === 0x5c) {
        const taken = escaped(this.bytes, at + 1)
        found.push(...taken.bytes)
        at += taken.length
        continue
      }
      if (byte === 0x28 && open++ === 0) continue
      if (byte === 0x29 && --open === 0) {
        this.at = at + 1
        return { kind: 'string', bytes: Uint8Array.from(found), span: { start, end: this.at }, hex: false }
      }
      found.push(byte)
    }
    throw this.damaged('the end of a string')
  }

  private plain(): PdfValue {
    const token = this.token()
    if (token === 'true' || token === 'false') return token === 'true'
    if (token === 'null') return null
    if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(token)) throw this.damaged('a value')
    const number = Number(token)
    if (!/^\d{1,10}$/.test(token)) return number
    return this.reference(number) ?? number
  }

  /** What goes on behind a whole number: "0 R" makes it a reference. */
  private reference(number: number): PdfValue | null {
    const before = this.at
    this.skip()
    const generation = this.token()
    if (/^\d{1,5}$/.test(generation) && this.takes('R'))
      return { kind: 'ref', number, generation: Number(generation) }
    this.at = before
    return null
  }
}

const letters: Record<string, number> = { n: 10, r: 13, t: 9, b: 8, f: 12 }

/** What a backslash means with what stands behind it (§7.3.4.2). */
function escaped(bytes: Uint8Array, at: number): { bytes: number[]; length: number } {
  const octal = /^[0-7]{1,3}/.exec(Buffer.from(bytes.subarray(at, at + 3)).toString('latin1'))?.[0]
  if (octal !== undefined) return { bytes: [parseInt(octal, 8) & 255], length: octal.length }
  const byte = bytes[at]
  if (byte === undefined) return { bytes: [], length: 1 }
  if (byte === 13) return { bytes: [], length: bytes[at + 1] === 10 ? 2 : 1 }
  if (byte === 10) return { bytes: [], length: 1 }
  return { bytes: [letters[String.fromCharCode(byte)] ?? byte], length: 1 }
}

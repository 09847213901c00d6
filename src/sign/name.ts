import { type Der, DerError, parts, readOid } from './der.ts'

/** Who a certificate names, as people read it. Texts are in NFC, without control characters. */
export interface SignName {
  /** the name to call it by: common name, else organisation, else the whole */
  short: string
  /** every part in the order of the certificate: `CN=…, O=…` */
  full: string
  organisation: string | null
}

const known: Record<string, string> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'GN',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'email',
}

/** Reads a Name of X.501. @throws DerError */
export function readName(name: Der): SignName {
  const found = parts(name)
    .flatMap(parts)
    .map((pair) => {
      const [type, value] = parts(pair)
      const id = readOid(type)
      return { type: known[id] ?? id, text: readText(value) }
    })
  const full = found.map(({ type, text }) => `${type}=${text}`).join(', ')
  const first = (type: string): string | null => found.find((part) => part.type === type)?.text ?? null
  const organisation = first('O')
  return { short: first('CN') ?? organisation ?? full, full, organisation }
}

/** The strings of X.520, whichever alphabet they came in: Vietnamese is found as UTF8String and as BMPString. */
function readText(value: Der | undefined): string {
  if (value === undefined) throw new DerError('a name without words')
  return decode(value)
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, ' ')
    .normalize('NFC')
    .trim()
}

function decode({ tag, content }: Der): string {
  if (tag === 0x1e) return new TextDecoder('utf-16be').decode(content)
  if (tag === 0x1c) {
    const view = new DataView(content.buffer, content.byteOffset, content.length & ~3)
    let text = ''
    for (let at = 0; at < view.byteLength; at += 4) {
      const point = view.getUint32(at)
      text += point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd'
    }
    return text
  }
  // what old programs call T61 or printable is UTF-8 or Latin-1 in practice
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    return Buffer.from(content).toString('latin1')
  }
}

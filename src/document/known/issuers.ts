import { fold, normalise } from '../text/normalise.ts'
import { symbolKey } from './keys.ts'
import type { CitingContext, PlaceName } from './model.ts'

interface IssuerName {
  /** the body without the person who signs for it, folded and spelt out: `uy ban nhan dan`, `so giao duc va dao tao` */
  body: string
  place: PlaceName | null
}

const kinds = 'tinh|thanh pho|huyen|quan|thi xa|thi tran|phuong|xa'
const heads =
  /^(?:bo truong|giam doc|chu tich|tong giam doc|cuc truong|truong|hieu truong|chanh|thong doc|tong thanh tra)\s+(?=(?:bo|so|uy ban|hoi dong|tong cuc|cuc|phong|truong|van phong|ngan hang|thanh tra|ban)\b)/

/** An issuer's name folded, usual abbreviations spelt out, signs gone. */
function spellOut(name: string): string {
  return fold(normalise(name).text)
    .replace(/\bgd\s*(?:&|-|va)?\s*dt\b/g, 'giao duc va dao tao')
    .replace(/\bubnd\b/g, 'uy ban nhan dan')
    .replace(/\bhdnd\b/g, 'hoi dong nhan dan')
    .replace(/\bubtvqh\b/g, 'uy ban thuong vu quoc hoi')
    .replace(/\bttg(?:\s*cp)?\b/g, 'thu tuong chinh phu')
    .replace(/\btp\b\.?/g, 'thanh pho ')
    .replace(/\btx\b\.?/g, 'thi xa ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .replace(/^thu tuong$/, 'thu tuong chinh phu')
    .replace(/^bch trung uong/, 'ban chap hanh trung uong')
}

function readIssuer(name: string): IssuerName {
  const words = spellOut(name).replace(heads, '')
  // "Tỉnh ủy Thừa Thiên Huế", "Huyện ủy": the kind stands inside the body's name.
  const party = /^(tinh|thanh|huyen|quan|thi|dang) uy(?:\s+(.+))?$/.exec(words)
  if (party) {
    const kind = { tinh: 'tinh', thanh: 'thanh pho', huyen: 'huyen', quan: 'quan', thi: 'thi xa', dang: '' }[
      party[1] ?? 'dang'
    ]
    const rest = (party[2] ?? '').replace(new RegExp(`^(?:${kinds})\\s+`), '')
    return { body: 'cap uy', place: { kind: kind ?? '', name: rest } }
  }
  const placed = new RegExp(`^(.*?)\\s*\\b(${kinds})\\b(?:\\s+(.*))?$`).exec(words)
  if (placed) return { body: placed[1] ?? '', place: { kind: placed[2] ?? '', name: placed[3] ?? '' } }
  const committee = /^(uy ban nhan dan|hoi dong nhan dan)\s*(.*)$/.exec(words)
  if (committee) return { body: committee[1] ?? '', place: { kind: '', name: committee[2] ?? '' } }
  return { body: words, place: null }
}

/** Whether two names are one body: `same`, `other`, or `open` where a place is not said and the context does not say it either. */
export type Likeness = 'same' | 'open' | 'other'

/**
 * @param cited as the citation names the issuer; null where it does not
 * @param known as the register has it
 * @param symbol of the citation: a central body's symbol says who issues
 */
export function likenessOfIssuers(
  cited: string | null,
  known: string,
  symbol: string | null,
  context: CitingContext,
): Likeness {
  const right = readIssuer(known)
  if (cited === null)
    return right.place === null && isCentral(symbol) ? 'same' : byContext(null, right, context)
  const left = readIssuer(cited)
  if (left.body !== right.body) return bodiesMeet(left.body, right.body, context)
  if (left.place === null && right.place === null) return 'same'
  return byContext(left.place, right, context)
}

/** "Sở Giáo dục và Đào tạo Đồng Xanh" of "Sở Giáo dục và Đào tạo": the place stands without its kind. */
function bodiesMeet(left: string, right: string, context: CitingContext): Likeness {
  const [long, short] = left.length > right.length ? [left, right] : [right, left]
  if (
    short === '' ||
    !long.startsWith(`${short} `) ||
    !/^(?:so|phong|truong|chi cuc|trung tam)\b/.test(short)
  )
    return 'other'
  const rest = long.slice(short.length + 1)
  if (context.places.some((place) => place.name === rest)) return 'same'
  return /^(?:va|ve|cac)\b/.test(rest) ? 'other' : 'open'
}

function byContext(cited: PlaceName | null, known: IssuerName, context: CitingContext): Likeness {
  const { place } = known
  if (place === null) return cited === null || (cited.kind === '' && cited.name === '') ? 'open' : 'other'
  const kind = cited?.kind ?? ''
  const name = cited?.name ?? ''
  if (kind !== '' && place.kind !== '' && kind !== place.kind) return 'other'
  if (name !== '' && place.name !== '') return name === place.name ? 'same' : 'other'
  // Not said in full: the places of the citing agency say it, if it has one of this kind.
  const wanted = place.kind === '' ? kind : place.kind
  const near = context.places.filter((p) => p.kind === '' || wanted === '' || p.kind === wanted)
  if (near.some((p) => p.name === place.name)) return 'same'
  return kind !== '' && near.some((p) => p.kind === kind) ? 'other' : 'open'
}

const centralSymbols =
  /(?:cp|ttg|hdbt|ctn|qh\d{0,2}|ubtvqh\d{0,2}|tw|vpcp|bnv|bgddt|btp|btc|btttt|bkhcn|bca|bqp|byt|bxd|ttcp|btcctu)$/

/** Whether only one body in the country issues under such a symbol. */
export function isCentral(symbol: string | null): boolean {
  return symbol !== null && centralSymbols.test(symbolKey(symbol))
}

/** The places that an agency's name and those above it say: `UBND huyện Phong Điền` has `{ kind: 'huyen', name: 'phong dien' }`. */
export function placesOf(names: readonly (string | null)[]): PlaceName[] {
  return names.flatMap((name) => {
    const place = name === null ? null : readIssuer(name).place
    return place === null || place.name === '' ? [] : [place]
  })
}

import type { Random } from './random.ts'
import type { Cited } from './truth.ts'
import { dayWords, isoDay } from './truth.words.ts'

/** A mention as it is written, its citation between U+E000 and U+E001, and what it must be read as. */
export interface Mentioned {
  words: string
  cited: Cited
}

interface Family {
  type: string
  symbol: (random: Random, year: number) => string
  issuers: readonly string[]
}

const n = (random: Random, most = 999) => String(random.int(1, most)).padStart(2, '0')

/** The families of numbers and symbols that documents of this field have. */
const families: readonly Family[] = [
  { type: 'Nghị định', symbol: (r, y) => `${n(r, 170)}/${y}/NĐ-CP`, issuers: ['Chính phủ'] },
  {
    type: 'Nghị quyết',
    symbol: (r) => `${n(r, 150)}${r.pick(['', '', 'c', 'đ'])}/NQ-CP`,
    issuers: ['Chính phủ'],
  },
  { type: 'Nghị quyết', symbol: (r) => `66.${r.int(1, 18)}/2025/NQ-CP`, issuers: ['Chính phủ'] },
  {
    type: 'Nghị quyết',
    symbol: (r, y) => `${n(r, 60)}/${y}/NQ-HĐND`,
    issuers: ['Hội đồng nhân dân tỉnh', 'HĐND tỉnh'],
  },
  {
    type: 'Nghị quyết',
    symbol: (r) => `${n(r, 60)}-NQ/TW`,
    issuers: ['Ban Chấp hành Trung ương', 'Bộ Chính trị'],
  },
  {
    type: 'Chương trình',
    symbol: (r) => `${n(r, 60)}-CTr/TU`,
    issuers: ['Tỉnh ủy', 'Ban Thường vụ Tỉnh ủy'],
  },
  { type: 'Quyết định', symbol: (r) => `${n(r, 2200)}/QĐ-TTg`, issuers: ['Thủ tướng Chính phủ'] },
  {
    type: 'Quyết định',
    symbol: (r, y) => `${n(r, 60)}/${y}/QĐ-UBND`,
    issuers: ['Ủy ban nhân dân tỉnh', 'UBND thành phố'],
  },
  {
    type: 'Quyết định',
    symbol: (r) => `0${n(r, 900)}/QĐ-BNV`,
    issuers: ['Bộ Nội vụ', 'Bộ trưởng Bộ Nội vụ'],
  },
  { type: 'Thông tư', symbol: (r, y) => `${n(r, 50)}/${y}/TT-BGDĐT`, issuers: ['Bộ Giáo dục và Đào tạo'] },
  {
    type: 'Thông tư liên tịch',
    symbol: (r, y) => `${n(r, 50)}/${y}/TTLT-BNV-BTC`,
    issuers: ['Bộ Nội vụ và Bộ Tài chính'],
  },
  { type: 'Kế hoạch', symbol: (r) => `${n(r, 400)}/KH-UBND`, issuers: ['Ủy ban nhân dân huyện Kim Lâm'] },
  { type: 'Chỉ thị', symbol: (r) => `${n(r, 40)}/CT-TTg`, issuers: ['Thủ tướng Chính phủ'] },
  { type: 'Công văn', symbol: (r) => `${n(r, 9000)}/VPCP-KGVX`, issuers: ['Văn phòng Chính phủ'] },
  { type: 'Công văn', symbol: (r) => `${n(r, 3000)}/SNV-CCHC&PC`, issuers: ['Sở Nội vụ'] },
  { type: 'Công văn', symbol: (r) => `${n(r, 3000)}/SGDĐT-QLCL-CDNTT`, issuers: ['Sở Giáo dục và Đào tạo'] },
  { type: 'Công điện', symbol: (r) => `${n(r, 130)}/CĐ-TTg`, issuers: ['Thủ tướng Chính phủ'] },
  { type: 'Thông báo', symbol: (r) => `${n(r, 400)}/TB-VPCP`, issuers: ['Văn phòng Chính phủ'] },
  { type: 'Báo cáo', symbol: (r) => `${n(r, 400)}/BCTĐ-STP`, issuers: ['Sở Tư pháp'] },
  { type: 'Tờ trình', symbol: (r) => `${n(r, 900)}/TTr-SNV`, issuers: ['Sở Nội vụ'] },
]

interface Wanted {
  relation: Cited['relation']
  tail: 'day-issuer' | 'issuer-day' | 'day'
  /** the type, where only one will do */
  family?: string
  issuer?: string
  /** a later item of a list: it begins at its digits */
  bare?: boolean
  /** the word before the number; drawn where not given */
  head?: string
}

export function citation(random: Random, wanted: Wanted): Mentioned {
  const of = families.filter((family) => wanted.family === undefined || family.type === wanted.family)
  const family = random.pick(of)
  const day = { d: random.int(1, 28), m: random.int(1, 12), y: random.int(2004, 2025) }
  const numberSymbol = family.symbol(random, day.y)
  const issuer = wanted.issuer ?? random.pick(family.issuers)
  const number = wanted.head ?? random.pick(['số', 'số', 'số', 'số:', ''])
  const head = wanted.bare ? '' : `${family.type} ${number === '' ? '' : `${number} `}`
  const written = `\ue000${head}${numberSymbol}\ue001`
  const when = dayOf(random, day)
  const behind =
    wanted.tail === 'day'
      ? ` ${when}`
      : wanted.tail === 'issuer-day'
        ? ` của ${issuer} ${when}`
        : ` ${when} của ${issuer}`
  return {
    words: written + behind,
    cited: {
      type: family.type,
      numberSymbol,
      title: null,
      date: isoDay(day),
      issuer,
      relation: wanted.relation,
    },
  }
}

const titles = [
  ['Luật', 'Tổ chức chính quyền địa phương'],
  ['Luật', 'Cán bộ, công chức'],
  ['Luật', 'Ban hành văn bản quy phạm pháp luật'],
  ['Luật', 'Giáo dục'],
  ['Luật', 'sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương'],
  ['Bộ luật', 'Lao động'],
  ['Pháp lệnh', 'Ưu đãi người có công với cách mạng'],
] as const

export function lawCitation(random: Random, { relation }: Pick<Wanted, 'relation'>): Mentioned {
  const [type, title] = random.pick(titles)
  const day = { d: random.int(1, 28), m: random.int(1, 12), y: random.int(2004, 2025) }
  if (type === 'Luật' && random.chance(0.25)) {
    const numberSymbol = `${n(random, 90)}/${day.y}/QH${random.int(11, 15)}`
    const words = `\ue000${type} ${title} số ${numberSymbol}\ue001 ${dayOf(random, day)}`
    return { words, cited: { type, numberSymbol, title, date: isoDay(day), issuer: null, relation } }
  }
  return {
    words: `\ue000${type} ${title}\ue001 ${dayOf(random, day)}`,
    cited: { type, numberSymbol: null, title, date: isoDay(day), issuer: null, relation },
  }
}

/** The day as one of the ways in which it is written. */
function dayOf(random: Random, day: { d: number; m: number; y: number }): string {
  const dd = String(day.d).padStart(2, '0')
  const mm = String(day.m).padStart(2, '0')
  return random.pick([
    dayWords(day),
    dayWords(day),
    `ngày ${dd}/${mm}/${day.y}`,
    `ngày ${day.d}/${day.m}/${day.y}`,
    `ngày ${dd}-${mm}-${day.y}`,
    `ngày ${day.d}.${day.m}.${day.y}`,
    `ngày ${dd} tháng${mm} năm ${day.y}`,
  ])
}

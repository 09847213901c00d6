import type { Relation } from '../../src/document/index.ts'
import { makeBody } from './truth.body.ts'
import type { Random } from './random.ts'
import { agencyOf, dayWords, makePlace, names, type Place } from './truth.words.ts'

/** What a made-up document says, before it is laid out and spoiled. Signs U+E000 and U+E001 in texts open and close its citations. */
export interface Truth {
  agencies: readonly string[][]
  parentAgency: string | null
  agency: string
  party: boolean
  number: string | null
  year: string | null
  symbol: string
  partyStyle: boolean
  place: string
  /** null where a draft leaves the day blank */
  day: { d: number; m: number; y: number } | null
  type: string
  letter: boolean
  /** the subject's lines; a letter's begin behind "V/v" */
  subject: string
  addressees: readonly string[]
  enacting: string | null
  paragraphs: readonly string[]
  citations: readonly Cited[]
  sections: readonly string[]
  recipients: readonly { text: string; purpose: string | null }[]
  signer: { authority: string | null; position: readonly string[]; name: string }
}

export interface Cited {
  type: string
  numberSymbol: string | null
  title: string | null
  date: string | null
  issuer: string | null
  relation: Relation | null
}

const types: readonly (readonly [name: string, short: string])[] = [
  ['Quyết định', 'QĐ'],
  ['Kế hoạch', 'KH'],
  ['Báo cáo', 'BC'],
  ['Tờ trình', 'TTr'],
  ['Thông báo', 'TB'],
  ['Chỉ thị', 'CT'],
  ['Hướng dẫn', 'HD'],
  ['Chương trình', 'CTr'],
  ['Nghị quyết', 'NQ'],
]
/** Less frequent types of Decree 30/2020, of one document in six. */
const rareTypes: readonly (readonly [name: string, short: string])[] = [
  ['Phương án', 'PA'],
  ['Đề án', 'ĐA'],
  ['Quy định', 'QyĐ'],
  ['Công điện', 'CĐ'],
  ['Giấy mời', 'GM'],
  ['Thông cáo', 'TC'],
  ['Biên bản', 'BB'],
  ['Hợp đồng', 'HĐ'],
  ['Bản thỏa thuận', 'BTT'],
  ['Bản ghi nhớ', 'BGN'],
  ['Giấy ủy quyền', 'GUQ'],
  ['Giấy giới thiệu', 'GGT'],
  ['Phiếu chuyển', 'PC'],
  ['Phiếu gửi', 'PG'],
  ['Quy chế', 'QC'],
]
const subjects = [
  'Triển khai công tác cải cách hành chính năm 2024 trên địa bàn',
  'Tuyên truyền cải cách hành chính giai đoạn 2021 - 2025',
  'Về việc ban hành Quy chế tiếp nhận, xử lý phản ánh, kiến nghị của tổ chức và cá nhân',
  'Về việc kiện toàn Tổ công tác đẩy mạnh giải quyết thủ tục hành chính trên môi trường điện tử của cơ quan',
  'Kết quả kiểm tra công vụ, kỷ luật, kỷ cương hành chính Quý II',
  'Phê duyệt danh mục thủ tục hành chính thực hiện tiếp nhận không phụ thuộc vào địa giới hành chính, mức độ 2',
  'Tổ chức Hội thi “Tìm hiểu cải cách hành chính” lần thứ III',
  'Khắc phục hạn chế, nâng cao chỉ số hài lòng của người dân đối với sự phục vụ',
]

/** One document. `draft` leaves number or day blank, as drafts do. */
export function makeTruth(random: Random, draft: boolean): Truth {
  const place = makePlace(random)
  const party = random.chance(0.12)
  const office = agencyOf(random, place, party)
  const letter = !party && random.chance(0.3)
  const [type, short] = letter
    ? ['Công văn', '']
    : random.pick(!party && random.chance(0.17) ? rareTypes : types)
  const subject = subjectOf(random, place, letter)
  const normative = type === 'Quyết định' && office.council && random.chance(0.4)
  const blankNumber = draft && random.chance(0.8)
  const day = { d: random.int(1, 28), m: random.int(1, 12), y: random.int(2006, 2025) }
  const body = makeBody(random, { place, letter, type, agency: office })
  const desk = random.pick(['KGVX', 'NC', 'VP', 'CCHC', 'TCCB', 'KTTH', 'QLCL', 'CCHC&PC'])
  return {
    agencies: office.lines,
    parentAgency: office.parent,
    agency: office.name,
    party,
    number: blankNumber ? null : String(random.int(1, 4200)).padStart(2, '0'),
    year: normative ? String(day.y) : null,
    symbol: party
      ? `${short}/${office.short}`
      : letter
        ? `${office.short}-${desk}`
        : `${short}-${office.short}`,
    partyStyle: party,
    place: place.seat,
    day: draft && random.chance(0.8) ? null : day,
    type,
    letter,
    subject,
    addressees: letter || type === 'Tờ trình' ? random.some(addressees(place), random.int(1, 3)) : [],
    enacting: type === 'Quyết định' || type === 'Nghị quyết' ? office.enacting : null,
    paragraphs: body.paragraphs,
    citations: body.citations,
    sections: body.sections,
    recipients: recipientsOf(random, place, letter, desk),
    signer: {
      authority: office.authority,
      position: random.pick(office.positions),
      name: `${random.pick(names.family)} ${random.pick(names.middle)} ${random.pick(names.given)}`,
    },
  }
}

function subjectOf(random: Random, place: Place, letter: boolean): string {
  const words = random.pick(subjects).replace('trên địa bàn', `trên địa bàn ${place.level} ${place.name}`)
  if (!letter) return words
  const bare = words.replace(/^Về việc /, '')
  return bare.charAt(0).toLowerCase() + bare.slice(1)
}

const addressees = ({ level, name }: Place) => [
  `Ủy ban nhân dân ${level} ${name}`,
  'Sở Nội vụ',
  'Các cơ quan chuyên môn thuộc Ủy ban nhân dân',
  'Ủy ban nhân dân các xã, phường',
]

function recipientsOf(random: Random, place: Place, letter: boolean, desk: string): Truth['recipients'] {
  const said: readonly (readonly [words: string, purpose: string | null])[] = [
    [' (để b/c)', 'report'],
    [' (báo cáo)', 'report'],
    [' (để t/h)', 'carry out'],
    [' (để thực hiện)', 'carry out'],
    [' (để biết)', 'know'],
    ['', null],
    ['', null],
    ['', null],
  ]
  const whom = [
    `Thường trực Tỉnh ủy ${place.name}`,
    'Sở Nội vụ',
    'CT, các PCT UBND',
    'Các phòng, ban, đơn vị',
    'UBND các xã, phường, thị trấn',
    'Cổng thông tin điện tử',
    'Các trường MN, TH, THCS trực thuộc',
    'Đài Phát thanh và Truyền hình',
    'Các Sở: Nội vụ, Tài chính, Giáo dục và Đào tạo',
    'VPUB: CVP, PCVP, KTTH',
    'Website trường',
  ]
  const order = random.pick(['Như Điều 3', 'Như kính gửi'])
  const first =
    !letter && random.chance(0.2)
      ? [{ text: order, purpose: order === 'Như Điều 3' ? 'carry out' : null }]
      : letter
        ? [{ text: 'Như trên', purpose: null }]
        : []
  const middle = random.some(whom, random.int(2, 6)).map((text) => {
    const [words, purpose] = random.pick(said)
    return { text: `${text}${words}`, purpose }
  })
  const kept = random.pick([
    `Lưu: VT, ${desk}`,
    `Lưu: VT, ${desk}`,
    `Lưu: VT, ${desk} (Ha)`,
    'Lưu VT',
    'Lưu: VT, hồ sơ',
  ])
  return [...first, ...middle, { text: kept, purpose: 'archive' }]
}

/** "ngày 05 tháng 3 năm 2021", as the line of place and date has it. */
export function dateLine(day: NonNullable<Truth['day']>): string {
  return dayWords(day)
}

/** The document's number and symbol as they are cited. */
export function numberSymbolOf({ number, year, symbol, partyStyle }: Truth): string | null {
  if (number === null) return null
  return `${number}${year === null ? '' : `/${year}`}${partyStyle ? '-' : '/'}${symbol}`
}

import { formFor } from './forms.ts'
import type { Block, OfficialDocument, OfficialSigner } from './source.ts'

/** A type of Decree 30/2020/NĐ-CP, Article 7, with the abbreviation of its Appendix III; an official letter and an open letter have none. */
export interface OfficialType {
  name: string
  abbreviation: string | null
  /** how Appendix III sets out its body: by articles, by parts, or plain paragraphs */
  layout: 'articles' | 'parts' | 'paragraphs'
}

const types: readonly (readonly [string, string | null, OfficialType['layout']])[] = [
  ['Nghị quyết', 'NQ', 'articles'],
  ['Quyết định', 'QĐ', 'articles'],
  ['Chỉ thị', 'CT', 'parts'],
  ['Quy chế', 'QC', 'articles'],
  ['Quy định', 'QyĐ', 'articles'],
  ['Thông cáo', 'TC', 'paragraphs'],
  ['Thông báo', 'TB', 'parts'],
  ['Hướng dẫn', 'HD', 'parts'],
  ['Chương trình', 'CTr', 'parts'],
  ['Kế hoạch', 'KH', 'parts'],
  ['Phương án', 'PA', 'parts'],
  ['Đề án', 'ĐA', 'parts'],
  ['Dự án', 'DA', 'parts'],
  ['Báo cáo', 'BC', 'parts'],
  ['Biên bản', 'BB', 'parts'],
  ['Tờ trình', 'TTr', 'parts'],
  ['Hợp đồng', 'HĐ', 'articles'],
  ['Công văn', null, 'paragraphs'],
  ['Công điện', 'CĐ', 'paragraphs'],
  ['Bản ghi nhớ', 'BGN', 'articles'],
  ['Bản thỏa thuận', 'BTT', 'articles'],
  ['Giấy ủy quyền', 'GUQ', 'paragraphs'],
  ['Giấy mời', 'GM', 'paragraphs'],
  ['Giấy giới thiệu', 'GGT', 'paragraphs'],
  ['Giấy nghỉ phép', 'GNP', 'paragraphs'],
  ['Phiếu gửi', 'PG', 'paragraphs'],
  ['Phiếu chuyển', 'PC', 'paragraphs'],
  ['Phiếu báo', 'PB', 'paragraphs'],
  ['Thư công', null, 'paragraphs'],
]

/** The 29 types of Article 7. */
export const officialTypes: readonly OfficialType[] = types.map(([name, abbreviation, layout]) => ({
  name,
  abbreviation,
  layout,
}))

/** Who issues, as every ready form needs it. */
export interface Letterhead {
  parentAgency: string | null
  agency: string
  /** the agency's registered abbreviation: "PGDĐT" */
  abbreviation: string
  /** the abbreviation of the desk that drafts: an official letter's symbol ends so, and "Lưu: VT, …" */
  desk: string
  place: string
  /** `YYYY-MM-DD`, null for a draft */
  date: string | null
  signer: OfficialDocument['signer']
}

/**
 * A draft of a type as its ready form has it: symbol, empty places for what the type asks for, "Lưu: VT, …" last. The
 * caller fills subject, bases and body.
 * @throws RangeError for a type that is not of the list
 */
export function readyForm(type: string, head: Letterhead): OfficialDocument {
  const found = officialTypes.find(({ name }) => name === type)
  if (!found) throw new RangeError(`not a type of Decree 30/2020/NĐ-CP, Article 7: ${type}`)
  const { abbreviation, layout } = found
  const letter = type === 'Công văn'
  const decides = type === 'Quyết định' || type === 'Nghị quyết'
  return {
    form: formFor(head.date, false),
    header: {
      parentAgency: head.parentAgency,
      agency: head.agency,
      number: null,
      symbol:
        abbreviation === null ? `${head.abbreviation}-${head.desk}` : `${abbreviation}-${head.abbreviation}`,
      place: head.place,
      date: head.date,
      type: letter ? '' : type,
      subject: '',
    },
    // cell 9a: official letters, submissions, reports to a superior; a telegram names whom it calls
    addressees: [],
    enacting: decides ? enactingOf(head) : null,
    bases: [],
    opening: decides ? `${type}:` : null,
    body: layout === 'articles' ? articles(decides) : [],
    recipients: [
      ...(letter ? [{ text: 'Như trên', purpose: null }] : []),
      { text: `Lưu: VT, ${head.desk}`, purpose: 'archive' },
    ],
    signer: head.signer,
    beside: besideOf(type),
  }
}

/** The power to decide is the head's ("Trưởng phòng Giáo dục và Đào tạo"), or the body's whom the signer signs for. */
function enactingOf({ agency, signer }: Letterhead): string {
  if (/^TM\./i.test(signer.authority ?? '')) return agency
  const head = signer.deputyOf ?? signer.position
  const last = head.split(' ').at(-1) ?? ''
  const repeats = agency.toLocaleLowerCase('vi').startsWith(`${last.toLocaleLowerCase('vi')} `)
  return `${head} ${repeats ? agency.slice(last.length + 1) : agency}`
}

/** Minutes are signed by the secretary too, contracts and agreements by the other party. */
function besideOf(type: string): OfficialSigner | null {
  if (type === 'Biên bản') return { authority: null, position: 'Thư ký', name: null }
  if (type === 'Hợp đồng' || type === 'Bản thỏa thuận' || type === 'Bản ghi nhớ')
    return { authority: null, position: 'Đại diện bên A', name: null }
  return null
}

function articles(decides: boolean): Block[] {
  const article = (n: number, title: string): Block => ({
    kind: 'section',
    level: 1,
    marker: `Điều ${n}`,
    title,
    children: [],
  })
  return decides
    ? [article(1, ''), article(2, ''), article(3, 'Quyết định này có hiệu lực kể từ ngày ký.')]
    : [article(1, ''), article(2, '')]
}

/** What an official letter that puts right an issued document speaks of: errors of form only (Decree 30/2020, Article 18). */
export interface Correction {
  type: string
  numberSymbol: string
  /** `YYYY-MM-DD` */
  date: string
  subject: string
  errors: { where: string; written: string; right: string }[]
}

/** The letter of correction ("đính chính"), to whom the document went. */
export function correctionLetter(
  head: Letterhead,
  addressees: string[],
  { type, numberSymbol, date, subject, errors }: Correction,
): OfficialDocument {
  const day = date.split('-').reverse().join('/')
  const named = `${type} số ${numberSymbol} ngày ${day}`
  const about = `${subject.charAt(0).toLocaleLowerCase('vi')}${subject.slice(1)}`
  return {
    ...readyForm('Công văn', head),
    header: { ...readyForm('Công văn', head).header, subject: `đính chính ${named}` },
    addressees,
    body: [
      {
        kind: 'paragraph',
        text: `Ngày ${day}, ${head.agency} ban hành ${type} số ${numberSymbol} về ${about.replace(/^về (việc )?/, '')}. Do sơ suất trong khâu soạn thảo, ${head.agency} đính chính như sau:`,
      },
      ...errors.map(({ where, written, right }): Block => ({
        kind: 'paragraph',
        text: `- Tại ${where}: đã ghi “${written}”, nay sửa lại là “${right}”.`,
      })),
      { kind: 'paragraph', text: `Các nội dung khác của ${named} không thay đổi.` },
    ],
  }
}

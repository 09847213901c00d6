import type { FormId } from './source.ts'

export type StyleName =
  'basis' | 'paragraph' | 'chapter' | 'part' | 'item' | 'article' | 'decides' | 'caption'

export interface TextStyle {
  /** what Word shows in its list of styles */
  label: string
  align: 'justify' | 'center'
  /** first line indented */
  indent: boolean
  bold: boolean
  italic: boolean
  /** keeps with what follows: a heading never ends a page */
  keepNext: boolean
}

/** Lengths in millimetres, font sizes and line distances in points. */
export interface Form {
  font: string
  page: {
    width: number
    height: number
    top: number
    bottom: number
    left: number
    right: number
    header: number
  }
  /** the two columns of the head: agency | national title */
  headColumns: [number, number]
  /** the two columns of the end: recipients | signature */
  endColumns: [number, number]
  nation: string
  motto: string
  size: {
    nation: number
    motto: number
    agency: number
    number: number
    placeDate: number
    letterSubject: number
    type: number
    subject: number
    body: number
    pageNumber: number
    recipientsHeading: number
    recipients: number
    signer: number
  }
  /** baseline to baseline in the body, exact */
  line: number
  /** space after a paragraph of the body */
  gap: number
  firstLine: number
  /** room for signature and seal between position and name */
  signatureRoom: number
  /** rule under agency and subject as a share of the text's width */
  rule: number
  words: {
    number: string
    day: string
    month: string
    year: string
    addressees: string
    about: string
    recipients: string
    end: string
    deputyFor: string
    annex: string
    annexOf: string
    of: string
  }
  styles: Record<StyleName, TextStyle>
}

const body: TextStyle = {
  label: 'Nội dung',
  align: 'justify',
  indent: true,
  bold: false,
  italic: false,
  keepNext: false,
}
const headline: TextStyle = { ...body, bold: true, keepNext: true }

/** Decree 30/2020/NĐ-CP, Appendix I: where it leaves a range, the value most offices use. */
const nd30: Form = {
  font: 'Times New Roman',
  page: { width: 210, height: 297, top: 20, bottom: 20, left: 30, right: 15, header: 10 },
  // the national title needs 89 mm at 12 pt (96 at 13), "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO" 64: the smaller of the sizes allowed fits both
  headColumns: [74, 91],
  endColumns: [85, 80],
  nation: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  motto: 'Độc lập - Tự do - Hạnh phúc',
  size: {
    nation: 12,
    motto: 13,
    agency: 12,
    number: 13,
    placeDate: 13,
    letterSubject: 12,
    type: 14,
    subject: 14,
    body: 14,
    pageNumber: 13,
    recipientsHeading: 12,
    recipients: 11,
    signer: 14,
  },
  line: 18,
  gap: 6,
  firstLine: 12.7,
  signatureRoom: 26,
  rule: 0.4,
  words: {
    number: 'Số:',
    day: 'ngày',
    month: 'tháng',
    year: 'năm',
    addressees: 'Kính gửi:',
    about: 'V/v',
    recipients: 'Nơi nhận:',
    end: './.',
    deputyFor: 'KT.',
    annex: 'PHỤ LỤC',
    annexOf: 'Kèm theo',
    of: 'của',
  },
  styles: {
    basis: { ...body, label: 'Căn cứ', italic: true },
    paragraph: body,
    chapter: { ...headline, label: 'Phần, chương', align: 'center', indent: false },
    part: { ...headline, label: 'Phần La Mã' },
    item: { ...headline, label: 'Mục' },
    article: { ...body, label: 'Điều' },
    decides: { ...headline, label: 'Quyết định', align: 'center', indent: false },
    caption: { ...headline, label: 'Tên bảng', align: 'center', indent: false },
  },
}

export const FORMS: Record<FormId, Form> = { nd30 }

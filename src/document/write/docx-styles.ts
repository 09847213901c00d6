import { AlignmentType, type IParagraphStyleOptions, LineRuleType } from 'docx'
import type { Form, StyleName } from './forms.ts'

/** Marks of urgency are bright red (Decree 30/2020, Appendix I, III.2.b). */
export const RED = 'FF0000'

/** Millimetres as twips. */
export const twips = (mm: number): number => Math.round((mm / 25.4) * 1440)
/** Points as twentieths of a point. */
export const points = (pt: number): number => Math.round(pt * 20)

export function run(form: Form, size: number) {
  const { font } = form
  return {
    font: { ascii: font, hAnsi: font, cs: font, eastAsia: font },
    size: size * 2,
    language: { value: 'vi-VN' },
  }
}

export function writePage(form: Form) {
  const { width, height, top, bottom, left, right, header } = form.page
  return {
    size: { width: twips(width), height: twips(height) },
    margin: {
      top: twips(top),
      bottom: twips(bottom),
      left: twips(left),
      right: twips(right),
      header: twips(header),
      footer: twips(header),
    },
  }
}

export function writeStyles(form: Form): IParagraphStyleOptions[] {
  const { size, styles } = form
  const text = (name: StyleName): IParagraphStyleOptions => {
    const { label, align, indent, bold, italic, keepNext } = styles[name]
    return {
      id: name,
      name: label,
      basedOn: 'Normal',
      quickFormat: true,
      run: { size: size.body * 2, bold, italics: italic },
      paragraph: {
        alignment: align === 'center' ? AlignmentType.CENTER : AlignmentType.JUSTIFIED,
        spacing: { line: points(form.line), lineRule: LineRuleType.EXACT, after: points(form.gap) },
        keepNext,
        ...(indent ? { indent: { firstLine: twips(form.firstLine) } } : {}),
      },
    }
  }
  const cell = (
    id: string,
    name: string,
    pt: number,
    look: { bold?: boolean; italics?: boolean; underline?: object } = {},
  ) => ({
    id,
    name,
    basedOn: 'Normal',
    run: { size: pt * 2, ...look },
    paragraph: { alignment: AlignmentType.CENTER, spacing: { after: 0 } },
  })
  const bold = { bold: true }
  return [
    ...(Object.keys(styles) as StyleName[]).map(text),
    cell('parentAgency', 'Cơ quan chủ quản', size.agency),
    cell('agency', 'Cơ quan ban hành', size.agency, bold),
    cell('nation', 'Quốc hiệu', size.nation, bold),
    cell('motto', 'Tiêu ngữ', size.motto, bold),
    cell('number', 'Số, ký hiệu', size.number),
    cell('placeDate', 'Địa danh, ngày tháng', size.placeDate, { italics: true }),
    cell('letterSubject', 'Trích yếu công văn', size.letterSubject, { italics: form.letterSubjectItalic }),
    cell('type', 'Tên loại', size.type, bold),
    cell('subject', 'Trích yếu', size.subject, bold),
    cell('addressee', 'Kính gửi', size.body),
    cell('annexName', 'Phụ lục', size.annexName, bold),
    cell('annexOf', 'Phụ lục kèm theo', size.placeDate, { italics: true }),
    cell('circulation', 'Phạm vi lưu hành', size.stamp, bold),
    {
      ...cell('urgency', 'Mức độ khẩn', size.stamp, bold),
      run: { size: size.stamp * 2, bold: true, color: RED },
    },
    cell('copyName', 'Hình thức sao', size.type, bold),
    { ...cell('drafter', 'Ký hiệu người soạn thảo', size.drafter), paragraph: {} },
    { ...cell('contact', 'Địa chỉ', size.contact), paragraph: {} },
    { ...cell('mark', 'Bản sao điện tử', size.copyMark), paragraph: { alignment: AlignmentType.RIGHT } },
    cell('signer', 'Quyền hạn, chức vụ', size.signer, bold),
    cell('signerName', 'Người ký', size.signer, bold),
    cell('pageNumber', 'Số trang', size.pageNumber),
    {
      ...cell(
        'recipientsHeading',
        'Nơi nhận',
        size.recipientsHeading,
        form.recipientsUnderlined ? { underline: {} } : { bold: true, italics: true },
      ),
      paragraph: {},
    },
    { ...cell('recipient', 'Nơi nhận: mục', size.recipients), paragraph: {} },
    { ...cell('rule', 'Đường kẻ', 2), paragraph: {} },
  ]
}

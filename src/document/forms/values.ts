import { compose, type Annex, type Composition, type TextLine } from '../write/compose.ts'
import type { OfficialDocument } from '../write/source.ts'
import type { TableLine } from '../write/table.ts'
import { cleanLine } from '../write/text.ts'
import type { PlaceholderName } from './names.ts'

/** Lines of a document's text: what {{noi_dung}} and its like stand for. */
export type TextLines = readonly (TextLine | TableLine)[]

export interface Values {
  composition: Composition
  words: Record<Exclude<PlaceholderName, 'can_cu' | 'noi_dung' | 'phu_luc'>, string>
  /** legal bases with who has the power to decide above them */
  bases: TextLines
  /** what follows the bases */
  text: TextLines
  annexes: readonly Annex[]
}

/**
 * What each placeholder of a form stands for, spelt by the same rules as the official form; lines of a list are parted by
 * line breaks. Throws a RangeError on an impossible date, as the writer of the official form does.
 */
export function valuesOf(document: OfficialDocument): Values {
  const composition = compose(document)
  const { form, head, name, addressees, end, lines, annexes } = composition
  const [year = '', month = '', day = ''] = composition.date?.split('-') ?? []
  const subject = cleanLine(document.header.subject)
  const letter = new RegExp(`^${form.words.about.replaceAll('/', '\\/')}\\s+`, 'i')
  const lead = addressees?.lead ?? ''
  const list = addressees && addressees.items.length > 0 ? addressees.items : [withoutLead(lead, composition)]
  const last = lines.findLastIndex((line) => line.kind === 'text' && line.style === 'basis')
  return {
    composition,
    words: {
      co_quan_chu_quan: head.parentAgency?.text ?? '',
      co_quan: head.agency.text,
      so_ky_hieu: head.number.startsWith(form.words.number)
        ? head.number.slice(form.words.number.length).replace(/^ /, '')
        : head.number,
      dia_danh_ngay_thang: head.placeDate,
      dia_danh: cleanLine(document.header.place),
      ngay: day,
      thang: month === '' || Number(month) <= 2 ? month : String(Number(month)),
      nam: year,
      ten_loai: name?.type ?? '',
      trich_yeu: name === null && form.words.about !== '' ? subject.replace(letter, '') : subject,
      do_khan: head.urgency?.text ?? '',
      pham_vi_luu_hanh: head.circulation,
      kinh_gui: list.join('\n'),
      noi_nhan: end.recipients.join('\n'),
      ky_hieu_nguoi_soan: end.drafter,
      quyen_han_chuc_vu: end.signer.join('\n'),
      nguoi_ky: end.name,
      chuc_vu_ben_trai: end.beside?.signer.join('\n') ?? '',
      nguoi_ky_ben_trai: end.beside?.name ?? '',
    },
    bases: lines.slice(0, last + 1),
    text: lines.slice(last + 1),
    annexes,
  }
}

/** "Kính gửi: Trường …" without its first words, which the form has itself. */
function withoutLead(lead: string, { form }: Composition): string {
  return lead.startsWith(form.words.addressees) ? lead.slice(form.words.addressees.length).trim() : lead
}

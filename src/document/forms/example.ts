import { compose, type Composition } from '../write/compose.ts'
import { composedDocx } from '../write/docx.ts'
import type { PlaceholderName } from './names.ts'

const put = (name: PlaceholderName) => `{{${name}}}`

/**
 * A form to begin with: the decree's own, with every placeholder in its place, and its styles, which an agency sets as it
 * likes. A letter bears its subject under the number, all others their type over it.
 */
export async function exampleForm(type: string): Promise<Uint8Array> {
  const isLetter = type === 'Công văn'
  const composed = compose({
    form: 'nd30',
    header: {
      parentAgency: 'x',
      agency: 'x',
      number: null,
      symbol: 'x',
      place: 'x',
      date: null,
      type: isLetter ? '' : type,
      subject: 'x',
    },
    addressees: isLetter ? ['x'] : [],
    bases: [],
    opening: null,
    body: [],
    recipients: [],
    signer: { authority: null, position: 'x', name: null },
  })
  const { head, name, end, form } = composed
  const line = (text: string): Composition['lines'][number] => ({
    kind: 'text',
    style: 'paragraph',
    lead: '',
    text,
    boldLead: false,
    heading: null,
  })
  return composedDocx({
    ...composed,
    title: type,
    author: '',
    head: {
      ...head,
      parentAgency: head.parentAgency && { ...head.parentAgency, text: put('co_quan_chu_quan'), width: 70 },
      agency: { ...head.agency, text: put('co_quan'), width: 70, rule: 25 },
      number: `${form.words.number} ${put('so_ky_hieu')}`,
      letterSubject: isLetter ? `${form.words.about} ${put('trich_yeu')}` : null,
      placeDate: put('dia_danh_ngay_thang'),
    },
    name: name && { type: put('ten_loai'), subject: { text: put('trich_yeu'), width: 140, rule: 40 } },
    addressees: composed.addressees && { lead: `${form.words.addressees} ${put('kinh_gui')}`, items: [] },
    lines: [line(put('noi_dung'))],
    end: {
      ...end,
      heading: form.words.recipients,
      recipients: [put('noi_nhan')],
      signer: [put('quyen_han_chuc_vu')],
      name: put('nguoi_ky'),
    },
  })
}

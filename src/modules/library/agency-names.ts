import { collapse, fold } from '../../document/index.ts'

/** Names of fields of work, written with capitals inside an agency's name (Decree 30/2020/NĐ-CP, Appendix II, III.2). */
const fields = [
  'Giáo dục và Đào tạo',
  'Giáo dục',
  'Nội vụ',
  'Tài chính - Kế hoạch',
  'Tài chính',
  'Tư pháp',
  'Y tế',
  'Văn hóa và Thông tin',
  'Văn hóa, Thể thao và Du lịch',
  'Thông tin và Truyền thông',
  'Khoa học và Công nghệ',
  'Kế hoạch và Đầu tư',
  'Lao động - Thương binh và Xã hội',
  'Tài nguyên và Môi trường',
  'Nông nghiệp và Phát triển nông thôn',
  'Xây dựng',
  'Công Thương',
  'Ủy ban nhân dân',
  'Ủy ban',
  'Hội đồng nhân dân',
]
const fieldPatterns = fields.map((field) => ({
  field,
  pattern: new RegExp(`(?<!\\p{L})${field}(?!\\p{L})`, 'giu'),
}))
const places =
  /(?<![\p{L}])(tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|mầm non|tiểu học|trung học cơ sở|trung học phổ thông)(?:\s+và\s+trung học cơ sở)?\s+/giu
const abbreviations = /(?<![\p{L}&])(UBND|HĐND|GD&ĐT|GDĐT|PTDTBT|THCS|THPT|TH|MN|BCH|MTTQ)(?![\p{L}&])/giu

/**
 * An agency's name in ordinary case: heads print it in capitals ("UBND HUYỆN VÂN SƠN"), registers do not. A name that has
 * small letters already stays as it is.
 */
export function properAgency(name: string): string {
  const words = collapse(name)
  if (/\p{Ll}/u.test(words)) return words
  let proper = words.toLocaleLowerCase('vi')
  proper = upperFirst(proper)
  for (const { field, pattern } of fieldPatterns)
    proper = proper.replace(pattern, (_found, at: number) => (at === 0 ? upperFirst(field) : field))
  proper = proper.replace(abbreviations, (found) => found.toLocaleUpperCase('vi'))
  // Behind the kind of place or school stands its own name.
  const marks = [...proper.matchAll(places)]
  const last = marks.at(-1)
  if (last) {
    const from = last.index + last[0].length
    proper = proper.slice(0, from) + capitals(proper.slice(from))
    const [first] = marks
    if (first && first !== last) {
      const start = first.index + first[0].length
      proper = proper.slice(0, start) + capitals(proper.slice(start, last.index)) + proper.slice(last.index)
    }
  }
  return proper
}

function upperFirst(words: string): string {
  return words.charAt(0).toLocaleUpperCase('vi') + words.slice(1)
}

function capitals(words: string): string {
  return words.replace(/(?<![\p{L}\d&])\p{Ll}/gu, (letter) => letter.toLocaleUpperCase('vi'))
}

/**
 * The issuer's full name: an agency whose own name says no place takes that of the body above it
 * (Phòng Giáo dục và Đào tạo + UBND huyện Vân Sơn).
 */
export function fullAgency(agency: string, parentAgency: string | null): string {
  const place = parentAgency === null ? null : placeOf(parentAgency)
  return place === null || placeOf(agency) !== null ? agency : `${agency} ${place}`
}

function placeOf(agency: string): string | null {
  return (
    /(?<!\p{L})((?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|TP\.?)\s+\S.*)$/iu.exec(agency)?.[1] ??
    null
  )
}

/** A name brought to one spelling for comparing: folded, usual abbreviations spelt out, signs gone. */
export function agencyKey(name: string): string {
  return fold(name)
    .replace(/\bgd\s*(?:&|-|va)?\s*dt\b/g, 'giao duc va dao tao')
    .replace(/\bubnd\b/g, 'uy ban nhan dan')
    .replace(/\bhdnd\b/g, 'hoi dong nhan dan')
    .replace(/\btp\b\.?/g, 'thanh pho')
    .replace(/\bthcs\b/g, 'trung hoc co so')
    .replace(/\bthpt\b/g, 'trung hoc pho thong')
    .replace(/\btruong th\b/g, 'truong tieu hoc')
    .replace(/\btruong mn\b/g, 'truong mam non')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

import { addDays } from '../../platform/clock.ts'

// Wording of drafts: what is taken from a superior's words, and what is put in the unit's own name.

/** `2019-12-26` as documents write it: 26/12/2019. */
export function shortDate(day: string): string {
  const [y = '', m = '', d = ''] = day.split('-')
  // Decree 30/2020/NĐ-CP, Appendix I: days below 10 and the months 1 and 2 take a leading zero.
  return `${d}/${Number(m) <= 2 ? m : Number(m)}/${y}`
}

/** The first sentence of a clause's words, or its beginning at a word's end. */
export function titleOf(words: string): string {
  const first = /^(.{12,160}?)(?:[.;:](?:\s|$)|$)/s.exec(words.replace(/\s+/g, ' ').trim())?.[1]
  if (first !== undefined) return first
  const cut = words.replace(/\s+/g, ' ').slice(0, 140)
  return `${cut.slice(0, cut.lastIndexOf(' '))}…`
}

/** The words of a clause that speak of time, such as "trước ngày 30/6". */
export function timeIn(words: string): string {
  const found =
    /(?:trước|đến hết|chậm nhất) (?:ngày )?\d{1,2}\/\d{1,2}(?:\/\d{4})?|(?:trong )?quý (?:IV|I{1,3})(?:\/\d{4})?|tháng \d{1,2}\/\d{4}|h[ằà]ng (?:tháng|quý)|mỗi (?:tháng|quý)/iu.exec(
      words,
    )
  return found?.[0] ?? ''
}

/**
 * Words in the unit's name instead of their issuer's. Where the issuer is named inside a citation ("Kế hoạch … của Sở")
 * it stays: the cited document is still the issuer's.
 */
export function inOwnName(words: string, issuer: string, own: string): string {
  if (issuer === '' || issuer === own) return words
  return words.replaceAll(issuer, (found, at: number) => {
    const before = words.slice(Math.max(0, words.lastIndexOf(',', at), words.lastIndexOf(';', at)), at)
    return /(?:kế hoạch|quyết định|chỉ thị|công văn|hướng dẫn|nghị quyết|chương trình)|\d\/\p{Lu}/iu.test(
      before,
    )
      ? found
      : own
  })
}

/** "của ngành Giáo dục huyện Vân Sơn": what an office calls all that stands below it. */
const sector =
  /của ngành Giáo dục(?: và Đào tạo)?(?: (?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường)(?: \p{Lu}\p{L}*)+)?/gu

/**
 * The title of the unit's plan after its superior's: the unit in place of the issuer, the year in place of the year.
 * @param isOne a single unit, such as a school, whose plan is not that of the whole sector
 */
export function titleFor(subject: string, issuer: string, own: string, year: number, isOne: boolean): string {
  const inOwn = issuer === '' ? subject : subject.replaceAll(issuer, own)
  const named = isOne ? inOwn.replace(sector, `của ${own}`) : inOwn
  return named.replace(/năm 20\d\d/gi, (found) => `${found.slice(0, 4)}${year}`)
}

/** Words of one year said for another. */
export function inLaterYear(words: string, from: number, to: number): string {
  // A year inside a number symbol or a date of a cited document is that document's own.
  return words.replace(new RegExp(`(?<![\\d/.-])${from}(?![\\d/]|\\.\\d)`, 'g'), String(to))
}

/** The same day some years later. */
export function yearsLater(day: string, by: number): string {
  const moved = `${Number(day.slice(0, 4)) + by}${day.slice(4)}`
  // 29 February has no counterpart in most years.
  return moved.endsWith('-02-29') ? addDays(`${moved.slice(0, 4)}-03-01`, -1) : moved
}

/** A title inside a sentence; abbreviations keep their capitals. */
export function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLocaleLowerCase('vi') + text.slice(1) : text
}

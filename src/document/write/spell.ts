import type { Purpose } from '../model.ts'
import type { Form } from './forms.ts'
import type { OfficialRecipient, OfficialSigner } from './source.ts'
import { cleanLine, withoutFinalMark } from './text.ts'
import { balance } from './width.ts'

// How a form spells what it is given as data: numbers, days, lists, signatures.

/** Text of the head, perhaps over a rule: the width it is broken at and the rule's length (0: no rule), in millimetres. */
export interface Centred {
  text: string
  width: number
  rule: number
}

const BLANK = '\u00a0'
const PURPOSES: Record<Purpose, string | null> = {
  report: '(để b/c)',
  'carry out': '(để t/h)',
  know: '(để biết)',
  archive: null,
}

/** Sets text in lines of even length over a rule of `share` of the widest. */
export function centre(text: string, size: number, available: number, share: number): Centred {
  const { width, longest } = balance(text, size, available)
  return { text, width, rule: share * longest }
}

/** "Số: 05/KH-PGDĐT": below 10 with a leading zero, no blank in the symbol; a number not given yet leaves room for the pen. */
export function spellNumber(form: Form, number: string | null, symbol: string): string {
  const digits = cleanLine(number ?? '')
  const shown = digits === '' ? BLANK.repeat(6) : /^\d(?!\d)/.test(digits) ? `0${digits}` : digits
  return `${form.words.number} ${shown}${form.words.numberMark}${cleanLine(symbol).replaceAll(' ', '')}`
}

/** Days below 10 and the months 1 and 2 take a leading zero, the other months none. */
export function spellDate(form: Form, date: string | null): string {
  const { day, month, year } = form.words
  const gap = BLANK.repeat(6)
  if (date === null) return `${day}${gap}${month}${gap}${year}${gap}`
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  const [, y = '', m = '', d = ''] = parts ?? []
  if (
    parts === null ||
    Number.isNaN(Date.parse(date)) ||
    new Date(date).toISOString().slice(0, 10) !== date
  ) {
    throw new RangeError(`not a calendar day: ${date}`)
  }
  return `${day} ${d} ${month} ${Number(m) <= 2 ? m : Number(m)} ${year} ${y}`
}

export function spellRecipient(recipient: OfficialRecipient): string {
  const text = withoutFinalMark(cleanLine(recipient.text).replace(/^[-–]\s*/, ''))
  const purpose = recipient.purpose === null ? null : PURPOSES[recipient.purpose]
  const says = /\(\s*(để|đ\/)?\s*(b\/c|t\/h|báo cáo|thực hiện|biết|phối hợp|đăng tải)/i.test(text)
  return purpose === null || says ? text : `${text} ${purpose}`
}

/** Lines of a list: `;` after each, `.` (or what else is said) after the last. */
export function punctuate(items: string[], last = '.'): string[] {
  return items.map((item, i) => `${withoutFinalMark(item)}${i === items.length - 1 ? last : ';'}`)
}

/** The lines above the signature, e.g. "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH". */
export function spellSigner(form: Form, signer: OfficialSigner): string[] {
  const authority = upper(signer.authority ?? '')
  const position = upper(signer.position)
  const head = upper(signer.deputyOf ?? '')
  const bare = /^\p{Lu}{1,3}\.$/u.test(authority)
  const { deputyFor } = form.words
  const above = authority === '' || (bare && (head === '' || authority === deputyFor)) ? [] : [authority]
  const deputy = head === '' ? [] : [`${deputyFor} ${head}`]
  const own = bare && head === '' ? `${authority} ${position}` : position
  return [...above, ...deputy, own].filter((line) => line !== '')
}

export function startWith(word: string, text: string): string {
  return text.toLocaleLowerCase('vi').startsWith(`${word.toLocaleLowerCase('vi')} `)
    ? text
    : `${word} ${text}`
}

export function upper(text: string): string {
  return cleanLine(text).toLocaleUpperCase('vi')
}

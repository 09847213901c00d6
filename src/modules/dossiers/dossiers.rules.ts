import type { DossierAction } from './dossiers.policy.ts'
import type { DossierState } from './dossiers.tables.ts'

/** A file's number and abbreviation: below ten with a leading 0 (Decree 30/2020/NĐ-CP, Appendix V, I.2). */
export function codeOf({ number, headingCode }: { number: number; headingCode: string }): string {
  return `${String(number).padStart(2, '0')}.${headingCode}`
}

/** What can be done with a file in a state, whoever may. */
export function actionsIn(state: DossierState): DossierAction[] {
  if (state === 'open') return ['dossier.save', 'dossier.put_in', 'dossier.close']
  return state === 'closed' ? ['dossier.reopen', 'dossier.hand_over'] : []
}

const roman: readonly (readonly [string, number])[] = [
  ['L', 50],
  ['XL', 40],
  ['X', 10],
  ['IX', 9],
  ['V', 5],
  ['IV', 4],
  ['I', 1],
]

/** 1 to 89 in Roman numerals, by which large headings are numbered (Appendix V, I.1). */
export function romanOf(n: number): string {
  let left = n
  let word = ''
  for (const [letters, value] of roman)
    while (left >= value) {
      word += letters
      left -= value
    }
  return word
}

const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín']

/**
 * A number of files in words, as the list that is handed over says it: "hai mươi mốt".
 * @param n from 0 to 999.999
 */
export function inWords(n: number): string {
  if (n >= 1000) {
    const rest = n % 1000
    const tail =
      rest === 0 ? '' : ` ${rest < 100 ? 'không trăm ' : ''}${rest < 10 ? 'linh ' : ''}${inWords(rest)}`
    return `${inWords(Math.floor(n / 1000))} nghìn${tail}`
  }
  if (n >= 100) {
    const rest = n % 100
    const tail = rest === 0 ? '' : rest < 10 ? ` linh ${digits[rest]}` : ` ${inWords(rest)}`
    return `${digits[Math.floor(n / 100)]} trăm${tail}`
  }
  if (n < 10) return digits[n] ?? ''
  const [tens, ones] = [Math.floor(n / 10), n % 10]
  const ten = tens === 1 ? 'mười' : `${digits[tens]} mươi`
  const one =
    ones === 0
      ? ''
      : ones === 1 && tens > 1
        ? ' mốt'
        : ones === 5
          ? ' lăm'
          : ones === 4 && tens > 1
            ? ' tư'
            : ` ${digits[ones]}`
  return `${ten}${one}`
}

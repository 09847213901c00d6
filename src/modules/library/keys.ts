import { normalise } from '../../document/index.ts'

/**
 * A number and symbol in the one spelling that is compared: `075/KH-PGD&ĐT`, `75 / KH–PGD&ÐT` and `75/kh-pgd&đt` are one
 * document. The number loses its leading zeros and keeps its suffix (`30c`); the symbol is composed, in capitals, with
 * one kind of dash, the Vietnamese Đ for its Icelandic twin, and without blanks.
 * @returns null for nothing, and for words without a letter or digit
 */
export function matchKey(numberSymbol: string | null): string | null {
  if (numberSymbol === null) return null
  const key = normalise(numberSymbol)
    .text.normalize('NFC')
    .replace(/[‐-―−﹣－]/g, '-')
    .replace(/[Ðð]/g, 'Đ')
    .replace(/\s+/g, '')
    .toLocaleUpperCase('vi')
    .replace(/^0+(?=\d)/, '')
  return /[\p{L}\d]/u.test(key) ? key : null
}

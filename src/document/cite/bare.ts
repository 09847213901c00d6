import type { Normalised } from '../text/normalise.ts'
import type { NumberSymbol } from './symbols.ts'

// Only types that are cited so in practice ("Nghị quyết số 18 ngày 25/10/2017", "Nghị định số 100/2019"); a bare number
// behind "Đề án", "Mẫu", "Phụ lục", "Chương trình" is a name or an order, not a document's number.
const types =
  'nghi\\s+quyet|nghi\\s+dinh|quyet\\s+dinh|thong\\s+tu\\s+lien\\s+tich|thong\\s+tu|chi\\s+thi|cong\\s+van|cong\\s+dien|ket\\s+luan|thong\\s+bao|to\\s+trinh|bao\\s+cao|ke\\s+hoach|huong\\s+dan|phap\\s+lenh|luat|van\\s+ban'
const withWord = new RegExp(
  `\\b(?:${types})\\s+so\\s*:?\\s*(\\d{1,5}[a-z]?)(?:/((?:19|20)\\d\\d))?(?![\\d/])(?!\\s?[-–/]\\s?[a-z\\d])(?=[\\s,;.):”"]|$)`,
  'g',
)
/** "Nghị định 100/2019", "Nghị quyết 57 ngày …": without "số" only with a year, or a day behind it. */
const withoutWord = new RegExp(
  `\\b(?:nghi\\s+quyet|nghi\\s+dinh|quyet\\s+dinh|thong\\s+tu|chi\\s+thi|ket\\s+luan|cong\\s+van)\\s+(\\d{1,5}[a-z]?)(?:/((?:19|20)\\d\\d)(?![\\d/])(?!\\s?[-–/]\\s?[a-z])|(?=\\s+ngay\\s+\\d))`,
  'g',
)

/** Numbers of documents that stand without a symbol, in order of their kind; `numberSymbol` is the number, with its year if any. */
export function* findBareNumbers({ text, folded }: Normalised): Generator<NumberSymbol> {
  for (const pattern of [withWord, withoutWord]) {
    for (const match of folded.matchAll(pattern)) {
      const end = match.index + match[0].length
      const written = /[\p{L}\d/]+$/u.exec(text.slice(match.index, end))?.[0] ?? ''
      const year = match[2] ?? null
      const number = year === null ? written : written.slice(0, written.indexOf('/'))
      if (match[0].startsWith('luat') && year === null) continue
      yield {
        start: end - written.length,
        end,
        number,
        year,
        symbol: null,
        numberSymbol: written,
        abbreviation: null,
        mended: false,
      }
    }
  }
}

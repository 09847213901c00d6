import * as en from '../../src/messages/en/index.ts'
import * as vi from '../../src/messages/vi/index.ts'

type Files = Record<string, Record<string, string>>
const [vietnamese, english] = [vi, en] as unknown as [Files, Files]

/** Our Vietnamese sentences as patterns: an argument stands for any words. */
const patterns = Object.entries(vietnamese).flatMap(([file, table]) =>
  Object.entries(table)
    .filter(
      ([key, text]) => text !== english[file]?.[key] && /[^\x00-\x7f]/.test(text) && !text.includes('plural'),
    )
    // One word, or two, may well be a document's own: "Kế hoạch", "Nội dung".
    .filter(
      ([, text]) =>
        text
          .replace(/\{\w+\}/g, '')
          .trim()
          .split(/\s+/).length > 2,
    )
    .map(([key, text]) => ({
      key: `${file}.${key}`,
      pattern: new RegExp(
        `^${text
          .split(/\{\w+\}/)
          .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
          .join('.+')}$`,
        'u',
      ),
    })),
)

/** Those of a page's words that are one of our Vietnamese sentences, with its key. */
export function vietnameseLeft(words: readonly string[]): string[] {
  return words.flatMap((word) => {
    const found = patterns.find(({ pattern }) => pattern.test(word))
    return found ? [`${word} (${found.key})`] : []
  })
}

// What stays as it is in English: the product's name, the language's own, and the examples of our sentences.
const asItIs = /Lan Tỏa|Phòng Giáo dục và Đào tạo huyện Vân Sơn|Tiếng Việt|Vân Sơn, ngày|Vân Sơn|PGDĐT/g

/** Whether Vietnamese letters are left of a page's words. */
export function hasVietnameseLetter(words: string): boolean {
  return /[À-ỹ]/u.test(words.replace(asItIs, ''))
}

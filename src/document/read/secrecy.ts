import { splitLines, words } from '../text/lines.ts'
import { normalise } from '../text/normalise.ts'

/** A mark of the Law on Protection of State Secrets (29/2018/QH14, Article 8): alone on its line or in its cell, in capitals. */
const mark = /^[\W_]*(?:ĐỘ MẬT\s*:\s*)?(MẬT|TỐI MẬT|TUYỆT MẬT)[^\p{L}\d]*$/u
/** The mark stands under the number, or above the head (Circular 24/2020/TT-BCA): never further down than the head reaches. */
const reach = 4000
const maxLines = 60

/** The secrecy mark near the top of a text, or null. A document that bears one is not kept. */
export function readSecrecyMark(source: string): string | null {
  const { text } = normalise(source.slice(0, reach))
  for (const line of splitLines(text).slice(0, maxLines)) {
    for (const piece of line.pieces) {
      const found = mark.exec(words(piece.text))
      if (found?.[1] !== undefined) return found[1]
    }
  }
  return null
}

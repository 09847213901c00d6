import type { Span } from '../model.ts'
import { isCapitals, words, type Line } from '../text/lines.ts'
import { fold, isFalseType } from '../text/normalise.ts'
import {
  documentTypes,
  findType,
  titlePattern,
  titleTypes,
  typePattern,
  type DocumentType,
} from '../vocabulary.ts'

export interface TypeLine extends Span {
  type: string
  line: Line
}

/** The stamp of whoever received it. */
const stamped = /^cong\s+van\s+(?:den|di|ve)\b/
const typeFirst = new RegExp(`^(?:${typePattern}|${titlePattern})\\b`)

/**
 * The line that is the name of the type, in capitals. After it in rank: the name alone on its line in small letters; a line that
 * begins with it in capitals, as web pages join them, or in small letters where the symbol names the same type.
 * @param own the type that the document's own symbol names
 */
export function findTypeLine(
  lines: readonly Line[],
  from: number,
  stop: number,
  own: string | null,
): TypeLine | null {
  let small: TypeLine | null = null
  let partial: TypeLine | null = null
  for (const line of lines) {
    if (line.start > stop) break
    if (line.end <= from) continue
    const spaced = spacedType(line)
    if (spaced) return spaced
    for (const piece of line.pieces) {
      const bare = piece.text.replace(/^[*#\s_]+|[*#\s_.]+$/g, '')
      if (bare === '' || stamped.test(fold(bare))) continue
      const start = piece.start + piece.text.indexOf(bare)
      const type = isCapitals(bare) ? (titleType(bare) ?? findMisreadType(bare)) : null
      if (type) return { line, type: type.name, start, end: start + bare.length }
      const alone = line.pieces.length === 1 && /^\p{Lu}/u.test(bare) ? titleType(bare) : null
      // "Văn bản" alone is a page's menu.
      if (alone && from > 0 && alone.name !== 'Văn bản')
        small ??= { line, type: alone.name, start, end: start + bare.length }
      partial ??= beginningWithType(line, bare, start, from > 0 ? own : null)
    }
  }
  return small ?? partial
}

function titleType(words: string): Pick<DocumentType, 'name'> | null {
  return findType(words) ?? titleTypes.get(fold(words).replace(/\s+/g, ' ')) ?? null
}

/** "K Ế   H O Ạ C H" */
function spacedType(line: Line): TypeLine | null {
  const shown = words(line.text)
  if (!/^\p{Lu}(?: \p{Lu}){3,}$/u.test(shown)) return null
  const letters = fold(shown).replace(/ /g, '')
  const type = documentTypes.find((one) => one.folded.replace(/ /g, '') === letters)
  return type ? { line, type: type.name, start: line.start, end: line.end } : null
}

/** "KÉẺ HOẠCH": one letter of a scan too many, too few or wrong, the whole line in capitals. */
function findMisreadType(line: string): DocumentType | null {
  const folded = fold(line).replace(/[^a-z]/g, '')
  if (folded.length < 6 || folded.length > 18) return null
  return documentTypes.find((type) => withinOneEdit(folded, type.folded.replace(/ /g, ''))) ?? null
}

function withinOneEdit(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || b.length < 6) return false
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i++
  const [restA, restB] = [a.slice(i), b.slice(i)]
  return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)
}

function beginningWithType(line: Line, bare: string, start: number, own: string | null): TypeLine | null {
  const first = typeFirst.exec(fold(bare))?.[0]
  const type = first === undefined ? null : titleType(first)
  if (first === undefined || !type || isFalseType(bare.slice(0, first.length))) return null
  const capitals = isCapitals(bare.slice(0, first.length))
  if (!capitals && !(type.name === own && /^\p{Lu}/u.test(bare))) return null
  if (/^\s*(?::|$)/.test(bare.slice(first.length))) return null
  // "Kế hoạch số 12/KH-UBND …" names a document; the title of one goes on with its subject.
  if (!capitals && /^\s+(?:so\s|nay\b)/.test(fold(bare.slice(first.length)))) return null
  return { line, type: type.name, start, end: start + first.length }
}

import type { PdfFile } from './file.ts'
import { isKind, isNamed, type PdfDict, type PdfValue, readTextString } from './values.ts'

/** A field of the form (ISO 32000-1 §12.7.3) that holds a value. */
export interface PdfField {
  /** names of the field and those above it, joined by full stops */
  name: string
  number: number | null
  dict: PdfDict
  isSignature: boolean
}

/** More than any honest form. */
const mostFields = 10_000
const maxDepth = 32

/** All fields without fields below them. A field that is met twice is told once. @throws PdfError */
export function findFields(file: PdfFile): PdfField[] {
  const root = file.resolve(file.trailer.entries.get('Root'))
  const form = isKind(root, 'dict') ? file.resolve(root.entries.get('AcroForm')) : null
  const top = isKind(form, 'dict') ? file.resolve(form.entries.get('Fields')) : null
  const found: PdfField[] = []
  const seen = new Set<number>()

  function walk(value: PdfValue, above: string, type: PdfValue, depth: number): void {
    const dict = file.resolve(value)
    const number = isKind(value, 'ref') ? value.number : null
    if (!isKind(dict, 'dict') || depth > maxDepth || found.length >= mostFields) return
    if (number !== null && seen.has(number)) return
    if (number !== null) seen.add(number)
    const title = file.resolve(dict.entries.get('T'))
    const own = isKind(title, 'string') ? readTextString(title) : ''
    const name = [above, own].filter((part) => part !== '').join('.')
    const kind = file.resolve(dict.entries.get('FT')) ?? type
    const kids = file.resolve(dict.entries.get('Kids'))
    const below = Array.isArray(kids) ? kids.filter((kid) => isField(file, kid)) : []
    if (below.length > 0) return below.forEach((kid) => walk(kid, name, kind, depth + 1))
    found.push({ name, number, dict, isSignature: isNamed(kind, 'Sig') })
  }

  for (const field of Array.isArray(top) ? top : []) walk(field, '', null, 0)
  return found
}

/** Kids are fields or mere places of one field on pages; a field has a name. */
function isField(file: PdfFile, kid: PdfValue): boolean {
  const dict = file.resolve(kid)
  return isKind(dict, 'dict') && dict.entries.has('T')
}

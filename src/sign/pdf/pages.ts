import type { PdfFile } from './file.ts'
import { isKind, PdfError, type PdfRef, type PdfValue } from './values.ts'

/** The n-th page, from 1; null where there is none. @throws PdfError */
export function findPage(file: PdfFile, wanted: number): PdfRef | null {
  let left = wanted
  const seen = new Set<number>()
  function walk(node: PdfValue | undefined): PdfRef | null {
    const value = file.resolve(node)
    if (!isKind(node, 'ref') || !isKind(value, 'dict') || seen.has(node.number)) return null
    seen.add(node.number)
    const kids = file.resolve(value.entries.get('Kids'))
    if (!Array.isArray(kids)) return --left === 0 ? node : null
    for (const kid of kids) {
      const found = walk(kid)
      if (found !== null) return found
    }
    return null
  }
  const root = file.resolve(file.trailer.entries.get('Root'))
  return wanted >= 1 && isKind(root, 'dict') ? walk(root.entries.get('Pages')) : null
}

/** Left, bottom, right and top in points; of the pages above where the page has none. @throws PdfError */
export function mediaBox(file: PdfFile, page: PdfRef): number[] {
  let node = file.resolve(page)
  for (let depth = 0; depth < 32 && isKind(node, 'dict'); depth++) {
    const box = file.resolve(node.entries.get('MediaBox'))
    if (Array.isArray(box)) return box.map((side) => (typeof side === 'number' ? side : 0))
    node = file.resolve(node.entries.get('Parent'))
  }
  throw new PdfError('damaged', 'a page without a size')
}

import { openPdf, type PdfFile } from './pdf/file.ts'
import { canonical, isKind, isNamed, type PdfDict, PdfError, type PdfValue } from './pdf/values.ts'

/**
 * What stands behind a revision: `nothing`; `additions`, which leave every page and every word as they were (further
 * signatures, data to check them later); `changed`, anything else.
 */
export type Since = 'nothing' | 'additions' | 'changed'

/** Keys of the catalogue that an addition may touch. */
const rootKeys = ['AcroForm', 'DSS', 'Extensions']
const formKeys = ['Fields', 'SigFlags', 'DR', 'DA']
/** Keys that signing an empty field fills. */
const fieldKeys = ['V', 'AP', 'AS', 'M', 'F', 'MK', 'Contents', 'TU']
/** Programs note themselves and the day; nobody reads a document there. */
const infoKeys = ['ModDate', 'Producer']

/**
 * Compares a file with its own first `length` bytes, which somebody signed. It goes by a list of what may be added: what
 * is not on it counts as changed, also where it is harmless.
 */
export function changesSince(bytes: Uint8Array, length: number): Since {
  if (length === bytes.length) return 'nothing'
  try {
    const before = openPdf(bytes.subarray(0, length))
    const after = openPdf(bytes)
    return isOnlyAdded(before, after) ? 'additions' : 'changed'
  } catch (error) {
    if (error instanceof PdfError) return 'changed'
    throw error
  }
}

function isOnlyAdded(before: PdfFile, after: PdfFile): boolean {
  const own = (file: PdfFile, key: string): string => canonical(file.trailer.entries.get(key) ?? null)
  if (own(before, 'Root') !== own(after, 'Root') || own(before, 'Info') !== own(after, 'Info')) return false
  const store = securityStore(before)
  for (const [number, place] of before.places) {
    if (store.has(number)) continue
    const later = after.places.get(number)
    if (
      later !== undefined &&
      JSON.stringify(later) === JSON.stringify(place) &&
      !isRepacked(before, after, place)
    )
      continue
    const old = before.object(number)
    if (isStructure(old)) continue
    if (later === undefined) return false
    const fresh = after.object(number)
    if (canonical(old) !== canonical(fresh) && !mayChange(before, after, number, old, fresh)) return false
  }
  return true
}

/** A packed object at the same index of a stream that was itself written anew. */
function isRepacked(before: PdfFile, after: PdfFile, place: object): boolean {
  if (!('stream' in place)) return false
  const stream = Number(place.stream)
  return JSON.stringify(before.places.get(stream)) !== JSON.stringify(after.places.get(stream))
}

const isStructure = (value: PdfValue): boolean =>
  isKind(value, 'stream') && ['XRef', 'ObjStm'].some((type) => isNamed(value.dict.entries.get('Type'), type))

function mayChange(before: PdfFile, after: PdfFile, number: number, old: PdfValue, fresh: PdfValue): boolean {
  if (Array.isArray(old)) return isExtended(after, old, fresh)
  if (!isKind(old, 'dict') || !isKind(fresh, 'dict')) return false
  const is = (file: PdfFile, key: string): boolean => {
    const found = file.trailer.entries.get(key)
    return isKind(found, 'ref') && found.number === number
  }
  if (is(before, 'Root')) return isRootAlike(before, after, old, fresh)
  if (is(before, 'Info')) return differing(old, fresh).every((key) => infoKeys.includes(key))
  if (isForm(before, number)) return isFormAlike(before, after, old, fresh)
  if (isNamed(old.entries.get('Type'), 'Page')) {
    const annotations = before.resolve(old.entries.get('Annots')) ?? []
    const only = differing(old, fresh).every((key) => key === 'Annots')
    return only && isExtended(after, annotations, after.resolve(fresh.entries.get('Annots')))
  }
  if (isNamed(old.entries.get('FT'), 'Sig') && !old.entries.has('V'))
    return differing(old, fresh).every((key) => fieldKeys.includes(key))
  return false
}

/**
 * Objects of the document's security store (DSS, ETSI EN 319 142-1 §5.4): certificates and lists of revocation, which grow
 * as signatures are added, and which no page shows.
 */
function securityStore(file: PdfFile): Set<number> {
  const found = new Set<number>()
  const root = file.resolve(file.trailer.entries.get('Root'))
  function walk(value: PdfValue | undefined, depth: number): void {
    if (isKind(value, 'ref')) found.add(value.number)
    const inside = file.resolve(value)
    if (depth > 3) return
    if (Array.isArray(inside)) inside.forEach((entry) => walk(entry, depth + 1))
    else if (isKind(inside, 'dict')) inside.entries.forEach((entry) => walk(entry, depth + 1))
  }
  if (isKind(root, 'dict')) walk(root.entries.get('DSS'), 0)
  return found
}

/** Names of entries that are not the same in both. */
function differing(old: PdfDict, fresh: PdfDict): string[] {
  const text = (dict: PdfDict, key: string): string => canonical(dict.entries.get(key) ?? null)
  return [...new Set([...old.entries.keys(), ...fresh.entries.keys()])].filter(
    (key) => text(old, key) !== text(fresh, key),
  )
}

function isRootAlike(before: PdfFile, after: PdfFile, old: PdfDict, fresh: PdfDict): boolean {
  if (!differing(old, fresh).every((key) => rootKeys.includes(key))) return false
  const form = after.resolve(fresh.entries.get('AcroForm'))
  const earlier = before.resolve(old.entries.get('AcroForm'))
  if (form === null) return earlier === null
  const empty: PdfDict = { kind: 'dict', entries: new Map() }
  return isKind(form, 'dict') && isFormAlike(before, after, isKind(earlier, 'dict') ? earlier : empty, form)
}

function isForm(file: PdfFile, number: number): boolean {
  const root = file.resolve(file.trailer.entries.get('Root'))
  const form = isKind(root, 'dict') ? root.entries.get('AcroForm') : undefined
  return isKind(form, 'ref') && form.number === number
}

function isFormAlike(before: PdfFile, after: PdfFile, old: PdfDict, fresh: PdfDict): boolean {
  if (!differing(old, fresh).every((key) => formKeys.includes(key))) return false
  const fields = before.resolve(old.entries.get('Fields')) ?? []
  return isExtended(after, fields, after.resolve(fresh.entries.get('Fields')))
}

/** Whether a list holds what it held, in the same order, and beside it nothing but signatures. */
function isExtended(after: PdfFile, old: PdfValue, fresh: PdfValue): boolean {
  if (!Array.isArray(old) || !Array.isArray(fresh)) return false
  const missing = old.map(canonical)
  const added: PdfValue[] = []
  for (const entry of fresh) {
    if (missing[0] === canonical(entry)) missing.shift()
    else added.push(entry)
  }
  return missing.length === 0 && added.every((entry) => isSignatureField(after, entry))
}

function isSignatureField(after: PdfFile, entry: PdfValue): boolean {
  const field = after.resolve(entry)
  if (!isKind(field, 'dict') || !isKind(entry, 'ref')) return false
  const above = after.resolve(field.entries.get('Parent'))
  return [field, above].some(
    (one) => isKind(one, 'dict') && isNamed(after.resolve(one.entries.get('FT')), 'Sig'),
  )
}

import { SignError } from './errors.ts'
import { copyPage } from './pdf/copy.ts'
import { openPdf, type PdfFile } from './pdf/file.ts'
import { findFields } from './pdf/fields.ts'
import { findPage, mediaBox } from './pdf/pages.ts'
import {
  dict,
  isKind,
  name,
  type PdfDict,
  PdfError,
  type PdfRef,
  type PdfValue,
  ref,
  textString,
} from './pdf/values.ts'
import { appendUpdate, beginUpdate, type Update } from './pdf/write.ts'

/** Where a mark stands: millimetres from the page's upper left corner. */
export interface MarkPlace {
  /** from 1 */
  page: number
  x: number
  y: number
  width: number
  height: number
}

export interface SignatureRequest {
  /** name of the field, one of its own for each signature */
  field: string
  /** when it is signed; written with Vietnam's zone */
  time: Date
  /** who signs, as readers show it */
  name: string
  reason?: string
  location?: string
  /** what the mark says, for people who hear the page instead of seeing it */
  words: string
  /** without it the signature is not seen */
  mark?: MarkPlace & {
    /** a PDF of one page (`printMark`): drawn into the place, its sides keep their relation */
    page1: Uint8Array
  }
}

/** A PDF that waits for its signature: all of it but the hole is what has to be signed. */
export interface Prepared {
  bytes: Buffer
  /** `[0, a, b, c]`: signed are `a` bytes from the start and `c` bytes from `b` */
  range: [number, number, number, number]
}

const pointsPerMm = 72 / 25.4
/** Print, and locked: PDF/A wants the first, and nobody should push a seal about. */
const widgetFlags = 4 + 128
/** Wide enough for any offset that a classic table can hold. */
const digits = 10

/**
 * Adds a signature field with its mark and room for a signature as an incremental update (ISO 32000-1 §12.8.1): every byte
 * of `pdf` stays, also earlier signatures. It is PDF/A as long as `pdf` is.
 * @param room bytes for the signature with all its certificates
 * @throws SignError `pdf_damaged`, `pdf_encrypted`, `pdf_locked` (certified as never to change), `no_page`, `field_taken`
 */
export function prepareSignature(pdf: Uint8Array, request: SignatureRequest, room: number): Prepared {
  try {
    return prepare(pdf, request, room)
  } catch (error) {
    if (error instanceof PdfError)
      throw new SignError(error.code === 'encrypted' ? 'pdf_encrypted' : 'pdf_damaged', error)
    throw error
  }
}

function prepare(pdf: Uint8Array, request: SignatureRequest, room: number): Prepared {
  const file = openPdf(pdf)
  const rootRef = file.trailer.entries.get('Root')
  const root = file.resolve(rootRef)
  if (!isKind(rootRef, 'ref') || !isKind(root, 'dict')) throw new PdfError('damaged', 'no catalogue')
  if (isLocked(file, root)) throw new SignError('pdf_locked')
  if (findFields(file).some((field) => field.name === request.field)) throw new SignError('field_taken')
  const update = beginUpdate(file)
  const pageRef = findPage(file, request.mark?.page ?? 1)
  if (pageRef === null) throw new SignError('no_page')
  const signature = ref(update.newNumber())
  update.objects.set(signature.number, signatureDict(request, room))
  const widget = ref(update.newNumber())
  update.objects.set(widget.number, widgetDict(file, update, request, pageRef, signature))
  addAnnotation(file, update, pageRef, widget)
  addField(file, update, rootRef.number, root, widget)
  const { bytes, offsets } = appendUpdate(file, update)
  return punch(bytes, offsets.get(signature.number) ?? 0, room)
}

/** A certification that allows no change (DocMDP, P 1): another signature would break it. */
function isLocked(file: PdfFile, root: PdfDict): boolean {
  const permissions = file.resolve(root.entries.get('Perms'))
  const certified = isKind(permissions, 'dict') ? file.resolve(permissions.entries.get('DocMDP')) : null
  const references = isKind(certified, 'dict') ? file.resolve(certified.entries.get('Reference')) : null
  const [first] = Array.isArray(references) ? references : []
  const reference = file.resolve(first)
  const parameters = isKind(reference, 'dict') ? file.resolve(reference.entries.get('TransformParams')) : null
  return isKind(parameters, 'dict') && file.resolve(parameters.entries.get('P')) === 1
}

function signatureDict({ time, name: signer, reason, location }: SignatureRequest, room: number): PdfDict {
  const wide = Number('9'.repeat(digits))
  return dict({
    Type: name('Sig'),
    Filter: name('Adobe.PPKLite'),
    SubFilter: name('ETSI.CAdES.detached'),
    ByteRange: [0, wide, wide, wide],
    Contents: { kind: 'string', bytes: Buffer.alloc(room), span: null, hex: true },
    Name: textString(signer),
    M: textString(pdfTime(time)),
    ...(reason === undefined ? {} : { Reason: textString(reason) }),
    ...(location === undefined ? {} : { Location: textString(location) }),
  })
}

/** A date of §7.9.4 in Vietnam's time, which has had no summer time since 1979. */
function pdfTime(time: Date): string {
  const local = new Date(time.getTime() + 7 * 3_600_000).toISOString()
  return `D:${local.slice(0, 19).replace(/[-:T]/g, '')}+07'00'`
}

function widgetDict(
  file: PdfFile,
  update: Update,
  { field, words, mark }: SignatureRequest,
  page: PdfRef,
  signature: PdfRef,
): PdfDict {
  const entries: Record<string, PdfValue> = {
    Type: name('Annot'),
    Subtype: name('Widget'),
    FT: name('Sig'),
    T: textString(field),
    TU: textString(words),
    Contents: textString(words),
    F: widgetFlags,
    P: page,
    V: signature,
    Rect: [0, 0, 0, 0],
  }
  if (mark !== undefined) {
    const drawn = copyPage(update, mark.page1)
    entries['Rect'] = placeOf(file, page, mark, drawn.width / drawn.height)
    entries['AP'] = dict({ N: drawn.form })
  }
  return dict(entries)
}

/** The rectangle in points from below: as large as fits into the place with the relation of its sides, in its middle. */
function placeOf(file: PdfFile, page: PdfRef, place: MarkPlace, relation: number): number[] {
  const [left = 0, , , top = 0] = mediaBox(file, page)
  const width = Math.min(place.width, place.height * relation) * pointsPerMm
  const height = width / relation
  const x = left + (place.x + place.width / 2) * pointsPerMm - width / 2
  const y = top - (place.y + place.height / 2) * pointsPerMm - height / 2
  return [x, y, x + width, y + height]
}

function addAnnotation(file: PdfFile, update: Update, pageRef: PdfRef, widget: PdfRef): void {
  const page = file.resolve(pageRef)
  if (!isKind(page, 'dict')) throw new PdfError('damaged', 'no page')
  const given = page.entries.get('Annots')
  const old = file.resolve(given)
  const annotations = [...(Array.isArray(old) ? old : []), widget]
  if (isKind(given, 'ref')) update.objects.set(given.number, annotations)
  else update.objects.set(pageRef.number, changed(page, { Annots: annotations }))
}

/** SigFlags 3: there are signatures, and only what is added behind may be. */
function addField(file: PdfFile, update: Update, rootNumber: number, root: PdfDict, widget: PdfRef): void {
  const given = root.entries.get('AcroForm')
  const form = file.resolve(given)
  const old = isKind(form, 'dict') ? form : dict({})
  const fields = file.resolve(old.entries.get('Fields'))
  const next = changed(old, { Fields: [...(Array.isArray(fields) ? fields : []), widget], SigFlags: 3 })
  if (isKind(given, 'ref')) update.objects.set(given.number, next)
  else update.objects.set(rootNumber, changed(root, { AcroForm: next }))
}

function changed(old: PdfDict, entries: Record<string, PdfValue>): PdfDict {
  return { kind: 'dict', entries: new Map([...old.entries, ...Object.entries(entries)]) }
}

/** Writes the true range over the placeholder, as long as it was. */
function punch(bytes: Buffer, offset: number, room: number): Prepared {
  const placeholder = `[0${` ${'9'.repeat(digits)}`.repeat(3)}]`
  const at = bytes.indexOf(placeholder, offset)
  const start = bytes.indexOf(`<${'00'.repeat(room)}>`, offset)
  const end = start + 2 * room + 2
  const range: Prepared['range'] = [0, start, end, bytes.length - end]
  bytes.write(`[${range.join(' ')}`.padEnd(placeholder.length - 1).concat(']'), at, 'latin1')
  return { bytes, range }
}

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium'
import { DocumentError } from '../errors.ts'
import type { PlacedWord, Rule } from './placed.ts'

export interface PdfPage {
  /** in tenths of a point, as it is shown */
  width: number
  height: number
  words: PlacedWord[]
  /** lines drawn on the page, such as a table's */
  rules: Rule[]
  /** share of the page that pictures cover, 0 to 1 */
  pictured: number
  /** pixels an inch of the largest picture; null where there is none, or it is nested */
  dpi: number | null
}

export interface Pixels {
  /** one byte a pixel: 0 black, 255 white; or three in the order red, green, blue */
  data: Uint8Array
  width: number
  height: number
  channels: 1 | 3
}

/** A PDF in memory; `close` gives the memory back. Pages count from 0. */
export interface PdfFile {
  pageCount: number
  read: (page: number) => PdfPage
  /** in tenths of a point */
  sizeOf: (page: number) => { width: number; height: number }
  /** @param scale pixels a point */
  draw: (page: number, scale: number, colour: boolean) => Pixels
  close: () => void
}

/** FPDF_GetLastError: FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY */
const locked = [4, 5]
/** FPDF_ANNOT: stamps and filled forms are part of what people see. */
const withAnnotations = 0x01
const greyscale = 0x08
const reverseBytes = 0x10
/** FLATTEN_SUCCESS */
const flattened = 1
/** FPDFBitmap_BGRx */
const fourBytes = 3
/** FPDF_PAGEOBJ_PATH, _IMAGE, _FORM */
const pathObject = 2
const imageObject = 3
const formObject = 5
/** A page has no more letters than this; a file that says so is hostile. */
const maxLetters = 60_000
const maxDrawings = 5_000
/** A side of a page in points: 2 m. */
const maxSide = 5_700
/** A drawing not higher (or wider) than this, in tenths of a point, is a line; one shorter than that is a speck. */
const thin = 30
const shortest = 80

/**
 * Opens a PDF with PDFium, compiled to WebAssembly: what a hostile file does stays in that memory.
 * @throws DocumentError `document.encrypted` (a password is asked for), `document.damaged`
 */
export async function openPdfFile(bytes: Uint8Array): Promise<PdfFile> {
  const wasm = await readFile(createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm'))
  const lib = await init({ wasmBinary: new Uint8Array(wasm).buffer })
  lib.FPDF_InitLibrary()
  const memory = new Memory(lib)
  const at = memory.take(bytes.byteLength)
  memory.bytes().set(bytes, at)
  const document = lib.FPDF_LoadMemDocument(at, bytes.byteLength, '')
  if (document === 0) {
    const encrypted = locked.includes(lib.FPDF_GetLastError())
    throw new DocumentError(encrypted ? 'document.encrypted' : 'document.damaged')
  }
  const flat = new Set<number>()
  const load = (index: number): number => {
    const page = lib.FPDF_LoadPage(document, index)
    if (page === 0) throw new DocumentError('document.damaged')
    return page
  }
  const withPage = <T>(index: number, use: (page: number) => T): T => {
    let page = load(index)
    // Offices stamp number and day as annotations when they sign: only flat they are words of the page.
    if (!flat.has(index)) {
      flat.add(index)
      if (lib.FPDFPage_Flatten(page, 0) === flattened) {
        lib.FPDF_ClosePage(page)
        page = load(index)
      }
    }
    try {
      return use(page)
    } finally {
      lib.FPDF_ClosePage(page)
    }
  }
  return {
    pageCount: lib.FPDF_GetPageCount(document),
    read: (index) => withPage(index, (page) => readPage(lib, memory, page)),
    sizeOf: (index) => withPage(index, (page) => sizeOf(lib, page)),
    draw: (index, scale, colour) => withPage(index, (page) => drawPage(lib, memory, page, scale, colour)),
    close: () => {
      lib.FPDF_CloseDocument(document)
      lib.FPDF_DestroyLibrary()
    },
  }
}

/** The memory of the library. It grows while it works, so views of it are made anew each time. */
class Memory {
  private readonly library: WrappedPdfiumModule['pdfium'] & { HEAPU8?: Uint8Array<ArrayBuffer> }
  constructor({ pdfium }: WrappedPdfiumModule) {
    this.library = pdfium
  }
  take(size: number): number {
    const at = this.library.wasmExports.malloc(size)
    if (at === 0) throw new DocumentError('document.too_large')
    return at
  }
  give(at: number): void {
    this.library.wasmExports.free(at)
  }
  bytes(): Uint8Array<ArrayBuffer> {
    const { HEAPU8: bytes } = this.library
    if (!bytes) throw new DocumentError('document.damaged')
    return bytes
  }
  floats(at: number, count: number): Float32Array {
    return new Float32Array(this.bytes().buffer, at, count)
  }
  doubles(at: number, count: number): Float64Array {
    return new Float64Array(this.bytes().buffer, at, count)
  }
  ints(at: number, count: number): Int32Array {
    return new Int32Array(this.bytes().buffer, at, count)
  }
}

interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

function sizeOf(lib: WrappedPdfiumModule, page: number): { width: number; height: number } {
  const width = lib.FPDF_GetPageWidthF(page)
  const height = lib.FPDF_GetPageHeightF(page)
  if (!(width >= 1 && height >= 1 && width <= maxSide && height <= maxSide))
    throw new DocumentError('document.damaged')
  return { width: Math.round(width * 10), height: Math.round(height * 10) }
}

function readPage(lib: WrappedPdfiumModule, memory: Memory, page: number): PdfPage {
  const { width, height } = sizeOf(lib, page)
  const room = memory.take(256)
  const text = lib.FPDFText_LoadPage(page)
  try {
    const toPage = (box: Box): Box => {
      const corner = (x: number, y: number): [number, number] => {
        lib.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, room, room + 4)
        const [dx = 0, dy = 0] = memory.ints(room, 2)
        return [dx, dy]
      }
      const [x1, y1] = corner(box.left, box.top)
      const [x2, y2] = corner(box.right, box.bottom)
      return {
        left: Math.min(x1, x2),
        top: Math.min(y1, y2),
        right: Math.max(x1, x2),
        bottom: Math.max(y1, y2),
      }
    }
    const words = text === 0 ? [] : readWords(lib, memory, text, room, toPage)
    const { rules, area, dpi } = readDrawings(lib, memory, page, room, toPage)
    return { width, height, words, rules, pictured: area / (width * height), dpi }
  } finally {
    if (text !== 0) lib.FPDFText_ClosePage(text)
    memory.give(room)
  }
}

/** Letters between blanks (real ones, and those that the library puts where letters stand apart), with the box of all. */
function readWords(
  lib: WrappedPdfiumModule,
  memory: Memory,
  text: number,
  room: number,
  toPage: (box: Box) => Box,
): PlacedWord[] {
  const count = lib.FPDFText_CountChars(text)
  if (count > maxLetters) throw new DocumentError('document.too_large')
  const words: PlacedWord[] = []
  let letters = ''
  let box: Box | null = null
  let first = 0
  const lineOf = (at: number, bottom: number): { base: number; size: number } => {
    const written = lib.FPDFText_GetFontSize(text, at)
    // FS_MATRIX a, b, c, d, e, f: text may be written with size 1 and made larger by its matrix.
    const scaled = lib.FPDFText_GetMatrix(text, at, room)
    const [, , c = 0, d = 1] = memory.floats(room, 4)
    const size = Math.round(Math.min(2_000, Math.max(10, written * (scaled ? Math.hypot(c, d) : 1) * 10)))
    // FPDFText_GetCharOrigin: two doubles
    if (!lib.FPDFText_GetCharOrigin(text, at, room, room + 8)) return { base: bottom, size }
    const [x = 0, y = 0] = memory.doubles(room, 2)
    return { base: toPage({ left: x, top: y, right: x, bottom: y }).top, size }
  }
  const end = () => {
    if (box && letters.trim() !== '') {
      const { left, top, right, bottom } = toPage(box)
      const place = { x: left, y: top, w: right - left, h: bottom - top }
      words.push({
        text: letters,
        ...place,
        ...lineOf(first, bottom),
        ...fontOf(lib, memory, text, first, room),
      })
    }
    letters = ''
    box = null
  }
  for (let i = 0; i < count; i++) {
    const code = lib.FPDFText_GetUnicode(text, i)
    // A hyphen at the end of a line is handed out as 2, and what has no letter at all as 0 or a lone surrogate's half.
    const letter = code === 2 ? '-' : code === 0 || code > 0x10ffff ? '' : String.fromCodePoint(code)
    if (/^\s*$/.test(letter) || letter === '\u00a0') {
      end()
      continue
    }
    if (lib.FPDFText_GetLooseCharBox(text, i, room)) {
      // FS_RECTF: left, top, right, bottom; y grows upwards
      const [left = 0, top = 0, right = 0, bottom = 0] = memory.floats(room, 4)
      if (![left, top, right, bottom].every(Number.isFinite)) continue
      // A number that is broken at its bar or hyphen comes as one word on two lines.
      if (
        box !== null &&
        (bottom >= box.top || top <= box.bottom || Math.abs(left - box.right) > top - bottom)
      )
        end()
      if (box === null) {
        first = i
        box = { left, top, right, bottom }
      } else {
        box.left = Math.min(box.left, left)
        box.right = Math.max(box.right, right)
        box.top = Math.max(box.top, top)
        box.bottom = Math.min(box.bottom, bottom)
      }
    }
    letters += letter
  }
  end()
  return words
}

function fontOf(
  lib: WrappedPdfiumModule,
  memory: Memory,
  text: number,
  at: number,
  room: number,
): Pick<PlacedWord, 'font' | 'bold' | 'italic'> {
  const length = lib.FPDFText_GetFontInfo(text, at, room, 200, room + 200)
  const name =
    length > 1 && length <= 200
      ? Buffer.from(memory.bytes().slice(room, room + length - 1)).toString('utf8')
      : ''
  const font = name.replace(/^[A-Z]{6}\+/, '')
  return { font, bold: /bold|black|heavy/i.test(font), italic: /italic|oblique/i.test(font) }
}

/** Lines drawn on the page, and the share of it that pictures cover. */
function readDrawings(
  lib: WrappedPdfiumModule,
  memory: Memory,
  page: number,
  room: number,
  toPage: (box: Box) => Box,
): { rules: Rule[]; area: number; dpi: number | null } {
  let area = 0
  let largest: { area: number; dpi: number } | null = null
  const rules: Rule[] = []
  const count = Math.min(lib.FPDFPage_CountObjects(page), maxDrawings)
  for (let i = 0; i < count; i++) {
    const object = lib.FPDFPage_GetObject(page, i)
    const type = lib.FPDFPageObj_GetType(object)
    if (type !== imageObject && type !== formObject && type !== pathObject) continue
    if (!lib.FPDFPageObj_GetBounds(object, room, room + 4, room + 8, room + 12)) continue
    const [left = 0, bottom = 0, right = 0, top = 0] = memory.floats(room, 4)
    const box = toPage({ left, top, right, bottom })
    const [w, h] = [box.right - box.left, box.bottom - box.top]
    if (type === imageObject && w * h > (largest?.area ?? 0)) {
      // A picture that is laid on its side has its width along the page's height.
      const [wide = 0, high = 0] = lib.FPDFImageObj_GetImagePixelSize(object, room, room + 4)
        ? memory.ints(room, 2)
        : []
      largest = { area: w * h, dpi: (Math.max(wide, high) * 720) / Math.max(w, h) }
    }
    if (type !== pathObject) area += w * h
    else if (Math.min(w, h) <= thin) rules.push({ x: box.left, y: box.top, w, h })
    else if (lib.FPDFPath_GetDrawMode(object, room, room + 4) && memory.ints(room, 2)[1] === 1)
      rules.push(
        { x: box.left, y: box.top, w, h: 0 },
        { x: box.left, y: box.bottom, w, h: 0 },
        { x: box.left, y: box.top, w: 0, h },
        { x: box.right, y: box.top, w: 0, h },
      )
  }
  return {
    rules: rules.filter((rule) => Math.max(rule.w, rule.h) >= shortest),
    area,
    dpi: largest?.dpi ?? null,
  }
}

function drawPage(
  lib: WrappedPdfiumModule,
  memory: Memory,
  page: number,
  scale: number,
  colour: boolean,
): Pixels {
  const size = sizeOf(lib, page)
  const width = Math.max(1, Math.round((size.width / 10) * scale))
  const height = Math.max(1, Math.round((size.height / 10) * scale))
  const stride = width * 4
  const at = memory.take(stride * height)
  const bitmap = lib.FPDFBitmap_CreateEx(width, height, fourBytes, at, stride)
  try {
    if (bitmap === 0) throw new DocumentError('document.too_large')
    lib.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff)
    const flags = withAnnotations | reverseBytes | (colour ? 0 : greyscale)
    lib.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
    const channels = colour ? 3 : 1
    const source = memory.bytes().subarray(at, at + stride * height)
    const data = new Uint8Array(width * height * channels)
    for (let from = 0, to = 0; from < source.length; from += 4) {
      if (channels === 1) {
        const [r = 0, g = 0, b = 0] = [source[from], source[from + 1], source[from + 2]]
        data[to++] = (r * 77 + g * 150 + b * 29) >> 8
        continue
      }
      data[to++] = source[from] ?? 0
      data[to++] = source[from + 1] ?? 0
      data[to++] = source[from + 2] ?? 0
    }
    return { data, width, height, channels }
  } finally {
    if (bitmap !== 0) lib.FPDFBitmap_Destroy(bitmap)
    memory.give(at)
  }
}

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import load, { type TesseractApi, type TesseractModule } from 'tesseract.js-core/tesseract-core-simd-lstm.js'
import { DocumentError } from '../errors.ts'
import type { Box, PlacedWord } from './placed.ts'
import { halved, rotated, turned, type Grey, type Turn } from './raster.ts'
import { inkOf, regionsOf, skewOf } from './segment.ts'

export interface Recognised {
  /** in tenths of a point of the picture as it stands upright */
  words: PlacedWord[]
  /** by how many quarters the picture was turned to be upright, clockwise */
  turn: Turn
}

/** Reads words off pictures of pages; `close` gives its memory back. */
export interface Recogniser {
  /** @param dpi pixels an inch */
  read: (page: Grey, dpi: number) => Recognised
  close: () => void
}

/** OEM_LSTM_ONLY */
const lstmOnly = 1
/** PSM_AUTO: what is words and what is a picture is told apart. */
const segmentation = '3'
/** Words of a page lying on its side or head come out below this on average. */
const doubtful = 62

/** Tesseract with its Vietnamese data, both from npm; nothing is fetched. */
export async function openRecogniser(): Promise<Recogniser> {
  const folder = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/vie/package.json'))
  const data = gunzipSync(await readFile(join(folder, '4.0.0_best_int', 'vie.traineddata.gz')))
  const library = await load({ print: () => undefined, printErr: () => undefined })
  library.FS.writeFile('vie.traineddata', data)
  const api = new library.TessBaseAPI()
  if (api.Init(null, 'vie', lstmOnly) !== 0) throw new DocumentError('document.damaged')
  return {
    read: (page, dpi) => recognise(library, api, page, dpi),
    close: () => api.End(),
  }
}

function recognise(library: TesseractModule, api: TesseractApi, page: Grey, dpi: number): Recognised {
  const upright = readUpright(library, api, page, dpi)
  if (soundness(upright) >= doubtful) return { words: upright, turn: 0 }
  // Half the size is enough to tell which way is up, and takes a third of the time.
  const small = halved(page)
  const turns: readonly Turn[] = [0, 1, 2, 3]
  const best = turns
    .map((turn) => ({ turn, sound: weight(readUpright(library, api, turned(small, turn), dpi / 2)) }))
    .reduce((a, b) => (b.sound > a.sound ? b : a))
  if (best.turn === 0) return { words: upright, turn: 0 }
  return { words: readUpright(library, api, turned(page, best.turn), dpi), turn: best.turn }
}

/** Mean confidence of the words with letters, 0 for a page without. */
function soundness(words: readonly PlacedWord[]): number {
  const real = words.filter((word) => word.text.length > 1)
  if (real.length < 3) return words.length === 0 ? 100 : 0
  return real.reduce((sum, word) => sum + (word.confidence ?? 0), 0) / real.length
}

function weight(words: readonly PlacedWord[]): number {
  return words.reduce(
    (sum, word) => sum + (word.text.length > 1 && (word.confidence ?? 0) > 70 ? word.text.length : 0),
    0,
  )
}

function readUpright(library: TesseractModule, api: TesseractApi, page: Grey, dpi: number): PlacedWord[] {
  const skew = (skewOf(inkOf(page, dpi)) * Math.PI) / 180
  const straight = skew === 0 ? page : rotated(page, -skew)
  const regions = regionsOf(inkOf(straight, dpi))
  const { data, width, height } = stacked(straight, regions)
  const head = Buffer.from(`P5\n${width} ${height}\n255\n`)
  library.FS.writeFile('/input', Buffer.concat([head, data]))
  try {
    api.SetVariable('user_defined_dpi', String(Math.round(dpi)))
    api.SetVariable('tessedit_pageseg_mode', segmentation)
    if (api.SetImageFile(0, 0) === 1) throw new DocumentError('document.damaged')
    api.Recognize(null)
    const lines = linesOf(api.GetTSVText(0)).map((line) => line.map((word) => unstacked(word, regions)))
    return placeWords(lines, { width: page.width, height: page.height, skew, scale: 720 / dpi })
  } finally {
    api.Clear()
    library.FS.unlink('/input')
  }
}

/** The regions one below the other, each as far from the left as it was: so no line of words goes over two columns. */
function stacked({ data, width }: Grey, regions: readonly Box[]): Grey {
  const height = regions.reduce((sum, region) => sum + region.h, 0)
  const out = new Uint8Array(width * height).fill(255)
  let top = 0
  for (const { x, y, w, h } of regions) {
    for (let row = 0; row < h; row++) {
      const from = (y + row) * width + x
      out.set(data.subarray(from, from + w), (top + row) * width + x)
    }
    top += h
  }
  return { data: out, width, height }
}

function unstacked(word: Seen, regions: readonly Box[]): Seen {
  let top = 0
  for (const { y, h } of regions) {
    if (word.y < top + h) return { ...word, y: word.y - top + y }
    top += h
  }
  return word
}

interface Seen extends Box {
  text: string
  confidence: number
}

/** The words of Tesseract's table, line by line: level, page, block, paragraph, line, word, left, top, width, height, confidence, text. */
function linesOf(table: string): Seen[][] {
  const lines = new Map<string, Seen[]>()
  for (const row of table.split('\n')) {
    const [level, , block, paragraph, line, , x, y, w, h, confidence, ...text] = row.split('\t')
    if (level !== '5') continue
    const word = { text: text.join(' ').trim(), x: Number(x), y: Number(y), w: Number(w), h: Number(h) }
    const seen = { ...word, confidence: Math.round(Math.max(0, Number(confidence))) }
    if (!isWord(seen)) continue
    const key = `${block} ${paragraph} ${line}`
    const of = lines.get(key)
    if (of) of.push(seen)
    else lines.set(key, [seen])
  }
  return [...lines.values()].filter(isLine)
}

/** A signature or the round of a seal comes out as a line without one word that is sure. */
function isLine(words: readonly Seen[]): boolean {
  return words.some(({ text, confidence }) => confidence >= 70 && (/\p{L}{2}/u.test(text) || /\d/.test(text)))
}

/** Specks, rules and edges of a seal come out as signs, or as a letter or two that nobody would swear to. */
function isWord({ text, confidence }: Seen): boolean {
  if (text === '') return false
  if (!/[\p{L}\d]/u.test(text)) return /^[-–—+•*./:;,()“”"…]+$/.test(text) && confidence >= 40
  return text.length > 2 || /\d/.test(text) || confidence >= 25
}

const descending = /[gpqyjçQ,;()/@ạặậẹệịọộợụựỵẠẶẬẸỆỊỌỘỢỤỰỴ]/u

interface Sheet {
  width: number
  height: number
  /** by how much the page leaned, in radians; boxes are given in the straightened page */
  skew: number
  /** tenths of a point a pixel */
  scale: number
}

function placeWords(lines: readonly Seen[][], sheet: Sheet): PlacedWord[] {
  const heights = lines.flatMap((line) => line.map((word) => word.h)).sort((a, b) => a - b)
  // Half the words are this high; letters with marks above and hooks below are about four fifths of their size.
  const usual = (heights[heights.length >> 1] ?? 40) / 0.8
  return lines.flatMap((line) => {
    const own = line.map((word) => word.h).sort((a, b) => a - b)
    const size = Math.max(usual, (own[own.length >> 1] ?? 0) / 1.3)
    const standing = line.filter((word) => !descending.test(word.text) && /[\p{L}\d]/u.test(word.text))
    const bottoms = standing.map((word) => word.y + word.h).sort((a, b) => a - b)
    const lowest = Math.max(...line.map((word) => word.y + word.h))
    const base = bottoms[bottoms.length >> 1] ?? lowest - 0.2 * size
    return line.map((word): PlacedWord => ({
      text: word.text,
      ...scaled(word, sheet.scale),
      base: Math.round(base * sheet.scale),
      size: Math.round(size * sheet.scale),
      font: '',
      bold: false,
      italic: false,
      confidence: word.confidence,
      ...(sheet.skew === 0 ? {} : { shown: scaled(leaning(word, sheet), sheet.scale) }),
    }))
  })
}

function scaled(box: Box, scale: number): Box {
  const { x, y, w, h } = box
  return {
    x: Math.round(x * scale),
    y: Math.round(y * scale),
    w: Math.round(w * scale),
    h: Math.round(h * scale),
  }
}

/** A box of the straightened page on the page as it leans: turned back round the middle. */
function leaning({ x, y, w, h }: Box, { width, height, skew }: Sheet): Box {
  const [cx, cy] = [x + w / 2 - width / 2, y + h / 2 - height / 2]
  const [sin, cos] = [Math.sin(skew), Math.cos(skew)]
  return { x: cx * cos - cy * sin + width / 2 - w / 2, y: cx * sin + cy * cos + height / 2 - h / 2, w, h }
}

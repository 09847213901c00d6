import { openPdfFile, type PdfPage } from '../../src/document/open/pdfium.ts'
import type { PlacedWord } from '../../src/document/open/placed.ts'
import type { CellName, Composition } from '../../src/document/write/index.ts'

// Measures the pages of a composed document: what stands where, how large, how it looks. Lengths in tenths of a point.

const mm = (length: number): number => (length / 25.4) * 720
/** What the work asks for: within 1 mm and 0.5 pt. */
const near = mm(1)
const half = 5

interface Line {
  words: PlacedWord[]
  x: number
  right: number
  base: number
}
interface Found {
  lines: Line[]
  page: number
}

/** @returns what is off, a sentence each; empty where the pages are as the form asks */
export async function measure(pdf: Uint8Array, composition: Composition): Promise<string[]> {
  const file = await openPdfFile(pdf)
  try {
    const pages = Array.from({ length: file.pageCount }, (_, i) => file.read(i))
    return new Measuring(pages, composition).run()
  } finally {
    file.close()
  }
}

class Measuring {
  private readonly off: string[] = []
  private readonly pages: PdfPage[]
  private readonly composition: Composition
  /** up to where words were found, so that a second "Lưu: VT" is not the first */
  private from = { page: 0, word: 0 }

  constructor(pages: PdfPage[], composition: Composition) {
    this.pages = pages
    this.composition = composition
  }

  run(): string[] {
    this.sheets()
    this.numbers()
    this.head()
    this.title()
    this.body()
    this.end()
    this.annexes()
    return this.off
  }

  private check(what: string, actual: number, wanted: number, within = near): void {
    if (Math.abs(actual - wanted) > within)
      this.off.push(`${what}: ${(actual / 10).toFixed(1)} pt, not ${(wanted / 10).toFixed(1)}`)
  }

  /** A4; words inside the margins but for what belongs in them. */
  private sheets(): void {
    const { page, pageNumber } = this.composition.form
    for (const [i, { width, height, words }] of this.pages.entries()) {
      this.check(`page ${i + 1} width`, width, mm(page.width))
      this.check(`page ${i + 1} height`, height, mm(page.height))
      for (const word of words) {
        const above = word.base < mm(page.top) && (pageNumber === 'top' || i === 0)
        const below = word.base > mm(page.height - page.bottom)
        if (above || below) continue
        if (word.x < mm(page.left) - near || word.x + word.w > mm(page.width - page.right) + near)
          this.off.push(`page ${i + 1}: “${word.text}” outside the margins`)
      }
    }
  }

  /** From the second page of the document, and of each annex, in its place; none on a first page. */
  private numbers(): void {
    const { form, annexes, mark, contact } = this.composition
    const { page, pageNumber } = form
    const starts = new Set<number>([0])
    for (const { name, title } of annexes) {
      const at = this.pages.findIndex(
        ({ words }, i) =>
          i > 0 && !starts.has(i) && textOf(words).startsWith(glue(`${name}${title?.text ?? ''}`)),
      )
      if (at < 0) this.off.push(`annex ${name} begins no page`)
      else starts.add(at)
    }
    let number = 0
    for (const [i, { words }] of this.pages.entries()) {
      number = starts.has(i) ? 1 : number + 1
      const inMargin = words.filter((word) =>
        pageNumber === 'top' ? word.base < mm(page.top) : word.base > mm(page.height - page.bottom),
      )
      const own = i === 0 && (mark.length > 0 || contact.length > 0) ? [] : inMargin
      const [found] = own
      if (number === 1) {
        if (found) this.off.push(`page ${i + 1}: “${found.text}” in the margin of a first page`)
        continue
      }
      if (found?.text !== String(number) || own.length > 1) {
        this.off.push(`page ${i + 1}: no number ${number}`)
        continue
      }
      this.look('pageNumber', found.text, [found], form.size.pageNumber)
      if (pageNumber === 'top')
        this.check(
          `page number ${number}`,
          found.x + found.w / 2,
          mm((page.left + page.width - page.right) / 2),
        )
      else this.check(`page number ${number}`, found.x + found.w, mm(page.width - page.right))
    }
  }

  private head(): void {
    const { form, head } = this.composition
    const [left, right] = form.headColumns
    const leftMiddle = mm(form.page.left + left / 2)
    const rightMiddle = mm(form.page.left + left + right / 2)
    const parent =
      head.parentAgency && this.cell('parentAgency', head.parentAgency.text, form.size.agency, leftMiddle)
    const agency = this.cell('agency', head.agency.text, form.size.agency, leftMiddle)
    if (parent && agency) this.below('agency', parent, agency, form.size.agency)
    const nation = this.cell('nation', head.nation.text, form.size.nation, rightMiddle)
    const motto = head.motto && this.cell('motto', head.motto.text, form.size.motto, rightMiddle)
    if (nation && motto) this.below('motto', nation, motto, form.size.motto)
    const first = parent ?? agency
    if (nation && first)
      this.check('agency and nation begin level', first.lines[0]?.base ?? 0, nation.lines[0]?.base ?? 0)
    if (agency && form.rule > 0) this.ruled('agency', agency, [1 / 3, 1 / 2])
    const last = motto ?? nation
    if (last) this.ruled('motto', last, [1, 1])
    const number = this.cell('number', head.number, form.size.number, leftMiddle)
    if (head.letterSubject !== null)
      this.cell('letterSubject', head.letterSubject, form.size.letterSubject, leftMiddle)
    if (head.urgency) this.cell('urgency', head.urgency.text, form.size.stamp, leftMiddle)
    const day = this.cell('placeDate', head.placeDate, form.size.placeDate, rightMiddle)
    if (head.circulation !== '') this.cell('circulation', head.circulation, form.size.stamp, rightMiddle)
    if (number && day)
      this.check('number and day on one line', number.lines[0]?.base ?? 0, day.lines[0]?.base ?? 0)
  }

  private title(): void {
    const { form, name, addressees } = this.composition
    if (name) {
      this.cell('type', name.type, form.size.type, this.middle)
      const subject =
        name.subject.text === ''
          ? null
          : this.cell('subject', name.subject.text, form.size.subject, this.middle)
      if (subject && form.source.includes('30/2020')) this.ruled('subject', subject, [1 / 3, 1 / 2])
    }
    if (!addressees) return
    if (addressees.items.length === 0) this.cell('addressees', addressees.lead, form.size.body, this.middle)
    else {
      const lead = this.find('addressees', addressees.lead)
      const colon = lead?.lines[0]?.words.at(-1)
      const dashes = addressees.items.map((item) => this.find('addressees', item)?.lines[0]?.x ?? 0)
      for (const x of dashes) if (colon) this.check('dash under the colon', x, colon.x + colon.w, mm(2))
    }
  }

  /** Justified between the margins, first lines indented. */
  private body(): void {
    const { form, lines } = this.composition
    for (const line of lines) {
      if (line.kind === 'table') continue
      const found = this.find('body', `${line.lead}${line.text}`)
      if (!found) continue
      const style = form.styles[line.style]
      const what = `body “${line.lead}${line.text.slice(0, 20)}”`
      for (const { words } of found.lines) {
        for (const word of words) {
          this.check(`${what} size`, word.size, form.size.body * 10, half)
          if (word.italic !== style.italic) this.off.push(`${what}: ${word.text} slant`)
        }
      }
      const [first, ...more] = found.lines
      if (style.align === 'center') {
        for (const one of found.lines) this.check(`${what} middle`, (one.x + one.right) / 2, this.middle)
        continue
      }
      if (first) this.check(`${what} indent`, first.x, mm(form.page.left + form.firstLine))
      for (const one of more) this.check(`${what} left`, one.x, mm(form.page.left))
      for (const one of found.lines.slice(0, -1))
        this.check(`${what} right`, one.right, mm(form.page.width - form.page.right))
      for (const [i, one] of more.entries()) {
        const above = found.lines[i]
        // over a page's end the next line is higher up
        if (above && one.base > above.base)
          this.check(`${what} line`, one.base - above.base, form.line * 10, half)
      }
    }
  }

  private end(): void {
    const { form, end, copies, contact } = this.composition
    this.closing(end)
    for (const copy of copies) {
      const leftMiddle = mm(form.page.left + form.headColumns[0] / 2)
      this.cell('agency', copy.agency.text, form.size.agency, leftMiddle)
      this.find('type', copy.name)
      this.cell('number', copy.number, form.size.number, leftMiddle)
      this.closing(copy.end)
    }
    this.from = { page: 0, word: 0 }
    for (const line of contact) {
      const found = this.find('contact', line)
      if (found) this.check('contact left', found.lines[0]?.x ?? 0, mm(form.page.left))
    }
  }

  private closing(end: Composition['end']): void {
    const { form } = this.composition
    const [left, right] = form.endColumns
    const middle = mm(form.page.left + left + right / 2)
    if (end.beside) {
      const beside = mm(form.page.left + left / 2)
      for (const line of end.beside.signer) this.cell('signer', line, form.size.signer, beside)
    }
    const heading = end.heading === '' ? null : this.find('recipientsHeading', end.heading)
    if (heading) {
      this.look(
        'recipientsHeading',
        end.heading,
        heading.lines.flatMap(({ words }) => words),
        form.size.recipientsHeading,
      )
      this.check('recipients left', heading.lines[0]?.x ?? 0, mm(form.page.left))
    }
    for (const recipient of end.recipients) {
      const found = this.find('recipients', recipient)
      if (!found) continue
      this.look(
        'recipients',
        recipient,
        found.lines.flatMap(({ words }) => words),
        form.size.recipients,
      )
      this.check('recipient left', found.lines[0]?.x ?? 0, mm(form.page.left))
    }
    if (end.drafter !== '') {
      const found = this.find('drafter', end.drafter)
      if (found)
        this.look(
          'drafter',
          end.drafter,
          found.lines.flatMap(({ words }) => words),
          form.size.drafter,
        )
    }
    const signer = end.signer.map((line) => this.cell('signer', line, form.size.signer, middle))
    if (end.name !== '') this.cell('signerName', end.name, form.size.signer, middle)
    if (heading && signer[0] && !end.beside)
      this.check(
        'recipients level with the signer',
        heading.lines[0]?.base ?? 0,
        signer[0].lines[0]?.base ?? 0,
      )
  }

  private annexes(): void {
    const { form, annexes } = this.composition
    this.from = { page: 1, word: 0 }
    for (const { name, title, of } of annexes) {
      if (name === '') continue
      this.cell('annexName', name, form.size.annexName, this.middle)
      if (title) this.cell('annexTitle', title.text, form.size.subject, this.middle)
      this.cell('annexOf', of, form.size.placeDate, this.middle)
    }
  }

  private get middle(): number {
    const { page } = this.composition.form
    return mm((page.left + page.width - page.right) / 2)
  }

  /** Finds a cell, looks at its letters and that each of its lines stands in the middle of its column. */
  private cell(name: CellName, text: string, size: number, middle: number): Found | null {
    const found = this.find(name, text)
    if (!found) return null
    this.look(
      name,
      text,
      found.lines.flatMap(({ words }) => words),
      size,
    )
    for (const line of found.lines)
      this.check(`${name} “${text.slice(0, 30)}” middle`, (line.x + line.right) / 2, middle)
    return found
  }

  /** Size as chosen and as the rules allow, weight, slant, capitals. */
  private look(name: CellName, text: string, words: readonly PlacedWord[], size: number): void {
    const rule = this.composition.form.rules[name]
    for (const word of words) {
      this.check(`${name} size`, word.size, size * 10, half)
      const [least, most] = rule.size
      if (word.size < least * 10 - half || word.size > most * 10 + half)
        this.off.push(`${name}: ${word.size / 10} pt, not ${least} to ${most} (${rule.article})`)
      if (!/\p{L}/u.test(word.text)) continue
      if (word.bold !== rule.bold)
        this.off.push(`${name} “${word.text}” ${word.bold ? 'bold' : 'not bold'} (${rule.article})`)
      if (word.italic !== rule.italic)
        this.off.push(`${name} “${word.text}” ${word.italic ? 'italic' : 'upright'} (${rule.article})`)
    }
    if (rule.capitals && text !== text.toLocaleUpperCase('vi'))
      this.off.push(`${name} “${text}” not in capitals`)
  }

  /** Single spacing: what stands below is one line lower. */
  private below(what: string, above: Found, one: Found, size: number): void {
    const [last, first] = [above.lines.at(-1), one.lines[0]]
    if (last && first) this.check(`${what} below`, first.base - last.base, size * 11.5, mm(1))
  }

  /** A line under the words, as long as a share of the longest of them, in the middle below it. */
  private ruled(what: string, found: Found, [least, most]: readonly [number, number]): void {
    const longest = Math.max(...found.lines.map(({ x, right }) => right - x))
    const last = found.lines.at(-1)
    if (!last) return
    const rule = this.pages[found.page]?.rules.find(
      ({ x, y, w, h }) =>
        h < 20 &&
        y > last.base &&
        y - last.base < mm(4) &&
        Math.abs(x + w / 2 - (last.x + last.right) / 2) < near * 2,
    )
    if (!rule) this.off.push(`${what}: no line under it`)
    else if (rule.w < longest * least - near || rule.w > longest * most + near)
      this.off.push(`${what}: the line is ${(rule.w / longest).toFixed(2)} of the words`)
  }

  /** The next place where these words stand, as lines. */
  private find(name: string, text: string): Found | null {
    const wanted = glue(text)
    for (let page = this.from.page; page < this.pages.length; page++) {
      const words = this.pages[page]?.words ?? []
      // over a page's end a paragraph goes on behind the number
      const next = (this.pages[page + 1]?.words ?? []).filter((word) => !this.isNumber(word))
      const all = [...words.filter((word) => !this.isNumber(word)), ...next]
      const taken = match(all, wanted, page === this.from.page ? this.from.word : 0)
      if (!taken) continue
      const last = taken.at(-1)
      this.from = { page, word: last ? all.indexOf(last) : 0 }
      return { lines: linesOf(taken), page }
    }
    this.off.push(`${name}: “${text.slice(0, 40)}” not found`)
    return null
  }

  private isNumber(word: PlacedWord): boolean {
    const { page, pageNumber } = this.composition.form
    const inMargin =
      pageNumber === 'top' ? word.base < mm(page.top) : word.base > mm(page.height - page.bottom)
    return inMargin && /^\d{1,3}$/.test(word.text)
  }
}

const glue = (text: string): string => text.replace(/[\s\u00a0]+/g, '')
const textOf = (words: readonly PlacedWord[]): string => words.map(({ text }) => text).join('')

/** The words that make up `wanted`, letters only; null where they do not stand together. */
function match(words: readonly PlacedWord[], wanted: string, from: number): PlacedWord[] | null {
  for (let start = from; start < words.length; start++) {
    let text = ''
    let end = start
    while (end < words.length && text.length < wanted.length && wanted.startsWith(text))
      text += words[end++]?.text ?? ''
    if (text === wanted) return words.slice(start, end)
  }
  return null
}

function linesOf(words: readonly PlacedWord[]): Line[] {
  const lines: Line[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last && Math.abs(last.base - word.base) < 20 && word.x > last.x) {
      last.words.push(word)
      last.right = Math.max(last.right, word.x + word.w)
    } else lines.push({ words: [word], x: word.x, right: word.x + word.w, base: word.base })
  }
  return lines
}

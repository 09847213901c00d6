import { FORMS, type Form, type StyleName } from './forms.ts'
import {
  centre,
  punctuate,
  spellDate,
  spellNumber,
  spellRecipient,
  spellSigner,
  startWith,
  upper,
  type Centred,
} from './spell.ts'
import type { Block, OfficialCopy, OfficialDocument } from './source.ts'
import { composeTable, type TableLine } from './table.ts'
import { cleanLine, cleanLines, withoutFinalMark } from './text.ts'

export type { Centred } from './spell.ts'

/** One paragraph of the text: `lead` is a marker that may be bold while the words are not ("Điều 1. "). */
export interface TextLine {
  kind: 'text'
  style: StyleName
  lead: string
  text: string
  boldLead: boolean
  /** depth in the outline, from 1; null for plain text */
  heading: number | null
  /** of the section whose title or own paragraph this is */
  key?: string
}

/** A document with every word spelt out and in its final order. Both writers print this and add no word of their own. */
export interface Composition {
  form: Form
  /** title and author of the file */
  title: string
  author: string
  /** `YYYY-MM-DD`, null before it is issued */
  date: string | null
  /** the head of the first page, also where a copy was made in electronic form: lines in its upper right corner */
  mark: string[]
  head: Head
  name: { type: string; subject: Centred } | null
  addressees: { lead: string; items: string[] } | null
  lines: Line[]
  end: End
  /** address, telephone … at the foot of the first page, under a line */
  contact: string[]
  /** of a copy on paper, and before it of the copy that it was made of: behind the end, each under a line over the whole width */
  copies: Copy[]
  /** on pages of their own behind the signature, each numbered apart */
  annexes: Annex[]
}

export interface Head {
  parentAgency: Centred | null
  agency: Centred
  /** under the agency; "" where a rule stands there */
  star: string
  nation: Centred
  motto: Centred | null
  number: string
  /** an official letter's "V/v …" */
  letterSubject: string | null
  placeDate: string
  /** a red box, `width` in millimetres */
  urgency: { text: string; width: number } | null
  /** "LƯU HÀNH NỘI BỘ" in a box; "" where nothing limits who may have it */
  circulation: string
}

export interface End {
  heading: string
  recipients: string[]
  /** more than fit beside a signature on one page: the end may break */
  long: boolean
  /** who drafted it and in how many copies: "PL.(300)" */
  drafter: string
  signer: string[]
  name: string
  /** who else signs, to the left: the secretary of minutes, the other party of a contract */
  beside: { signer: string[]; name: string } | null
}

export interface Copy {
  /** "SAO Y", "SAO LỤC", "TRÍCH SAO" */
  name: string
  parentAgency: Centred | null
  agency: Centred
  number: string
  placeDate: string
  end: End
}

export type Line = TextLine | TableLine

/** What is split off: name, title, what it belongs to, its text. A part bound in behind a document that was read has only text. */
export interface Annex {
  name: string
  title: Centred | null
  of: string
  lines: Line[]
}

/** Height of the box of a mark of urgency in millimetres, and its width by what stands in it (Decree 30/2020, Appendix I, III.2.b). */
export const URGENCY = {
  height: 8,
  widths: { 'HỎA TỐC': 30, 'THƯỢNG KHẨN': 40, KHẨN: 20 },
} as const

/** Spells a document out by the rules of its form. Pure; throws a RangeError on an impossible date. */
export function compose(document: OfficialDocument): Composition {
  const form = FORMS[document.form]
  const { header } = document
  const type = cleanLine(header.type)
  const subject = cleanLine(header.subject)
  const isLetter = type === '' || type.toLocaleLowerCase('vi') === 'công văn'
  const textWidth = form.page.width - form.page.left - form.page.right
  const { urgency, enacting } = document
  return {
    form,
    title: isLetter ? subject : `${type} ${subject}`.trim(),
    author: cleanLine(header.agency),
    date: header.date,
    mark: (document.electronicCopy ?? []).map(cleanLine),
    head: {
      ...agencies(form, header.parentAgency, header.agency),
      star: form.star ?? '',
      ...nationOf(form),
      number: spellNumber(form, header.number, header.symbol),
      letterSubject:
        isLetter && subject !== ''
          ? form.words.about === ''
            ? subject
            : startWith(form.words.about, subject)
          : null,
      placeDate: `${cleanLine(header.place)}, ${spellDate(form, header.date)}`,
      urgency: urgency ? { text: urgency, width: URGENCY.widths[urgency] } : null,
      circulation: upper(document.circulation ?? ''),
    },
    name: isLetter
      ? null
      : {
          type: upper(type),
          subject: centre(subject, form.size.subject, textWidth - 20, subject === '' ? 0 : form.subjectRule),
        },
    addressees: composeAddressees(form, document.addressees ?? []),
    lines: finish(document, form, [
      ...(enacting ? [plain(upper(enacting), 'decides')] : []),
      ...composeBases(form, document.bases),
      ...composeOpening(document.opening),
      ...document.body.flatMap((block) => composeBlock(form, block, 1)),
    ]),
    end: composeEnd(form, document),
    contact: (document.contact ?? []).map(cleanLine).filter((line) => line !== ''),
    copies: [document.copyOf ?? [], document.copy ?? []].flat().map((copy) => composeCopy(form, copy)),
    annexes: composeAnnexes(form, document, textWidth - 20),
  }
}

/** The name of whoever issues, and of whom it stands under, in capitals. */
function agencies(form: Form, parent: string | null, own: string): Pick<Head, 'parentAgency' | 'agency'> {
  const name = (text: string, share: number) =>
    centre(upper(text), form.size.agency, form.headColumns[0] - 2, share)
  return { parentAgency: parent === null ? null : name(parent, 0), agency: name(own, form.rule) }
}

/** The state's name and motto, or the Party's; the last of the lines stands over a rule of its own length. */
export function nationOf({ nation, motto, size, headColumns }: Form): Pick<Head, 'nation' | 'motto'> {
  return {
    nation: centre(nation, size.nation, headColumns[1], motto === null ? 1 : 0),
    motto: motto === null ? null : centre(motto, size.motto, headColumns[1], 1),
  }
}

function composeEnd(
  form: Form,
  {
    recipients,
    signer,
    drafter,
    beside,
  }: Pick<OfficialDocument, 'recipients' | 'signer' | 'drafter' | 'beside'>,
): End {
  return {
    heading: recipients.length === 0 ? '' : form.words.recipients,
    recipients: punctuate(recipients.map(spellRecipient)).map((text) => `- ${text}`),
    long: recipients.length > 40,
    drafter: drafter ? `${upper(drafter.code)}.(${drafter.copies})` : '',
    signer: spellSigner(form, signer),
    name: cleanLine(signer.name ?? ''),
    beside: beside ? { signer: spellSigner(form, beside), name: cleanLine(beside.name ?? '') } : null,
  }
}

function composeCopy(form: Form, copy: OfficialCopy): Copy {
  return {
    name: copy.kind,
    ...agencies(form, copy.parentAgency, copy.agency),
    number: spellNumber(form, copy.number, copy.symbol),
    placeDate: `${cleanLine(copy.place)}, ${spellDate(form, copy.date)}`,
    end: composeEnd(form, copy),
  }
}

/** "(Kèm theo Kế hoạch số 05/KH-PGDĐT ngày 05/01/2024 của …)" names the document that an annex was torn from. */
function composeAnnexes(form: Form, document: OfficialDocument, width: number): Annex[] {
  const { annex, header } = document
  const annexes = [...(annex ? [annex] : []), ...(document.annexes ?? [])]
  const { words } = form
  const number = spellNumber(form, header.number, header.symbol).replace(words.number, 'số')
  const type = cleanLine(header.type) === '' ? 'Công văn' : cleanLine(header.type)
  const of = `${words.annexOf} ${type} ${number} ${spellDate(form, header.date)} ${words.of} ${cleanLine(header.agency)}`
  return annexes.map(({ title, body }, i) => ({
    name: annexes.length > 1 ? `${words.annex} ${toRoman(i + 1)}` : words.annex,
    title: centre(upper(title), form.size.subject, width, 0),
    of: `(${of})`,
    lines: body.flatMap((block) => composeBlock(form, block, 1)),
  }))
}

/** Annexes are few: to 39. */
function toRoman(n: number): string {
  const ones = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX']
  return 'X'.repeat(Math.floor(n / 10)) + (ones[n % 10] ?? '')
}

function composeAddressees(form: Form, addressees: string[]): Composition['addressees'] {
  const names = addressees.map(cleanLine).filter((name) => name !== '')
  const [only] = names
  if (only === undefined) return null
  if (names.length === 1) return { lead: `${form.words.addressees} ${withoutFinalMark(only)}.`, items: [] }
  return { lead: form.words.addressees, items: punctuate(names).map((name) => `- ${name}`) }
}

function composeBases({ words }: Form, bases: string[]): TextLine[] {
  const given = bases.map(cleanLine).filter((basis) => basis !== '')
  return punctuate(given, words.lastBasis).map((text) => plain(text, 'basis'))
}

function composeOpening(opening: string | null): TextLine[] {
  return cleanLines(opening ?? '').map((text) =>
    /^quyết (định|nghị)\s*:?$/i.test(text) ? plain(upper(text), 'decides') : plain(text),
  )
}

function composeBlock(form: Form, block: Block, depth: number): Line[] {
  switch (block.kind) {
    case 'paragraph':
      return cleanLines(block.text).map((text) => plain(text))
    case 'table': {
      const caption = cleanLine(block.caption ?? '')
      return [...(caption === '' ? [] : [plain(caption, 'caption')]), composeTable(form, block)]
    }
    case 'section': {
      const { key } = block
      const own = (line: Line) => (key === undefined || line.kind === 'table' ? line : { ...line, key })
      return [
        ...composeTitle(block, depth).map(own),
        ...block.children.flatMap((child) => {
          const lines = composeBlock(form, child, depth + 1)
          return child.kind === 'paragraph' ? lines.map(own) : lines
        }),
      ]
    }
  }
}

type SectionBlock = Extract<Block, { kind: 'section' }>
type Look = 'chapter' | 'part' | 'article' | 'item' | 'letter' | 'dash'

/** A marker says what it is; one that says nothing (or is missing) takes the look of its level. */
function lookOf(marker: string, level: number): Look {
  if (/^(phần|chương|mục|tiểu mục)\s/i.test(marker)) return 'chapter'
  if (/^điều\s/i.test(marker)) return 'article'
  if (/^[IVXLC]+$/.test(marker)) return 'part'
  if (/^\d+(\.\d+)*$/.test(marker)) return 'item'
  if (/^\p{Ll}$/u.test(marker)) return 'letter'
  if (/^[-–+*•]$/.test(marker)) return 'dash'
  return level <= 1 ? 'part' : level === 2 ? 'item' : level === 3 ? 'letter' : 'dash'
}

function composeTitle(section: SectionBlock, depth: number): TextLine[] {
  const marker = cleanLine(section.marker)
  const look = lookOf(marker, section.level)
  const [title = '', ...more] = cleanLines(section.title)
  // numbered sentences are no headings: a heading has something under it and no mark at its end
  const headsSomething = section.children.length > 0 && !/[.:;,]$/.test(title)
  const rest = more.map((text) => plain(text))
  switch (look) {
    case 'chapter': {
      const line = { ...plain(marker, 'chapter'), heading: depth }
      return title === '' ? [line] : [line, plain(upper(title), 'chapter'), ...rest]
    }
    case 'part':
      return [{ ...plain(upper(title), 'part'), lead: lead(marker, '.'), heading: depth }, ...rest]
    case 'article':
      return [
        {
          ...plain(title, headsSomething ? 'item' : 'article'),
          lead: lead(marker, '.'),
          boldLead: true,
          heading: depth,
        },
        ...rest,
      ]
    case 'item':
      return [
        headsSomething
          ? { ...plain(title, 'item'), lead: lead(marker, '.'), heading: depth }
          : { ...plain(title), lead: lead(marker, '.') },
        ...rest,
      ]
    case 'letter':
      return [{ ...plain(title), lead: lead(marker, ')') }, ...rest]
    case 'dash':
      return [{ ...plain(title), lead: lead(marker === '' ? '-' : marker, '') }, ...rest]
  }
}

/** The marker with its mark and a space; a marker that brings its own mark ("(1)", "a)") keeps it. */
function lead(marker: string, mark: string): string {
  if (marker === '') return ''
  return /[\p{L}\d]$/u.test(marker) ? `${marker}${mark} ` : `${marker} `
}

function plain(text: string, style: StyleName = 'paragraph'): TextLine {
  return { kind: 'text', style, lead: '', text, boldLead: false, heading: null }
}

/** Puts the decree's "./." after the last words, in place of the mark that stands there; an extract doesn't end there. */
function finish({ copy }: OfficialDocument, form: Form, lines: Line[]): Line[] {
  const last = lines.at(-1)
  if (last === undefined || copy?.kind === 'TRÍCH SAO') return lines
  if (last.kind === 'table' || last.heading !== null) return [...lines, plain(form.words.end)]
  return [...lines.slice(0, -1), { ...last, text: `${withoutFinalMark(last.text)}${form.words.end}` }]
}

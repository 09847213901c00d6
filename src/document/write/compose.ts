import type { Purpose } from '../model.ts'
import { FORMS, type Form, type StyleName } from './forms.ts'
import { composeTable, type TableLine } from './table.ts'
import { cleanLine, cleanLines, withoutFinalMark } from './text.ts'
import type { Block, OfficialDocument, OfficialRecipient, OfficialSigner } from './source.ts'
import { balance } from './width.ts'

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

/** Text of the head, perhaps over a rule: the width it is broken at and the rule's length (0: no rule), in millimetres. */
export interface Centred {
  text: string
  width: number
  rule: number
}

/** A document with every word spelt out and in its final order. Both writers print this and add no word of their own. */
export interface Composition {
  form: Form
  /** title and author of the file */
  title: string
  author: string
  /** `YYYY-MM-DD`, null before it is issued */
  date: string | null
  head: {
    parentAgency: Centred | null
    agency: Centred
    nation: string
    motto: Centred
    number: string
    /** an official letter's "V/v …" */
    letterSubject: string | null
    placeDate: string
  }
  name: { type: string; subject: Centred } | null
  addressees: { lead: string; items: string[] } | null
  lines: (TextLine | TableLine)[]
  end: {
    heading: string
    recipients: string[]
    /** more than fit beside a signature on one page: the end may break */
    long: boolean
    signer: string[]
    name: string
  }
  /** on pages of its own behind the signature, numbered apart: name, title, what it belongs to, its text */
  annex: { name: string; title: Centred; of: string; lines: (TextLine | TableLine)[] } | null
}

const BLANK = '\u00a0'
const PURPOSES: Record<Purpose, string | null> = {
  report: '(để b/c)',
  'carry out': '(để t/h)',
  know: '(để biết)',
  archive: null,
}

/** Spells a document out by the rules of its form (Decree 30/2020/NĐ-CP, Appendix I). Pure; throws a RangeError on an impossible date. */
export function compose(document: OfficialDocument): Composition {
  const form = FORMS[document.form]
  const { header } = document
  const type = cleanLine(header.type)
  const subject = cleanLine(header.subject)
  const isLetter = type === '' || type.toLocaleLowerCase('vi') === 'công văn'
  const name = (text: string, share: number) =>
    centre(upper(text), form.size.agency, form.headColumns[0] - 2, share)
  const textWidth = form.page.width - form.page.left - form.page.right
  return {
    form,
    title: isLetter ? subject : `${type} ${subject}`,
    author: cleanLine(header.agency),
    date: header.date,
    head: {
      parentAgency: header.parentAgency === null ? null : name(header.parentAgency, 0),
      agency: name(header.agency, form.rule),
      nation: form.nation,
      motto: centre(form.motto, form.size.motto, form.headColumns[1], 1),
      number: spellNumber(form, header.number, header.symbol),
      letterSubject: isLetter && subject !== '' ? startWith(form.words.about, subject) : null,
      placeDate: `${cleanLine(header.place)}, ${spellDate(form, header.date)}`,
    },
    name: isLetter
      ? null
      : { type: upper(type), subject: centre(subject, form.size.subject, textWidth - 20, form.rule) },
    addressees: composeAddressees(form, document.addressees ?? []),
    lines: finish(form, [
      ...composeBases(document.bases),
      ...composeOpening(document.opening),
      ...document.body.flatMap((block) => composeBlock(form, block, 1)),
    ]),
    end: {
      heading: document.recipients.length === 0 ? '' : form.words.recipients,
      recipients: punctuate(document.recipients.map(spellRecipient)).map((text) => `- ${text}`),
      long: document.recipients.length > 40,
      signer: spellSigner(form, document.signer),
      name: cleanLine(document.signer.name ?? ''),
    },
    annex: composeAnnex(form, document, textWidth - 20),
  }
}

/** "(Kèm theo Kế hoạch số 05/KH-PGDĐT ngày 05/01/2024 của …)" names the document that an annex was torn from. */
function composeAnnex(form: Form, { annex, header }: OfficialDocument, width: number): Composition['annex'] {
  if (!annex) return null
  const { words } = form
  const number = spellNumber(form, header.number, header.symbol).replace(words.number, 'số')
  const of = `${words.annexOf} ${cleanLine(header.type)} ${number} ${spellDate(form, header.date)} ${words.of} ${cleanLine(header.agency)}`
  return {
    name: words.annex,
    title: centre(upper(annex.title), form.size.subject, width, 0),
    of: `(${of})`,
    lines: annex.body.flatMap((block) => composeBlock(form, block, 1)),
  }
}

/** Sets text in lines of even length over a rule of `share` of the widest. */
function centre(text: string, size: number, available: number, share: number): Centred {
  const { width, longest } = balance(text, size, available)
  return { text, width, rule: share * longest }
}

/** "Số: 05/KH-PGDĐT": below 10 with a leading zero, no blank in the symbol; a number not given yet leaves room for the pen. */
function spellNumber(form: Form, number: string | null, symbol: string): string {
  const digits = cleanLine(number ?? '')
  const shown = digits === '' ? BLANK.repeat(6) : /^\d(?!\d)/.test(digits) ? `0${digits}` : digits
  return `${form.words.number} ${shown}/${cleanLine(symbol).replaceAll(' ', '')}`
}

/** Days below 10 and the months 1 and 2 take a leading zero, the other months none. */
function spellDate(form: Form, date: string | null): string {
  const { day, month, year } = form.words
  const gap = BLANK.repeat(6)
  if (date === null) return `${day}${gap}${month}${gap}${year}${gap}`
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)
  const [, y = '', m = '', d = ''] = parts ?? []
  if (
    parts === null ||
    Number.isNaN(Date.parse(date)) ||
    new Date(date).toISOString().slice(0, 10) !== date
  ) {
    throw new RangeError(`not a calendar day: ${date}`)
  }
  return `${day} ${d} ${month} ${Number(m) <= 2 ? m : Number(m)} ${year} ${y}`
}

function composeAddressees(form: Form, addressees: string[]): Composition['addressees'] {
  const names = addressees.map(cleanLine).filter((name) => name !== '')
  const [only] = names
  if (only === undefined) return null
  if (names.length === 1) return { lead: `${form.words.addressees} ${withoutFinalMark(only)}.`, items: [] }
  return { lead: form.words.addressees, items: punctuate(names).map((name) => `- ${name}`) }
}

function composeBases(bases: string[]): TextLine[] {
  const given = bases.map(cleanLine).filter((basis) => basis !== '')
  return punctuate(given).map((text) => plain(text, 'basis'))
}

function composeOpening(opening: string | null): TextLine[] {
  return cleanLines(opening ?? '').map((text) =>
    /^quyết (định|nghị)\s*:?$/i.test(text) ? plain(upper(text), 'decides') : plain(text),
  )
}

function composeBlock(form: Form, block: Block, depth: number): (TextLine | TableLine)[] {
  switch (block.kind) {
    case 'paragraph':
      return cleanLines(block.text).map((text) => plain(text))
    case 'table': {
      const caption = cleanLine(block.caption ?? '')
      return [...(caption === '' ? [] : [plain(caption, 'caption')]), composeTable(form, block)]
    }
    case 'section': {
      const { key } = block
      const own = (line: TextLine | TableLine) =>
        key === undefined || line.kind === 'table' ? line : { ...line, key }
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

/** Puts the decree's "./." after the last words, in place of the mark that stands there. */
function finish(form: Form, lines: (TextLine | TableLine)[]): (TextLine | TableLine)[] {
  const last = lines.at(-1)
  if (last === undefined) return lines
  if (last.kind === 'table' || last.heading !== null) return [...lines, plain(form.words.end)]
  return [...lines.slice(0, -1), { ...last, text: `${withoutFinalMark(last.text)}${form.words.end}` }]
}

function spellRecipient(recipient: OfficialRecipient): string {
  const text = withoutFinalMark(cleanLine(recipient.text).replace(/^[-–]\s*/, ''))
  const purpose = recipient.purpose === null ? null : PURPOSES[recipient.purpose]
  const says = /\(\s*(để|đ\/)?\s*(b\/c|t\/h|báo cáo|thực hiện|biết|phối hợp|đăng tải)/i.test(text)
  return purpose === null || says ? text : `${text} ${purpose}`
}

/** Lines of a list: `;` after each, `.` after the last. */
function punctuate(items: string[]): string[] {
  return items.map((item, i) => `${withoutFinalMark(item)}${i === items.length - 1 ? '.' : ';'}`)
}

/** The lines above the signature, e.g. "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH". */
function spellSigner(form: Form, signer: OfficialSigner): string[] {
  const authority = upper(signer.authority ?? '')
  const position = upper(signer.position)
  const head = upper(signer.deputyOf ?? '')
  const bare = /^\p{Lu}{1,3}\.$/u.test(authority)
  const { deputyFor } = form.words
  const above = authority === '' || (bare && (head === '' || authority === deputyFor)) ? [] : [authority]
  const deputy = head === '' ? [] : [`${deputyFor} ${head}`]
  const own = bare && head === '' ? `${authority} ${position}` : position
  return [...above, ...deputy, own].filter((line) => line !== '')
}

function startWith(word: string, text: string): string {
  return text.toLocaleLowerCase('vi').startsWith(`${word.toLocaleLowerCase('vi')} `)
    ? text
    : `${word} ${text}`
}

function upper(text: string): string {
  return cleanLine(text).toLocaleUpperCase('vi')
}

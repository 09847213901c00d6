import { DocumentError } from '../errors.ts'
import { openArchive, type Archive } from '../open/zip.ts'
import { isPlaceholder, nameOf, nearest, placeholders, required, type PlaceholderName } from './names.ts'
import { paragraphsOf, placesOf, standsAlone } from './paragraphs.ts'
import { parseXml, walk, type Node } from './xml.ts'

/** What keeps a file from being a form; the sentence is the message `forms.problem.<code>`. */
export const formProblemCodes = [
  'unknown',
  'missing',
  'unclosed',
  'not_alone',
  'not_in_page',
  'twice',
  'macros',
  'embedded',
  'external',
  'fields',
] as const
export interface FormProblem {
  code: (typeof formProblemCodes)[number]
  /** as it is written in the form, or the name that is missing */
  name: string
  /** what was probably meant */
  suggestion: PlaceholderName | null
}

export interface FormCheck {
  /** those that it has, in the order of the list */
  names: PlaceholderName[]
  problems: FormProblem[]
}

/** The largest form in bytes; a letterhead with a picture is well under it. */
export const maxFormBytes = 5 * 1024 * 1024
/** Unzipped, all parts together. */
const maxUnzipped = 40 * 1024 * 1024
/** Findings that are told: a file that is no form at all has many. */
const mostTold = 30

/** Parts that words stand in. */
export const filledParts = /^word\/(?:document|header\d*|footer\d*)\.xml$/
const mainPart = 'word/document.xml'

/**
 * Opens a form and looks through it.
 * @throws DocumentError where it is no .docx, broken, enciphered or too large
 */
export async function checkForm(bytes: Uint8Array): Promise<FormCheck> {
  if (bytes.byteLength > maxFormBytes) throw new DocumentError('document.too_large')
  const archive = await openForm(bytes)
  const problems = [...(await harmful(archive))]
  const counts = new Map<PlaceholderName, number>()
  const add = (code: FormProblem['code'], name: string, suggestion: PlaceholderName | null = null) =>
    problems.push({ code, name, suggestion })
  for (const part of archive.names().filter((name) => filledParts.test(name))) {
    const root = parseXml(await readXml(archive, part))
    // What Word keeps for programs that don't know its newer shapes is the same text once more.
    const again = new Set(
      [...walk(root)].filter((n) => n.name === 'mc:Fallback').flatMap((n) => [...walk(n)]),
    )
    for (const { node, words } of paragraphsOf(root)) {
      if (again.has(node)) continue
      const places = placesOf(words)
      const rest = places.reduceRight((text, p) => text.slice(0, p.start) + text.slice(p.end), words)
      if (/\{\{|\}\}/.test(rest)) add('unclosed', rest.trim().slice(0, 80), null)
      for (const place of places) {
        const name = nameOf(place.written)
        if (!isPlaceholder(name)) {
          add('unknown', place.written.slice(0, 80), nearest(place.written))
          continue
        }
        counts.set(name, (counts.get(name) ?? 0) + 1)
        if (placeholders[name] !== 'text') continue
        if (part !== mainPart) add('not_in_page', name)
        else if (!standsAlone(words, place)) add('not_alone', name)
      }
    }
  }
  for (const [name, n] of counts) if (n > 1 && placeholders[name] === 'text') add('twice', name)
  for (const names of required)
    if (!names.some((name) => counts.has(name))) add('missing', names[0] ?? '', null)
  return {
    names: (Object.keys(placeholders) as PlaceholderName[]).filter((name) => counts.has(name)),
    problems: problems.slice(0, mostTold),
  }
}

/** @throws DocumentError `document.not_docx` for another kind of file */
export async function openForm(bytes: Uint8Array): Promise<Archive> {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw new DocumentError('document.not_docx')
  const archive = await openArchive(bytes)
  if (!archive.has(mainPart) || !archive.has('[Content_Types].xml'))
    throw new DocumentError('document.not_docx')
  let total = 0
  for (const name of archive.names().filter((n) => !n.endsWith('/'))) {
    // The writer of zips knows names in ASCII, which is all that the format allows.
    if (!/^[\x20-\x7e]+$/.test(name)) throw new DocumentError('document.damaged')
    total += (await archive.read(name)).byteLength
    if (total > maxUnzipped) throw new DocumentError('document.too_large')
  }
  const root = parseXml(await readXml(archive, mainPart))
  if (root.name !== 'w:document') throw new DocumentError('document.damaged')
  return archive
}

export async function readXml(archive: Archive, part: string): Promise<string> {
  const bytes = await archive.read(part)
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (isWide) throw new DocumentError('document.damaged')
  return new TextDecoder().decode(bytes).replace(/^\ufeff/, '')
}

/** Fields that fetch or run something when the file is opened. */
const fetching = /^(?:DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|RD|DATABASE)$/

/** What a form must not carry into each document that is made of it. */
async function harmful(archive: Archive): Promise<FormProblem[]> {
  const names = archive.names()
  const found = new Map<string, FormProblem>()
  const add = (code: FormProblem['code'], name: string) =>
    found.set(`${code} ${name}`, { code, name: name.slice(0, 120), suggestion: null })
  const types = await readXml(archive, '[Content_Types].xml')
  if (/macroEnabled|vbaProject/i.test(types) || names.some((n) => /vba|activeX|customUI/i.test(n)))
    add('macros', '')
  if (names.some((n) => /^word\/embeddings\//i.test(n))) add('embedded', '')
  for (const part of names.filter((n) => /\.rels$/i.test(n)))
    for (const relation of [...walk(parseXml(await readXml(archive, part)))])
      if (relation.attributes['TargetMode'] === 'External' && !isHarmless(relation))
        add('external', relation.attributes['Target'] ?? '')
  for (const part of names.filter((n) => /^word\/[^/]+\.xml$/.test(n))) {
    const root = parseXml(await readXml(archive, part))
    for (const code of fieldsOf(root)) if (fetching.test(code)) add('fields', code)
    if ([...walk(root)].some((n) => n.name === 'w:altChunk' || n.name === 'w:object')) add('embedded', '')
  }
  return [...found.values()]
}

/** A link is only followed by whoever presses it; the template a file was made of is taken out when it is filled. */
function isHarmless(relation: Node): boolean {
  return /\/(?:hyperlink|attachedTemplate)$/.test(relation.attributes['Type'] ?? '')
}

/** The first word of each field's code; a code may be parted into runs like all words. */
function fieldsOf(root: Node): string[] {
  const codes: string[] = []
  const open: string[] = []
  for (const node of walk(root)) {
    if (node.name === 'w:fldSimple') codes.push(node.attributes['w:instr'] ?? '')
    if (node.name === 'w:instrText' && open.length > 0)
      open[open.length - 1] += node.children.filter((c) => typeof c === 'string').join('')
    if (node.name !== 'w:fldChar') continue
    const kind = node.attributes['w:fldCharType']
    if (kind === 'begin') open.push('')
    else if (kind === 'end') codes.push(open.pop() ?? '')
  }
  // Fields without an end are fields all the same.
  return [...codes, ...open].map((code) => (/^\s*([A-Za-z]+)/.exec(code)?.[1] ?? '').toUpperCase())
}

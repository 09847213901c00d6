import { packPart, zipOf } from '../write/zip.ts'
import type { OfficialDocument } from '../write/source.ts'
import type { Archive } from '../open/zip.ts'
import { stylesOf, writeAnnexes, writeBody, type Look } from './body.ts'
import { filledParts, openForm, readXml } from './check.ts'
import { isPlaceholder, nameOf, placeholders, type PlaceholderName } from './names.ts'
import {
  paragraphsOf,
  placesOf,
  putWords,
  runAt,
  standsAlone,
  type Paragraph,
  type Place,
} from './paragraphs.ts'
import { valuesOf, type Values } from './values.ts'
import { childOf, isNode, make, parseXml, walk, writeXml, type Node } from './xml.ts'

/**
 * A document in an agency's own form: the placeholders filled in one pass, so that what looks like one in a value stays
 * words; everything is put in as text, which the writer of XML escapes. The rest of the form stays as it is.
 * @param bytes a form that `checkForm` found nothing wrong with
 * @throws DocumentError where it is none, RangeError on an impossible date
 */
export async function fillForm(bytes: Uint8Array, document: OfficialDocument): Promise<Uint8Array> {
  const archive = await openForm(bytes)
  const values = valuesOf(document)
  const styles = await stylesIn(archive)
  const parts = []
  for (const name of archive.names().filter((n) => !n.endsWith('/'))) {
    const content = filledParts.test(name)
      ? writeXml(fillPart(parseXml(await readXml(archive, name)), name, values, styles))
      : ((await withoutTemplate(archive, name)) ?? (await archive.read(name)))
    parts.push(packPart(name, content))
  }
  return zipOf(parts)
}

async function stylesIn(archive: Archive): Promise<Map<string, string>> {
  const part = 'word/styles.xml'
  return stylesOf(archive.has(part) ? parseXml(await readXml(archive, part)) : null)
}

/** The file a form was made of lies on somebody's disk; Word would look for it there. */
async function withoutTemplate(archive: Archive, name: string): Promise<string | null> {
  const isSettings = name === 'word/settings.xml'
  if (!isSettings && name !== 'word/_rels/settings.xml.rels') return null
  const root = parseXml(await readXml(archive, name))
  root.children = root.children.filter(
    (child) =>
      !isNode(child) ||
      (isSettings
        ? child.name !== 'w:attachedTemplate'
        : !/\/attachedTemplate$/.test(child.attributes['Type'] ?? '')),
  )
  return writeXml(root)
}

interface Found {
  name: PlaceholderName
  place: Place
}

function fillPart(root: Node, part: string, values: Values, styles: Map<string, string>): Node {
  const paragraphs = paragraphsOf(root).map((paragraph) => ({
    paragraph,
    found: placesOf(paragraph.words).flatMap((place): Found[] => {
      const name = nameOf(place.written)
      return isPlaceholder(name) ? [{ name, place }] : []
    }),
  }))
  const has = (name: PlaceholderName) => paragraphs.some(({ found }) => found.some((f) => f.name === name))
  let look: Look | null = null
  for (const { paragraph, found } of paragraphs) {
    const [first] = found
    if (!first) continue
    const kind = placeholders[first.name]
    const isAlone = standsAlone(paragraph.words, first.place)
    if (kind === 'text' && isAlone) {
      const own = lookAt(paragraph, first.place, values, styles)
      if (first.name === 'noi_dung') look = own
      replace(paragraph, contentOf(own, first.name, values, has('can_cu')))
    } else if (kind === 'lines' && isAlone) fillLines(paragraph, first.place, valueOf(first.name, values))
    else
      putWords(
        paragraph,
        found.map(({ name, place }) => ({
          place,
          value: withinWords(valueOf(name, values), paragraph, place),
        })),
      )
  }
  // A form that names no place for annexes has them on pages behind the rest.
  if (part === 'word/document.xml' && look && !has('phu_luc'))
    append(root, writeAnnexes(look, values.annexes))
  return root
}

/** A list of several behind other words ("Kính gửi:") begins under them. */
function withinWords(value: string, { words }: Paragraph, { start }: Place): string {
  return value.includes('\n') && words.slice(0, start).trim() !== '' ? `\n${value}` : value
}

function valueOf(name: PlaceholderName, { words }: Values): string {
  return name in words ? words[name as keyof typeof words] : ''
}

function contentOf(look: Look, name: PlaceholderName, values: Values, hasBases: boolean): Node[] {
  if (name === 'can_cu') return writeBody(look, values.bases)
  if (name === 'phu_luc') return writeAnnexes(look, values.annexes)
  return writeBody(look, hasBases ? values.text : [...values.bases, ...values.text])
}

function lookAt(paragraph: Paragraph, place: Place, values: Values, styles: Map<string, string>): Look {
  const run = runAt(paragraph, place.start)
  return {
    form: values.composition.form,
    paragraph: childOf(paragraph.node, 'w:pPr'),
    run: run && childOf(run, 'w:rPr'),
    styles,
  }
}

/** A list gets a paragraph for each of its lines, each looking as the placeholder's; an empty one leaves none. */
function fillLines(paragraph: Paragraph, place: Place, value: string): void {
  const lines = value.split('\n').filter((line) => line !== '')
  const made = lines.map((line) => {
    const node = structuredClone(paragraph.node)
    const [copy] = paragraphsOf(make('', {}, node))
    if (copy) putWords(copy, [{ place, value: line }])
    return node
  })
  replace(paragraph, made)
}

function replace({ node, within }: Paragraph, made: Node[]): void {
  const section = [...walk(node)].find((n) => n.name === 'w:sectPr')
  // The end of a part of the page layout hangs on a paragraph, and a cell must end with one.
  const last = section ? [make('w:p', {}, make('w:pPr', {}, section))] : []
  const isOnly = !within.children.some(
    (c) => isNode(c) && c !== node && (c.name === 'w:p' || c.name === 'w:tbl'),
  )
  const put = [...made, ...last]
  const at = within.children.indexOf(node)
  within.children.splice(at, 1, ...(put.length === 0 && isOnly ? [make('w:p')] : put))
}

/** At the end of the page's text, before what says how the last pages are set. */
function append(root: Node, made: Node[]): void {
  const body = childOf(root, 'w:body')
  if (!body) return
  const at = body.children.findLastIndex((c) => isNode(c) && c.name === 'w:sectPr')
  body.children.splice(at < 0 ? body.children.length : at, 0, ...made)
}

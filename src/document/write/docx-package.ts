import { Document, Packer, type IPropertiesOptions, type ISectionOptions, type XmlComponent } from 'docx'
import { openArchive } from '../open/zip.ts'
import { packPart, zipOf, type PackedPart } from './zip.ts'

/** What a file is made of, as docx takes it. */
export interface DocxSource {
  title: string
  author: string
  styles: NonNullable<IPropertiesOptions['styles']>
  sections: ISectionOptions[]
  /** whether heads or feet of pages bear words of this document; else they are as in every other of its form */
  hasOwnMargins: boolean
}

/**
 * The whole file, by docx. Most of it, styles and thirty small parts, is the same for all documents of a form with as many
 * sections, and takes most of the time: it is made once (`frame`), and for each document only what hangs on its words.
 * @param form what styles and margins hang on
 * @param empty sections of the same form and number without words
 */
export async function packDocx(
  form: string,
  source: DocxSource,
  empty: () => ISectionOptions[],
): Promise<Uint8Array> {
  const frame = await frameOf(`${source.sections.length} ${form}`, () =>
    wholeDocx({ ...source, sections: empty() }),
  )
  const own = ownParts(source)
  return zipOf(frame.map((part) => own.get(part.name) ?? part))
}

/** As docx packs it: what `packDocx` has to equal. */
export async function wholeDocx({ styles, ...source }: DocxSource): Promise<Uint8Array> {
  return new Uint8Array(await Packer.toArrayBuffer(new Document({ ...named(source), styles })))
}

function named({ title, author, sections }: Omit<DocxSource, 'styles'>): IPropertiesOptions {
  return { title, creator: author, lastModifiedBy: author, sections }
}

/** Three forms, with no annex or a few: a reading with very many is no reason to keep more. */
const mostFrames = 20
const frames = new Map<string, Promise<PackedPart[]>>()

function frameOf(key: string, make: () => Promise<Uint8Array>): Promise<PackedPart[]> {
  const known = frames.get(key)
  if (known) return known
  if (frames.size >= mostFrames) frames.clear()
  const made = make().then(async (bytes) => {
    const archive = await openArchive(bytes)
    return Promise.all(archive.names().map(async (name) => packPart(name, await archive.read(name))))
  })
  frames.set(key, made)
  return made
}

/** The parts that hang on the words: without styles, which only styles.xml knows. */
function ownParts(source: DocxSource): Map<string, PackedPart> {
  const file = new Document(named(source))
  const parts = new Map<string, PackedPart>()
  const add = (name: string, declaration: string, view: XmlComponent, viewWrapper: unknown) => {
    const context = { file, viewWrapper, stack: [] } as unknown as Parameters<XmlComponent['prepForXml']>[0]
    parts.set(name, packPart(name, `${declaration}${writeNode(view.prepForXml(context) ?? {})}`))
  }
  // First the body: it tells heads and feet what they must know of it.
  add('word/document.xml', standalone, file.Document.View, file.Document)
  add('docProps/core.xml', standalone, file.CoreProperties, file.Document)
  if (source.hasOwnMargins) {
    for (const [i, head] of file.Headers.entries()) add(`word/header${i + 1}.xml`, plain, head.View, head)
    for (const [i, foot] of file.Footers.entries()) add(`word/footer${i + 1}.xml`, plain, foot.View, foot)
  }
  return parts
}

const standalone = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const plain = '<?xml version="1.0" encoding="UTF-8"?>'

/** What docx's elements give: one key, the name, over an array of attributes (`_attr`), children and words, or attributes alone. */
function writeNode(node: object): string {
  const [entry] = Object.entries(node) as [string, unknown][]
  if (!entry) return ''
  const [name, value] = entry
  if (Array.isArray(value)) {
    let [attributes, content] = ['', '']
    for (const child of value as unknown[])
      if (typeof child !== 'object' || child === null) content += escape(child)
      else if ('_attr' in child) attributes += writeAttributes(child._attr)
      else content += writeNode(child)
    return `<${name}${attributes}>${content}</${name}>`
  }
  if (typeof value !== 'object' || value === null) return `<${name}>${escape(value)}</${name}>`
  return `<${name}${'_attr' in value ? writeAttributes(value._attr) : ''}/>`
}

function writeAttributes(attributes: unknown): string {
  let text = ''
  for (const [name, value] of Object.entries(attributes ?? {})) text += ` ${name}="${escape(value)}"`
  return text
}

const signs: Record<string, string> = { '&': '&amp;', '"': '&quot;', "'": '&apos;', '<': '&lt;', '>': '&gt;' }

/** XML knows no control characters but tab and line breaks. */
function escape(value: unknown): string {
  return String(value).replace(/[&"'<>\0-\x08\x0b\x0c\x0e-\x1f]/g, (sign) => signs[sign] ?? '')
}

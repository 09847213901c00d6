import { attribute } from './numbering.ts'

/**
 * The fonts of a .docx: of each style, with what it is based on, and of the whole document. Mammoth tells the font that a run
 * names itself, not the one of its style, and old letters (.VnTime) mostly stand in the style "Normal".
 */
export class DocxFonts {
  private readonly styles = new Map<
    string,
    { basedOn: string | null; font: string | null; capitals: boolean }
  >()
  private fallback: string | null = null
  private normal: string | null = null

  /** @param xml word/styles.xml; empty where there is none. Linear; what is malformed is left out. */
  constructor(xml: string) {
    this.fallback = fontOf(between(xml, '<w:docDefaults>', '</w:docDefaults>'))
    for (const style of xml.split(/<w:style(?=\s)/).slice(1)) {
      const attributes = style.slice(0, style.indexOf('>'))
      const id = attribute(attributes, 'w:styleId') ?? ''
      if (/\sw:type="paragraph"/.test(attributes) && /\sw:default="(?:1|true|on)"/.test(attributes))
        this.normal = id
      const runs = between(style.slice(style.indexOf('</w:pPr>') + 1), '<w:rPr>', '</w:rPr>')
      this.styles.set(id, {
        basedOn: attribute(/<w:basedOn\b([^>]*)>/.exec(style)?.[1] ?? '', 'w:val'),
        font: fontOf(runs),
        capitals: /<w:caps\s*(?:\/>|w:val="(?:1|true|on)")/.test(runs),
      })
    }
  }

  /** Font and capitals of a run by its own style, its paragraph's, and the document's. */
  of(paragraphStyle: string | null, runStyle: string | null): { font: string | null; capitals: boolean } {
    const own = this.resolve(runStyle)
    const paragraph = this.resolve(paragraphStyle ?? this.normal)
    return { font: own.font ?? paragraph.font ?? this.fallback, capitals: own.capitals || paragraph.capitals }
  }

  private resolve(style: string | null): { font: string | null; capitals: boolean } {
    let font: string | null = null
    let capitals = false
    // A style based on itself ends here.
    for (let at = style, steps = 0; at !== null && steps < 20; steps++) {
      const found = this.styles.get(at)
      font ??= found?.font ?? null
      capitals ||= found?.capitals ?? false
      at = found?.basedOn ?? null
    }
    return { font, capitals }
  }
}

function between(text: string, opening: string, closing: string): string {
  const start = text.indexOf(opening)
  const end = start < 0 ? -1 : text.indexOf(closing, start)
  return end < 0 ? '' : text.slice(start + opening.length, end)
}

/** What letters beyond ASCII are shown in: `w:hAnsi`, else `w:ascii`. */
function fontOf(xml: string): string | null {
  const fonts = /<w:rFonts\b([^>]*)>/.exec(xml)?.[1] ?? ''
  return attribute(fonts, 'w:hAnsi') ?? attribute(fonts, 'w:ascii')
}

/** What Mammoth is to hand on of a hidden run: it knows highlights, not `w:vanish`. */
export const hiddenMark = 'lantoa-hidden'

/** What Mammoth reads of fonts and hidden words: of fonts it hands on `w:ascii` alone; legacy letters are in the other. */
export function forMammoth(xml: string): string {
  const marked = xml.replace(
    /<w:vanish\s*(?:w:val="(?:1|true|on)"\s*)?\/>/g,
    `<w:highlight w:val="${hiddenMark}"/>`,
  )
  return marked.replace(/<w:rFonts\b[^>]*>/g, (fonts) => {
    const high = attribute(fonts, 'w:hAnsi')
    if (high === null) return fonts
    const bare = fonts.replace(/\sw:ascii="[^"]*"/, '')
    return bare.replace('<w:rFonts', () => `<w:rFonts w:ascii="${high}"`)
  })
}

/**
 * Every word that a kept file holds, for a search for a person in it: of a zip (docx, odt, xlsx) all its XML, also the
 * author's name and tracked changes that the page does not show; of a text its words; of any document what is read of it too,
 * since letters of old fonts, marks of RTF and entities hide a name from whoever looks at the bytes.
 * @returns one text a part; null for what has no words to search, or not all of them (a picture, a scan, a PDF, a broken or
 * locked file, a package of several files)
 */
export async function fileWords(bytes: Uint8Array): Promise<string[] | null> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return zipWords(bytes)
  const compound = bytes[0] === 0xd0 && bytes[1] === 0xcf
  const raw = compound ? rawWords(bytes) : plainText(bytes)
  const opened = await openedWords(bytes)
  if (opened?.format === 'edxml' || (compound && opened === null)) return null
  return raw === null && opened === null ? null : [...(raw ?? []), ...(opened ? [opened.text] : [])]
}

async function openedWords(bytes: Uint8Array): Promise<{ text: string; format: string } | null> {
  try {
    const { openDocument } = await import('./open.ts')
    return await openDocument(bytes, '')
  } catch {
    return null
  }
}

/** Whatever letters stand in a .doc, wherever: its author, an older state of the text. */
function rawWords(bytes: Uint8Array): string[] {
  const odd = bytes.subarray(1)
  return [
    new TextDecoder('windows-1252').decode(bytes),
    new TextDecoder('utf-16le').decode(bytes),
    new TextDecoder('utf-16le').decode(odd),
  ]
}

async function zipWords(bytes: Uint8Array): Promise<string[] | null> {
  try {
    // Loaded only here: whoever reads a text must not wait for it.
    const { openArchive } = await import('./zip.ts')
    const archive = await openArchive(bytes)
    const texts: string[] = []
    let legacy = false
    for (const name of archive.names()) {
      texts.push(name)
      if (!/\.(?:xml|rels|txt|html?)$/i.test(name)) continue
      const xml = new TextDecoder().decode(await archive.read(name))
      legacy ||= /["'](?:\.Vn|VNI[- ])/i.test(xml)
      texts.push(xmlWords(xml))
    }
    const opened = legacy ? await openedWords(bytes) : null
    return legacy && opened === null ? null : [...texts, ...(opened ? [opened.text] : [])]
  } catch {
    // Damaged, locked or too large: whoever asked is told that it could not be searched.
    return null
  }
}

/** Ends of paragraphs, cells and values part words; any other mark may stand in the middle of one (a run of Word). */
const parting =
  /<\/(?:w:p|a:p|t|si|v|is)>|<(?:w:br|w:tab|w:cr)\b[^>]*>|<\/?(?:dc|dcterms|cp|vt|property)\b[^>]*>/g

function xmlWords(xml: string): string {
  return xml
    .replace(/\s(?:w:author|name|Target|w:initials)="([^"]*)"/g, '> $1 <')
    .replace(parting, ' ')
    .replace(/<[^<>]*>/g, '')
    .replace(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi, (whole, hex?: string, decimal?: string) => {
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    })
}

/** Null for bytes that are no text; as many broken letters are let through as when a text is read. */
function plainText(bytes: Uint8Array): string[] | null {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8'
  const text = new TextDecoder(encoding).decode(bytes)
  const broken = text.length - text.replaceAll('\ufffd', '').length
  return text.includes('\0') || text.startsWith('%PDF') || broken > 0.005 * text.length ? null : [text]
}

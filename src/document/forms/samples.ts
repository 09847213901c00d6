import { packPart, zipOf } from '../write/zip.ts'

// Invented forms as Word writes them, for the tests.

const spaces =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'

/** A paragraph of one run. */
export const para = (words: string, properties = '', run = '') =>
  `<w:p>${properties}<w:r>${run}<w:t>${words}</w:t></w:r></w:p>`

/** What every form must have, each in a paragraph of its own. */
export const requiredParts = [
  para('Số: {{so_ky_hieu}}'),
  para('{{dia_danh_ngay_thang}}'),
  para('{{trich_yeu}}'),
  para('{{noi_dung}}'),
  para('{{noi_nhan}}'),
  para('{{quyen_han_chuc_vu}}'),
  para('{{nguoi_ky}}'),
].join('')

/**
 * A .docx of a body, with other parts beside it.
 * @param more parts by name; one that is there already is replaced
 */
export function makeForm(body: string, more: Record<string, string> = {}): Uint8Array {
  const parts: Record<string, string> = {
    '[Content_Types].xml':
      '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    '_rels/.rels':
      '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    'word/document.xml': `<?xml version="1.0" encoding="UTF-8"?><w:document ${spaces}><w:body>${body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>`,
    ...more,
  }
  return zipOf(Object.entries(parts).map(([name, content]) => packPart(name, content)))
}

/** A part that names something outside of the file. */
export const relation = (type: string, target: string) =>
  `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}" TargetMode="External"/></Relationships>`

/** A head of pages. */
export const header = (body: string) => `<?xml version="1.0"?><w:hdr ${spaces}>${body}</w:hdr>`
/** Styles, each with its name and id. */
export const styles = (...names: [id: string, name: string][]) =>
  `<?xml version="1.0"?><w:styles ${spaces}>${names
    .map(
      ([id, name]) =>
        `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:rPr><w:b/></w:rPr></w:style>`,
    )
    .join('')}</w:styles>`

import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { dirname } from 'node:path'
import { createRequire } from 'node:module'
import sharp from 'sharp'
import { openPdfFile } from '../../src/document/open/pdfium.ts'

/** A document as offices print it: two columns above, two below, justified paragraphs between. Lines as they stand. */
export interface Paper {
  left: string[]
  right: string[]
  /** set in the middle, in bold */
  title: string[]
  /** a row of cells, or a paragraph */
  body: (string | string[][])[]
  recipients: string[]
  signature: string[]
  /** in points */
  size?: number
}

const template = `
#let paper = json(bytes(sys.inputs.data))
#set page(width: 210mm, height: 297mm, margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 15mm),
  header: context if here().page() > 1 { align(center, str(here().page())) })
#set text(font: "Tinos", size: paper.size * 1pt, lang: "vi", hyphenate: false)
#set par(justify: true, first-line-indent: (amount: 10mm, all: true))
#let lines(all) = align(center, all.map(it => par(first-line-indent: 0pt, it)).join())
#grid(columns: (42%, 58%), lines(paper.left), lines(paper.right))
#v(6mm)
#text(weight: "bold", lines(paper.title))
#v(3mm)
#for part in paper.body {
  if type(part) == str { par(part) } else {
    table(columns: part.at(0).len(), stroke: 0.5pt, ..part.flatten().map(it => par(justify: false, first-line-indent: 0pt, it)))
  }
}
#v(3mm)
#if paper.recipients.len() > 0 {
  grid(columns: (50%, 50%),
    text(size: 11pt, paper.recipients.map(it => par(first-line-indent: 0pt, justify: false, it)).join()),
    text(weight: "bold", lines(paper.signature)))
}
`

let compiler: NodeCompiler | undefined

/** The document as a PDF whose words can be copied. */
export function paperPdf(paper: Paper): Buffer {
  const fonts = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/tinos/package.json'))
  compiler ??= NodeCompiler.create({ fontArgs: [{ fontPaths: [fonts] }] })
  const inputs = { data: JSON.stringify({ size: 13, ...paper }) }
  return Buffer.from(compiler.pdf({ mainFileContent: template, inputs }))
}

/** The pages of a PDF as pictures: what a scanner makes of them. `lean` turns each by so many degrees. */
export async function scanPages(pdf: Uint8Array, dpi: number, lean = 0): Promise<Buffer[]> {
  const file = await openPdfFile(pdf)
  try {
    const pages: Buffer[] = []
    for (let i = 0; i < file.pageCount; i++) {
      const { data, width, height, channels } = file.draw(i, dpi / 72, false)
      const raw = sharp(data, { raw: { width, height, channels } })
      // Turning makes the picture larger: cut back to the size of the page.
      const turned = lean === 0 ? raw : raw.rotate(lean, { background: '#fff' })
      const whole = await turned.png().toBuffer({ resolveWithObject: true })
      const [left, top] = [(whole.info.width - width) >> 1, (whole.info.height - height) >> 1]
      pages.push(
        await sharp(whole.data)
          .extract({ left, top, width, height })
          .toColourspace('b-w')
          .jpeg({ quality: 80 })
          .toBuffer(),
      )
    }
    return pages
  } finally {
    file.close()
  }
}

/** A PDF of pictures alone, an A4 page each, written by hand. */
export async function picturesPdf(pictures: readonly Buffer[]): Promise<Buffer> {
  const objects: Buffer[] = []
  const add = (head: string, stream?: Buffer) => {
    const body = stream
      ? Buffer.concat([
          Buffer.from(`${head.replace(/>>$/, ` /Length ${stream.length} >>`)}\nstream\n`),
          stream,
          Buffer.from('\nendstream'),
        ])
      : Buffer.from(head)
    objects.push(body)
  }
  add('<< /Type /Catalog /Pages 2 0 R >>')
  const kids = pictures.map((_, i) => `${3 + i * 3} 0 R`).join(' ')
  add(`<< /Type /Pages /Kids [${kids}] /Count ${pictures.length} >>`)
  for (const [i, picture] of pictures.entries()) {
    const { width, height } = await sharp(picture).metadata()
    const at = 3 + i * 3
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${at + 1} 0 R /Resources << /XObject << /P ${at + 2} 0 R >> >> >>`,
    )
    add('<< >>', Buffer.from('595 0 0 842 0 0 cm /P Do'))
    add(
      `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode >>`,
      picture,
    )
  }
  const parts = [Buffer.from('%PDF-1.4\n')]
  const offsets: number[] = []
  let length = parts[0]?.length ?? 0
  for (const [i, object] of objects.entries()) {
    const part = Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')])
    offsets.push(length)
    parts.push(part)
    length += part.length
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}

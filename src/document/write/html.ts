import type { Annex, Centred, Composition, Copy, End, Head, Line, TextLine } from './compose.ts'
import { pageCss } from './html-style.ts'
import type { TableLine } from './table.ts'

/**
 * Writes a composed document as one page of HTML, a preview that prints: the words of the .docx and the PDF in the same
 * order, sizes and lengths of the form. No script, nothing fetched; every word escaped.
 */
export function composedHtml(composition: Composition): string {
  const { form, mark, head, name, addressees, lines, end, contact, copies, annexes } = composition
  const [left, right] = form.headColumns
  const parts = [
    ...mark.map((line) => paragraph('mark', line)),
    columns('head', form.headColumns, [
      [
        [...agencies(head), ...(head.star === '' ? [] : [paragraph('agency', head.star)])],
        [centred('nation', head.nation), ...(head.motto === null ? [] : [centred('motto', head.motto)])],
      ],
      [
        [
          paragraph('number', head.number),
          ...(head.letterSubject === null ? [] : [paragraph('letterSubject', head.letterSubject)]),
          ...(head.urgency === null
            ? []
            : [
                `<p class="box urgency" style="width:${mm(head.urgency.width)}">${escape(head.urgency.text)}</p>`,
              ]),
        ],
        [
          paragraph('placeDate', head.placeDate),
          ...(head.circulation === ''
            ? []
            : [`<p class="box" style="width:55mm">${escape(head.circulation)}</p>`]),
        ],
      ],
    ]),
    ...(name === null ? [GAP] : [paragraph('type', name.type, 'h1'), centred('subject', name.subject), GAP]),
    ...(addressees === null
      ? []
      : [
          paragraph(addressees.items.length === 0 ? 'addressee' : 'addressees', addressees.lead),
          ...addressees.items.map((item) => paragraph('addressees listed', item)),
        ]),
    ...lines.map(writeLine),
    writeEnd(form.endColumns, end),
    ...copies.map((copy) => writeCopy(composition, copy)),
    ...(contact.length === 0
      ? []
      : [`<div class="contacts">${contact.map((line) => paragraph('contact', line)).join('')}</div>`]),
    ...annexes.map(writeAnnex),
  ]
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(composition.title)}</title>
<meta name="author" content="${escape(composition.author)}">
<style>
${pageCss(form, left + right)}</style>
</head>
<body>
<main>
${parts.join('\n')}
</main>
</body>
</html>
`
}

/** An empty line, so that also a reader of bare words sees where a subject ends. */
const GAP = '<p class="gap">&nbsp;</p>'

function agencies({ parentAgency, agency }: Pick<Head, 'parentAgency' | 'agency'>): string[] {
  return [
    ...(parentAgency === null ? [] : [centred('parentAgency', parentAgency)]),
    centred('agency', agency),
  ]
}

function writeEnd(widths: readonly [number, number], end: End): string {
  const signed = ({ signer, name }: Pick<End, 'signer' | 'name'>) => [
    ...signer.map((line) => paragraph('signer', line)),
    '<div class="room"></div>',
    ...(name === '' ? [] : [paragraph('signerName', name)]),
  ]
  const left = [
    ...(end.beside === null ? [] : signed(end.beside)),
    ...(end.heading === '' ? [] : [paragraph('recipientsHeading', end.heading)]),
    ...end.recipients.map((recipient) => paragraph('recipient', recipient)),
    ...(end.drafter === '' ? [] : [paragraph('drafter', end.drafter)]),
  ]
  return columns('end', widths, [[left, signed(end)]])
}

function writeCopy({ form }: Composition, copy: Copy): string {
  return [
    '<hr>',
    columns('head', form.headColumns, [
      [agencies(copy), [paragraph('copyName', copy.name)]],
      [[paragraph('number', copy.number)], [paragraph('placeDate', copy.placeDate)]],
    ]),
    writeEnd(form.endColumns, copy.end),
  ].join('\n')
}

function writeAnnex({ name, title, of, lines }: Annex): string {
  return [
    '<section class="annex">',
    ...(name === '' ? [] : [paragraph('annexName', name, 'h2')]),
    ...(title === null ? [] : [centred('subject', title)]),
    ...(of === '' ? [] : [paragraph('annexOf', of), GAP]),
    ...lines.map(writeLine),
    '</section>',
  ].join('\n')
}

function writeLine(line: Line): string {
  return line.kind === 'table' ? writeTable(line) : writeText(line)
}

/** Headings begin below the document's name; six is HTML's deepest. */
function writeText({ style, lead, text, boldLead, heading }: TextLine): string {
  const words = `${boldLead && lead !== '' ? `<b>${escape(lead)}</b>` : escape(lead)}${escape(text)}`
  const tag = heading === null ? 'p' : `h${Math.min(heading + 1, 6)}`
  return `<${tag} class="${style}">${words}</${tag}>`
}

function writeTable({ columns: heads, rows, size, bare }: TableLine): string {
  const cell = (tag: 'td' | 'th', texts: readonly string[], i: number) => {
    const align = heads[i]?.align ?? 'left'
    const look = tag === 'td' && align !== 'left' ? ` style="text-align:${align}"` : ''
    return `<${tag}${tag === 'th' ? ' scope="col"' : ''}${look}>${texts.map((text) => `<p>${escape(text)}</p>`).join('')}</${tag}>`
  }
  const row = (cells: readonly string[]) => `<tr>${cells.join('')}</tr>`
  const titles = heads.map(({ title }, i) => cell(bare ? 'td' : 'th', title === '' ? [] : [title], i))
  const body = rows.map(({ cells }) => row(cells.map((texts, i) => cell('td', texts, i))))
  const widths = heads.map(({ width }) => `<col style="width:${mm(width)}">`).join('')
  return [
    `<table class="${bare ? 'bare' : 'lined'}" style="font-size:${size}pt"><colgroup>${widths}</colgroup>`,
    ...(bare ? [`<tbody>${row(titles)}`] : [`<thead>${row(titles)}</thead>`, '<tbody>']),
    ...body,
    '</tbody></table>',
  ].join('\n')
}

function columns(
  kind: string,
  widths: readonly [number, number],
  rows: readonly [string[], string[]][],
): string {
  const cells = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell.join('')}</td>`).join('')}</tr>`)
  return `<table class="${kind}" role="presentation"><colgroup>${widths.map((width) => `<col style="width:${mm(width)}">`).join('')}</colgroup>
${cells.join('\n')}
</table>`
}

/** Text in lines of even length, perhaps over a rule. */
function centred(style: string, { text, width, rule }: Centred): string {
  const words = `<p class="${style}" style="max-width:${mm(width)}">${escape(text)}</p>`
  return rule === 0 ? words : `${words}<div class="rule" style="width:${mm(rule)}"></div>`
}

function paragraph(style: string, text: string, tag = 'p'): string {
  return `<${tag} class="${style}">${escape(text)}</${tag}>`
}

function mm(length: number): string {
  return `${Math.round(length * 100) / 100}mm`
}

function escape(words: string): string {
  return words.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

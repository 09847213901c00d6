/**
 * Rows of a .csv text (RFC 4180), parted by commas, semicolons (as Excel writes them under a Vietnamese Windows) or
 * tabs: whichever stands most often in the first ten lines outside quotes.
 * @param most rows at most; what follows is not read
 */
export function readCsv(text: string, most: number): string[][] {
  const content = text.replace(/^\uFEFF/, '')
  const separator = separatorOf(content)
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  for (let i = 0; i < content.length && rows.length < most; i += 1) {
    const letter = content[i] ?? ''
    if (quoted) {
      if (letter !== '"') cell += letter
      else if (content[i + 1] === '"') {
        cell += '"'
        i += 1
      } else quoted = false
    } else if (letter === '"' && cell === '') quoted = true
    else if (letter === separator) {
      row.push(cell)
      cell = ''
    } else if (letter === '\n' || letter === '\r') {
      if (letter === '\r' && content[i + 1] === '\n') i += 1
      rows.push([...row, cell])
      row = []
      cell = ''
    } else cell += letter
  }
  if ((row.length > 0 || cell !== '') && rows.length < most) rows.push([...row, cell])
  return rows
}

function separatorOf(content: string): string {
  const lines = content
    .slice(0, 20_000)
    .split(/\r?\n/, 10)
    .join('\n')
    .replace(/"[^"]*"/g, '')
  const count = (mark: string) => lines.split(mark).length
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

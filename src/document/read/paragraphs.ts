import type { Line } from '../text/lines.ts'

/** A paragraph of the body; lines that a PDF or a scan broke are one again. */
export interface Paragraph {
  start: number
  end: number
  lines: Line[]
  /** whether a blank line stands above it */
  afterBlank: boolean
}

/**
 * Lines as paragraphs. In a text whose lines were broken to a width, a line goes on unless the one above ended early or like
 * a sentence, a blank line or an indent parts them, or it opens with a marker.
 */
export function joinParagraphs(lines: readonly Line[], isMarked: (text: string) => boolean): Paragraph[] {
  const width = wrapWidth(lines)
  const paragraphs: Paragraph[] = []
  let blank = true
  for (const line of lines) {
    if (line.text === '') {
      blank = true
      continue
    }
    const current = paragraphs.at(-1)
    const above = current?.lines.at(-1)
    if (width !== null && /^\d{1,3}$/.test(line.text)) continue
    if (current && above && width !== null && goesOn(above, line, blank, width, isMarked)) {
      current.lines.push(line)
      current.end = line.end
    } else paragraphs.push({ start: line.start, end: line.end, lines: [line], afterBlank: blank })
    blank = false
  }
  return paragraphs
}

function goesOn(
  above: Line,
  line: Line,
  blank: boolean,
  width: number,
  isMarked: (text: string) => boolean,
): boolean {
  const reached = above.indent + above.text.length
  const open = !/[.;:!?]["”)]?$/.test(above.text) && !above.text.endsWith('./.')
  // A page break inside a sentence: blank lines and a page number, then small letters.
  if (blank) return open && reached >= 0.8 * width && /^\p{Ll}/u.test(line.text) && !isMarked(line.text)
  if (reached < 0.6 * width) return open && /^\p{Ll}/u.test(line.text) && !isMarked(line.text)
  if (line.indent >= above.indent + 3 && !open) return false
  if (isMarked(line.text))
    return open && reached >= 0.85 * width && line.indent < 3 && /^[-–]\s/.test(line.text)
  return open || line.indent <= Math.min(above.indent, 2)
}

/** The width that lines were broken to, or null where each line is a paragraph. */
function wrapWidth(lines: readonly Line[]): number | null {
  const reached = lines.filter((line) => line.text !== '').map((line) => line.indent + line.text.length)
  if (reached.length < 8) return null
  const broken = lines.filter((line, i) => {
    const next = lines[i + 1]
    const long = line.text.length >= 50 && line.indent + line.text.length <= 130
    return (
      long &&
      next !== undefined &&
      next.text !== '' &&
      !/[.;:!?]$/.test(line.text) &&
      !/^[-–+]/.test(next.text)
    )
  })
  if (broken.length < 0.3 * reached.length) return null
  reached.sort((a, b) => a - b)
  return reached[Math.floor(reached.length * 0.9)] ?? null
}

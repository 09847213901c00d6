import type { Cell } from '../model.ts'
import { collapse, type Normalised } from '../text/normalise.ts'

/** It opens its line or its column: "- Như kính gửi;" stands in the list of recipients. */
const lead = /(?<=(?:^|[\n|\t]| {2})[^\p{L}\n]{0,8})k[i1]nh\s+gui\s*[:.]?[ \t]*/gu
/** How far down a letter may begin, and how many it may address. */
const reach = 8_000
const most = 40

/** Whom "Kính gửi" names: on its own line, or one a line below it with dashes. Offsets are those of the normalised text. */
export function readAddressees({ text, folded }: Normalised): Cell[] {
  lead.lastIndex = 0
  const found = lead.exec(folded.slice(0, reach))
  if (!found) return []
  const from = found.index + found[0].length
  const named: Cell[] = []
  let at = from
  while (at < text.length && named.length < most) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    const line = text.slice(at, end)
    const listed = /^[\s|*]*[-–+•]\s*/.exec(line)
    if (at > from && !listed) {
      const last = named.at(-1)
      // A name that goes on below: "- Các cơ quan chuyên môn thuộc / Ủy ban nhân dân tỉnh;"
      if (
        !last ||
        line.trim() === '' ||
        /[;.:]$/.test(text.slice(last.start, last.end)) ||
        line.length > 70
      ) {
        if (line.trim() === '' && named.length === 0) {
          at = end + 1
          continue
        }
        break
      }
      last.end = at + line.trimEnd().length
    } else push(named, text, at + (listed?.[0].length ?? 0), end)
    at = end + 1
  }
  return named
    .map((one) => ({ ...one, text: collapse(text.slice(one.start, one.end)).replace(/[\s;.,:|*]+$/, '') }))
    .filter((one) => one.text.length > 1)
}

/** One addressee, or several on a line parted by semicolons or dashes. */
function push(named: Cell[], text: string, start: number, end: number): void {
  let from = start
  for (const part of text.slice(start, end).split(/;\s*[-–]?\s*/)) {
    const at = text.indexOf(part, from)
    if (part.trim() !== '') named.push({ start: at, end: at + part.trimEnd().length, text: '' })
    from = at + part.length
  }
}

/** How one level of an automatic list is numbered. */
export interface ListLevel {
  /** in Word's own naming: `decimal`, `upperRoman`, `lowerRoman`, `upperLetter`, `lowerLetter`, `decimalZero`, `bullet`, `none` */
  format: string
  /** with `%1` for the number of the first level, `%2` … */
  text: string
  start: number
}

/** A list; lists of one abstract list count on in each other. */
export interface NumberedList<L extends ListLevel = ListLevel> {
  abstract: string
  levels: Map<number, L>
  /** levels that begin anew at this list's first paragraph, with the number they begin at */
  overrides: Map<number, number>
}

/** Counts the automatic numbers of one document, in the order of its paragraphs. */
export class ListCounters {
  private readonly counters = new Map<string, number[]>()
  private readonly begun = new Set<string>()

  /** The marker of the next paragraph of a level, such as "I.", "2.", "a)", "-"; counts on. */
  next(id: string, list: NumberedList, index: number): string {
    const level = list.levels.get(index)
    if (!level || level.format === 'none') return ''
    if (level.format === 'bullet') return bullet(level.text, index)
    const counters = this.count(id, list, index)
    return level.text.replace(/%(\d)/g, (_, place: string) => {
      const shown = list.levels.get(Number(place) - 1)
      return shown ? format(counters[Number(place) - 1] ?? shown.start, shown.format) : ''
    })
  }

  private count(id: string, { abstract, levels, overrides }: NumberedList, level: number): number[] {
    const counters = this.counters.get(abstract) ?? []
    this.counters.set(abstract, counters)
    if (!this.begun.has(id)) {
      this.begun.add(id)
      for (const [index, start] of overrides) counters[index] = start - 1
    }
    counters[level] = (counters[level] ?? (levels.get(level)?.start ?? 1) - 1) + 1
    counters.length = level + 1
    for (let above = 0; above < level; above++) counters[above] ??= levels.get(above)?.start ?? 1
    return counters
  }
}

/** Bullets are signs of symbol fonts; an administrative text writes - + * by depth. */
export function bullet(text: string, level: number): string {
  if (/^[-–—+*•]$/.test(text)) return text
  return level === 0 ? '-' : level === 1 ? '+' : '*'
}

/** A number as Word shows it in a format of its own naming (`upperRoman` …). */
export function format(value: number, kind: string): string {
  switch (kind) {
    case 'upperRoman':
      return roman(value)
    case 'lowerRoman':
      return roman(value).toLowerCase()
    case 'upperLetter':
      return letters(value)
    case 'lowerLetter':
      return letters(value).toLowerCase()
    case 'decimalZero':
      return String(value).padStart(2, '0')
    default:
      return String(value)
  }
}

function roman(value: number): string {
  const steps: readonly (readonly [number, string])[] = [
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ]
  let rest = Math.min(Math.max(value, 0), 3999)
  let text = ''
  for (const [step, sign] of steps) {
    while (rest >= step) {
      text += sign
      rest -= step
    }
  }
  return text
}

/** A … Z, AA, BB as Word counts. */
function letters(value: number): string {
  if (value < 1) return ''
  return String.fromCharCode(65 + ((value - 1) % 26)).repeat(Math.min(8, Math.floor((value - 1) / 26) + 1))
}

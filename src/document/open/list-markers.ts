import { bullet, format } from './list-numbers.ts'

const kinds: Record<string, string> = {
  I: 'upperRoman',
  i: 'lowerRoman',
  A: 'upperLetter',
  a: 'lowerLetter',
}

/** Numbers and bullets of the lists of a web page, as a browser shows them. */
export class ListMarkers {
  private readonly lists: { ordered: boolean; kind: string; last: number }[] = []

  open(ordered: boolean, attributes: Record<string, string>): void {
    const start = Number.parseInt(attributes['start'] ?? '1', 10)
    this.lists.push({
      ordered,
      kind: kinds[attributes['type'] ?? ''] ?? 'decimal',
      last: (Number.isSafeInteger(start) ? start : 1) - 1,
    })
  }

  close(): void {
    this.lists.pop()
  }

  /** The marker of the next item; empty outside any list. */
  next(attributes: Record<string, string>): string {
    const list = this.lists.at(-1)
    if (!list) return ''
    if (!list.ordered) return bullet('', this.lists.length - 1)
    const value = Number.parseInt(attributes['value'] ?? '', 10)
    list.last = Number.isSafeInteger(value) ? value : list.last + 1
    return `${format(list.last, list.kind)}.`
  }
}

import type { Clause } from '../library/index.ts'

/** A piece of work under a task of the agency's plan: the task itself, or one that a unit below derived from it. */
export interface Work {
  /** key of the agency's task */
  under: string
  unit: string
  isDone: boolean
  isLate: boolean
}

/** What the agency promised under one clause of its plan, and how far it is. */
export interface Content {
  key: string
  words: string
  all: number
  done: number
  late: number
  /** units with something late */
  lateUnits: number
}

const promised = new Set(['content', 'form', 'solution'])
/** Longer words are cut at a word: the whole plan is one click away. */
const longest = 160

/**
 * Works by the clauses of the issued document that promise something, in its order: the topmost clause that is a content,
 * a form or a solution, with everything under it; and each task that stands under none of these. A clause for which
 * nobody does anything stands with 0 works: the gap is shown.
 * @param tasks of the agency; each is a clause of its document too, with the same key
 */
export function contentsOf(
  clauses: readonly Clause[],
  tasks: readonly { key: string; title: string }[],
  works: readonly Work[],
): Content[] {
  const byKey = new Map(clauses.map((c) => [c.key, c]))
  const titles = new Map(tasks.map((t) => [t.key, t.title]))
  const topOf = (key: string): string => {
    let top = key
    const seen = new Set<string>()
    for (let at = byKey.get(key); at && !seen.has(at.key); at = byKey.get(at.parentKey ?? '')) {
      seen.add(at.key)
      if (promised.has(at.kind)) top = at.key
    }
    return top
  }
  const groups = Map.groupBy(works, (w) => topOf(w.under))
  return clauses
    .filter((c) => (promised.has(c.kind) || titles.has(c.key)) && topOf(c.key) === c.key)
    .map((c) => contentOf(c.key, titles.get(c.key) ?? shorten(c.words), groups.get(c.key) ?? []))
}

function contentOf(key: string, words: string, works: readonly Work[]): Content {
  const late = works.filter((w) => w.isLate)
  return {
    key,
    words,
    all: works.length,
    done: works.filter((w) => w.isDone).length,
    late: late.length,
    lateUnits: new Set(late.map((w) => w.unit)).size,
  }
}

function shorten(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim()
  if (line.length <= longest) return line
  const cut = line.slice(0, longest)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longest / 2))}…`
}

import type { Block, OfficialDocument } from '../../document/write/index.ts'
import type { NewClause } from '../library/index.ts'
import { sameWords } from './plans.rules.coverage.ts'
import { shortDate } from './plans.rules.words.ts'
import type { ClauseKind, PlanClause, PlanContent, PlanTask } from './plans.schema.ts'

/** What a plan's paper says beside its content. */
export interface PaperFacts {
  parentAgency: string | null
  agency: string
  place: string
  symbol: string
  /** null while none is given */
  number: string | null
  /** `YYYY-MM-DD`; null before it is issued */
  date: string | null
  signerName: string | null
  /** of a revision: the paper in force until it, "Kế hoạch số 04/KH-PGDĐT ngày 08/01/2024" */
  replaces: { numberSymbol: string; issuedOn: string } | null
  /** words of a vocabulary's code */
  name: (list: 'indicators' | 'funds', code: string) => string
}

/**
 * A plan in the official form (Decree 30/2020/NĐ-CP, Appendix I) with the clauses its paper consists of. Every task that
 * is the unit's stands under its own clause as one more clause, keyed by the task's key: so what a unit below derives
 * from a task can name the very words, and the same key holds over all revisions.
 */
export function paperOf(
  content: PlanContent,
  facts: PaperFacts,
): { source: OfficialDocument; clauses: NewClause[] } {
  const clauses: NewClause[] = []
  const tasks = content.tasks.filter((t) => t.decision !== 'declined')
  const known = new Set(content.clauses.map((c) => c.key))
  const under = (key: string | null) =>
    tasks.filter((t) => (t.underClause !== null && known.has(t.underClause) ? t.underClause : null) === key)
  const childrenOf = (key: string | null) =>
    content.clauses.filter(
      (c) => (c.parentKey !== null && known.has(c.parentKey) ? c.parentKey : null) === key,
    )

  const add = (parent: { key: string; path: string; level: number; marker: string } | null): Block[] => {
    const own = childrenOf(parent?.key ?? null)
    const dashes = { n: 0 }
    const blocks = own.map((clause): Block => {
      const at = place(clause.key, clause.marker, parent, dashes)
      clauses.push({ ...at, parentKey: parent?.key ?? null, kind: clause.kind, words: clause.words })
      return section(at, clause.words, add(at))
    })
    const markers = markersAfter(own, parent)
    for (const task of under(parent?.key ?? null)) {
      const at = place(task.key, markers(), parent, dashes)
      const words = taskWords(task)
      clauses.push({ ...at, parentKey: parent?.key ?? null, kind: taskKind(task, content.clauses), words })
      blocks.push(section(at, words, []))
    }
    return blocks
  }
  const body = add(null)
  const closing = [
    ...(tasks.length === 0 ? [] : ['Phân công thực hiện tại Phụ lục kèm theo Kế hoạch này.']),
    ...(facts.replaces
      ? [
          `Kế hoạch này thay thế Kế hoạch số ${facts.replaces.numberSymbol} ngày ${shortDate(facts.replaces.issuedOn)} của ${facts.agency}.`,
        ]
      : []),
  ]
  return {
    clauses,
    source: {
      form: 'nd30',
      header: {
        parentAgency: facts.parentAgency,
        agency: facts.agency,
        number: facts.number,
        symbol: facts.symbol,
        place: facts.place,
        date: facts.date,
        type: 'Kế hoạch',
        subject: content.title,
      },
      bases: content.bases.map((b) => b.words),
      opening: content.opening === '' ? null : content.opening,
      body: [...body, ...closing.map((text): Block => ({ kind: 'paragraph', text }))],
      annex: tasks.length === 0 ? null : assignment(content, tasks, facts),
      recipients: content.recipients.map((r) => ({ text: r.words, purpose: r.purpose })),
      signer: {
        authority: content.signer.authority,
        position: content.signer.position,
        name: facts.signerName,
        deputyOf: content.signer.deputyOf ?? null,
      },
    },
  }
}

interface Place {
  key: string
  level: number
  marker: string
  path: string
}

/** The n-th dash of a parent is cited as -n, because it bears no number of its own. */
function place(key: string, marker: string, parent: Place | null, dashes: { n: number }): Place {
  const shown = /^[-–+*•]?$/.test(marker) ? `-${(dashes.n += 1)}` : marker
  return {
    key,
    level: (parent?.level ?? 0) + 1,
    marker,
    path: parent ? `${parent.path}.${shown}` : shown,
  }
}

function section(at: Place, title: string, children: Block[]): Block {
  return { kind: 'section', level: at.level, marker: at.marker, title, children, key: at.key }
}

/** A task as the text of the plan says it. */
export function taskWords(task: PlanTask): string {
  const title = task.title.replace(/\s*[.…:;]*\s*$/, '')
  const content = task.content.trim()
  if (content === '') return `${title}.`
  return sameWords(content.slice(0, title.length), title) ? content : `${title}: ${content}`
}

/** Only what the units below are asked to do is theirs to answer; the rest is text like any other. */
function taskKind(task: PlanTask, clauses: readonly PlanClause[]): ClauseKind {
  if (!task.asksBelow) return 'other'
  const heading = clauses.find((c) => c.key === task.underClause)
  return heading && /hình thức/i.test(heading.words) ? 'form' : 'content'
}

const letters = [...'abcdđeghiklmnopqrstuvxy']

/** Markers of the tasks under a clause, going on after its own pieces: parts have 1, 2, items a, b, deeper a dash. */
function markersAfter(own: readonly PlanClause[], parent: Place | null): () => string {
  const last = own.at(-1)?.marker ?? ''
  const dash = () => '-'
  const numbers = (from: number) => {
    let n = from
    return () => String((n += 1))
  }
  if (/^\d+$/.test(last)) return numbers(Number(last))
  if (letters.includes(last)) return lettersFrom(letters.indexOf(last) + 1)
  if (own.length > 0 && !/^[IVXLC]+$/.test(last)) return dash
  if (parent === null) return own.length === 0 ? numbers(0) : dash
  if (/^[IVXLC]+$/.test(parent.marker)) return numbers(0)
  if (/^\d+$/.test(parent.marker)) return lettersFrom(0)
  return dash
}

/** More tasks than letters go on with dashes: rare, and still in order. */
function lettersFrom(from: number): () => string {
  let n = from
  return () => letters[n++] ?? '-'
}

/** Who does what by when: the annex that such plans have (Decree 30/2020/NĐ-CP, Appendix I: the body points to it). */
function assignment(
  content: PlanContent,
  tasks: readonly PlanTask[],
  facts: PaperFacts,
): NonNullable<OfficialDocument['annex']> {
  const table: Block = {
    kind: 'table',
    columns: [
      { title: 'TT', width: 1, align: 'center' },
      { title: 'Nhiệm vụ', width: 5 },
      { title: 'Chủ trì, phối hợp', width: 3 },
      { title: 'Thời gian', width: 2.8 },
      { title: 'Sản phẩm, chỉ tiêu', width: 3.6 },
      { title: 'Kinh phí (đồng)', width: 3, align: 'right' },
    ],
    rows: tasks.map((task, i) => [
      String(i + 1),
      task.title,
      [task.leadWords, task.supportWords].filter((w) => w !== '').join('; '),
      task.time.words,
      productWords(task, facts),
      costWords(task, facts),
    ]),
  }
  return { title: `Phân công thực hiện năm ${content.year}`, body: [table] }
}

function productWords(task: PlanTask, facts: PaperFacts): string {
  if (!task.target || task.target.value === null) return task.product
  const number = vnNumber(task.target.value)
  // "6.500 tờ gấp đến 40 trường; 6.500 tờ gấp đã phát" says the same twice.
  const isSaid = ` ${task.product.replace(/[,;:()]/g, ' ')} `.includes(` ${number} `)
  const target = `${number} ${facts.name('indicators', task.target.indicator)}`
  return isSaid || task.product === '' ? task.product || target : `${task.product}; ${target}`
}

function costWords(task: PlanTask, facts: PaperFacts): string {
  const fund = task.fund === null ? '' : facts.name('funds', task.fund)
  // "0 (không sử dụng kinh phí)" says the same twice.
  if (task.cost === null || (task.cost === 0 && fund !== '')) return fund
  return fund === '' ? vnNumber(task.cost) : `${vnNumber(task.cost)} (${fund})`
}

function vnNumber(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, '.')
}

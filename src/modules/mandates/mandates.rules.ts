/** Who may sign for an agency (Decree 30/2020/NĐ-CP, Article 13). Pure. */

/** head: signs as head · q: acting head · tm: for the collective body · kt: for the head · tl: by order · tuq: authorised in writing */
export const authorities = ['head', 'q', 'tm', 'kt', 'tl', 'tuq'] as const
export type Authority = (typeof authorities)[number]

/** What stands before the position, in the decree's abbreviations (Appendix I, II.7.a). */
const marks: Record<Authority, string> = { head: '', q: 'Q.', tm: 'TM.', kt: 'KT.', tl: 'TL.', tuq: 'TUQ.' }

/** The paragraph of Article 13 that each rests on. */
const paragraphs: Record<Authority, 1 | 2 | 3 | 4> = { head: 1, q: 1, tm: 2, kt: 1, tl: 4, tuq: 3 }

/** How a document names who signs it, as drafts keep it. */
export interface SignerBlock {
  personId: string | null
  /** "TM. Ủy ban nhân dân", "TL. Chủ tịch"; null for whoever signs as head or for the head */
  authority: string | null
  position: string
  deputyOf?: string | null | undefined
}

/** One right to sign, of one person. */
export interface Mandate {
  authority: Authority
  position: string
  forWhom: string | null
  deputyOf: string | null
  /** types of documents; empty: all */
  kinds: readonly string[]
  /** `[from, until)`, days; null: no end is known */
  from: string
  until: string | null
}

/** The lines that a mandate puts above the name. */
export function blockOf(mandate: Pick<Mandate, 'authority' | 'position' | 'forWhom' | 'deputyOf'>) {
  const { authority, position, forWhom, deputyOf } = mandate
  if (authority === 'kt') return { authority: null, position, deputyOf: forWhom }
  const words = [marks[authority], forWhom ?? ''].filter((w) => w !== '').join(' ')
  return { authority: words === '' ? null : words, position, deputyOf }
}

/** By which right a block says that its person signs. */
export function authorityOf({ authority, deputyOf }: Pick<SignerBlock, 'authority' | 'deputyOf'>): Authority {
  const mark = /^\s*(TUQ|TM|TL|KT|Q)(?:\s*\.|\s|$)/iu.exec(authority ?? '')?.[1]?.toLowerCase()
  if (mark !== undefined) return authorities.find((a) => a === mark) ?? 'head'
  return deputyOf?.trim() ? 'kt' : 'head'
}

/** What is known of whoever is to sign, on the day of the document. */
export interface Standing {
  name: string
  isMember: boolean
  /** head of the unit that day, or one of its leaders where nobody is named as head */
  isHead: boolean
  /** all that the register has of the person in this unit, whenever they hold */
  mandates: readonly Mandate[]
}

export const signerFindingCodes = [
  'passed_on',
  'nobody',
  'left',
  'none',
  'other_kind',
  'not_yet',
  'over',
] as const
export type SignerFindingCode = (typeof signerFindingCodes)[number]

export interface SignerFinding {
  code: SignerFindingCode
  /** `must` where the decree lets nobody sign so */
  level: 'must' | 'should'
  /** paragraph of Article 13 of Decree 30/2020/NĐ-CP */
  paragraph: 1 | 2 | 3 | 4
  params: Record<string, string>
}

/** What a head may do without anybody's giving it (Article 13(1), (2)). */
const byOffice: readonly Authority[] = ['head', 'q', 'tm']

/**
 * Whether whoever is named may sign a document of this type on this day.
 *
 * TUQ. needs a mandate in writing with a period, which is not passed on (paragraph 3): without one nobody signs so. For all
 * others the register may only lack an entry, since what a deputy or a desk signs is settled in the agency's regulations:
 * that is said, and refuses nothing.
 * @param standing null for nobody or somebody unknown
 */
export function checkSigner(
  signer: SignerBlock,
  { type, day }: { type: string; day: string },
  standing: Standing | null,
): SignerFinding | null {
  const authority = authorityOf(signer)
  const finding = (code: SignerFindingCode, params: Record<string, string> = {}): SignerFinding => ({
    code,
    level: authority === 'tuq' ? 'must' : 'should',
    paragraph: paragraphs[authority],
    params: { name: standing?.name ?? '', authority, type, ...params },
  })
  if (authority === 'tuq' && signer.deputyOf?.trim()) return finding('passed_on')
  // A block without person and position is an empty one, which is said as such.
  if (signer.personId === null && signer.position.trim() === '') return null
  if (!standing) return finding('nobody')
  if (!standing.isMember) return finding('left')
  if (standing.isHead && byOffice.includes(authority)) return null
  const own = standing.mandates.filter((m) => answers(m, authority, signer))
  if (own.length === 0) return finding('none')
  const covering = own.filter((m) => covers(m, type))
  if (covering.length === 0) return finding('other_kind', { kinds: own.flatMap((m) => m.kinds).join(', ') })
  if (covering.some((m) => holdsOn(m, day))) return null
  const first = covering
    .map((m) => m.from)
    .toSorted()
    .find((from) => from > day)
  const ended = covering.filter((m) => m.from <= day).map((m) => m.until ?? '')
  return ended.length > 0
    ? finding('over', { until: ended.toSorted().at(-1) ?? '' })
    : finding('not_yet', { from: first ?? '' })
}

/** A deputy signs for the collective body in the head's place (Article 13(2)): either right is enough for that. */
function answers(mandate: Mandate, authority: Authority, signer: SignerBlock): boolean {
  if (mandate.authority === authority) return true
  return authority === 'tm' && mandate.authority === 'kt' && Boolean(signer.deputyOf?.trim())
}

export function covers({ kinds }: Pick<Mandate, 'kinds'>, type: string): boolean {
  return kinds.length === 0 || kinds.includes(type)
}

export function holdsOn({ from, until }: Pick<Mandate, 'from' | 'until'>, day: string): boolean {
  return from <= day && (until === null || day < until)
}

/** What somebody wants to write down. */
export interface NewMandate extends Mandate {
  limits: string | null
  basis: string | null
  basisDate: string | null
}

/** Why a mandate can't be written down so, as the end of an error's code; null: it can. */
export function refusalOf(mandate: NewMandate): string | null {
  const { authority, forWhom, deputyOf, kinds, limits, basis, basisDate, from, until } = mandate
  if (until !== null && until <= from) return 'days'
  if (forWhom === null && authority !== 'head' && authority !== 'q') return 'for_whom'
  const written = basis !== null && basisDate !== null
  if (authority === 'tuq') {
    if (!written || until === null || limits === null || kinds.length === 0) return 'tuq_limits'
    if (deputyOf !== null) return 'tuq_passed_on'
    if (from < basisDate) return 'before_basis'
  }
  // Article 13(4): some kinds of documents, as the agency's regulations say.
  if (authority === 'tl' && (!written || kinds.length === 0)) return 'tl_limits'
  return null
}

/** Whether two of one person say the same right for a day and a type that both cover. */
export function overlaps(a: Mandate, b: Mandate): boolean {
  const sameRight = a.authority === b.authority && a.forWhom === b.forWhom && a.deputyOf === b.deputyOf
  const sameKinds = a.kinds.length === 0 || b.kinds.length === 0 || a.kinds.some((k) => b.kinds.includes(k))
  const sameDays = (a.until === null || b.from < a.until) && (b.until === null || a.from < b.until)
  return sameRight && sameKinds && sameDays
}

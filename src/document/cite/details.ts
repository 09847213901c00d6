import type { Citation } from '../model.ts'
import { readDateAt } from '../text/dates.ts'
import type { Normalised } from '../text/normalise.ts'
import { agencyHeads, typePattern } from '../vocabulary.ts'
import { readIssuerAt, readIssuerBefore, readIssuingActor } from './issuer.ts'
import { readLeadingRelation, readRelation, takesItsPlace, type Related } from './relation.ts'

/** A mention before its offsets and text are those of the text as given. */
export interface Mention extends Omit<Citation, 'text'> {
  /** where reading went on behind date and issuer */
  rest: number
  /** a law, code or ordinance cited by its title: it has no issuer of its own in a list */
  law: boolean
  /** whether the symbol names its type ("/QĐ-…"), as those of công văn do not */
  abbreviated: boolean
  /** of a later item of a list: the item that began it; type, and an issuer that stands before the list, come from there */
  head: Mention | null
}

/** Dates and issuers behind (or before) each mention, issuers shared by a list, relations. */
export function attachDetails(doc: Normalised, mentions: Mention[]): void {
  mentions.forEach((mention, i) => {
    const next = mentions[i + 1]?.start ?? doc.text.length
    if (mention.rest === mention.end) readBehind(doc, mention, next)
    else mention.issuer = issuerUpTo(doc, mention, next)
    const previous = mentions[i - 1] ?? null
    const { relation, inverse } = relationOf(doc, mention, previous)
    mention.relation = relation
    if (inverse) mention.inverse = true
  })
  mentions.forEach((mention, i) => {
    if (mention.issuer !== null || mention.law) return
    mention.issuer =
      insideIssuer(doc, mention) ?? readIssuerBefore(doc, mention.start) ?? sharedFromHead(doc, mentions, i)
    if (mention.issuer === null) readActor(doc, mention)
  })
  for (let i = mentions.length - 2; i >= 0; i--) {
    shareIssuerBackwards(doc, mentions[i], mentions[i + 1])
    shareDayBackwards(doc, mentions[i], mentions[i + 1])
  }
}

const dateLead =
  /^[\s,()]*(?:(?:duoc\s+)?(?:ban\s+hanh|ky)\s+)?(?=ngay\b|\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4})/

/** What Markdown has between a mention and its day: the end of bold letters, the address of a link. */
const mark = /^(?:\]\([^\s)]{1,300}\))?[*_]{1,3}|^\]\([^\s)]{1,300}\)/

function readBehind(doc: Normalised, mention: Mention, next: number): void {
  mention.rest += mark.exec(doc.text.slice(mention.end, mention.end + 310))?.[0].length ?? 0
  const date = dateFrom(doc, mention.rest, next)
  if (date) {
    mention.date = date.date
    mention.rest = date.end
  }
  mention.issuer = issuerUpTo(doc, mention, next)
  // "Nghị định số 43/2006/NĐ-CP của Chính phủ ngày 25/4/2006"
  if (!date && mention.issuer !== null) {
    const late = dateFrom(doc, mention.rest, next)
    if (late) {
      mention.date = late.date
      mention.rest = late.end
    }
  }
}

function dateFrom(doc: Normalised, from: number, next: number): { date: string | null; end: number } | null {
  const lead = dateLead.exec(doc.folded.slice(from, from + 40))
  const found = lead ? readDateAt(doc.text, from + lead[0].length) : null
  return found && found.end <= next ? found : null
}

function issuerUpTo(doc: Normalised, mention: Mention, next: number): string | null {
  const issuer = readIssuerAt(doc, mention.rest)
  if (!issuer || issuer.end > next) return null
  mention.rest = issuer.end
  return issuer.text
}

/** "Ngày 12/12/2020, Chính phủ ban hành Nghị quyết số …": day and issuer stand before the verb. */
function readActor(doc: Normalised, mention: Mention): void {
  const actor = readIssuingActor(doc, mention.start)
  if (!actor) return
  mention.issuer = actor.issuer
  mention.date ??= actor.date
}

const ofType = new RegExp(`^(${typePattern})\\s+(?=(?:${agencyHeads})\\b)`)

/** "Nghị định của Chính phủ số 43/2006/NĐ-CP": the issuer stands inside the mention. */
function insideIssuer(doc: Normalised, mention: Mention): string | null {
  const words = doc.folded.slice(mention.start, mention.end)
  // "Nghị quyết Hội đồng nhân dân tỉnh số …" has it without "của".
  const inside = /\s+cua\s+/.exec(words) ?? ofType.exec(words)
  if (!inside) return null
  const issuer = readIssuerAt(doc, mention.start + inside.index + (inside[1]?.length ?? 0))
  return issuer && issuer.end < mention.end ? issuer.text : null
}

/** A later item of "tại các Công văn: số A …; số B …", or joined by "và" alone, has the issuer that stands before the first. */
function sharedFromHead(doc: Normalised, mentions: readonly Mention[], at: number): string | null {
  const mention = mentions[at]
  if (mention?.head) return insideIssuer(doc, mention.head) ?? readIssuerBefore(doc, mention.head.start)
  for (let k = at - 1; k >= 0 && k > at - 6; k--) {
    const earlier = mentions[k]
    const following = mentions[k + 1]
    if (!earlier || !following) return null
    const joined = doc.folded.slice(earlier.rest, following.start)
    if (!/^[\s,;)]*(?:va\s+)?(?:tai\s+)?(?:s[o0]\s*[:.]?\s*)?$/.test(joined)) return null
    const before = readIssuerBefore(doc, earlier.start)
    if (before !== null) return before
  }
  return null
}

/** "Nghị định A ngày … và Nghị định B ngày … của Chính phủ": with nothing but "và" between, A has B's issuer. */
function shareIssuerBackwards(
  doc: Normalised,
  mention: Mention | undefined,
  next: Mention | undefined,
): void {
  if (!mention || !next || mention.issuer !== null || next.issuer === null) return
  if (mention.law || next.law || mention.type !== next.type) return
  const between = doc.folded.slice(mention.rest, next.start)
  if (/^[\s,;]*(?:va\s+)?(?:cac\s+)?(?:so\s*)?$/.test(between)) mention.issuer = next.issuer
}

/** "Thông tư số 01, 02 và 03/2021/TT-BGDĐT ngày …": numbers that share the symbol of the last of their row have its day too. */
function shareDayBackwards(doc: Normalised, mention: Mention | undefined, next: Mention | undefined): void {
  if (!mention?.mended || !next || mention.date !== null) return
  const isBare = /\d\p{Ll}?$/u.test(doc.text.slice(mention.start, mention.end))
  if (isBare && mention.rest === mention.end && next.start - mention.end < 12) mention.date = next.date
}

function relationOf(doc: Normalised, mention: Mention, previous: Mention | null): Related {
  const from = Math.max(previous?.end ?? 0, mention.start - 300)
  const before = doc.folded.slice(from, mention.start)
  const own = readRelation(before, doc.text.slice(from, mention.start))
  if (previous?.relation === 'replaces' && takesItsPlace(before))
    return { relation: 'replaces', inverse: true }
  if (own.relation !== null || !previous) return own
  // "được sửa đổi, bổ sung bởi A, B và C"
  if (
    previous.inverse &&
    /^[\s,;]*(?:va\s+)?(?:cac\s+)?(?:s[o0]\s*[:.]?\s*)?$/.test(doc.folded.slice(previous.rest, mention.start))
  )
    return { relation: previous.relation, inverse: true }
  if (mention.head) return { relation: mention.head.relation, inverse: mention.head.inverse === true }
  // "Căn cứ A và B", "Thực hiện A về …; B": what is merely joined on stands as the sentence begins.
  if (!/(?:[,;]|\bva|\bs[o0])\s*$/.test(before)) return own
  const leading = readLeadingRelation(doc.text.slice(Math.max(0, mention.start - 2000), mention.start))
  return { relation: leading, inverse: false }
}

import { fold } from '../text/normalise.ts'
import { isCentral, likenessOfIssuers, type Likeness } from './issuers.ts'
import { numberKey, partsOf, titleKey, type NumberParts } from './keys.ts'
import type { CitedDocument, CitingContext, Difference, KnownDocument, Resolution } from './model.ts'
import { propose } from './propose.ts'
import { isInForce, isTitled, type Register } from './register.ts'

interface Compared {
  document: KnownDocument
  issuer: Likeness
  date: Likeness
  type: boolean
}

/**
 * Which known document a citation means, by number, symbol, issuer and date together: 76/NQ-CP of 2013 is not 76/NQ-CP of
 * 2021, and 255/KH-UBND needs its province. Leading zeros, Ð for Đ, dashes, blanks and older abbreviations are read past.
 *
 * - `known`: one fits, and what is said (or the citing agency's own place) leaves no other.
 * - `ambiguous`: what is said fits several, or one of many bodies that use such numbers.
 * - `contradicts`: number, symbol and issuer are of one document, but its day, type or issuer differs.
 * - `unknown`: none on record, with proposals for a number that was misread or mistyped.
 */
export function resolve(citation: CitedDocument, register: Register, context: CitingContext): Resolution {
  if (citation.numberSymbol === null) return byTitle(citation, register, context)
  const parts = partsOf(citation.numberSymbol)
  if (!parts) return { status: 'unknown', proposals: [] }
  const compared = candidatesOf(citation, parts, register, context)
  const fitting = compared.filter((c) => c.type && c.issuer !== 'other' && c.date !== 'other')
  const one = choose(fitting, context)
  if (one) return { status: 'known', document: one }
  if (fitting.length > 0) return { status: 'ambiguous', candidates: fitting.map((c) => c.document) }
  const close = compared.find((c) => isContradiction(c, citation))
  if (close) return { status: 'contradicts', what: differences(close), document: close.document }
  return { status: 'unknown', proposals: propose(citation, parts, register, context) }
}

function candidatesOf(
  citation: CitedDocument,
  parts: NumberParts,
  register: Register,
  context: CitingContext,
): Compared[] {
  const key = numberKey(parts)
  const found =
    key === null
      ? (register.byBareNumber.get(`${parts.number}${parts.suffix}`) ?? []).filter(
          (d) =>
            sameType(citation.type, d.type) &&
            // A bare number says little: only its year, or its day, makes it a document's.
            (parts.year !== null
              ? d.year === parts.year
              : citation.date !== null && d.date === citation.date),
        )
      : (register.byNumber.get(key) ?? [])
  return found
    .filter((d) => parts.year === null || d.year === null || parts.year === d.year)
    .map((document) => ({
      document,
      issuer: likenessOfIssuers(citation.issuer, document.issuer, parts.symbol ?? document.symbol, context),
      date: likenessOfDates(citation.date, document),
      type: sameType(citation.type, document.type),
    }))
}

function likenessOfDates(cited: string | null, { date, year }: KnownDocument): Likeness {
  if (cited === null || date === null) return year === null ? 'open' : 'same'
  return cited === date ? 'same' : 'other'
}

/** The type word may be missing, or say it more generally: "Văn bản số …". */
function sameType(cited: string | null, known: string): boolean {
  if (cited === null) return true
  const [left, right] = [fold(cited), fold(known)]
  return left === right || left === 'van ban' || (isTitled(cited) && isTitled(known))
}

/** The one that is meant, or null where more could be. */
function choose(fitting: readonly Compared[], context: CitingContext): KnownDocument | null {
  const sure = fitting.filter((c) => c.issuer === 'same')
  const dated = sure.filter((c) => c.date === 'same')
  if (dated.length === 1) return dated[0]?.document ?? null
  if (dated.length > 1 || fitting.length !== sure.length) return null
  // Undated: what did not exist on the day of the citing document can't be meant.
  const { on } = context
  const there = on === null ? sure : sure.filter((c) => c.document.date === null || c.document.date <= on)
  return there.length === 1 ? (there[0]?.document ?? null) : null
}

/** Numbers start again each year and each body has its own: only the same body in the same year can't have two. */
function isContradiction(c: Compared, citation: CitedDocument): boolean {
  const { document } = c
  if (c.issuer === 'same' && c.date === 'other') {
    const year = document.year ?? document.date?.slice(0, 4)
    return document.year !== null || citation.date?.slice(0, 4) === year
  }
  if (c.date === 'same' && !c.type) return c.issuer === 'same'
  // Who may issue under a central body's symbol is one body; of a province's there are as many as provinces.
  return c.date === 'same' && c.issuer === 'other' && isCentral(document.symbol)
}

function differences(c: Compared): Difference[] {
  const what: Difference[] = []
  if (!c.type) what.push('type')
  if (c.date === 'other') what.push('date')
  if (c.issuer === 'other') what.push('issuer')
  return what
}

/** A law by its title: the dated one; undated, the one in force on the day of the citing document. */
function byTitle(citation: CitedDocument, register: Register, context: CitingContext): Resolution {
  if (citation.title === null) return { status: 'unknown', proposals: [] }
  const found = (register.byTitle.get(titleKey(citation.title)) ?? []).filter((d) =>
    sameType(citation.type, d.type),
  )
  if (found.length === 0) return { status: 'unknown', proposals: [] }
  if (citation.date !== null) {
    const dated = found.find((d) => d.date === citation.date)
    if (dated) return { status: 'known', document: dated }
    const year = citation.date.slice(0, 4)
    const close = found.find((d) => d.date?.startsWith(year))
    if (close) return { status: 'contradicts', what: ['date'], document: close }
    return {
      status: 'unknown',
      proposals: found.map((document) => ({ document, proposed: true, distance: 1 })),
    }
  }
  const { on } = context
  const valid = on === null ? found : found.filter((d) => isInForce(d, on) === true)
  const [only] = valid
  if (only && valid.length === 1) return { status: 'known', document: only }
  return { status: 'ambiguous', candidates: found }
}

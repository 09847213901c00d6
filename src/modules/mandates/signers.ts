import { translator, type Translate } from '../../messages/index.ts'
import { formatDate } from '../../messages/format.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { blockOf, checkSigner, type SignerBlock, type SignerFinding } from './mandates.rules.ts'
import { findHeads, findHolding, findStanding, withEnd } from './mandates.store.ts'

declareErrors(
  Object.fromEntries(
    ['passed_on', 'nobody', 'left', 'none', 'other_kind', 'not_yet', 'over'].map((code) => [
      `mandates.refused_${code}`,
      409 as const,
    ]),
  ),
)

/** A right to sign as a draft takes it over. */
export interface OfferedSigner {
  personId: string
  name: string
  authority: string | null
  position: string
  deputyOf: string | null
  /** the document that gives it; null for a head's own right */
  basis: string | null
  until: string | null
  isHead: boolean
}

/** Who may sign a type of document of a unit on a day: the head's rights first, then those that are given. */
export async function offeredSigners(
  trx: Trx,
  unitId: string,
  type: string,
  day: string,
): Promise<OfferedSigner[]> {
  const heads = await findHeads(trx, unitId, day)
  const isHead = (id: string) => heads.some((h) => h.personId === id)
  const given = (await findHolding(trx, unitId, type, day)).map((row): OfferedSigner => {
    const { personId, name, basis } = row
    return { personId, name, ...blockOf(row), basis, until: withEnd(row).until, isHead: isHead(personId) }
  })
  const byOffice = heads.map(({ personId, name, title }): OfferedSigner => {
    const block = { authority: null, position: title, deputyOf: null }
    return { personId, name, ...block, basis: null, until: null, isHead: true }
  })
  const same = (a: OfferedSigner, b: OfferedSigner) =>
    a.personId === b.personId && a.authority === b.authority && a.deputyOf === b.deputyOf
  return [
    ...given.filter((g) => g.isHead),
    ...byOffice.filter((h) => !given.some((g) => same(g, h))),
    ...given.filter((g) => !g.isHead),
  ]
}

/** Whoever signs unless another is chosen: the unit's head, by the right that is written down for this type of document. */
export async function usualSigner(
  trx: Trx,
  unitId: string,
  type: string,
  day: string,
): Promise<OfferedSigner | null> {
  return (await offeredSigners(trx, unitId, type, day)).find((s) => s.isHead) ?? null
}

/** What is to be said of a document's signer, of the unit and the type, on its day; null: he may sign. */
export async function signerFinding(
  trx: Trx,
  unitId: string,
  signer: SignerBlock,
  document: { type: string; day: string },
): Promise<SignerFinding | null> {
  return checkSigner(signer, document, await findStanding(trx, unitId, signer.personId, document.day))
}

/** Facts of a finding as its sentence takes them. */
function said({ params }: SignerFinding): Record<string, string> {
  const days = Object.entries(params).filter(([key]) => key === 'from' || key === 'until')
  return {
    ...params,
    ...Object.fromEntries(days.map(([key, day]) => [key, day === '' ? '' : formatDate(day)])),
  }
}

/** A finding beside a text: its sentence, and the article that it rests on. */
export function spellFinding(ctx: Ctx, finding: SignerFinding) {
  const t: Translate = translator(ctx.locale)
  return {
    code: `signer_${finding.code}` as const,
    level: finding.level,
    sentence: t(`mandates.error.refused_${finding.code}`, said(finding)),
    article: t('mandates.article', { n: finding.paragraph }),
  }
}

/**
 * Nobody signs TUQ. without a mandate in writing that holds on the document's day (Decree 30/2020/NĐ-CP, Article 13(3)).
 * @throws mandates.refused_… with the sentence of the finding
 */
export async function requireMandate(
  trx: Trx,
  unitId: string,
  signer: SignerBlock,
  document: { type: string; day: string },
): Promise<void> {
  const finding = await signerFinding(trx, unitId, signer, document)
  if (finding?.level === 'must') throw new AppError(`mandates.refused_${finding.code}`, said(finding))
}

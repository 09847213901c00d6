import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { findClauses, findDocuments, type DocumentFacts } from '../library/index.ts'
import { findUnits } from '../units/index.ts'
import { coverageCounts, coverageOf, type SourceClause, type SourceDocument } from './plans.rules.coverage.ts'
import { draftFromDocument, draftFromPlan, type DraftingUnit, type DraftPart } from './plans.rules.draft.ts'
import type { PlanContent, PlanTask } from './plans.schema.ts'
import { findNewest, findRevision } from './plans.store.ts'

/** A superior document on which a draft or revision stands, with what coverage and drafting need of it. */
export interface LoadedSource extends SourceDocument {
  facts: DocumentFacts
  clauses: SourceClause[]
  plan: { planId: string; revision: number; tasks: PlanTask[]; content: PlanContent } | null
}

/**
 * Documents by id, within the read grounds, with their clauses and, of a plan of the system, the revision they are the
 * paper of. Those that may not be read are left out.
 */
export async function loadSources(
  trx: Trx,
  ctx: Ctx,
  documentIds: readonly string[],
): Promise<Map<string, LoadedSource>> {
  const found = await findDocuments(trx, ctx, documentIds)
  const loaded = new Map<string, LoadedSource>()
  for (const id of documentIds) {
    const facts = found.get(id)
    if (!facts || loaded.has(id)) continue
    const clauses = await findClauses(trx, id)
    const revision =
      facts.planId && facts.planRevision
        ? await findRevision(trx, ctx, facts.planId, facts.planRevision)
        : null
    loaded.set(id, {
      documentId: id,
      facts,
      clauses,
      plan: revision && {
        planId: revision.planId,
        revision: revision.revision,
        tasks: revision.content.tasks,
        content: revision.content,
      },
    })
  }
  return loaded
}

/** The documents of the library that a plan carries out. */
export function carriedOut(content: PlanContent): string[] {
  return content.bases.flatMap((b) => (b.relation === 'carries out' && b.documentId ? [b.documentId] : []))
}

/** On which line the issuer of a document stands above the unit: the nearest, profession before administration at one distance. */
export async function lineOf(
  trx: Trx,
  unitId: string,
  issuerUnitId: string | null,
  day: string,
): Promise<'administration' | 'profession' | null> {
  if (issuerUnitId === null) return null
  const { rows } = await sql<{ line: 'administration' | 'profession' }>`
    select line from unit_closure where descendant_id = ${unitId} and ancestor_id = ${issuerUnitId}
      and valid_from <= ${day} and (valid_until is null or valid_until > ${day})
    order by depth, line desc limit 1`.execute(trx)
  return rows[0]?.line ?? null
}

/** The paragraphs of a document that cite its legal bases ("Căn cứ …"), without their last mark. */
async function legalBasesOf(trx: Trx, documentId: string): Promise<string[]> {
  const { rows } = await sql<{ text: string; start: number }>`
    select d.text, c.span_start as start from documents d join document_citations c on c.document_id = d.id
    where d.id = ${documentId} and c.relation = 'based on' order by c.ord limit 30`.execute(trx)
  const paragraphs = rows.map(({ text, start }) => {
    const from = text.lastIndexOf('\n', start) + 1
    const to = text.indexOf('\n', start)
    return text
      .slice(from, to < 0 ? undefined : to)
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/[;,.]$/, '')
  })
  return [...new Set(paragraphs)].filter((p) => /^căn cứ/i.test(p) && p.length <= 1_000)
}

/** What the drafting rules know of the unit on a day. @throws common.not_found */
export async function draftingUnit(trx: Trx, unitId: string, day: string): Promise<DraftingUnit> {
  const unit = (await findUnits(trx, [unitId], day)).get(unitId)
  if (!unit) throw new AppError('common.not_found')
  const { rows } = await sql`
    select 1 from unit_superiors where superior_id = ${unitId} and valid_from <= ${day}
      and (valid_until is null or valid_until > ${day}) limit 1`.execute(trx)
  return {
    id: unit.id,
    name: unit.name,
    shortName: unit.shortName,
    kind: unit.kind,
    isSchool: unit.isSchool,
    hasBelow: rows.length > 0,
  }
}

/** The part of a draft that one superior document gives: from the plan it is the paper of, else from its clauses. */
export async function draftPartOf(
  trx: Trx,
  ctx: Ctx,
  source: LoadedSource,
  unit: DraftingUnit,
  year: number,
): Promise<DraftPart> {
  const { facts } = source
  const doc = {
    documentId: facts.id,
    type: facts.type,
    numberSymbol: facts.numberSymbol,
    issuedOn: facts.issuedOn,
    issuerName: facts.issuerName,
    subject: facts.subject,
    line: await lineOf(trx, unit.id, facts.issuerUnitId, ctx.clock.today()),
    clauses: source.clauses,
  }
  const drafting = { year, newKey: newId }
  if (source.plan)
    return draftFromPlan(
      { ...doc, planId: source.plan.planId, revision: source.plan.revision, content: source.plan.content },
      unit,
      drafting,
    )
  return draftFromDocument({ ...doc, legalBases: await legalBasesOf(trx, facts.id) }, unit, drafting)
}

/** What screens show of each superior document: its clauses with what became of them. */
export async function shownSources(
  trx: Trx,
  ctx: Ctx,
  content: PlanContent,
  sources: ReadonlyMap<string, LoadedSource>,
) {
  const shown = []
  const plans = [...sources.values()].flatMap((s) => (s.plan ? [s.plan.planId] : []))
  const newestOf = await findNewest(trx, ctx, plans)
  for (const basis of content.bases) {
    const source = basis.documentId === null ? undefined : sources.get(basis.documentId)
    if (basis.relation !== 'carries out' || !source) continue
    const coverage = coverageOf(content, source)
    const { facts } = source
    const newest = source.plan && newestOf.get(source.plan.planId)
    shown.push({
      documentId: facts.id,
      type: facts.type,
      numberSymbol: facts.numberSymbol,
      issuerName: facts.issuerName,
      issuedOn: facts.issuedOn,
      subject: facts.subject,
      line: basis.line,
      isProvisional: basis.isProvisional,
      planId: source.plan?.planId ?? null,
      revision: source.plan?.revision ?? null,
      newest:
        newest && source.plan && newest.revision > source.plan.revision
          ? { documentId: newest.documentId, revision: newest.revision }
          : null,
      clauses: source.clauses.map((clause, i) => {
        const {
          coverage: code,
          isAsked,
          tasks,
          undecided,
          reason,
        } = coverage[i] ?? {
          coverage: 'none' as const,
          isAsked: false,
          tasks: [],
          undecided: 0,
          reason: null,
        }
        const { key, parentKey, level, marker, path, kind, words } = clause
        return {
          key,
          parentKey,
          level,
          marker,
          path,
          kind,
          words,
          coverage: code,
          isAsked,
          tasks,
          undecided,
          reason,
        }
      }),
      counts: coverageCounts(source, coverage),
    })
  }
  return shown
}

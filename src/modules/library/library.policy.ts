import type { Actor, Role } from '../../platform/context.ts'
import { onlyFor } from '../../platform/errors.ts'

/** Who takes documents in, corrects and confirms what was read, and drafts from them. */
export const documentRoles: readonly Role[] = ['clerk', 'specialist', 'leader']

export function mayWorkOnDocuments(actor: Actor): boolean {
  return documentRoles.some((role) => actor.roles.includes(role))
}

/** Whoever drafts amends, replaces, corrects and recalls what the own unit issued. */
export function mayRelateTo(
  actor: Actor,
  document: { origin: string; unitId: string; numberSymbol: string | null; redactedAt: Date | null },
): boolean {
  return (
    document.origin === 'issued' &&
    document.numberSymbol !== null &&
    document.redactedAt === null &&
    actor.ownUnits.includes(document.unitId) &&
    (actor.roles.includes('specialist') || actor.roles.includes('clerk'))
  )
}

/** Whoever drafts makes copies; which documents they are made of, and as what, the document says. */
export function mayCopy(actor: Actor): boolean {
  return actor.roles.includes('specialist') || actor.roles.includes('clerk')
}

interface ScannedDocument {
  origin: string
  unitId: string
  redactedAt: Date | null
}

/** An issued document of the own unit whose words are whole has a paper that can be scanned back. */
export function takesScans(actor: Actor, { origin, unitId, redactedAt }: ScannedDocument): boolean {
  return origin === 'issued' && redactedAt === null && actor.ownUnits.includes(unitId)
}

/** Whoever keeps the seal hands in what was sealed (Decree 30/2020/NĐ-CP, Article 32). */
export function mayScan(actor: Actor, document: ScannedDocument): boolean {
  return takesScans(actor, document) && actor.roles.includes('clerk')
}

/** @throws the sentence who may */
export function requireScan(actor: Actor): void {
  if (!actor.roles.includes('clerk')) throw onlyFor(['clerk'])
}

import { sql } from 'kysely'
import type { EdxmlStatusCode } from '../../document/edxml/index.ts'
import type { OfficialDocument } from '../../document/write/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { addJob } from '../../platform/jobs.ts'
import type { DocumentReading } from '../library/index.ts'
import type { PackageKind } from './exchange.tables.ts'

/** The kind of job that writes one package into the out folder. */
export const sendJob = 'exchange.send'

export interface SendJob {
  packageId: string
}

export type NewPackage = { unitId: string; toCode: string; reason?: string | null } & (
  | { kind: 'document' | 'recall' | 'update' | 'replacement'; deliveryId: string; ofRef?: string | null }
  | { kind: 'status'; arrivalId: string; status: EdxmlStatusCode }
)

/** Orders a package, in the transaction of what it tells. @returns its id, by which its file in the out folder is called */
export async function orderPackage(trx: Trx, ctx: Ctx, order: NewPackage): Promise<string> {
  const id = newId()
  await trx
    .insertInto('packages')
    .values({
      id,
      unit_id: order.unitId,
      kind: order.kind,
      delivery_id: order.kind === 'status' ? null : order.deliveryId,
      arrival_id: order.kind === 'status' ? order.arrivalId : null,
      status: order.kind === 'status' ? order.status : null,
      reason: order.reason ?? null,
      to_code: order.toCode,
      of_ref: order.kind === 'status' ? null : (order.ofRef ?? null),
      state: 'waiting',
      created_at: ctx.clock.now(),
      created_by: ctx.actor.personId,
    })
    .execute()
  const payload: SendJob = { packageId: id }
  await addJob(trx, { ...ctx, actor: { ...ctx.actor, unitId: order.unitId } }, sendJob, payload)
  return id
}

export interface PackageRow {
  id: string
  unitId: string
  kind: PackageKind
  deliveryId: string | null
  arrivalId: string | null
  status: EdxmlStatusCode | null
  reason: string | null
  toCode: string
  ofRef: string | null
  state: 'waiting' | 'packed' | 'sent'
  staged: string | null
  createdAt: Date
}

export async function findPackage(trx: Trx, id: string, lock: boolean): Promise<PackageRow | null> {
  const { rows } = await sql<PackageRow>`
    select id, unit_id as "unitId", kind, delivery_id as "deliveryId", arrival_id as "arrivalId", status, reason, to_code as "toCode",
      of_ref as "ofRef", state, staged, created_at as "createdAt"
    from packages where id = ${id} ${lock ? sql`for update` : sql``}`.execute(trx)
  return rows[0] ?? null
}

/** Whether an earlier package of the same delivery is not in the out folder yet: they go in the order in which they were ordered. */
export async function hasEarlier(trx: Trx, row: PackageRow): Promise<boolean> {
  const { rows } = await sql`
    select 1 from packages where (delivery_id = ${row.deliveryId} or arrival_id = ${row.arrivalId}) and state <> 'sent' and id < ${row.id} limit 1`.execute(
    trx,
  )
  return rows.length > 0
}

export interface SentDocumentRow {
  documentId: string
  type: string
  numberSymbol: string | null
  subject: string
  planId: string | null
  issuedOn: string | null
  /** null where nothing is left of what it was written from */
  source: OfficialDocument | null
  /** null until they are made */
  papers: { docx: string; pdf: string } | null
  receiverName: string
  /** by when the receiver owes something for it */
  due: string | null
}

/** The document that a delivery is of, with what a package says of it. */
export async function findSentDocument(trx: Trx, deliveryId: string): Promise<SentDocumentRow | null> {
  const { rows } = await sql<
    Omit<SentDocumentRow, 'source' | 'papers'> & {
      reading: Partial<DocumentReading>
      docx: string | null
      pdf: string | null
    }
  >`
    select c.id as "documentId", c.type, c.number_symbol as "numberSymbol", c.subject, c.plan_id as "planId", c.issued_on as "issuedOn", c.reading,
      p.docx_hash as docx, p.pdf_hash as pdf, case when d.is_outside then r.words else (
        select name from unit_names n where n.unit_id = d.unit_id order by (n.valid_until is null) desc, n.valid_from desc limit 1) end as "receiverName",
      case when d.is_outside then null else (select min(o.due_on) from obligations o
        where o.unit_id = d.unit_id and o.owed_to = d.sender_id and o.state = 'open' and o.source_id in (c.id, c.plan_id)) end as due
    from deliveries d join documents c on c.id = d.document_id join recipients r on r.dispatch_id = d.dispatch_id and r.ord = d.recipient_ord
    left join document_papers p on p.document_id = c.id where d.id = ${deliveryId}`.execute(trx)
  const [row] = rows
  if (!row) return null
  const { reading, docx, pdf, ...facts } = row
  return {
    ...facts,
    source: reading.source ?? null,
    papers: docx === null || pdf === null ? null : { docx, pdf },
  }
}

/** By what a document that went to a receiver before is known on the axis; null where none went. */
export async function findRefSent(trx: Trx, documentId: string, toCode: string): Promise<string | null> {
  const { rows } = await sql<{ ref: string }>`
    select p.document_ref as ref from packages p join deliveries d on d.id = p.delivery_id
    where d.document_id = ${documentId} and p.document_ref is not null and p.to_code = ${toCode} order by p.id desc limit 1`.execute(
    trx,
  )
  return rows[0]?.ref ?? null
}

export interface Replacement {
  ofId: string
  kind: 'update' | 'replacement'
  reason: string
  numberSymbol: string | null
}

/**
 * In whose place a document stands: as its unit declared, or, of a plan's later revision, the revision before, whose
 * whole text it carries anew.
 */
export async function findReplaced(trx: Trx, documentId: string): Promise<Replacement | null> {
  const { rows } = await sql<Replacement>`
    select r.of_id as "ofId", r.kind, r.reason, o.number_symbol as "numberSymbol" from replacements r join documents o on o.id = r.of_id
    where r.document_id = ${documentId}
    union all
    select o.id, 'replacement', '', o.number_symbol from documents c join documents o on o.plan_id = c.plan_id and o.plan_revision = c.plan_revision - 1
      and o.origin = 'issued' and o.unit_id = c.unit_id
    where c.id = ${documentId} and c.origin = 'issued' and not exists (select 1 from replacements r where r.document_id = c.id)
    limit 1`.execute(trx)
  return rows[0] ?? null
}

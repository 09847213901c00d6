import { sha256 } from '../../src/platform/canonical.ts'
import { newId } from '../../src/platform/ids.ts'
import { transaction } from '../../src/platform/tx.ts'
import type {} from '../../src/modules/library/index.ts'
import { testHome, type World } from './database.ts'

/** An issued document of a unit: the bare row, without words, for tests of what is done with documents. */
export async function makeIssuedDocument(
  world: World,
  unitId: string,
  options: {
    subject?: string
    numberSymbol?: string
    issuedOn?: string
    planId?: string
    planRevision?: number
    registerEntryId?: string
  } = {},
): Promise<string> {
  const id = newId()
  const [number = null, symbol = null] = (options.numberSymbol ?? '04/KH-PGDĐT').split('/')
  await transaction(world.database.db, { home: testHome, scope: '*' }, (trx) =>
    trx
      .insertInto('documents')
      .values({
        id,
        unit_id: unitId,
        origin: 'issued',
        type: 'Kế hoạch',
        number,
        symbol,
        number_symbol: options.numberSymbol ?? '04/KH-PGDĐT',
        match_key: null,
        issuer_name: 'Đơn vị thử',
        issuer_unit_id: unitId,
        issued_on: options.issuedOn ?? '2024-06-17',
        subject: options.subject ?? 'Kế hoạch thử',
        plan_id: options.planId ?? null,
        plan_revision: options.planRevision ?? null,
        report_id: null,
        report_version: null,
        register_entry_id: options.registerEntryId ?? null,
        file_hash: null,
        file_name: null,
        text: '',
        page_html: '',
        reading: '{}',
        salt: null,
        hash: sha256(id),
        redacted_at: null,
        created_at: new Date('2024-06-17T01:00:00Z'),
        created_by: null,
      })
      .execute(),
  )
  return id
}

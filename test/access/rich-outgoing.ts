import { createHash } from 'node:crypto'
import { newId } from '../../src/platform/ids.ts'
import { blankPdf } from '../support/blank-pdf.ts'
import { testHome } from '../support/database.ts'
import { makeForm, requiredParts } from '../../src/document/forms/samples.ts'
import { must } from '../support/plans.ts'
import type { Made } from './rich-deeds.ts'
import type { RichWorld } from './rich-world.ts'

/**
 * Documents that the office writes: one in review with an earlier state and a remark, one approved whose paper waits to be
 * signed. A key and a signature would need a certificate; what they leave behind are rows.
 */
export async function makeOutgoing({ world, insiders, units, people }: Made): Promise<RichWorld['outgoing']> {
  const { office } = insiders
  await makeMandates(office, people.office.personId)
  await makeForms(world, units.office.id, people.office.personId)
  const begin = async (subject: string, way: 'paper' | 'electronic'): Promise<string> => {
    const id = newId()
    const begun = (await must(office.call('POST', 'outgoing', { id, type: 'Thông báo' }))).json<{
      version: number
      content: object
    }>()
    const blocks = [{ kind: 'text', key: 'k1', style: 'item', words: 'Nghỉ học ngày thứ Sáu.' }]
    const content = { ...begun.content, subject, way, blocks }
    await must(office.call('PATCH', `outgoing/${id}`, { version: begun.version, content }))
    return id
  }
  const written = await begin('Lịch nghỉ', 'paper')
  const comment = newId()
  const said = { id: comment, blockKey: 'k1', words: 'Ghi rõ giờ.' }
  await must(office.call('POST', `outgoing/${written}/comments`, said, { requestId: comment }))
  const approved = await begin('Lịch thi', 'electronic')
  await must(office.call('POST', `outgoing/${approved}/submit`, {}))
  await must(office.call('POST', `outgoing/${approved}/approve`, {}))
  await must(office.call('POST', `outgoing/${approved}/number`))
  await must(office.call('POST', `outgoing/${approved}/prepare`))
  const key = newId()
  const owner = [units.office.id, people.office.personId]
  await world.database.pool.query(
    `insert into ${testHome}.signing_keys (id, unit_id, kind, person_id, holder, issuer, serial, valid_until, sealed, added_at)
     values ($1, $2, 'signature', $3, 'Người Ký', 'Nơi Cấp', '01', '2030-01-01', '\\x00', now())`,
    [key, ...owner],
  )
  await world.database.pool.query(
    `insert into ${testHome}.signing_marks (id, unit_id, subject_what, subject_id, kind, way, holder, person_id, at, file_hash, is_void)
     values ($1, $2, 'outgoing', $4, 'signature', 'outside', 'Người Ký', $3, now(), 'x', true)`,
    [newId(), ...owner, approved],
  )
  return { written, approved, comment, key }
}

/** Who may sign for the office: one right that holds, one that was ended. */
async function makeMandates(office: Made['insiders']['office'], personId: string): Promise<void> {
  const facts = {
    personId,
    authority: 'tl',
    position: 'Chánh Văn phòng',
    forWhom: 'Trưởng phòng',
    deputyOf: null,
    kinds: ['Giấy mời'],
    limits: 'Mời họp giao ban',
    basis: '7/QC-PGDĐT',
    basisDate: '2024-01-05',
    since: '2024-06-01',
    until: null,
  }
  await must(office.call('POST', 'mandates', { id: newId(), ...facts }))
  const ended = newId()
  await must(office.call('POST', 'mandates', { id: ended, ...facts, kinds: ['Thông báo'] }))
  await must(office.call('POST', `mandates/${ended}/end`, { from: '2024-06-17' }))
}

/**
 * A scan of the paper of an issued document: handed in where a paper was printed; elsewhere the row that it leaves behind,
 * with another file's bytes.
 */
export async function makeScan({ world, insiders, units }: Made): Promise<string> {
  const id = newId()
  const ask = async (query: string) =>
    (await world.database.pool.query<Record<string, string>>(query.replaceAll('@', `${testHome}.`))).rows[0]
  const printed = await ask(
    `select d.id, d.unit_id from @documents d join @document_papers p on p.document_id = d.id limit 1`,
  )
  if (!printed) {
    await world.database.pool.query(
      `insert into ${testHome}.document_scans (id, document_id, unit_id, file_hash, pages, printed_pages, created_at)
       select $1, d.id, d.unit_id, (select hash from ${testHome}.files order by hash limit 1), 1, 1, now()
       from ${testHome}.documents d where d.origin = 'issued' and d.unit_id = $2 limit 1`,
      [id, units.office.id],
    )
    return id
  }
  const key = Object.entries(units).find(([, unit]) => unit.id === printed['unit_id'])?.[0]
  const clerk = insiders[key as keyof typeof insiders]
  const bytes = blankPdf(1)
  const file = { size: bytes.length, hash: createHash('sha256').update(bytes).digest('hex') }
  const address = `documents/${printed['id']}/scans/${id}`
  await must(clerk.call('POST', address, file))
  await must(clerk.call('PATCH', `${address}/bytes?offset=0&hash=${file.hash}`, bytes))
  await must(clerk.call('POST', `${address}/keep`, { ...file, replaces: null }))
  return id
}

/** Own forms of the office: one in use, one that was withdrawn. What handing them in checks is tried elsewhere. */
async function makeForms(world: Made['world'], unitId: string, personId: string): Promise<void> {
  for (const [type, version] of [
    ['Kế hoạch', 1],
    ['Kế hoạch', 2],
    ['Thông báo', 2],
  ] as const)
    await world.database.pool.query(
      `insert into ${testHome}.own_forms (id, unit_id, type, version, file_name, bytes, names, since, added_at, added_by, withdrawn_at, withdrawn_by)
       values ($1, $2, $8, $3, 'mẫu của phòng.docx', $4, '{noi_dung}', '2024-06-01', now(), $5, $6, $7)`,
      [
        newId(),
        unitId,
        version,
        Buffer.from(makeForm(requiredParts)),
        personId,
        ...(version === 1 ? ['2024-06-02', personId] : [null, null]),
        type,
      ],
    )
}

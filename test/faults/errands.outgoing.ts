import { createHash } from 'node:crypto'
import { makeForm, requiredParts } from '../../src/document/forms/samples.ts'
import { newId } from '../../src/platform/ids.ts'
import { blankPdf } from '../support/blank-pdf.ts'
import type { Client } from './client.ts'
import type { Errand } from './errands.ts'

interface Draft {
  version: number
  content: object
}

/**
 * Documents of the office: one is written, returned, given a number, refused, and issued with the next, and its paper
 * scanned back; one's paper waits for its signatures and is refused; one is dropped.
 */
export async function writeDocuments({ school, keeper, ledger }: Errand): Promise<void> {
  const [issued, refused, dropped] = [newId(), newId(), newId()]
  const write = async (id: string, way: 'paper' | 'electronic'): Promise<number> => {
    const begun = await keeper.must<Draft>('POST', 'outgoing', { id, type: 'Giấy mời' }, id)
    const content = {
      ...begun.content,
      subject: `Họp ${id.slice(-6)}`,
      way,
      blocks: [{ kind: 'text', key: 'k1', style: 'paragraph', words: 'Mời dự họp.' }],
      recipients: [
        { words: school.unit.name, kind: 'unit', purpose: 'know', unitId: school.unit.id },
        { words: 'Lưu: VT', kind: 'archive', purpose: 'archive' },
      ],
    }
    const saved = await keeper.must<Draft>('PATCH', `outgoing/${id}`, { version: begun.version, content })
    return saved.version
  }
  const approve = async (id: string): Promise<void> => {
    await keeper.must('POST', `outgoing/${id}/submit`, {})
    await keeper.must('POST', `outgoing/${id}/approve`, {})
  }
  const version = await write(issued, 'paper')
  const comment = newId()
  const said = { id: comment, blockKey: 'k1', words: 'Ghi giờ họp.' }
  await keeper.must('POST', `outgoing/${issued}/comments`, said, comment)
  await keeper.must('POST', `outgoing/${issued}/comments/${comment}/settle`, {})
  await keeper.must('POST', `outgoing/${issued}/submit`, {})
  await keeper.must('POST', `outgoing/${issued}/return`, { words: 'Sửa giờ.' })
  await approve(issued)
  await keeper.must('POST', `outgoing/${issued}/number`, {})
  await keeper.must('POST', `outgoing/${issued}/refuse`, { words: 'Sai ngày.' })
  await approve(issued)
  await keeper.must('POST', `outgoing/${issued}/issue`, { version })
  await write(refused, 'electronic')
  await approve(refused)
  await keeper.must('POST', `outgoing/${refused}/number`, {})
  await keeper.must('POST', `outgoing/${refused}/prepare`, {})
  await keeper.must('POST', `outgoing/${refused}/refuse`, { words: 'Không họp nữa.' })
  await write(dropped, 'paper')
  await keeper.must('DELETE', `outgoing/${dropped}`)
  const scan = await scanBack(keeper, issued)
  ledger.voided += 2
  ledger.voidedOfDocuments += 2
  ledger.facts.push(
    [`select id from @documents where id = '${issued}' and origin = 'issued'`, 1],
    [`select id from @deliveries where document_id = '${issued}' and unit_id = '${school.unit.id}'`, 1],
    [`select id from @register_entries where subject_id = '${issued}'`, 2],
    [
      `select id from @document_scans where id = '${scan.id}' and document_id = '${issued}' and file_hash = '${scan.hash}'`,
      1,
    ],
    [
      `select entry_id from @register_voids v join @register_entries e on e.id = v.entry_id where e.subject_id in ('${issued}', '${refused}')`,
      2,
    ],
    [`select id from @outgoing_drafts where id in ('${issued}', '${dropped}')`, 0],
    [`select id from @outgoing_drafts where id = '${refused}' and state = 'draft'`, 1],
    [`select subject_id from @signing_papers where subject_id = '${refused}'`, 0],
    [`select id from @outgoing_comments where id = '${comment}' and settled_at is not null`, 1],
  )
}

/** A right to sign is written down for somebody of the office, and ended. */
export async function giveMandates({ cast, keeper, ledger }: Errand): Promise<void> {
  const { people } = await keeper.must<{ people: { id: string }[] }>('GET', 'mandates')
  const [kept, ended] = [newId(), newId()]
  for (const id of [kept, ended])
    await keeper.must('POST', 'mandates', {
      id,
      personId: people[0]?.id,
      authority: 'tuq',
      position: 'Trưởng bộ phận',
      // Each its own, so that none is there already.
      forWhom: `Trưởng phòng ${id.slice(-6)}`,
      deputyOf: null,
      kinds: ['Giấy mời'],
      limits: 'Mời họp',
      basis: '5/GUQ-PGDĐT',
      basisDate: '2024-06-01',
      since: '2024-06-20',
      until: '2024-12-31',
    })
  await keeper.must('POST', `mandates/${ended}/end`, { from: '2024-06-20' })
  ledger.facts.push(
    [
      `select id from @mandates where id = '${kept}' and unit_id = '${cast.office.id}' and ended_at is null`,
      1,
    ],
    [`select id from @mandates where id = '${ended}' and ended_from = '2024-06-20'`, 1],
  )
}

/** Hands in a scan once the print is there, going on after every stop from where the server says that it is. */
async function scanBack(keeper: Client, documentId: string): Promise<{ id: string; hash: string }> {
  const id = newId()
  const bytes = blankPdf(1, id)
  const file = { size: bytes.length, hash: createHash('sha256').update(bytes).digest('hex') }
  const address = `documents/${documentId}/scans/${id}`
  for (let waits = 0; waits < 480; waits += 1) {
    const { papers } = await keeper.must<{ papers: string }>('GET', `documents/${documentId}`)
    if (papers === 'ready') break
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  for (;;) {
    const { received } = await keeper.must<{ received: number }>('POST', address, file)
    if (received === bytes.length) break
    // Refused where an answer was lost: the bytes are there, and the next question tells it.
    await keeper.send(
      'PATCH',
      `${address}/bytes?offset=${received}&hash=${file.hash}`,
      bytes.subarray(received),
    )
  }
  await keeper.must('POST', `${address}/keep`, { ...file, replaces: null }, id)
  return { id, hash: file.hash }
}

/** A form of the office is handed in, then its next version, and the first is withdrawn. */
export async function handInForms({ keeper, ledger }: Errand): Promise<void> {
  const ids = [newId(), newId()]
  const bytes = Buffer.from(makeForm(requiredParts))
  for (const id of ids) {
    const query = new URLSearchParams({ id, type: 'Giấy mời', name: `${id}.docx` })
    await keeper.must('POST', `own-forms?${query.toString()}`, bytes, id)
  }
  await keeper.must('POST', `own-forms/${ids[0] ?? ''}/withdraw`, {})
  ledger.facts.push(
    [`select id from @own_forms where id in ('${ids.join("','")}')`, 2],
    [`select id from @own_forms where id = '${ids[0] ?? ''}' and withdrawn_at is not null`, 1],
  )
}

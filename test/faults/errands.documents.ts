import { newId } from '../../src/platform/ids.ts'
import type { Client } from './client.ts'
import type { Errand } from './errands.ts'

/** Two documents come; one is checked and kept, the other put away. */
export async function takeIn({ keeper, ledger }: Errand): Promise<void> {
  const [kept, gone] = [newId(), newId()]
  const textOf = (id: string) =>
    Buffer.from(
      `SỞ GIÁO DỤC VÀ ĐÀO TẠO\nSố: ${parseInt(id.slice(-6), 16)}/KH-SGDĐT\nHà Thanh, ngày 18 tháng 12 năm 2023\n` +
        `KẾ HOẠCH\nTuyên truyền cải cách hành chính ${id}\n\nI. MỤC ĐÍCH\n1. Nâng cao nhận thức.\n\nII. NỘI DUNG\n1. Tuyên truyền trên cổng thông tin.\n`,
    )
  for (const id of [kept, gone]) await keeper.must('PUT', `documents/${id}?name=ke-hoach.txt`, textOf(id))
  const draft = await readDraft(keeper, kept)
  const pieces = structuredClone(draft.pieces)
  Object.assign(pieces.header, {
    type: 'Kế hoạch',
    numberSymbol: `${parseInt(kept.slice(-6), 16)}/KH-SGDĐT`,
    issuerName: 'Sở Giáo dục và Đào tạo',
    issuedOn: '2023-12-18',
    subject: `Tuyên truyền ${kept}`,
  })
  const settled = draft.uncertainPieces.map((p) => p.id)
  const { version } = await keeper.must<LibraryDraft>('PUT', `document-drafts/${kept}`, {
    version: draft.version,
    pieces,
    settled,
  })
  await keeper.must('POST', `document-drafts/${kept}/confirm`, { version })
  await keeper.must('DELETE', `document-drafts/${gone}`)
  ledger.facts.push(
    [`select id from @documents where id = '${kept}' and origin = 'received'`, 1],
    [`select id from @documents where id = '${gone}'`, 0],
    [`select id from @document_drafts where id in ('${kept}', '${gone}')`, 0],
  )
}

let lastNumber = 0

/** Two documents are written down, one is corrected and the other taken back; two more come from a file. */
export async function keepRegister({ keeper, ledger }: Errand): Promise<void> {
  const [kept, gone] = [newId(), newId()]
  // One number of one issuer and year on two days is refused as a contradiction: no two may be alike.
  const numbers = new Map<string, number>()
  const numberOf = (id: string) => {
    if (!numbers.has(id)) numbers.set(id, (lastNumber += 1))
    return `${numbers.get(id)}/KH-UBND`
  }
  const dayOf = (id: string) => String(1 + (parseInt(id.slice(-8, -6), 16) % 28)).padStart(2, '0')
  const factsOf = (id: string) => ({
    type: 'Kế hoạch',
    numberSymbol: numberOf(id),
    issuer: 'Ủy ban nhân dân tỉnh Hà Thanh',
    issuedOn: `2024-01-${dayOf(id)}`,
    title: `tuyên truyền ${id}`,
    inForceFrom: null,
    lastDay: null,
    relations: [],
    source: 'Công báo tỉnh',
  })
  for (const id of [kept, gone]) await keeper.must('POST', 'known-documents', { id, ...factsOf(id) }, id)
  const reason = 'Theo công báo.'
  const ended = { ...factsOf(kept), lastDay: '2024-12-31' }
  await keeper.must('PUT', `known-documents/${kept}`, { version: 1, reason, facts: ended })
  await keeper.must('POST', `known-documents/${gone}/withdrawal`, { version: 1, reason })
  const [one, two] = [newId(), newId()]
  const rest = 'Ủy ban nhân dân tỉnh Hà Thanh,từ tệp,Công báo tỉnh'
  const rowOf = (id: string) => `Kế hoạch,${numberOf(id)},${dayOf(id)}/01/2024,${rest}\n`
  const sheet = `loại,số ký hiệu,ngày,cơ quan ban hành,trích yếu,nguồn\n${rowOf(one)}${rowOf(two)}`
  await keeper.must('POST', 'known-documents/import?dryRun=false', Buffer.from(sheet))
  ledger.facts.push(
    [`select version from @known_entry_versions where entry_id in ('${kept}', '${gone}')`, 4],
    [`select id from @known_entries where id = '${kept}' and version = 2 and state = 'stands'`, 1],
    [`select id from @known_entries where id = '${gone}' and state = 'withdrawn'`, 1],
    [
      `select entry_id from @known_entry_versions where (number_symbol, issued_on) in (('${numberOf(one)}', '2024-01-${dayOf(one)}'), ('${numberOf(two)}', '2024-01-${dayOf(two)}'))`,
      2,
    ],
  )
}

interface LibraryDraft {
  version: number
  pieces: { header: Record<string, unknown> }
  uncertainPieces: { id: string }[]
}

/** The draft once it was read: a worker does that. */
async function readDraft(client: Client, id: string): Promise<LibraryDraft> {
  for (;;) {
    const draft = await client.must<LibraryDraft & { pieces: LibraryDraft['pieces'] | null }>(
      'GET',
      `document-drafts/${id}`,
    )
    if (draft.pieces) return draft
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

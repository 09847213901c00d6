import { newId } from '../../src/platform/ids.ts'
import { issueTo } from './errands.plans.ts'
import type { Errand } from './errands.ts'

/**
 * A paper goes to a school that sends it back, keeps it after all, sends it back again and gets it anew; who got it there is
 * noted in the school's register.
 */
export async function sendBack(errand: Errand): Promise<void> {
  const { keeper, hand, ledger } = errand
  const { documentId } = await issueTo(errand, ['a'])
  const delivery = await deliveryOf(errand, documentId ?? '')
  await hand.must('POST', `deliveries/${delivery}/return`, { reason: 'Gửi nhầm trường.' })
  await hand.must('POST', `deliveries/${delivery}/keep`, {})
  await hand.must('POST', `deliveries/${delivery}/return`, { reason: 'Đúng là gửi nhầm.' })
  await keeper.must('POST', `deliveries/${delivery}/resend`, {})
  // Acknowledged, it gets its number in the school's register.
  await hand.must('POST', `deliveries/${delivery}/acknowledge`, {})
  const arrivals = await hand.must<{ items: { id: string; document: { id: string } }[] }>('GET', 'arrivals')
  const arrival = arrivals.items.find((a) => a.document.id === documentId)?.id ?? ''
  await hand.must('PUT', `arrivals/${arrival}/passed`, { to: 'Tổ chuyên môn', on: '2024-06-19' })
  ledger.facts.push(
    [`select id from @delivery_returns where delivery_id = '${delivery}'`, 2],
    [`select id from @delivery_returns where delivery_id = '${delivery}' and ended_at is null`, 0],
    [`select id from @arrivals where id = '${arrival}' and passed_to = 'Tổ chuyên môn'`, 1],
  )
}

async function deliveryOf({ hand }: Errand, documentId: string): Promise<string> {
  const inbox = await hand.must<{ items: { id: string; document: { id: string } }[] }>('GET', 'deliveries')
  return inbox.items.find((d) => d.document.id === documentId)?.id ?? ''
}

/** A file is opened, filled, closed, opened again, closed, handed over to the archive, and taken back. */
export async function keepFiles(errand: Errand): Promise<void> {
  const { keeper, ledger } = errand
  const { documentId } = await issueTo(errand, ['a'])
  const [id, handOver] = [newId(), newId()]
  const facts = {
    heading: 'Cải cách hành chính',
    headingCode: 'CCHC',
    title: `Hồ sơ ${id.slice(-6)}`,
    keepYears: 20,
    keeper: 'Văn thư',
    sheets: null,
    note: null,
  }
  const { version } = await keeper.must<{ version: number }>(
    'POST',
    'dossiers',
    { id, year: 2024, ...facts },
    id,
  )
  await keeper.must('PUT', `dossiers/${id}`, { version, ...facts, sheets: 12 })
  const paper = { documents: [documentId] }
  await keeper.must('POST', `dossiers/${id}/documents`, paper)
  await keeper.must('DELETE', `dossiers/${id}/documents/${documentId ?? ''}`)
  await keeper.must('POST', `dossiers/${id}/documents`, paper)
  await keeper.must('POST', `dossiers/${id}/close`, {})
  await keeper.must('POST', `dossiers/${id}/reopen`, {})
  await keeper.must('POST', `dossiers/${id}/close`, {})
  const given = {
    id: handOver,
    dossiers: [id],
    day: '2024-06-19',
    title: 'Tài liệu cải cách hành chính',
    giver: 'Văn thư',
    giverPosition: 'Văn thư',
    taker: 'Lưu trữ',
    takerPosition: 'Lưu trữ',
    boxes: null,
    metres: null,
    condition: 'Đầy đủ',
  }
  await keeper.must('POST', 'hand-overs', given, handOver)
  await keeper.must('DELETE', `hand-overs/${handOver}`)
  ledger.facts.push(
    [`select id from @dossiers where id = '${id}' and state = 'closed' and sheets = 12`, 1],
    [`select id from @hand_overs where id = '${handOver}'`, 0],
  )
}

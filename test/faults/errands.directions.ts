import { newId } from '../../src/platform/ids.ts'
import type { Errand } from './errands.ts'

interface Told {
  version: number
  units: number
}

/** What a direction says. @param to a unit by its name */
export function direction(to: string, more: { dueOn?: string; title?: string } = {}) {
  return {
    title: more.title ?? 'Rà soát bảng niêm yết thủ tục',
    words: 'Rà soát bảng niêm yết thủ tục và báo lại.',
    expects: 'carry_out',
    dueOn: more.dueOn ?? '2024-07-15',
    documentId: null,
    lines: [to],
  }
}

/** Writes a direction to one unit and sends it. @returns its id */
export async function sendDirection(
  { keeper }: Errand,
  to: string,
  more: { dueOn?: string } = {},
): Promise<string> {
  const id = newId()
  const begun = await keeper.must<Told>('PUT', `directions/${id}/draft`, {
    version: 0,
    content: direction(to, { ...more, title: 'Bản đầu' }),
  })
  const { version, units } = await keeper.must<Told>('PUT', `directions/${id}/draft`, {
    version: begun.version,
    content: direction(to, more),
  })
  if (units !== 1) throw new Error(`“${to}” reaches ${units} units`)
  await keeper.must('POST', `directions/${id}/send`, { version })
  return id
}

/** A school acknowledges a direction, asks, is answered, reports; the office gives it back, and accepts. */
export async function direct(errand: Errand): Promise<void> {
  const { school, keeper, hand, ledger } = errand
  const id = await sendDirection(errand, school.unit.name)
  const acts: string[] = []
  const act = async (who: 'keeper' | 'hand', kind: string, more: object = {}) => {
    const actId = newId()
    acts.push(actId)
    const body = { id: actId, kind, words: `${kind} ${actId.slice(-6)}`, ...more }
    await { keeper, hand }[who].must('POST', `directions/${id}/acts`, body)
    return actId
  }
  const activity = newId()
  const done = { day: '2024-06-12', form: 'leaflet', title: 'Rà soát bảng niêm yết', photoIds: [] }
  await hand.must('POST', 'activities', { ...done, id: activity }, activity)
  ledger.activities.push({ id: activity, photos: [] })
  await act('hand', 'acknowledge', { words: '' })
  const toAct = await act('hand', 'ask')
  await act('keeper', 'reply', { toAct, isPublic: true })
  await act('keeper', 'extend', { dueOn: '2024-08-15' })
  await act('hand', 'answer', { activities: [activity] })
  await act('keeper', 'return', { unitId: school.unit.id })
  await act('hand', 'answer')
  await act('keeper', 'accept', { unitId: school.unit.id, words: '' })
  const ground = 'Đơn của người có dữ liệu'
  await hand.must('POST', `directions/${id}/redaction`, { actId: acts[1], ground })
  const owed = `select id from @obligations where source_id = '${id}' and what = 'follow_direction'`
  ledger.facts.push(
    [`select id from @directions where id = '${id}' and title <> 'Bản đầu'`, 1],
    [`select id from @direction_drafts where id = '${id}'`, 0],
    [`select 1 from @direction_recipients where direction_id = '${id}'`, 1],
    [`select id from @direction_acts where direction_id = '${id}'`, acts.length],
    [`select id from @direction_acts where id in ('${acts.join("', '")}')`, acts.length],
    [
      `select id from @direction_acts where id = '${acts[1] ?? ''}' and salt is null and redacted_at is not null`,
      1,
    ],
    [`select id from @redactions where subject_id = '${acts[1] ?? ''}' and ground = '${ground}'`, 1],
    [owed, 1],
    [`${owed} and state = 'done' and due_on = '2024-08-15'`, 1],
    [`select id from @obligations where source_id = '${toAct}' and state = 'done'`, 1],
  )
}

/** A draft is thrown away; a direction that was sent is withdrawn, with the question that was asked about it. */
export async function withdraw(errand: Errand): Promise<void> {
  const { school, keeper, hand, ledger } = errand
  const gone = newId()
  await keeper.must('PUT', `directions/${gone}/draft`, { version: 0, content: direction(school.unit.name) })
  await keeper.must('DELETE', `directions/${gone}/draft`)
  const id = await sendDirection(errand, school.unit.name)
  const question = newId()
  const words = 'Điểm lẻ có phải niêm yết không?'
  await hand.must('POST', `directions/${id}/acts`, { id: question, kind: 'ask', words })
  await keeper.must('POST', `directions/${id}/acts`, { id: newId(), kind: 'withdraw', words: 'Gửi nhầm.' })
  ledger.facts.push(
    [`select id from @direction_drafts where id = '${gone}'`, 0],
    [`select id from @directions where id = '${gone}'`, 0],
    [`select id from @obligations where source_id in ('${id}', '${question}') and state = 'void'`, 2],
  )
}

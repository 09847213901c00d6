import { newId } from '../../src/platform/ids.ts'
import type { Errand } from './errands.ts'
import { issueTo } from './errands.plans.ts'

/** A head lets another of the school decide in their place, and takes it back. */
export async function delegate({ school, hand, ledger }: Errand): Promise<void> {
  const id = newId()
  const days = { since: '2024-06-20', until: '2024-06-24' }
  const toPersonId = school.guest.personId
  await hand.must('POST', `units/${school.unit.id}/delegations`, { id, toPersonId, ...days })
  await hand.must('POST', `delegations/${id}/revoke`, {})
  ledger.facts.push([`select id from @delegations where id = '${id}' and revoked_at is not null`, 1])
}

/** Two people come by a file, which is sent once more with another position. */
export async function importPeople({ cast, keeper, ledger }: Errand): Promise<void> {
  const mark = newId().slice(-10)
  const path = `units/${cast.office.id}/people/import?dryRun=false`
  const sheet = (title: string) =>
    Buffer.from(`họ tên,chức vụ,nhóm\nNgười ${mark} Một,${title},Tổ 1\nNgười ${mark} Hai,${title},Tổ 2\n`)
  await keeper.must('POST', path, sheet('Giáo viên'))
  await keeper.must('POST', path, sheet('Tổ trưởng'))
  const people = `@persons p join @memberships m on m.person_id = p.id where p.name like 'Người ${mark} %'`
  ledger.facts.push(
    [`select p.id from ${people}`, 2],
    [`select p.id from ${people} and m.title = 'Tổ trưởng' and m.valid_until is null`, 2],
  )
}

interface Readings {
  counts: { asked: number; read: number }
  readings: { id: string; readOn: string | null }[]
}

/** A school asks its people to read a plan that came, makes links for those who have not, and one confirms. */
export async function askToRead(errand: Errand): Promise<void> {
  const { school, hand, ledger } = errand
  const { documentId } = await issueTo(errand, ['a'])
  const path = `documents/${documentId ?? ''}/readings`
  const { counts, readings } = await hand.must<Readings>('POST', path, { tags: [], dueOn: '2024-07-01' })
  const [first, second] = readings
  const some = [first?.id, second?.id]
  await hand.must('POST', `${path}/links`, { readings: some })
  await hand.must('POST', `${path}/confirm`, {})
  const asked = `select id from @readings where document_id = '${documentId}' and unit_id = '${school.unit.id}'`
  ledger.facts.push(
    [asked, counts.asked],
    [`${asked} and id in ('${some.join("', '")}') and token_hash is not null`, 2],
    [`${asked} and person_id = '${school.handId}' and read_by = 'account' and read_at is not null`, 1],
    [`${asked} and read_at is not null`, 1],
  )
}

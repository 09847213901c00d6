import { beforeAll, expect, it } from 'vitest'
import type { z } from 'zod'
import { expectHealthy, homeB, makeTwoHomes, rowsIn, type TwoHomes } from '../../../test/support/homes.ts'
import { testNow } from '../../../test/support/database.ts'
import { must } from '../../../test/support/plans.ts'
import { newId } from '../../platform/ids.ts'
import { drainJobs } from '../../platform/worker.ts'
import type { DocumentView } from '../library/library.schema.ts'
import type { OutgoingView } from '../outgoing/outgoing.api.schema.ts'

type View = z.output<typeof OutgoingView>

let stage: TwoHomes

beforeAll(async () => {
  stage = await makeTwoHomes()
}, 60_000)

/** Issues a letter of the department to its office in the other home. */
async function issue(subject: string, relation: object | null): Promise<string> {
  const { drafter, leader, clerk } = stage.above
  const id = newId()
  const body = { id, type: 'Công văn', relation }
  const begun = (await must(drafter.call('POST', 'outgoing', body, { requestId: id }))).json<View>()
  const content = {
    ...begun.content,
    ...{ subject, desk: 'VP', addressees: ['Phòng GD&ĐT huyện Bình An'] },
    blocks: [
      {
        kind: 'text',
        key: newId(),
        style: 'paragraph',
        words: 'Đề nghị gửi danh sách trước ngày 30 tháng 6.',
      },
    ],
  }
  const saved = (
    await must(drafter.call('PATCH', `outgoing/${id}`, { version: begun.version, content }))
  ).json<View>()
  await must(drafter.call('POST', `outgoing/${id}/submit`, {}))
  await must(leader.call('POST', `outgoing/${id}/approve`, {}))
  await must(clerk.call('POST', `outgoing/${id}/issue`, { version: saved.version }))
  return id
}

const isQuick = (kind: string) => kind.startsWith('homes.') || kind.startsWith('dispatch')
const related = async (id: string) =>
  (await must(stage.there.clerk.call('GET', `documents/${id}`)))
    .json<z.output<typeof DocumentView>>()
    .related.map((r) => [r.relation, r.isBy, r.document.id])

it('what a document does to another is seen by its receiver in another home, in whichever order they come', async () => {
  const { world } = stage
  const first = await issue('nộp danh sách học sinh', null)
  const second = await issue('thay công văn trước', { relation: 'replaces', documentId: first })
  // Both lie in the inbox of the other home; the later one is taken in before the earlier one.
  await drainJobs(world.system(testNow), isQuick)
  const waiting = await rowsIn<{ id: string }>(
    world,
    homeB,
    `select id from inbox_messages where kind = 'delivery' and handled_at is null order by id desc`,
  )
  expect(waiting.length).toBe(2)
  const hold = (id: string, at: string) =>
    world.database.pool.query(`update ${homeB}.jobs set run_at = $2 where id = $1`, [id, at])
  await hold(waiting[1]?.id ?? '', '2024-06-18T00:00:00Z')
  await drainJobs(world.system(testNow, homeB), isQuick)
  // The earlier one came along with it, because it rests on it.
  expect(await related(second)).toEqual([['replaces', false, first]])
  await hold(waiting[1]?.id ?? '', testNow)
  await drainJobs(world.system(testNow, homeB), isQuick)
  expect(await related(first)).toEqual([['replaces', true, second]])

  // Once more, as after a kill: nothing is there twice, and nothing waits.
  await world.database.pool.query(
    `update ${homeB}.jobs set state = 'waiting', finished_at = null where kind = 'homes.take_in'`,
  )
  await drainJobs(world.system(testNow, homeB), isQuick)
  expect(await rowsIn(world, homeB, 'select 1 from document_relations')).toHaveLength(1)
  expect((await stage.outsider.call('GET', `documents/${first}`)).statusCode).toBe(404)
  await expectHealthy(world)
})

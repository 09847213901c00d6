import { newId } from '../../src/platform/ids.ts'
import type { Cast, School } from './cast.ts'
import type { Client, Credentials } from './client.ts'
import type { Ledger } from './deeds.ts'
import { keepAccount } from './errands.account.ts'
import { direct, withdraw } from './errands.directions.ts'
import { keepRegister, takeIn } from './errands.documents.ts'
import { keepFiles, sendBack } from './errands.files.ts'
import { keepMachines } from './errands.machines.ts'
import { hearOf } from './errands.notices.ts'
import { askToRead, delegate, importPeople } from './errands.people.ts'
import { amend, follow, keepPlans } from './errands.plans.ts'
import { giveMandates, handInForms, writeDocuments } from './errands.outgoing.ts'
import { reorganise } from './errands.succession.ts'
import type { Outside } from './outside.ts'
import type { Random } from './random.ts'

/** Who does an errand, and where what was told is noted. */
export interface Errand {
  cast: Cast
  school: School
  /** of the office, with every role */
  keeper: Client
  /** of the school, with every role */
  hand: Client
  ledger: Ledger
  random: Random
  /** where the server listens */
  url: string
  outside: Outside
  /** somebody else, or another platform by its key */
  as: (who: Credentials) => Client
}

/**
 * Kinds of writes, by the errand that does them: what people do now and then beside plans, activities and reports. A killer
 * that wants a kind has its errand run next.
 */
export const errands: { run: (errand: Errand) => Promise<void>; kinds: readonly string[] }[] = [
  {
    run: keepPeople,
    kinds: [
      'POST units/:id/people',
      'PUT units/:id/people/:id',
      'POST units/:id/desks',
      'POST units/:id/memberships',
      'PUT memberships/:id',
      'POST memberships/:id/end',
      'POST units/:id/people/:id/invitation',
      'POST invitations/:id/revoke',
      'POST people/:id/erasure',
    ],
  },
  {
    run: keepUnits,
    kinds: ['POST units', 'POST units/:id/names', 'POST units/:id/superiors', 'POST units/import'],
  },
  {
    run: takeIn,
    kinds: [
      'PUT documents/:id',
      'PUT document-drafts/:id',
      'POST document-drafts/:id/confirm',
      'DELETE document-drafts/:id',
    ],
  },
  {
    run: keepRegister,
    kinds: [
      'POST known-documents',
      'PUT known-documents/:id',
      'POST known-documents/:id/withdrawal',
      'POST known-documents/import',
    ],
  },
  {
    run: sendBack,
    kinds: [
      'POST deliveries/:id/return',
      'POST deliveries/:id/keep',
      'POST deliveries/:id/resend',
      'PUT arrivals/:id/passed',
    ],
  },
  {
    run: keepFiles,
    kinds: [
      'POST dossiers',
      'PUT dossiers/:id',
      'POST dossiers/:id/documents',
      'DELETE dossiers/:id/documents/:id',
      'POST dossiers/:id/close',
      'POST dossiers/:id/reopen',
      'POST hand-overs',
      'DELETE hand-overs/:id',
    ],
  },
  {
    run: writeDocuments,
    kinds: [
      'POST outgoing',
      'PATCH outgoing/:id',
      'DELETE outgoing/:id',
      'POST outgoing/:id/comments',
      'POST outgoing/:id/comments/:id/settle',
      'POST outgoing/:id/submit',
      'POST outgoing/:id/return',
      'POST outgoing/:id/approve',
      'POST outgoing/:id/number',
      'POST outgoing/:id/refuse',
      'POST outgoing/:id/prepare',
      'POST outgoing/:id/issue',
      'POST documents/:id/scans/:id',
      'PATCH documents/:id/scans/:id/bytes',
      'POST documents/:id/scans/:id/keep',
    ],
  },
  { run: correct, kinds: ['POST activities/:id/versions', 'POST activities/:id/withdrawal'] },
  { run: retry, kinds: ['POST jobs/:id/retry'] },
  { run: ownAccount, kinds: ['PUT account/contact', 'POST session/locale', 'POST session/unit'] },
  {
    run: keepAccount,
    kinds: [
      'POST account/sessions/:id/end',
      'POST account/sessions/end-others',
      'POST account/totp/begin',
      'POST account/totp/confirm',
      'POST account/totp/remove',
      'POST account/recovery-codes',
      'POST account/password',
      'POST units/:id/people/:id/second-factor/remove',
      'POST units/:id/people/:id/reset-code',
      'PUT units/:id/sign-in-rules',
    ],
  },
  { run: delegate, kinds: ['POST units/:id/delegations', 'POST delegations/:id/revoke'] },
  { run: handInForms, kinds: ['POST own-forms', 'POST own-forms/:id/withdraw'] },
  { run: giveMandates, kinds: ['POST mandates', 'POST mandates/:id/end'] },
  { run: importPeople, kinds: ['POST units/:id/people/import'] },
  {
    run: askToRead,
    kinds: [
      'POST documents/:id/readings',
      'POST documents/:id/readings/links',
      'POST documents/:id/readings/confirm',
    ],
  },
  {
    run: direct,
    kinds: [
      'PUT directions/:id/draft',
      'POST directions/:id/send',
      'POST directions/:id/acts',
      'POST directions/:id/redaction',
    ],
  },
  { run: withdraw, kinds: ['DELETE directions/:id/draft'] },
  {
    run: hearOf,
    kinds: ['POST notices/seen', 'PUT notices/choices', 'POST mails/:id/resend', 'mail'],
  },
  {
    run: keepMachines,
    kinds: [
      'POST machines/keys',
      'POST machines/keys/:id/renew',
      'POST machines/keys/:id/revoke',
      'POST submissions',
      'POST submissions/:id/take-over',
      'POST submissions/:id/set-aside',
      'POST machines/webhooks',
      'PUT machines/webhooks/:id',
      'POST machines/webhooks/:id/secret',
      'POST machines/webhooks/:id/end',
      'POST machines/webhooks/:id/begin',
      'POST machines/webhooks/:id/try',
      'POST machines/webhooks/:id/messages/:id/resend',
      'message',
    ],
  },
  {
    run: reorganise,
    kinds: [
      'POST successions',
      'PUT successions/:id',
      'POST successions/:id/drop',
      'POST successions/:id/carry-out',
      'POST successions/:id/reopen',
      'POST successions/:id/undo',
    ],
  },
  {
    run: keepPlans,
    kinds: [
      'POST plans/:id/draft/bases',
      'POST plans/:id/draft/rebase',
      'POST plans/:id/draft/return',
      'POST plans/:id/draft/prepare',
      'POST register/:id/void',
      'DELETE plans/:id/draft',
    ],
  },
  {
    run: amend,
    kinds: [
      'POST deliveries/:id/open',
      'POST deliveries/:id/acknowledge',
      'PUT deliveries/:id/outside-state',
      'POST obligations/remind',
      'POST obligations/extend',
      'POST obligations/excuse',
      'POST amendments',
      'POST amendments/:id/answer',
    ],
  },
  { run: follow, kinds: ['POST plans/:id/draft', 'POST plans/:id/choices'] },
]

const place = { roles: ['specialist'], title: null, deskId: null, isHead: false, from: '2024-06-01' }

/** A person comes, is renamed, gets a desk and a second unit, is invited, and is erased by law. */
async function keepPeople({ cast, school, keeper, ledger }: Errand): Promise<void> {
  const { office } = cast
  const [id, deskId] = [newId(), newId()]
  const contact = { email: null, phone: null }
  // A name that nobody else bears: the erasing asks about namesakes.
  const name = `Người ${id.slice(-10)}`
  await keeper.must('POST', `units/${office.id}/people`, { id, name, ...contact, ...place })
  await keeper.must('PUT', `units/${office.id}/people/${id}`, { name: `${name} Mới`, ...contact })
  await keeper.must('POST', `units/${office.id}/desks`, { id: deskId, name: `Bàn ${deskId.slice(-10)}` })
  const more = { ...place, personId: id, login: null }
  await keeper.must('POST', `units/${school.unit.id}/memberships`, more)
  const there = await memberships(keeper, school.unit.id, name)
  const [membership = ''] = there
  await keeper.must('PUT', `memberships/${membership}`, { title: 'Phụ trách', deskId: null, isHead: false })
  await keeper.must('POST', `memberships/${membership}/end`, { until: '2024-06-16' })
  const made = await keeper.must<{ person: { invitation: { id: string } } }>(
    'POST',
    `units/${office.id}/people/${id}/invitation`,
    {},
  )
  await keeper.must('POST', `invitations/${made.person.invitation.id}/revoke`, {})
  const erasure = { ground: 'Yêu cầu theo Nghị định 13/2023/NĐ-CP', evenNamesakes: false }
  await keeper.must('POST', `people/${id}/erasure`, erasure)
  ledger.facts.push(
    [`select id from @persons where id = '${id}'`, 1],
    [`select id from @desks where id = '${deskId}'`, 1],
    [`select id from @memberships where person_id = '${id}'`, 2],
    [
      `select id from @memberships where id = '${membership}' and title = 'Phụ trách' and valid_until = '2024-06-16'`,
      1,
    ],
    [`select id from @persons where name like '%${id.slice(-10)}%'`, 0],
  )
}

async function memberships(client: Client, unitId: string, name: string): Promise<string[]> {
  const list = await client.must<{ items?: Person[]; people?: Person[]; rows?: Person[] }>(
    'GET',
    `units/${unitId}/people?q=${encodeURIComponent(name)}`,
  )
  const people = list.items ?? list.people ?? list.rows ?? []
  return people.flatMap((p) => p.memberships.map((m) => m.id))
}

interface Person {
  memberships: { id: string }[]
}

const names = { shortName: 'Phòng thử', abbreviation: 'PT', place: 'Vân Sơn', parentLine: null }

/** An office below is added, renamed, set under another superior, and renamed by a file. */
async function keepUnits({ cast, keeper, ledger }: Errand): Promise<void> {
  const id = newId()
  const code = `phong-${id.slice(-10)}`
  await keeper.must('POST', 'units', {
    id,
    code,
    kind: 'people_committee_district',
    name: 'Phòng mới',
    ...names,
    from: '2024-01-01',
    administration: null,
    profession: cast.office.id,
  })
  await keeper.must('POST', `units/${id}/names`, { from: '2024-03-01', name: 'Phòng đổi tên', ...names })
  const line = { line: 'administration', from: '2024-04-01', superiorId: cast.office.id }
  await keeper.must('POST', `units/${id}/superiors`, line)
  const sheet = `mã,tên,tên ngắn,viết tắt,loại,địa danh,cấp trên chuyên môn,từ ngày
${code},Phòng theo tệp,Phòng thử,PT,UBND cấp huyện,Vân Sơn,${cast.office.code},01/05/2024\n`
  await keeper.must('POST', 'units/import?dryRun=false', Buffer.from(sheet))
  ledger.facts.push(
    [`select id from shared.units where code = '${code}'`, 1],
    [`select 1 from shared.unit_names where unit_id = '${id}'`, 3],
    [`select 1 from shared.unit_names where unit_id = '${id}' and name = 'Phòng theo tệp'`, 1],
    [`select 1 from shared.unit_superiors where unit_id = '${id}' and line = 'administration'`, 1],
  )
}

/** An activity without photos is logged, corrected, and another is withdrawn. */
async function correct({ hand, ledger }: Errand): Promise<void> {
  const activity = { day: '2024-06-12', form: 'leaflet', title: 'Phát tờ gấp' }
  const [kept, gone] = [newId(), newId()]
  for (const id of [kept, gone]) {
    await hand.must('POST', 'activities', { ...activity, id, photoIds: [] }, id)
    ledger.activities.push({ id, photos: [], isWithdrawn: id === gone })
  }
  const reason = 'Kiểm lại theo danh sách ký.'
  const better = { ...activity, title: 'Phát tờ gấp (đã sửa)' }
  await hand.must('POST', `activities/${kept}/versions`, { version: 1, reason, ...better })
  await hand.must('POST', `activities/${gone}/withdrawal`, { version: 1, reason })
  ledger.facts.push(
    [`select version from @activity_versions where activity_id = '${kept}'`, 2],
    [`select version from @activities where id = '${kept}' and version = 2`, 1],
    [`select id from @activities where id = '${gone}' and state = 'withdrawn'`, 1],
  )
}

/** A job that failed long ago runs again. */
async function retry({ cast, keeper, ledger }: Errand): Promise<void> {
  const job = cast.failedJobs.pop()
  if (job === undefined) return
  await keeper.must('POST', `jobs/${job}/retry`, {})
  ledger.facts.push([`select id from @jobs where id = '${job}' and state = 'done'`, 1])
}

async function ownAccount({ cast, keeper, random }: Errand): Promise<void> {
  const phone = `09${String(10_000_000 + random.below(80_000_000))}`
  await keeper.must('PUT', 'account/contact', { email: null, phone })
  await keeper.must('POST', 'session/locale', { locale: 'vi' })
  await keeper.must('POST', 'session/unit', { unitId: cast.office.id })
}

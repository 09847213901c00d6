import { createHash } from 'node:crypto'
import { newId } from '../../src/platform/ids.ts'
import { emptyContent } from '../../src/modules/plans/index.ts'
import { testPassword } from '../support/make.ts'
import { readyContent, readyTask } from '../support/plans.ts'
import { someWords } from '../support/reports.ts'
import { planned } from '../support/succession.ts'
import { idsOf } from './rich-deeds.ts'
import type { RichWorld } from './rich-world.ts'

/**
 * What the outsider sends. A parameter, query or body that is not in these tables fails the test: whoever adds a route
 * says here which ids of the rich world go into it.
 */
export interface Requests {
  /** `segment/:name` → values */
  parameters: Record<string, readonly string[]>
  /** operationId → query of a route that asks for one */
  queries: Record<string, readonly string[]>
  /** operationId → body */
  bodies: Record<string, object | Buffer>
  /** operationId of writes without a parameter → bodies that name things of the rich world; null: touches only one's own account */
  references: Record<string, readonly (object | Buffer)[] | null>
}

export async function makeRequests(rich: RichWorld): Promise<Requests> {
  const {
    world,
    plans,
    documents,
    activities,
    photos,
    reports,
    amendments,
    directions,
    units,
    people,
    known,
    outgoing,
  } = rich
  const ids = (query: string) => idsOf(world, query)
  const session = await ids(
    `select encode(id, 'hex') as id from system.sessions where account_id = '${people.office.accountId}'`,
  )
  const planIds = Object.values(plans)
  const hashes = () => idsOf(world, 'select file_hash as id from @documents where file_hash is not null')
  const obligations = await ids(`select id from @obligations where state = 'open'`)
  const pieces = (
    await world.database.pool.query<{ pieces: object }>(
      `select content->'pieces' as pieces from home_t.document_drafts where id = '${documents.draft}'`,
    )
  ).rows[0]?.pieces
  const [firstOfOffice = ''] = await ids(
    `select document_id as id from @plan_revisions where plan_id = '${plans.office}' order by revision`,
  )
  const names = {
    name: 'Phòng Đổi Tên',
    shortName: 'Phòng Đổi',
    abbreviation: 'PĐT',
    place: 'Vân Sơn',
    parentLine: null,
  }
  const place = {
    roles: ['specialist'],
    title: null,
    deskId: null,
    isHead: false,
    from: '2024-06-01',
  }
  const activity = { day: '2024-06-12', form: 'leaflet', title: 'Sửa của người ngoài' }
  const reason = 'Lý do của người ngoài.'
  const content = { ...emptyContent(2024), ...readyContent({ tasks: [readyTask('x')] }) }
  const bytes = Buffer.from('một ít byte')
  const facts = {
    type: 'Kế hoạch',
    numberSymbol: '9/KH-LA',
    issuer: 'Cơ quan lạ',
    issuedOn: '2024-01-10',
    title: 'của người ngoài',
    inForceFrom: null,
    lastDay: null,
    relations: [],
    source: 'Không rõ',
  }
  const ownContent = (
    await world.database.pool.query<{ content: object }>(
      `select content from home_t.outgoing_drafts where id = '${outgoing.written}'`,
    )
  ).rows[0]?.content
  const issue = { signerPersonId: null, authority: null }
  const dossier = {
    heading: 'Lạ',
    headingCode: 'LA',
    title: 'Hồ sơ lạ',
    keepYears: 10,
    keeper: 'Người lạ',
    sheets: null,
    note: null,
  }
  const handOver = {
    day: '2024-06-17',
    title: 'Lạ',
    giver: 'Lạ',
    giverPosition: 'Lạ',
    taker: 'Lạ',
    takerPosition: 'Lạ',
    boxes: null,
    metres: null,
    condition: 'Lạ',
  }
  return {
    parameters: {
      'units/:unitId': Object.values(units).map((u) => u.id),
      'people/:personId': await ids('select id from @persons'),
      'memberships/:id': await ids('select distinct on (person_id) id from @memberships'),
      'invitations/:id': await ids('select id from @invitations'),
      'delegations/:id': await ids('select id from @delegations'),
      'mandates/:mandateId': await ids('select id from @mandates'),
      'own-forms/:formId': await ids('select id from @own_forms'),
      'desks/:id': await ids('select id from @desks'),
      'sessions/:session': session,
      'documents/:id': Object.values(documents),
      'documents/:documentId': Object.values(documents),
      'files/:kind': ['original', 'docx', 'pdf'],
      'pages/:page': ['1', '2'],
      'scans/:scanId': [rich.scan],
      'known-documents/:knownId': [known.own, known.word],
      'document-drafts/:id': [documents.draft, documents.pagedDraft, documents.received],
      'deliveries/:deliveryId': await ids('select id from @deliveries'),
      'package-arrivals/:arrivalId': await ids('select id from @package_arrivals'),
      'dossiers/:dossierId': await ids('select id from @dossiers'),
      'hand-overs/:handOverId': await ids('select id from @hand_overs'),
      'register/:entryId': await ids('select id from @register_entries'),
      'submissions/:submissionId': await ids('select id from @submissions'),
      'webhooks/:webhookId': await ids('select id from @webhooks'),
      'messages/:messageId': await ids('select id from @webhook_messages'),
      'keys/:keyId': await ids('select id from @api_keys'),
      'jobs/:jobId': [
        ...(await ids(`select id from @jobs where state = 'failed'`)),
        ...(await ids('select id from @jobs where unit_id is null limit 1')),
      ],
      'arrivals/:arrivalId': await ids('select id from @arrivals'),
      'mails/:mailId': await ids('select id from @mails'),
      'plans/:id': planIds,
      'plans/:planId': planIds,
      'tasks/:taskKey': [rich.taskKey, 'd1'],
      'revisions/:revision': ['1', '2'],
      'amendments/:id': Object.values(amendments),
      'outgoing/:id': [outgoing.written, outgoing.approved],
      'comments/:commentId': [outgoing.comment],
      'versions/:version': ['1', '2'],
      'signing-keys/:signingKeyId': [outgoing.key],
      'directions/:id': Object.values(directions),
      'activities/:id': Object.values(activities),
      'successions/:successionId': [rich.succession],
      'photos/:photoId': Object.values(photos),
      'reports/:id': Object.values(reports),
      'figures/:indicator': ['leaflets'],
    },
    queries: {
      getPlanChanges: ['from=1&to=2', 'from=1&to=0'],
      sendPhotoBytes: ['offset=0'],
      sendScanBytes: [`offset=0&hash=${'0'.repeat(64)}`],
      takeInDocument: ['name=lạ.txt'],
      listPlanSources: ['year=2024'],
      readPlanTime: ['words=Quý II&year=2024'],
      lookUpUnits: ['q=Vĩnh Hòa'],
      listReports: ['year=2024'],
      findFile: (await hashes()).map((hash) => `hash=${hash}`),
      listReportsBelow: ['period=2024-H1', 'period=2024-H1&q=Vĩnh Hòa'],
      exportReportsBelow: ['period=2024-H1'],
      getActivityGaps: ['year=2024'],
      getOutcome: ['reference=PA-1'],
      listPeople: ['', 'state=ended', 'q=a'],
      listAmendments: ['box=sent', 'box=desk', `box=desk&planId=${plans.office}`, 'box=desk&q=vinh'],
      exportAmendments: ['box=sent', 'box=desk'],
      listOutgoing: ['', 'q=lich', 'state=approved'],
      listOwnForms: ['', 'q=ke hoach', 'type=Kế hoạch'],
      exportOwnForms: ['', 'q=ke hoach'],
      getExampleForm: ['type=Kế hoạch'],
      addOwnForm: [`id=${newId()}&type=Kế hoạch&name=lạ.docx`],
      listMandates: ['', 'q=chanh', 'state=holds'],
      exportMandates: ['', 'q=chanh'],
      listSigners: ['type=Giấy mời', 'type=Kế hoạch&on=2024-06-17'],
      exportOutgoing: ['', 'q=lich'],
      listDirections: ['box=received', 'box=sent', 'box=drafts', 'box=sent&q=vinh'],
      exportDirections: ['box=received', 'box=sent', 'box=drafts'],
      getThread: [
        `report=${reports.office}&indicator=leaflets`,
        `report=${reports.school}&indicator=leaflets&activity=${activities.counted}`,
        `report=${reports.office}&version=1&indicator=leaflets&unit=${units.school.id}`,
      ],
      getPlanSums: [`plans=${planIds.join(',')}`],
      getThreadFrom: [
        `document=${documents.received}&clause=c1`,
        `plan=${plans.office}&task=${rich.taskKey}`,
        `plan=${plans.department}&task=d1`,
        `direction=${directions.sent}`,
      ],
      listDocuments: ['', 'q=tuyên truyền', 'origin=received', 'year=2024'],
      searchAll: ['q=tuyên truyền', 'q=Vĩnh Hòa', 'q=04/KH', 'q=phát tờ gấp', 'q=báo cáo', 'q=Nguyễn'],
      listUnits: ['', 'q=Vĩnh Hòa', `under=${units.office.id}`],
      importUnits: ['dryRun=true', 'dryRun=false'],
      importKnownDocuments: ['dryRun=true', 'dryRun=false'],
      importPeople: ['dryRun=true', 'dryRun=false'],
    },
    bodies: {
      saveSuccession: { version: 1, day: '2024-07-01', content: planned({ from: [units.office.id], names }) },
      dropSuccession: { version: 1 },
      carryOutSuccession: { version: 1 },
      reopenSuccession: { version: 1 },
      undoSuccession: { version: 1 },
      renameUnit: { from: '2024-06-01', ...names },
      setSuperior: { line: 'profession', from: '2024-06-01', superiorId: null },
      addPerson: { id: newId(), name: 'Người Lạ', email: null, phone: null, ...place },
      changePerson: { name: 'Tên Khác', email: null, phone: null },
      addMembership: { personId: people.office.personId, login: null, ...place },
      changeMembership: { title: 'Chức lạ', deskId: null, isHead: false },
      endMembership: { until: '2024-06-20' },
      makeDelegation: {
        id: newId(),
        toPersonId: people.office.personId,
        since: '2024-06-17',
        until: '2024-06-20',
      },
      endMandate: { from: '2024-06-20' },
      askToRead: { tags: [], dueOn: '2024-07-01' },
      makeReadingLinks: { readings: [] },
      importPeople: Buffer.from('họ tên,chức vụ,nhóm\nNgười Lạ,Giáo viên,Tổ 1\n'),
      setSignInRules: { secondFactorRoles: ['leader'] },
      addDesk: { id: newId(), name: 'Bàn lạ' },
      renameDesk: { name: 'Bàn lạ' },
      erasePerson: { ground: 'Yêu cầu theo Nghị định 13/2023/NĐ-CP', evenNamesakes: true },
      takeInDocument: Buffer.from('Một văn bản của người ngoài, không trùng với văn bản nào.'),
      beginScan: { size: 10, hash: '0'.repeat(64) },
      sendScanBytes: bytes,
      keepScan: { size: 10, hash: '0'.repeat(64), replaces: null },
      saveDocumentDraft: { version: 1, pieces, settled: [] },
      confirmDocumentDraft: { version: 1 },
      correctKnownDocument: { version: 1, reason, facts },
      withdrawKnownDocument: { version: 1, reason },
      mailDelivery: { address: 'la@vi-du.example' },
      setOutsideState: { state: 'acknowledged' },
      changeWebhook: { url: 'https://la.example.vn/', topics: ['plan.issued'] },
      takeOverSubmission: { id: newId(), version: 1, ...activity },
      setSubmissionAside: { version: 1, reason },
      recallDocument: { reason },
      replaceDocument: { ofId: firstOfOffice, kind: 'replacement', reason },
      refuseArrival: { reason },
      tellProgress: { status: '06' },
      answerRecall: { agrees: true, reason },
      voidNumber: { reason },
      saveDossier: { version: 2, ...dossier },
      putIntoDossier: { documents: [documents.received] },
      returnDelivery: { reason },
      passOnArrival: { to: 'Người lạ', on: '2024-12-31' },
      savePlanDraft: { version: 1, content },
      addPlanBasis: { version: 1, documentId: documents.received, isProvisional: false },
      rebasePlanDraft: { version: 1, fromDocumentId: documents.received, toDocumentId: documents.department },
      submitPlan: { words: '' },
      returnPlan: { words: reason },
      approvePlan: { words: '' },
      refusePlan: { words: reason },
      issuePlan: { revision: 1 },
      saveOutgoing: { version: 2, content: ownContent },
      commentOutgoing: { id: newId(), blockKey: null, words: reason },
      submitOutgoing: { words: '' },
      returnOutgoing: { words: reason },
      approveOutgoing: { words: '' },
      refuseOutgoing: { words: reason },
      signOutgoing: { keyId: outgoing.key, password: 'x' },
      acceptOutgoing: bytes,
      issueOutgoing: { version: 2 },
      signPlan: { keyId: outgoing.key, password: 'x' },
      acceptPlan: bytes,
      revisePlan: { amendments: [amendments.answered] },
      choosePlanTasks: {
        originPlanId: plans.office,
        toRevision: 2,
        choices: [{ taskKey: 't1', originKey: 't1', choice: 'keep' }],
      },
      answerAmendment: { answer: 'declined', words: reason },
      saveDirectionDraft: {
        version: 1,
        content: {
          title: reason,
          words: reason,
          expects: 'know',
          dueOn: '2024-12-31',
          documentId: null,
          lines: [],
        },
      },
      // Of another version: it is found, and stays for what throws it away.
      sendDirection: { version: 9 },
      redactDirection: { ground: reason },
      actOnDirection: { id: newId(), kind: 'ask', words: reason },
      correctActivity: { version: 1, reason, ...activity },
      withdrawActivity: { version: 1, reason },
      beginPhoto: {
        size: bytes.length,
        hash: createHash('sha256').update(bytes).digest('hex'),
        name: 'la.jpg',
      },
      sendPhotoBytes: bytes,
      saveReport: { version: 0, content: someWords },
      reviewReport: { version: 1, step: 'approve', words: '' },
      submitReport: { version: 1, issue },
      issueReport: { version: 1, issue },
      numberReport: { version: 1, issue },
      refuseReport: { words: reason },
      signReportPaper: { keyId: outgoing.key, password: 'x' },
      acceptReportPaper: bytes,
      answerReport: { id: newId(), version: 1, answer: 'accepted', words: '' },
    },
    references: {
      createDossier: [{ id: rich.dossier, year: 2024, ...dossier }],
      copyDossiers: [{ from: 2024, to: 2025 }],
      handOver: (await ids('select id from @dossiers')).map((id) => ({
        id: newId(),
        dossiers: [id],
        ...handOver,
      })),
      chooseActingUnit: Object.values(units).map((u) => ({ unitId: u.id })),
      addSigningKey: null,
      addOwnForm: [bytes],
      makeMandate: [people.office.personId, people.school.personId].map((personId) => ({
        id: newId(),
        personId,
        authority: 'kt',
        position: 'Chức lạ',
        forWhom: 'Trưởng lạ',
        deputyOf: null,
        kinds: [],
        limits: null,
        basis: null,
        basisDate: null,
        since: '2024-06-17',
        until: null,
      })),
      orderOutgoingBases: null,
      beginOutgoing: Object.values(documents).flatMap((documentId) => [
        { id: newId(), type: 'Công văn', relation: { relation: 'recalls', documentId } },
        { id: newId(), type: 'Bản sao y', copyOf: documentId },
        { id: newId(), type: 'Bản trích sao', copyOf: documentId },
      ]),
      chooseLocale: null,
      changeNoticeChoices: null,
      seeNotices: [
        { ids: await ids('select id from @notices') },
        { ids: (await ids('select id from @notices limit 1')).slice(0, 1) },
      ],
      changeOwnContact: null,
      endOtherSessions: null,
      beginTotp: null,
      confirmTotp: null,
      removeTotp: null,
      renewRecoveryCodes: null,
      beginPasskey: null,
      addPasskey: null,
      removePasskey: null,
      beginIdentity: null,
      removeIdentity: null,
      changePassword: [{ current: `${testPassword} không đúng`, next: 'một mật khẩu mới đủ dài' }],
      addUnit: [units.office, units.department].map((u) => ({
        id: newId(),
        code: 'don-vi-la',
        kind: 'school_primary',
        ...names,
        from: '2024-06-01',
        administration: null,
        profession: u.id,
      })),
      createSuccession: [
        ...Object.values(units).map((u) => ({
          id: newId(),
          kind: 'rename',
          day: '2024-06-17',
          content: planned({ from: [u.id], names }),
        })),
        {
          id: newId(),
          kind: 'transfer',
          day: '2024-06-17',
          content: planned({
            from: [units.school.id],
            moves: { administration: null, profession: { to: units.other.id } },
          }),
        },
      ],
      importUnits: [
        Buffer.from(
          `mã,tên,tên ngắn,viết tắt,loại,địa danh,cấp trên chuyên môn,từ ngày\n${units.school.code},Tên Lạ,Lạ,TL,Trường tiểu học,Vân Sơn,${units.office.code},01/06/2024\n`,
        ),
      ],
      addKnownDocument: [
        {
          id: newId(),
          ...facts,
          relations: [{ kind: 'replaced', by: '255/KH-UBND', date: null, id: known.own }],
        },
        { id: known.own, ...facts },
      ],
      importKnownDocuments: null,
      checkText: [{ text: 'Căn cứ Quyết định số 1/QĐ-UBND ngày 01/01/2024 của UBND huyện về một việc;' }],
      checkFile: await Promise.all((await hashes()).map((hash) => world.files.get(hash))),
      readRecipients: [
        { lines: [{ words: 'Trường TH Vĩnh Hòa (để t/h)' }, { words: 'Các trường trực thuộc' }] },
      ],
      handIn: [{ reference: 'PA-1', kind: 'other', day: '2024-06-10', title: 'Của người ngoài' }],
      makeWebhook: (await ids('select id from @webhooks')).map((id) => ({
        id,
        url: 'https://la.example.vn/',
        topics: ['plan.issued'],
      })),
      makeKey: [
        ...(await ids('select id from @api_keys')).map((id) => ({
          id,
          name: 'Khóa lạ',
          mode: 'live',
          scopes: ['plans:read'],
          expiresOn: null,
        })),
      ],
      remindUnits: [{ ids: obligations }, { ids: obligations.slice(0, 1) }],
      excuseObligations: [{ ids: obligations.slice(0, 1), reason }],
      extendObligations: [{ ids: obligations.slice(0, 1), dueOn: '2024-12-31', reason }],
      createPlan: [
        ...Object.values(documents).map((documentId) => ({
          id: newId(),
          year: 2024,
          documents: [{ documentId }],
        })),
        { id: newId(), year: 2024, lastPlanId: plans.office },
        { id: plans.office, year: 2024 },
      ],
      requestAmendment: planIds.map((planId) => ({
        id: newId(),
        planId,
        revision: 1,
        difficulty: reason,
        proposal: reason,
      })),
      logActivity: [
        { id: newId(), ...activity, tasks: [{ planId: plans.school, taskKey: rich.taskKey }] },
        { id: activities.counted, ...activity },
      ],
    },
  }
}

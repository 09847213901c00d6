import type { Block, OfficialDocument } from '../../document/write/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { addIssuedDocument } from '../library/index.ts'
import { dispatchDocument, spellNumber, takeNumber, type RecipientLine } from '../dispatch/index.ts'
import { offeredSigners, requireMandate } from '../mandates/index.ts'
import { findUnits, type UnitFacts } from '../units/index.ts'
import type { ReportForm } from './form.schema.ts'
import { leadPieces, spellCount, spellDay, spellFigure } from './lead.rules.ts'
import { lastDay, type Period } from './reports.rules.ts'
import type { FrozenContent, ReportState } from './reports.store.ts'

export interface IssueRequest {
  report: ReportState
  form: ReportForm
  period: Period
  version: number
  content: FrozenContent
  superiors: readonly { unitId: string; role: 'sums' | 'reads' }[]
  signer: { personId: string | null; authority: string | null }
}

/**
 * Gives a report its number and issues it as a "Báo cáo" addressed to its superiors. The counter's row is locked last, so
 * call it after every other row of the use case is locked. What a closed unit still had to report is issued by whoever goes
 * on for it, under its own name and number.
 * @throws reports.no_signer when the unit has nobody to sign, mandates.refused_… for one who may not sign so today
 */
export async function issueReport(
  trx: Trx,
  ctx: Ctx,
  request: IssueRequest,
): Promise<{ documentId: string; hash: string }> {
  const { report, form, period, version, superiors } = request
  const today = ctx.clock.today()
  const { unitId: acting, ownUnits } = ctx.actor
  const issuerId = acting !== null && ownUnits.includes(report.unitId) ? acting : report.unitId
  const names = await findUnits(
    trx,
    [
      issuerId,
      report.unitId,
      ...superiors.map((s) => s.unitId),
      ...request.content.missing.map((m) => m.unitId),
    ],
    today,
  )
  const unit = names.get(issuerId)
  if (!unit) throw new AppError('common.not_found')
  const signer = await findSigner(trx, ctx, issuerId, request.signer)
  const symbol = `BC-${unit.abbreviation}`
  const subject = form.subject.replace('{period}', period.part.name.vi.replace('{year}', String(period.year)))
  const taken = await takeNumber(trx, ctx, {
    unitId: issuerId,
    series: 'BC',
    symbol,
    dated: today,
    type: 'Báo cáo',
    subject,
    what: 'report',
    subjectId: report.id,
    subjectRevision: version,
  })
  const source = officialReport(request, names, unit, {
    number: spellNumber(taken.number),
    symbol,
    date: today,
    subject,
    signer,
  })
  const documentId = newId()
  const { hash } = await addIssuedDocument(trx, ctx, {
    id: documentId,
    unitId: issuerId,
    type: 'Báo cáo',
    number: spellNumber(taken.number),
    symbol,
    numberSymbol: taken.numberSymbol,
    issuerName: unit.name,
    issuedOn: today,
    subject,
    source,
    clauses: [],
    isPublic: false,
    reportId: report.id,
    reportVersion: version,
    registerEntryId: taken.entryId,
  })
  const lines: RecipientLine[] = [
    ...superiors.map((s) => ({
      words: names.get(s.unitId)?.name ?? '',
      kind: 'unit' as const,
      purpose: 'report' as const,
      unitId: s.unitId,
    })),
    { words: 'Lưu: VT', kind: 'archive', purpose: 'archive' },
  ]
  await dispatchDocument(trx, ctx, {
    documentId,
    lines,
    grants: [{ what: 'document', id: documentId, revision: 0, ground: 'delivered' }],
    obligations: [],
  })
  return { documentId, hash }
}

/**
 * Whoever signs the report: the one who is asked for, by the right that the register has of him, else the unit's head.
 * @throws mandates.refused_… for one who may not sign so today
 */
async function findSigner(
  trx: Trx,
  ctx: Ctx,
  unitId: string,
  { personId, authority }: IssueRequest['signer'],
): Promise<OfficialDocument['signer']> {
  const document = { type: 'Báo cáo', day: ctx.clock.today() }
  const offered = await offeredSigners(trx, unitId, document.type, document.day)
  const asked = (s: (typeof offered)[number]) =>
    personId === null
      ? s.isHead
      : s.personId === personId && (authority === null || s.authority === authority)
  const found = offered.find(asked) ?? (await leaderAs(trx, unitId, personId, document.day))
  if (!found) throw new AppError('reports.no_signer')
  const signer = { ...found, authority: authority ?? found.authority }
  await requireMandate(trx, unitId, signer, document)
  return {
    authority: signer.authority,
    position: signer.position,
    name: signer.name,
    deputyOf: signer.deputyOf,
  }
}

/** A leader of the unit whose right to sign nobody wrote down. */
async function leaderAs(trx: Trx, unitId: string, personId: string | null, day: string) {
  if (personId === null) return null
  const row = await trx
    .selectFrom('memberships as m')
    .innerJoin('persons as p', 'p.id', 'm.person_id')
    .select(['p.name', 'm.title'])
    .where('m.unit_id', '=', unitId)
    .where('m.valid_from', '<=', day)
    .where((e) => e.or([e('m.valid_until', 'is', null), e('m.valid_until', '>', day)]))
    .where('m.role', '=', 'leader')
    .where('p.id', '=', personId)
    .limit(1)
    .executeTakeFirst()
  return row ? { personId, name: row.name, authority: null, position: row.title ?? '', deputyOf: null } : null
}

/** The report as it is printed (Decree 30/2020/NĐ-CP, Appendix I): the same words and figures as the version, no other. */
function officialReport(
  { report, form, period, content, superiors }: IssueRequest,
  names: ReadonlyMap<string, UnitFacts>,
  unit: UnitFacts,
  head: { number: string; symbol: string; date: string; subject: string; signer: OfficialDocument['signer'] },
): OfficialDocument {
  const nameOf = (id: string) => names.get(id)?.name ?? ''
  const figures = new Map(content.figures.map((f) => [f.indicator, f]))
  const hasParts = content.children.length + content.missing.length > 0
  const body = form.sections.map((section): Block => {
    const children: Block[] = []
    if (section.lead) {
      const pieces = leadPieces(hasParts ? section.lead.parts : section.lead.own, {
        from: spellDay(report.from),
        until: spellDay(lastDay(period)),
        unit: names.get(report.unitId)?.shortName ?? unit.shortName,
      })
      const text = pieces.map((p) =>
        p.kind === 'words' ? p.words : spellFigure(figures.get(p.indicator), 'lead', 'sum'),
      )
      children.push({ kind: 'paragraph', text: text.join('') })
    }
    const words = content.texts.find((t) => t.section === section.key)?.words.trim() ?? ''
    if (words !== '') children.push({ kind: 'paragraph', text: words })
    if (section.hasTable) children.push(...tableOf(form, content, (id) => names.get(id)?.shortName ?? ''))
    if (children.length === 0) children.push({ kind: 'paragraph', text: 'Không có.' })
    return { kind: 'section', level: 1, marker: section.marker, title: section.title, children }
  })
  return {
    form: 'nd30',
    header: {
      parentAgency: unit.parentLine,
      agency: unit.name,
      number: head.number,
      symbol: head.symbol,
      place: unit.place,
      date: head.date,
      type: 'Báo cáo',
      subject: head.subject,
    },
    addressees: superiors.map((s) => nameOf(s.unitId)),
    bases: [],
    opening: null,
    body,
    recipients: [
      // Those it is addressed to stand under "Kính gửi" (Decree 30/2020/NĐ-CP, Appendix I, cell 9b).
      ...(superiors.length > 0 ? [{ text: 'Như trên', purpose: null }] : []),
      { text: 'Lưu: VT', purpose: 'archive' },
    ],
    signer: head.signer,
  }
}

function tableOf(form: ReportForm, content: FrozenContent, shortName: (id: string) => string): Block[] {
  const figures = new Map(content.figures.map((f) => [f.indicator, f]))
  const since = form.indicators.find((i) => i.running)?.running?.year
  const blocks: Block[] = [
    {
      kind: 'table',
      caption: form.table.caption,
      columns: [
        { title: 'TT', width: 1, align: 'center' },
        { title: 'Chỉ tiêu', width: 8 },
        { title: 'Đơn vị', width: 2, align: 'center' },
        { title: 'Trong kỳ', width: 3, align: 'right' },
        { title: since === undefined ? 'Lũy kế' : `Lũy kế từ ${since}`, width: 3, align: 'right' },
      ],
      rows: form.indicators.map((i, at) => [
        String(at + 1),
        i.name.vi,
        i.unit.vi,
        spellFigure(figures.get(i.code), 'total', i.adds),
        i.running ? spellFigure(figures.get(i.code), 'running', i.adds) : '–',
      ]),
    },
  ]
  const notes = form.indicators.flatMap((i, at) => {
    const row = figures.get(i.code)
    return [
      ...(row?.correction
        ? [`Dòng ${at + 1} điều chỉnh ${signed(row.correction.n)}: ${row.correction.reason}.`]
        : []),
      ...(row && row.revised !== 0
        ? [`Dòng ${at + 1} gồm ${signed(row.revised)} do đính chính, bổ sung sau báo cáo đã gửi trong kỳ.`]
        : []),
      ...(row && row.carried !== 0
        ? [`Lũy kế dòng ${at + 1} gồm ${signed(row.carried)} do đính chính sau các báo cáo trước.`]
        : []),
    ]
  })
  if (content.missing.length > 0)
    notes.push(
      `Chưa tính ${content.missing.length} đơn vị chưa có báo cáo được chấp nhận: ${content.missing.map((m) => shortName(m.unitId)).join(', ')}.`,
    )
  return [...blocks, ...notes.map((text): Block => ({ kind: 'paragraph', text }))]
}

function signed(n: number): string {
  return n > 0 ? `+${spellCount(n)}` : `−${spellCount(-n)}`
}

import type { Block, OfficialDocument } from '../../document/write/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { spellNumber } from '../dispatch/index.ts'
import { offeredSigners, requireMandate } from '../mandates/index.ts'
import { findUnits, type UnitFacts } from '../units/index.ts'
import type { ReportForm } from './form.schema.ts'
import { leadPieces, spellCount, spellDay, spellFigure } from './lead.rules.ts'
import { lastDay, type Period } from './reports.rules.ts'
import type { FrozenContent, ReportState } from './reports.store.ts'

/** A handed-in version that becomes a document. */
export interface IssueRequest {
  report: ReportState
  form: ReportForm
  period: Period
  version: number
  content: FrozenContent
  superiors: readonly { unitId: string; role: 'sums' | 'reads' }[]
  signer: { personId: string | null; authority: string | null }
}

/** The number that it bears. */
export interface Entry {
  id: string
  /** whose register it is of */
  unitId: string
  number: number
  symbol: string
  numberSymbol: string
  /** `YYYY-MM-DD` */
  dated: string
}

type ReportSigner = OfficialDocument['signer'] & { personId: string }

export interface ReportPaper {
  source: OfficialDocument
  signer: ReportSigner
  unit: UnitFacts
  /** units that it names */
  names: ReadonlyMap<string, UnitFacts>
}

/** "Kết quả tuyên truyền cải cách hành chính 6 tháng đầu năm 2026" */
export function subjectOf({ form, period }: Pick<IssueRequest, 'form' | 'period'>): string {
  return form.subject.replace('{period}', period.part.name.vi.replace('{year}', String(period.year)))
}

/**
 * The report as it is printed under a number.
 * @throws reports.no_signer when the unit has nobody to sign, mandates.refused_… for one who may not sign so on its day
 */
export async function paperOf(trx: Trx, ctx: Ctx, request: IssueRequest, entry: Entry): Promise<ReportPaper> {
  const paper = await paperIfSigner(trx, ctx, request, entry)
  if (!paper) throw new AppError('reports.no_signer')
  await requireMandate(trx, entry.unitId, paper.signer, documentOf(entry))
  return paper
}

/** The same whoever signs it, or null when the unit has nobody to sign. */
export async function paperIfSigner(
  trx: Trx,
  ctx: Ctx,
  request: IssueRequest,
  entry: Entry,
): Promise<ReportPaper | null> {
  const { report, content, superiors } = request
  const named = [...superiors, ...content.missing].map((u) => u.unitId)
  const names = await findUnits(trx, [entry.unitId, report.unitId, ...named], ctx.clock.today())
  const unit = names.get(entry.unitId)
  if (!unit) throw new AppError('common.not_found')
  const signer = await findSigner(trx, entry, request.signer)
  if (!signer) return null
  const { authority, position, name, deputyOf } = signer
  const source = officialReport(request, names, unit, {
    number: spellNumber(entry.number),
    symbol: entry.symbol,
    date: entry.dated,
    subject: subjectOf(request),
    signer: { authority, position, name, deputyOf: deputyOf ?? null },
  })
  return { source, signer, unit, names }
}

const documentOf = ({ dated }: Entry) => ({ type: 'Báo cáo', day: dated })

/** Whoever signs the report: the one who is asked for, by the right that the register has of him, else the unit's head. */
async function findSigner(
  trx: Trx,
  entry: Entry,
  { personId, authority }: IssueRequest['signer'],
): Promise<ReportSigner | null> {
  const { type, day } = documentOf(entry)
  const offered = await offeredSigners(trx, entry.unitId, type, day)
  const asked = (s: (typeof offered)[number]) =>
    personId === null
      ? s.isHead
      : s.personId === personId && (authority === null || s.authority === authority)
  const found = offered.find(asked) ?? (await leaderAs(trx, entry.unitId, personId, day))
  return found ? { ...found, authority: authority ?? found.authority } : null
}

/** A leader of the unit whose right to sign nobody wrote down. */
async function leaderAs(
  trx: Trx,
  unitId: string,
  personId: string | null,
  day: string,
): Promise<ReportSigner | null> {
  if (personId === null) return null
  const row = await trx
    .selectFrom('memberships as m')
    .innerJoin('colleagues as p', 'p.id', 'm.person_id')
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

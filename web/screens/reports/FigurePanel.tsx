import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatDate, formatNumber } from '#src/messages/format.ts'
import { getReportFigureOptions, getThreadOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { FigureOpened, Report } from '../../api/generated/types.gen.ts'
import { useLanguage } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { Drawer, DrawerPart } from '../../parts/Drawer.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { Status } from '../../parts/Status.tsx'
import { Thread } from '../../parts/Thread.tsx'
import { threadNodes } from '../thread/nodes.tsx'
import { FigureStatement } from './FigureStatement.tsx'
import type { OpenFigure } from './ReportSheet.tsx'
import css from './reports.module.css'
import { inSentence, spellDifference, spellFigure, spellValue } from './spell.ts'
import type { ReportDraft } from './useReportDraft.ts'

/** Units of a group shown before "11 đơn vị nữa". */
const firstUnits = 5

interface PanelProps {
  report: Report
  open: OpenFigure
  unit: string | undefined
  /** only while the figure may be adjusted */
  draft: ReportDraft | null
  onUnit: (unit: string | undefined) => void
  onClose: () => void
}

/** Where a figure comes from: by kind of unit, then unit, then the thread through the one that is chosen. */
export function FigurePanel(props: PanelProps) {
  const { locale, t } = useLanguage()
  const { report, open, onClose } = props
  const version = report.shown.version
  const query = useQuery(
    getReportFigureOptions({
      path: { id: report.id, indicator: open.indicator },
      query: version === null ? {} : { version },
    }),
  )
  const line = report.figures.findIndex((f) => f.indicator === open.indicator) + 1
  const figure = report.figures[line - 1]
  if (!figure) return null
  const isRunning = open.of === 'running'
  return (
    <Drawer
      cap={t(isRunning ? 'reports.figure.cap.running' : 'reports.figure.cap', { line })}
      title={
        <>
          <span className={css.big}>{spellFigure(figure, open.of, locale, t)}</span>{' '}
          {t('reports.figure.where', { what: inSentence(figure.name) })}
        </>
      }
      onClose={onClose}
    >
      {figure.now !== null && !isRunning ? (
        <p className={css.now}>
          <Status state="soon">{t('reports.figure.now', { n: formatNumber(figure.now, locale) })}</Status>
        </p>
      ) : null}
      {figure.adds === 'not_additive' ? <p className={css.hint}>{t('reports.figure.notAdditive')}</p> : null}
      {query.error ? <ErrorNote error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data ? (
        isRunning ? (
          <Running data={query.data} />
        ) : (
          <Opened {...props} data={query.data} />
        )
      ) : query.error ? null : (
        <Skeleton rows={6} />
      )}
    </Drawer>
  )
}

/** The running total: what earlier reports froze, what corrections changed since, and this period. */
function Running({ data }: { data: FigureOpened }) {
  const { locale, t } = useLanguage()
  const { running, figure } = data
  if (!running) return null
  return (
    <table className={css.breakdown}>
      <tbody>
        {running.earlier.map((e) => (
          <tr key={e.reportId}>
            <th scope="row">
              <AppLink href={`/reports/${e.reportId}?version=${e.version}&figure=${figure.indicator}`}>
                {t('reports.figure.earlier', { period: e.periodName })}
              </AppLink>
            </th>
            <td className={css.value}>{spellValue(e, locale)}</td>
          </tr>
        ))}
        {running.carried === 0 ? null : (
          <tr>
            <th scope="row">{t('reports.figure.carried')}</th>
            <td className={css.value}>{spellDifference(running.carried, locale)}</td>
          </tr>
        )}
        <tr>
          <th scope="row">{t('reports.figure.this')}</th>
          <td className={css.value}>{spellFigure(figure, 'total', locale, t)}</td>
        </tr>
        <tr className={css.sum}>
          <th scope="row">{t('reports.figure.total')}</th>
          <td className={css.value}>{spellFigure(figure, 'running', locale, t)}</td>
        </tr>
      </tbody>
    </table>
  )
}

function Opened(props: PanelProps & { data: FigureOpened }) {
  const { t } = useLanguage()
  const { data, report, unit, onUnit, draft } = props
  const leader = data.parts.find((p) => p.n > 0)
  const followed = unit ?? (leader?.unit.id || report.unit.id)
  const statable = draft !== null && report.draft?.state !== 'approved'
  return (
    <>
      <Breakdown data={data} report={report} followed={followed} onUnit={onUnit} />
      {followed === report.unit.id ? (
        <OwnActivities data={data} />
      ) : (
        <ChildReport data={data} unit={followed} />
      )}
      <ThreadPart {...props} followed={followed} />
      {statable ? (
        <DrawerPart title={t('reports.figure.say')}>
          <FigureStatement key={data.figure.indicator} figure={data.figure} draft={draft} />
        </DrawerPart>
      ) : null}
    </>
  )
}

function Breakdown(props: {
  data: FigureOpened
  report: Report
  followed: string
  onUnit: (unit: string | undefined) => void
}) {
  const { locale, t } = useLanguage()
  const { data, report, followed, onUnit } = props
  const [openKinds, setOpenKinds] = useState<ReadonlySet<string> | null>(null)
  const most = Math.max(data.own.n, ...data.groups.map((g) => g.n), 1)
  const followedKind = data.parts.find((p) => p.unit.id === followed)?.unit.kind
  const isOpen = (kind: string) => openKinds?.has(kind) ?? kind === followedKind
  function toggle(kind: string) {
    const next = new Set(openKinds ?? (followedKind ? [followedKind] : []))
    if (!next.delete(kind)) next.add(kind)
    setOpenKinds(next)
  }
  const bar = (n: number) => (
    <td className={css.barCell}>
      <span className={css.bar} aria-hidden="true">
        <span style={{ width: `${Math.max(0, Math.min(100, (n / most) * 100))}%` }} />
      </span>
    </td>
  )
  const { correction } = data.figure
  return (
    <table className={css.breakdown}>
      <tbody>
        <tr data-followed={followed === report.unit.id || undefined}>
          <th scope="row">
            <button type="button" className={css.pick} onClick={() => onUnit(report.unit.id)}>
              {report.hasParts ? report.unit.shortName : t('reports.figure.own')}
            </button>
          </th>
          {bar(data.own.n)}
          <td className={css.value}>{spellValue(data.own, locale)}</td>
        </tr>
        {data.groups.map((g) => (
          <GroupRows
            key={g.kind}
            data={data}
            group={g}
            bar={bar}
            isOpen={isOpen(g.kind)}
            onToggle={() => toggle(g.kind)}
            followed={followed}
            onUnit={onUnit}
          />
        ))}
        {correction ? (
          <tr>
            <th scope="row">
              {t('reports.figure.correction')}
              <span className={css.hint}>{correction.reason}</span>
            </th>
            <td className={css.barCell} />
            <td className={css.value}>{spellDifference(correction.n, locale)}</td>
          </tr>
        ) : null}
        <tr className={css.sum}>
          <th scope="row">{t('reports.figure.total')}</th>
          <td className={css.barCell} />
          <td className={css.value}>{spellFigure(data.figure, 'total', locale, t)}</td>
        </tr>
        {data.figure.revised === 0 ? null : (
          <tr>
            <th scope="row">{t('reports.figure.revised')}</th>
            <td className={css.barCell} />
            <td className={css.value}>{spellDifference(data.figure.revised, locale)}</td>
          </tr>
        )}
      </tbody>
    </table>
  )
}

function GroupRows(props: {
  data: FigureOpened
  group: FigureOpened['groups'][number]
  bar: (n: number) => React.ReactNode
  isOpen: boolean
  onToggle: () => void
  followed: string
  onUnit: (unit: string) => void
}) {
  const { locale, t } = useLanguage()
  const [all, setAll] = useState(false)
  const { data, group, bar, isOpen, onToggle, followed, onUnit } = props
  const units = data.parts.filter((p) => p.unit.kind === group.kind)
  const missing = data.missing.filter((m) => m.unit.kind === group.kind)
  const shown = all ? units : units.filter((p, i) => i < firstUnits || p.unit.id === followed)
  const hidden = units.filter((p) => !shown.includes(p))
  return (
    <>
      <tr>
        <th scope="row">
          <button type="button" className={css.group} aria-expanded={isOpen} onClick={onToggle}>
            {isOpen ? (
              <IconChevronDown size={16} stroke={1.75} aria-hidden="true" />
            ) : (
              <IconChevronRight size={16} stroke={1.75} aria-hidden="true" />
            )}
            {group.name}
            <span className={css.count}>
              {formatNumber(group.counted, locale)}/{formatNumber(group.all, locale)}
            </span>
          </button>
        </th>
        {bar(group.n)}
        <td className={css.value}>{formatNumber(group.n, locale)}</td>
      </tr>
      {isOpen
        ? shown.map((p) => (
            <tr key={p.unit.id} className={css.sub} data-followed={p.unit.id === followed || undefined}>
              <th scope="row">
                <button
                  type="button"
                  className={css.pick}
                  aria-current={p.unit.id === followed || undefined}
                  onClick={() => onUnit(p.unit.id)}
                >
                  {p.unit.shortName}
                </button>
              </th>
              {bar(p.n)}
              <td className={css.value}>
                {p.state === 'nothing'
                  ? t('reports.sheet.nothing')
                  : p.state === 'unknown'
                    ? t('reports.sheet.unknown')
                    : spellValue(p, locale)}
              </td>
            </tr>
          ))
        : null}
      {isOpen && hidden.length > 0 ? (
        <tr className={css.sub}>
          <th scope="row">
            <button type="button" className={css.pick} onClick={() => setAll(true)}>
              {t('reports.figure.units', { n: hidden.length })}
            </button>
          </th>
          <td className={css.barCell} />
          <td className={css.value}>
            {formatNumber(
              hidden.reduce((sum, p) => sum + p.n, 0),
              locale,
            )}
          </td>
        </tr>
      ) : null}
      {isOpen
        ? missing.map((m) => (
            <tr key={m.unit.id} className={css.sub}>
              <th scope="row">{m.unit.shortName}</th>
              <td className={css.value} colSpan={2}>
                <span className={css.notReported}>{t(`reports.missing.${m.state}`)}</span>
              </td>
            </tr>
          ))
        : null}
    </>
  )
}

/** The report that a part of the figure was counted from, at the version that was counted, with the same figure open. */
function ChildReport({ data, unit }: { data: FigureOpened; unit: string }) {
  const { t } = useLanguage()
  const part = data.parts.find((p) => p.unit.id === unit)
  if (!part) return null
  return (
    <p>
      <AppLink href={`/reports/${part.reportId}?version=${part.version}&figure=${data.figure.indicator}`}>
        {t('reports.figure.child', { unit: part.unit.shortName })}
      </AppLink>
    </p>
  )
}

function OwnActivities({ data }: { data: FigureOpened }) {
  const { locale, t } = useLanguage()
  const { own } = data
  if (own.activities.length === 0) return null
  return (
    <DrawerPart title={t('reports.figure.activities')}>
      <ul className={css.activities}>
        {own.activities.map((a) => (
          <li key={a.id}>
            <span className={css.day}>{formatDate(a.day)}</span>
            <span>
              <AppLink href={`/activities/${a.id}`}>{a.title}</AppLink>
              {a.changed ? (
                <span className={css.hint}>
                  {a.changed === 'withdrawn'
                    ? t('reports.figure.withdrawn')
                    : t('reports.figure.corrected', { n: formatNumber(a.now ?? 0, locale) })}
                </span>
              ) : null}
            </span>
            <span className={css.value}>{spellValue(a, locale)}</span>
          </li>
        ))}
      </ul>
      {own.total > own.activities.length ? (
        <p className={css.hint}>{t('reports.figure.more', { n: own.total - own.activities.length })}</p>
      ) : null}
    </DrawerPart>
  )
}

function ThreadPart(props: PanelProps & { data: FigureOpened; followed: string }) {
  const { locale, t } = useLanguage()
  const { report, open, data, followed } = props
  const version = report.shown.version
  const name = data.parts.find((p) => p.unit.id === followed)?.unit.shortName
  const search = {
    report: report.id,
    indicator: open.indicator,
    unit: followed,
    ...(version === null ? {} : { version }),
  }
  const query = useQuery(getThreadOptions({ query: search }))
  const address = new URLSearchParams(Object.entries(search).map(([k, v]) => [k, String(v)]))
  return (
    <DrawerPart
      title={name ? t('reports.figure.thread', { unit: name }) : t('reports.figure.thread.own')}
      act={<AppLink href={`/thread?${address.toString()}`}>{t('common.expand')}</AppLink>}
    >
      {query.error ? <ErrorNote error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data ? (
        query.data.activity ? (
          <Thread nodes={threadNodes(query.data, { t, locale })} />
        ) : (
          <p className={css.hint}>{t('reports.figure.thread.none')}</p>
        )
      ) : query.error ? null : (
        <Skeleton rows={4} />
      )}
    </DrawerPart>
  )
}

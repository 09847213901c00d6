import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { formatDate } from '#src/messages/format.ts'
import {
  getReportOptions,
  listReportProposalsOptions,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import type { Report } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { Bench } from '../../parts/Bench.tsx'
import { dueOf } from '../../parts/due.ts'
import { PageHead } from '../../parts/Page.tsx'
import { SigningBlock } from '../../parts/SigningBlock.tsx'
import { Status } from '../../parts/Status.tsx'
import { Unready } from '../../parts/Unready.tsx'
import { FigurePanel } from './FigurePanel.tsx'
import { ReportActs } from './ReportActs.tsx'
import css from './reports.module.css'
import { reportRoute } from './reports.routes.ts'
import { ReportSheet } from './ReportSheet.tsx'
import { SidePanel } from './SidePanel.tsx'
import { useReportDraft } from './useReportDraft.ts'
import { WritePanel } from './WritePanel.tsx'

export const Route = createLazyRoute('/reports/$reportId')({ component: ReportScreen })

function ReportScreen() {
  const t = useT()
  const { reportId } = reportRoute.useParams()
  const { version } = reportRoute.useSearch()
  const query = useQuery(
    getReportOptions({ path: { id: reportId }, query: version === undefined ? {} : { version } }),
  )
  if (query.data) return <ReportBench key={`${reportId} ${version ?? ''}`} report={query.data} />
  return (
    <Unready
      title={t('reports.title')}
      crumbs={[{ label: t('reports.title'), href: '/reports' }]}
      query={query}
    />
  )
}

/** A report: the page as printed in the middle; beside it the open figure, the section being written, or its state. */
function ReportBench({ report }: { report: Report }) {
  const t = useT()
  const session = useSession()
  const search = reportRoute.useSearch()
  const navigate = reportRoute.useNavigate()
  const draft = useReportDraft(report)
  const isOwn = report.unit.id === session.actingUnit.id
  const mayWrite = report.may.includes('report.save') && report.shown.version === null
  const proposals = useQuery({
    ...listReportProposalsOptions({ path: { id: report.id } }),
    enabled: mayWrite,
  })
  const offered = new Map(proposals.data?.sections.map((s) => [s.section, s.total]) ?? [])
  const unwritten = report.sections
    .filter(
      (s) => s.required && !draft.content.texts.some((x) => x.section === s.key && x.words.trim() !== ''),
    )
    .map((s) => s.key)
  const open =
    search.figure !== undefined && report.figures.some((f) => f.indicator === search.figure)
      ? { indicator: search.figure, of: search.of ?? ('total' as const) }
      : null
  const section = mayWrite ? report.sections.find((s) => s.key === search.section) : undefined
  const go = (next: Partial<typeof search>) =>
    void navigate({
      search: (now) => ({
        ...now,
        figure: undefined,
        of: undefined,
        unit: undefined,
        section: undefined,
        ...next,
      }),
      replace: search.figure !== undefined || search.section !== undefined,
    })
  const write = (key: string) => go({ section: key })
  const drawer = open ? (
    <FigurePanel
      report={report}
      open={open}
      unit={search.unit}
      draft={mayWrite ? draft : null}
      onUnit={(unit) => go({ figure: open.indicator, of: search.of, unit })}
      onClose={() => go({})}
    />
  ) : section ? (
    <WritePanel key={section.key} report={report} section={section} draft={draft} onClose={() => go({})} />
  ) : null
  return (
    <Bench
      head={
        <>
          <PageHead
            title={
              isOwn
                ? t('reports.head.own', { period: report.period.name })
                : t('reports.head.of', { unit: report.unit.shortName, period: report.period.name })
            }
            crumbs={[
              { label: t('reports.title'), href: '/reports' },
              {
                label: t('reports.head.sentTo', {
                  units: report.superiors.map((s) => s.unit.shortName).join(', '),
                }),
              },
            ]}
            status={<ReportStatus report={report} />}
            acts={
              <ReportActs
                report={report}
                draft={draft}
                unwritten={mayWrite ? unwritten : []}
                onWrite={write}
              />
            }
          />
          <BackNote report={report} isOwn={isOwn} />
          <ElsewhereNote report={report} />
        </>
      }
      middle={{
        label: t('reports.sheet.label'),
        ground: 'sunk',
        content: (
          <>
            <Issuing report={report} />
            <ReportSheet
              report={report}
              content={draft.content}
              open={open}
              offered={offered}
              onOpen={({ indicator, of }) => go({ figure: indicator, of: of === 'running' ? of : undefined })}
              onWrite={mayWrite ? write : undefined}
            />
          </>
        ),
      }}
      right={{
        label: t('reports.side.title'),
        content: <SidePanel report={report} />,
        width: 432,
      }}
      drawer={drawer}
      drawerWidth={432}
    />
  )
}

/** "Bản nháp, còn 3 ngày" · "Đã nộp, chờ chấp nhận" … */
function ReportStatus({ report }: { report: Report }) {
  const t = useT()
  const { today } = useSession()
  const { days, state } = dueOf(report.dueOn, today)
  if (report.shown.version !== null && report.shown.version !== report.version)
    return <Status state="open">{t('reports.state.version', { n: report.shown.version })}</Status>
  if (report.state === 'accepted' && !report.draft)
    return <Status state="done">{t('reports.state.accepted')}</Status>
  if (report.state === 'submitted' && !report.draft)
    return <Status state="busy">{t('reports.state.submitted')}</Status>
  const words = report.draft
    ? t(`reports.state.${report.draft.state}`)
    : t(report.state === 'returned' ? 'reports.state.cameBack' : 'reports.state.draft')
  const left =
    days < 0
      ? t('common.due.late', { n: -days })
      : days === 0
        ? t('common.due.today')
        : t('common.due.left', { n: days })
  return <Status state={state}>{`${words}, ${left}`}</Status>
}

/** Where the figures were counted, when not here; what can be opened is the paper, not the activities. */
function ElsewhereNote({ report }: { report: Report }) {
  const t = useT()
  if (!report.isElsewhere) return null
  const document = report.versions.find((v) => v.version === report.shown.version)?.document
  return (
    <p className={css.back} role="note">
      {t('reports.note.elsewhere')}{' '}
      {document ? (
        <AppLink href={`/documents/${document.id}`}>
          {t('reports.note.elsewhere.open', { number: document.numberSymbol ?? '' })}
        </AppLink>
      ) : null}
    </p>
  )
}

/** The last version on its way to being issued: its number, and the signatures that it waits for. */
function Issuing({ report }: { report: Report }) {
  const t = useT()
  const client = useQueryClient()
  const { issuing } = report
  if (!issuing || report.shown.version !== report.version) return null
  const number = t('reports.issuing.number', { number: issuing.numberSymbol, day: formatDate(issuing.dated) })
  return (
    <div className={css.issuing}>
      <p>{number}</p>
      {issuing.signing ? (
        <SigningBlock<Report>
          signing={issuing.signing}
          hasNumber
          maySign={report.may.includes('report.sign')}
          path={`reports/${report.id}`}
          onDone={() => void client.invalidateQueries()}
        />
      ) : (
        <p>{t('reports.error.no_signer')}</p>
      )}
    </div>
  )
}

/** Why it came back: the superior's words, or the leader's. */
function BackNote({ report, isOwn }: { report: Report; isOwn: boolean }) {
  const t = useT()
  const returned = report.answers.filter((a) => a.answer === 'returned').at(-1)
  const note = report.draft?.note ?? ''
  if (!isOwn || (note === '' && report.state !== 'returned')) return null
  return (
    <p className={css.back} role="note">
      {note !== ''
        ? t('reports.note.fromLeader', { words: note })
        : t('reports.note.returned', { unit: returned?.unit.shortName ?? '', words: returned?.words ?? '' })}
    </p>
  )
}

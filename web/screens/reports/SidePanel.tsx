import { formatDate, formatInstant } from '#src/messages/format.ts'
import type { Report } from '../../api/generated/types.gen.ts'
import { useLanguage } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { DrawerPart, Facts } from '../../parts/Drawer.tsx'
import { DueDate } from '../../parts/DueDate.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './reports.module.css'

/** Beside the page while no figure is open: due day, to whom, what is counted and what not, versions, answers. */
export function SidePanel({ report }: { report: Report }) {
  const { t } = useLanguage()
  const { today } = useSession()
  return (
    <div className={css.side}>
      <h2>{t('reports.side.title')}</h2>
      <Changes report={report} />
      <SamePictures report={report} />
      <Facts
        facts={[
          {
            label: t('reports.side.due'),
            value: (
              <DueDate
                due={report.dueOn}
                today={today}
                done={report.state === 'returned' ? undefined : (report.submittedOn ?? undefined)}
              />
            ),
          },
          {
            label: t('reports.side.window'),
            value: t('reports.side.window.value', {
              from: formatDate(report.period.from),
              until: formatDate(report.period.lastDay),
            }),
          },
          {
            label: t('reports.side.to'),
            value: report.superiors.map((s) => (
              <span key={s.unit.id} className={css.line}>
                {t(`reports.side.${s.role}`, { unit: s.unit.shortName })}
              </span>
            )),
          },
          {
            label: t('reports.side.counted'),
            value: report.hasParts
              ? t('reports.side.counted.parts', {
                  activities: report.counted.activities,
                  parts: report.counted.parts,
                  all: report.counted.allParts,
                })
              : t('reports.side.counted.own', { activities: report.counted.activities }),
          },
        ]}
      />
      {report.missing.length > 0 ? (
        <DrawerPart title={t('reports.side.missing')}>
          <ul className={css.plainList}>
            {report.missing.map((m) => (
              <li key={m.unit.id}>
                {m.unit.shortName} <span className={css.notReported}>{t(`reports.missing.${m.state}`)}</span>
              </li>
            ))}
          </ul>
        </DrawerPart>
      ) : null}
      <Versions report={report} />
      <Answers report={report} />
    </div>
  )
}

function Changes({ report }: { report: Report }) {
  const { t } = useLanguage()
  const { changes } = report
  if (changes.activities + changes.parts === 0) return null
  return (
    <div className={css.changes}>
      <p>
        <Status state="soon">{t('reports.changes.title')}</Status>
      </p>
      <p>{t('reports.changes.words', changes)}</p>
      <p className={css.hint}>{t('reports.changes.carried')}</p>
    </div>
  )
}

/** Before a report is accepted: which of its activities show a picture that was used before. */
function SamePictures({ report }: { report: Report }) {
  const { t } = useLanguage()
  if (report.samePictures.length === 0) return null
  return (
    <DrawerPart title={t('reports.side.same')}>
      <ul className={css.plainList}>
        {report.samePictures.map((same) => (
          <li key={`${same.activityId} ${same.other.activityId}`}>
            <AppLink href={`/activities/${same.activityId}`}>
              {formatDate(same.day)} <span lang="vi">{same.title}</span>
            </AppLink>{' '}
            <AppLink href={`/activities/${same.other.activityId}`}>
              {t('reports.side.same.other', { date: formatDate(same.other.day), unit: same.other.unitName })}
            </AppLink>
          </li>
        ))}
      </ul>
    </DrawerPart>
  )
}

function Versions({ report }: { report: Report }) {
  const { t } = useLanguage()
  if (report.versions.length === 0) return null
  return (
    <DrawerPart title={t('reports.side.versions')}>
      <ul className={css.plainList}>
        {report.versions.map((v) => (
          <li key={v.version}>
            <AppLink href={`/reports/${report.id}?version=${v.version}`}>
              {t('reports.side.version', { n: v.version, at: formatInstant(v.submittedAt) })}
            </AppLink>
            {v.accepted ? (
              <>
                {' '}
                <Status state="done" small>
                  {t('reports.side.accepted')}
                </Status>
              </>
            ) : null}
            {v.document ? (
              <>
                {' '}
                <AppLink href={`/documents/${v.document.id}`}>{v.document.numberSymbol}</AppLink>
              </>
            ) : null}
          </li>
        ))}
      </ul>
    </DrawerPart>
  )
}

function Answers({ report }: { report: Report }) {
  const { t } = useLanguage()
  if (report.answers.length === 0) return null
  return (
    <DrawerPart title={t('reports.side.answers')}>
      <ul className={css.answers}>
        {report.answers.map((a) => (
          <li key={a.id}>
            <p className={css.source}>
              {a.unit.shortName} {t(`reports.side.answer.${a.answer}`)}, {formatInstant(a.at)}
            </p>
            {a.words === '' ? null : <p lang="vi">{a.words}</p>}
          </li>
        ))}
      </ul>
    </DrawerPart>
  )
}

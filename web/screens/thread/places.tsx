import { formatDate, formatNumber } from '#src/messages/format.ts'
import type {
  ThreadActivity,
  ThreadClause,
  ThreadTask,
  Thread as ThreadData,
} from '../../api/generated/types.gen.ts'
import { useLanguage } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { Quote } from '../../parts/LitText.tsx'
import { fromDirectionHref } from './directions.tsx'
import { clauseHref, photoSrc, TaskProgress } from './nodes.tsx'
import css from './thread.module.css'

/** The document's own words with the sentence lit, under the heading it stands in. */
export function ClauseWords({ clause }: { clause: ThreadClause }) {
  const { t } = useLanguage()
  const { text, start, end } = clause
  // Before it only what belongs to the same paragraph; the words end with the clause.
  const from = Math.max(text.lastIndexOf('\n', start - 1) + 1, 0)
  const shown = text.slice(from)
  return (
    <>
      <blockquote className={css.paper} lang="vi">
        {clause.heading === '' ? null : <b>{clause.heading}</b>}
        <Quote text={shown} spans={[{ start: start - from, end: end - from, kind: 'lit' }]} />
      </blockquote>
      <p className={css.under}>
        <AppLink href={clauseHref(clause)}>{t('reports.thread.openDocument')}</AppLink>
      </p>
    </>
  )
}

export function TaskWords({ task }: { task: ThreadTask }) {
  const { locale, t } = useLanguage()
  return (
    <>
      <h2>
        <AppLink href={`/plans/${task.planId}?task=${encodeURIComponent(task.key)}`}>{task.title}</AppLink>
      </h2>
      <p className={css.facts}>
        {task.target ? <b>{formatNumber(task.target.value, locale)}</b> : null}
        {task.product === '' ? null : <span>{task.product}</span>}
        {task.timeWords === '' ? null : <span>{task.timeWords}</span>}
        {task.leadWords === '' ? null : <span>{task.leadWords}</span>}
        <TaskProgress task={task} words={{ t, locale }} />
      </p>
    </>
  )
}

/** What the units below made of a task. */
export function Below({ task }: { task: ThreadTask }) {
  const { t } = useLanguage()
  const { below } = task
  if (!below) return null
  const address = `/thread/from?plan=${task.planId}&task=${encodeURIComponent(task.key)}`
  return (
    <>
      <p className={css.cap}>
        <AppLink href={address}>{t('reports.thread.below', { n: below.units })}</AppLink>
      </p>
      <ul>
        {below.kept > 0 ? <li>{t('reports.thread.kept', { n: below.kept })}</li> : null}
        {below.adapted > 0 ? <li>{t('reports.thread.adapted', { n: below.adapted })}</li> : null}
        {below.declined > 0 ? (
          <li>
            {t('reports.thread.declined', { n: below.declined })}
            <span className={css.names}>{below.declinedUnits.map((u) => u.shortName).join(', ')}</span>
          </li>
        ) : null}
      </ul>
    </>
  )
}

export function Rests({ thread }: { thread: ThreadData }) {
  const { t } = useLanguage()
  const bases = thread.bases.slice(0, 4)
  return (
    <>
      {thread.alsoTasks.length > 0 ? (
        <>
          <p className={css.cap}>{t('reports.thread.also')}</p>
          <ul>
            {thread.alsoTasks
              .filter((x) => !x.hidden)
              .slice(0, 4)
              .map((x) => (
                <li key={`${x.planId} ${x.key}`}>
                  <AppLink href={`/plans/${x.planId}?task=${encodeURIComponent(x.key)}`}>
                    {t('reports.thread.task', { n: x.ord })}: {x.title}
                  </AppLink>
                </li>
              ))}
          </ul>
        </>
      ) : null}
      {bases.length > 0 ? (
        <>
          <p className={css.cap}>{t('reports.thread.rests')}</p>
          <ul>
            {bases.map((b, i) => (
              <li key={i}>
                {b.documentId ? (
                  <AppLink href={`/documents/${b.documentId}`}>{b.numberSymbol ?? b.words}</AppLink>
                ) : (
                  b.words
                )}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  )
}

export function ActivityWords({ activity }: { activity: ThreadActivity }) {
  const { locale, t } = useLanguage()
  const [first, ...rest] = activity.photos
  return (
    <div className={css.card} data-pictures={first ? true : undefined}>
      {first ? (
        <div>
          <img
            className={css.bigPhoto}
            src={photoSrc(activity.id, first.id, 'picture')}
            alt={t('reports.thread.photo', { n: 1, title: activity.title })}
          />
          <div className={css.thumbs}>
            {rest.slice(0, 2).map((p, i) => (
              <img
                key={p.id}
                src={photoSrc(activity.id, p.id, 'thumbnail')}
                alt={t('reports.thread.photo', { n: i + 2, title: activity.title })}
              />
            ))}
          </div>
        </div>
      ) : null}
      <div>
        <h2>
          {activity.hidden ? (
            t('views.thread.hidden')
          ) : (
            <AppLink href={`/activities/${activity.id}`}>{activity.title || t('activities.one')}</AppLink>
          )}
        </h2>
        <dl>
          {activity.figures.length > 0 ? (
            <div>
              <dt>{t('reports.thread.figures')}</dt>
              <dd>{activity.figures.map((f) => `${formatNumber(f.n, locale)} ${f.unit}`).join(', ')}</dd>
            </div>
          ) : null}
          {activity.result === '' ? null : (
            <div>
              <dt>{t('reports.thread.result')}</dt>
              <dd lang="vi">{activity.result}</dd>
            </div>
          )}
          {activity.shortcoming === '' ? null : (
            <div>
              <dt>{t('reports.thread.shortcoming')}</dt>
              <dd lang="vi">{activity.shortcoming}</dd>
            </div>
          )}
        </dl>
      </div>
    </div>
  )
}

export function ActivitySide(props: {
  thread: ThreadData
  activity: ThreadActivity
  onActivity: (id: string) => void
}) {
  const { locale, t } = useLanguage()
  const { thread, activity, onActivity } = props
  if (activity.hidden) return null
  return (
    <>
      <p className={css.cap}>{t('reports.thread.evidence')}</p>
      <p>
        {activity.photos.length > 0
          ? t('reports.thread.photos', { n: activity.photos.length })
          : t('reports.thread.photos.none')}
      </p>
      {thread.directions.length > 0 ? (
        <>
          <p className={css.cap}>{t('reports.thread.directions')}</p>
          <ul>
            {thread.directions.slice(0, 4).map((d) => (
              <li key={d.id}>
                <AppLink href={fromDirectionHref(d)}>
                  {d.unit.shortName}: {d.title}
                </AppLink>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {activity.corrections.length > 0 ? (
        <>
          <p className={css.cap}>{t('reports.thread.history')}</p>
          <ul>
            {activity.corrections.map((c) => (
              <li key={c.version}>
                {t('reports.thread.corrected', { date: formatDate(c.at.slice(0, 10)), reason: c.reason })}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {thread.others.length > 0 ? (
        <>
          <p className={css.cap}>{t('reports.thread.others')}</p>
          <ul>
            {thread.others.slice(0, 5).map((o) => (
              <li key={o.id}>
                <button type="button" className={css.asLink} onClick={() => onActivity(o.id)}>
                  {t('reports.thread.other', {
                    date: formatDate(o.day),
                    title: o.title,
                    n: formatNumber(o.n, locale),
                  })}
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  )
}

/** The figure, and how much of it the activity and the unit are. */
export function FigureWords({ thread }: { thread: ThreadData }) {
  const { locale, t } = useLanguage()
  const { figure, activity } = thread
  const part = thread.path[0]
  const unit = part?.unit ?? figure.unit
  const ofUnit = part?.n ?? figure.own.n
  const share = (n: number) => `${figure.n > 0 ? Math.min(100, (n / figure.n) * 100) : 0}%`
  return (
    <>
      <p className={css.figure}>
        {formatNumber(figure.n, locale)} <span>{figure.name.toLocaleLowerCase('vi')}</span>
      </p>
      <div className={css.nest} aria-hidden="true">
        <i style={{ width: share(ofUnit) }} />
        <i style={{ width: share(activity?.n ?? 0) }} />
      </div>
      <p className={css.facts}>
        {activity ? (
          <span>
            <b>{formatNumber(activity.n, locale)}</b> {t('reports.thread.part.activity')}
          </span>
        ) : null}
        <span>
          <b>{formatNumber(ofUnit, locale)}</b> {unit.shortName}
        </span>
        <span>
          <b>{formatNumber(figure.n, locale)}</b> {t('reports.thread.part.all')}
        </span>
      </p>
    </>
  )
}

import { formatDate, formatInstant, formatNumber } from '#src/messages/format.ts'
import type { Locale, Translate } from '#src/messages/index.ts'
import type { Activity, ActivityContent } from '../../api/generated/index.ts'
import { useLanguage } from '../../app/i18n.tsx'
import css from './Activities.module.css'

/** Versions, the newest first: who and when, why, and what stood there before. */
export function History({ activity }: { activity: Activity }) {
  const { t, locale } = useLanguage()
  return (
    <section className={css.history}>
      <h2>{t('activities.history')}</h2>
      <ol>
        {activity.versions.map((v, i) => {
          const before = activity.versions[i + 1]
          const by = v.recordedBy === null ? '' : `, ${v.recordedBy}`
          const isWithdrawal = i === 0 && activity.state === 'withdrawn'
          return (
            <li key={v.version}>
              <p>
                <b>
                  {v.version === 1
                    ? t('activities.history.first')
                    : t(isWithdrawal ? 'activities.history.withdrawn' : 'activities.history.corrected')}
                </b>{' '}
                <span className={css.mute}>
                  {formatInstant(v.recordedAt)}
                  {by}
                </span>
              </p>
              {v.reason === null ? null : <p>{t('activities.history.reason', { reason: v.reason })}</p>}
              {before && v.changed.length > 0 ? (
                <dl className={css.changes}>
                  {v.changed
                    .filter((field) => field !== 'figures' || !v.changed.includes('attendances'))
                    .map((field) => (
                      <div key={field}>
                        <dt>{t(`activities.field.${field}`)}</dt>
                        <dd>
                          <del>{valueOf(before.content, field, t, locale)}</del>
                          <span aria-hidden="true"> → </span>
                          <ins>{valueOf(v.content, field, t, locale)}</ins>
                        </dd>
                      </div>
                    ))}
                </dl>
              ) : null}
            </li>
          )
        })}
      </ol>
    </section>
  )
}

/** A field of a version in words. */
function valueOf(content: ActivityContent, field: string, t: Translate, locale: Locale): string {
  const value: unknown = Object.entries(content).find(([key]) => key === field)?.[1]
  if (field === 'day' && typeof value === 'string') return formatDate(value)
  if (field === 'photoIds') return t('activities.photos.n', { n: content.photoIds.length })
  if (field === 'figures')
    return (
      content.figures.map((f) => `${f.name}: ${formatNumber(f.n, locale)}`).join('; ') || t('common.none')
    )
  if (field === 'tasks') return content.tasks.map((k) => k.title).join('; ') || t('common.none')
  if (field === 'audiences' || field === 'programmes')
    return content[field].map((a) => a.name).join(', ') || t('common.none')
  if (typeof value === 'number') return formatNumber(value, locale)
  if (typeof value === 'object' && value !== null && 'name' in value) return String(value.name)
  return typeof value === 'string' && value !== '' ? value : t('common.none')
}

import { IconCheck, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { formatDayMonth, formatNumber } from '#src/messages/format.ts'
import { getActivityOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useLanguage, useT } from '../../app/i18n.tsx'
import { useOutbox, type OutEntry, type OutPhoto } from '../../app/outbox/index.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { StateShape } from '../../parts/shapes.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './Outbox.module.css'
import { Saved } from './Saved.tsx'
import { timeOf } from './saved-at.ts'

/** After saving without a line: that it is safe here, and what is still to come. Once sent, it is the usual screen. */
export function SavedHere(props: { id: string; onAnother: () => void }) {
  const { entries, photos } = useOutbox()
  const entry = entries.find((e) => e.id === props.id)
  if (!entry || entry.sentAt !== null) return <Sent {...props} />
  return (
    <Here
      entry={entry}
      photos={photos.filter((p) => p.activityId === entry.id)}
      others={entries.filter((e) => e.id !== entry.id)}
      onAnother={props.onAnother}
    />
  )
}

function Sent(props: { id: string; onAnother: () => void }) {
  const { data, error, refetch } = useQuery(getActivityOptions({ path: { id: props.id } }))
  if (data) return <Saved activity={data} onAnother={props.onAnother} />
  return error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : <Skeleton rows={4} />
}

function Here(props: {
  entry: OutEntry
  photos: readonly OutPhoto[]
  others: readonly OutEntry[]
  onAnother: () => void
}) {
  const { t, locale } = useLanguage()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const { entry, photos, others, onAnother } = props
  const megabytes = photos.reduce((sum, p) => sum + p.size, 0) / 1_000_000
  return (
    <div className={css.here}>
      <div role="status">
        <span className={css.tick}>
          <IconCheck size={28} stroke={1.75} aria-hidden="true" />
        </span>
        <h2 ref={heading} tabIndex={-1}>
          {t('outbox.kept')}
        </h2>
        <p className={css.hint}>{t(navigator.onLine ? 'outbox.kept.busy' : 'outbox.kept.hint')}</p>
      </div>
      <div className={css.card}>
        <Head entry={entry} photo={photos[0]} />
        <ol className={css.steps}>
          <Step isDone words={t('outbox.step.kept')} note={timeOf(entry.savedAt)} />
          <Step words={t('outbox.step.content')} note={t('outbox.step.waits')} />
          {photos.length > 0 ? (
            <Step
              words={t('outbox.step.photos', { n: photos.length })}
              note={t('outbox.step.size', {
                size: formatNumber(Math.max(0.1, Math.round(megabytes * 10) / 10), locale),
              })}
            />
          ) : null}
          <Step
            words={t('outbox.step.counted')}
            note={t(photos.length > 0 ? 'outbox.step.whole' : 'outbox.step.sent')}
          />
        </ol>
      </div>
      {entry.refusal !== null ? (
        <p>
          <Status state="late">{t('outbox.state.refused', { sentence: entry.refusal })}</Status>
        </p>
      ) : null}
      <div className={css.acts}>
        <Button icon={<IconPlus size={18} stroke={1.75} aria-hidden="true" />} onClick={onAnother}>
          {t('activities.another')}
        </Button>
        <ButtonLink to="/today" search={{}}>
          {t('outbox.today')}
        </ButtonLink>
      </div>
      {others.length > 0 ? (
        <section>
          <h3 className={css.also}>{t('outbox.also')}</h3>
          <ul className={css.card}>
            {others.map((e) => (
              <li key={e.id} className={css.other}>
                <AppLink href="/activities/waiting">{e.title}</AppLink>
                <span>{timeOf(e.savedAt)}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <p className={css.hint}>{t('outbox.auto')}</p>
    </div>
  )
}

/** What an entry is, as its person wrote it. */
export function Head(props: { entry: OutEntry; photo: OutPhoto | undefined }) {
  const t = useT()
  const { entry, photo } = props
  const facts = [
    formatDayMonth(entry.day),
    ...(entry.people === null ? [] : [t('outbox.people', { n: entry.people })]),
    ...(entry.photoIds.length === 0 ? [] : [t('outbox.photos', { n: entry.photoIds.length })]),
  ]
  return (
    <div className={css.head} data-photo={photo ? true : undefined}>
      {photo ? <img src={photo.src} alt={t('activities.photo.alt', { n: 1 })} /> : null}
      <div>
        <p className={css.title}>{entry.title}</p>
        <p className={css.facts}>{facts.join(', ')}</p>
      </div>
    </div>
  )
}

function Step(props: { words: string; note: string; isDone?: boolean }) {
  return (
    <li data-done={props.isDone || undefined}>
      <StateShape state={props.isDone ? 'done' : 'nil'} size={14} />
      <span>{props.words}</span>
      <em>{props.note}</em>
    </li>
  )
}

import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { useT } from '../../app/i18n.tsx'
import {
  remove,
  removePhoto,
  sendAgain,
  tryAgain,
  useOutbox,
  type OutEntry,
  type OutPhoto,
} from '../../app/outbox/index.ts'
import { useSession } from '../../app/session.ts'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './Outbox.module.css'
import { dayOf, timeOf } from './saved-at.ts'
import { Head } from './SavedHere.tsx'

export const Route = createLazyRoute('/activities/waiting')({ component: Waiting })

/** What this machine keeps and the server has not taken yet, with what can be done about each. */
function Waiting() {
  const t = useT()
  const { entries, photos, isLoaded } = useOutbox()
  const [asked, setAsked] = useState<OutEntry | null>(null)
  const photosOf = (entry: OutEntry) =>
    photos.filter((p) => p.activityId === entry.id && p.state !== 'arrived')
  return (
    <Page narrow>
      <PageHead
        title={t('outbox.title')}
        crumbs={[{ label: t('activities.title'), href: '/activities' }, { label: t('outbox.title') }]}
        acts={
          entries.length > 0 ? (
            <Button kind="go" onClick={tryAgain}>
              {t('outbox.sendNow')}
            </Button>
          ) : null
        }
      />
      {entries.length > 0 ? (
        <>
          <p className={css.hint}>{t('outbox.hint')}</p>
          <ul className={css.list}>
            {entries.map((entry) => (
              <Row key={entry.id} entry={entry} photos={photosOf(entry)} onRemove={() => setAsked(entry)} />
            ))}
          </ul>
        </>
      ) : isLoaded ? (
        <EmptyState
          title={t('outbox.none')}
          act={
            <ButtonLink to="/activities/new" search={{}}>
              {t('activities.log')}
            </ButtonLink>
          }
        >
          {t('outbox.none.hint')}
        </EmptyState>
      ) : null}
      {asked ? (
        <ConfirmDialog
          title={t('outbox.remove.title')}
          act={t('outbox.remove.do')}
          danger
          onClose={() => setAsked(null)}
          onConfirm={() => {
            setAsked(null)
            void remove(asked.id)
          }}
        >
          <p>
            {t(asked.sentAt === null ? 'outbox.remove.text' : 'outbox.remove.text.sent', {
              title: asked.title,
              n: photosOf(asked).length,
            })}
          </p>
        </ConfirmDialog>
      ) : null}
    </Page>
  )
}

function Row(props: { entry: OutEntry; photos: readonly OutPhoto[]; onRemove: () => void }) {
  const t = useT()
  const { actingUnit } = useSession()
  const { entry, photos, onRemove } = props
  const refused = photos.filter((p) => p.state === 'refused')
  const isHere = entry.unitId === actingUnit.id
  return (
    <li className={css.card}>
      <Head entry={entry} photo={photos[0]} />
      <div className={css.body}>
        <p>
          {entry.isElsewhere ? (
            <Status state="late">{t('outbox.state.elsewhere')}</Status>
          ) : entry.refusal !== null ? (
            <Status state="late">{t('outbox.state.refused', { sentence: entry.refusal })}</Status>
          ) : !isHere ? (
            <Status state="nil">{t('outbox.state.unit', { unit: entry.unitName })}</Status>
          ) : entry.sentAt !== null ? (
            <Status state="busy">{t('outbox.state.photos', { n: photos.length })}</Status>
          ) : (
            <Status state="nil">{t('outbox.state.waiting')}</Status>
          )}
        </p>
        {refused.length > 0 ? (
          <ul>
            {refused.map((p) => (
              <li key={p.id}>
                <Status state="late">
                  {t('outbox.state.photo', {
                    n: entry.photoIds.indexOf(p.id) + 1,
                    sentence: p.error ?? '',
                  })}
                </Status>
                <Button size="small" onClick={() => void removePhoto(p.id)}>
                  {t('outbox.removePhoto')}
                </Button>
              </li>
            ))}
          </ul>
        ) : null}
        {entry.isKept ? (
          <p className={css.hint}>
            {t('outbox.savedAt', { time: timeOf(entry.savedAt), date: dayOf(entry.savedAt) })}
          </p>
        ) : (
          <p>
            <Status state="soon">{t('outbox.state.page')}</Status>
          </p>
        )}
        <div className={css.acts}>
          {(entry.refusal !== null && !entry.isElsewhere) || refused.length > 0 ? (
            <Button size="small" onClick={() => void sendAgain(entry.id)}>
              {t('outbox.sendAgain')}
            </Button>
          ) : null}
          {entry.sentAt !== null || entry.isElsewhere ? (
            <ButtonLink
              size="small"
              to="/activities/$activityId"
              params={{ activityId: entry.id }}
              search={{}}
            >
              {t('outbox.openIt')}
            </ButtonLink>
          ) : isHere ? (
            <ButtonLink size="small" to="/activities/new" search={{ edit: entry.id }}>
              {t('outbox.edit')}
            </ButtonLink>
          ) : null}
          <Button size="small" kind="bare" onClick={onRemove}>
            {t('outbox.remove')}
          </Button>
        </div>
      </div>
    </li>
  )
}

import { useRef, useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import type { Activity } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { useOutbox } from '../../app/outbox/index.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { PhotoStrip } from '../../parts/PhotoStrip.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './Activities.module.css'
import { PhotoProgress } from './PhotoProgress.tsx'
import { givePhoto } from './photos.ts'

/** The photos of an activity: those that are there, those that are missing with a way to give them, and where one was seen before. */
export function Photos({ activity }: { activity: Activity }) {
  const t = useT()
  const out = useOutbox().photos.filter((p) => p.activityId === activity.id && p.state !== 'arrived')
  const [open, setOpen] = useState<string | null>(null)
  const arrived = activity.photos.filter((p) => p.state === 'arrived')
  const missing = activity.photos.filter(
    (p) => p.state !== 'arrived' && !out.some((o) => o.id === p.id && o.state !== 'refused'),
  )
  const address = (id: string, size: string) => `/api/v1/activities/${activity.id}/photos/${id}/${size}`
  const shown = arrived.find((p) => p.id === open)
  return (
    <section className={css.photos} aria-label={t('activities.photos')}>
      {arrived.length > 0 ? (
        <PhotoStrip
          photos={arrived.map((p, i) => ({
            id: p.id,
            src: address(p.id, 'thumbnail'),
            alt: t('activities.photo.of', { n: i + 1, title: activity.content.title }),
          }))}
          onOpen={setOpen}
        />
      ) : null}
      {arrived.flatMap((p, i) =>
        p.same.map((s) => (
          <p key={`${p.id} ${s.activityId}`} className={css.same}>
            <Status state="soon">{t('activities.photo.same', { n: i + 1, date: formatDate(s.day) })}</Status>{' '}
            <AppLink href={`/activities/${s.activityId}`}>
              {s.title} ({s.unitName})
            </AppLink>
          </p>
        )),
      )}
      {out.length > 0 ? <PhotoProgress photos={out} /> : null}
      {missing.map((p) => (
        <div key={p.id} className={css.missing}>
          <span>
            {t('activities.photo.missing', { n: activity.photos.indexOf(p) + 1 })}
            {p.error ? <small className={css.small}>{p.error}</small> : null}
          </span>
          {activity.may.includes('activity.photo') ? (
            <GiveButton onFile={(file) => void givePhoto(activity, p.id, file)} />
          ) : null}
        </div>
      ))}
      {missing.length > 0 && activity.may.includes('activity.photo') ? (
        <p className={css.hint}>{t('activities.photo.missing.hint')}</p>
      ) : null}
      {shown ? (
        <Dialog
          title={t('activities.photo.of', {
            n: arrived.indexOf(shown) + 1,
            title: activity.content.title,
          })}
          onClose={() => setOpen(null)}
        >
          <img
            className={css.large}
            src={address(shown.id, 'picture')}
            width={shown.width ?? undefined}
            height={shown.height ?? undefined}
            alt={t('activities.photo.alt', { n: arrived.indexOf(shown) + 1 })}
          />
        </Dialog>
      ) : null}
    </section>
  )
}

function GiveButton(props: { onFile: (file: File) => void }) {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button size="small" onClick={() => input.current?.click()}>
        {t('activities.photo.give')}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/*,.heic,.heif"
        hidden
        onChange={(e) => {
          const [file] = e.target.files ?? []
          if (file) props.onFile(file)
          e.target.value = ''
        }}
      />
    </>
  )
}

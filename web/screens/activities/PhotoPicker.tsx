import { useRef, useState } from 'react'
import { formatNumber } from '#src/messages/format.ts'
import { useLanguage } from '../../app/i18n.tsx'
import { useOutbox } from '../../app/outbox/index.ts'
import { Button } from '../../parts/Button.tsx'
import { PhotoStrip, type Photo } from '../../parts/PhotoStrip.tsx'
import { Status } from '../../parts/Status.tsx'
import { usePhone } from '../../parts/useMedia.ts'
import css from './Activities.module.css'
import { addPhotos, forget } from './photos.ts'

/** Photos of the form: the camera on a phone, a place to drop files on a desk. Each is made smaller at once. */
export function PhotoPicker(props: {
  photoIds: string[]
  onChange: (ids: string[]) => void
  /** photos that have arrived with an earlier version */
  kept?: Photo[]
}) {
  const { t, locale } = useLanguage()
  const phone = usePhone()
  const outbox = useOutbox().photos
  const { photoIds, onChange, kept = [] } = props
  const own = outbox.filter((p) => photoIds.includes(p.id))
  const photos = photoIds.flatMap((id, i): Photo[] => {
    const here = own.find((p) => p.id === id)
    if (here) return [{ id, src: here.src, alt: t('activities.photo.alt', { n: i + 1 }) }]
    const before = kept.find((p) => p.id === id)
    return before ? [before] : []
  })
  const isShrinking = own.some((p) => p.state === 'shrinking')
  const megabytes = own.reduce((sum, p) => sum + p.size, 0) / 1_000_000
  const [hasEmpty, setHasEmpty] = useState(false)
  function add(files: File[]) {
    const sound = files.filter((f) => f.size > 0)
    setHasEmpty(sound.length < files.length)
    if (sound.length > 0) onChange([...photoIds, ...addPhotos(sound)])
  }
  function remove(id: string) {
    forget(id)
    onChange(photoIds.filter((p) => p !== id))
  }
  return (
    <section aria-label={t('activities.photos')}>
      <div className={css.label}>
        <b>{t('activities.photos')}</b>
        <span role="status">
          {own.length === 0
            ? t('common.optional')
            : isShrinking
              ? t('activities.photos.shrinking', { n: own.length })
              : t('activities.photos.small', {
                  n: own.length,
                  size: formatNumber(Math.max(0.1, Math.round(megabytes * 10) / 10), locale),
                })}
        </span>
      </div>
      {phone ? (
        <PhotoStrip photos={photos} onAdd={add} onRemove={remove} />
      ) : (
        <>
          {photos.length > 0 ? <PhotoStrip photos={photos} onRemove={remove} /> : null}
          <DropZone onFiles={add} />
        </>
      )}
      {hasEmpty ? (
        <p className={css.fault} role="alert">
          <Status state="late">{t('activities.error.photo_empty')}</Status>
        </p>
      ) : null}
    </section>
  )
}

function DropZone(props: { onFiles: (files: File[]) => void }) {
  const { t } = useLanguage()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)
  return (
    <div
      className={css.drop}
      data-over={isOver || undefined}
      onDragOver={(e) => {
        e.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(e) => {
        e.preventDefault()
        setIsOver(false)
        props.onFiles([...e.dataTransfer.files])
      }}
    >
      <span>{t('activities.photos.drop')}</span>
      <Button size="small" onClick={() => input.current?.click()}>
        {t('activities.photos.choose')}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/*,.heic,.heif"
        multiple
        hidden
        onChange={(e) => {
          props.onFiles([...(e.target.files ?? [])])
          e.target.value = '' // the same file can be chosen again after it was removed
        }}
      />
    </div>
  )
}

import { IconCamera, IconX } from '@tabler/icons-react'
import { useRef } from 'react'
import { useT } from '../app/i18n.tsx'
import css from './PhotoStrip.module.css'
import { Status } from './Status.tsx'

export interface Photo {
  id: string
  /** address of the small picture: of our server, or `blob:` while it is only here */
  src: string
  /** what is seen; empty only while nobody has said it */
  alt: string
  state?: 'waiting' | 'failed'
}

/**
 * Photographs beside each other, with a camera at the end.
 * @param onAdd the files somebody took or chose; without it the strip only shows
 * @param onOpen press on a picture
 */
export function PhotoStrip(props: {
  photos: Photo[]
  onAdd?: (files: File[]) => void
  onRemove?: (id: string) => void
  onOpen?: (id: string) => void
  small?: boolean
}) {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  const { photos, onAdd, onRemove, onOpen, small } = props
  return (
    <div className={css.strip} data-small={small || undefined}>
      {photos.map((p, i) => (
        <div key={p.id} className={css.photo}>
          {onOpen ? (
            <button type="button" className={css.open} onClick={() => onOpen(p.id)}>
              <img src={p.src} alt={p.alt} loading="lazy" />
            </button>
          ) : (
            <img src={p.src} alt={p.alt} loading="lazy" />
          )}
          {p.state ? (
            <span className={css.state}>
              <Status state={p.state === 'failed' ? 'late' : 'nil'} small>
                {t(`common.photo.${p.state}`)}
              </Status>
            </span>
          ) : null}
          {onRemove ? (
            <button
              type="button"
              className={css.remove}
              aria-label={t('common.photo.remove', { n: i + 1 })}
              onClick={() => onRemove(p.id)}
            >
              <IconX size={16} stroke={1.75} aria-hidden="true" />
            </button>
          ) : null}
        </div>
      ))}
      {onAdd ? (
        <>
          <button type="button" className={css.add} onClick={() => input.current?.click()}>
            <IconCamera size={26} stroke={1.75} aria-hidden="true" />
            {t(photos.length > 0 ? 'common.photo.addMore' : 'common.photo.add')}
          </button>
          <input
            ref={input}
            type="file"
            accept="image/*"
            multiple
            hidden
            onChange={(e) => {
              onAdd([...(e.target.files ?? [])])
              e.target.value = '' // the same file can be chosen again after it was removed
            }}
          />
        </>
      ) : null}
    </div>
  )
}

import { useEffect, useRef } from 'react'
import { useT } from '../app/i18n.tsx'
import { ApiError } from '../app/problem.ts'
import { Button } from './Button.tsx'
import css from './ErrorNote.module.css'
import { StateShape } from './shapes.tsx'

/**
 * What went wrong, above the field or list it belongs to: a sentence, what to do, and at the end a reference number to
 * quote. Nothing that was typed is lost.
 * @param error whatever was thrown; only an `ApiError` holds a sentence for its user
 * @param focus take the focus when drawn: after a button was pressed, so that readers hear it
 */
export function ErrorNote(props: { error: unknown; onRetry?: () => void; focus?: boolean }) {
  const t = useT()
  const box = useRef<HTMLDivElement>(null)
  const { error, onRetry, focus } = props
  useEffect(() => {
    if (focus) box.current?.focus()
  }, [focus, error])
  const known = error instanceof ApiError ? error : null
  const isCut = known?.code === 'network' && onRetry !== undefined && !navigator.onLine
  const sentence = isCut
    ? t('outbox.offline.screen')
    : known === null
      ? t('common.error.screen')
      : known.message || t(`common.error.${known.code === 'network' ? 'network' : 'server'}`)
  // A refusal stays one, however often it is asked.
  const isFinal = known !== null && (known.status === 403 || known.status === 404)
  return (
    <div className={css.note} data-cut={isCut || undefined} role="alert" tabIndex={-1} ref={box}>
      <span className={css.shape}>
        <StateShape state={isCut ? 'nil' : 'late'} />
      </span>
      <div>
        {isCut ? (
          <p>
            <b>{t('outbox.offline')}</b>
          </p>
        ) : null}
        <p>{sentence}</p>
        {known && known.errors.length > 0 ? (
          <ul className={css.fields}>
            {known.errors.map((e) => (
              <li key={e.path}>{e.message}</li>
            ))}
          </ul>
        ) : null}
        {known?.reference ? (
          <p className={css.reference}>{t('common.error.reference', { reference: known.reference })}</p>
        ) : null}
        {onRetry && !isFinal ? (
          <p className={css.act}>
            <Button size="small" onClick={onRetry}>
              {t('common.retry')}
            </Button>
            {isCut ? (
              <a href={`${import.meta.env.BASE_URL}activities/new`}>{t('session.nav.log.full')}</a>
            ) : null}
          </p>
        ) : null}
      </div>
    </div>
  )
}

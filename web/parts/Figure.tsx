import { use } from 'react'
import { formatNumber } from '#src/messages/format.ts'
import { useLanguage } from '../app/i18n.tsx'
import css from './Figure.module.css'
import { OfficialText } from './official.ts'

/**
 * A number that can be opened: dotted underline; pressed, the thread opens beside it.
 * @param value the figure; a string is shown as it stands ("không phát sinh" is written out, never 0)
 * @param open its thread is open now: white on blue
 * @param changed it has changed since the report was issued: a small "đã đổi" after it
 */
export function Figure(props: {
  value: number | string
  onOpen: () => void
  open?: boolean
  changed?: boolean
}) {
  const { locale, t } = useLanguage()
  const official = use(OfficialText)
  const { value, onOpen, open, changed } = props
  const shown = typeof value === 'number' ? formatNumber(value, official ? 'vi' : locale) : value
  return (
    <>
      <button
        type="button"
        className={css.figure}
        aria-label={t('common.figure.open', { value: shown })}
        aria-expanded={open ?? false}
        onClick={onOpen}
      >
        {shown}
      </button>
      {changed ? <span className={css.changed}>{t('common.figure.changed')}</span> : null}
    </>
  )
}

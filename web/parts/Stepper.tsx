import { useState } from 'react'
import { formatNumber } from '#src/messages/format.ts'
import { useLanguage } from '../app/i18n.tsx'
import { FormField, type FieldProps } from './FormField.tsx'
import css from './FormField.module.css'
import { readCount } from './typed.ts'

/**
 * A count with a large − and + and the number between, which can be typed too.
 * @param value null where nothing is given yet: that is not zero
 */
export function Stepper(
  props: FieldProps & {
    value: number | null
    onChange: (value: number | null) => void
    min?: number
    max?: number
  },
) {
  const { t, locale } = useLanguage()
  const { value, onChange, min = 0, max = 999_999, error, ...field } = props
  const [text, setText] = useState<string | null>(null)
  const shown = text ?? (value === null ? '' : formatNumber(value, 'vi'))
  const typed = text === null || text.trim() === '' ? null : readCount(text)
  const wrong =
    text !== null && text.trim() !== '' && typed === null
      ? t('common.number.invalid')
      : typed !== null && typed < min
        ? t('common.number.tooSmall', { n: min })
        : typed !== null && typed > max
          ? t('common.number.tooBig', { n: formatNumber(max, locale) })
          : undefined

  function step(by: number) {
    setText(null)
    onChange(Math.min(max, Math.max(min, (value ?? 0) + by)))
  }
  function type(next: string) {
    setText(next)
    const n = next.trim() === '' ? null : readCount(next)
    if (next.trim() === '' || (n !== null && n >= min && n <= max)) onChange(n)
  }
  return (
    <FormField {...field} error={error ?? wrong}>
      {(ids) => (
        <div className={css.stepper}>
          <button
            type="button"
            aria-label={`${t('common.stepper.less')}: ${field.label}`}
            onClick={() => step(-1)}
          >
            −
          </button>
          <input
            {...ids}
            inputMode="numeric"
            autoComplete="off"
            value={shown}
            onChange={(e) => type(e.target.value)}
            onBlur={() => {
              if (!wrong) setText(null)
            }}
            onKeyDown={(e) => {
              if (e.key !== 'ArrowUp' && e.key !== 'ArrowDown') return
              e.preventDefault()
              step(e.key === 'ArrowUp' ? 1 : -1)
            }}
          />
          <button
            type="button"
            aria-label={`${t('common.stepper.more')}: ${field.label}`}
            onClick={() => step(1)}
          >
            +
          </button>
        </div>
      )}
    </FormField>
  )
}

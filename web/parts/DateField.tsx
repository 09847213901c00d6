import { IconCalendar } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import { useT } from '../app/i18n.tsx'
import { useSession } from '../app/session.ts'
import { IconButton } from './Button.tsx'
import { FormField, type FieldProps } from './FormField.tsx'
import css from './FormField.module.css'
import { readDate } from './typed.ts'

/**
 * A day: typed as 26/12/2024 (or 26/12), or chosen from the browser's calendar. Not the browser's own date field alone:
 * on a PC set to English that one shows the month first.
 * @param value `YYYY-MM-DD`, or null where none is set
 */
export function DateField(
  props: FieldProps & {
    value: string | null
    onChange: (value: string | null) => void
    min?: string
    max?: string
  },
) {
  const t = useT()
  const { today } = useSession()
  const native = useRef<HTMLInputElement>(null)
  const { value, onChange, min, max, error, ...field } = props
  const [text, setText] = useState(value ? formatDate(value) : '')
  const [from, setFrom] = useState(value)
  const [wrong, setWrong] = useState(false)
  if (value !== from) {
    setFrom(value)
    setText(value ? formatDate(value) : '')
    setWrong(false)
  }

  function leave() {
    const read = readDate(text, Number(today.slice(0, 4)))
    setWrong(text.trim() !== '' && read === null)
    if (text.trim() !== '' && read === null) return
    if (read) setText(formatDate(read))
    if (read !== value) onChange(read)
  }
  return (
    <FormField {...field} error={error ?? (wrong ? t('common.date.invalid') : undefined)}>
      {(ids) => (
        <div className={css.date}>
          <input
            {...ids}
            className={css.input}
            inputMode="numeric"
            autoComplete="off"
            placeholder={t('common.date.placeholder')}
            value={text}
            onChange={(e) => setText(e.target.value)}
            onBlur={leave}
          />
          <input
            ref={native}
            className={css.native}
            type="date"
            tabIndex={-1}
            aria-hidden="true"
            min={min}
            max={max}
            value={value ?? ''}
            onChange={(e) => onChange(e.target.value || null)}
          />
          <IconButton
            className={css.calendar ?? ''}
            label={t('common.date.pick')}
            onClick={() => native.current?.showPicker()}
          >
            <IconCalendar size={18} stroke={1.75} />
          </IconButton>
        </div>
      )}
    </FormField>
  )
}

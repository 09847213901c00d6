import { IconChevronDown } from '@tabler/icons-react'
import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react'
import { useT } from '../app/i18n.tsx'
import css from './FormField.module.css'
import { StateShape } from './shapes.tsx'

export interface FieldProps {
  label: string
  /** under the label: what to write and why it is asked */
  hint?: ReactNode
  /** what to do about it; the field keeps what was typed */
  error?: string | undefined
  /** says "không bắt buộc" at the label's end; required is the rule and not said */
  optional?: boolean
  /** at the label's end: "cuộc trước 33" */
  note?: ReactNode
}

/** What a control must carry so that its label, hint and error belong to it. */
export interface FieldIds {
  id: string
  'aria-describedby'?: string
  'aria-invalid'?: true
  'aria-required'?: true
}

/** A field: label above, hint, the control, then the error with its shape. Forms are one column. */
export function FormField(props: FieldProps & { children: (ids: FieldIds) => ReactNode }) {
  const t = useT()
  const id = useId()
  const { label, hint, error, optional, note, children } = props
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  const ids: FieldIds = {
    id,
    ...(described ? { 'aria-describedby': described } : {}),
    ...(error ? { 'aria-invalid': true as const } : {}),
    ...(optional ? {} : { 'aria-required': true as const }),
  }
  const end = note ?? (optional ? t('common.optional') : null)
  return (
    <div className={css.field} data-error={error ? true : undefined}>
      <div className={css.top}>
        <label htmlFor={id}>{label}</label>
        {end ? <span>{end}</span> : null}
      </div>
      {hint ? (
        <p className={css.hint} id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {children(ids)}
      {error ? (
        <p className={css.error} id={`${id}-error`}>
          <StateShape state="late" size={11} />
          {error}
        </p>
      ) : null}
    </div>
  )
}

type Input = Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> & { ref?: Ref<HTMLInputElement> }

export function TextField(props: FieldProps & Input) {
  const { label, hint, error, optional, note, ...input } = props
  return (
    <FormField {...fieldOf({ label, hint, error, optional, note })}>
      {(ids) => <input type="text" {...input} {...ids} className={css.input} />}
    </FormField>
  )
}

/** Several lines; grows with what is written where the browser can. */
export function TextArea(props: FieldProps & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id'>) {
  const { label, hint, error, optional, note, ...input } = props
  return (
    <FormField {...fieldOf({ label, hint, error, optional, note })}>
      {(ids) => <textarea rows={3} {...input} {...ids} className={css.input} />}
    </FormField>
  )
}

/** One of a list, by the browser's own control: on a phone that is the phone's. */
export function SelectField(
  props: FieldProps &
    Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id'> & {
      options: readonly { value: string; label: string }[]
    },
) {
  const { label, hint, error, optional, note, options, ...select } = props
  return (
    <FormField {...fieldOf({ label, hint, error, optional, note })}>
      {(ids) => (
        <span className={css.select}>
          <select {...select} {...ids} className={css.input}>
            {options.map((o) => (
              <option key={o.value} value={o.value}>
                {o.label}
              </option>
            ))}
          </select>
          <IconChevronDown size={18} stroke={1.75} aria-hidden="true" />
        </span>
      )}
    </FormField>
  )
}

function fieldOf(f: {
  label: string
  hint: ReactNode
  error: string | undefined
  optional: boolean | undefined
  note: ReactNode
}): FieldProps {
  return {
    label: f.label,
    hint: f.hint,
    error: f.error,
    note: f.note,
    ...(f.optional ? { optional: true } : {}),
  }
}

/** A yes or no; the label stands beside the box. */
export function CheckField(props: { label: ReactNode; hint?: ReactNode } & Input) {
  const { label, hint, ...input } = props
  return (
    <label className={css.check}>
      <input type="checkbox" {...input} />
      <span>
        {label}
        {hint ? <span className={css.checkHint}>{hint}</span> : null}
      </span>
    </label>
  )
}

/** One of a few, each with a second line; large enough for a thumb ("Làm việc nào?"). */
export function RadioCards(props: {
  label: string
  options: readonly { value: string; label: ReactNode; hint?: ReactNode }[]
  value: string | null
  onChange: (value: string) => void
  error?: string | undefined
  /** a last line in the box, such as a button for other choices */
  after?: ReactNode
}) {
  const name = useId()
  const { label, options, value, onChange, error, after } = props
  return (
    <fieldset className={css.radios} data-error={error ? true : undefined}>
      <legend>{label}</legend>
      <div className={css.cards}>
        {options.map((o) => (
          <label key={o.value}>
            <input
              type="radio"
              name={name}
              value={o.value}
              checked={value === o.value}
              onChange={() => onChange(o.value)}
            />
            <span>
              {o.label}
              {o.hint ? <span className={css.checkHint}>{o.hint}</span> : null}
            </span>
          </label>
        ))}
        {after ? <div className={css.after}>{after}</div> : null}
      </div>
      {error ? (
        <p className={css.error}>
          <StateShape state="late" size={11} />
          {error}
        </p>
      ) : null}
    </fieldset>
  )
}

/** Fields one under the other, then the buttons. */
export function Form(props: { onSubmit: () => void; children: ReactNode; acts: ReactNode }) {
  return (
    <form
      className={css.form}
      noValidate
      onSubmit={(e) => {
        e.preventDefault()
        props.onSubmit()
      }}
    >
      {props.children}
      <div className={css.acts}>{props.acts}</div>
    </form>
  )
}

import type { InputHTMLAttributes, ReactNode } from 'react'
import type { Translate } from '../messages/index.ts'

/** What is wrong with a field, by the field's name. */
export type Wrongs = Record<string, string>

/**
 * The summary over a form that was refused: it takes the focus when the page opens, and each line leads to its field.
 * @param general a refusal that belongs to no field
 */
export function ErrorSummary(props: { t: Translate; wrongs: Wrongs; general: string | null }): ReactNode {
  const { t, wrongs, general } = props
  const fields = Object.entries(wrongs)
  if (fields.length === 0 && general === null) return null
  return (
    <div className="error" role="alert" tabIndex={-1} autoFocus>
      {general === null ? <p>{t('common.error.fields', { n: fields.length })}</p> : <p>{general}</p>}
      {fields.length > 0 ? (
        <ul>
          {fields.map(([name, words]) => (
            <li key={name}>
              <a href={`#${name}`}>{words}</a>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}

interface FieldLooks {
  name: string
  label: string
  hint?: string
  wrong: string | undefined
}

/** A labelled field with its hint, and what is wrong with it. */
export function Field(
  props: FieldLooks & Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'name'>,
): ReactNode {
  const { name, label, hint, wrong, ...input } = props
  return (
    <Labelled name={name} label={label} wrong={wrong} {...(hint ? { hint } : {})}>
      <input id={name} name={name} {...described(props)} {...input} />
    </Labelled>
  )
}

/** One of a list. */
export function SelectField(
  props: FieldLooks & { value: string; first: string; options: { value: string; label: string }[] },
): ReactNode {
  const { name, label, hint, wrong, value, first, options } = props
  return (
    <Labelled name={name} label={label} wrong={wrong} {...(hint ? { hint } : {})}>
      <select id={name} name={name} defaultValue={value} required {...described(props)}>
        <option value="">{first}</option>
        {options.map((o) => (
          <option key={o.value} value={o.value}>
            {o.label}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

function Labelled(props: FieldLooks & { children: ReactNode }): ReactNode {
  const { name, label, hint, wrong, children } = props
  return (
    <>
      <label htmlFor={name}>{label}</label>
      {hint ? (
        <p className="note" id={`${name}-hint`}>
          {hint}
        </p>
      ) : null}
      {children}
      {wrong ? (
        <p className="wrong" id={`${name}-wrong`}>
          {wrong}
        </p>
      ) : null}
    </>
  )
}

function described({ name, hint, wrong }: FieldLooks) {
  const ids = [hint ? `${name}-hint` : '', wrong ? `${name}-wrong` : ''].filter((id) => id !== '').join(' ')
  return {
    ...(ids === '' ? {} : { 'aria-describedby': ids }),
    ...(wrong ? { 'aria-invalid': true as const } : {}),
  }
}

/** The fields of a posted form as text; what is missing is empty. */
export function readForm<K extends string>(body: unknown, names: readonly K[]): Record<K, string> {
  const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  return Object.fromEntries(
    names.map((name) => {
      const value = given[name]
      return [name, typeof value === 'string' ? value : '']
    }),
  ) as Record<K, string>
}

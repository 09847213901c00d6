import { useState, type ReactNode } from 'react'
import { useT } from '../../app/i18n.tsx'
import { RadioCards, SelectField, TextArea, TextField } from '../../parts/FormField.tsx'

export interface Typed {
  heading: string
  headingCode: string
  title: string
  keep: 'ever' | 'years' | null
  years: string
  keeper: string
  sheets: string
  note: string
}

export interface Facts {
  heading: string
  headingCode: string
  title: string
  keepYears: number | null
  keeper: string
  sheets: number | null
  note: string | null
}

export function typedOf(facts: Facts | null): Typed {
  return {
    heading: facts?.heading ?? '',
    headingCode: facts?.headingCode ?? '',
    title: facts?.title ?? '',
    keep: facts === null ? null : facts.keepYears === null ? 'ever' : 'years',
    years: facts?.keepYears == null ? '' : String(facts.keepYears),
    keeper: facts?.keeper ?? '',
    sheets: facts?.sheets == null ? '' : String(facts.sheets),
    note: facts?.note ?? '',
  }
}

const wholeOf = (text: string): number | null => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : null)
const isCode = (text: string) => /^[\p{L}\d&-]{1,20}$/u.test(text)

/** What was typed as it is sent; null while something is missing or wrong. */
export function factsOf(typed: Typed): Facts | null {
  const [heading, headingCode] = [typed.heading.trim(), typed.headingCode.trim()]
  const [title, keeper] = [typed.title.trim(), typed.keeper.trim()]
  const years = wholeOf(typed.years)
  const isKept =
    typed.keep === 'ever' || (typed.keep === 'years' && years !== null && years >= 1 && years <= 100)
  if (heading === '' || !isCode(headingCode) || title === '' || keeper === '' || !isKept) return null
  if (typed.sheets.trim() !== '' && wholeOf(typed.sheets) === null) return null
  return {
    heading,
    headingCode,
    title,
    keepYears: typed.keep === 'ever' ? null : years,
    keeper,
    sheets: wholeOf(typed.sheets),
    note: typed.note.trim() || null,
  }
}

/** The fields of a file. @param headings to choose from; null where the heading stays as it is */
export function DossierFields(props: {
  typed: Typed
  onChange: (typed: Typed) => void
  tried: boolean
  headings: readonly { heading: string; code: string }[] | null
  before?: ReactNode
}) {
  const t = useT()
  const { typed, onChange, tried, headings } = props
  const [isNew, setNew] = useState(headings?.length === 0)
  const set = (change: Partial<Typed>) => onChange({ ...typed, ...change })
  const need = (text: string) => (tried && text.trim() === '' ? t('dossiers.field.missing') : undefined)
  const years = wholeOf(typed.years)
  return (
    <>
      {props.before}
      {headings && headings.length > 0 ? (
        <SelectField
          label={t('dossiers.field.known')}
          value={isNew ? '' : typed.headingCode}
          onChange={(e) => {
            const known = headings.find((h) => h.code === e.target.value)
            setNew(!known)
            set({ heading: known?.heading ?? '', headingCode: known?.code ?? '' })
          }}
          options={[
            ...(isNew || typed.headingCode !== '' ? [] : [{ value: '-', label: '' }]),
            ...headings.map((h) => ({ value: h.code, label: `${h.code} · ${h.heading}` })),
            { value: '', label: t('dossiers.field.known.new') },
          ]}
          error={!isNew ? need(typed.headingCode) : undefined}
        />
      ) : null}
      {headings === null || isNew ? (
        <TextField
          label={t('dossiers.field.heading')}
          hint={t('dossiers.field.heading.hint')}
          value={typed.heading}
          maxLength={200}
          onChange={(e) => set({ heading: e.target.value })}
          error={need(typed.heading)}
        />
      ) : null}
      {isNew ? (
        <TextField
          label={t('dossiers.field.headingCode')}
          hint={t('dossiers.field.headingCode.hint')}
          value={typed.headingCode}
          maxLength={20}
          onChange={(e) => set({ headingCode: e.target.value })}
          error={
            tried && !isCode(typed.headingCode.trim()) ? t('dossiers.field.headingCode.wrong') : undefined
          }
        />
      ) : null}
      <TextArea
        label={t('dossiers.field.title')}
        value={typed.title}
        maxLength={500}
        onChange={(e) => set({ title: e.target.value })}
        error={need(typed.title)}
      />
      <RadioCards
        label={t('dossiers.field.keep')}
        value={typed.keep}
        onChange={(v) => set({ keep: v === 'ever' ? 'ever' : 'years' })}
        options={[
          { value: 'years', label: t('dossiers.field.keep.years') },
          { value: 'ever', label: t('dossiers.field.keep.ever') },
        ]}
        error={tried && typed.keep === null ? t('dossiers.field.missing') : undefined}
      />
      {typed.keep === 'years' ? (
        <TextField
          label={t('dossiers.field.years')}
          inputMode="numeric"
          value={typed.years}
          onChange={(e) => set({ years: e.target.value })}
          error={
            tried && !(years !== null && years >= 1 && years <= 100)
              ? t('dossiers.field.years.wrong')
              : undefined
          }
        />
      ) : null}
      <TextField
        label={t('dossiers.field.keeper')}
        value={typed.keeper}
        maxLength={200}
        onChange={(e) => set({ keeper: e.target.value })}
        error={need(typed.keeper)}
      />
      <TextField
        label={t('dossiers.field.sheets')}
        optional
        inputMode="numeric"
        value={typed.sheets}
        onChange={(e) => set({ sheets: e.target.value.replace(/\D/g, '') })}
      />
      <TextField
        label={t('dossiers.field.note')}
        optional
        value={typed.note}
        maxLength={500}
        onChange={(e) => set({ note: e.target.value })}
      />
    </>
  )
}

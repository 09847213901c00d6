import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import { listDocumentsOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { FormField, RadioCards, TextField } from '../../parts/FormField.tsx'
import css from './directions.module.css'

const offered = 8

/** Chooses one document of the library that the unit may read, by number or words, or none. */
export function DocumentPicker(props: {
  value: { id: string; title: string } | null
  onChange: (document: { id: string; title: string } | null) => void
}) {
  const t = useT()
  const { value, onChange } = props
  const [searching, setSearching] = useState(false)
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim())
  const query = useQuery({ ...listDocumentsOptions({ query: { q } }), enabled: searching && q.length >= 2 })
  const found = query.data?.rows.slice(0, offered).map((d) => ({
    id: d.id,
    title: d.subject === '' ? d.type : d.subject,
    hint: [d.numberSymbol, d.issuerName, d.issuedOn === null ? null : formatDate(d.issuedOn)]
      .filter((part) => part !== null && part !== '')
      .join(' · '),
  }))
  if (!searching)
    return (
      <FormField label={t('directions.field.document')}>
        {(ids) => (
          <div className={css.acts}>
            <span id={ids.id}>{value?.title ?? t('directions.document.none')}</span>
            <Button size="small" onClick={() => setSearching(true)}>
              {t('directions.document.choose')}
            </Button>
          </div>
        )}
      </FormField>
    )
  return (
    <>
      <TextField
        label={t('directions.field.document')}
        hint={t('directions.document.search')}
        type="text"
        autoFocus
        autoComplete="off"
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
      {query.error ? <ErrorNote error={query.error} /> : null}
      <RadioCards
        label={t('directions.document.found')}
        value={value?.id ?? 'none'}
        onChange={(id) => {
          onChange(found?.find((d) => d.id === id) ?? null)
          setSearching(false)
        }}
        options={[
          ...(found ?? []).map((d) => ({ value: d.id, label: d.title, hint: d.hint })),
          { value: 'none', label: t('directions.document.none') },
        ]}
        after={
          found?.length === 0 ? <span className="mute">{t('directions.document.nothing')}</span> : undefined
        }
      />
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { lookUpUnitsOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { FormField, RadioCards, TextField } from '../../parts/FormField.tsx'
import css from './organisation.module.css'

export interface PickedUnit {
  id: string
  name: string
}

/**
 * Chooses one unit of the home by the words of its name, or none.
 * @param without a unit that is not offered: the one whose superior is chosen
 */
export function UnitPicker(props: {
  label: string
  value: PickedUnit | null
  onChange: (unit: PickedUnit | null) => void
  without?: string
  /** what choosing none is called; else that there is no superior */
  none?: string
  /** begins with the search, without a button before it */
  searches?: boolean
}) {
  const t = useT()
  const { label, value, onChange, without } = props
  const none = props.none ?? t('units.form.superior.none')
  const [searching, setSearching] = useState(props.searches ?? false)
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim())
  const query = useQuery({ ...lookUpUnitsOptions({ query: { q } }), enabled: searching && q.length >= 2 })
  const found = query.data?.units.filter((u) => u.id !== without)
  if (!searching)
    return (
      <FormField label={label}>
        {(ids) => (
          <div className={css.choice}>
            <span id={ids.id} className={value ? 'mid' : 'mute'}>
              {value?.name ?? none}
            </span>
            <Button size="small" onClick={() => setSearching(true)}>
              {t('units.form.superior.change')}
            </Button>
          </div>
        )}
      </FormField>
    )
  return (
    <>
      <TextField
        label={label}
        hint={t('units.form.superior.search')}
        type="text"
        autoFocus
        autoComplete="off"
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
      {query.error ? <ErrorNote error={query.error} /> : null}
      <RadioCards
        label={t('units.form.superior.found')}
        value={value?.id ?? 'none'}
        onChange={(id) => {
          onChange(found?.find((u) => u.id === id) ?? null)
          setSearching(false)
        }}
        options={[
          ...(found ?? []).map((u) => ({
            value: u.id,
            label: u.name,
            hint: u.formerly ? t('units.nowCalled', { name: u.formerly }) : u.code,
          })),
          { value: 'none', label: none },
        ]}
        after={
          found?.length === 0 ? <span className="mute">{t('units.form.superior.nothing')}</span> : undefined
        }
      />
    </>
  )
}

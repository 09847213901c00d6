import { useState } from 'react'
import { formatNumber } from '#src/messages/format.ts'
import type { LogForm } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { Chip, Chips } from '../../parts/Chip.tsx'
import { SelectField, TextArea, TextField } from '../../parts/FormField.tsx'
import { Stepper } from '../../parts/Stepper.tsx'
import { readCount } from '../../parts/typed.ts'
import css from './Activities.module.css'
import type { Draft } from './draft.ts'

/** What fewer activities need: shortcoming, cause, next step, cost and fund, title, place, audiences, programmes. */
export function MoreFields(props: { draft: Draft; terms: LogForm; set: (part: Partial<Draft>) => void }) {
  const t = useT()
  const { draft, terms, set } = props
  const words = (field: 'shortcoming' | 'cause' | 'nextStep') => (
    <TextArea
      label={t(`activities.${field}`)}
      optional
      rows={2}
      maxLength={4_000}
      value={draft[field]}
      onChange={(e) => set({ [field]: e.target.value })}
    />
  )
  return (
    <>
      {words('shortcoming')}
      {words('cause')}
      {words('nextStep')}
      <div className={css.two}>
        <Money label={t('activities.cost')} value={draft.cost} onChange={(cost) => set({ cost })} />
        <SelectField
          label={t('activities.fund')}
          optional
          note=""
          value={draft.fund}
          onChange={(e) => set({ fund: e.target.value })}
          options={[
            { value: '', label: t('activities.fund.none') },
            ...terms.funds.map((f) => ({ value: f.code, label: f.name })),
          ]}
        />
      </div>
      <TextField
        label={t('activities.name')}
        hint={t('activities.name.hint')}
        optional
        maxLength={300}
        value={draft.title}
        onChange={(e) => set({ title: e.target.value })}
      />
      <TextField
        label={t('activities.place')}
        optional
        maxLength={200}
        value={draft.place}
        onChange={(e) => set({ place: e.target.value })}
      />
      <div>
        <div className={css.label}>
          <b>{t('activities.audiences')}</b>
          <span>{t('common.optional')}</span>
        </div>
        <Chips label={t('activities.audiences')}>
          {terms.audiences.map((a) => (
            <Chip
              key={a.code}
              pressed={draft.audiences.includes(a.code)}
              onClick={() => set({ audiences: toggled(draft.audiences, a.code) })}
            >
              {a.name}
            </Chip>
          ))}
        </Chips>
      </div>
      <Stepper
        label={t('activities.persons')}
        hint={t('activities.persons.hint')}
        optional
        value={draft.persons}
        onChange={(persons) => set({ persons })}
      />
      {terms.programmes.length > 0 ? (
        <div>
          <div className={css.label}>
            <b>{t('activities.programmes')}</b>
            <span>{t('common.optional')}</span>
          </div>
          <Chips label={t('activities.programmes')}>
            {terms.programmes.map((p) => (
              <Chip
                key={p.id}
                pressed={draft.programmes.includes(p.id)}
                onClick={() => set({ programmes: toggled(draft.programmes, p.id) })}
              >
                {p.name}
              </Chip>
            ))}
          </Chips>
        </div>
      ) : null}
    </>
  )
}

function toggled(list: readonly string[], item: string): string[] {
  return list.includes(item) ? list.filter((i) => i !== item) : [...list, item]
}

function Money(props: { label: string; value: number | null; onChange: (value: number | null) => void }) {
  const t = useT()
  const { label, value, onChange } = props
  const [text, setText] = useState(value === null ? '' : formatNumber(value, 'vi'))
  const isWrong = text.trim() !== '' && readCount(text) === null
  return (
    <TextField
      label={label}
      optional
      note=""
      inputMode="numeric"
      autoComplete="off"
      placeholder="0"
      value={text}
      error={isWrong ? t('activities.cost.wrong') : undefined}
      onChange={(e) => {
        setText(e.target.value)
        const n = readCount(e.target.value)
        if (n !== null || e.target.value.trim() === '') onChange(n)
      }}
      onBlur={() => {
        if (!isWrong && value !== null) setText(formatNumber(value, 'vi'))
      }}
    />
  )
}

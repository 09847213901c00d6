import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import type { KnownFacts } from '../../api/generated/index.ts'
import { listKnownDocumentsOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { RadioCards, SelectField, TextField } from '../../parts/FormField.tsx'
import css from './Known.module.css'

type Relation = KnownFacts['relations'][number]

const kinds = ['replaced', 'amended', 'corrected', 'repealed', 'consolidated'] as const
const leastSought = 2
const mostFound = 5

/** What replaces, amends or corrects a document: each picked from the register, or in words. */
export function RelationFields(props: {
  relations: readonly Relation[]
  onChange: (relations: Relation[]) => void
  /** says where words are missing */
  tried: boolean
}) {
  const t = useT()
  const { relations, onChange, tried } = props
  const [count, setCount] = useState(relations.length)
  // A row keeps its own field while others are taken away.
  const [keys, setKeys] = useState(() => relations.map((_, i) => i))
  return (
    <fieldset className={css.relations}>
      <legend>{t('library.entry.relations')}</legend>
      {relations.length === 0 ? <p className="small mute">{t('library.entry.relationsNone')}</p> : null}
      {relations.map((relation, i) => (
        <RelationRow
          key={keys[i]}
          relation={relation}
          tried={tried}
          onChange={(next) => onChange(relations.map((r, j) => (j === i ? next : r)))}
          onRemove={() => {
            setKeys(keys.filter((_, j) => j !== i))
            onChange(relations.filter((_, j) => j !== i))
          }}
        />
      ))}
      <Button
        onClick={() => {
          setKeys([...keys, count])
          setCount(count + 1)
          onChange([...relations, { kind: 'replaced', by: '', date: null, id: null }])
        }}
      >
        {t('library.entry.addRelation')}
      </Button>
    </fieldset>
  )
}

function RelationRow(props: {
  relation: Relation
  tried: boolean
  onChange: (relation: Relation) => void
  onRemove: () => void
}) {
  const t = useT()
  const { relation, tried, onChange, onRemove } = props
  const [typed, setTyped] = useState(false)
  const q = useDeferredValue(relation.by.trim())
  const searches = typed && relation.id === null && q.length >= leastSought
  const query = useQuery({ ...listKnownDocumentsOptions({ query: { q } }), enabled: searches })
  const found = searches ? (query.data?.rows ?? []).slice(0, mostFound) : []
  return (
    <div className={css.relation}>
      <SelectField
        label={t('library.entry.relationKind')}
        value={relation.kind}
        onChange={(e) => {
          const kind = kinds.find((k) => k === e.target.value)
          if (kind) onChange({ ...relation, kind })
        }}
        options={kinds.map((kind) => ({ value: kind, label: t(`library.known.kind.${kind}`) }))}
      />
      <TextField
        label={t('library.entry.relationBy')}
        hint={t('library.entry.relationByHint')}
        maxLength={300}
        autoComplete="off"
        value={relation.by}
        error={tried && relation.by.trim() === '' ? t('library.entry.missing') : undefined}
        onChange={(e) => {
          setTyped(true)
          onChange({ ...relation, by: e.target.value, id: null })
        }}
      />
      {found.length > 0 ? (
        <RadioCards
          label={t('library.entry.relationFound')}
          value={null}
          onChange={(id) => {
            const row = found.find((r) => r.id === id)
            if (row) onChange({ ...relation, by: row.numberSymbol, date: row.issuedOn, id: row.id })
          }}
          options={found.map((row) => ({
            value: row.id,
            label: `${row.type} ${row.numberSymbol}`,
            hint: [row.issuer, row.issuedOn === null ? '' : formatDate(row.issuedOn)]
              .filter((words) => words !== '')
              .join(', '),
          }))}
        />
      ) : null}
      <DateField
        label={t('library.entry.relationDay')}
        optional
        value={relation.date}
        onChange={(date) => onChange({ ...relation, date })}
      />
      <Button size="small" kind="bare" onClick={onRemove}>
        {t('library.entry.removeRelation', { name: relation.by || t('library.entry.relationBy') })}
      </Button>
    </div>
  )
}

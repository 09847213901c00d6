import { useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import type { DocumentRef, DocumentView } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { SelectField, TextField } from '../../parts/FormField.tsx'
import { Status } from '../../parts/Status.tsx'
import { citationId } from './marks.ts'
import { nameOfCitation, type Citation } from './pieces.ts'
import { PieceForm, Row, type Rows } from './Row.tsx'
import { Validity } from './Validity.tsx'

const relations = [
  'based on',
  'implements',
  'amends',
  'replaces',
  'repeals',
  'attached to',
  'guides',
  'details',
  'proposed by',
] as const

/** What a document cites: each with its relation, and the way to it where the register has it. */
export function CitationRows(props: {
  rows: Rows
  citations: readonly Citation[]
  matches: ReadonlyMap<string, DocumentRef>
  /** what the register of known documents says of them, by key */
  known?: ReadonlyMap<string, NonNullable<DocumentView['citations'][number]['known']>>
  onChange?: (key: string, change: Partial<Citation> | null) => void
}) {
  const t = useT()
  const { rows, citations, matches, known, onChange } = props
  return citations.map((c) => {
    const match = matches.get(c.key)
    const entry = known?.get(c.key)
    const href = match ? `/documents/${match.id}` : entry ? `/documents/known/${entry.id}` : null
    const name = nameOfCitation(c)
    return (
      <Row
        key={c.key}
        rows={rows}
        id={citationId(c.key)}
        label={t(`library.relation.${c.relation ?? 'none'}`)}
        name={name}
        end={
          entry && entry.state !== 'open' ? (
            <Validity state={entry.state} lastDay={entry.lastDay} />
          ) : match ? (
            <Status state="done">{t('library.bench.inLibrary')}</Status>
          ) : null
        }
        {...(onChange
          ? {
              form: (close: () => void) => (
                <CitationForm
                  citation={c}
                  onClose={close}
                  onChange={(change) => {
                    onChange(c.key, change)
                    close()
                  }}
                />
              ),
            }
          : {})}
      >
        {href === null ? name : <AppLink href={href}>{name}</AppLink>}
        {c.date === null ? null : <> {t('library.bench.date', { date: formatDate(c.date) })}</>}
        {c.issuer === null ? null : <small>{c.issuer}</small>}
      </Row>
    )
  })
}

function CitationForm(props: {
  citation: Citation
  onChange: (change: Partial<Citation> | null) => void
  onClose: () => void
}) {
  const t = useT()
  const [c, setC] = useState(props.citation)
  const text = (words: string): string | null => (words.trim() === '' ? null : words.trim())
  return (
    <PieceForm
      onSave={() =>
        props.onChange({
          type: text(c.type ?? ''),
          numberSymbol: text(c.numberSymbol ?? ''),
          issuer: text(c.issuer ?? ''),
          date: c.date,
          relation: c.relation,
        })
      }
      onClose={props.onClose}
      remove={{ label: t('library.bench.removeCitation'), onRemove: () => props.onChange(null) }}
    >
      <TextField
        label={t('library.field.type')}
        optional
        maxLength={80}
        value={c.type ?? ''}
        onChange={(e) => setC({ ...c, type: e.target.value })}
      />
      <TextField
        label={t('library.field.numberSymbol')}
        optional
        maxLength={80}
        value={c.numberSymbol ?? ''}
        onChange={(e) => setC({ ...c, numberSymbol: e.target.value })}
      />
      <DateField
        label={t('library.field.date')}
        optional
        value={c.date}
        onChange={(date) => setC((now) => ({ ...now, date }))}
      />
      <TextField
        label={t('library.field.agency')}
        optional
        maxLength={300}
        value={c.issuer ?? ''}
        onChange={(e) => setC({ ...c, issuer: e.target.value })}
      />
      <SelectField
        label={t('library.bench.kind')}
        value={c.relation ?? ''}
        options={[
          { value: '', label: t('library.relation.none') },
          ...relations.map((r) => ({ value: r, label: t(`library.relation.${r}`) })),
        ]}
        onChange={(e) => setC({ ...c, relation: relations.find((r) => r === e.target.value) ?? null })}
      />
    </PieceForm>
  )
}

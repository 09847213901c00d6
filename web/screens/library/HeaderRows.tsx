import { useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import type { DocumentUnit } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { TextArea, TextField } from '../../parts/FormField.tsx'
import { Status } from '../../parts/Status.tsx'
import { headerId } from './marks.ts'
import type { HeaderField, Pieces } from './pieces.ts'
import { PieceForm, Row, type Rows } from './Row.tsx'

const fields: readonly HeaderField[] = [
  'agency',
  'parentAgency',
  'numberSymbol',
  'date',
  'type',
  'subject',
  'place',
]

/** The head of a document, field by field. */
export function HeaderRows(props: {
  rows: Rows
  header: Pieces['header']
  issuer: DocumentUnit | null
  /** fields that a question asks about stand there and not here */
  asked: ReadonlySet<string>
  onChange?: (field: HeaderField, value: string | null) => void
}) {
  const t = useT()
  const { rows, header, issuer, asked, onChange } = props
  const edited = rows.editing
  return fields.map((field) => {
    const value = header[field]
    const id = headerId(field)
    if (asked.has(field) && edited !== id) return null
    if (value === null && !onChange) return null
    return (
      <Row
        key={field}
        rows={rows}
        id={id}
        label={t(`library.field.${field}`)}
        {...(onChange
          ? {
              form: (close: () => void) => (
                <HeaderForm
                  field={field}
                  value={value}
                  onClose={close}
                  onSave={(next) => {
                    onChange(field, next)
                    close()
                  }}
                />
              ),
            }
          : {})}
      >
        {value === null ? (
          <Status state="nil">{t('library.bench.none')}</Status>
        ) : field === 'date' ? (
          formatDate(value)
        ) : (
          value
        )}
        {field === 'agency' && issuer && issuer.name !== value ? (
          <small>{t('library.bench.issuerUnit', { name: issuer.name })}</small>
        ) : null}
      </Row>
    )
  })
}

function HeaderForm(props: {
  field: HeaderField
  value: string | null
  onSave: (value: string | null) => void
  onClose: () => void
}) {
  const t = useT()
  const { field, onSave, onClose } = props
  const [value, setValue] = useState(props.value ?? '')
  const label = t(`library.field.${field}`)
  const change = (e: { target: { value: string } }) => setValue(e.target.value)
  return (
    <PieceForm onSave={() => onSave(value)} onClose={onClose}>
      {field === 'date' ? (
        <DateField label={label} optional value={value || null} onChange={(day) => setValue(day ?? '')} />
      ) : field === 'subject' ? (
        <TextArea label={label} value={value} maxLength={2_000} onChange={change} />
      ) : (
        <TextField
          label={label}
          optional
          value={value}
          maxLength={field === 'numberSymbol' ? 80 : 300}
          onChange={change}
        />
      )}
    </PieceForm>
  )
}

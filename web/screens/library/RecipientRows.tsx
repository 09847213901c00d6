import { useState } from 'react'
import { useT } from '../../app/i18n.tsx'
import { Tag } from '../../parts/Chip.tsx'
import { SelectField, TextField } from '../../parts/FormField.tsx'
import { recipientId } from './marks.ts'
import type { Recipient } from './pieces.ts'
import { PieceForm, Row, type Rows } from './Row.tsx'

const purposes = ['report', 'carry out', 'know', 'archive'] as const

/** The lines of "Nơi nhận" with what each is sent for. */
export function RecipientRows(props: {
  rows: Rows
  recipients: readonly (Recipient & { isUs?: boolean })[]
  onChange?: (key: string, change: Partial<Recipient> | null) => void
}) {
  const t = useT()
  const { rows, recipients, onChange } = props
  return recipients.map((r, i) => (
    <Row
      key={r.key}
      rows={rows}
      id={recipientId(r.key)}
      label={t('library.field.recipients')}
      again={i > 0}
      name={r.text}
      end={
        <>
          {r.isUs ? <Tag>{t('library.recipient.us')}</Tag> : null}
          {r.purpose ? <Tag>{t(`library.purpose.${r.purpose}`)}</Tag> : null}
        </>
      }
      {...(onChange
        ? {
            form: (close: () => void) => (
              <RecipientForm
                recipient={r}
                onClose={close}
                onChange={(change) => {
                  onChange(r.key, change)
                  close()
                }}
              />
            ),
          }
        : {})}
    >
      {withoutPurpose(r.text)}
    </Row>
  ))
}

/** "Các trường (để t/h)": the purpose stands beside as a word. */
function withoutPurpose(text: string): string {
  return (
    text.replace(/\s*\(\s*(?:để|đ)?\s*\/?\s*(?:b\/c|t\/h|báo cáo|thực hiện|biết|p\/h)\s*\)/giu, '') || text
  )
}

function RecipientForm(props: {
  recipient: Recipient
  onChange: (change: Partial<Recipient> | null) => void
  onClose: () => void
}) {
  const t = useT()
  const [r, setR] = useState(props.recipient)
  return (
    <PieceForm
      onSave={() => props.onChange({ text: r.text.trim() || props.recipient.text, purpose: r.purpose })}
      onClose={props.onClose}
      remove={{ label: t('library.bench.removeRecipient'), onRemove: () => props.onChange(null) }}
    >
      <TextField
        label={t('library.field.recipients')}
        maxLength={1_000}
        value={r.text}
        onChange={(e) => setR({ ...r, text: e.target.value })}
      />
      <SelectField
        label={t('library.bench.kind')}
        value={r.purpose ?? ''}
        options={[
          { value: '', label: t('library.purpose.none') },
          ...purposes.map((p) => ({ value: p, label: t(`library.purpose.${p}`) })),
        ]}
        onChange={(e) => setR({ ...r, purpose: purposes.find((p) => p === e.target.value) ?? null })}
      />
    </PieceForm>
  )
}

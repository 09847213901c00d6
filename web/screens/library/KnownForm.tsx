import { useState, type ReactNode } from 'react'
import type { KnownFacts } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.ts'
import { Button } from '../../parts/Button.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Form, TextArea, TextField } from '../../parts/FormField.tsx'
import { RelationFields } from './RelationFields.tsx'

export const emptyFacts: KnownFacts = {
  type: '',
  numberSymbol: '',
  issuer: '',
  issuedOn: null,
  title: '',
  inForceFrom: null,
  lastDay: null,
  relations: [],
  source: '',
}

/**
 * The facts of one document.
 * @param reasoned asks why they are changed
 * @param cancel where to go without saving
 */
export function KnownForm(props: {
  facts: KnownFacts
  reasoned: boolean
  save: string
  busy: boolean
  error: unknown
  cancel: ReactNode
  onSave: (facts: KnownFacts, reason: string) => void
}) {
  const t = useT()
  const { today } = useSession()
  const [facts, setFacts] = useState(props.facts)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const set = (next: Partial<KnownFacts>) => setFacts({ ...facts, ...next })
  const missing = (there: boolean) => (tried && !there ? t('library.entry.missing') : undefined)
  /** A field of words that are needed. */
  const words = (name: 'type' | 'numberSymbol' | 'issuer' | 'title' | 'source', most: number) => ({
    value: facts[name],
    maxLength: most,
    error: missing(facts[name].trim() !== ''),
    onChange: (e: { target: { value: string } }) => setFacts({ ...facts, [name]: e.target.value }),
  })
  // A shared entry may have no day on record: then the unit need not know it either.
  const needsDay = props.facts.issuedOn !== null || !props.reasoned
  function save() {
    setTried(true)
    const isWhole =
      [facts.type, facts.numberSymbol, facts.issuer, facts.title, facts.source].every(
        (w) => w.trim() !== '',
      ) &&
      facts.relations.every((r) => r.by.trim() !== '') &&
      (!needsDay || facts.issuedOn !== null) &&
      (!props.reasoned || reason.trim() !== '')
    if (isWhole) props.onSave(facts, reason.trim())
  }
  return (
    <Form
      onSubmit={save}
      acts={
        <>
          <Button kind="go" type="submit" busy={props.busy && t('common.busy.saving')}>
            {props.save}
          </Button>
          {props.cancel}
        </>
      }
    >
      {props.error ? <ErrorNote error={props.error} focus /> : null}
      <TextField label={t('library.entry.type')} hint={t('library.entry.typeHint')} {...words('type', 60)} />
      <TextField
        label={t('library.entry.number')}
        hint={t('library.entry.numberHint')}
        autoComplete="off"
        {...words('numberSymbol', 60)}
      />
      <TextField
        label={t('library.entry.issuer')}
        hint={t('library.entry.issuerHint')}
        {...words('issuer', 200)}
      />
      <DateField
        label={t('library.entry.issuedOn')}
        optional={!needsDay}
        max={today}
        value={facts.issuedOn}
        onChange={(issuedOn) => set({ issuedOn })}
        error={needsDay ? missing(facts.issuedOn !== null) : undefined}
      />
      <TextArea label={t('library.entry.title')} {...words('title', 1000)} />
      <DateField
        label={t('library.entry.from')}
        optional
        value={facts.inForceFrom}
        onChange={(inForceFrom) => set({ inForceFrom })}
      />
      <DateField
        label={t('library.entry.lastDay')}
        hint={t('library.entry.lastDayHint')}
        optional
        value={facts.lastDay}
        onChange={(lastDay) => set({ lastDay })}
      />
      <RelationFields
        relations={facts.relations}
        tried={tried}
        onChange={(relations) => set({ relations })}
      />
      <TextField
        label={t('library.entry.source')}
        hint={t('library.entry.sourceHint')}
        {...words('source', 600)}
      />
      {props.reasoned ? (
        <TextField
          label={t('library.entry.reason')}
          hint={t('library.entry.reasonHint')}
          maxLength={1000}
          value={reason}
          error={missing(reason.trim() !== '')}
          onChange={(e) => setReason(e.target.value)}
        />
      ) : null}
    </Form>
  )
}

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Dossier } from '../../api/generated/index.ts'
import {
  copyDossiersMutation,
  createDossierMutation,
  saveDossierMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { useSession } from '../../app/session.ts'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { SelectField } from '../../parts/FormField.tsx'
import { DossierFields, factsOf, typedOf } from './DossierForm.tsx'
import css from './dossiers.module.css'

/** Years that a list may be of: this one, the next and those before. */
function useYears(): string[] {
  const now = Number(useSession().today.slice(0, 4))
  return Array.from({ length: 12 }, (_, i) => String(now + 1 - i))
}

/** Opens a new file in the list of a year. */
export function NewDossierDialog(props: {
  year: number
  headings: readonly { heading: string; code: string }[]
  onDone: (id: string) => void
  onClose: () => void
}) {
  const t = useT()
  const years = useYears()
  const [id] = useState(newId)
  const [typed, setTyped] = useState(() => typedOf(null))
  const [year, setYear] = useState(String(props.year))
  const [tried, setTried] = useState(false)
  const create = useMutation({ ...createDossierMutation(), onSuccess: () => props.onDone(id) })
  return (
    <ConfirmDialog
      title={t('dossiers.new.title')}
      act={t('dossiers.new')}
      busy={create.isPending ? t('common.busy.saving') : false}
      onClose={props.onClose}
      onConfirm={() => {
        setTried(true)
        const facts = factsOf(typed)
        if (facts) create.mutate({ body: { id, year: Number(year), ...facts } })
      }}
    >
      <div className={css.form}>
        {create.error ? <ErrorNote error={create.error} focus /> : null}
        <DossierFields
          typed={typed}
          onChange={setTyped}
          tried={tried}
          headings={props.headings}
          before={
            <SelectField
              label={t('dossiers.field.year')}
              value={year}
              onChange={(e) => setYear(e.target.value)}
              options={years.map((y) => ({ value: y, label: y }))}
            />
          }
        />
      </div>
    </ConfirmDialog>
  )
}

/** Changes what is said of a file; its heading's abbreviation and its number stay. */
export function EditDossierDialog(props: { dossier: Dossier; onDone: () => void; onClose: () => void }) {
  const t = useT()
  const { dossier } = props
  const [typed, setTyped] = useState(() => typedOf(dossier))
  const [tried, setTried] = useState(false)
  const save = useMutation({ ...saveDossierMutation(), onSuccess: props.onDone })
  return (
    <ConfirmDialog
      title={t('dossiers.edit.title', { code: dossier.code })}
      act={t('common.save')}
      busy={save.isPending ? t('common.busy.saving') : false}
      onClose={props.onClose}
      onConfirm={() => {
        setTried(true)
        const facts = factsOf(typed)
        if (facts)
          save.mutate({ path: { dossierId: dossier.id }, body: { version: dossier.version, ...facts } })
      }}
    >
      <div className={css.form}>
        {save.error ? <ErrorNote error={save.error} focus /> : null}
        <DossierFields typed={typed} onChange={setTyped} tried={tried} headings={null} />
      </div>
    </ConfirmDialog>
  )
}

/** Begins the list of a year with that of another. */
export function CopyDialog(props: {
  years: readonly number[]
  onDone: (year: number) => void
  onClose: () => void
}) {
  const t = useT()
  const all = useYears()
  const now = useSession().today.slice(0, 4)
  const [from, setFrom] = useState(String(props.years.find((y) => y < Number(now)) ?? props.years[0]))
  const [to, setTo] = useState(now)
  const copy = useMutation({ ...copyDossiersMutation(), onSuccess: () => props.onDone(Number(to)) })
  return (
    <ConfirmDialog
      title={t('dossiers.copy.title')}
      act={t('dossiers.copy.do')}
      busy={copy.isPending ? t('common.busy.saving') : false}
      onClose={props.onClose}
      onConfirm={() => copy.mutate({ body: { from: Number(from), to: Number(to) } })}
    >
      <div className={css.form}>
        <p>{t('dossiers.copy.what')}</p>
        {copy.error ? <ErrorNote error={copy.error} focus /> : null}
        <SelectField
          label={t('dossiers.copy.from')}
          value={from}
          onChange={(e) => setFrom(e.target.value)}
          options={props.years.map((y) => ({ value: String(y), label: String(y) }))}
        />
        <SelectField
          label={t('dossiers.copy.to')}
          value={to}
          onChange={(e) => setTo(e.target.value)}
          options={all.map((y) => ({ value: y, label: y }))}
        />
      </div>
    </ConfirmDialog>
  )
}

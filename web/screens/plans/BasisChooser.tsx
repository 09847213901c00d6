import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import type { PlanSourceRow } from '../../api/generated/index.ts'
import { listPlanSourcesOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { CheckField, RadioCards } from '../../parts/FormField.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'

/** "Kế hoạch 3127/KH-SGDĐT ngày 18/12/2023 · Sở GD&ĐT": one document to stand on. */
export function useSourceWords(): (row: PlanSourceRow) => { label: string; hint: string } {
  const t = useT()
  return (row) => ({
    label: `${[row.type, row.numberSymbol].filter(Boolean).join(' ')}: ${row.subject}`,
    hint: [
      row.issuerName,
      row.issuedOn ? formatDate(row.issuedOn) : '',
      row.line ? t(`plans.line.${row.line}`) : '',
      t('plans.source.clauses', { n: row.clauses }),
      row.planId ? t('plans.source.isPlan') : '',
    ]
      .filter(Boolean)
      .join(' · '),
  })
}

/** Chooses one superior document for a draft. */
export function BasisChooser(props: {
  year: number
  title: string
  without: readonly string[]
  onChoose: (documentId: string, isProvisional: boolean) => void
  onClose: () => void
}) {
  const t = useT()
  const words = useSourceWords()
  const sources = useQuery(listPlanSourcesOptions({ query: { year: props.year } }))
  const [chosen, setChosen] = useState<string | null>(null)
  const [isProvisional, setProvisional] = useState(false)
  const rows = sources.data?.documents.filter((d) => !props.without.includes(d.documentId))
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      acts={
        <>
          <Button
            kind="go"
            {...(chosen === null ? { reason: t('plans.source.chooseOne') } : {})}
            onClick={() => chosen !== null && props.onChoose(chosen, isProvisional)}
          >
            {props.title}
          </Button>
          <Button kind="bare" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      {sources.error ? (
        <ErrorNote error={sources.error} />
      ) : rows === undefined ? (
        <Skeleton />
      ) : rows.length === 0 ? (
        <EmptyState title={t('plans.sources.empty')}>{t('plans.sources.empty.hint')}</EmptyState>
      ) : (
        <>
          <RadioCards
            label={t('plans.new.documents')}
            value={chosen}
            onChange={setChosen}
            options={rows.map((row) => ({ value: row.documentId, ...words(row) }))}
          />
          <CheckField
            label={t('plans.basis.provisional')}
            checked={isProvisional}
            onChange={(e) => setProvisional(e.target.checked)}
          />
        </>
      )}
    </Dialog>
  )
}

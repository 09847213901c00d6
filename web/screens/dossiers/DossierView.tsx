import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import type { Dossier } from '../../api/generated/index.ts'
import {
  closeDossierMutation,
  getDossierOptions,
  listDocumentsOptions,
  putIntoDossierMutation,
  reopenDossierMutation,
  takeOutOfDossierMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button, ButtonAnchor } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { TextField } from '../../parts/FormField.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { useSought } from '../../parts/PickOne.tsx'
import { Status } from '../../parts/Status.tsx'
import { Unready } from '../../parts/Unready.tsx'
import { EditDossierDialog } from './DossierDialogs.tsx'
import css from './dossiers.module.css'
import { dossierRoute } from './dossiers.routes.ts'

export const Route = createLazyRoute('/documents/dossiers/$dossierId')({ component: DossierView })

const shapes = { open: 'open', closed: 'busy', handed_over: 'done' } as const

/** One file: what it is, how long it is kept, and the documents in it. */
function DossierView() {
  const t = useT()
  const { dossierId } = dossierRoute.useParams()
  const query = useQuery(getDossierOptions({ path: { dossierId } }))
  return query.data ? (
    <Content dossier={query.data} />
  ) : (
    <Unready
      title={t('dossiers.title')}
      crumbs={[
        { label: t('session.nav.documents'), href: '/documents' },
        { label: t('dossiers.title'), href: '/documents/dossiers' },
      ]}
      query={query}
    />
  )
}

function Content({ dossier }: { dossier: Dossier }) {
  const t = useT()
  const client = useQueryClient()
  const [dialog, setDialog] = useState<'edit' | 'close' | null>(null)
  const path = { dossierId: dossier.id }
  const done = () => {
    setDialog(null)
    void client.invalidateQueries()
  }
  const close = useMutation({ ...closeDossierMutation(), onSuccess: done })
  const reopen = useMutation({ ...reopenDossierMutation(), onSuccess: done })
  const takeOut = useMutation({ ...takeOutOfDossierMutation(), onSuccess: done })
  const mayPut = dossier.may.includes('dossier.put_in')
  const facts = [
    t('dossiers.facts.keep', {
      keep:
        dossier.keepYears === null
          ? t('dossiers.keep.ever')
          : t('dossiers.keep.years', { n: dossier.keepYears }),
    }),
    t('dossiers.facts.keeper', { keeper: dossier.keeper }),
    t('dossiers.facts.opened', { day: formatDate(dossier.openedOn) }),
    dossier.closedOn ? t('dossiers.facts.closed', { day: formatDate(dossier.closedOn) }) : null,
    dossier.from && dossier.to
      ? t('dossiers.facts.span', { from: formatDate(dossier.from), to: formatDate(dossier.to) })
      : null,
    dossier.sheets === null ? null : t('dossiers.facts.sheets', { n: dossier.sheets }),
    dossier.note,
  ].filter((fact) => fact !== null && fact !== '')
  return (
    <Page>
      <PageHead
        title={dossier.title}
        crumbs={[
          { label: t('session.nav.documents'), href: '/documents' },
          { label: t('dossiers.title'), href: '/documents/dossiers' },
          { label: `${dossier.code} · ${dossier.year}` },
        ]}
        status={<Status state={shapes[dossier.state]}>{t(`dossiers.state.${dossier.state}`)}</Status>}
        acts={
          <>
            <ButtonAnchor
              href={`/api/v1/dossiers/${dossier.id}/contents.pdf`}
              target="_blank"
              rel="noreferrer"
              icon={<IconPrinter size={18} stroke={1.75} />}
            >
              {t('dossiers.contents.print')}
            </ButtonAnchor>
            <ButtonAnchor
              href={`/api/v1/dossiers/${dossier.id}/contents.xlsx`}
              icon={<IconDownload size={18} stroke={1.75} />}
            >
              {t('common.export')}
            </ButtonAnchor>
            {dossier.may.includes('dossier.save') ? (
              <Button onClick={() => setDialog('edit')}>{t('dossiers.edit')}</Button>
            ) : null}
            {dossier.may.includes('dossier.reopen') ? (
              <Button
                busy={reopen.isPending ? t('common.busy.saving') : false}
                onClick={() => reopen.mutate({ path })}
              >
                {t('dossiers.reopen')}
              </Button>
            ) : null}
            {dossier.may.includes('dossier.close') ? (
              <Button kind="go" onClick={() => setDialog('close')}>
                {t('dossiers.close')}
              </Button>
            ) : null}
          </>
        }
      />
      <p className={css.about}>
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      {reopen.error ? <ErrorNote error={reopen.error} focus /> : null}
      {takeOut.error ? <ErrorNote error={takeOut.error} focus /> : null}
      {mayPut ? <PutIn dossier={dossier} /> : null}
      <DataList
        label={t('dossiers.contents')}
        rows={dossier.contents}
        columns={useColumns((row) =>
          mayPut ? (
            <Button
              size="small"
              kind="bare"
              aria-label={t('dossiers.out.of', { document: row.numberSymbol ?? row.subject })}
              onClick={() => takeOut.mutate({ path: { ...path, documentId: row.id } })}
            >
              {t('dossiers.out.do')}
            </Button>
          ) : null,
        )}
        rowKey={(row) => row.id}
        rowName={(row) => row.numberSymbol ?? row.subject}
        empty={
          <EmptyState title={t('dossiers.contents.empty')}>{t('dossiers.contents.empty.hint')}</EmptyState>
        }
      />
      {dialog === 'edit' ? (
        <EditDossierDialog dossier={dossier} onDone={done} onClose={() => setDialog(null)} />
      ) : null}
      {dialog === 'close' ? (
        <ConfirmDialog
          title={t('dossiers.close.title', { code: dossier.code })}
          act={t('dossiers.close')}
          busy={close.isPending ? t('common.busy.saving') : false}
          onClose={() => setDialog(null)}
          onConfirm={() => close.mutate({ path })}
        >
          {close.error ? <ErrorNote error={close.error} focus /> : null}
          <p>{t('dossiers.close.what')}</p>
        </ConfirmDialog>
      ) : null}
    </Page>
  )
}

type Row = Dossier['contents'][number]

function useColumns(act: (row: Row) => React.ReactNode): Column<Row>[] {
  const t = useT()
  return [
    {
      key: 'subject',
      title: t('dossiers.contents.column.document'),
      cell: (row) => (
        <>
          <AppLink href={`/documents/${row.id}`} className={css.title}>
            {row.subject}
          </AppLink>
          <span className={css.facts}>{[row.type, row.numberSymbol].filter(Boolean).join(' · ')}</span>
        </>
      ),
    },
    {
      key: 'dated',
      title: t('dossiers.contents.column.dated'),
      width: '128px',
      cell: (row) => (row.issuedOn ? formatDate(row.issuedOn) : null),
    },
    {
      key: 'author',
      title: t('dossiers.contents.column.author'),
      width: '256px',
      cell: (row) => row.issuer,
    },
    { key: 'act', title: t('dossiers.column.act'), width: '112px', cell: act },
  ]
}

const offered = 8

/** Finds a document that the unit may read and puts it in. */
function PutIn({ dossier }: { dossier: Dossier }) {
  const t = useT()
  const client = useQueryClient()
  const sought = useSought(true)
  const query = useQuery({
    ...listDocumentsOptions({ query: { q: sought.q ?? '' } }),
    enabled: sought.q !== null,
  })
  const put = useMutation({ ...putIntoDossierMutation(), onSuccess: () => client.invalidateQueries() })
  const there = new Set(dossier.contents.map((c) => c.id))
  const rows = sought.q === null ? [] : (query.data?.rows ?? []).slice(0, offered)
  return (
    <div className={css.put}>
      <TextField
        label={t('dossiers.put.search')}
        hint={t('dossiers.put.hint')}
        autoComplete="off"
        value={sought.text}
        onChange={(e) => sought.setText(e.target.value)}
      />
      {query.error ? <ErrorNote error={query.error} onRetry={() => void query.refetch()} /> : null}
      {put.error ? <ErrorNote error={put.error} focus /> : null}
      {sought.q !== null && query.data?.rows.length === 0 ? (
        <p role="status">{t('dossiers.put.nothing')}</p>
      ) : null}
      <ul className={css.found}>
        {rows.map((d) => (
          <li key={d.id}>
            <span>
              <span className={css.title}>{d.subject === '' ? d.type : d.subject}</span>
              <span className={css.facts}>
                {[d.numberSymbol, d.issuerName, d.issuedOn ? formatDate(d.issuedOn) : null]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            {there.has(d.id) ? (
              <span className={css.facts}>{t('dossiers.put.there')}</span>
            ) : (
              <Button
                size="small"
                aria-label={t('dossiers.put.of', { document: d.numberSymbol ?? d.subject })}
                onClick={() => put.mutate({ path: { dossierId: dossier.id }, body: { documents: [d.id] } })}
              >
                {t('dossiers.put.do')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

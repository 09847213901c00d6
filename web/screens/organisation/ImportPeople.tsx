import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { getUnitOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { ImportResult, ImportRow } from '../../api/generated/types.gen.ts'
import { apiFetch } from '../../app/api.ts'
import { useT } from '../../app/i18n.tsx'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Status, type State } from '../../parts/Status.tsx'
import css from './organisation.module.css'
import { importPeopleRoute } from './organisation.routes.ts'

export const Route = createLazyRoute('/organisation/units/$unitId/people/import')({ component: ImportPeople })

/** Bytes go as they are; the generated client knows JSON only. */
async function send(unitId: string, file: File, dryRun: boolean): Promise<ImportResult> {
  const response = await apiFetch(`/api/v1/units/${unitId}/people/import?dryRun=${dryRun}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  })
  return (await response.json()) as ImportResult
}

/** People without accounts from a file: first what each row would do, then all rows at once. */
function ImportPeople() {
  const t = useT()
  const { unitId } = importPeopleRoute.useParams()
  const client = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File | null>(null)
  const unit = useQuery(getUnitOptions({ path: { unitId } }))
  const look = useMutation({ mutationFn: (chosen: File) => send(unitId, chosen, true) })
  const carryOut = useMutation({
    mutationFn: (chosen: File) => send(unitId, chosen, false),
    onSuccess: () => client.invalidateQueries(),
  })
  const result = carryOut.data ?? look.data
  const error: unknown = carryOut.error ?? look.error ?? unit.error
  function choose(chosen: File | undefined) {
    if (!chosen) return
    setFile(chosen)
    carryOut.reset()
    look.mutate(chosen)
  }
  return (
    <Page>
      <PageHead
        title={t('people.import.title')}
        crumbs={[
          { label: t('units.title'), href: '/organisation' },
          {
            label: unit.data?.names.at(-1)?.shortName ?? t('people.title'),
            href: `/organisation/units/${unitId}/people`,
          },
        ]}
      />
      <p className={css.lead}>{t('people.import.intro')}</p>
      <p className={css.notes}>{t('people.import.columns')}</p>
      <div className={css.file}>
        <input
          ref={input}
          type="file"
          accept=".xlsx,.csv"
          hidden
          onChange={(e) => {
            choose(e.target.files?.[0])
            // The same file, put right and chosen again, must be read again.
            e.target.value = ''
          }}
        />
        <Button
          kind={result ? 'plain' : 'go'}
          busy={look.isPending && t('units.import.reading')}
          onClick={() => input.current?.click()}
        >
          {t(file ? 'units.import.chooseOther' : 'units.import.choose')}
        </Button>
        {file ? <span className="mute">{file.name}</span> : null}
      </div>
      {error ? <ErrorNote error={error} focus /> : null}
      {result ? (
        <Result
          unitId={unitId}
          result={result}
          busy={carryOut.isPending}
          onImport={() => {
            if (file) carryOut.mutate(file)
          }}
        />
      ) : null}
    </Page>
  )
}

function Result(props: { unitId: string; result: ImportResult; busy: boolean; onImport: () => void }) {
  const t = useT()
  const { unitId, result, busy, onImport } = props
  const { counts, done, rows } = result
  const touched = counts.add + counts.change
  if (done && touched > 0)
    return (
      <>
        <p className={css.done} role="status">
          <Status state="done">{t('people.import.done', { add: counts.add, change: counts.change })}</Status>
        </p>
        <ButtonLink to="/organisation/units/$unitId/people" params={{ unitId }} search={{}}>
          {t('people.import.toList')}
        </ButtonLink>
      </>
    )
  return (
    <>
      <div className={css.result} role="status">
        <p className="mid">{t('people.import.counts', counts)}</p>
        {counts.error > 0 ? <p>{t('people.import.wrong', { n: counts.error })}</p> : null}
        {counts.error === 0 && touched === 0 ? <p>{t('people.import.nothing')}</p> : null}
        {rows.length < counts.all ? (
          <p className="mute">{t('units.import.shown', { n: rows.length })}</p>
        ) : null}
      </div>
      {counts.error === 0 && touched > 0 ? (
        <p className={css.file}>
          <Button kind="go" busy={busy && t('units.import.importing')} onClick={onImport}>
            {t('people.import.do', { n: touched })}
          </Button>
        </p>
      ) : null}
      <DataList
        label={t('people.import.title')}
        rows={rows}
        columns={columnsOf(t)}
        rowKey={(r) => String(r.row)}
        rowName={(r) => r.name}
        empty={<EmptyState title={t('people.import.nothing')} />}
      />
    </>
  )
}

const shapes: Record<ImportRow['what'], State> = { add: 'busy', change: 'open', same: 'done', error: 'late' }

function columnsOf(t: ReturnType<typeof useT>): Column<ImportRow>[] {
  return [
    { key: 'row', title: t('units.import.row'), cell: (r) => r.row, width: '72px', phone: 'line' },
    {
      key: 'person',
      title: t('people.import.person'),
      phone: 'title',
      cell: (r) => (
        <>
          <span className={css.rowName}>{r.name || t('common.none')}</span>
          <span className={css.second}>{r.code}</span>
        </>
      ),
    },
    {
      key: 'state',
      title: t('units.import.would'),
      width: '128px',
      cell: (r) => <Status state={shapes[r.what]}>{t(`units.import.state.${r.what}`)}</Status>,
    },
    {
      key: 'words',
      title: '',
      cell: (r) => (
        <>
          {r.words}
          {r.issues.length > 0 ? (
            <ul className={css.issues}>
              {r.issues.map((issue) => (
                <li key={`${issue.column ?? ''} ${issue.message}`}>
                  {issue.column ? `${issue.column}: ` : ''}
                  {issue.message}
                </li>
              ))}
            </ul>
          ) : null}
        </>
      ),
    },
  ]
}

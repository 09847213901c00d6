import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type ReactNode } from 'react'
import type { ImportResult, ImportRow } from '../../api/generated/types.gen.ts'
import { apiFetch } from '../../app/api.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Status, type State } from '../../parts/Status.tsx'
import css from './organisation.module.css'

type Counts = ImportResult['counts']

/** What differs between lists of units, of people and of documents. */
export interface ImportWords {
  title: string
  intro: string
  columns: string
  nothing: string
  counts: (counts: Counts) => string
  wrong: (n: number) => string
  act: (n: number) => string
  done: (counts: Counts) => string
}

/** Bytes go as they are; the generated client knows JSON only. */
async function send(address: string, file: File, dryRun: boolean): Promise<ImportResult> {
  const response = await apiFetch(`${address}?dryRun=${dryRun}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  })
  return (await response.json()) as ImportResult
}

/**
 * A list from a file: first what each row would do, then all rows at once.
 * @param address of the interface, which takes the file's bytes
 * @param subject the column that names what a row is of
 * @param template a file to begin with
 * @param accept endings of the files that are taken
 * @param after where to go when it is done
 */
export function ImportFile(props: {
  address: string
  words: ImportWords
  subject: Column<ImportRow>
  template?: ReactNode
  accept?: string
  after: ReactNode
}) {
  const { address, words, accept = '.xlsx,.csv' } = props
  const t = useT()
  const client = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File | null>(null)
  const look = useMutation({ mutationFn: (chosen: File) => send(address, chosen, true) })
  const carryOut = useMutation({
    mutationFn: (chosen: File) => send(address, chosen, false),
    onSuccess: () => client.invalidateQueries(),
  })
  const result = carryOut.data ?? look.data
  const error: unknown = carryOut.error ?? look.error
  function choose(chosen: File | undefined) {
    if (!chosen) return
    setFile(chosen)
    carryOut.reset()
    look.mutate(chosen)
  }
  return (
    <>
      <p className={css.lead}>{words.intro}</p>
      <p className={css.notes}>{words.columns}</p>
      <div className={css.file}>
        <input
          ref={input}
          type="file"
          accept={accept}
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
        {props.template}
        {file ? <span className="mute">{file.name}</span> : null}
      </div>
      {error ? <ErrorNote error={error} focus /> : null}
      {result ? (
        <Result
          {...props}
          result={result}
          busy={carryOut.isPending}
          onImport={() => {
            if (file) carryOut.mutate(file)
          }}
        />
      ) : null}
    </>
  )
}

function Result(props: {
  words: ImportWords
  subject: Column<ImportRow>
  after: ReactNode
  result: ImportResult
  busy: boolean
  onImport: () => void
}) {
  const t = useT()
  const { words, result, busy, onImport } = props
  const { counts, done, rows } = result
  const touched = counts.add + counts.change
  if (done && touched > 0)
    return (
      <>
        <p className={css.done} role="status">
          <Status state="done">{words.done(counts)}</Status>
        </p>
        {props.after}
      </>
    )
  return (
    <>
      <div className={css.result} role="status">
        <p className="mid">{words.counts(counts)}</p>
        {counts.error > 0 ? <p>{words.wrong(counts.error)}</p> : null}
        {counts.error === 0 && touched === 0 ? <p>{words.nothing}</p> : null}
        {rows.length < counts.all ? (
          <p className="mute">{t('units.import.shown', { n: rows.length })}</p>
        ) : null}
      </div>
      {counts.error === 0 && touched > 0 ? (
        <p className={css.file}>
          <Button kind="go" busy={busy && t('units.import.importing')} onClick={onImport}>
            {words.act(touched)}
          </Button>
        </p>
      ) : null}
      <DataList
        label={words.title}
        rows={rows}
        columns={columnsOf(t, props.subject)}
        rowKey={(r) => String(r.row)}
        rowName={(r) => r.name}
        empty={<EmptyState title={words.nothing} />}
      />
    </>
  )
}

const shapes: Record<ImportRow['what'], State> = { add: 'busy', change: 'open', same: 'done', error: 'late' }

function columnsOf(t: ReturnType<typeof useT>, subject: Column<ImportRow>): Column<ImportRow>[] {
  return [
    { key: 'row', title: t('units.import.row'), cell: (r) => r.row, width: '72px', phone: 'line' },
    subject,
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

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatDate, formatInstant } from '#src/messages/format.ts'
import type { KnownDocumentView, SharedKnownDocument } from '../../api/generated/index.ts'
import { withdrawKnownDocumentMutation } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { TextField } from '../../parts/FormField.tsx'
import { Group } from '../../parts/Page.tsx'
import css from './Known.module.css'

type Version = NonNullable<KnownDocumentView['own']>['versions'][number]
type FactName = Version['changed'][number]

const heads: Record<FactName, string> = {
  type: 'library.column.type',
  numberSymbol: 'library.column.number',
  issuedOn: 'library.column.date',
  issuer: 'library.column.issuer',
  title: 'library.column.subject',
  inForceFrom: 'library.known.from',
  lastDay: 'library.known.lastDay',
  relations: 'library.known.changedBy',
  source: 'library.known.source',
}

/** What one may do with an entry: say something of it for the unit, or take that back. */
export function Acts({ entry, name }: { entry: KnownDocumentView; name: string }) {
  const t = useT()
  const [asks, setAsks] = useState(false)
  const may = (act: (typeof entry.may)[number]) => entry.may.includes(act)
  const isGone = entry.whose === 'own' && entry.own?.state === 'withdrawn'
  return (
    <>
      {may('known.withdraw') ? (
        <Button onClick={() => setAsks(true)}>{t('library.known.withdraw')}</Button>
      ) : null}
      {may('known.correct') ? (
        <ButtonLink kind="go" to="/documents/known/$knownId/correct" params={{ knownId: entry.id }}>
          {t(
            isGone
              ? 'library.known.restore'
              : entry.whose === 'shared'
                ? 'library.known.say'
                : 'library.known.correct',
          )}
        </ButtonLink>
      ) : null}
      {asks && entry.own ? (
        <Withdraw entry={entry} name={name} version={entry.own.version} onClose={() => setAsks(false)} />
      ) : null}
    </>
  )
}

function Withdraw(props: { entry: KnownDocumentView; name: string; version: number; onClose: () => void }) {
  const t = useT()
  const client = useQueryClient()
  const { entry, name, version, onClose } = props
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const withdraw = useMutation({
    ...withdrawKnownDocumentMutation(),
    onSuccess: async () => {
      await client.invalidateQueries()
      onClose()
    },
  })
  function confirm() {
    setTried(true)
    if (reason.trim() !== '')
      withdraw.mutate({ path: { knownId: entry.id }, body: { version, reason: reason.trim() } })
  }
  return (
    <ConfirmDialog
      title={t('library.known.withdrawAsk', { name })}
      act={t('library.known.withdraw')}
      danger
      busy={withdraw.isPending && t('library.known.withdrawing')}
      onConfirm={confirm}
      onClose={onClose}
    >
      {withdraw.error ? <ErrorNote error={withdraw.error} focus /> : null}
      <p className={css.before}>
        {t(entry.whose === 'own' ? 'library.known.withdrawOwn' : 'library.known.withdrawWord')}
      </p>
      <TextField
        label={t('library.entry.reason')}
        maxLength={1000}
        value={reason}
        error={tried && reason.trim() === '' ? t('library.entry.missing') : undefined}
        onChange={(e) => setReason(e.target.value)}
      />
    </ConfirmDialog>
  )
}

/** Whose word this is, where it is the unit's own. */
export function OwnNote({ entry }: { entry: KnownDocumentView }) {
  const t = useT()
  if (!entry.own || entry.whose === 'shared') return null
  const key =
    entry.own.state === 'withdrawn'
      ? 'library.known.withdrawnNote'
      : entry.whose === 'own'
        ? 'library.known.ownNote'
        : 'library.known.wordNote'
  return <p className={css.own}>{t(key, { unit: entry.own.unit })}</p>
}

/** What all homes have, where the unit says otherwise: only what differs. */
export function Beside({ entry, shared }: { entry: KnownDocumentView; shared: SharedKnownDocument }) {
  const t = useT()
  const relations = (all: SharedKnownDocument['relations']) =>
    all.map((r) => `${t(`library.known.kind.${r.kind}`)} ${r.by}`).join('; ')
  const day = (date: string | null) => (date === null ? '' : formatDate(date))
  const facts: [FactName, string, string][] = [
    ['type', shared.type, entry.type],
    ['numberSymbol', shared.numberSymbol, entry.numberSymbol],
    ['issuedOn', day(shared.issuedOn), day(entry.issuedOn)],
    ['issuer', shared.issuer, entry.issuer],
    ['title', shared.title, entry.title],
    ['inForceFrom', day(shared.inForceFrom), day(entry.inForceFrom)],
    ['lastDay', day(shared.lastDay), day(entry.lastDay)],
    ['relations', relations(shared.relations), relations(entry.changedBy)],
    ['source', shared.source, entry.source],
  ]
  return (
    <Group title={t('library.known.beside')}>
      <div className={css.beside}>
        <dl className={css.facts}>
          {facts
            .filter(([, theirs, ours]) => theirs !== ours)
            .map(([name, theirs]) => (
              <Pair key={name} name={t(heads[name])} words={theirs || t('library.known.noneOnRecord')} />
            ))}
        </dl>
        {shared.confirmed ? null : <p className="small mute">{t('library.known.unconfirmed')}</p>}
      </div>
    </Group>
  )
}

function Pair(props: { name: string; words: string }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>{props.words}</dd>
    </>
  )
}

/** What the unit wrote when, why, and what that changed. */
export function History({ entry }: { entry: KnownDocumentView }) {
  const t = useT()
  const versions = entry.own?.versions ?? []
  if (versions.length === 0) return null
  const deed = (v: Version) => {
    if (v.state === 'withdrawn') return t('library.known.version.withdraw')
    if (v.version > 1) return t('library.known.version.correct')
    return t(entry.whose === 'own' ? 'library.known.version.add' : 'library.known.version.say')
  }
  return (
    <Group title={t('library.known.history')} note={versions.length}>
      <ol className={css.list}>
        {versions.map((v) => (
          <li key={v.version}>
            <span className={css.version}>
              <span className="mid">{deed(v)}</span>
              <span className="small mute">
                {[formatInstant(v.at), v.by].filter((words) => words !== null).join(', ')}
              </span>
              {v.changed.length > 0 ? (
                <span className="small">
                  {t('library.known.version.changed', {
                    facts: v.changed.map((name) => t(heads[name])).join(', '),
                  })}
                </span>
              ) : null}
              {v.reason === null ? null : (
                <span className="small">{t('library.known.version.reason', { reason: v.reason })}</span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </Group>
  )
}

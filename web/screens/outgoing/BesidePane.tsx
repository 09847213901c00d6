import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatInstant } from '#src/messages/format.ts'
import {
  commentOutgoing,
  settleOutgoingComment,
  type OutgoingContent,
  type OutgoingView,
} from '../../api/generated/index.ts'
import { getOutgoingVersionOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { REQUEST_ID } from '../../app/api.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { SelectField, TextArea } from '../../parts/FormField.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { short } from '../plans/model.ts'
import { Compared } from './Compared.tsx'
import css from './outgoing.module.css'
import { Steps } from './ReviewActs.tsx'

interface Props {
  draft: OutgoingView
  content: OutgoingContent
  save: () => Promise<boolean>
  onDraft: (draft: OutgoingView) => void
  onBlock: (key: string) => void
  onChange?: (content: OutgoingContent) => void
}

/** Beside the text: what was said of it, its review, its earlier states. */
export function BesidePane(props: Props) {
  return (
    <>
      <Comments {...props} />
      <Steps draft={props.draft} />
      <Versions {...props} />
    </>
  )
}

function Comments({ draft, content, save, onDraft, onBlock }: Props) {
  const t = useT()
  const [words, setWords] = useState('')
  const [blockKey, setBlockKey] = useState('')
  const [id, setId] = useState(newId)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const blocks = [...content.blocks, ...content.annexes.flatMap((a) => a.blocks)]
  const nameOf = (key: string) => {
    const block = blocks.find((b) => b.key === key)
    if (!block) return ''
    return `${draft.markers[key] ?? ''} ${short(block.kind === 'text' ? block.words : block.caption, 60)}`.trim()
  }
  async function act(run: () => Promise<{ data: OutgoingView }>) {
    setBusy(true)
    setError(null)
    try {
      if (!(await save())) return
      onDraft((await run()).data)
    } catch (e) {
      setError(e)
    } finally {
      setBusy(false)
    }
  }
  const add = () =>
    act(async () => {
      const answer = await commentOutgoing({
        path: { id: draft.id },
        body: { id, blockKey: blockKey === '' ? null : blockKey, words },
        headers: { [REQUEST_ID]: id },
        throwOnError: true,
      })
      setWords('')
      setId(newId())
      return answer
    })
  return (
    <section className={css.block}>
      <h2>{t('outgoing.comment.title')}</h2>
      {error ? <ErrorNote error={error} /> : null}
      {draft.comments.length === 0 ? <p className="mute">{t('outgoing.comment.none')}</p> : null}
      <ul className={css.options}>
        {draft.comments.map((c) => {
          const key = c.blockKey
          return (
            <li key={c.id} className={css.comment} data-settled={c.settledAt ? '' : undefined}>
              <div className="small mute">
                {[c.by, formatInstant(c.at)].filter(Boolean).join(' · ')}
                {c.settledAt ? ` · ${t('outgoing.comment.settled')}` : ''}
              </div>
              {key !== null && nameOf(key) !== '' ? (
                <button type="button" className={css.link} lang="vi" onClick={() => onBlock(key)}>
                  {nameOf(key)}
                </button>
              ) : null}
              <p lang="vi">{c.words}</p>
              {c.settledAt === null && draft.may.includes('comment') ? (
                <Button
                  size="small"
                  onClick={() =>
                    void act(() =>
                      settleOutgoingComment({
                        path: { id: draft.id, commentId: c.id },
                        headers: { [REQUEST_ID]: newId() },
                        throwOnError: true,
                      }),
                    )
                  }
                >
                  {t('outgoing.comment.settle')}
                </Button>
              ) : null}
            </li>
          )
        })}
      </ul>
      {draft.may.includes('comment') ? (
        <form
          className={css.fields}
          onSubmit={(e) => {
            e.preventDefault()
            if (words.trim() !== '') void add()
          }}
        >
          <SelectField
            label={t('outgoing.comment.of')}
            value={blockKey}
            onChange={(e) => setBlockKey(e.target.value)}
            options={[
              { value: '', label: t('outgoing.comment.whole') },
              ...blocks.map((b) => ({ value: b.key, label: nameOf(b.key) })),
            ]}
          />
          <TextArea
            label={t('outgoing.comment.words')}
            rows={2}
            maxLength={2_000}
            value={words}
            onChange={(e) => setWords(e.target.value)}
          />
          <p>
            <Button type="submit" busy={busy ? t('common.busy.saving') : false}>
              {t('outgoing.comment.add')}
            </Button>
          </p>
        </form>
      ) : null}
    </section>
  )
}

function Versions({ draft, content, onChange }: Props) {
  const t = useT()
  const [shown, setShown] = useState<number | null>(null)
  return (
    <section className={css.block}>
      <h2>{t('outgoing.versions.title')}</h2>
      {draft.versions.length === 0 ? <p className="mute">{t('outgoing.versions.none')}</p> : null}
      <ul className={css.options}>
        {draft.versions.map((v) => (
          <li key={v.version} className={css.basis}>
            <span>
              {t('outgoing.versions.row', { n: v.version })}
              <span className="small mute"> {[v.by, formatInstant(v.at)].filter(Boolean).join(' · ')}</span>
            </span>
            <Button size="small" onClick={() => setShown(v.version)}>
              {t('outgoing.versions.compare')}
            </Button>
          </li>
        ))}
      </ul>
      {shown === null ? null : (
        <VersionDialog
          id={draft.id}
          version={shown}
          content={content}
          onClose={() => setShown(null)}
          {...(onChange
            ? {
                onBack: (earlier) => {
                  onChange(earlier)
                  setShown(null)
                },
              }
            : {})}
        />
      )}
    </section>
  )
}

function VersionDialog(props: {
  id: string
  version: number
  content: OutgoingContent
  onClose: () => void
  onBack?: (content: OutgoingContent) => void
}) {
  const t = useT()
  const { id, version, content, onBack } = props
  const query = useQuery(getOutgoingVersionOptions({ path: { id, version } }))
  const earlier = query.data?.content
  return (
    <Dialog
      title={t('outgoing.versions.row', { n: version })}
      onClose={props.onClose}
      acts={
        onBack && earlier ? (
          <Button onClick={() => onBack(earlier)}>{t('outgoing.versions.back')}</Button>
        ) : null
      }
    >
      {query.error ? <ErrorNote error={query.error} onRetry={() => void query.refetch()} /> : null}
      {earlier ? <Compared before={earlier} after={content} /> : query.error ? null : <Skeleton rows={4} />}
    </Dialog>
  )
}

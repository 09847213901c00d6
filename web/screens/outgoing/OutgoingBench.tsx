import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { formatInstant } from '#src/messages/format.ts'
import { getOutgoing, type OutgoingView } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { ApiError } from '../../app/problem.ts'
import { Bench } from '../../parts/Bench.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { PageHead } from '../../parts/Page.tsx'
import { SaveState } from '../../parts/SaveState.tsx'
import { SigningBlock } from '../../parts/SigningBlock.tsx'
import { Unready } from '../../parts/Unready.tsx'
import { BesidePane } from './BesidePane.tsx'
import { Conflict } from './Compared.tsx'
import { CopyPane } from './CopyPane.tsx'
import { Findings } from './Findings.tsx'
import css from './outgoing.module.css'
import { views } from './outgoing.routes.ts'
import { OutgoingState } from './OutgoingState.tsx'
import { InOwnForm } from '../organisation/InOwnForm.tsx'
import { SignerNote } from '../organisation/Signers.tsx'
import { PaperPane } from './PaperPane.tsx'
import { Returned, ReviewActs } from './ReviewActs.tsx'
import { SendPane } from './SendPane.tsx'
import { TextPane } from './TextPane.tsx'
import { useOutgoing } from './useOutgoing.ts'

const route = '/outgoing/$id'

/** The bench of a document: its text piece by piece, beside it the paper as it will be printed with what is to be looked at. */
function OutgoingBench() {
  const t = useT()
  const { id } = Route.useParams()
  const navigate = useNavigate({ from: route })
  const saved = useOutgoing(id)
  const { query, draft, content } = saved
  const isIssued = query.error instanceof ApiError && query.error.code === 'outgoing.issued_already'
  useEffect(() => {
    // Issued by a colleague meanwhile: it is a document like every other.
    if (isIssued) void navigate({ to: '/documents/$documentId', params: { documentId: id }, replace: true })
  }, [isIssued, id, navigate])
  if (!draft || !content)
    return (
      <Unready
        title={t('outgoing.title')}
        crumbs={[{ label: t('outgoing.title'), href: '/outgoing' }]}
        query={query}
      />
    )
  return <Loaded key={id} saved={saved} draft={draft} content={content} />
}

function Loaded(props: {
  saved: ReturnType<typeof useOutgoing>
  draft: OutgoingView
  content: OutgoingView['content']
}) {
  const t = useT()
  const navigate = useNavigate({ from: route })
  const { view = 'text' } = Route.useSearch()
  const { saved, draft, content } = props
  const [error, setError] = useState<unknown>(null)
  const canEdit = draft.may.includes('draft')
  const other = useOthersVersion(draft)
  const go = (next: (typeof views)[number]) =>
    void navigate({ search: { view: next === 'text' ? undefined : next }, replace: true })
  const onBlock = (key: string) => {
    go('text')
    requestAnimationFrame(() => document.getElementById(`block-${key}`)?.focus())
  }
  const edits = canEdit ? { onChange: saved.change } : {}
  return (
    <>
      <Bench
        head={
          <PageHead
            title={content.subject === '' ? t('outgoing.untitled', { type: content.type }) : content.subject}
            crumbs={[{ label: t('outgoing.title'), href: '/outgoing' }, { label: content.type }]}
            status={
              <>
                <OutgoingState state={draft.state} numberSymbol={draft.numberSymbol} />{' '}
                {saved.saving ? <SaveState saving={saved.saving} /> : null}
              </>
            }
            acts={
              <>
                <InOwnForm type={content.type} address={`/api/v1/outgoing/${draft.id}/own-form`} />
                <ReviewActs draft={draft} save={saved.save} onDraft={saved.take} onError={setError} />
              </>
            }
          />
        }
        middle={{
          label: t('outgoing.pane.text'),
          content: (
            <div className={css.middle}>
              {error ? <ErrorNote error={error} focus /> : null}
              {other ? (
                <p className={css.notice} role="status">
                  {t('outgoing.updated', { by: other.updatedBy ?? '', at: formatInstant(other.updatedAt) })}
                </p>
              ) : null}
              <Returned draft={draft} />
              {draft.state === 'draft' ? null : <SignerNote findings={draft.findings} />}
              {draft.signing ? (
                <SigningBlock<OutgoingView>
                  signing={draft.signing}
                  hasNumber={draft.numberSymbol !== null}
                  maySign={draft.may.includes('sign')}
                  path={`outgoing/${draft.id}`}
                  onDone={saved.take}
                />
              ) : null}
              <div className={css.views} role="group" aria-label={t('outgoing.views')}>
                {views.map((v) => (
                  <button key={v} type="button" aria-pressed={view === v} onClick={() => go(v)}>
                    {t(`outgoing.pane.${v}`)}
                    {v === 'beside' && openComments(draft) > 0 ? ` (${openComments(draft)})` : ''}
                  </button>
                ))}
              </div>
              <Findings findings={draft.findings} onBlock={onBlock} />
              {view === 'text' && content.copy ? (
                <CopyPane draft={draft} content={content} {...edits} />
              ) : view === 'text' ? (
                <TextPane draft={draft} content={content} {...edits} />
              ) : view === 'send' ? (
                <SendPane draft={draft} content={content} {...edits} />
              ) : (
                <BesidePane
                  draft={draft}
                  content={content}
                  save={saved.save}
                  onDraft={saved.take}
                  onBlock={onBlock}
                  {...edits}
                />
              )}
              <p className={css.count}>
                {draft.updatedBy
                  ? t('outgoing.updated', { by: draft.updatedBy, at: formatInstant(draft.updatedAt) })
                  : null}
              </p>
            </div>
          ),
        }}
        right={{
          label: t('outgoing.pane.paper'),
          width: 560,
          ground: 'sunk',
          content: (
            <PaperPane
              id={draft.id}
              version={draft.version}
              state={draft.state}
              number={draft.numberSymbol}
              draft={canEdit ? { content, onChange: saved.change } : undefined}
            />
          ),
        }}
      />
      {saved.conflict ? (
        <Conflict mine={content} theirs={saved.conflict} onChoose={saved.choose} onLater={saved.postpone} />
      ) : null}
    </>
  )
}

function openComments(draft: OutgoingView): number {
  return draft.comments.filter((c) => c.settledAt === null).length
}

/** Two people at once are told of each other: whether somebody else saved since this screen read the draft. */
function useOthersVersion(draft: OutgoingView): OutgoingView | null {
  const seen = useQuery({
    queryKey: ['outgoing-others', draft.id],
    queryFn: async () => (await getOutgoing({ path: { id: draft.id }, throwOnError: true })).data,
    refetchInterval: 20_000,
    // Only who writes needs to know; what is approved changes under nobody's hands.
    enabled: draft.may.includes('draft'),
    retry: false,
  })
  return seen.data && seen.data.version > draft.version ? seen.data : null
}

export const Route = createLazyRoute(route)({ component: OutgoingBench })

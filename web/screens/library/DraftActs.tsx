import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { DraftView } from '../../api/generated/index.ts'
import {
  listDocumentDraftsQueryKey,
  listDocumentsInfiniteQueryKey,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { confirmDocumentDraft, discardDocumentDraft } from '../../api/generated/sdk.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { useHotkeys } from '../../parts/useHotkeys.ts'
import type { Checked } from './pieces.ts'
import type { useDraft } from './useDraft.ts'

/** The one primary button: what is on the screen is kept first, then confirmed. */
export function ConfirmDraft(props: {
  draft: ReturnType<typeof useDraft>
  kept: DraftView
  checked: Checked
}) {
  const t = useT()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { draft, kept, checked } = props
  const { type, subject, agency } = checked.pieces.header
  const confirm = useMutation({
    mutationFn: async () => {
      if (!(await draft.save())) return false
      const version = queryClient.getQueryData<DraftView>(draft.key)?.version ?? kept.version
      await confirmDocumentDraft({ path: { id: kept.id }, body: { version }, throwOnError: true })
      return true
    },
    onSuccess: async (done) => {
      if (!done) return
      void queryClient.invalidateQueries({ queryKey: listDocumentDraftsQueryKey() })
      void queryClient.invalidateQueries({ queryKey: listDocumentsInfiniteQueryKey() })
      await navigate({ to: '/documents/$documentId', params: { documentId: kept.id } })
    },
  })
  const isComplete = Boolean(type && subject && agency)
  useHotkeys([
    {
      keys: 'mod+Enter',
      does: t('library.bench.confirm'),
      run: () => (isComplete && !confirm.isPending ? confirm.mutate() : false),
    },
  ])
  return (
    <>
      {confirm.error ? <ErrorNote error={confirm.error} focus /> : null}
      <Button
        kind="go"
        busy={confirm.isPending ? t('library.bench.confirming') : false}
        {...(isComplete ? {} : { reason: t('library.bench.confirmIncomplete') })}
        onClick={() => confirm.mutate()}
      >
        {t('library.bench.confirm')}
      </Button>
    </>
  )
}

/** The document is dropped with its file, after it was asked. */
export function DiscardDraft(props: { draft: DraftView }) {
  const t = useT()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const discard = useMutation({
    mutationFn: () => discardDocumentDraft({ path: { id: props.draft.id }, throwOnError: true }),
    onSuccess: async () => {
      await navigate({ to: '/documents' })
      await queryClient.invalidateQueries({ queryKey: listDocumentDraftsQueryKey() })
    },
  })
  if (!props.draft.may.includes('document.discard')) return null
  return (
    <>
      <Button kind="bare" onClick={() => setAsking(true)}>
        {t('library.bench.discard')}
      </Button>
      {asking ? (
        <ConfirmDialog
          title={t('library.bench.discardAsk')}
          act={t('library.bench.discard')}
          danger
          busy={discard.isPending ? t('common.busy.saving') : false}
          onConfirm={() => discard.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>{t('library.bench.discardSentence')}</p>
          {discard.error ? <ErrorNote error={discard.error} focus /> : null}
        </ConfirmDialog>
      ) : null}
    </>
  )
}

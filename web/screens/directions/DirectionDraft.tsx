import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { formatClause } from '#src/messages/format.ts'
import type { DirectionContent, DirectionDraft as Draft } from '../../api/generated/index.ts'
import { dropDirectionDraft, saveDirectionDraft, sendDirection } from '../../api/generated/index.ts'
import { getDirectionDraftOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.ts'
import { Button } from '../../parts/Button.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { CheckField, RadioCards, TextArea, TextField } from '../../parts/FormField.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { PhoneBar, SaveBar } from '../../parts/PhoneBar.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './directions.module.css'
import { DocumentPicker } from './DocumentPicker.tsx'

export const Route = createLazyRoute('/directions/$directionId/draft')({ component: DirectionDraft })

const empty: DirectionContent = {
  title: '',
  words: '',
  expects: 'carry_out',
  dueOn: null,
  documentId: null,
  clauses: [],
  lines: [],
}

/** A direction that is being written. */
function DirectionDraft() {
  const t = useT()
  const { directionId } = Route.useParams()
  const { fresh } = Route.useSearch()
  const draft = useQuery({
    ...getDirectionDraftOptions({ path: { id: directionId } }),
    // What has just been kept stands on the screen already.
    staleTime: Infinity,
    enabled: fresh !== true,
  })
  return (
    <>
      <PhoneBar title={t('directions.draft.title')} close alone />
      <Page narrow>
        <div className={css.wide}>
          <PageHead
            title={t('directions.draft.title')}
            crumbs={[
              { label: t('directions.title'), href: '/directions?box=drafts' },
              { label: t('directions.draft.title') },
            ]}
          />
        </div>
        {draft.data || fresh ? (
          <Writing key={directionId} id={directionId} draft={draft.data ?? null} />
        ) : draft.error ? (
          <ErrorNote error={draft.error} onRetry={() => void draft.refetch()} />
        ) : (
          <Skeleton rows={6} />
        )}
      </Page>
    </>
  )
}

function Writing(props: { id: string; draft: Draft | null }) {
  const t = useT()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { today } = useSession()
  const { id, draft } = props
  const [content, setContent] = useState<DirectionContent>(draft?.content ?? empty)
  const [lines, setLines] = useState(content.lines.join('\n'))
  const [document, setDocument] = useState(draft?.document ?? null)
  const [asks, setAsks] = useState<'send' | 'drop' | null>(null)
  const [isTried, setIsTried] = useState(false)
  const set = (part: Partial<DirectionContent>) => setContent({ ...content, ...part })
  const chosen = content.clauses ?? []
  const options = getDirectionDraftOptions({ path: { id } })
  const save = useMutation({
    // One after the other: each stands on the version that the one before made.
    scope: { id: `direction ${id}` },
    mutationFn: async (next: DirectionContent) => {
      const body = {
        version: client.getQueryData(options.queryKey)?.version ?? 0,
        content: {
          ...next,
          lines: lines
            .split('\n')
            .map((line) => line.trim())
            .filter((line) => line !== ''),
        },
      }
      const { data } = await saveDirectionDraft({ path: { id }, body, throwOnError: true })
      return data
    },
    onSuccess: (kept) => {
      client.setQueryData(options.queryKey, kept)
      if (!draft)
        void navigate({
          to: '/directions/$directionId/draft',
          params: { directionId: id },
          search: {},
          replace: true,
        })
    },
  })
  const send = useMutation({
    mutationFn: (version: number) => sendDirection({ path: { id }, body: { version }, throwOnError: true }),
    onSuccess: async () => {
      await navigate({
        to: '/directions/$directionId',
        params: { directionId: id },
        replace: true,
        search: {},
      })
      // The draft is gone: nobody may ask for it again.
      client.removeQueries({ queryKey: options.queryKey })
      await client.invalidateQueries()
    },
    onSettled: () => setAsks(null),
  })
  const drop = useMutation({
    mutationFn: () => dropDirectionDraft({ path: { id }, throwOnError: true }),
    onSuccess: async () => {
      client.removeQueries({ queryKey: options.queryKey })
      await navigate({ to: '/directions', search: { box: 'drafts' }, replace: true })
    },
  })
  const error = save.error ?? send.error ?? drop.error
  const missing = (value: string | null) =>
    isTried && (value === null || value.trim() === '') ? t('directions.missing') : undefined

  async function askToSend() {
    setIsTried(true)
    if (content.title.trim() === '' || content.words.trim() === '' || content.dueOn === null) return
    const kept = await save.mutateAsync(content).catch(() => null)
    if (kept && kept.units > 0 && kept.recipients.every((r) => r.reaches > 0)) setAsks('send')
  }
  return (
    <form
      noValidate
      className={css.form}
      onSubmit={(e) => {
        e.preventDefault()
        save.mutate(content)
      }}
    >
      {error ? <ErrorNote error={error} focus /> : null}
      <TextField
        label={t('directions.field.title')}
        value={content.title}
        maxLength={300}
        error={missing(content.title)}
        onChange={(e) => set({ title: e.target.value })}
      />
      <TextArea
        label={t('directions.field.words')}
        value={content.words}
        rows={6}
        maxLength={10_000}
        error={missing(content.words)}
        onChange={(e) => set({ words: e.target.value })}
      />
      <RadioCards
        label={t('directions.field.expects')}
        value={content.expects}
        onChange={(v) => set({ expects: v === 'know' ? 'know' : 'carry_out' })}
        options={(['carry_out', 'know'] as const).map((value) => ({
          value,
          label: t(`directions.expects.${value}`),
          hint: t(`directions.expects.${value}.hint`),
        }))}
      />
      <DateField
        label={t('directions.field.dueOn')}
        value={content.dueOn}
        min={today}
        error={missing(content.dueOn)}
        onChange={(dueOn) => set({ dueOn })}
      />
      <DocumentPicker
        value={document}
        onChange={(picked) => {
          setDocument(picked)
          const next = { ...content, documentId: picked?.id ?? null, clauses: [] }
          setContent(next)
          // Kept at once, so that the document's clauses are there to choose from.
          if (picked) save.mutate(next)
        }}
      />
      {draft && document && draft.document?.id === document.id && draft.clauses.length > 0 ? (
        <fieldset>
          <legend>{t('directions.field.clauses')}</legend>
          <p className={css.facts}>{t('directions.field.clauses.hint')}</p>
          <div className={css.choices} tabIndex={0} role="group" aria-label={t('directions.field.clauses')}>
            {draft.clauses.map((c) => (
              <CheckField
                key={c.key}
                label={c.words}
                hint={t('reports.thread.clause', { path: formatClause(c.path, t) })}
                checked={chosen.includes(c.key)}
                onChange={() =>
                  set({
                    clauses: chosen.includes(c.key)
                      ? chosen.filter((key) => key !== c.key)
                      : [...chosen, c.key],
                  })
                }
              />
            ))}
          </div>
        </fieldset>
      ) : null}
      <TextArea
        label={t('directions.field.lines')}
        hint={t('directions.field.lines.hint')}
        value={lines}
        rows={4}
        error={missing(lines)}
        onChange={(e) => setLines(e.target.value)}
        onBlur={() => {
          if (lines.trim() !== '') save.mutate(content)
        }}
      />
      {draft && draft.recipients.length > 0 ? (
        <div className={css.reach} role="status">
          {draft.recipients.map((line) => (
            <Status key={line.words} state={line.reaches > 0 ? 'done' : 'late'}>
              {t(line.reaches > 0 ? 'directions.reaches.n' : 'directions.reaches.none', {
                words: line.words,
                n: line.reaches,
              })}
            </Status>
          ))}
          <b>{t('directions.reaches.all', { n: draft.units })}</b>
        </div>
      ) : null}
      <SaveBar>
        {draft === null || draft.may.includes('send') ? (
          <Button
            kind="go"
            size="big"
            busy={send.isPending ? t('common.busy.sending') : false}
            onClick={() => void askToSend()}
          >
            {t('directions.send')}
          </Button>
        ) : null}
        <Button busy={save.isPending ? t('common.busy.saving') : false} onClick={() => save.mutate(content)}>
          {t('directions.save')}
        </Button>
        {draft ? (
          <Button kind="bare" onClick={() => setAsks('drop')}>
            {t('directions.drop')}
          </Button>
        ) : null}
      </SaveBar>
      {asks === 'send' && draft ? (
        <ConfirmDialog
          title={t('directions.send.title', { n: draft.units })}
          act={t('directions.send')}
          busy={send.isPending ? t('common.busy.sending') : false}
          onConfirm={() => send.mutate(draft.version)}
          onClose={() => setAsks(null)}
        >
          <p>{t('directions.send.text')}</p>
        </ConfirmDialog>
      ) : asks === 'drop' ? (
        <ConfirmDialog
          title={t('directions.drop.title')}
          act={t('directions.drop')}
          danger
          onConfirm={() => drop.mutate()}
          onClose={() => setAsks(null)}
        >
          <p>{t('directions.drop.text')}</p>
        </ConfirmDialog>
      ) : null}
    </form>
  )
}

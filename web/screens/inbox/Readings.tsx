import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import type { Readings as List } from '../../api/generated/index.ts'
import {
  askToReadMutation,
  confirmReadingMutation,
  listReadingsInfiniteOptions,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.ts'
import { Button } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { CheckField, Form, RadioCards } from '../../parts/FormField.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './Inbox.module.css'
import { readingStates } from './inbox.routes.ts'
import { SlipsDialog } from './Slips.tsx'

export const Route = createLazyRoute('/documents/$documentId/readings')({ component: Readings })

type Row = List['readings'][number]

/** A document and the people of the own unit: who was asked to read it, who has confirmed, who remains. */
function Readings() {
  const t = useT()
  const client = useQueryClient()
  const navigate = useNavigate({ from: '/documents/$documentId/readings' })
  const { documentId } = Route.useParams()
  const { q, state } = Route.useSearch()
  const { today } = useSession()
  const [open, setOpen] = useState<'ask' | 'links' | null>(null)
  const filter = { ...(q ? { q } : {}), ...(state ? { state } : {}) }
  const list = useInfiniteQuery({
    ...listReadingsInfiniteOptions({ path: { documentId }, query: filter }),
    initialPageParam: { path: { documentId } },
    getNextPageParam: (page) =>
      page.next === null ? undefined : { path: { documentId }, query: { ...filter, cursor: page.next } },
    placeholderData: (before) => before,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.readings), [list.data])
  const first = list.data?.pages[0]
  const refresh = () => void client.invalidateQueries()
  const close = () => setOpen(null)
  const confirm = useMutation({ ...confirmReadingMutation(), onSuccess: refresh })
  const may = (what: string) => first?.may.includes(what) ?? false
  const left = first ? first.counts.asked - first.counts.read : 0
  const title = t('dispatch.readings.page')
  return (
    <Page>
      <PageHead
        title={title}
        crumbs={[
          { label: t('session.nav.documents'), href: '/documents' },
          ...(first
            ? [
                {
                  label: first.document.numberSymbol ?? first.document.subject,
                  href: `/documents/${documentId}`,
                },
              ]
            : []),
        ]}
        acts={
          <>
            {may('reading.link') && left > 0 ? (
              <Button onClick={() => setOpen('links')}>{t('dispatch.readings.links')}</Button>
            ) : null}
            {may('reading.ask') ? (
              <Button kind="go" onClick={() => setOpen('ask')}>
                {t('dispatch.readings.ask')}
              </Button>
            ) : null}
          </>
        }
      />
      {confirm.error ? <ErrorNote error={confirm.error} focus /> : null}
      {first?.mine ? (
        <p className={css.only} role="status">
          {first.mine.readOn === null
            ? t('dispatch.readings.mine', { day: formatDate(first.mine.dueOn) })
            : t('dispatch.readings.mine.done', { day: formatDate(first.mine.readOn) })}{' '}
          {may('reading.confirm') ? (
            <Button
              size="small"
              busy={confirm.isPending && t('common.busy.saving')}
              onClick={() => confirm.mutate({ path: { documentId } })}
            >
              {t('dispatch.readings.mine.do')}
            </Button>
          ) : null}
        </p>
      ) : null}
      {first && first.counts.asked > 0 ? (
        <p className={css.only}>{t('dispatch.readings.counts', first.counts)}</p>
      ) : null}
      <DataList
        label={title}
        rows={rows}
        columns={columnsOf(t, today)}
        rowKey={(row) => row.id}
        rowName={(row) => row.person.name}
        search={{
          value: q ?? '',
          label: t('dispatch.readings.search'),
          onChange: (v) => void navigate({ search: (now) => ({ ...now, q: v || undefined }), replace: true }),
        }}
        filters={readingStates.map((s) => ({
          key: s,
          label: t(`dispatch.readings.state.${s}`),
          ...(first ? { count: s === 'read' ? first.counts.read : left } : {}),
          pressed: state === s,
          onPress: () =>
            void navigate({
              search: (now) => ({ ...now, state: state === s ? undefined : s }),
              replace: true,
            }),
        }))}
        {...(list.hasNextPage
          ? { more: { onMore: () => void list.fetchNextPage(), loading: list.isFetchingNextPage } }
          : {})}
        error={list.error}
        onRetry={() => void list.refetch()}
        filtered={Object.keys(filter).length > 0}
        onExport={() =>
          window.location.assign(
            `/api/v1/documents/${documentId}/readings/export.xlsx?${new URLSearchParams(filter).toString()}`,
          )
        }
        empty={
          <EmptyState title={t('dispatch.readings.none')}>{t('dispatch.readings.none.hint')}</EmptyState>
        }
      />
      {open === 'ask' && first ? (
        <AskDialog
          documentId={documentId}
          list={first}
          onClose={close}
          onDone={() => {
            close()
            refresh()
          }}
        />
      ) : null}
      {open === 'links' ? <SlipsDialog documentId={documentId} onClose={close} onMade={refresh} /> : null}
    </Page>
  )
}

function columnsOf(t: ReturnType<typeof useT>, today: string): Column<Row>[] {
  return [
    {
      key: 'name',
      title: t('dispatch.readings.name'),
      cell: (row) => (
        <>
          {row.person.name}
          {row.person.title ? <span className={css.facts}>{row.person.title}</span> : null}
        </>
      ),
    },
    {
      key: 'tags',
      title: t('dispatch.readings.tags'),
      cell: (row) => row.person.tags.join(', '),
    },
    {
      key: 'due',
      title: t('dispatch.readings.due'),
      cell: (row) => <span className={css.num}>{formatDate(row.dueOn)}</span>,
    },
    {
      key: 'state',
      title: t('dispatch.readings.readOn'),
      cell: (row) =>
        row.readOn === null ? (
          <>
            <Status state={row.dueOn < today ? 'late' : 'open'}>{t('dispatch.readings.left')}</Status>
            {row.hasLink ? <span className={css.facts}>{t('dispatch.readings.linkMade')}</span> : null}
          </>
        ) : (
          <>
            <Status state="done">{formatDate(row.readOn)}</Status>
            {row.readBy ? <span className={css.facts}>{t(`dispatch.readings.by.${row.readBy}`)}</span> : null}
          </>
        ),
    },
  ]
}

/** Whom to ask: everybody of the unit, or some groups; by when. */
function AskDialog(props: { documentId: string; list: List; onClose: () => void; onDone: () => void }) {
  const t = useT()
  const { today } = useSession()
  const { documentId, list, onClose, onDone } = props
  const [who, setWho] = useState<'all' | 'some'>('all')
  const [tags, setTags] = useState<string[]>([])
  const [dueOn, setDueOn] = useState<string | null>(inDays(today, 7))
  const [tried, setTried] = useState(false)
  const ask = useMutation({ ...askToReadMutation(), onSuccess: onDone })
  const missing = tried && who === 'some' && tags.length === 0
  return (
    <Dialog title={t('dispatch.readings.ask')} onClose={onClose}>
      <Form
        onSubmit={() => {
          setTried(true)
          if (dueOn && (who === 'all' || tags.length > 0))
            ask.mutate({ path: { documentId }, body: { tags: who === 'all' ? [] : tags, dueOn } })
        }}
        acts={
          <>
            <Button kind="go" type="submit" busy={ask.isPending && t('common.busy.saving')}>
              {t('dispatch.readings.ask')}
            </Button>
            <Button kind="bare" onClick={onClose}>
              {t('common.cancel')}
            </Button>
          </>
        }
      >
        {ask.error ? <ErrorNote error={ask.error} focus /> : null}
        <RadioCards
          label={t('dispatch.readings.groups')}
          value={who}
          onChange={(value) => setWho(value === 'some' ? 'some' : 'all')}
          options={[
            { value: 'all', label: t('dispatch.readings.everybody', { n: list.people }) },
            ...(list.tags.length > 0 ? [{ value: 'some', label: t('dispatch.readings.some') }] : []),
          ]}
          error={missing ? t('people.form.missing') : undefined}
        />
        {who === 'some'
          ? list.tags.map(({ tag, n }) => (
              <CheckField
                key={tag}
                label={t('dispatch.readings.tag', { tag, n })}
                checked={tags.includes(tag)}
                onChange={(e) =>
                  setTags((now) => (e.target.checked ? [...now, tag] : now.filter((other) => other !== tag)))
                }
              />
            ))
          : null}
        <DateField
          label={t('dispatch.readings.due.field')}
          value={dueOn}
          onChange={setDueOn}
          error={tried && !dueOn ? t('people.form.missing') : undefined}
        />
      </Form>
    </Dialog>
  )
}

function inDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute, useNavigate } from '@tanstack/react-router'
import { formatInstant } from '#src/messages/format.ts'
import {
  listMailsInfiniteOptions,
  resendMailMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import type { Mail } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './notices.module.css'
import { mailStates } from './notices.routes.ts'

export const Route = createLazyRoute('/organisation/mails')({ component: MailList })

const shapes = {
  queued: 'open',
  sending: 'busy',
  sent: 'done',
  uncertain: 'soon',
  failed: 'late',
  withdrawn: 'nil',
} as const

/** Mails to people of the unit, for its administrator: where each stands, why, and sending it again. */
function MailList() {
  const t = useT()
  const client = useQueryClient()
  const navigate = useNavigate({ from: '/organisation/mails' })
  const { q, state } = Route.useSearch()
  const filter = { ...(q ? { q } : {}), ...(state ? { state } : {}) }
  const list = useInfiniteQuery({
    ...listMailsInfiniteOptions({ query: filter }),
    initialPageParam: { query: filter },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: (before) => before,
  })
  const resend = useMutation({
    ...resendMailMutation(),
    // Also after a refusal: another administrator may have been here meanwhile.
    onSettled: () => client.invalidateQueries(),
  })
  const rows = list.data?.pages.flatMap((page) => page.items)
  return (
    <Page>
      <PageHead
        title={t('notices.mails.title')}
        crumbs={[{ label: t('units.title'), href: '/organisation' }]}
      />
      {list.data?.pages[0]?.hasServer === false ? (
        <p className={css.warning}>{t('notices.mails.noServer')}</p>
      ) : null}
      <p className={css.intro}>{t('notices.mails.intro')}</p>
      <p role="status">{resend.isSuccess ? t('notices.mails.resent') : ''}</p>
      {resend.error ? <ErrorNote error={resend.error} focus /> : null}
      <DataList
        label={t('notices.mails.title')}
        rows={rows}
        columns={columnsOf(t, resend.isPending, (mail) => resend.mutate({ path: { mailId: mail.id } }))}
        rowKey={(mail) => mail.id}
        rowName={(mail) => `${mail.recipient}: ${mail.kindName}`}
        search={{
          value: q ?? '',
          label: t('notices.mails.search'),
          onChange: (v) => void navigate({ search: (now) => ({ ...now, q: v || undefined }), replace: true }),
        }}
        filters={mailStates.map((s) => ({
          key: s,
          label: t(`notices.mails.state.${s}`),
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
          location.assign(`/api/v1/mails/export.xlsx?${new URLSearchParams(filter).toString()}`)
        }
        empty={<EmptyState title={t('notices.mails.empty')}>{t('notices.mails.empty.hint')}</EmptyState>}
      />
    </Page>
  )
}

function columnsOf(
  t: ReturnType<typeof useT>,
  busy: boolean,
  onResend: (mail: Mail) => void,
): Column<Mail>[] {
  return [
    {
      key: 'recipient',
      title: t('notices.mails.column.recipient'),
      cell: (mail) => (
        <>
          {mail.recipient}
          <span className={css.second}>
            {mail.kindName} · {formatInstant(mail.createdAt)}
          </span>
        </>
      ),
    },
    {
      key: 'state',
      title: t('notices.mails.column.state'),
      cell: (mail) => (
        <>
          <Status state={shapes[mail.state]}>{t(`notices.mails.state.${mail.state}`)}</Status>
          {mail.endedAt ? (
            <span className={css.second}>{formatInstant(mail.endedAt)}</span>
          ) : mail.nextAt ? (
            <span className={css.second}>{t('notices.mails.next', { at: formatInstant(mail.nextAt) })}</span>
          ) : null}
        </>
      ),
    },
    {
      key: 'reason',
      title: t('notices.mails.column.reason'),
      cell: (mail) => (
        <>
          {mail.reason}
          {mail.code ? (
            <span className={css.second}>
              {t('notices.mails.code', { code: mail.code, n: mail.attempts })}
            </span>
          ) : null}
        </>
      ),
    },
    {
      key: 'act',
      title: t('notices.mails.column.act'),
      cell: (mail) =>
        mail.may.includes('mail.resend') ? (
          <Button
            size="small"
            disabled={busy}
            aria-label={t('notices.mails.resend.of', { name: mail.recipient })}
            onClick={() => onResend(mail)}
          >
            {t('notices.mails.resend')}
          </Button>
        ) : null,
    },
  ]
}

import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { formatInstant } from '#src/messages/format.ts'
import {
  listMessagesInfiniteOptions,
  renewSecretMutation,
  resendMessageMutation,
  tryWebhookMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import type { WebhookMessage } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import css from './machines.module.css'
import { webhookRoute } from './machines.routes.ts'
import { SecretShown } from './WebhookDialogs.tsx'

export const Route = createLazyRoute('/organisation/connections/webhooks/$webhookId')({
  component: WebhookMessages,
})

/** What one address was told, each try with its answer; send again, try it, change its secret. */
function WebhookMessages() {
  const t = useT()
  const client = useQueryClient()
  const { webhookId } = webhookRoute.useParams()
  const [asking, setAsking] = useState(false)
  const list = useInfiniteQuery({
    ...listMessagesInfiniteOptions({ path: { webhookId }, query: {} }),
    initialPageParam: { path: { webhookId }, query: {} },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // A try takes a few seconds; whoever waits for it sees it come.
    refetchInterval: (query) =>
      query.state.data?.pages.some((p) => p.items.some((m) => m.state === 'waiting' && m.tries.length === 0))
        ? 2_000
        : false,
  })
  const changed = () => void client.invalidateQueries()
  const ping = useMutation({ ...tryWebhookMutation(), onSettled: changed })
  const resend = useMutation({ ...resendMessageMutation(), onSettled: changed })
  const renew = useMutation({ ...renewSecretMutation(), onSuccess: changed })
  const webhook = list.data?.pages[0]?.webhook
  const error: unknown = ping.error ?? resend.error
  return (
    <Page>
      <PageHead
        title={t('machines.messages.title')}
        over={webhook?.url ?? ''}
        crumbs={[
          { label: t('units.title'), href: '/organisation' },
          { label: t('machines.title'), href: '/organisation/connections' },
        ]}
        acts={
          webhook?.may.includes('webhook.try') ? (
            <>
              <Button onClick={() => setAsking(true)}>{t('machines.secret.renew')}</Button>
              <Button disabled={ping.isPending} onClick={() => ping.mutate({ path: { webhookId } })}>
                {t('machines.messages.try')}
              </Button>
            </>
          ) : null
        }
      />
      <p className={css.lead}>
        {webhook?.sentence ?? ''}
        {webhook?.secretBeforeUntil
          ? ` ${t('machines.secret.before', { at: formatInstant(webhook.secretBeforeUntil) })}`
          : ''}
      </p>
      {error ? <ErrorNote error={error} /> : null}
      <DataList
        label={t('machines.messages.title')}
        rows={list.data?.pages.flatMap((page) => page.items)}
        columns={columnsOf(t, resend.isPending, (message) =>
          resend.mutate({ path: { webhookId, messageId: message.id } }),
        )}
        rowKey={(message) => message.id}
        rowName={(message) => message.topicName}
        {...(list.hasNextPage
          ? { more: { onMore: () => void list.fetchNextPage(), loading: list.isFetchingNextPage } }
          : {})}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={
          <EmptyState title={t('machines.messages.empty')}>{t('machines.messages.empty.hint')}</EmptyState>
        }
      />
      {renew.data ? (
        <SecretShown secret={renew.data.secret} onClose={() => renew.reset()} />
      ) : asking ? (
        <ConfirmDialog
          title={t('machines.secret.renew.title')}
          act={t('machines.secret.renew')}
          busy={renew.isPending && t('common.busy.saving')}
          onConfirm={() => renew.mutate({ path: { webhookId } }, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          {renew.error ? <ErrorNote error={renew.error} focus /> : null}
          <p>{t('machines.secret.renew.words')}</p>
        </ConfirmDialog>
      ) : null}
    </Page>
  )
}

function columnsOf(
  t: ReturnType<typeof useT>,
  busy: boolean,
  onResend: (message: WebhookMessage) => void,
): Column<WebhookMessage>[] {
  return [
    {
      key: 'topic',
      title: t('machines.messages.column.topic'),
      cell: (m) => (
        <>
          <span className={css.name}>{m.topicName}</span>
          <span className={css.second}>{formatInstant(m.createdAt)}</span>
        </>
      ),
    },
    {
      key: 'state',
      title: t('machines.messages.column.state'),
      cell: (m) => (
        <>
          {t(`machines.messages.state.${m.state}`)}
          {m.nextAt && m.tries.length > 0 ? (
            <span className={css.second}>{t('machines.messages.next', { at: formatInstant(m.nextAt) })}</span>
          ) : null}
        </>
      ),
    },
    {
      key: 'tries',
      title: t('machines.messages.column.tries'),
      cell: (m) => (
        <ul className={css.scopes}>
          {m.tries.map((each) => (
            <li key={each.id}>
              {formatInstant(each.at)} · {each.status ?? t('machines.messages.noAnswer')} ·{' '}
              {t('machines.calls.ms', { n: each.ms })}
              {each.reason ? <span className={css.second}>{each.reason}</span> : null}
              {each.answer ? <span className={`${css.second} ${css.code}`}>{each.answer}</span> : null}
            </li>
          ))}
        </ul>
      ),
    },
    {
      key: 'act',
      title: t('machines.messages.column.act'),
      cell: (m) =>
        m.may.includes('message.resend') ? (
          <Button size="small" disabled={busy} onClick={() => onResend(m)}>
            {t('machines.messages.resend')}
          </Button>
        ) : null,
    },
  ]
}

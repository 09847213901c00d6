import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  beginWebhookMutation,
  endWebhookMutation,
  listWebhooksOptions,
  listWebhooksQueryKey,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import type { Webhook } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import css from './machines.module.css'
import { WebhookDialog } from './WebhookDialogs.tsx'

/** Addresses of other platforms that are told what happens at the unit. */
export function WebhookList() {
  const t = useT()
  const client = useQueryClient()
  const list = useQuery(listWebhooksOptions())
  const [open, setOpen] = useState<{ of: Webhook | null } | null>(null)
  const changed = () => void client.invalidateQueries({ queryKey: listWebhooksQueryKey() })
  const end = useMutation({ ...endWebhookMutation(), onSettled: changed })
  const begin = useMutation({ ...beginWebhookMutation(), onSettled: changed })
  const error: unknown = end.error ?? begin.error
  return (
    <section className={css.section} aria-labelledby="webhooks">
      <div className={css.head}>
        <h2 id="webhooks">{t('machines.webhooks.title')}</h2>
        <Button onClick={() => setOpen({ of: null })}>{t('machines.webhooks.add')}</Button>
      </div>
      <p className={css.lead}>{t('machines.webhooks.intro')}</p>
      {error ? <ErrorNote error={error} /> : null}
      <DataList
        label={t('machines.webhooks.title')}
        rows={list.data?.items}
        columns={columnsOf(t, {
          change: (of) => setOpen({ of }),
          end: (of) => end.mutate({ path: { webhookId: of.id } }),
          begin: (of) => begin.mutate({ path: { webhookId: of.id } }),
        })}
        rowKey={(webhook) => webhook.id}
        rowName={(webhook) => webhook.url}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={
          <EmptyState title={t('machines.webhooks.empty')}>{t('machines.webhooks.empty.hint')}</EmptyState>
        }
      />
      {open ? <WebhookDialog of={open.of} onClose={() => setOpen(null)} onDone={changed} /> : null}
    </section>
  )
}

type Acts = Record<'change' | 'end' | 'begin', (of: Webhook) => void>

function columnsOf(t: ReturnType<typeof useT>, acts: Acts): Column<Webhook>[] {
  return [
    {
      key: 'url',
      title: t('machines.webhooks.column.url'),
      cell: (w) => (
        <AppLink href={`/organisation/connections/webhooks/${w.id}`} className={css.code}>
          {w.url}
        </AppLink>
      ),
    },
    {
      key: 'topics',
      title: t('machines.webhooks.column.topics'),
      cell: (w) => (
        <ul className={css.scopes}>
          {w.topics.map((topic) => (
            <li key={topic}>{t(`machines.topic.${topic}`)}</li>
          ))}
        </ul>
      ),
    },
    {
      key: 'state',
      title: t('machines.webhooks.column.state'),
      cell: (w) => (
        <>
          {w.sentence}
          {w.failed > 0 ? (
            <span className={css.second}>{t('machines.webhooks.failed', { n: w.failed })}</span>
          ) : null}
        </>
      ),
    },
    {
      key: 'act',
      title: t('machines.webhooks.column.act'),
      cell: (w) => (
        <span className={css.acts}>
          {w.may.includes('webhook.change') ? (
            <Button size="small" onClick={() => acts.change(w)}>
              {t('machines.webhooks.change')}
            </Button>
          ) : null}
          {w.may.includes('webhook.end') ? (
            <Button size="small" onClick={() => acts.end(w)}>
              {t('machines.webhooks.end')}
            </Button>
          ) : null}
          {w.may.includes('webhook.begin') ? (
            <Button size="small" onClick={() => acts.begin(w)}>
              {t('machines.webhooks.begin')}
            </Button>
          ) : null}
        </span>
      ),
    },
  ]
}

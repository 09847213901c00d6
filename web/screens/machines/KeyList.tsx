import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatDate, formatInstant } from '#src/messages/format.ts'
import { listKeysOptions, listKeysQueryKey } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { ApiKey } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { MakeKeyDialog, RenewKeyDialog, RevokeKeyDialog } from './KeyDialogs.tsx'
import css from './machines.module.css'

type Open = { what: 'make' } | { what: 'renew' | 'revoke'; key: ApiKey }

/** Keys of the unit: make, renew, revoke. */
export function KeyList() {
  const t = useT()
  const client = useQueryClient()
  const list = useQuery(listKeysOptions())
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const changed = () => void client.invalidateQueries({ queryKey: listKeysQueryKey() })
  return (
    <section className={css.section} aria-labelledby="keys">
      <div className={css.head}>
        <h2 id="keys">{t('machines.keys.title')}</h2>
        <Button kind="go" onClick={() => setOpen({ what: 'make' })}>
          {t('machines.keys.add')}
        </Button>
      </div>
      <DataList
        label={t('machines.keys.title')}
        rows={list.data?.items}
        columns={columnsOf(t, setOpen)}
        rowKey={(key) => key.id}
        rowName={(key) => key.name}
        error={list.error}
        onRetry={() => void list.refetch()}
        empty={<EmptyState title={t('machines.keys.empty')}>{t('machines.keys.empty.hint')}</EmptyState>}
      />
      {open?.what === 'make' ? <MakeKeyDialog onClose={close} onMade={changed} /> : null}
      {open?.what === 'renew' ? <RenewKeyDialog of={open.key} onClose={close} onMade={changed} /> : null}
      {open?.what === 'revoke' ? (
        <RevokeKeyDialog
          of={open.key}
          onClose={close}
          onDone={() => {
            changed()
            close()
          }}
        />
      ) : null}
    </section>
  )
}

function columnsOf(t: ReturnType<typeof useT>, open: (what: Open) => void): Column<ApiKey>[] {
  return [
    {
      key: 'name',
      title: t('machines.keys.column.name'),
      cell: (key) => (
        <>
          <span className={css.name}>{key.name}</span>
          <span className={css.second}>
            {t(`machines.keys.mode.${key.mode}`)} · <span className={css.code}>{key.prefix}…</span>
          </span>
        </>
      ),
    },
    {
      key: 'scopes',
      title: t('machines.keys.column.scopes'),
      cell: (key) => (
        <ul className={css.scopes}>
          {key.scopes.map((scope) => (
            <li key={scope}>{t(`machines.scope.${scope}`)}</li>
          ))}
        </ul>
      ),
    },
    {
      key: 'state',
      title: t('machines.keys.column.state'),
      cell: (key) => (
        <>
          {t(`machines.keys.state.${key.state}`)}
          {key.expiresOn && key.state === 'good' ? (
            <span className={css.second}>
              {t('machines.keys.until', { date: formatDate(key.expiresOn) })}
            </span>
          ) : null}
        </>
      ),
    },
    {
      key: 'used',
      title: t('machines.keys.column.used'),
      cell: (key) => (
        <AppLink href={`/organisation/connections/keys/${key.id}`}>
          {key.usedAt ? formatInstant(key.usedAt) : t('machines.keys.never')}
        </AppLink>
      ),
    },
    {
      key: 'act',
      title: t('machines.keys.column.act'),
      cell: (key) =>
        key.may.length === 0 ? null : (
          <span className={css.acts}>
            <Button size="small" onClick={() => open({ what: 'renew', key })}>
              {t('machines.keys.renew')}
            </Button>
            <Button size="small" onClick={() => open({ what: 'revoke', key })}>
              {t('machines.keys.revoke')}
            </Button>
          </span>
        ),
    },
  ]
}

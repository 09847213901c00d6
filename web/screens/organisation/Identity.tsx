import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatInstant } from '#src/messages/format.ts'
import {
  beginIdentityMutation,
  getIdentitiesOptions,
  getIdentitiesQueryKey,
  removeIdentityMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { PasswordDialog } from './PasswordDialog.tsx'
import css from './organisation.module.css'

/** The own account's link to another provider of sign-in; nothing where none is set up. */
export function Identity() {
  const t = useT()
  const client = useQueryClient()
  const [open, setOpen] = useState<'link' | 'unlink' | null>(null)
  const query = useQuery(getIdentitiesOptions())
  const close = () => setOpen(null)
  const link = useMutation({
    ...beginIdentityMutation(),
    onSuccess: ({ url }) => window.location.assign(url),
  })
  const unlink = useMutation({
    ...removeIdentityMutation(),
    onSuccess: (answer) => {
      close()
      client.setQueryData(getIdentitiesQueryKey(), answer)
    },
  })
  if (query.error) return <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
  const provider = query.data?.provider
  if (!provider) return null
  const { name } = provider
  const linked = query.data?.identities.find((i) => i.issuer === provider.issuer)
  return (
    <>
      <ul className={`${css.rows} ${css.sessions}`}>
        <li>
          <span>
            {t('people.identity.title', { name })}
            <span className={css.second}>
              {!linked
                ? t('people.identity.none', { name })
                : linked.usedAt === null
                  ? t('people.identity.since', { at: formatInstant(linked.linkedAt) })
                  : t('people.identity.used', {
                      at: formatInstant(linked.linkedAt),
                      used: formatInstant(linked.usedAt),
                    })}
            </span>
          </span>
          <Button
            size="small"
            aria-label={t(linked ? 'people.identity.unlink' : 'people.identity.link', { name })}
            onClick={() => {
              link.reset()
              unlink.reset()
              setOpen(linked ? 'unlink' : 'link')
            }}
          >
            {t(linked ? 'people.factor.remove' : 'people.identity.link.short')}
          </Button>
        </li>
      </ul>
      {open === 'link' ? (
        <PasswordDialog
          title={t('people.identity.link', { name })}
          act={t('people.factor.next')}
          busy={link.isPending || link.isSuccess}
          error={link.error}
          onPassword={(password) => link.mutate({ body: { password } })}
          onClose={close}
        />
      ) : null}
      {open === 'unlink' ? (
        <PasswordDialog
          title={t('people.identity.unlink', { name })}
          words={t('people.identity.unlink.words', { name })}
          act={t('people.identity.unlink', { name })}
          danger
          busy={unlink.isPending}
          error={unlink.error}
          onPassword={(password) => unlink.mutate({ body: { issuer: provider.issuer, password } })}
          onClose={close}
        />
      ) : null}
    </>
  )
}

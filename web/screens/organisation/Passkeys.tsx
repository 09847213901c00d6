import { startRegistration, type PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatInstant } from '#src/messages/format.ts'
import {
  addPasskeyMutation,
  beginPasskeyMutation,
  getOwnFactorsQueryKey,
  removePasskeyMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import type { OwnFactors } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { ApiError } from '../../app/problem.ts'
import { Button } from '../../parts/Button.tsx'
import { PasswordDialog } from './PasswordDialog.tsx'
import css from './organisation.module.css'

/**
 * The passkeys of the own account.
 * @param onMade one was added: with recovery codes when it is the account's first second factor
 */
export function Passkeys(props: { factors: OwnFactors; onMade: (codes: string[] | null) => void }) {
  const t = useT()
  const client = useQueryClient()
  const { factors, onMade } = props
  const [open, setOpen] = useState<'add' | OwnFactors['passkeys'][number] | null>(null)
  const close = () => setOpen(null)
  const begin = useMutation(beginPasskeyMutation())
  const finish = useMutation(addPasskeyMutation())
  const add = useMutation({
    mutationFn: async (password: string) => {
      const { options } = await begin.mutateAsync({ body: { password } })
      const response = await startRegistration({
        // What the server's library made goes through the interface as it is.
        optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON,
      })
      return finish.mutateAsync({ body: { response: { ...response } } })
    },
    onSuccess: (made) => {
      close()
      client.setQueryData(getOwnFactorsQueryKey(), made.factors)
      onMade(made.codes)
    },
  })
  const remove = useMutation({
    ...removePasskeyMutation(),
    onSuccess: (answer) => {
      close()
      client.setQueryData(getOwnFactorsQueryKey(), answer)
    },
  })
  // The browser's own words are English and technical.
  const failure = add.error && !(add.error instanceof ApiError) ? t('people.passkey.cancelled') : null
  return (
    <>
      <ul className={`${css.rows} ${css.sessions}`}>
        <li>
          <span>
            {t('people.passkey.title')}
            {factors.passkeys.length === 0 || !factors.allowsPasskeys ? (
              <span className={css.second}>
                {t(factors.allowsPasskeys ? 'people.passkey.none' : 'people.passkey.place')}
              </span>
            ) : null}
          </span>
          {factors.allowsPasskeys ? (
            <Button
              size="small"
              aria-label={t('people.passkey.add')}
              onClick={() => {
                add.reset()
                setOpen('add')
              }}
            >
              {t('people.factor.add')}
            </Button>
          ) : null}
        </li>
        {factors.passkeys.map((passkey) => (
          <li key={passkey.id}>
            <span>
              {passkey.device}
              <span className={css.second}>
                {passkey.usedAt === null
                  ? t('people.passkey.since', { at: formatInstant(passkey.createdAt) })
                  : t('people.passkey.used', {
                      at: formatInstant(passkey.createdAt),
                      used: formatInstant(passkey.usedAt),
                    })}
              </span>
            </span>
            <Button
              size="small"
              aria-label={t('people.passkey.remove.of', { device: passkey.device })}
              onClick={() => {
                remove.reset()
                setOpen(passkey)
              }}
            >
              {t('people.factor.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {open === 'add' ? (
        <PasswordDialog
          title={t('people.passkey.add')}
          {...(failure ? { words: failure } : {})}
          act={t('people.factor.next')}
          busy={add.isPending}
          error={failure ? null : add.error}
          onPassword={(password) => add.mutate(password)}
          onClose={close}
        />
      ) : open !== null ? (
        <PasswordDialog
          title={t('people.passkey.remove')}
          words={t('people.passkey.remove.words', { device: open.device })}
          act={t('people.passkey.remove')}
          danger
          busy={remove.isPending}
          error={remove.error}
          onPassword={(password) => remove.mutate({ body: { id: open.id, password } })}
          onClose={close}
        />
      ) : null}
    </>
  )
}

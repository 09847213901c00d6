import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  getSignInRulesOptions,
  getSignInRulesQueryKey,
  removeSecondFactorMutation,
  setSignInRulesMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import type { PersonOfUnit, SignInRules as Rules } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { ConfirmDialog, Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { CheckField, Form } from '../../parts/FormField.tsx'
import { Group } from '../../parts/Page.tsx'
import css from './organisation.module.css'

const roles = ['leader', 'clerk', 'specialist', 'inspector', 'admin'] as const

/** For which roles a unit demands a second factor; changed by its administrators. */
export function SignInRules({ unitId }: { unitId: string }) {
  const t = useT()
  const client = useQueryClient()
  const [open, setOpen] = useState(false)
  const query = useQuery(getSignInRulesOptions({ path: { unitId } }))
  const rules = query.data
  if (query.error) return <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
  if (!rules) return null
  return (
    <Group title={t('people.rules.title')}>
      <p className={css.hint}>
        {rules.secondFactorRoles.length === 0
          ? t('people.rules.none')
          : `${t('people.rules.roles')}: ${rules.secondFactorRoles.map((r) => t(`people.role.${r}`)).join(', ')}`}
      </p>
      {rules.may.includes('unit.set_sign_in_rules') ? (
        <Button size="small" onClick={() => setOpen(true)}>
          {t('people.rules.change')}
        </Button>
      ) : null}
      {open ? (
        <RulesDialog
          unitId={unitId}
          rules={rules}
          onClose={() => setOpen(false)}
          onDone={(answer) => {
            client.setQueryData(getSignInRulesQueryKey({ path: { unitId } }), answer)
            setOpen(false)
          }}
        />
      ) : null}
    </Group>
  )
}

function RulesDialog(props: {
  unitId: string
  rules: Rules
  onClose: () => void
  onDone: (rules: Rules) => void
}) {
  const t = useT()
  const { unitId, rules, onClose, onDone } = props
  const [chosen, setChosen] = useState(rules.secondFactorRoles)
  const save = useMutation({ ...setSignInRulesMutation(), onSuccess: onDone })
  return (
    <Dialog title={t('people.rules.change')} onClose={onClose}>
      <Form
        onSubmit={() => save.mutate({ path: { unitId }, body: { secondFactorRoles: chosen } })}
        acts={
          <>
            <Button kind="go" type="submit" busy={save.isPending && t('common.busy.saving')}>
              {t('common.save')}
            </Button>
            <Button kind="bare" onClick={onClose}>
              {t('common.cancel')}
            </Button>
          </>
        }
      >
        {save.error ? <ErrorNote error={save.error} focus /> : null}
        <p>{t('people.rules.words')}</p>
        <fieldset className={css.checks}>
          <legend>{t('people.rules.roles')}</legend>
          {roles.map((role) => (
            <CheckField
              key={role}
              label={t(`people.role.${role}`)}
              checked={chosen.includes(role)}
              onChange={(e) =>
                setChosen((now) => (e.target.checked ? [...now, role] : now.filter((r) => r !== role)))
              }
            />
          ))}
        </fieldset>
      </Form>
    </Dialog>
  )
}

/** Takes somebody's second factors away. */
export function RemoveFactorDialog(props: {
  unitId: string
  person: PersonOfUnit
  onClose: () => void
  onDone: () => void
}) {
  const t = useT()
  const { unitId, person, onClose, onDone } = props
  const remove = useMutation({ ...removeSecondFactorMutation(), onSuccess: onDone })
  return (
    <ConfirmDialog
      title={t('people.act.removeFactor')}
      act={t('people.act.removeFactor')}
      danger
      busy={remove.isPending && t('common.busy.saving')}
      onConfirm={() => remove.mutate({ path: { unitId, personId: person.id } })}
      onClose={onClose}
    >
      {remove.error ? <ErrorNote error={remove.error} focus /> : null}
      <p>{t('people.factor.lost.words', { name: person.name })}</p>
    </ConfirmDialog>
  )
}

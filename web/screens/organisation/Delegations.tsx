import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import {
  listDelegationsOptions,
  listDelegationsQueryKey,
  makeDelegationMutation,
  revokeDelegationMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import type { Delegation, Delegations as List } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { useSession } from '../../app/session.ts'
import { Button } from '../../parts/Button.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { ConfirmDialog, Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Form, SelectField } from '../../parts/FormField.tsx'
import { Group } from '../../parts/Page.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './organisation.module.css'

/** A day earlier or later: periods end before their last column, people say the last day itself. */
export function dayBefore(day: string): string {
  return shift(day, -1)
}
export function shift(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

const states = { holds: 'done', coming: 'busy', over: 'nil', revoked: 'nil', void: 'nil' } as const

/** Who decides in whose place in the own unit; a leader gives, either of the two or an administrator ends it. */
export function Delegations({ unitId }: { unitId: string }) {
  const t = useT()
  const client = useQueryClient()
  const [open, setOpen] = useState<'make' | Delegation | null>(null)
  const query = useQuery(listDelegationsOptions({ path: { unitId } }))
  const close = () => setOpen(null)
  const keep = (answer: List) => {
    close()
    client.setQueryData(listDelegationsQueryKey({ path: { unitId } }), answer)
  }
  const list = query.data
  return (
    <div className={css.section}>
      <Group title={t('people.delegation.title')}>
        {query.error ? <ErrorNote error={query.error} onRetry={() => void query.refetch()} /> : null}
        {!list && !query.error ? <Skeleton rows={2} /> : null}
        {list?.delegations.length === 0 ? <p className={css.hint}>{t('people.delegation.none')}</p> : null}
        <ul className={`${css.rows} ${css.sessions}`}>
          {list?.delegations.map((d) => (
            <li key={d.id}>
              <span>
                {t('people.delegation.who', { to: d.to.name, from: d.from.name })}
                <span className={css.second}>
                  {t('people.delegation.period', {
                    since: formatDate(d.since),
                    last: formatDate(dayBefore(d.until)),
                  })}
                  {' · '}
                  <Status state={states[d.state]}>{t(`people.delegation.state.${d.state}`)}</Status>
                </span>
              </span>
              {d.may.includes('delegation.revoke') ? (
                <Button
                  size="small"
                  aria-label={t('people.delegation.revoke.of', { to: d.to.name })}
                  onClick={() => setOpen(d)}
                >
                  {t('people.delegation.revoke')}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
        {list?.may.includes('delegation.make') ? (
          <Button size="small" onClick={() => setOpen('make')}>
            {t('people.delegation.make')}
          </Button>
        ) : null}
      </Group>
      {open === 'make' && list ? (
        <MakeDialog unitId={unitId} people={list.people} onClose={close} onDone={keep} />
      ) : null}
      {open !== null && open !== 'make' ? (
        <RevokeDialog delegation={open} onClose={close} onDone={keep} />
      ) : null}
    </div>
  )
}

function MakeDialog(props: {
  unitId: string
  people: List['people']
  onClose: () => void
  onDone: (answer: List) => void
}) {
  const t = useT()
  const { today } = useSession()
  const { unitId, people, onClose, onDone } = props
  const [id] = useState(newId)
  const [toPersonId, setTo] = useState('')
  const [since, setSince] = useState<string | null>(today)
  const [last, setLast] = useState<string | null>(shift(today, 6))
  const [tried, setTried] = useState(false)
  const make = useMutation({ ...makeDelegationMutation(), onSuccess: onDone })
  const missing = (value: string | null) => (tried && !value ? t('people.form.missing') : undefined)
  return (
    <Dialog title={t('people.delegation.make')} onClose={onClose}>
      <Form
        onSubmit={() => {
          setTried(true)
          if (toPersonId && since && last)
            make.mutate({ path: { unitId }, body: { id, toPersonId, since, until: shift(last, 1) } })
        }}
        acts={
          <>
            {people.length > 0 ? (
              <Button kind="go" type="submit" busy={make.isPending && t('common.busy.saving')}>
                {t('people.delegation.make')}
              </Button>
            ) : null}
            <Button kind="bare" onClick={onClose}>
              {t('common.cancel')}
            </Button>
          </>
        }
      >
        {make.error ? <ErrorNote error={make.error} focus /> : null}
        <p>{t(people.length > 0 ? 'people.delegation.words' : 'people.delegation.to.none')}</p>
        {people.length > 0 ? (
          <>
            <SelectField
              label={t('people.delegation.to')}
              value={toPersonId}
              onChange={(e) => setTo(e.target.value)}
              error={missing(toPersonId)}
              options={[
                { value: '', label: t('people.delegation.to.choose') },
                ...people.map((p) => ({ value: p.id, label: [p.name, p.title].filter(Boolean).join(', ') })),
              ]}
            />
            <DateField
              label={t('people.delegation.since')}
              value={since}
              onChange={setSince}
              error={missing(since)}
            />
            <DateField
              label={t('people.delegation.last')}
              value={last}
              onChange={setLast}
              error={missing(last)}
            />
          </>
        ) : null}
      </Form>
    </Dialog>
  )
}

function RevokeDialog(props: {
  delegation: Delegation
  onClose: () => void
  onDone: (answer: List) => void
}) {
  const t = useT()
  const { delegation, onClose, onDone } = props
  const revoke = useMutation({ ...revokeDelegationMutation(), onSuccess: onDone })
  const names = { to: delegation.to.name, from: delegation.from.name }
  return (
    <ConfirmDialog
      title={t('people.delegation.revoke.of', names)}
      act={t('people.delegation.revoke')}
      danger
      busy={revoke.isPending && t('common.busy.saving')}
      onConfirm={() => revoke.mutate({ path: { id: delegation.id } })}
      onClose={onClose}
    >
      {revoke.error ? <ErrorNote error={revoke.error} focus /> : null}
      <p>{t('people.delegation.revoke.words', names)}</p>
    </ConfirmDialog>
  )
}

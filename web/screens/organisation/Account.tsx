import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { formatDate, formatInstant } from '#src/messages/format.ts'
import {
  changePasswordMutation,
  endOtherSessionsMutation,
  endSessionMutation,
  listSessionsOptions,
  listSessionsQueryKey,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useLanguage, useT } from '../../app/i18n.tsx'
import { ApiError } from '../../app/problem.ts'
import { useSession } from '../../app/session.ts'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Form, RadioCards, TextField } from '../../parts/FormField.tsx'
import { Group, Page, PageHead } from '../../parts/Page.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { Status } from '../../parts/Status.tsx'
import { MailChoices } from '../notices/MailChoices.tsx'
import css from './organisation.module.css'
import { dayBefore } from './Delegations.tsx'
import { Identity } from './Identity.tsx'
import { OwnContact } from './OwnContact.tsx'
import { SecondFactor } from './SecondFactor.tsx'

export const Route = createLazyRoute('/account')({ component: Account })

/** The own account: units and roles, password, language, sessions. */
function Account() {
  const t = useT()
  const { person, login, memberships, delegated } = useSession()
  return (
    <Page narrow>
      <PageHead title={t('people.mine.title')} over={t('people.mine.who', { name: person.name, login })} />
      <div className={css.section}>
        <Group title={t('people.mine.units')}>
          <ul className={css.rows}>
            {memberships.map((m) => (
              <li key={m.unit.id}>
                {m.unit.name}
                <span className={css.second}>
                  {[m.title, m.roles.map((role) => t(`people.role.${role}`)).join(', ')]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ul>
          {delegated ? (
            <p className={css.hint}>
              {t('people.delegation.mine', {
                by: delegated.by,
                until: formatDate(dayBefore(delegated.until)),
              })}
            </p>
          ) : null}
        </Group>
      </div>
      <div className={css.section}>
        <Group title={t('people.mine.contact')}>
          <div className={css.inGroup}>
            <OwnContact />
          </div>
        </Group>
      </div>
      <div className={css.section}>
        <Group title={t('notices.choices.title')}>
          <div className={css.inGroup}>
            <MailChoices />
          </div>
        </Group>
      </div>
      <div className={css.section}>
        <Group title={t('people.factor.title')}>
          <SecondFactor />
          <Identity />
        </Group>
      </div>
      <div className={css.section}>
        <Group title={t('people.mine.sessions')}>
          <Sessions />
        </Group>
      </div>
      <div className={css.section}>
        <Group title={t('people.mine.password')}>
          <div className={css.inGroup}>
            <Password login={login} />
          </div>
        </Group>
      </div>
      <Language />
    </Page>
  )
}

function Sessions() {
  const t = useT()
  const client = useQueryClient()
  const query = useQuery(listSessionsOptions())
  const keep = (sessions: typeof query.data) => client.setQueryData(listSessionsQueryKey(), sessions)
  const end = useMutation({ ...endSessionMutation(), onSuccess: keep })
  const endOthers = useMutation({ ...endOtherSessionsMutation(), onSuccess: keep })
  const error: unknown = query.error ?? end.error ?? endOthers.error
  const sessions = query.data?.sessions
  return (
    <>
      {error ? <ErrorNote error={error} onRetry={() => void query.refetch()} /> : null}
      {sessions ? (
        <ul className={`${css.rows} ${css.sessions}`}>
          {sessions.map((s) => (
            <li key={s.id}>
              <span>
                {s.device}
                <span className={css.second}>
                  {t('people.mine.sessions.seen', { at: formatInstant(s.seenAt) })}
                </span>
              </span>
              {s.current ? (
                <Status state="done">{t('people.mine.sessions.current')}</Status>
              ) : (
                <Button
                  size="small"
                  aria-label={t('people.mine.sessions.endOf', {
                    device: s.device,
                    at: formatInstant(s.seenAt),
                  })}
                  onClick={() => end.mutate({ path: { session: s.id } })}
                >
                  {t('people.mine.sessions.end')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      ) : error ? null : (
        <Skeleton rows={2} />
      )}
      <p className={css.hint}>{t('people.mine.sessions.hint')}</p>
      {sessions && sessions.length > 1 ? (
        <Button busy={endOthers.isPending && t('common.busy.saving')} onClick={() => endOthers.mutate({})}>
          {t('people.mine.sessions.endOthers')}
        </Button>
      ) : null}
    </>
  )
}

function Password({ login }: { login: string }) {
  const t = useT()
  const client = useQueryClient()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [tried, setTried] = useState(false)
  const change = useMutation({
    ...changePasswordMutation(),
    onSuccess: async () => {
      setCurrent('')
      setNext('')
      setTried(false)
      await client.invalidateQueries({ queryKey: listSessionsQueryKey() })
    },
  })
  const refused = change.error instanceof ApiError ? change.error : null
  const missing = (value: string) => (tried && value === '' ? t('people.form.missing') : undefined)
  return (
    <Form
      onSubmit={() => {
        setTried(true)
        if (current !== '' && next !== '') change.mutate({ body: { current, next } })
      }}
      acts={
        <Button type="submit" busy={change.isPending && t('common.busy.saving')}>
          {t('people.mine.password.do')}
        </Button>
      }
    >
      {/* So that a password manager knows whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
      {change.error && refused?.errors.length !== 1 ? <ErrorNote error={change.error} focus /> : null}
      {change.isSuccess ? (
        <p role="status">
          <Status state="done">{t('people.mine.password.done')}</Status>
        </p>
      ) : null}
      <TextField
        label={t('people.mine.password.current')}
        type="password"
        autoComplete="current-password"
        value={current}
        maxLength={200}
        onChange={(e) => setCurrent(e.target.value)}
        error={missing(current) ?? refused?.forField('current')}
      />
      <TextField
        label={t('people.mine.password.next')}
        hint={t('people.mine.password.hint')}
        type="password"
        autoComplete="new-password"
        value={next}
        maxLength={200}
        onChange={(e) => setNext(e.target.value)}
        error={missing(next) ?? refused?.forField('next')}
      />
    </Form>
  )
}

function Language() {
  const t = useT()
  const { locale, choose } = useLanguage()
  return (
    <Group title={t('people.mine.language')}>
      <div className={css.inGroup}>
        <RadioCards
          label={t('people.mine.language.hint')}
          value={locale}
          onChange={(value) => choose(value === 'en' ? 'en' : 'vi')}
          options={[
            { value: 'vi', label: <span lang="vi">{t('session.language.vi')}</span> },
            { value: 'en', label: <span lang="en">{t('session.language.en')}</span> },
          ]}
        />
      </div>
    </Group>
  )
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { NoticeChoicesNow } from '../../api/generated/types.gen.ts'
import {
  changeNoticeChoicesMutation,
  getNoticeChoicesOptions,
  getNoticeChoicesQueryKey,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { CheckField, Form, SelectField } from '../../parts/FormField.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { Status } from '../../parts/Status.tsx'
import css from './notices.module.css'

/** Which mails one wants, and at what hours none. */
export function MailChoices() {
  const query = useQuery(getNoticeChoicesOptions())
  if (query.data) return <ChoicesForm kept={query.data} />
  return query.error ? (
    <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
  ) : (
    <Skeleton rows={3} />
  )
}

const hours = Array.from({ length: 48 }, (_, i) => i * 30)

function ChoicesForm({ kept }: { kept: NoticeChoicesNow }) {
  const t = useT()
  const client = useQueryClient()
  const { email, hasServer, ...before } = kept
  const [choices, setChoices] = useState(before)
  const change = useMutation({
    ...changeNoticeChoicesMutation(),
    onSuccess: (answer) => client.setQueryData(getNoticeChoicesQueryKey(), answer),
  })
  const check = (key: 'hasDigest' | 'hasUrgent' | 'hasReminders', word: string) => (
    <CheckField
      label={t(`notices.choices.${word}`)}
      hint={t(`notices.choices.${word}.hint`)}
      checked={choices[key]}
      onChange={(e) => setChoices({ ...choices, [key]: e.target.checked })}
    />
  )
  const hour = (key: 'quietFrom' | 'quietUntil', word: string) => (
    <SelectField
      label={t(`notices.choices.quiet.${word}`)}
      value={String(choices[key])}
      options={[...new Set([...hours, choices[key]])]
        .sort((a, b) => a - b)
        .map((m) => ({ value: String(m), label: clock(m) }))}
      onChange={(e) => setChoices({ ...choices, [key]: Number(e.target.value) })}
    />
  )
  return (
    <Form
      onSubmit={() => change.mutate({ body: choices })}
      acts={
        <Button type="submit" busy={change.isPending && t('common.busy.saving')}>
          {t('common.save')}
        </Button>
      }
    >
      {change.error ? <ErrorNote error={change.error} focus /> : null}
      {change.isSuccess ? (
        <p role="status">
          <Status state="done">{t('notices.choices.done')}</Status>
        </p>
      ) : null}
      <p>
        {!hasServer
          ? t('notices.choices.noServer')
          : email === null
            ? t('notices.choices.noAddress')
            : t('notices.choices.to', { email })}
      </p>
      {check('hasDigest', 'digest')}
      {check('hasUrgent', 'urgent')}
      {check('hasReminders', 'reminders')}
      <fieldset className={css.quiet}>
        <legend>{t('notices.choices.quiet')}</legend>
        <p className={css.second}>{t('notices.choices.quiet.hint')}</p>
        <div className={css.times}>
          {hour('quietFrom', 'from')}
          {hour('quietUntil', 'until')}
        </div>
      </fieldset>
    </Form>
  )
}

/** 21:00 */
function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

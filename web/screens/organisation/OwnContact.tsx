import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { OwnContact as Contact } from '../../api/generated/index.ts'
import {
  changeOwnContactMutation,
  getNoticeChoicesQueryKey,
  getOwnContactOptions,
  getOwnContactQueryKey,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { ApiError } from '../../app/problem.ts'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Form } from '../../parts/FormField.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { Status } from '../../parts/Status.tsx'
import { ReachFields, wrongReach } from './ContactFields.tsx'

/** The own e-mail address and telephone number, which only the own unit sees. */
export function OwnContact() {
  const query = useQuery(getOwnContactOptions())
  if (query.data) return <OwnContactForm kept={query.data} />
  return query.error ? (
    <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
  ) : (
    <Skeleton rows={2} />
  )
}

function OwnContactForm({ kept }: { kept: Contact }) {
  const t = useT()
  const client = useQueryClient()
  const [contact, setContact] = useState({ email: kept.email ?? '', phone: kept.phone ?? '' })
  const [tried, setTried] = useState(false)
  const change = useMutation({
    ...changeOwnContactMutation(),
    onSuccess: (answer) => {
      client.setQueryData(getOwnContactQueryKey(), answer)
      return client.invalidateQueries({ queryKey: getNoticeChoicesQueryKey() })
    },
  })
  const wrong = wrongReach(contact, t)
  const refused = change.error instanceof ApiError ? change.error : null
  function save() {
    setTried(true)
    if (Object.keys(wrong).length > 0) return
    change.mutate({
      body: { email: contact.email.trim() || null, phone: contact.phone.trim() || null },
    })
  }
  return (
    <Form
      onSubmit={save}
      acts={
        <Button type="submit" busy={change.isPending && t('common.busy.saving')}>
          {t('common.save')}
        </Button>
      }
    >
      {change.error && refused?.errors.length !== 1 ? <ErrorNote error={change.error} focus /> : null}
      {change.isSuccess ? (
        <p role="status">
          <Status state="done">{t('people.mine.contact.done')}</Status>
        </p>
      ) : null}
      <ReachFields contact={contact} onChange={setContact} wrong={tried ? wrong : {}} refused={refused} />
    </Form>
  )
}

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { changePersonMutation, endMembershipMutation } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { Membership, PersonOfUnit } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { ApiError } from '../../app/problem.ts'
import { useSession } from '../../app/session.ts'
import { Button } from '../../parts/Button.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Form } from '../../parts/FormField.tsx'
import { ContactFields, wrongContact, type Contact } from './ContactFields.tsx'

/** Puts right a name, an address, a number. */
export function ChangePersonDialog(props: {
  unitId: string
  person: PersonOfUnit
  onClose: () => void
  onDone: () => void
}) {
  const t = useT()
  const { unitId, person, onClose, onDone } = props
  const [contact, setContact] = useState<Contact>({
    name: person.name,
    email: person.contact?.email ?? '',
    phone: person.contact?.phone ?? '',
  })
  const change = useMutation({ ...changePersonMutation(), onSuccess: onDone })
  const wrong = wrongContact(contact, t)
  return (
    <Dialog title={t('people.act.changePerson')} onClose={onClose}>
      <Form
        onSubmit={() => {
          if (Object.keys(wrong).length > 0) return
          change.mutate({
            path: { unitId, personId: person.id },
            body: {
              name: contact.name.trim(),
              email: contact.email.trim() || null,
              phone: contact.phone.trim() || null,
            },
          })
        }}
        acts={
          <>
            <Button kind="go" type="submit" busy={change.isPending && t('common.busy.saving')}>
              {t('common.save')}
            </Button>
            <Button kind="bare" onClick={onClose}>
              {t('common.cancel')}
            </Button>
          </>
        }
      >
        {change.error ? <ErrorNote error={change.error} focus /> : null}
        <ContactFields
          contact={contact}
          onChange={setContact}
          wrong={wrong}
          refused={change.error instanceof ApiError ? change.error : null}
        />
      </Form>
    </Dialog>
  )
}

/** Ends one role of a person from a day on. */
export function EndMembershipDialog(props: {
  person: PersonOfUnit
  membership: Membership
  onClose: () => void
  onDone: () => void
}) {
  const t = useT()
  const { today } = useSession()
  const { person, membership, onClose, onDone } = props
  const [until, setUntil] = useState<string | null>(today)
  const end = useMutation({ ...endMembershipMutation(), onSuccess: onDone })
  return (
    <Dialog title={t('people.end.title')} onClose={onClose}>
      <Form
        onSubmit={() => {
          if (until) end.mutate({ path: { id: membership.id }, body: { until } })
        }}
        acts={
          <>
            <Button kind="danger" type="submit" busy={end.isPending && t('common.busy.saving')}>
              {t('people.end.do')}
            </Button>
            <Button kind="bare" onClick={onClose}>
              {t('common.cancel')}
            </Button>
          </>
        }
      >
        {end.error ? <ErrorNote error={end.error} focus /> : null}
        <p>{t('people.end.words', { name: person.name, role: t(`people.role.${membership.role}`) })}</p>
        <DateField
          label={t('people.end.until')}
          value={until}
          onChange={setUntil}
          error={until ? undefined : t('people.form.missing')}
        />
      </Form>
    </Dialog>
  )
}

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import {
  addDeskMutation,
  addMembershipMutation,
  addPersonMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import type { Desk, PersonOfUnit } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { ApiError } from '../../app/problem.ts'
import { useSession, type Role } from '../../app/session.ts'
import { Button } from '../../parts/Button.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { CheckField, Form, RadioCards, SelectField, TextField } from '../../parts/FormField.tsx'
import { ContactFields, wrongContact, type Contact } from './ContactFields.tsx'
import { RoleChecks } from './RoleChecks.tsx'

/** A new person of a unit, or somebody of another unit taken in by log-in name; with roles, position and desk. */
export function AddPersonDialog(props: {
  unitId: string
  desks: Desk[]
  onClose: () => void
  onDone: (person: PersonOfUnit, invite: boolean) => void
}) {
  const t = useT()
  const { today } = useSession()
  const { unitId, desks, onClose, onDone } = props
  const [personId] = useState(newId)
  const [newDeskId] = useState(newId)
  const [existing, setExisting] = useState(false)
  const [login, setLogin] = useState('')
  const [contact, setContact] = useState<Contact>({ name: '', email: '', phone: '' })
  const [chosen, setChosen] = useState<Role[]>(['specialist'])
  const [title, setTitle] = useState('')
  const [desk, setDesk] = useState('')
  const [deskName, setDeskName] = useState('')
  const [isHead, setIsHead] = useState(false)
  const [from, setFrom] = useState<string | null>(today)
  const [invite, setInvite] = useState(true)
  const [tried, setTried] = useState(false)
  const addDesk = useMutation(addDeskMutation())
  const addPerson = useMutation(addPersonMutation())
  const addMembership = useMutation(addMembershipMutation())
  const error = addDesk.error ?? addPerson.error ?? addMembership.error

  const wrong = existing ? {} : wrongContact(contact, t)
  const need = (there: boolean) => (tried && !there ? t('people.form.missing') : undefined)
  const ready =
    from !== null &&
    chosen.length > 0 &&
    (desk !== 'new' || deskName.trim() !== '') &&
    (existing ? login.trim() !== '' : Object.keys(wrong).length === 0)

  async function save(day: string) {
    // A desk made by a first try whose person failed is there: the same id is the same desk.
    if (desk === 'new' && !addDesk.data)
      await addDesk.mutateAsync({ path: { unitId }, body: { id: newDeskId, name: deskName.trim() } })
    const place = {
      roles: chosen,
      title: title.trim() || null,
      deskId: desk === 'new' ? newDeskId : desk || null,
      isHead,
      from: day,
    }
    const person = existing
      ? await addMembership.mutateAsync({
          path: { unitId },
          body: { ...place, personId: null, login: login.trim() },
        })
      : await addPerson.mutateAsync({
          path: { unitId },
          body: {
            ...place,
            id: personId,
            name: contact.name.trim(),
            email: contact.email.trim() || null,
            phone: contact.phone.trim() || null,
          },
        })
    onDone(person, !existing && invite && person.may.includes('person.invite'))
  }
  function submit() {
    setTried(true)
    // What failed is drawn from the mutation itself.
    if (ready && from) void save(from).catch(() => undefined)
  }
  const busy = addDesk.isPending || addPerson.isPending || addMembership.isPending
  return (
    <Dialog title={t('people.act.add')} onClose={onClose}>
      <Form
        onSubmit={submit}
        acts={
          <>
            <Button kind="go" type="submit" busy={busy && t('common.busy.saving')}>
              {t('people.form.add')}
            </Button>
            <Button kind="bare" onClick={onClose}>
              {t('common.cancel')}
            </Button>
          </>
        }
      >
        {error ? <ErrorNote error={error} focus /> : null}
        <RadioCards
          label={t('people.form.who')}
          value={existing ? 'existing' : 'new'}
          onChange={(value) => setExisting(value === 'existing')}
          options={[
            { value: 'new', label: t('people.form.new') },
            { value: 'existing', label: t('people.form.existing') },
          ]}
        />
        {existing ? (
          <TextField
            label={t('people.form.login')}
            hint={t('people.form.login.hint')}
            value={login}
            autoCapitalize="none"
            spellCheck={false}
            maxLength={120}
            onChange={(e) => setLogin(e.target.value)}
            error={need(login.trim() !== '')}
          />
        ) : (
          <ContactFields
            contact={contact}
            onChange={setContact}
            wrong={tried ? wrong : {}}
            refused={error instanceof ApiError ? error : null}
          />
        )}
        <RoleChecks chosen={chosen} onChange={setChosen} wrong={tried && chosen.length === 0} />
        <TextField
          label={t('people.form.title')}
          hint={t('people.form.title.hint')}
          optional
          value={title}
          maxLength={120}
          onChange={(e) => setTitle(e.target.value)}
        />
        <SelectField
          label={t('people.form.desk')}
          optional
          value={desk}
          onChange={(e) => setDesk(e.target.value)}
          options={[
            { value: '', label: t('people.form.desk.none') },
            ...desks.map((d) => ({ value: d.id, label: d.name })),
            { value: 'new', label: t('people.form.desk.new') },
          ]}
        />
        {desk === 'new' ? (
          <TextField
            label={t('people.form.desk.name')}
            value={deskName}
            maxLength={80}
            onChange={(e) => setDeskName(e.target.value)}
            error={need(deskName.trim() !== '')}
          />
        ) : null}
        <CheckField
          label={t('people.form.head')}
          checked={isHead}
          onChange={(e) => setIsHead(e.target.checked)}
        />
        <DateField
          label={t('people.form.from')}
          value={from}
          onChange={setFrom}
          error={need(from !== null)}
        />
        {existing ? null : (
          <CheckField
            label={t('people.form.addAndInvite')}
            checked={invite}
            onChange={(e) => setInvite(e.target.checked)}
          />
        )}
      </Form>
    </Dialog>
  )
}

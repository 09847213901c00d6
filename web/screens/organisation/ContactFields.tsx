import type { Translate } from '#src/messages/index.ts'
import { useT } from '../../app/i18n.tsx'
import type { ApiError } from '../../app/problem.ts'
import { TextField } from '../../parts/FormField.tsx'

export interface Contact {
  name: string
  email: string
  phone: string
}

/** What is wrong with it, by field. */
export function wrongContact(contact: Contact, t: Translate): Partial<Contact> {
  return {
    ...(contact.name.trim() === '' ? { name: t('people.form.missing') } : {}),
    ...(contact.email.trim() !== '' && !/^\S+@\S+\.\S+$/.test(contact.email.trim())
      ? { email: t('people.form.email.wrong') }
      : {}),
    ...(/^[0-9+() .-]*$/.test(contact.phone.trim()) ? {} : { phone: t('people.form.phone.wrong') }),
  }
}

/** Name, e-mail, telephone. */
export function ContactFields(props: {
  contact: Contact
  onChange: (contact: Contact) => void
  wrong: Partial<Contact>
  /** what the server refused, for the field it names */
  refused: ApiError | null
}) {
  const t = useT()
  const { contact, onChange, wrong, refused } = props
  const field = (name: keyof Contact) => ({
    label: t(`people.form.${name}`),
    value: contact[name],
    onChange: (e: React.ChangeEvent<HTMLInputElement>) => onChange({ ...contact, [name]: e.target.value }),
    error: wrong[name] ?? refused?.forField(name),
  })
  return (
    <>
      <TextField {...field('name')} maxLength={80} autoComplete="off" />
      <TextField
        {...field('email')}
        hint={t('people.form.contact.hint')}
        optional
        type="email"
        maxLength={200}
        autoComplete="off"
      />
      <TextField
        {...field('phone')}
        hint={t('people.form.contact.hint')}
        optional
        type="tel"
        maxLength={40}
        autoComplete="off"
      />
    </>
  )
}

import type { Translate } from '#src/messages/index.ts'
import { useT } from '../../app/i18n.tsx'
import type { ApiError } from '../../app/problem.ts'
import { TextField } from '../../parts/FormField.tsx'

/** How a person is reached. */
export interface Reach {
  email: string
  phone: string
}

export interface Contact extends Reach {
  name: string
}

interface FieldsProps<C> {
  contact: C
  onChange: (contact: C) => void
  wrong: Partial<C>
  /** what the server refused, for the field it names */
  refused: ApiError | null
}

/** What is wrong with it, by field. */
export function wrongReach(reach: Reach, t: Translate): Partial<Reach> {
  return {
    ...(reach.email.trim() !== '' && !/^\S+@\S+\.\S+$/.test(reach.email.trim())
      ? { email: t('people.form.email.wrong') }
      : {}),
    ...(/^[0-9+() .-]*$/.test(reach.phone.trim()) ? {} : { phone: t('people.form.phone.wrong') }),
  }
}

export function wrongContact(contact: Contact, t: Translate): Partial<Contact> {
  return {
    ...(contact.name.trim() === '' ? { name: t('people.form.missing') } : {}),
    ...wrongReach(contact, t),
  }
}

/** E-mail, telephone. */
export function ReachFields<C extends Reach>(props: FieldsProps<C>) {
  const t = useT()
  const { contact, onChange, wrong, refused } = props
  const field = (name: keyof Reach) => ({
    label: t(`people.form.${name}`),
    hint: t('people.form.contact.hint'),
    value: contact[name],
    onChange: (e: React.ChangeEvent<HTMLInputElement>) => onChange({ ...contact, [name]: e.target.value }),
    error: wrong[name] ?? refused?.forField(name),
  })
  return (
    <>
      <TextField {...field('email')} optional type="email" maxLength={200} autoComplete="off" />
      <TextField {...field('phone')} optional type="tel" maxLength={40} autoComplete="off" />
    </>
  )
}

/** Name, e-mail, telephone. */
export function ContactFields(props: FieldsProps<Contact>) {
  const t = useT()
  const { contact, onChange, wrong, refused } = props
  return (
    <>
      <TextField
        label={t('people.form.name')}
        value={contact.name}
        onChange={(e) => onChange({ ...contact, name: e.target.value })}
        error={wrong.name ?? refused?.forField('name')}
        maxLength={80}
        autoComplete="off"
      />
      <ReachFields {...props} />
    </>
  )
}

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import {
  addMembershipMutation,
  changeMembershipMutation,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import type { Desk, Membership, PersonOfUnit } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { useSession, type Role } from '../../app/session.ts'
import { Button } from '../../parts/Button.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { CheckField, Form, SelectField, TextField } from '../../parts/FormField.tsx'
import { RoleChecks } from './RoleChecks.tsx'

/** Position, desk and headship of a place. */
export function PlaceDialog(props: {
  membership: Membership
  desks: Desk[]
  onClose: () => void
  onDone: () => void
}) {
  const t = useT()
  const { membership, desks, onClose, onDone } = props
  const [title, setTitle] = useState(membership.title ?? '')
  const [desk, setDesk] = useState(membership.desk?.id ?? '')
  const [isHead, setIsHead] = useState(membership.isHead)
  const change = useMutation({ ...changeMembershipMutation(), onSuccess: onDone })
  return (
    <Dialog title={t('people.act.changeMembership')} onClose={onClose}>
      <Form
        onSubmit={() =>
          change.mutate({
            path: { id: membership.id },
            body: { title: title.trim() || null, deskId: desk || null, isHead },
          })
        }
        acts={<SaveButtons busy={change.isPending} onClose={onClose} />}
      >
        {change.error ? <ErrorNote error={change.error} focus /> : null}
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
          ]}
        />
        <CheckField
          label={t('people.form.head')}
          checked={isHead}
          onChange={(e) => setIsHead(e.target.checked)}
        />
      </Form>
    </Dialog>
  )
}

/** Further roles of somebody who is of the unit already, at the same position and desk. */
export function AddRoleDialog(props: {
  unitId: string
  person: PersonOfUnit
  onClose: () => void
  onDone: () => void
}) {
  const t = useT()
  const { today } = useSession()
  const { unitId, person, onClose, onDone } = props
  const [chosen, setChosen] = useState<Role[]>([])
  const [from, setFrom] = useState<string | null>(today)
  const [tried, setTried] = useState(false)
  const add = useMutation({ ...addMembershipMutation(), onSuccess: onDone })
  const [place] = person.memberships
  return (
    <Dialog title={t('people.act.addRole')} onClose={onClose}>
      <Form
        onSubmit={() => {
          setTried(true)
          if (chosen.length === 0 || !from) return
          add.mutate({
            path: { unitId },
            body: {
              personId: person.id,
              login: null,
              roles: chosen,
              title: place?.title ?? null,
              deskId: place?.desk?.id ?? null,
              isHead: false,
              from,
            },
          })
        }}
        acts={<SaveButtons busy={add.isPending} onClose={onClose} />}
      >
        {add.error ? <ErrorNote error={add.error} focus /> : null}
        <RoleChecks
          chosen={chosen}
          onChange={setChosen}
          wrong={tried && chosen.length === 0}
          without={person.memberships.map((m) => m.role)}
        />
        <DateField
          label={t('people.form.from')}
          value={from}
          onChange={setFrom}
          error={from ? undefined : t('people.form.missing')}
        />
      </Form>
    </Dialog>
  )
}

function SaveButtons({ busy, onClose }: { busy: boolean; onClose: () => void }) {
  const t = useT()
  return (
    <>
      <Button kind="go" type="submit" busy={busy && t('common.busy.saving')}>
        {t('common.save')}
      </Button>
      <Button kind="bare" onClick={onClose}>
        {t('common.cancel')}
      </Button>
    </>
  )
}

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { renameUnitMutation, setSuperiorMutation } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { UnitDetail } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.ts'
import { Button } from '../../parts/Button.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Form, RadioCards } from '../../parts/FormField.tsx'
import { emptyNames, missingNames, NameFields, type Names } from './NameFields.tsx'
import { UnitPicker, type PickedUnit } from './UnitPicker.tsx'

interface DialogProps {
  unit: UnitDetail
  onClose: () => void
  onDone: () => void
}

/** A new name from a day on; the day on which the present one began puts that one right. */
export function RenameDialog({ unit, onClose, onDone }: DialogProps) {
  const t = useT()
  const { today } = useSession()
  const present = unit.names.find((n) => n.from <= today) ?? unit.names[0]
  const [names, setNames] = useState<Names>(
    present ? { ...present, parentLine: present.parentLine ?? '' } : emptyNames,
  )
  const [from, setFrom] = useState<string | null>(today)
  const [tried, setTried] = useState(false)
  const rename = useMutation({ ...renameUnitMutation(), onSuccess: onDone })
  const missing = missingNames(names)
  function save() {
    setTried(true)
    if (missing.length > 0 || !from) return
    rename.mutate({
      path: { unitId: unit.id },
      body: { ...names, parentLine: names.parentLine.trim() || null, from },
    })
  }
  return (
    <Dialog title={t('units.act.rename')} onClose={onClose}>
      <Form onSubmit={save} acts={<SaveButtons busy={rename.isPending} onClose={onClose} />}>
        {rename.error ? <ErrorNote error={rename.error} focus /> : null}
        <DateField
          label={t('units.form.from')}
          hint={t('units.form.from.rename.hint')}
          value={from}
          onChange={setFrom}
          error={tried && !from ? t('units.form.missing') : undefined}
        />
        <NameFields names={names} onChange={setNames} missing={tried ? missing : []} />
      </Form>
    </Dialog>
  )
}

/** Another superior on a line from a day on, or none. */
export function SuperiorDialog({ unit, onClose, onDone }: DialogProps) {
  const t = useT()
  const { today } = useSession()
  const [line, setLine] = useState<'administration' | 'profession'>('administration')
  const [from, setFrom] = useState<string | null>(today)
  const presentOn = (l: typeof line): PickedUnit | null =>
    unit.superiors.find((s) => s.line === l && s.from <= today && (!s.until || s.until > today))?.unit ?? null
  const [superior, setSuperior] = useState<PickedUnit | null>(presentOn('administration'))
  const set = useMutation({ ...setSuperiorMutation(), onSuccess: onDone })
  return (
    <Dialog title={t('units.act.setSuperior')} onClose={onClose}>
      <Form
        onSubmit={() => {
          if (!from) return
          set.mutate({ path: { unitId: unit.id }, body: { line, from, superiorId: superior?.id ?? null } })
        }}
        acts={<SaveButtons busy={set.isPending} onClose={onClose} />}
      >
        {set.error ? <ErrorNote error={set.error} focus /> : null}
        <RadioCards
          label={t('units.form.line')}
          value={line}
          onChange={(value) => {
            const next = value === 'profession' ? 'profession' : 'administration'
            setLine(next)
            setSuperior(presentOn(next))
          }}
          options={(['administration', 'profession'] as const).map((l) => ({
            value: l,
            label: t(`units.line.${l}`),
            hint: t(`units.line.${l}.hint`),
          }))}
        />
        <UnitPicker
          key={line}
          label={t('units.form.superior')}
          value={superior}
          onChange={setSuperior}
          without={unit.id}
        />
        <DateField
          label={t('units.form.from')}
          hint={t('units.form.from.superior.hint')}
          value={from}
          onChange={setFrom}
          error={from ? undefined : t('units.form.missing')}
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
        {t('units.form.save')}
      </Button>
      <Button kind="bare" onClick={onClose}>
        {t('common.cancel')}
      </Button>
    </>
  )
}

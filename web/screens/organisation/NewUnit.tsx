import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import {
  addUnitMutation,
  getUnitOptions,
  listUnitKindsOptions,
} from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { useSession } from '../../app/session.ts'
import { Button } from '../../parts/Button.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Form, SelectField, TextField } from '../../parts/FormField.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { emptyNames, missingNames, NameFields } from './NameFields.tsx'
import { newUnitRoute } from './organisation.routes.ts'
import { codeOf } from './code.ts'
import { UnitPicker, type PickedUnit } from './UnitPicker.tsx'

export const Route = createLazyRoute('/organisation/new')({ component: NewUnit })

/** A new unit, standing under the acting unit (or the one it was begun from) unless told otherwise. */
function NewUnit() {
  const t = useT()
  const { actingUnit } = useSession()
  const { under } = newUnitRoute.useSearch()
  const query = useQuery(getUnitOptions({ path: { unitId: under ?? actingUnit.id } }))
  const above = query.data
  return (
    <Page narrow>
      <PageHead title={t('units.form.add')} crumbs={[{ label: t('units.title'), href: '/organisation' }]} />
      {above ? (
        <NewUnitForm above={{ id: above.id, name: above.names[0]?.name ?? above.code }} />
      ) : query.error ? (
        <ErrorNote error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton rows={6} />
      )}
    </Page>
  )
}

function NewUnitForm({ above }: { above: PickedUnit }) {
  const t = useT()
  const { today } = useSession()
  const navigate = newUnitRoute.useNavigate()
  const client = useQueryClient()
  const kinds = useQuery(listUnitKindsOptions())
  const [id] = useState(newId)
  const [names, setNames] = useState(emptyNames)
  const [typedCode, setCode] = useState<string | null>(null)
  const [kind, setKind] = useState('')
  const [from, setFrom] = useState<string | null>(today)
  const [administration, setAdministration] = useState<PickedUnit | null>(above)
  const [profession, setProfession] = useState<PickedUnit | null>(above)
  const [tried, setTried] = useState(false)
  const add = useMutation({
    ...addUnitMutation(),
    onSuccess: async (unit) => {
      await client.invalidateQueries()
      await navigate({ to: '/organisation/units/$unitId', params: { unitId: unit.id }, search: {} })
    },
  })
  const code = typedCode ?? codeOf(names.shortName || names.name)
  const missing = missingNames(names)
  const need = (there: boolean) => (tried && !there ? t('units.form.missing') : undefined)
  function save() {
    setTried(true)
    if (missing.length > 0 || !from || kind === '' || code === '') return
    add.mutate({
      body: {
        ...names,
        id,
        code,
        kind,
        from,
        parentLine: names.parentLine.trim() || null,
        administration: administration?.id ?? null,
        profession: profession?.id ?? null,
      },
    })
  }
  return (
    <Form
      onSubmit={save}
      acts={
        <Button kind="go" type="submit" busy={add.isPending && t('common.busy.saving')}>
          {t('units.form.add')}
        </Button>
      }
    >
      {add.error ? <ErrorNote error={add.error} focus /> : null}
      <SelectField
        label={t('units.form.kind')}
        value={kind}
        onChange={(e) => setKind(e.target.value)}
        error={need(kind !== '')}
        options={[
          { value: '', label: t('units.form.kind.choose') },
          ...(kinds.data?.kinds ?? []).map((k) => ({ value: k.code, label: k.name })),
        ]}
      />
      <NameFields names={names} onChange={setNames} missing={tried ? missing : []} />
      <TextField
        label={t('units.form.code')}
        hint={t('units.form.code.hint')}
        value={code}
        maxLength={60}
        autoCapitalize="none"
        spellCheck={false}
        onChange={(e) => setCode(e.target.value.toLowerCase())}
        error={need(code !== '')}
      />
      <DateField label={t('units.form.from')} value={from} onChange={setFrom} error={need(from !== null)} />
      <UnitPicker
        label={t('units.form.administration')}
        value={administration}
        onChange={setAdministration}
      />
      <UnitPicker label={t('units.form.profession')} value={profession} onChange={setProfession} />
    </Form>
  )
}

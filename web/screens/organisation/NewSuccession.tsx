import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { createSuccessionMutation, getUnitOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { SuccessionContent, SuccessionRow } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { useSession } from '../../app/session.ts'
import { Button } from '../../parts/Button.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Form, RadioCards } from '../../parts/FormField.tsx'
import { Page, PageHead } from '../../parts/Page.tsx'
import { newSuccessionRoute } from './organisation.routes.ts'
import { UnitPicker, type PickedUnit } from './UnitPicker.tsx'

export const Route = createLazyRoute('/organisation/successions/new')({ component: NewSuccession })

type Kind = SuccessionRow['kind']
const kinds: readonly Kind[] = ['merge', 'split', 'part', 'rename', 'transfer']

/** Which kind, which unit, from which day: the rest is chosen in the plan itself. */
function NewSuccession() {
  const t = useT()
  const { today } = useSession()
  const navigate = newSuccessionRoute.useNavigate()
  const { unit } = newSuccessionRoute.useSearch()
  const client = useQueryClient()
  const begun = useQuery({ ...getUnitOptions({ path: { unitId: unit ?? '' } }), enabled: unit !== undefined })
  const [id] = useState(newId)
  const [kind, setKind] = useState<Kind | null>(null)
  const [day, setDay] = useState<string | null>(today)
  const [picked, setPicked] = useState<PickedUnit | null>(null)
  const [tried, setTried] = useState(false)
  const from =
    picked ?? (begun.data ? { id: begun.data.id, name: begun.data.names[0]?.name ?? begun.data.code } : null)
  const create = useMutation({
    ...createSuccessionMutation(),
    onSuccess: async (made) => {
      await client.invalidateQueries()
      await navigate({ to: '/organisation/successions/$successionId', params: { successionId: made.id } })
    },
  })
  function save() {
    setTried(true)
    if (kind === null || day === null || from === null) return
    create.mutate({ body: { id, kind, day, content: emptyContent(from.id) } })
  }
  return (
    <Page narrow>
      <PageHead
        title={t('succession.act.new')}
        crumbs={[
          { label: t('units.title'), href: '/organisation' },
          { label: t('succession.title'), href: '/organisation/successions' },
        ]}
      />
      <Form
        onSubmit={save}
        acts={
          <Button kind="go" type="submit" busy={create.isPending && t('common.busy.saving')}>
            {t('succession.form.begin')}
          </Button>
        }
      >
        {create.error ? <ErrorNote error={create.error} focus /> : null}
        <RadioCards
          label={t('succession.form.kind')}
          value={kind}
          onChange={(value) => setKind(kinds.find((k) => k === value) ?? null)}
          error={tried && kind === null ? t('succession.form.missing') : undefined}
          options={kinds.map((k) => ({
            value: k,
            label: t(`succession.kind.${k}`),
            hint: t(`succession.kind.${k}.hint`),
          }))}
        />
        <UnitPicker
          label={t(`succession.form.from.${kind ?? 'rename'}`)}
          none={t('succession.form.none')}
          value={from}
          onChange={setPicked}
        />
        {tried && from === null ? <p role="alert">{t('succession.form.missing')}</p> : null}
        <DateField
          label={t('succession.form.day')}
          hint={t('succession.form.day.hint')}
          value={day}
          onChange={setDay}
          error={tried && day === null ? t('succession.form.missing') : undefined}
        />
      </Form>
    </Page>
  )
}

function emptyContent(from: string): SuccessionContent {
  return {
    decree: { symbol: '', date: null, issuer: '' },
    from: [from],
    to: [],
    heir: null,
    names: null,
    moves: { administration: null, profession: null },
    belowTo: { administration: null, profession: null },
    below: [],
    people: [],
    work: [],
    items: [],
  }
}

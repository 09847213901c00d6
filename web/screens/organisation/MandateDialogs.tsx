import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { endMandateMutation, makeMandateMutation } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { MakeMandate, Mandate, Mandates } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { useSession } from '../../app/session.ts'
import { Button } from '../../parts/Button.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { CheckField, Form, SelectField, TextArea, TextField } from '../../parts/FormField.tsx'
import { shift } from './Delegations.tsx'
import css from './organisation.module.css'

type Right = MakeMandate['authority']
const rights: readonly Right[] = ['kt', 'tl', 'tuq', 'tm', 'q', 'head']

interface Typed {
  personId: string
  authority: Right
  position: string
  forWhom: string
  deputyOf: string
  kinds: MakeMandate['kinds']
  limits: string
  basis: string
  basisDate: string | null
  since: string | null
  last: string | null
}

/** Which fields still want something, by the right that is given. */
function missingOf(typed: Typed): Set<keyof Typed> {
  const { authority: right } = typed
  const missing = new Set<keyof Typed>()
  const want = (key: keyof Typed, asked: boolean) => {
    const value = typed[key]
    if (asked && (value === null || value.length === 0)) missing.add(key)
  }
  want('personId', true)
  want('position', true)
  want('since', true)
  want('forWhom', right !== 'head' && right !== 'q')
  for (const key of ['basis', 'basisDate', 'kinds'] as const) want(key, right === 'tuq' || right === 'tl')
  for (const key of ['limits', 'last'] as const) want(key, right === 'tuq')
  return missing
}

/** Writes a right to sign down. */
export function MakeMandateDialog(props: {
  people: Mandates['people']
  kinds: Mandates['kinds']
  onClose: () => void
  onDone: () => void
}) {
  const t = useT()
  const { today } = useSession()
  const { people, kinds, onClose, onDone } = props
  const [id] = useState(newId)
  const [tried, setTried] = useState(false)
  const [typed, setTyped] = useState<Typed>({
    personId: '',
    authority: 'kt',
    position: '',
    forWhom: '',
    deputyOf: '',
    kinds: [],
    limits: '',
    basis: '',
    basisDate: null,
    since: today,
    last: null,
  })
  const set = (change: Partial<Typed>) => setTyped((now) => ({ ...now, ...change }))
  const make = useMutation({ ...makeMandateMutation(), onSuccess: onDone })
  const missing = missingOf(typed)
  const wrong = (key: keyof Typed) => (tried && missing.has(key) ? t('mandates.form.missing') : undefined)
  const { authority } = typed
  const isSigned = authority !== 'head' && authority !== 'q'
  const bound = authority === 'tuq' || authority === 'tl'
  function send() {
    setTried(true)
    if (missing.size > 0 || typed.since === null) return
    const orNull = (words: string) => (words.trim() === '' ? null : words.trim())
    make.mutate({
      body: {
        id,
        personId: typed.personId,
        authority,
        position: typed.position,
        forWhom: isSigned ? orNull(typed.forWhom) : null,
        deputyOf: authority === 'tm' || authority === 'tl' ? orNull(typed.deputyOf) : null,
        kinds: typed.kinds,
        limits: orNull(typed.limits),
        basis: orNull(typed.basis),
        basisDate: typed.basisDate,
        since: typed.since,
        until: typed.last === null ? null : shift(typed.last, 1),
      },
    })
  }
  return (
    <Dialog title={t('mandates.make')} onClose={onClose}>
      <Form
        onSubmit={send}
        acts={
          <>
            <Button kind="go" type="submit" busy={make.isPending && t('common.busy.saving')}>
              {t('mandates.make')}
            </Button>
            <Button kind="bare" onClick={onClose}>
              {t('common.cancel')}
            </Button>
          </>
        }
      >
        {make.error ? <ErrorNote error={make.error} focus /> : null}
        <SelectField
          label={t('mandates.form.person')}
          value={typed.personId}
          error={wrong('personId')}
          onChange={(e) => {
            const person = people.find((p) => p.id === e.target.value)
            set({ personId: e.target.value, ...(person?.title ? { position: person.title } : {}) })
          }}
          options={[
            { value: '', label: t('mandates.form.choose') },
            ...people.map((p) => ({ value: p.id, label: [p.name, p.title].filter(Boolean).join(', ') })),
          ]}
        />
        <SelectField
          label={t('mandates.form.authority')}
          value={authority}
          onChange={(e) => set({ authority: rights.find((r) => r === e.target.value) ?? 'kt' })}
          options={rights.map((r) => ({ value: r, label: t(`mandates.authority.${r}`) }))}
        />
        {bound ? <p className="small mute">{t(`mandates.form.${authority}`)}</p> : null}
        {isSigned ? (
          <TextField
            label={t(`mandates.form.forWhom.${authority}`)}
            lang="vi"
            value={typed.forWhom}
            error={wrong('forWhom')}
            onChange={(e) => set({ forWhom: e.target.value })}
          />
        ) : null}
        {authority === 'tm' || authority === 'tl' ? (
          <TextField
            label={t('mandates.form.deputyOf')}
            hint={t('mandates.form.deputyOf.hint')}
            optional
            lang="vi"
            value={typed.deputyOf}
            onChange={(e) => set({ deputyOf: e.target.value })}
          />
        ) : null}
        <TextField
          label={t('mandates.form.position')}
          lang="vi"
          value={typed.position}
          error={wrong('position')}
          onChange={(e) => set({ position: e.target.value })}
        />
        <Kinds
          kinds={kinds}
          typed={typed}
          wrong={wrong('kinds')}
          onChange={(chosen) => set({ kinds: chosen })}
        />
        <TextArea
          label={t('mandates.form.limits')}
          optional={authority !== 'tuq'}
          lang="vi"
          value={typed.limits}
          error={wrong('limits')}
          onChange={(e) => set({ limits: e.target.value })}
        />
        <TextField
          label={t('mandates.form.basis')}
          hint={t('mandates.form.basis.hint')}
          optional={!bound}
          lang="vi"
          value={typed.basis}
          error={wrong('basis')}
          onChange={(e) => set({ basis: e.target.value })}
        />
        <DateField
          label={t('mandates.form.basisDate')}
          optional={!bound}
          value={typed.basisDate}
          error={wrong('basisDate')}
          onChange={(basisDate) => set({ basisDate })}
        />
        <DateField
          label={t('mandates.form.since')}
          value={typed.since}
          error={wrong('since')}
          onChange={(since) => set({ since })}
        />
        <DateField
          label={t('mandates.form.last')}
          optional={authority !== 'tuq'}
          value={typed.last}
          error={wrong('last')}
          onChange={(last) => set({ last })}
        />
      </Form>
    </Dialog>
  )
}

function Kinds(props: {
  kinds: Mandates['kinds']
  typed: Typed
  wrong: string | undefined
  onChange: (kinds: Typed['kinds']) => void
}) {
  const t = useT()
  const { kinds, typed, wrong, onChange } = props
  const chosen = new Set<string>(typed.kinds)
  return (
    <fieldset className={css.checks}>
      <legend>{t('mandates.form.kinds')}</legend>
      <p className="small mute">{t('mandates.form.kinds.hint')}</p>
      <div className={css.kinds} lang="vi">
        {kinds.map((kind) => (
          <CheckField
            key={kind}
            label={kind}
            checked={chosen.has(kind)}
            onChange={(e) => {
              const next = kinds.filter((k) => (k === kind ? e.target.checked : chosen.has(k)))
              // The names are the server's own.
              onChange(next as Typed['kinds'])
            }}
          />
        ))}
      </div>
      {wrong ? (
        <p className={css.issues} role="alert">
          {wrong}
        </p>
      ) : null}
    </fieldset>
  )
}

/** Ends a right to sign from a day on. */
export function EndMandateDialog(props: { mandate: Mandate; onClose: () => void; onDone: () => void }) {
  const t = useT()
  const { today } = useSession()
  const { mandate, onClose, onDone } = props
  const [from, setFrom] = useState<string | null>(mandate.since > today ? mandate.since : today)
  const end = useMutation({ ...endMandateMutation(), onSuccess: onDone })
  const { name } = mandate
  return (
    <Dialog title={t('mandates.end.of', { name })} onClose={onClose}>
      <Form
        onSubmit={() => {
          if (from !== null) end.mutate({ path: { mandateId: mandate.id }, body: { from } })
        }}
        acts={
          <>
            <Button kind="danger" type="submit" busy={end.isPending && t('common.busy.saving')}>
              {t('mandates.end')}
            </Button>
            <Button kind="bare" onClick={onClose}>
              {t('common.cancel')}
            </Button>
          </>
        }
      >
        {end.error ? <ErrorNote error={end.error} focus /> : null}
        <p>{t('mandates.end.words', { name })}</p>
        <DateField
          label={t('mandates.end.from')}
          value={from}
          onChange={setFrom}
          error={from === null ? t('mandates.form.missing') : undefined}
        />
      </Form>
    </Dialog>
  )
}

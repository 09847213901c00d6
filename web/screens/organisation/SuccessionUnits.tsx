import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listUnitKindsOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import type { Succession, SuccessionContent } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { RadioCards, SelectField, TextField } from '../../parts/FormField.tsx'
import { Group } from '../../parts/Page.tsx'
import { codeOf } from './code.ts'
import { emptyNames, NameFields } from './NameFields.tsx'
import css from './succession.module.css'
import { UnitPicker, type PickedUnit } from './UnitPicker.tsx'
import { reshapes, type SuccessionDraft } from './useSuccession.ts'

type Target = SuccessionContent['to'][number]
const lines = ['administration', 'profession'] as const

/** Which units close or change, and which go on for them. */
export function SuccessionUnits({ plan, draft }: { plan: Succession; draft: SuccessionDraft }) {
  const t = useT()
  const { content, change } = draft
  // A unit that was just picked is known by name before the server says it.
  const [picked, setPicked] = useState<PickedUnit[]>([])
  const nameOf = (id: string) =>
    plan.units.find((u) => u.id === id)?.name ?? picked.find((u) => u.id === id)?.name ?? t('common.loading')
  const remember = (unit: PickedUnit) => setPicked((all) => [...all, unit])
  const many = plan.kind === 'merge' || plan.kind === 'transfer'
  return (
    <div id="succession-units" className={css.section}>
      <Group title={t('succession.section.units')}>
        <h3 className={css.sub}>{t(`succession.form.from.${plan.kind}`)}</h3>
        <ul className={css.rows}>
          {content.from.map((id) => (
            <li key={id}>
              <span className="mid">{nameOf(id)}</span>
              {draft.isEditable ? (
                <Button
                  size="small"
                  kind="bare"
                  aria-label={t('succession.units.removeOne', { unit: nameOf(id) })}
                  onClick={() => change({ from: content.from.filter((f) => f !== id) })}
                >
                  {t('succession.units.remove')}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
        {draft.isEditable && (many || content.from.length === 0) ? (
          <AddKnown
            label={t('succession.form.addUnit')}
            onAdd={(unit) => {
              remember(unit)
              change({ from: [...new Set([...content.from, unit.id])] })
            }}
          />
        ) : null}
        {reshapes(plan.kind) ? <Targets draft={draft} nameOf={nameOf} onPicked={remember} /> : null}
        {plan.kind === 'rename' ? <NewNames draft={draft} /> : null}
        {plan.kind === 'transfer' ? <Moves draft={draft} nameOf={nameOf} onPicked={remember} /> : null}
      </Group>
    </div>
  )
}

interface PartProps {
  draft: SuccessionDraft
  nameOf: (id: string) => string
  onPicked: (unit: PickedUnit) => void
}

function AddKnown({ label, onAdd }: { label: string; onAdd: (unit: PickedUnit) => void }) {
  const t = useT()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open ? (
        <Dialog title={label} onClose={() => setOpen(false)}>
          <UnitPicker
            label={t('succession.form.pick')}
            none={t('succession.form.none')}
            searches
            value={null}
            onChange={(unit) => {
              if (unit) onAdd(unit)
              setOpen(false)
            }}
          />
        </Dialog>
      ) : null}
    </>
  )
}

function Targets({ draft, nameOf, onPicked }: PartProps) {
  const t = useT()
  const { content, change } = draft
  const [edited, setEdited] = useState<string | null>(null)
  const set = (id: string, next: Partial<Target>) =>
    change({ to: content.to.map((x) => (x.id === id ? { ...x, ...next } : x)) })
  const blank = (): Target => ({
    id: newId(),
    unit: { ...emptyNames, parentLine: null, code: '', kind: '' },
    administration: content.to[0]?.administration ?? null,
    profession: content.to[0]?.profession ?? null,
  })
  const target = content.to.find((x) => x.id === edited)
  const called = (x: Target) => (x.unit ? x.unit.name || t('succession.units.unnamed') : nameOf(x.id))
  return (
    <>
      <h3 className={css.sub}>{t('succession.units.going')}</h3>
      <ul className={css.rows}>
        {content.to.map((x) => (
          <li key={x.id}>
            <span>
              <span className="mid">{called(x)}</span>
              <span className={css.second}>
                {x.unit ? t('succession.units.new') : t('succession.units.known')}
                {lines.map((line) => {
                  const above = x[line]
                  return x.unit && above !== null
                    ? ` · ${t(`succession.line.${line}`)}: ${nameOf(above)}`
                    : ''
                })}
              </span>
            </span>
            {draft.isEditable ? (
              <span className={css.acts}>
                {x.unit ? (
                  <Button
                    size="small"
                    aria-label={t('succession.units.editOne', { unit: called(x) })}
                    onClick={() => setEdited(x.id)}
                  >
                    {t('succession.units.edit')}
                  </Button>
                ) : null}
                <Button
                  size="small"
                  kind="bare"
                  aria-label={t('succession.units.removeOne', { unit: called(x) })}
                  onClick={() => change({ to: content.to.filter((o) => o.id !== x.id) })}
                >
                  {t('succession.units.remove')}
                </Button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {draft.isEditable ? (
        <div className={css.acts}>
          <Button
            size="small"
            onClick={() => {
              const made = blank()
              change({ to: [...content.to, made] })
              setEdited(made.id)
            }}
          >
            {t('succession.units.addNew')}
          </Button>
          <AddKnown
            label={t('succession.units.addKnown')}
            onAdd={(unit) => {
              onPicked(unit)
              if (content.to.every((x) => x.id !== unit.id))
                change({
                  to: [...content.to, { id: unit.id, unit: null, administration: null, profession: null }],
                })
            }}
          />
        </div>
      ) : null}
      {target?.unit ? (
        <TargetDialog
          target={target}
          unit={target.unit}
          nameOf={nameOf}
          onPicked={onPicked}
          onChange={(next) => set(target.id, next)}
          onClose={() => setEdited(null)}
        />
      ) : null}
    </>
  )
}

function TargetDialog(props: {
  target: Target
  unit: NonNullable<Target['unit']>
  nameOf: (id: string) => string
  onPicked: (unit: PickedUnit) => void
  onChange: (next: Partial<Target>) => void
  onClose: () => void
}) {
  const t = useT()
  const { target, unit, nameOf, onPicked, onChange, onClose } = props
  const kinds = useQuery(listUnitKindsOptions())
  const [ownCode, setOwnCode] = useState(unit.code !== '' && unit.code !== codeOf(unit.shortName))
  const above = (line: (typeof lines)[number]) => {
    const id = target[line]
    return id === null ? null : { id, name: nameOf(id) }
  }
  return (
    <Dialog
      title={unit.name || t('succession.units.new')}
      onClose={onClose}
      acts={
        <Button kind="go" onClick={onClose}>
          {t('succession.units.done')}
        </Button>
      }
    >
      <div className={css.form}>
        <SelectField
          label={t('units.form.kind')}
          value={unit.kind}
          onChange={(e) => onChange({ unit: { ...unit, kind: e.target.value } })}
          options={[
            { value: '', label: t('units.form.kind.choose') },
            ...(kinds.data?.kinds ?? []).map((k) => ({ value: k.code, label: k.name })),
          ]}
        />
        <NameFields
          names={{ ...unit, parentLine: unit.parentLine ?? '' }}
          onChange={({ name, shortName, abbreviation, place, parentLine }) =>
            onChange({
              unit: {
                ...unit,
                name,
                shortName,
                abbreviation,
                place,
                parentLine: parentLine || null,
                code: ownCode ? unit.code : codeOf(shortName || name),
              },
            })
          }
          missing={[]}
        />
        <TextField
          label={t('units.form.code')}
          hint={t('units.form.code.hint')}
          value={unit.code}
          maxLength={60}
          autoCapitalize="none"
          spellCheck={false}
          onChange={(e) => {
            setOwnCode(true)
            onChange({ unit: { ...unit, code: e.target.value.toLowerCase() } })
          }}
        />
        {lines.map((line) => (
          <UnitPicker
            key={line}
            label={t(`units.form.${line}`)}
            value={above(line)}
            onChange={(picked) => {
              if (picked) onPicked(picked)
              onChange({ [line]: picked?.id ?? null })
            }}
          />
        ))}
      </div>
    </Dialog>
  )
}

function NewNames({ draft }: { draft: SuccessionDraft }) {
  const { content, change } = draft
  const names = content.names ?? { ...emptyNames, parentLine: null }
  return (
    <fieldset disabled={!draft.isEditable} className={css.form}>
      <NameFields
        names={{ ...names, parentLine: names.parentLine ?? '' }}
        onChange={({ name, shortName, abbreviation, place, parentLine }) =>
          change({ names: { name, shortName, abbreviation, place, parentLine: parentLine || null } })
        }
        missing={[]}
      />
    </fieldset>
  )
}

function Moves({ draft, nameOf, onPicked }: PartProps) {
  const t = useT()
  const { content, change } = draft
  return (
    <fieldset disabled={!draft.isEditable} className={css.form}>
      {lines.map((line) => {
        const move = content.moves[line]
        const set = (next: typeof move) => change({ moves: { ...content.moves, [line]: next } })
        return (
          <div key={line}>
            <RadioCards
              label={t(`succession.units.move.${line}`)}
              value={move ? 'change' : 'keep'}
              onChange={(value) => set(value === 'change' ? { to: null } : null)}
              options={(['keep', 'change'] as const).map((value) => ({
                value,
                label: t(`succession.units.move.${value}`),
              }))}
            />
            {move ? (
              <UnitPicker
                label={t(`units.form.${line}`)}
                value={move.to === null ? null : { id: move.to, name: nameOf(move.to) }}
                onChange={(unit) => {
                  if (unit) onPicked(unit)
                  set({ to: unit?.id ?? null })
                }}
              />
            ) : null}
          </div>
        )
      })}
    </fieldset>
  )
}

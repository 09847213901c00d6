import { useState } from 'react'
import type { Succession, SuccessionContent } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { CheckField, SelectField, TextField } from '../../parts/FormField.tsx'
import { Group } from '../../parts/Page.tsx'
import css from './succession.module.css'
import { UnitPicker, type PickedUnit } from './UnitPicker.tsx'
import { targetsOf, type SuccessionDraft } from './useSuccession.ts'

type Row = NonNullable<Succession['preview']>['below'][number]
type Line = Row['line']
const lines: readonly Line[] = ['administration', 'profession']
const keyOf = (row: Pick<Row, 'line'> & { unit: { id: string } }) => `${row.line} ${row.unit.id}`

/** Where each unit below goes, on each line; those without a choice first. */
export function SuccessionBelow({ plan, draft }: { plan: Succession; draft: SuccessionDraft }) {
  const t = useT()
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const [to, setTo] = useState('')
  const [filter, setFilter] = useState('')
  const { content, change } = draft
  const rows = plan.preview?.below ?? []
  const present = new Map(rows.map((r) => [keyOf(r), chosen(content, r)]))
  const shown = rows
    .filter((r) => r.unit.name.toLowerCase().includes(filter.trim().toLowerCase()))
    .toSorted((a, b) => Number(present.get(keyOf(a)) !== null) - Number(present.get(keyOf(b)) !== null))
  const targets = targetsOf(content, plan.units, t('succession.units.unnamed'))
  const others = lines
    .flatMap((line) => [content.belowTo[line]])
    .flatMap((id) => (id !== null && targets.every((x) => x.id !== id) ? [id] : []))
    .map((id) => ({ id, name: plan.units.find((u) => u.id === id)?.shortName ?? t('common.loading') }))
  const options = [...targets, ...others.filter((o, i) => others.findIndex((p) => p.id === o.id) === i)]
  function move(keys: ReadonlySet<string>, target: string) {
    const kept = content.below.filter((b) => !keys.has(`${b.line} ${b.unitId}`))
    const moved = rows
      .filter((r) => keys.has(keyOf(r)))
      .map((r) => ({ unitId: r.unit.id, line: r.line, to: target }))
    change({ below: target === '' ? kept : [...kept, ...moved] })
  }
  const follows = (r: Row) =>
    content.belowTo[r.line] !== null &&
    content.below.every((b) => b.unitId !== r.unit.id || b.line !== r.line)
  const common = shown.filter(follows)
  // Of a unit that goes on, whoever is given nobody else stays.
  const stays = plan.kind === 'part'
  const none = t(stays ? 'succession.below.stays' : 'succession.below.notChosen')
  const rowProps = {
    valueOf: (row: Row) => present.get(keyOf(row)) ?? null,
    options,
    none,
    isOpen: (row: Row) => !stays && present.get(keyOf(row)) === null,
    isEditable: draft.isEditable,
    isMarked: (row: Row) => marked.has(keyOf(row)),
    onMark: (row: Row) => {
      const next = new Set(marked)
      if (!next.delete(keyOf(row))) next.add(keyOf(row))
      setMarked(next)
    },
    onMove: (row: Row, target: string) => move(new Set([keyOf(row)]), target),
  }
  const open = stays ? [] : rows.filter((r) => present.get(keyOf(r)) === null)
  return (
    <div id="succession-below" className={css.section}>
      <Group title={t('succession.section.below')} note={rows.length}>
        {rows.length === 0 ? <p className="mute">{t('succession.below.none')}</p> : null}
        {rows.length > 0 && draft.isEditable ? (
          <>
            {lines
              .filter((line) => rows.some((r) => r.line === line))
              .map((line) => (
                <Default key={line} line={line} plan={plan} draft={draft} />
              ))}
            <div className={css.bulk}>
              <TextField
                label={t('succession.below.filter')}
                optional
                value={filter}
                onChange={(e) => setFilter(e.target.value)}
              />
              <SelectField
                label={t('succession.below.bulk')}
                value={to}
                onChange={(e) => setTo(e.target.value)}
                options={[
                  { value: '', label: none },
                  ...options.map((o) => ({ value: o.id, label: o.name })),
                ]}
              />
              <Button
                disabled={marked.size === 0 || (to === '' && !stays)}
                onClick={() => {
                  move(marked, to)
                  setMarked(new Set())
                }}
              >
                {t('succession.below.bulk.do')} ({marked.size})
              </Button>
            </div>
            {open.length > 0 ? (
              <Button size="small" kind="bare" onClick={() => setMarked(new Set(open.map(keyOf)))}>
                {t('succession.below.markAll')} ({open.length})
              </Button>
            ) : null}
          </>
        ) : null}
        <ul className={css.table}>
          {shown
            .filter((r) => !follows(r))
            .map((row) => (
              <BelowRow key={keyOf(row)} row={row} {...rowProps} />
            ))}
        </ul>
        {common.length > 0 ? (
          <details>
            <summary>{t('succession.below.byDefault', { n: common.length })}</summary>
            <ul className={css.table}>
              {common.map((row) => (
                <BelowRow key={keyOf(row)} row={row} {...rowProps} />
              ))}
            </ul>
          </details>
        ) : null}
      </Group>
    </div>
  )
}

function BelowRow(props: {
  row: Row
  valueOf: (row: Row) => string | null
  options: readonly { id: string; name: string }[]
  none: string
  isOpen: (row: Row) => boolean
  isEditable: boolean
  isMarked: (row: Row) => boolean
  onMark: (row: Row) => void
  onMove: (row: Row, target: string) => void
}) {
  const t = useT()
  const { row, valueOf, options, none, isOpen, isEditable, isMarked, onMark, onMove } = props
  const line = t(`succession.line.${row.line}`)
  const value = valueOf(row)
  const unit = row.unit.shortName
  return (
    <li data-open={isOpen(row) || undefined}>
      {isEditable ? (
        <CheckField
          label={
            <>
              {unit} <span className="mute small">{line}</span>
            </>
          }
          aria-label={`${t('succession.below.mark', { unit })}, ${line}`}
          checked={isMarked(row)}
          onChange={() => onMark(row)}
        />
      ) : (
        <span>
          {unit} <span className="mute small">{line}</span>
        </span>
      )}
      <Choice
        label={t('succession.below.toOf', { unit, line })}
        value={value}
        options={options}
        none={none}
        isEditable={isEditable}
        onChange={(target) => onMove(row, target)}
      />
    </li>
  )
}

/** What the content says of a unit below; null: nothing yet. */
function chosen(content: SuccessionContent, row: Row): string | null {
  const own = content.below.find((b) => b.unitId === row.unit.id && b.line === row.line)
  return own?.to ?? content.belowTo[row.line] ?? row.to
}

function Default({ line, plan, draft }: { line: Line; plan: Succession; draft: SuccessionDraft }) {
  const t = useT()
  const [picked, setPicked] = useState<PickedUnit | null>(null)
  const { content, change } = draft
  const id = content.belowTo[line]
  const name =
    picked?.id === id
      ? picked.name
      : (plan.units.find((u) => u.id === id)?.name ?? content.to.find((x) => x.id === id)?.unit?.name ?? '…')
  return (
    <UnitPicker
      label={t(`succession.below.default.${line}`)}
      none={t(plan.kind === 'part' ? 'succession.below.stays' : 'succession.below.notChosen')}
      value={id === null ? null : { id, name }}
      onChange={(unit) => {
        setPicked(unit)
        change({ belowTo: { ...content.belowTo, [line]: unit?.id ?? null } })
      }}
    />
  )
}

/** A choice of one of the units that go on, without a label of its own. */
export function Choice(props: {
  label: string
  value: string | null
  options: readonly { id: string; name: string }[]
  isEditable: boolean
  /** what "none of them" is called; empty string is given for it */
  none?: string
  onChange: (id: string) => void
}) {
  const t = useT()
  const { label, value, options, isEditable, none, onChange } = props
  const known = value === null || options.some((o) => o.id === value)
  return (
    <select
      className={css.choice}
      aria-label={label}
      disabled={!isEditable}
      value={known ? (value ?? '') : ''}
      onChange={(e) => onChange(e.target.value)}
    >
      <option value="">{none ?? t('succession.below.notChosen')}</option>
      {options.map((o) => (
        <option key={o.id} value={o.id}>
          {o.name}
        </option>
      ))}
    </select>
  )
}

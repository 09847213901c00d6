import { IconFilter } from '@tabler/icons-react'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { Chip } from '../../parts/Chip.tsx'
import { SearchBox } from '../../parts/list/SearchBox.tsx'
import type { Task } from './model.ts'
import css from './progress.module.css'
import { leadsOf, taskStates, type TaskFilter, type TaskState } from './progressModel.ts'

/** "Lọc": shows and hides the row of filters under the tools. */
export function FilterButton(props: { open: boolean; onToggle: () => void }) {
  const t = useT()
  return (
    <button
      type="button"
      className={css.filterButton}
      aria-expanded={props.open}
      aria-controls="task-filters"
      onClick={props.onToggle}
    >
      <IconFilter size={16} stroke={1.75} aria-hidden="true" />
      {t('views.progress.filter')}
    </button>
  )
}

/** Search, state, lead, key tasks: kept in the address, so that a link shows the same rows. */
export function TaskFilters(props: {
  tasks: readonly Task[]
  filter: TaskFilter
  hasStates: boolean
  onChange: (change: TaskFilter) => void
}) {
  const t = useT()
  const { tasks, filter, onChange } = props
  const leads = leadsOf(tasks)
  const all = { value: '', label: t('views.progress.filter.all') }
  return (
    <div className={css.filters} id="task-filters" role="group" aria-label={t('views.progress.filter')}>
      <SearchBox
        value={filter.q ?? ''}
        label={t('views.progress.filter.q')}
        onChange={(q) => onChange({ q: q.trim() === '' ? undefined : q })}
      />
      {props.hasStates ? (
        <Choice
          label={t('views.progress.filter.state')}
          value={filter.state ?? ''}
          onChange={(v) => onChange({ state: v === '' ? undefined : (v as TaskState) })}
          options={[
            all,
            ...taskStates.map((s) => ({ value: s, label: t(`views.progress.filter.state.${s}`) })),
          ]}
        />
      ) : null}
      {leads.length > 1 ? (
        <Choice
          label={t('views.progress.filter.lead')}
          value={filter.lead ?? ''}
          onChange={(v) => onChange({ lead: v === '' ? undefined : v })}
          options={[all, ...leads.map((lead) => ({ value: lead, label: lead }))]}
        />
      ) : null}
      <Chip
        pressed={filter.key === 'yes'}
        count={tasks.filter((x) => x.isKey).length}
        onClick={() => onChange({ key: filter.key ? undefined : 'yes' })}
      >
        {t('views.progress.filter.key')}
      </Chip>
      {Object.values(filter).some((v) => v !== undefined) ? (
        <Button
          kind="bare"
          size="small"
          onClick={() => onChange({ q: undefined, state: undefined, lead: undefined, key: undefined })}
        >
          {t('views.progress.filter.clear')}
        </Button>
      ) : null}
    </div>
  )
}

/** A choice that says what it is within itself: "Chủ trì: tất cả". */
function Choice(props: {
  label: string
  value: string
  onChange: (value: string) => void
  options: readonly { value: string; label: string }[]
}) {
  return (
    <label className={css.choice}>
      <span>{props.label}</span>
      <select value={props.value} onChange={(e) => props.onChange(e.target.value)}>
        {props.options.map((o) => (
          <option key={o.value} value={o.value}>
            {o.label}
          </option>
        ))}
      </select>
    </label>
  )
}

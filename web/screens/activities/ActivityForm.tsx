import { useState } from 'react'
import { formatDayMonth, formatNumber } from '#src/messages/format.ts'
import type { LogForm } from '../../api/generated/index.ts'
import { useLanguage, useT } from '../../app/i18n.tsx'
import { ApiError } from '../../app/problem.ts'
import { useSession } from '../../app/session.ts'
import { Button } from '../../parts/Button.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { SelectField, TextArea } from '../../parts/FormField.tsx'
import type { Photo } from '../../parts/PhotoStrip.tsx'
import { Stepper } from '../../parts/Stepper.tsx'
import css from './Activities.module.css'
import { keyOf, withTasks, type Draft } from './draft.ts'
import { MoreFields } from './MoreFields.tsx'
import { PhotoPicker } from './PhotoPicker.tsx'
import { TaskChoice } from './TaskChoice.tsx'

/**
 * The fields of an activity in one column: photos, task, day and form, the number, the result; the rest behind a button.
 * @param missing fields that were asked for and are empty
 */
export function ActivityForm(props: {
  draft: Draft
  terms: LogForm
  onChange: (draft: Draft) => void
  missing: readonly string[]
  error: unknown
  kept?: Photo[]
  /** all fields at once, as a correction needs them */
  isWhole?: boolean
}) {
  const t = useT()
  const { draft, terms, onChange, missing, kept, isWhole } = props
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part })
  const [hasMore, setHasMore] = useState(isWhole ?? false)
  const form = terms.forms.find((f) => f.code === draft.form)
  const task = draft.tasks.length === 1 ? terms.tasks.find((k) => keyOf(k) === draft.tasks[0]) : undefined
  const lastPeople =
    task?.form === draft.form ? (task.lastAttendances ?? form?.lastAttendances) : form?.lastAttendances
  const indicator = form?.indicator ?? null
  const fault = (path: string) => (props.error instanceof ApiError ? props.error.forField(path) : undefined)
  const asked = (field: string) => (missing.includes(field) ? t(`activities.missing.${field}`) : undefined)
  return (
    <div className={css.form}>
      <PhotoPicker
        photoIds={draft.photoIds}
        onChange={(photoIds) => set({ photoIds })}
        {...(kept ? { kept } : {})}
      />
      <TaskChoice
        terms={terms}
        chosen={draft.tasks}
        noTask={draft.noTask}
        error={asked('tasks')}
        onChoose={(tasks, noTask) => onChange({ ...withTasks(draft, tasks, terms), noTask })}
      />
      <div className={css.two}>
        <DayField
          value={draft.day}
          onChange={(day) => set({ day })}
          error={asked('day') ?? fault('body.day')}
        />
        <SelectField
          label={t('activities.form')}
          value={draft.form}
          error={asked('form')}
          onChange={(e) => set({ form: e.target.value })}
          options={[
            ...(draft.form === '' ? [{ value: '', label: t('activities.form.choose') }] : []),
            ...terms.forms.map((f) => ({ value: f.code, label: f.name })),
          ]}
        />
      </div>
      {indicator ? (
        <Stepper
          label={indicator.name}
          note={
            <LastTime
              value={form?.lastNumber ?? null}
              onUse={(n) => set({ figures: { ...draft.figures, [indicator.code]: n } })}
            />
          }
          value={draft.figures[indicator.code] ?? null}
          onChange={(n) => set({ figures: { ...draft.figures, [indicator.code]: n } })}
        />
      ) : null}
      {form === undefined || form.asksPeople || draft.attendances !== null ? (
        <Stepper
          label={t('activities.attendances')}
          note={<LastTime value={lastPeople ?? null} onUse={(attendances) => set({ attendances })} />}
          value={draft.attendances}
          onChange={(attendances) => set({ attendances })}
        />
      ) : null}
      <TextArea
        label={t('activities.result')}
        optional
        value={draft.result}
        maxLength={4_000}
        onChange={(e) => set({ result: e.target.value })}
      />
      {hasMore ? (
        <MoreFields draft={draft} terms={terms} set={set} />
      ) : (
        <p>
          <Button kind="bare" className={css.moreButton} onClick={() => setHasMore(true)}>
            {t('activities.more')}
          </Button>
        </p>
      )}
    </div>
  )
}

/** "cuộc trước 33": pressed, it is the number. Not filled in by itself: a number that nobody counted is false. */
function LastTime(props: { value: number | null; onUse: (value: number) => void }) {
  const { t, locale } = useLanguage()
  const { value, onUse } = props
  if (value === null) return null
  return (
    <button type="button" className={css.last} onClick={() => onUse(value)}>
      {t('activities.lastTime', { n: formatNumber(value, locale) })}
    </button>
  )
}

/** The day: mostly one of the last seven, else by the calendar. */
function DayField(props: { value: string; onChange: (day: string) => void; error?: string | undefined }) {
  const t = useT()
  const { today } = useSession()
  const { value, onChange, error } = props
  const days = Array.from({ length: 7 }, (_, i) => shift(today, -i))
  const [isOther, setIsOther] = useState(value !== '' && !days.includes(value))
  if (isOther)
    return (
      <div className={css.whole}>
        <DateField
          label={t('activities.day')}
          value={value === '' ? null : value}
          max={today}
          error={error}
          onChange={(day) => onChange(day ?? '')}
        />
      </div>
    )
  return (
    <SelectField
      label={t('activities.day')}
      value={value}
      error={error}
      onChange={(e) => {
        if (e.target.value === 'other') setIsOther(true)
        else onChange(e.target.value)
      }}
      options={[
        ...days.map((day, i) => ({
          value: day,
          label: t(
            i === 0
              ? 'activities.day.today'
              : i === 1
                ? 'activities.day.yesterday'
                : 'activities.day.weekday',
            {
              date: formatDayMonth(day),
              weekday: t(`activities.weekday.${new Date(`${day}T00:00:00Z`).getUTCDay()}`),
            },
          ),
        })),
        { value: 'other', label: t('activities.day.other') },
      ]}
    />
  )
}

function shift(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)
}

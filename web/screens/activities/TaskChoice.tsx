import { useState } from 'react'
import { formatDate, formatDayMonth } from '#src/messages/format.ts'
import type { LikelyTask, LogForm } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.ts'
import { Button } from '../../parts/Button.tsx'
import { RadioCards } from '../../parts/FormField.tsx'
import fieldCss from '../../parts/FormField.module.css'
import { StateShape } from '../../parts/shapes.tsx'
import css from './Activities.module.css'
import { keyOf } from './draft.ts'

/** "Làm việc nào?": the likely tasks as one choice; behind a button all of them, several at once, or none. */
export function TaskChoice(props: {
  terms: LogForm
  chosen: string[]
  noTask: boolean
  onChoose: (tasks: string[], noTask: boolean) => void
  error?: string | undefined
}) {
  const t = useT()
  const secondLine = useSecondLine()
  const { terms, chosen, noTask, onChoose, error } = props
  const likely = terms.tasks.slice(0, terms.likely)
  const isSimple = !noTask && chosen.length <= 1 && chosen.every((c) => likely.some((l) => keyOf(l) === c))
  const [isOpen, setIsOpen] = useState(!isSimple)
  if (terms.tasks.length === 0) return <p className={css.hint}>{t('activities.tasks.noPlan')}</p>
  if (!isOpen)
    return (
      <RadioCards
        label={t('activities.tasks.which')}
        value={chosen[0] ?? null}
        onChange={(key) => onChoose([key], false)}
        error={error}
        options={likely.map((task) => ({
          value: keyOf(task),
          label: task.title,
          hint: secondLine(task),
        }))}
        after={
          <Button kind="bare" onClick={() => setIsOpen(true)}>
            {t('activities.tasks.others')}
          </Button>
        }
      />
    )
  return (
    <fieldset className={fieldCss.radios} data-error={error ? true : undefined}>
      <legend>{t('activities.tasks.which')}</legend>
      <div className={`${fieldCss.cards} ${css.allTasks}`}>
        {terms.tasks.map((task) => {
          const key = keyOf(task)
          return (
            <label key={key}>
              <input
                type="checkbox"
                checked={chosen.includes(key)}
                onChange={() =>
                  onChoose(chosen.includes(key) ? chosen.filter((c) => c !== key) : [...chosen, key], false)
                }
              />
              <span>
                {task.title}
                <span className={fieldCss.checkHint}>{secondLine(task)}</span>
              </span>
            </label>
          )
        })}
        <label>
          <input type="checkbox" checked={noTask} onChange={() => onChoose([], !noTask)} />
          <span>{t('activities.tasks.none')}</span>
        </label>
      </div>
      {error ? (
        <p className={fieldCss.error}>
          <StateShape state="late" size={11} />
          {error}
        </p>
      ) : null}
    </fieldset>
  )
}

/** "Nhiệm vụ 2, hạn 21/6", "Nhiệm vụ 4, đã đạt chỉ tiêu". */
function useSecondLine(): (task: LikelyTask) => string {
  const t = useT()
  const { today } = useSession()
  return (task) => {
    const n = task.ord
    if (task.progress.isDone) return t('activities.task.met', { n })
    if (task.dueOn === null) return t('activities.task.noDue', { n })
    const date =
      task.dueOn.slice(0, 4) === today.slice(0, 4) ? formatDayMonth(task.dueOn) : formatDate(task.dueOn)
    return t(task.dueOn < today ? 'activities.task.late' : 'activities.task.due', { n, date })
  }
}

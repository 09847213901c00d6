import { useState } from 'react'
import type { PlanContent } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { withDecided } from './model.ts'
import css from './plans.module.css'

/** Keeps at once, as they are, all tasks that stand in the list of undecided ones; one press takes it back. */
export function KeepRest(props: { content: PlanContent; onChange: (content: PlanContent) => void }) {
  const t = useT()
  const { content, onChange } = props
  const [kept, setKept] = useState<string[] | null>(null)
  const open = content.tasks.filter((task) => task.decision === 'to_decide').map((task) => task.key)
  const decide = (keys: string[], from: 'to_decide' | 'kept', to: 'to_decide' | 'kept') => {
    onChange(withDecided(content, keys, from, to))
    setKept(to === 'kept' ? keys : null)
  }
  if (kept && open.length === 0)
    return (
      <p className={css.keep} role="status">
        {t('plans.keep.done', { n: kept.length })}{' '}
        <Button size="small" onClick={() => decide(kept, 'kept', 'to_decide')}>
          {t('plans.keep.undo')}
        </Button>
      </p>
    )
  if (open.length < 2) return null
  return (
    <p className={css.keep}>
      <Button size="small" onClick={() => decide(open, 'to_decide', 'kept')}>
        {t('plans.keep.rest', { n: open.length })}
      </Button>
    </p>
  )
}

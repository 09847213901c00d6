import { formatInstant } from '#src/messages/format.ts'
import type { PlanContent, PlanDraft } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import css from './plans.module.css'

interface Difference {
  key: string
  name: string
  mine: string
  theirs: string
}

/** Where two versions of a draft differ, as words: title, opening, text and tasks. */
function differences(mine: PlanContent, theirs: PlanContent, other: string): Difference[] {
  const found: Difference[] = []
  const compare = (key: string, name: string, a: unknown, b: unknown, show: (x: never) => string) => {
    if (JSON.stringify(a) === JSON.stringify(b)) return
    found.push({
      key,
      name,
      mine: a === undefined ? '' : show(a as never),
      theirs: b === undefined ? '' : show(b as never),
    })
  }
  const task = (x: PlanContent['tasks'][number]) =>
    [x.title, x.content, x.leadWords, x.time.words, x.product, x.reason].filter((w) => w !== '').join('\n')
  compare('title', 'title', mine.title, theirs.title, (x: string) => x)
  compare('opening', 'opening', mine.opening, theirs.opening, (x: string) => x)
  for (const key of new Set([...mine.tasks, ...theirs.tasks].map((x) => x.key))) {
    const a = mine.tasks.find((x) => x.key === key)
    const b = theirs.tasks.find((x) => x.key === key)
    compare(key, (a ?? b)?.title ?? '', a, b, task)
  }
  for (const key of new Set([...mine.clauses, ...theirs.clauses].map((x) => x.key))) {
    const a = mine.clauses.find((x) => x.key === key)
    const b = theirs.clauses.find((x) => x.key === key)
    compare(
      key,
      (a ?? b)?.marker ?? '',
      a,
      b,
      (x: PlanContent['clauses'][number]) => `${x.marker} ${x.words}`,
    )
  }
  // Recipients, bases and the like: said to differ, without a comparison of their own.
  if (found.length === 0) found.push({ key: 'other', name: other, mine: other, theirs: other })
  return found
}

/** Somebody saved meanwhile: both versions side by side, and the choice which one goes on. */
export function Conflict(props: {
  mine: PlanContent
  theirs: PlanDraft
  onChoose: (mine: boolean) => void
  onLater: () => void
}) {
  const t = useT()
  const { mine, theirs, onChoose } = props
  const named = (name: string) => (name === 'title' || name === 'opening' ? t(`plans.text.${name}`) : name)
  return (
    <Dialog
      title={t('plans.conflict.title')}
      onClose={props.onLater}
      acts={
        <>
          <Button kind="go" onClick={() => onChoose(true)}>
            {t('plans.conflict.mine')}
          </Button>
          <Button onClick={() => onChoose(false)}>{t('plans.conflict.theirs')}</Button>
        </>
      }
    >
      <p>{t('plans.conflict.who', { by: theirs.updatedBy ?? '', at: formatInstant(theirs.updatedAt) })}</p>
      {differences(mine, theirs.content, t('plans.conflict.other')).map((d) => (
        <div key={d.key} className={css.change}>
          <h3>{named(d.name)}</h3>
          <div className={css.compare}>
            <div>
              <b>{t('plans.conflict.mine.head')}</b>
              <p style={{ whiteSpace: 'pre-line' }}>{d.mine}</p>
            </div>
            <div>
              <b>{t('plans.conflict.theirs.head')}</b>
              <p style={{ whiteSpace: 'pre-line' }}>{d.theirs}</p>
            </div>
          </div>
        </div>
      ))}
    </Dialog>
  )
}

import { formatDate, formatInstant } from '#src/messages/format.ts'
import type { Translate } from '#src/messages/index.ts'
import type { PlanContent, PlanDraft } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import css from './plans.module.css'
import { timeWords } from './TaskDrawer.tsx'

interface Difference {
  key: string
  name: string
  mine: string
  theirs: string
}

type Words = (content: PlanContent) => string

/**
 * What the rows of the comparison are beside tasks and text, by the name that the comparison of revisions gives them.
 * Recipients and bases stand one a line, so that the line that differs is seen.
 */
function rows(t: Translate): Record<string, Words> {
  return {
    title: (c) => c.title,
    period: (c) => timeWords({ words: '', from: c.period.from, until: c.period.until }),
    programmes: (c) => t('plans.text.programmes.n', { n: c.programmes.length }),
    bases: (c) => c.bases.map((b) => b.words).join('\n'),
    opening: (c) => c.opening,
    recipients: (c) =>
      c.recipients
        .map((r) => (r.purpose ? `${r.words}, ${t(`library.purpose.${r.purpose}`)}` : r.words))
        .join('\n'),
    signer: (c) => [c.signer.authority ?? '', c.signer.position].filter((w) => w !== '').join('\n'),
    belowDueOn: (c) => (c.belowDueOn === null ? '' : formatDate(c.belowDueOn)),
    way: (c) => t(`plans.way.${c.way}`),
    isPublic: (c) => t(c.isPublic ? 'plans.yes' : 'plans.no'),
  }
}

/** Where two versions of a draft differ, as words; nothing that differs is left out. */
function differences(mine: PlanContent, theirs: PlanContent, t: Translate): Difference[] {
  const found: Difference[] = []
  const seen = new Set(['tasks', 'clauses', 'year'])
  for (const [key, words] of Object.entries(rows(t))) {
    seen.add(key)
    const [a, b] = [words(mine), words(theirs)]
    if (a !== b) found.push({ key, name: t(`plans.changed.${key}`), mine: a, theirs: b })
  }
  const parts = <P extends { key: string }>(
    of: (c: PlanContent) => P[],
    name: (p: P) => string,
    words: (p: P) => string,
  ) => {
    for (const key of new Set([...of(mine), ...of(theirs)].map((x) => x.key))) {
      const a = of(mine).find((x) => x.key === key)
      const b = of(theirs).find((x) => x.key === key)
      const some = a ?? b
      if (!some || JSON.stringify(a) === JSON.stringify(b)) continue
      found.push({ key, name: name(some), mine: a ? words(a) : '', theirs: b ? words(b) : '' })
    }
  }
  parts(
    (c) => c.tasks,
    (x) => x.title,
    (x) =>
      [x.title, t(`plans.decision.${x.decision}`), x.content, x.leadWords, x.time.words, x.product, x.reason]
        .filter((w) => w !== '')
        .join('\n'),
  )
  parts(
    (c) => c.clauses,
    (x) => x.marker,
    (x) => `${x.marker} ${x.words}`,
  )
  const rest = (c: PlanContent) => JSON.stringify(Object.entries(c).filter(([key]) => !seen.has(key)))
  if (found.length === 0 || rest(mine) !== rest(theirs)) {
    const other = t('plans.conflict.other')
    found.push({ key: 'other', name: other, mine: other, theirs: other })
  }
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
      {differences(mine, theirs.content, t).map((d) => (
        <div key={d.key} className={css.change}>
          <h3>{d.name}</h3>
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

import type { ReactNode } from 'react'
import { formatDate, formatDayMonth, formatNumber } from '#src/messages/format.ts'
import type { TaskProgress } from '../../api/generated/index.ts'
import { useLanguage } from '../../app/i18n.tsx'
import { Drawer, DrawerPart, Facts } from '../../parts/Drawer.tsx'
import type { Task } from './model.ts'
import css from './plans.module.css'
import { StandingFact } from './Standing.tsx'
import { capOf, dayBefore, ThreadOf, type ShownTask } from './TaskDrawer.tsx'
import { DecisionState, useTargetWords } from './TaskList.tsx'

interface Fact {
  label: string
  value: ReactNode
}

/** A task of an issued plan, or of a draft that is not to be edited: facts, thread, then the rest of its words. */
export function TaskFacts(
  props: ShownTask & {
    act?: ReactNode
    progress?: TaskProgress | undefined
    /** of an issued plan the whole thread; without it the clauses it carries out */
    thread?: ReactNode
  },
) {
  const { t, locale } = useLanguage()
  const { task, terms, progress, content } = props
  const target = useTargetWords(terms)(task)
  const standing = progress?.standing
  const named = (list: 'forms' | 'audiences' | 'funds', codes: readonly string[]) =>
    codes.map((code) => terms?.[list].find((x) => x.code === code)?.name ?? code).join(', ')
  const cost = task.cost === null ? '' : t('plans.money', { n: formatNumber(task.cost, locale) })
  const fund = task.fund === null ? '' : named('funds', [task.fund])
  const said = (facts: [string, string][]): Fact[] =>
    facts.filter(([, value]) => value !== '').map(([label, value]) => ({ label: t(label), value }))
  const rest = said([
    ['plans.field.content', task.content],
    ['plans.field.support', task.supportWords],
    ['plans.field.forms', named('forms', task.forms)],
    ['plans.field.audiences', named('audiences', task.audiences)],
    ['plans.reason', task.reason],
  ])
  return (
    <Drawer cap={capOf(t, task, props.n)} title={task.title} onClose={props.onClose}>
      {task.decision === 'own' ? null : (
        <p className={css.decided}>
          <DecisionState decision={task.decision} />
        </p>
      )}
      <Facts
        facts={[
          ...(standing
            ? [
                {
                  label: t(progress.of ? 'views.progress.mine' : 'views.progress.standing'),
                  value: <StandingFact standing={standing} />,
                },
              ]
            : []),
          ...said([
            // Beside how far it is the target stands already.
            ['plans.field.product', [task.product, standing ? null : target].filter(Boolean).join('; ')],
            ['plans.column.lead', task.leadWords],
            ['plans.field.time', wordsAndDays(task, content.year)],
            ['plans.field.cost', [cost, cost === '' ? fund : lowered(fund)].filter(Boolean).join(', ')],
          ]),
        ]}
      />
      {props.act}
      {props.thread ?? <ThreadOf {...props} />}
      {rest.length > 0 ? (
        <DrawerPart title={t('plans.task.more')}>
          <Facts facts={rest} />
        </DrawerPart>
      ) : null}
    </Drawer>
  )
}

function lowered(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1)
}

/** “trước kỳ tuyển sinh”: 15/03–30/06. The plan's own words, then the days that they stand for. */
function wordsAndDays(task: Task, year: number): string {
  const { words, from, until } = task.time
  const last = until === null ? null : dayBefore(until)
  const day = (d: string) => (d.startsWith(String(year)) ? formatDayMonth(d) : formatDate(d))
  const days = from !== null && last !== null ? `${day(from)}–${day(last)}` : ''
  if (words === '') return days
  return days === '' ? `“${words}”` : `“${words}”: ${days}`
}

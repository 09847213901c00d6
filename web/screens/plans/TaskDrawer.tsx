import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatClause, formatDate, formatNumber } from '#src/messages/format.ts'
import { readPlanTime, type PlanContent, type PlanSource, type Terms } from '../../api/generated/index.ts'
import { listPlanPeopleOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useLanguage, useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { Chip, Chips } from '../../parts/Chip.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { Drawer, DrawerPart } from '../../parts/Drawer.tsx'
import { CheckField, SelectField, TextArea, TextField } from '../../parts/FormField.tsx'
import { SaveState, type Saving } from '../../parts/SaveState.tsx'
import { Thread, type ThreadNode } from '../../parts/Thread.tsx'
import { readCount } from '../../parts/typed.ts'
import { short, type Decision, type Task } from './model.ts'
import css from './plans.module.css'
import { sourceLabel } from './SourcesPane.tsx'

export interface ShownTask {
  task: Task
  n: number
  content: PlanContent
  sources: PlanSource[]
  terms: Terms | undefined
  /** the plan's unit, for the thread */
  unitName: string
  onClose: () => void
}

/** From the sentences in superiors' documents to this task. */
export function ThreadOf(props: ShownTask) {
  const t = useT()
  const { task, sources, n } = props
  const nodes = task.clauses.flatMap((ref): ThreadNode[] => {
    const source = sources.find((s) => s.documentId === ref.documentId)
    const clause = source?.clauses.find((c) => c.key === ref.clauseKey)
    if (!source || !clause) return []
    const text = short(clause.words, 240)
    return [
      {
        id: `${ref.documentId} ${ref.clauseKey}`,
        kind: 'doc',
        whose: sourceLabel(source),
        where: formatClause(clause.path, t),
        quote: { text, spans: [{ start: 0, end: text.length, kind: 'lit' }] },
        href: `/documents/${source.documentId}?clause=${encodeURIComponent(ref.clauseKey)}`,
      },
    ]
  })
  nodes.push({
    id: task.key,
    kind: 'task',
    whose: props.unitName,
    where: t('plans.task.n', { n }),
    title: task.title === '' ? t('plans.task.untitled') : task.title,
    here: true,
  })
  return (
    <DrawerPart title={t('views.thread')}>
      <Thread nodes={nodes} />
    </DrawerPart>
  )
}

export function capOf(t: ReturnType<typeof useT>, task: Task, n: number): string {
  return [t('plans.task.n', { n }), ...(task.isKey ? [t('plans.task.isKey')] : [])].join(' · ')
}

/** "trước 31/7: 01/01/2024 – 31/07/2024": the words of a plan and the days they mean, the last one included. */
export function timeWords({ words, from, until }: Task['time']): string {
  const days = from !== null && until !== null ? `${formatDate(from)} – ${formatDate(dayBefore(until))}` : ''
  if (words === '') return days
  return days === '' ? words : `${words}: ${days}`
}

export function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}
function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

const decisions = ['kept', 'adapted', 'declined'] as const

/** A task being written: every field, the decision, the thread. Saved by the bench as one types. */
export function TaskForm(
  props: ShownTask & {
    onChange: (change: Partial<Task>) => void
    onRemove: () => void
    hasBelow: boolean
    /** on a phone the drawer is the screen, so it says itself whether all is saved */
    saving: Saving | null
  },
) {
  const t = useT()
  const { task, n, content, terms, onChange } = props
  const people = useQuery(listPlanPeopleOptions())
  const isDerived = task.decision !== 'own'
  const field = (key: 'title' | 'content' | 'leadWords' | 'supportWords' | 'product' | 'reason') => ({
    value: task[key],
    onChange: (e: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      onChange({ [key]: e.target.value }),
  })
  async function readTime(words: string) {
    if (words.trim() === '') return
    const { data } = await readPlanTime({ query: { words, year: content.year }, throwOnError: true })
    // Words without days ("trước kỳ tuyển sinh") leave the days that a person gave.
    if (data.from !== null) onChange({ time: data })
  }
  return (
    <Drawer
      cap={capOf(t, task, n)}
      title={task.title === '' ? t('plans.task.untitled') : task.title}
      onClose={props.onClose}
    >
      {props.saving ? (
        <div className={css.strip}>
          <SaveState saving={props.saving} />
        </div>
      ) : null}
      <div className={`${css.fields} ${css.drawerFields}`}>
        {isDerived ? (
          <Chips label={t('plans.column.decision')}>
            {decisions.map((d: Decision) => (
              <Chip key={d} pressed={task.decision === d} onClick={() => onChange({ decision: d })}>
                {t(`plans.decide.${d}`)}
              </Chip>
            ))}
          </Chips>
        ) : null}
        {task.decision === 'adapted' || task.decision === 'declined' ? (
          <TextArea label={t('plans.reason')} rows={2} {...field('reason')} />
        ) : null}
        <TextArea label={t('plans.field.title')} rows={2} {...field('title')} />
        <TextArea label={t('plans.field.content')} rows={5} optional {...field('content')} />
        <SelectField
          label={t('plans.field.leadPerson')}
          optional
          value={task.leadPersonId ?? ''}
          onChange={(e) => {
            const person = people.data?.people.find((p) => p.id === e.target.value)
            onChange({ leadPersonId: person?.id ?? null, ...(person ? { leadWords: person.name } : {}) })
          }}
          options={[
            { value: '', label: t('common.none') },
            ...(people.data?.people ?? []).map((p) => ({
              value: p.id,
              label: p.title ? `${p.name}, ${p.title}` : p.name,
            })),
          ]}
        />
        <TextField label={t('plans.field.lead')} hint={t('plans.field.lead.hint')} {...field('leadWords')} />
        <TextField label={t('plans.field.support')} optional {...field('supportWords')} />
        <TextField
          label={t('plans.field.time')}
          hint={t('plans.field.time.hint')}
          value={task.time.words}
          onChange={(e) => onChange({ time: { ...task.time, words: e.target.value } })}
          onBlur={(e) => void readTime(e.target.value)}
        />
        <div className={css.pair}>
          <DateField
            label={t('plans.field.from')}
            optional
            value={task.time.from}
            onChange={(from) => onChange({ time: { ...task.time, from } })}
          />
          <DateField
            label={t('plans.field.until')}
            optional
            value={task.time.until === null ? null : dayBefore(task.time.until)}
            onChange={(last) =>
              onChange({ time: { ...task.time, until: last === null ? null : dayAfter(last) } })
            }
          />
        </div>
        <TextField label={t('plans.field.product')} optional {...field('product')} />
        <div className={css.pair}>
          <SelectField
            label={t('plans.field.indicator')}
            optional
            value={task.target?.indicator ?? ''}
            onChange={(e) =>
              onChange({
                target:
                  e.target.value === ''
                    ? null
                    : { indicator: e.target.value, value: task.target?.value ?? null },
              })
            }
            options={[
              { value: '', label: t('common.none') },
              ...(terms?.indicators ?? []).map((i) => ({ value: i.code, label: i.name })),
            ]}
          />
          <CountField
            key={`${task.key} target`}
            label={t('plans.field.target')}
            value={task.target?.value ?? null}
            onChange={(value) => task.target && onChange({ target: { ...task.target, value } })}
          />
        </div>
        <div className={css.pair}>
          <CountField
            key={`${task.key} cost`}
            label={t('plans.field.costIn')}
            value={task.cost}
            onChange={(cost) => onChange({ cost })}
          />
          <SelectField
            label={t('plans.field.fund')}
            optional
            value={task.fund ?? ''}
            onChange={(e) => onChange({ fund: e.target.value === '' ? null : e.target.value })}
            options={[
              { value: '', label: t('common.none') },
              ...(terms?.funds ?? []).map((f) => ({ value: f.code, label: f.name })),
            ]}
          />
        </div>
        <CodeChips list="forms" terms={terms} chosen={task.forms} onChange={(forms) => onChange({ forms })} />
        <CodeChips
          list="audiences"
          terms={terms}
          chosen={task.audiences}
          onChange={(audiences) => onChange({ audiences })}
        />
        <SelectField
          label={t('plans.field.underClause')}
          optional
          value={task.underClause ?? ''}
          onChange={(e) => onChange({ underClause: e.target.value === '' ? null : e.target.value })}
          options={[
            { value: '', label: t('common.none') },
            ...content.clauses.map((c) => ({ value: c.key, label: `${c.marker} ${short(c.words, 50)}` })),
          ]}
        />
        <CheckField
          label={t('plans.field.isKey')}
          checked={task.isKey}
          onChange={(e) => onChange({ isKey: e.target.checked })}
        />
        {props.hasBelow ? (
          <CheckField
            label={t('plans.field.asksBelow')}
            hint={t('plans.field.asksBelow.hint')}
            checked={task.asksBelow}
            onChange={(e) => onChange({ asksBelow: e.target.checked })}
          />
        ) : null}
        {props.hasBelow && task.asksBelow && task.target ? (
          <CountField
            key={`${task.key} each`}
            label={t('plans.field.each')}
            value={task.belowTargets.find((b) => b.kind === null)?.value ?? null}
            onChange={(value) =>
              onChange({
                belowTargets: [
                  ...task.belowTargets.filter((b) => b.kind !== null),
                  ...(value === null ? [] : [{ kind: null, value }]),
                ],
              })
            }
          />
        ) : null}
        {task.decision === 'own' ? (
          <p>
            <Button kind="danger" onClick={props.onRemove}>
              {t('plans.task.remove')}
            </Button>
          </p>
        ) : null}
      </div>
      <ThreadOf {...props} />
    </Drawer>
  )
}

/** A whole number, kept as it is typed and said to be wrong only when it is left. */
export function CountField(props: {
  label: string
  value: number | null
  onChange: (value: number | null) => void
}) {
  const t = useT()
  const { locale } = useLanguage()
  const [text, setText] = useState(props.value === null ? '' : formatNumber(props.value, locale))
  const [wrong, setWrong] = useState(false)
  return (
    <TextField
      label={props.label}
      optional
      inputMode="numeric"
      autoComplete="off"
      value={text}
      onChange={(e) => setText(e.target.value)}
      onBlur={() => {
        const read = text.trim() === '' ? null : readCount(text)
        setWrong(text.trim() !== '' && read === null)
        if ((text.trim() === '' || read !== null) && read !== props.value) props.onChange(read)
      }}
      error={wrong ? t('common.number.invalid') : undefined}
    />
  )
}

function CodeChips(props: {
  list: 'forms' | 'audiences'
  terms: Terms | undefined
  chosen: readonly string[]
  onChange: (codes: string[]) => void
}) {
  const t = useT()
  const { list, terms, chosen } = props
  return (
    <details className={css.more}>
      <summary>{t(`plans.field.${list}.n`, { n: chosen.length })}</summary>
      <Chips label={t(`plans.field.${list}`)}>
        {(terms?.[list] ?? []).map((term) => {
          const has = chosen.includes(term.code)
          return (
            <Chip
              key={term.code}
              pressed={has}
              onClick={() =>
                props.onChange(has ? chosen.filter((c) => c !== term.code) : [...chosen, term.code])
              }
            >
              {term.name}
            </Chip>
          )
        })}
      </Chips>
    </details>
  )
}

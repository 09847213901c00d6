import { formatDate, formatNumber } from '#src/messages/format.ts'
import type { PlanContent, TaskProgress, Terms } from '../../api/generated/index.ts'
import { useLanguage, useT } from '../../app/i18n.tsx'
import { DataList, type Column } from '../../parts/DataList.tsx'
import type { Task } from './model.ts'
import { sortKeys, sortTasks, type SortKey } from './progressModel.ts'
import { StandingBar, StandingState, TaskStand } from './Standing.tsx'
import { DecisionState, useTargetWords, type ShownProgress } from './TaskList.tsx'

interface Row {
  task: Task
  n: number
}

/** The tasks as the table of assignments that a plan ends with. */
export function TaskTable(props: {
  content: PlanContent
  terms: Terms | undefined
  filter: (task: Task) => boolean
  openKey: string | undefined
  onOpen: (key: string) => void
  /** of an issued plan: how far each task is, to sort by */
  progress?: ShownProgress
  sort?: { key: SortKey; down: boolean }
  onSort?: (sort: { key: SortKey; down: boolean }) => void
}) {
  const t = useT()
  const { locale } = useLanguage()
  const target = useTargetWords(props.terms)
  const { progress, sort, onSort } = props
  const found = props.content.tasks
    .map((task, i) => ({ task, n: i + 1 }))
    .filter(({ task }) => props.filter(task))
  const rows = progress && sort ? sortTasks(found, progress.of, sort) : found
  const dueOf = (task: Task) => progress?.of.get(task.key)?.standing?.dueOn ?? null
  return (
    <DataList
      label={t('plans.tasks')}
      rows={rows}
      rowKey={({ task }) => task.key}
      rowName={({ task }) => task.title}
      onOpen={({ task }) => props.onOpen(task.key)}
      {...(props.openKey === undefined ? {} : { openKey: props.openKey })}
      empty={<p>{t('plans.tasks.none')}</p>}
      filtered={rows.length < props.content.tasks.length}
      {...(sort ? { sort } : {})}
      {...(onSort
        ? { onSort: ({ key, down }) => onSort({ key: sortKeys.find((k) => k === key) ?? 'n', down }) }
        : {})}
      columns={[
        {
          key: 'n',
          title: t('plans.column.n'),
          width: '48px',
          cell: ({ n }) => n,
          phone: 'hide',
          sortable: true,
        },
        {
          key: 'title',
          title: t('plans.column.task'),
          phone: 'title',
          sortable: true,
          cell: ({ task }) => (task.title === '' ? t('plans.task.untitled') : task.title),
        },
        {
          key: 'lead',
          title: t('plans.column.lead'),
          phone: 'line',
          sortable: true,
          cell: ({ task }) => task.leadWords,
        },
        ...(progress ? progressColumns() : draftColumns()),
      ]}
    />
  )

  function progressColumns(): Column<Row>[] {
    const { of, isWhole } = progress ?? { of: new Map<string, TaskProgress>(), isWhole: true }
    return [
      {
        key: 'due',
        title: t('views.progress.column.time.last'),
        width: '104px',
        phone: 'line',
        sortable: true,
        cell: ({ task }) => {
          const due = dueOf(task)
          return due === null ? task.time.words : formatDate(due)
        },
      },
      {
        key: 'progress',
        title: t('views.progress.standing'),
        width: '148px',
        phone: 'line',
        sortable: true,
        cell: ({ task }) => {
          const standing = of.get(task.key)?.standing
          return standing ? <StandingBar standing={standing} /> : null
        },
      },
      {
        key: 'state',
        title: t('plans.column.state'),
        width: '172px',
        phone: 'line',
        sortable: true,
        cell: ({ task }) => {
          const told = of.get(task.key)
          if (told?.standing) return <StandingState standing={told.standing} />
          if (task.decision === 'declined') return <DecisionState decision="declined" />
          return <TaskStand progress={told} isWhole={isWhole} asked={task.asksBelow} />
        },
      },
      ...(props.content.tasks.some((task) => task.decision !== 'own') ? [decisionColumn()] : []),
    ]
  }

  function draftColumns(): Column<Row>[] {
    return [
      { key: 'time', title: t('plans.column.time'), phone: 'line', cell: ({ task }) => task.time.words },
      {
        key: 'product',
        title: t('plans.column.product'),
        phone: 'hide',
        cell: ({ task }) => [task.product, target(task)].filter(Boolean).join('; '),
      },
      {
        key: 'cost',
        title: t('plans.column.cost'),
        align: 'right',
        phone: 'hide',
        wideOnly: true,
        cell: ({ task }) => (task.cost === null ? '' : formatNumber(task.cost, locale)),
      },
      decisionColumn(),
    ]
  }

  function decisionColumn(): Column<Row> {
    return {
      key: 'decision',
      title: t('plans.column.decision'),
      phone: 'line',
      cell: ({ task }) => <DecisionState decision={task.decision} />,
    }
  }
}

import { formatNumber } from '#src/messages/format.ts'
import type { PlanContent, Terms } from '../../api/generated/index.ts'
import { useLanguage, useT } from '../../app/i18n.tsx'
import { DataList } from '../../parts/DataList.tsx'
import type { Task } from './model.ts'
import { DecisionState, useTargetWords } from './TaskList.tsx'

/** The tasks as the table of assignments that a plan ends with. */
export function TaskTable(props: {
  content: PlanContent
  terms: Terms | undefined
  filter: (task: Task) => boolean
  openKey: string | undefined
  onOpen: (key: string) => void
}) {
  const t = useT()
  const { locale } = useLanguage()
  const target = useTargetWords(props.terms)
  const rows = props.content.tasks
    .map((task, i) => ({ task, n: i + 1 }))
    .filter(({ task }) => props.filter(task))
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
      columns={[
        { key: 'n', title: t('plans.column.n'), width: '48px', cell: ({ n }) => n, phone: 'hide' },
        {
          key: 'title',
          title: t('plans.column.task'),
          phone: 'title',
          cell: ({ task }) => (task.title === '' ? t('plans.task.untitled') : task.title),
        },
        { key: 'lead', title: t('plans.column.lead'), phone: 'line', cell: ({ task }) => task.leadWords },
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
        {
          key: 'decision',
          title: t('plans.column.decision'),
          phone: 'line',
          cell: ({ task }) => <DecisionState decision={task.decision} />,
        },
      ]}
    />
  )
}

import { formatDayMonth } from '#src/messages/format.ts'
import type { Board, BoardRow } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { Bar } from '../../parts/Bar.tsx'
import type { Column } from '../../parts/DataList.tsx'
import { dueOf } from '../../parts/due.ts'
import { DueDate } from '../../parts/DueDate.tsx'
import { Status, type State } from '../../parts/Status.tsx'
import css from './Board.module.css'

type Translate = ReturnType<typeof useT>

/** The stages across: each cell a shape with a word, the tasks with their bar. */
export function useBoardColumns(board: Board | undefined): Column<BoardRow>[] {
  const t = useT()
  const today = board?.today ?? ''
  return [
    {
      key: 'name',
      title: t('views.board.column.unitAndHead'),
      sortable: true,
      cell: (row) => (
        <>
          <span className={css.unit}>{row.unit.shortName}</span>
          <span className={css.head}>{row.head ?? t('views.board.noHead')}</span>
        </>
      ),
    },
    { key: 'received', title: t('views.board.column.received'), cell: (row) => received(t, row, board) },
    { key: 'plan', title: t('views.board.column.plan'), cell: (row) => plan(t, row, today) },
    {
      key: 'tasks',
      title: t('views.board.column.tasksShort'),
      sortable: true,
      width: '136px',
      cell: (row) => <Tasks row={row} />,
    },
    ...(board?.report
      ? [
          {
            key: 'report',
            title: t('views.board.column.report'),
            cell: (row: BoardRow) => report(t, row, today),
          },
        ]
      : []),
    {
      key: 'activity',
      title: t('views.board.column.last'),
      sortable: true,
      wideOnly: true,
      cell: (row) =>
        row.lastActivity ? (
          <span className={css.num}>{formatDayMonth(row.lastActivity)}</span>
        ) : (
          <span className={css.none}>{t('views.board.noActivity')}</span>
        ),
    },
    {
      key: 'late',
      title: t('views.board.column.worst'),
      sortable: true,
      width: '136px',
      cell: (row) => (
        <>
          {row.worstDueOn ? (
            <DueDate due={row.worstDueOn} today={today} as="state" />
          ) : (
            <span className={css.none}>{t('views.board.nothingOwed')}</span>
          )}
          {row.remindedOn ? (
            <span className={css.reminded}>
              {row.remindedOn === today
                ? t('views.reminded.today')
                : t('views.reminded', { date: formatDayMonth(row.remindedOn) })}
            </span>
          ) : null}
        </>
      ),
    },
  ]
}

function received(t: Translate, { received: r }: BoardRow, board: Board | undefined) {
  const states = { sent: 'open', opened: 'busy', acknowledged: 'done' } as const
  const behind = board && r.revision < board.plan.revision
  return (
    <Status state={behind ? 'open' : states[r.state]}>
      {r.state === 'sent'
        ? t('views.board.received.sent')
        : `${t(`views.board.received.${r.state}`)} ${formatDayMonth(r.on)}`}
      {behind ? ` (${t('views.board.revision', { n: r.revision })})` : ''}
    </Status>
  )
}

function plan(t: Translate, { plan: p }: BoardRow, today: string) {
  const word = t(`views.board.plan.${p.state}`)
  if (p.state === 'issued') return <Status state="done">{word}</Status>
  if (p.state === 'asking') return <Status state="open">{word}</Status>
  const rest: State = p.state === 'draft' ? 'busy' : p.state === 'behind' ? 'open' : 'nil'
  return <Status state={nearness(p.dueOn, today, rest)}>{word}</Status>
}

function report(t: Translate, { report: r }: BoardRow, today: string) {
  if (!r) return <Status state="nil">{t('views.board.report.none')}</Status>
  const word = t(`views.board.report.${r.state}`)
  switch (r.state) {
    case 'accepted':
      return <Status state="done">{word}</Status>
    case 'submitted':
      return (
        <Status state="busy">
          {word}
          {r.submittedOn ? ` ${formatDayMonth(r.submittedOn)}` : ''}
        </Status>
      )
    case 'open':
    case 'returned':
      return <Status state={nearness(r.dueOn, today, 'nil')}>{word}</Status>
  }
}

/** Late and soon show; otherwise the state of the work itself. */
function nearness(dueOn: string | null, today: string, rest: State): State {
  if (dueOn === null) return rest
  const { state } = dueOf(dueOn, today)
  return state === 'open' ? rest : state
}

function Tasks({ row: { tasks } }: { row: BoardRow }) {
  const t = useT()
  if (tasks.all === 0) return <span className={css.none}>{t('views.board.noTasks')}</span>
  return (
    <span className={css.tasks}>
      <Bar value={tasks.done} total={tasks.all} unit={t('views.board.met')} />
      {tasks.late > 0 ? (
        <Status state="late" small>
          {t('views.board.tasksLate', { n: tasks.late })}
        </Status>
      ) : null}
    </span>
  )
}

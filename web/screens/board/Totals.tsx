import type { Board } from '../../api/generated/index.ts'
import { useLanguage, useT } from '../../app/i18n.tsx'
import { formatNumber } from '#src/messages/format.ts'
import { Status } from '../../parts/Status.tsx'
import css from './Board.module.css'

/** Four figures over the table: how far all units together are with each stage. */
export function Totals({ board }: { board: Board }) {
  const t = useT()
  const { totals, report, plan } = board
  return (
    <ul className={css.totals} aria-label={t('views.board.totals')}>
      <Stage
        title={
          plan.revision > 1
            ? t('views.board.total.receivedRevision', { n: plan.revision })
            : t('views.board.total.received')
        }
        stage={totals.received}
      />
      <Stage title={t('views.board.total.plan')} stage={totals.plan} late="views.board.total.late" />
      <Stage title={t('views.board.total.tasks')} stage={totals.tasks} late="views.board.total.tasksLate" />
      {report ? (
        <Stage
          title={t('views.board.column.reportOf', { period: report.name })}
          stage={totals.report}
          late="views.board.total.late"
          soon="views.board.total.waiting"
        />
      ) : null}
    </ul>
  )
}

function Stage(props: { title: string; stage: Board['totals']['received']; late?: string; soon?: string }) {
  const t = useT()
  const { locale } = useLanguage()
  const { title, stage, late, soon } = props
  const share = stage.all > 0 ? (stage.done / stage.all) * 100 : 0
  const full = stage.all > 0 && stage.done >= stage.all
  return (
    <li>
      <p className={css.totalTitle}>{title}</p>
      <p className={css.totalFigure}>
        <b>
          {formatNumber(stage.done, locale)}/{formatNumber(stage.all, locale)}
        </b>
        {stage.late > 0 && late ? (
          <Status state="late" small>
            {t(late, { n: stage.late })}
          </Status>
        ) : stage.soon > 0 && soon ? (
          <Status state="soon" small>
            {t(soon, { n: stage.soon })}
          </Status>
        ) : full ? (
          <Status state="done" small>
            {t('views.board.total.full')}
          </Status>
        ) : null}
      </p>
      <span className={css.totalTrack} aria-hidden="true">
        <span data-full={full || undefined} style={{ width: `${share}%` }} />
      </span>
    </li>
  )
}

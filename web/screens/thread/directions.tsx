import { formatClause } from '#src/messages/format.ts'
import type { ThreadClause, ThreadDirection, ThreadFrom } from '../../api/generated/types.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { useSession } from '../../app/session.ts'
import { AppLink } from '../../parts/AppLink.tsx'
import { DueDate } from '../../parts/DueDate.tsx'
import { Quote } from '../../parts/LitText.tsx'
import { Status } from '../../parts/Status.tsx'
import { clauseHref } from './nodes.tsx'
import css from './thread.module.css'

export function directionHref({ id }: { id: string }): string {
  return `/directions/${id}`
}

/** What came of a direction, as an address. */
export function fromDirectionHref({ id }: { id: string }): string {
  return `/thread/from?direction=${id}`
}

/** How far a direction is: "3/12 đơn vị xong, 1 quá hạn". */
export function DirectionStanding({ direction: d }: { direction: ThreadDirection }) {
  const t = useT()
  if (d.isWithdrawn) return <Status state="nil">{t('reports.thread.direction.withdrawn')}</Status>
  if (d.units === 0) return null
  return (
    <Status state={d.late > 0 ? 'late' : d.done === d.units ? 'done' : 'busy'}>
      {t('reports.thread.direction.standing', { done: d.done, units: d.units })}
      {d.late > 0 ? `, ${t('reports.thread.direction.late', { n: d.late })}` : null}
    </Status>
  )
}

/** A direction, whose it is, until when and how far. @param self the screen is about it */
export function DirectionLine(props: { direction: ThreadDirection; self?: boolean }) {
  const t = useT()
  const { direction: d, self = false } = props
  const { today } = useSession()
  return (
    <div className={css.taskLine}>
      <span className={css.cap}>
        {d.unit.shortName}, <DueDate due={d.dueOn} today={today} as="line" done={doneDay(d)} />
      </span>
      <span>
        <AppLink href={directionHref(d)}>{d.title}</AppLink>
      </span>
      <DirectionStanding direction={d} />
      {self ? null : <AppLink href={fromDirectionHref(d)}>{t('reports.thread.direction.open')}</AppLink>}
    </div>
  )
}

/** A direction that everybody followed is not late any more. */
const doneDay = (d: ThreadDirection) => (d.units > 0 && d.done === d.units ? d.dueOn : undefined)

/** The words of a clause, with the way to the document and to what else came of it. */
export function RestsOn({ clause: c }: { clause: ThreadClause }) {
  const t = useT()
  if (c.hidden)
    return (
      <p className={css.cap}>
        {c.issuer}: {t('views.thread.hidden')}
      </p>
    )
  const from = `/thread/from?document=${c.documentId}&clause=${encodeURIComponent(c.key)}`
  return (
    <>
      <p className={css.cap}>
        {c.issuer} {c.numberSymbol}, {t('reports.thread.clause', { path: formatClause(c.path, t) })}
      </p>
      <blockquote className={css.paper} lang="vi">
        {c.heading === '' ? null : <b>{c.heading}</b>}
        <Quote
          text={c.text.slice(c.start, c.end)}
          spans={[{ start: 0, end: c.end - c.start, kind: 'lit' }]}
        />
      </blockquote>
      <p className={css.ways}>
        <AppLink href={clauseHref(c)}>{t('reports.thread.openDocument')}</AppLink>
        <AppLink href={from}>{t('directions.clauses.from')}</AppLink>
      </p>
    </>
  )
}

/** What one recipient owes or did, with the words of its answer. */
export function DutyLine({ duty }: { duty: ThreadFrom['duties'][number] }) {
  const t = useT()
  const { today } = useSession()
  const isOver = duty.state === 'excused' || duty.state === 'void'
  return (
    <div className={css.taskLine}>
      <span>{duty.unit.shortName}</span>
      <span className={css.cap} lang="vi">
        {duty.answer}
      </span>
      <span>
        {isOver ? (
          <Status state="nil">{t(`reports.thread.duty.${duty.state}`)}</Status>
        ) : (
          <DueDate due={duty.dueOn} today={today} as="line" done={duty.closedOn ?? undefined} />
        )}
      </span>
    </div>
  )
}

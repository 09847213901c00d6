import { formatDate, formatInstant } from '#src/messages/format.ts'
import type { Direction, DirectionAct } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { AppLink } from '../../parts/AppLink.tsx'
import { Button } from '../../parts/Button.tsx'
import css from './directions.module.css'

/** Questions and replies, answers and what was said to them, as they came. */
export function Exchange(props: {
  direction: Direction
  canReply: boolean
  onReply: (toAct: string) => void
  onRedact: (actId: string) => void
}) {
  const t = useT()
  const { direction: d, canReply, onReply, onRedact } = props
  const head = (act: DirectionAct) => {
    const unit = act.unit?.shortName ?? ''
    if (act.kind === 'ask' && act.unit === null) return t('directions.act.ask.someone')
    if (act.kind === 'reply' && (act.isPublic || act.unit === null)) return t('directions.act.reply.all')
    if (act.kind === 'extend')
      return t('directions.act.extend', { date: act.dueOn ? formatDate(act.dueOn) : '' })
    return t(`directions.act.${act.kind}`, { unit })
  }
  const waits = (act: DirectionAct) =>
    act.kind === 'ask' && !d.acts.some((other) => other.toAct === act.id) && d.withdrawn === null
  return (
    <section className={css.part}>
      <h2>{t('directions.exchange')}</h2>
      {d.acts.length === 0 ? <p className={css.facts}>{t('directions.exchange.none')}</p> : null}
      <ol>
        {d.acts.map((act) => (
          <li key={act.id} className={css.act}>
            <p className={css.facts}>
              <b>{head(act)}</b>
              <span>{formatInstant(act.at)}</span>
            </p>
            {act.words === '' ? null : <p className={css.words}>{act.words}</p>}
            {act.redacted ? <Redacted redacted={act.redacted} /> : null}
            {act.evidence.map((e) => (
              <p key={e.id}>
                <AppLink href={e.to}>{e.title}</AppLink>
              </p>
            ))}
            {canReply && waits(act) ? (
              <Button size="small" onClick={() => onReply(act.id)}>
                {t('directions.do.reply')}
              </Button>
            ) : null}
            {act.mayRedact ? (
              <Button kind="bare" size="small" onClick={() => onRedact(act.id)}>
                {t('directions.do.redact')}
              </Button>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** That words went by law, when and on which ground. */
export function Redacted({ redacted }: { redacted: NonNullable<Direction['redacted']> }) {
  const t = useT()
  const date = formatDate(redacted.at.slice(0, 10))
  return <p className={css.facts}>{t('directions.redacted.why', { date, ground: redacted.ground })}</p>
}

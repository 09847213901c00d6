import { formatNumber } from '#src/messages/format.ts'
import { useLanguage } from '../app/i18n.tsx'
import css from './Bar.module.css'

/**
 * A small bar that never stands without its numbers: "38/40 trường".
 * @param unit the word after the numbers
 * @param as `under` numbers over the bar (tables) · `beside` bar, then numbers (a row of work)
 */
export function Bar(props: {
  value: number
  total: number
  unit?: string
  as?: 'under' | 'beside'
  /** an own word instead of "38/40 trường"; it must hold the numbers */
  words?: string
}) {
  const { locale } = useLanguage()
  const { value, total, unit, as = 'under' } = props
  const share = total > 0 ? Math.min(100, Math.max(0, (value / total) * 100)) : 0
  const words =
    props.words ?? `${formatNumber(value, locale)}/${formatNumber(total, locale)}${unit ? ` ${unit}` : ''}`
  return (
    <span className={css.bar} data-as={as}>
      <span className={css.words}>{words}</span>
      <span className={css.track} aria-hidden="true">
        <span className={css.fill} data-full={share >= 100 || undefined} style={{ width: `${share}%` }} />
      </span>
    </span>
  )
}

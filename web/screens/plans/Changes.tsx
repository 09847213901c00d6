import { formatDate, formatNumber } from '#src/messages/format.ts'
import type { PlanFieldChange, Terms } from '../../api/generated/index.ts'
import { useLanguage, useT } from '../../app/i18n.tsx'
import { diffWords } from './model.ts'
import css from './plans.module.css'
import { timeWords } from './TaskDrawer.tsx'

type Value = PlanFieldChange['before']

/** A field before and after, with the words that were taken out and put in. */
export function FieldChanges(props: { fields: readonly PlanFieldChange[]; terms: Terms | undefined }) {
  const t = useT()
  const words = useValueWords(props.terms)
  return (
    <dl>
      {props.fields.map((f) => (
        <div key={f.field} className={css.field}>
          <dt>{t(`plans.changed.${f.field}`)}</dt>
          <dd>
            <Words before={words(f.field, f.before)} after={words(f.field, f.after)} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Words taken out (struck) and put in (underlined): shape and colour, and read aloud as such. */
export function Words(props: { before: string; after: string }) {
  const t = useT()
  return (
    <>
      {diffWords(props.before, props.after).map((piece, i) =>
        piece.kind === 'same' ? (
          <span key={i}>{piece.words}</span>
        ) : piece.kind === 'removed' ? (
          <del key={i}>
            <span className="vh">{t('plans.changed.removed')} </span>
            {piece.words}
          </del>
        ) : (
          <ins key={i}>
            <span className="vh">{t('plans.changed.added')} </span>
            {piece.words}
          </ins>
        ),
      )}
    </>
  )
}

function useValueWords(terms: Terms | undefined): (field: string, value: Value) => string {
  const t = useT()
  const { locale } = useLanguage()
  const lists: Record<string, { code: string; name: string }[] | undefined> = {
    forms: terms?.forms,
    audiences: terms?.audiences,
    fund: terms?.funds,
    indicator: terms?.indicators,
  }
  return (field, value) => {
    if (value === null) return ''
    if (typeof value === 'number') return formatNumber(value, locale)
    if (typeof value === 'boolean') return t(value ? 'plans.yes' : 'plans.no')
    if (field === 'decision' && typeof value === 'string') return t(`plans.decision.${value}`)
    if (field === 'relation') return t(value === 'carries out' ? 'plans.basis.carries' : 'plans.basis.based')
    const parts = typeof value === 'string' ? [value] : value
    if (field === 'time')
      return timeWords({ words: parts[0] ?? '', from: parts[1] || null, until: parts[2] || null })
    if (field === 'programmes')
      return parts.map((id) => terms?.programmes.find((p) => p.id === id)?.name ?? id).join(', ')
    // Links are kept by key; how many there are is what a reader can use.
    if (field === 'clauses' || field === 'underClause' || field === 'leadPersonId')
      return field === 'clauses' ? t('plans.changed.links', { n: parts.length }) : t('plans.changed.other')
    return parts
      .filter((p) => p !== '')
      .map(
        (p) =>
          lists[field]?.find((x) => x.code === p)?.name ?? (/^\d{4}-\d\d-\d\d$/.test(p) ? formatDate(p) : p),
      )
      .join(', ')
  }
}

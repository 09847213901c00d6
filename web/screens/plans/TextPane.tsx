import { IconPlus } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { orderOutgoingBases, type PlanContent, type Terms } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { newId } from '../../app/ids.ts'
import { Button } from '../../parts/Button.tsx'
import { Chip, Chips } from '../../parts/Chip.tsx'
import { DateField } from '../../parts/DateField.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { CheckField, TextArea } from '../../parts/FormField.tsx'
import type { OwnClause } from './model.ts'
import css from './plans.module.css'

const dayBefore = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
const dayAfter = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** The plan's own words: title, period, programmes, bases, opening, and its text clause by clause. */
export function TextPane(props: {
  content: PlanContent
  terms: Terms | undefined
  onChange?: (content: PlanContent) => void
}) {
  const t = useT()
  const { content, terms, onChange } = props
  if (!onChange) return <ReadText content={content} />
  const set = (change: Partial<PlanContent>) => onChange({ ...content, ...change })
  const programmes = (terms?.programmes ?? []).filter(
    (p) => p.yearFrom <= content.year && p.yearUntil >= content.year,
  )
  return (
    <>
      <section className={css.block}>
        <h2>{t('plans.text.head')}</h2>
        <div className={css.fields}>
          <TextArea
            label={t('plans.text.title')}
            rows={2}
            value={content.title}
            onChange={(e) => set({ title: e.target.value })}
          />
          <div className={css.pair}>
            <DateField
              label={t('plans.field.from')}
              value={content.period.from}
              onChange={(from) => from && set({ period: { ...content.period, from } })}
            />
            <DateField
              label={t('plans.field.until')}
              value={dayBefore(content.period.until)}
              onChange={(last) => last && set({ period: { ...content.period, until: dayAfter(last) } })}
            />
          </div>
          {programmes.length > 0 ? (
            <details className={css.more}>
              <summary>{t('plans.text.programmes.n', { n: content.programmes.length })}</summary>
              <Chips label={t('plans.text.programmes')}>
                {programmes.map((p) => {
                  const has = content.programmes.includes(p.id)
                  return (
                    <Chip
                      key={p.id}
                      pressed={has}
                      onClick={() =>
                        set({
                          programmes: has
                            ? content.programmes.filter((id) => id !== p.id)
                            : [...content.programmes, p.id],
                        })
                      }
                    >
                      {p.name}
                    </Chip>
                  )
                })}
              </Chips>
            </details>
          ) : null}
        </div>
      </section>
      <section className={css.block}>
        <h2>{t('plans.text.bases')}</h2>
        <ul className={css.options}>
          {content.bases.map((basis, i) => {
            const change = (more: Partial<typeof basis>) =>
              set({ bases: content.bases.map((b, j) => (j === i ? { ...b, ...more } : b)) })
            return (
              <li key={i} className={css.clauseRow}>
                <span className={css.second}>
                  {t(basis.relation === 'carries out' ? 'plans.basis.carries' : 'plans.basis.based')}
                </span>
                <div>
                  <textarea
                    className={css.bare}
                    rows={2}
                    aria-label={t('plans.basis.n', { n: i + 1 })}
                    value={basis.words}
                    onChange={(e) => change({ words: e.target.value })}
                  />
                  {basis.documentId !== null && basis.relation === 'carries out' ? (
                    <CheckField
                      label={t('plans.basis.provisional')}
                      checked={basis.isProvisional}
                      onChange={(e) => change({ isProvisional: e.target.checked })}
                    />
                  ) : null}
                </div>
                <Button
                  size="small"
                  kind="bare"
                  onClick={() => set({ bases: content.bases.filter((_, j) => j !== i) })}
                >
                  {t('common.remove')}
                </Button>
              </li>
            )
          })}
        </ul>
        <div className={css.acts}>
          <Button
            icon={<IconPlus stroke={1.75} />}
            onClick={() =>
              set({
                bases: [
                  ...content.bases,
                  {
                    documentId: null,
                    relation: 'based on',
                    line: null,
                    isProvisional: false,
                    words: 'Căn cứ ',
                  },
                ],
              })
            }
          >
            {t('plans.basis.add')}
          </Button>
          <SortBases content={content} onSorted={(bases) => set({ bases })} />
        </div>
      </section>
      <section className={css.block}>
        <h2>{t('plans.text.words')}</h2>
        <TextArea
          label={t('plans.text.opening')}
          rows={3}
          value={content.opening}
          onChange={(e) => set({ opening: e.target.value })}
        />
        <ClauseRows clauses={content.clauses} onChange={(clauses) => set({ clauses })} />
      </section>
    </>
  )
}

/** Puts the legal bases in the order in which they are printed; what is carried out stays behind them. */
function SortBases(props: { content: PlanContent; onSorted: (bases: PlanContent['bases']) => void }) {
  const t = useT()
  const { content, onSorted } = props
  const [error, setError] = useState<unknown>(null)
  const latest = useRef(content.bases)
  useEffect(() => {
    latest.current = content.bases
  })
  const legal = content.bases.filter((b) => b.relation === 'based on')
  if (legal.length < 2) return null
  async function sort() {
    setError(null)
    try {
      const asked = legal.map((b) => ({ words: b.words, documentId: null, knownId: null }))
      const { data } = await orderOutgoingBases({ body: { bases: asked }, throwOnError: true })
      // Somebody who went on typing meanwhile keeps what was typed.
      if (latest.current !== content.bases) return
      const left = [...legal]
      const sorted = data.bases.flatMap(({ words }) =>
        left.splice(
          left.findIndex((b) => b.words === words),
          1,
        ),
      )
      onSorted([...sorted, ...content.bases.filter((b) => b.relation !== 'based on')])
    } catch (e) {
      setError(e)
    }
  }
  return (
    <>
      <Button kind="bare" onClick={() => void sort()}>
        {t('outgoing.text.basis.sort')}
      </Button>
      {error ? <ErrorNote error={error} /> : null}
    </>
  )
}

function ReadText(props: { content: PlanContent }) {
  const t = useT()
  const { content } = props
  return (
    <section className={css.block} lang="vi">
      <h2 lang={undefined}>{t('plans.text.words')}</h2>
      {content.bases.map((b, i) => (
        <p key={i} className={css.ink}>
          <i>{b.words};</i>
        </p>
      ))}
      <p className={css.ink}>{content.opening}</p>
      {content.clauses.map((c) => (
        <p key={c.key} className={css.ink} style={{ paddingLeft: `${(c.level - 1) * 16}px` }}>
          {c.kind === 'heading' ? (
            <b>
              {c.marker} {c.words}
            </b>
          ) : (
            `${c.marker} ${c.words}`
          )}
        </p>
      ))}
    </section>
  )
}

/** The plan's text, a piece a row; a new piece goes behind the one it is added to, at its level. */
function ClauseRows(props: { clauses: readonly OwnClause[]; onChange: (clauses: OwnClause[]) => void }) {
  const t = useT()
  const { clauses, onChange } = props
  const change = (key: string, more: Partial<OwnClause>) =>
    onChange(clauses.map((c) => (c.key === key ? { ...c, ...more } : c)))
  const addAfter = (at: OwnClause | undefined, isUnder: boolean) => {
    const made: OwnClause = {
      key: newId(),
      parentKey: at === undefined ? null : isUnder ? at.key : at.parentKey,
      kind: at === undefined ? 'heading' : at.kind === 'heading' && isUnder ? 'other' : at.kind,
      marker: at === undefined ? 'I' : isUnder ? '-' : at.marker,
      level: at === undefined ? 1 : isUnder ? Math.min(9, at.level + 1) : at.level,
      words: '',
    }
    const i = at === undefined ? clauses.length : lastUnder(clauses, at.key) + 1
    onChange([...clauses.slice(0, i), made, ...clauses.slice(i)])
  }
  return (
    <>
      <ul className={css.options}>
        {clauses.map((c, i) => (
          <li key={c.key} className={css.clauseRow} data-depth={Math.min(3, c.level)}>
            <input
              className={`${css.bare} ${css.marker}`}
              aria-label={t('plans.clause.marker', { n: i + 1 })}
              value={c.marker}
              maxLength={20}
              onChange={(e) => change(c.key, { marker: e.target.value })}
            />
            <textarea
              className={css.bare}
              rows={c.kind === 'heading' ? 1 : 2}
              aria-label={t('plans.clause.words', { n: i + 1 })}
              value={c.words}
              onChange={(e) => change(c.key, { words: e.target.value })}
            />
            <span className={css.acts} style={{ marginTop: 0 }}>
              <Button size="small" kind="bare" onClick={() => addAfter(c, c.kind === 'heading')}>
                {t('common.add')}
              </Button>
              <Button size="small" kind="bare" onClick={() => onChange(without(clauses, c.key))}>
                {t('common.remove')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      <div className={css.acts}>
        <Button icon={<IconPlus stroke={1.75} />} onClick={() => addAfter(undefined, false)}>
          {t('plans.clause.addPart')}
        </Button>
      </div>
    </>
  )
}

function under(clauses: readonly OwnClause[], key: string): Set<string> {
  const keys = new Set([key])
  for (const c of clauses) if (c.parentKey !== null && keys.has(c.parentKey)) keys.add(c.key)
  return keys
}
function lastUnder(clauses: readonly OwnClause[], key: string): number {
  const keys = under(clauses, key)
  return clauses.findLastIndex((c) => keys.has(c.key))
}
/** Without a piece and all that stands under it. */
function without(clauses: readonly OwnClause[], key: string): OwnClause[] {
  const gone = under(clauses, key)
  return clauses.filter((c) => !gone.has(c.key))
}

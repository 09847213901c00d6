import { useT } from '../app/i18n.tsx'
import css from './ClauseOutline.module.css'
import { CoverageSquare, type Coverage } from './CoverageSquare.tsx'

export interface OutlineClause {
  id: string
  /** "c) Chỉ số, mức độ hài lòng" */
  text: string
  coverage: Coverage
  tasks: number
  /** in place of the number of tasks: "không thuộc" */
  note?: string
  /** in place of "chưa có nhiệm vụ nào" under a clause without coverage: "chờ quyết định" */
  under?: string
}

export interface OutlineGroup {
  id: string
  /** "II.1 Nội dung" */
  title: string
  clauses: OutlineClause[]
}

/**
 * The clauses of a superior's document with what became of each; one that nothing carries out stands out, dashed.
 * @param selected the clause whose tasks are shown in the middle
 */
export function ClauseOutline(props: {
  label?: string
  groups: OutlineGroup[]
  selected?: string | undefined
  onSelect: (id: string) => void
}) {
  const t = useT()
  const { groups, selected, onSelect } = props
  return (
    <nav className={css.outline} aria-label={props.label ?? t('views.clauses')}>
      {groups.map((g) => (
        <div key={g.id}>
          <p className={css.group}>{g.title}</p>
          <ul>
            {g.clauses.map((c) => (
              <li key={c.id}>
                <button
                  type="button"
                  className={css.clause}
                  data-coverage={c.coverage}
                  aria-current={selected === c.id || undefined}
                  onClick={() => onSelect(c.id)}
                >
                  <CoverageSquare coverage={c.coverage} />
                  <span className={css.text}>
                    {c.text}
                    {c.coverage === 'none' ? (
                      <small aria-hidden={c.under === undefined ? true : undefined}>
                        {c.under ?? t('views.coverage.none.full')}
                      </small>
                    ) : null}
                  </span>
                  <span className={css.count}>
                    {c.note ?? (
                      <>
                        <span aria-hidden="true">{c.tasks}</span>
                        <span className="vh">{t('views.clauses.tasks', { n: c.tasks })}</span>
                      </>
                    )}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

/** The superior's documents a plan stands on, one shown at a time: "Sở · 3127 | UBND huyện · 112". */
export function SourceTabs(props: {
  label: string
  sources: { id: string; label: string }[]
  selected: string
  onSelect: (id: string) => void
}) {
  return (
    <div className={css.sources} role="group" aria-label={props.label}>
      {props.sources.map((s) => (
        <button
          key={s.id}
          type="button"
          aria-pressed={s.id === props.selected}
          onClick={() => props.onSelect(s.id)}
        >
          {s.label}
        </button>
      ))}
    </div>
  )
}

import { useT } from '../../app/i18n.tsx'
import css from '../DataList.module.css'
import type { RowsProps } from './WideTable.tsx'

/** The rows as a list: the first column is the row's name, the others lines below it with their heads. */
export function PhoneRows<Row>(props: RowsProps<Row>) {
  const t = useT()
  const { rows, columns, rowKey, rowName, selection, openKey } = props
  const title = columns.find((c) => c.phone === 'title') ?? columns[0]
  const lines = columns.filter((c) => c !== title && c.phone !== 'hide')
  return (
    <ul className={css.rows}>
      {rows.map((row, i) => {
        const key = rowKey(row)
        return (
          <li
            key={key}
            data-row={i}
            tabIndex={i === props.cursor ? 0 : -1}
            data-selected={selection?.keys.has(key) || undefined}
            aria-current={openKey === key || undefined}
            onFocus={() => props.onCursor(i)}
            onClick={(e) => {
              if (e.target instanceof Element && e.target.closest('a, button, input, label')) return
              props.onOpen?.(row)
            }}
          >
            {selection ? (
              <label className={css.touch}>
                <input
                  type="checkbox"
                  aria-label={t('common.list.select', { name: rowName(row) })}
                  checked={selection.keys.has(key)}
                  onChange={() => props.onToggle(row)}
                />
              </label>
            ) : null}
            <div className={css.card}>
              <div className={css.cardTitle}>{title?.cell(row)}</div>
              <dl className={css.cardLines}>
                {lines.map((c) => {
                  const cell = c.cell(row)
                  return cell === null ? null : (
                    <div key={c.key}>
                      <dt>{c.title}</dt>
                      <dd>{cell}</dd>
                    </div>
                  )
                })}
              </dl>
            </div>
          </li>
        )
      })}
    </ul>
  )
}

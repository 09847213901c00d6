import { useT } from '../../app/i18n.tsx'
import css from '../DataList.module.css'
import type { Column, DataListProps, Sort } from './types.ts'

export interface RowsProps<Row> extends Omit<DataListProps<Row>, 'rows'> {
  rows: Row[]
  cursor: number
  onCursor: (index: number) => void
  onToggle: (row: Row) => void
}

/** The rows as a dense table: a grid of one tab stop, moved through by the list's keys. */
export function WideTable<Row>(props: RowsProps<Row>) {
  const { rows, columns, rowKey, rowName, selection, openKey, cursor } = props
  const t = useT()
  const all = selection !== undefined && rows.every((r) => selection.keys.has(rowKey(r)))
  return (
    <div className={css.scroll}>
      <table className={css.table} role="grid" aria-label={props.label}>
        <thead>
          <tr>
            {selection ? (
              <th scope="col" className={css.box}>
                <input
                  type="checkbox"
                  aria-label={t('common.list.selectAll')}
                  checked={all}
                  onChange={() => selection.onChange(all ? new Set() : new Set(rows.map(rowKey)))}
                />
              </th>
            ) : null}
            {columns.map((c) => (
              <Head key={c.key} column={c} sort={props.sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => {
            const key = rowKey(row)
            const selected = selection?.keys.has(key) ?? false
            return (
              <tr
                key={key}
                data-row={i}
                data-open={openKey === key || undefined}
                tabIndex={i === cursor ? 0 : -1}
                aria-selected={selection ? selected : undefined}
                aria-current={openKey === key || undefined}
                onFocus={() => props.onCursor(i)}
                onClick={(e) => {
                  if (e.target instanceof Element && e.target.closest('a, button, input, label')) return
                  props.onOpen?.(row)
                }}
                data-opens={props.onOpen ? true : undefined}
              >
                {selection ? (
                  <td className={css.box}>
                    <input
                      type="checkbox"
                      tabIndex={-1}
                      aria-label={t('common.list.select', { name: rowName(row) })}
                      checked={selected}
                      onChange={() => props.onToggle(row)}
                    />
                  </td>
                ) : null}
                {columns.map((c) => (
                  <td key={c.key} data-align={c.align} data-wide={c.wideOnly || undefined}>
                    {c.cell(row)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Head<Row>(props: {
  column: Column<Row>
  sort: Sort | undefined
  onSort: ((sort: Sort) => void) | undefined
}) {
  const t = useT()
  const { column: c, sort, onSort } = props
  const sorted = sort?.key === c.key ? sort : undefined
  return (
    <th
      scope="col"
      data-align={c.align}
      data-wide={c.wideOnly || undefined}
      style={c.width ? { width: c.width } : undefined}
      aria-sort={sorted ? (sorted.down ? 'descending' : 'ascending') : undefined}
    >
      {c.sortable && onSort ? (
        <button
          type="button"
          className={css.sort}
          title={t('common.list.sort', { column: c.title })}
          onClick={() => onSort({ key: c.key, down: sorted ? !sorted.down : false })}
        >
          {c.title}
          <span aria-hidden="true">{sorted ? (sorted.down ? ' ↓' : ' ↑') : ''}</span>
        </button>
      ) : (
        c.title
      )}
    </th>
  )
}

import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import type { TableBlock } from './model.ts'
import css from './outgoing.module.css'

const mostColumns = 12
const mostRows = 500

/** A table of a document: titles of its columns, then its cells. */
export function TableRows(props: { table: TableBlock; n: number; onChange?: (table: TableBlock) => void }) {
  const t = useT()
  const { table, n, onChange } = props
  const { columns, rows } = table
  const set = (change: Partial<TableBlock>) => onChange?.({ ...table, ...change })
  return (
    <div className={css.table}>
      <input
        id={`block-${table.key}`}
        className={css.bare}
        lang="vi"
        aria-label={t('outgoing.table.caption', { n })}
        placeholder={t('outgoing.table.caption', { n })}
        maxLength={500}
        readOnly={!onChange}
        value={table.caption}
        onChange={(e) => set({ caption: e.target.value })}
      />
      <div
        className={css.tableScroll}
        tabIndex={0}
        role="group"
        aria-label={t('outgoing.table.caption', { n })}
      >
        <table>
          <thead>
            <tr>
              {columns.map((column, c) => (
                <th key={c} scope="col">
                  <textarea
                    className={css.cell}
                    rows={1}
                    lang="vi"
                    aria-label={t('outgoing.table.column', { n: c + 1 })}
                    maxLength={300}
                    readOnly={!onChange}
                    value={column.title}
                    onChange={(e) =>
                      set({ columns: columns.map((x, i) => (i === c ? { ...x, title: e.target.value } : x)) })
                    }
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, r) => (
              <tr key={r}>
                {columns.map((_, c) => (
                  <td key={c}>
                    <textarea
                      className={css.cell}
                      rows={1}
                      lang="vi"
                      aria-label={t('outgoing.table.cell', { row: r + 1, column: c + 1 })}
                      maxLength={4_000}
                      readOnly={!onChange}
                      value={row[c] ?? ''}
                      onChange={(e) =>
                        set({
                          rows: rows.map((x, i) =>
                            i === r ? columns.map((__, k) => (k === c ? e.target.value : (x[k] ?? ''))) : x,
                          ),
                        })
                      }
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {onChange ? (
        <div className={css.acts}>
          {rows.length < mostRows ? (
            <Button
              size="small"
              kind="bare"
              onClick={() =>
                set({ rows: [...rows, columns.map((_, c) => (c === 0 ? String(rows.length + 1) : ''))] })
              }
            >
              {t('outgoing.table.addRow')}
            </Button>
          ) : null}
          {columns.length < mostColumns ? (
            <Button
              size="small"
              kind="bare"
              onClick={() =>
                set({ columns: [...columns, { title: '' }], rows: rows.map((row) => [...row, '']) })
              }
            >
              {t('outgoing.table.addColumn')}
            </Button>
          ) : null}
          {rows.length > 1 ? (
            <Button size="small" kind="bare" onClick={() => set({ rows: rows.slice(0, -1) })}>
              {t('outgoing.table.removeRow')}
            </Button>
          ) : null}
          {columns.length > 1 ? (
            <Button
              size="small"
              kind="bare"
              onClick={() =>
                set({
                  columns: columns.slice(0, -1),
                  rows: rows.map((row) => row.slice(0, columns.length - 1)),
                })
              }
            >
              {t('outgoing.table.removeColumn')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}

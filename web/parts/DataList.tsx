import { IconDownload } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useT } from '../app/i18n.tsx'
import { Button } from './Button.tsx'
import { Chip, Chips } from './Chip.tsx'
import css from './DataList.module.css'
import { EmptyState } from './EmptyState.tsx'
import { ErrorNote } from './ErrorNote.tsx'
import { PhoneRows } from './list/PhoneRows.tsx'
import { SearchBox } from './list/SearchBox.tsx'
import { SelectionBar } from './list/SelectionBar.tsx'
import type { DataListProps } from './list/types.ts'
import { WideTable } from './list/WideTable.tsx'
import { Skeleton } from './Skeleton.tsx'
import { useHotkeys } from './useHotkeys.ts'
import { usePhone } from './useMedia.ts'

export type { Column, DataListProps, Filter, Selection, Sort } from './list/types.ts'

/**
 * A list that a specialist works in: a dense table on a wide screen, the same rows as a list on a phone.
 *
 * Search, filters and sort are the screen's (they live in the address); the list only draws them and says what was
 * pressed. J/K and the arrows move a cursor, Space selects, Enter opens; the whole list is one tab stop.
 */
export function DataList<Row>(props: DataListProps<Row>) {
  const t = useT()
  const phone = usePhone()
  const body = useRef<HTMLDivElement>(null)
  const [cursor, setCursor] = useState(0)
  const { rows, rowKey, selection, onOpen, filters, search, tools, more, error } = props
  const count = rows?.length ?? 0
  const at = Math.min(cursor, Math.max(0, count - 1))

  function go(to: number) {
    if (count === 0) return
    const next = Math.min(count - 1, Math.max(0, to))
    setCursor(next)
    body.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus()
  }
  function toggle(row: Row) {
    if (!selection) return
    const keys = new Set(selection.keys)
    if (!keys.delete(rowKey(row))) keys.add(rowKey(row))
    selection.onChange(keys)
  }
  const inList = () => body.current?.contains(document.activeElement) ?? false
  const onRow = () => inList() && document.activeElement?.hasAttribute('data-row') === true
  const current = rows?.[at]
  useHotkeys([
    { keys: 'j', does: t('session.keys.next'), run: () => go(inList() ? at + 1 : at) },
    { keys: 'k', does: t('session.keys.previous'), run: () => go(inList() ? at - 1 : at) },
    ...(selection
      ? [
          {
            keys: 'Space',
            does: t('session.keys.select'),
            run: () => (onRow() && current ? toggle(current) : false),
          },
        ]
      : []),
    ...(onOpen
      ? [
          {
            keys: 'Enter',
            does: t('session.keys.open'),
            run: () => (onRow() && current ? onOpen(current) : false),
          },
        ]
      : []),
    ...(selection && selection.keys.size > 0
      ? [{ keys: 'Escape', does: t('session.keys.unselect'), run: () => selection.onChange(new Set()) }]
      : []),
  ])
  function onKeyDown(e: React.KeyboardEvent) {
    if (!(e.target instanceof HTMLElement) || e.target.dataset['row'] === undefined || count === 0) return
    if (e.key === 'ArrowDown') go(at + 1)
    else if (e.key === 'ArrowUp') go(at - 1)
    else return
    e.preventDefault()
  }

  const shared = { ...props, cursor: at, onCursor: setCursor, onToggle: toggle }
  return (
    <section className={css.list} aria-label={props.label}>
      {search || filters || tools || props.onExport ? (
        <div className={css.tools}>
          {search ? <SearchBox {...search} /> : null}
          {filters && filters.length > 0 ? (
            <Chips label={t('common.list.filters')}>
              {filters.map((f) => (
                <Chip
                  key={f.key}
                  pressed={f.pressed}
                  onClick={f.onPress}
                  {...(f.count === undefined ? {} : { count: f.count })}
                >
                  {f.label}
                </Chip>
              ))}
            </Chips>
          ) : null}
          <span className={css.end}>
            {tools}
            {props.onExport ? (
              <Button onClick={props.onExport} icon={<IconDownload stroke={1.75} />}>
                {t('common.export')}
              </Button>
            ) : null}
          </span>
        </div>
      ) : null}

      {error ? <ErrorNote error={error} {...(props.onRetry ? { onRetry: props.onRetry } : {})} /> : null}
      {rows === undefined ? (
        error ? null : (
          <Skeleton rows={6} />
        )
      ) : rows.length === 0 ? (
        error ? null : props.filtered ? (
          <EmptyState title={t('common.list.nothing')}>{t('common.list.nothing.hint')}</EmptyState>
        ) : (
          props.empty
        )
      ) : (
        <div ref={body} onKeyDown={onKeyDown} className={css.body}>
          {phone ? <PhoneRows {...shared} rows={rows} /> : <WideTable {...shared} rows={rows} />}
          {more ? (
            <div className={css.more}>
              <Button kind="bare" busy={more.loading ? t('common.loading') : false} onClick={more.onMore}>
                {more.rest === undefined
                  ? t('common.list.more')
                  : t('common.list.more.rest', { n: more.rest })}
              </Button>
            </div>
          ) : null}
        </div>
      )}
      {selection && selection.keys.size > 0 ? <SelectionBar selection={selection} /> : null}
    </section>
  )
}

import { useEffect, useRef, type ReactNode } from 'react'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import css from './Pieces.module.css'
import { bringIntoPane } from '../../parts/scroll.ts'

/** What the rows of the pieces share: which is lit, which is being edited. */
export interface Rows {
  near: string | null
  onNear: (id: string | null) => void
  /** id of the piece whose form is open */
  editing: string | null
  /** null where the person may not correct */
  onEdit: ((id: string | null) => void) | null
}

/**
 * One clear piece: what it is, its value, and its correction in place. Under the pointer or focus its words are lit in
 * the page.
 * @param form drawn instead of the value while it is edited; without it the piece is not corrected here
 */
export function Row(props: {
  rows: Rows
  id: string
  label: string
  children: ReactNode
  end?: ReactNode
  form?: (close: () => void) => ReactNode
  /** what "Sửa" corrects, where the label alone does not say it */
  name?: string
  /** depth in the outline, from 1 */
  level?: number
  /** the label is the row's above: for readers only */
  again?: boolean
}) {
  const t = useT()
  const { rows, id, label, children, end, form, name, level, again } = props
  const { onEdit } = rows
  const edit = useRef<HTMLButtonElement>(null)
  const editing = rows.editing === id && form !== undefined && onEdit !== null
  const was = useRef(false)
  useEffect(() => {
    // The form is gone: the focus goes back to what opened it.
    if (was.current && !editing && rows.editing === null) edit.current?.focus()
    was.current = editing
  }, [editing, rows.editing])
  return (
    <div
      className={css.row}
      data-piece={id}
      data-near={rows.near === id || undefined}
      data-editing={editing || undefined}
      data-level={level}
      style={level === undefined ? undefined : ({ ['--level']: level } as React.CSSProperties)}
      onMouseEnter={() => rows.onNear(id)}
      onMouseLeave={() => rows.onNear(null)}
      onFocus={() => rows.onNear(id)}
      onBlur={() => rows.onNear(null)}
    >
      <dt>{again || editing ? <span className="vh">{label}</span> : label}</dt>
      {editing ? (
        <dd className={css.form}>{form(() => onEdit(null))}</dd>
      ) : (
        <dd className={css.value}>
          <span>{children}</span>
          {end}
          {form && onEdit ? (
            <Button
              size="small"
              kind="bare"
              ref={edit}
              aria-label={t('library.bench.editOf', { what: name ?? label })}
              onClick={() => onEdit(id)}
            >
              {t('library.bench.edit')}
            </Button>
          ) : null}
        </dd>
      )}
    </div>
  )
}

/** The form of one piece: Enter keeps, Esc leaves it as it was. */
export function PieceForm(props: {
  onSave: () => void
  onClose: () => void
  children: ReactNode
  /** "Không phải viện dẫn": takes the piece away */
  remove?: { label: string; onRemove: () => void }
}) {
  const t = useT()
  const box = useRef<HTMLFormElement>(null)
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('input, select, textarea')?.focus()
    bringIntoPane(box.current, 'inside')
  }, [])
  return (
    <form
      ref={box}
      className={css.pieceForm}
      onSubmit={(e) => {
        e.preventDefault()
        props.onSave()
      }}
      onKeyDown={(e) => {
        if (e.key !== 'Escape') return
        e.stopPropagation()
        props.onClose()
      }}
    >
      {props.children}
      <p className={css.answers}>
        <Button size="small" kind="go" type="submit">
          {t('common.save')}
        </Button>
        <Button size="small" kind="bare" onClick={props.onClose}>
          {t('common.cancel')}
        </Button>
        {props.remove ? (
          <Button size="small" kind="danger" onClick={props.remove.onRemove}>
            {props.remove.label}
          </Button>
        ) : null}
      </p>
    </form>
  )
}

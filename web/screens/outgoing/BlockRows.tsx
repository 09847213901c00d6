import { IconArrowDown, IconArrowUp, IconMessage, IconPlus, IconTrash } from '@tabler/icons-react'
import type { ClipboardEvent, KeyboardEvent } from 'react'
import type { OutgoingView } from '../../api/generated/index.ts'
import { useT } from '../../app/i18n.tsx'
import { Button, IconButton } from '../../parts/Button.tsx'
import { moved, newTable, newText, pasted, styles, withBlock, type Block, type TextBlock } from './model.ts'
import css from './outgoing.module.css'
import { TableRows } from './TableRows.tsx'

/**
 * The text of a document, a piece a row. Its marker (I, 1, a, Điều 2) follows from its place and is not typed. Enter begins the
 * next piece of the same kind, Tab under a marker goes a step deeper, Backspace in an empty piece takes it away; several
 * paragraphs that are pasted become several pieces.
 */
export function BlockRows(props: {
  blocks: readonly Block[]
  markers: OutgoingView['markers']
  comments: OutgoingView['comments']
  onChange?: (blocks: Block[]) => void
}) {
  const t = useT()
  const { blocks, markers, comments, onChange } = props
  const set = (key: string, change: Partial<TextBlock>) =>
    onChange?.(blocks.map((b) => (b.key === key && b.kind === 'text' ? { ...b, ...change } : b)))
  const put = (block: Block, after: string | null) => {
    onChange?.(withBlock(blocks, block, after))
    focusBlock(block.key)
  }
  const remove = (key: string) => onChange?.(blocks.filter((b) => b.key !== key))

  function onKey(e: KeyboardEvent<HTMLTextAreaElement>, block: TextBlock) {
    if (!onChange || e.nativeEvent.isComposing) return
    if (e.key === 'Enter' && !e.shiftKey) {
      e.preventDefault()
      const at = e.currentTarget.selectionStart
      const rest = block.words.slice(e.currentTarget.selectionEnd)
      const next = { ...newText(block.style), words: rest.trimStart() }
      const kept = blocks.map((b) =>
        b.key === block.key ? { ...block, words: block.words.slice(0, at) } : b,
      )
      onChange(withBlock(kept, next, block.key))
      focusBlock(next.key)
    } else if (e.key === 'Backspace' && block.words === '' && blocks.length > 1) {
      e.preventDefault()
      const before = blocks[blocks.findIndex((b) => b.key === block.key) - 1]
      remove(block.key)
      if (before) focusBlock(before.key)
    }
  }
  function onPaste(e: ClipboardEvent<HTMLTextAreaElement>, block: TextBlock) {
    const words = e.clipboardData.getData('text/plain')
    if (!onChange || !/\n/.test(words.trim()) || block.words !== '') return
    e.preventDefault()
    const pieces = pasted(words, block.style)
    const at = blocks.findIndex((b) => b.key === block.key)
    onChange([...blocks.slice(0, at), ...pieces, ...blocks.slice(at + 1)])
  }
  return (
    <>
      <ul className={css.options}>
        {blocks.map((block, i) => {
          const n = i + 1
          const said = comments.filter((c) => c.blockKey === block.key && c.settledAt === null).length
          return (
            <li
              key={block.key}
              className={css.blockRow}
              data-style={block.kind === 'text' ? block.style : 'table'}
            >
              {block.kind === 'text' ? (
                <>
                  <span className={css.marker} aria-hidden="true">
                    {markers[block.key] ?? ''}
                  </span>
                  <textarea
                    id={`block-${block.key}`}
                    className={css.bare}
                    rows={1}
                    lang="vi"
                    maxLength={20_000}
                    aria-label={[t('outgoing.block.words', { n }), markers[block.key]]
                      .filter(Boolean)
                      .join(', ')}
                    readOnly={!onChange}
                    value={block.words}
                    onChange={(e) => set(block.key, { words: e.target.value })}
                    onKeyDown={(e) => onKey(e, block)}
                    onPaste={(e) => onPaste(e, block)}
                  />
                </>
              ) : (
                <TableRows
                  table={block}
                  n={n}
                  {...(onChange
                    ? { onChange: (table) => onChange(blocks.map((b) => (b.key === block.key ? table : b))) }
                    : {})}
                />
              )}
              <div className={css.blockActs}>
                {said > 0 ? (
                  <span className={css.said} title={t('outgoing.comment.n', { n: said })}>
                    <IconMessage size={16} stroke={1.75} aria-hidden="true" /> {said}
                    <span className="vh">{t('outgoing.comment.n', { n: said })}</span>
                  </span>
                ) : null}
                {onChange ? (
                  <>
                    {block.kind === 'text' ? (
                      <select
                        className={css.pick}
                        aria-label={t('outgoing.block.style', { n })}
                        value={block.style}
                        onChange={(e) => {
                          const style = styles.find((s) => s === e.target.value)
                          if (style) set(block.key, { style })
                        }}
                      >
                        {styles.map((s) => (
                          <option key={s} value={s}>
                            {t(`outgoing.style.${s}`)}
                          </option>
                        ))}
                      </select>
                    ) : null}
                    <IconButton
                      label={`${t('outgoing.block.up')}, ${n}`}
                      onClick={() => onChange(moved(blocks, block.key, -1))}
                    >
                      <IconArrowUp size={18} stroke={1.75} />
                    </IconButton>
                    <IconButton
                      label={`${t('outgoing.block.down')}, ${n}`}
                      onClick={() => onChange(moved(blocks, block.key, 1))}
                    >
                      <IconArrowDown size={18} stroke={1.75} />
                    </IconButton>
                    <IconButton
                      label={`${t('outgoing.block.below')}, ${n}`}
                      onClick={() =>
                        put(newText(block.kind === 'text' ? block.style : 'paragraph'), block.key)
                      }
                    >
                      <IconPlus size={18} stroke={1.75} />
                    </IconButton>
                    <IconButton
                      label={`${t('outgoing.block.remove')}, ${n}`}
                      onClick={() => remove(block.key)}
                    >
                      <IconTrash size={18} stroke={1.75} />
                    </IconButton>
                  </>
                ) : null}
              </div>
            </li>
          )
        })}
      </ul>
      {onChange ? (
        <div className={css.acts}>
          <Button
            size="small"
            icon={<IconPlus stroke={1.75} />}
            onClick={() => put(newText(lastStyle(blocks)), null)}
          >
            {t('outgoing.block.add')}
          </Button>
          <Button size="small" kind="bare" onClick={() => put(newTable(), null)}>
            {t('outgoing.block.addTable')}
          </Button>
        </div>
      ) : null}
    </>
  )
}

function lastStyle(blocks: readonly Block[]): TextBlock['style'] {
  const last = blocks.at(-1)
  return last?.kind === 'text' ? last.style : 'paragraph'
}

/** Once it is drawn. */
function focusBlock(key: string): void {
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(`block-${key}`)?.focus()))
}

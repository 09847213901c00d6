import { IconSearch, IconX } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useId, useRef, useState, type KeyboardEvent, type Ref } from 'react'
import { IconButton } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { useHotkeys } from '../../parts/useHotkeys.ts'
import { useMedia } from '../../parts/useMedia.ts'
import { useT } from '../i18n.tsx'
import css from './Search.module.css'
import { useSearchFor } from './useSearch.ts'

/** Search over everything: a field of the bar; where there is no room for it a button that opens it over the screen. */
export function Search() {
  const t = useT()
  const roomy = useMedia('(min-width: 1100px)')
  const [over, setOver] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const open = () => {
    if (roomy) field.current?.focus()
    else setOver(true)
  }
  useHotkeys([
    { keys: 'mod+k', does: t('session.keys.search'), run: open },
    { keys: '/', does: t('session.keys.search'), run: open },
  ])
  if (roomy) return <Field ref={field} />
  return (
    <>
      <IconButton label={t('session.search')} onClick={() => setOver(true)}>
        <IconSearch size={20} stroke={1.75} />
      </IconButton>
      {over ? <SearchOver onClose={() => setOver(false)} /> : null}
    </>
  )
}

/** The field of the wide bar; what it finds hangs below it as long as the focus is in it. */
function Field({ ref }: { ref: Ref<HTMLInputElement> }) {
  const t = useT()
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const from = useRef<Element | null>(null)
  return (
    <div
      className={css.field}
      role="search"
      onFocus={(e) => {
        if (e.currentTarget.contains(e.relatedTarget)) return
        from.current = e.relatedTarget
        setOpen(true)
      }}
      onBlur={(e) => {
        if (!e.currentTarget.contains(e.relatedTarget)) setOpen(false)
      }}
    >
      <Combo
        input={ref}
        text={text}
        onText={(now) => {
          setText(now)
          setOpen(true)
        }}
        open={open}
        hint={<kbd>Ctrl K</kbd>}
        onLeave={(went) => {
          setOpen(false)
          if (went) setText('')
          // Back to where one was; a new screen takes the focus itself.
          if (!went && from.current instanceof HTMLElement) from.current.focus()
          else if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
        }}
        title={t('session.search')}
      />
    </div>
  )
}

/** The same over the whole screen, for a phone. */
function SearchOver(props: { onClose: () => void }) {
  const t = useT()
  const box = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState('')
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const dialog = box.current
    dialog?.showModal()
    input.current?.focus()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={box}
      className={css.over}
      aria-label={t('session.search')}
      onCancel={(e) => {
        e.preventDefault()
        props.onClose()
      }}
    >
      <div role="search" className={css.overBody}>
        <Combo
          input={input}
          text={text}
          onText={setText}
          open
          hint={
            <IconButton label={t('common.close')} onClick={props.onClose}>
              <IconX size={20} stroke={1.75} />
            </IconButton>
          }
          onLeave={props.onClose}
          title={t('session.search')}
        />
      </div>
    </dialog>
  )
}

/**
 * Combobox with a list of groups (ARIA Authoring Practices: the focus stays in the field, `aria-activedescendant` names
 * the row). The first row is chosen as soon as the answer to what was typed is there.
 * @param onLeave after going to a row (`true`) or by Esc (`false`)
 */
function Combo(props: {
  input: Ref<HTMLInputElement>
  title: string
  text: string
  onText: (text: string) => void
  open: boolean
  hint: React.ReactNode
  onLeave: (went: boolean) => void
}) {
  const t = useT()
  const { input, title, text, onText, open, hint, onLeave } = props
  const id = useId()
  const router = useRouter()
  const list = useRef<HTMLDivElement>(null)
  const { asks, result, settled, error, again } = useSearchFor(text)
  const groups = error ? [] : (result?.groups ?? [])
  const hits = groups.flatMap((g) => g.hits.map((hit) => ({ ...hit, key: `${id}-${g.kind}-${hit.id}` })))
  const [chosen, setChosen] = useState<{ of: typeof result; at: number }>({ of: result, at: 0 })
  const at = chosen.of === result ? chosen.at : 0
  const active = settled ? hits[at] : undefined
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [active?.key])

  function go(to: string, apart: boolean) {
    const base = router.basepath === '/' ? '' : router.basepath
    if (apart) {
      window.open(base + to, '_blank', 'noopener')
      return
    }
    onLeave(true)
    void router.navigate({ href: base + to })
  }
  function onKey(e: KeyboardEvent) {
    if (e.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key]
    if (step !== undefined && hits.length > 0)
      setChosen({ of: result, at: (at + step + hits.length) % hits.length })
    else if (e.key === 'Enter' && active) go(active.to, e.ctrlKey || e.metaKey)
    else if (e.key === 'Escape') onLeave(false)
    else return
    e.preventDefault()
  }
  const shown = open && asks && hits.length > 0
  return (
    <>
      <div className={css.box}>
        <IconSearch size={16} stroke={1.75} aria-hidden="true" />
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label={title}
          aria-expanded={shown}
          aria-controls={shown ? `${id}-list` : undefined}
          aria-activedescendant={shown ? active?.key : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
          maxLength={200}
          placeholder={t('session.search.placeholder')}
          value={text}
          onChange={(e) => onText(e.target.value)}
          onKeyDown={onKey}
        />
        {hint}
      </div>
      <div className={css.panel} hidden={!open}>
        <p className={css.say} role="status" data-quiet={shown || undefined}>
          {!open ? '' : sentence()}
        </p>
        {open && asks && error ? <ErrorNote error={error} onRetry={again} /> : null}
        {shown ? (
          <div
            ref={list}
            className={css.list}
            role="listbox"
            id={`${id}-list`}
            aria-label={t('session.search.results')}
          >
            {groups.map((g) => (
              <div key={g.kind} role="group" aria-labelledby={`${id}-${g.kind}`}>
                <div className={css.head} id={`${id}-${g.kind}`} role="presentation">
                  {t(`session.search.${g.kind}`)}
                </div>
                {g.hits.map((hit) => {
                  const key = `${id}-${g.kind}-${hit.id}`
                  return (
                    <div
                      key={key}
                      id={key}
                      role="option"
                      aria-selected={key === active?.key}
                      className={css.row}
                      // The focus stays in the field.
                      onMouseDown={(e) => e.preventDefault()}
                      onClick={(e) => go(hit.to, e.ctrlKey || e.metaKey)}
                    >
                      <span lang="vi">{hit.title}</span>
                      <small>{hit.context}</small>
                    </div>
                  )
                })}
              </div>
            ))}
          </div>
        ) : null}
      </div>
    </>
  )

  function sentence(): string {
    if (!asks) return t('session.search.hint')
    if (error) return ''
    if (!settled) return t('session.search.busy')
    return hits.length > 0
      ? t('session.search.found', { n: hits.length })
      : t('session.search.none', { q: text.trim() })
  }
}

import { useDeferredValue, useState } from 'react'
import { Button } from './Button.tsx'
import { ErrorNote } from './ErrorNote.tsx'
import { FormField, RadioCards, TextField } from './FormField.tsx'
import css from './FormField.module.css'

interface Found {
  rows: { value: string; label: string; hint: string }[] | undefined
  error: unknown
  /** under what was found, e.g. that there is more */
  note?: string | undefined
}

const least = 2

/** What is sought in a picker: null until enough is typed, and while nobody searches. */
export function useSought(searches = false) {
  const [searching, setSearching] = useState(searches)
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim())
  return { searching, setSearching, text, setText, q: searching && q.length >= least ? q : null }
}

/**
 * One of many, found by words, or none: what is chosen with a button beside it, then a search with what it finds.
 * @param chosen what stands there now; null: none
 * @param onPick the chosen value, null for none
 */
export function PickOne(props: {
  label: string
  chosen: { value: string; label: string } | null
  words: { none: string; change: string; search: string; found: string; nothing: string }
  sought: ReturnType<typeof useSought>
  found: Found
  onPick: (value: string | null) => void
}) {
  const { label, chosen, words, sought, found, onPick } = props
  if (!sought.searching)
    return (
      <FormField label={label}>
        {(ids) => (
          <div className={css.picked}>
            <span id={ids.id} className={chosen ? 'mid' : 'mute'}>
              {chosen?.label ?? words.none}
            </span>
            <Button size="small" onClick={() => sought.setSearching(true)}>
              {words.change}
            </Button>
          </div>
        )}
      </FormField>
    )
  const note = found.rows?.length === 0 ? words.nothing : found.note
  return (
    <>
      <TextField
        label={label}
        hint={words.search}
        type="text"
        autoFocus
        autoComplete="off"
        value={sought.text}
        onChange={(e) => sought.setText(e.target.value)}
      />
      {found.error ? <ErrorNote error={found.error} /> : null}
      <RadioCards
        label={words.found}
        value={chosen?.value ?? 'none'}
        onChange={(value) => {
          onPick(value === 'none' ? null : value)
          sought.setSearching(false)
        }}
        options={[...(found.rows ?? []), { value: 'none', label: words.none }]}
        after={note === undefined ? undefined : <span className="mute">{note}</span>}
      />
    </>
  )
}

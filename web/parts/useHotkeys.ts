import { useEffect, useRef, useSyncExternalStore } from 'react'

export interface Hotkey {
  /** `j`, `?`, `Escape`, `ArrowDown`, `Space`, `Enter`, `alt+1`, `mod+k`, or a sequence of two: `g h` */
  keys: string
  /** `false` says: not mine just now, let the browser have it */
  run: (e: KeyboardEvent) => boolean | void
  /** what it does, for the list under "?"; without it the key is not listed */
  does?: string
}

// One list for the page, last come first asked: a drawer's Escape goes before the list's.
const active: { key: Hotkey; scope: symbol }[] = []
const listeners = new Set<() => void>()
let listed: Hotkey[] = []
let pending = ''
let pendingUntil = 0

const SETTING = 'lantoa.single-keys'

/** Whether single letters work: on unless this browser's user has switched them off (WCAG 2.1.4). */
export function singleKeysOn(): boolean {
  return localStorage.getItem(SETTING) !== 'off'
}

export function switchSingleKeys(on: boolean): void {
  if (on) localStorage.removeItem(SETTING)
  else localStorage.setItem(SETTING, 'off')
  tellAll()
}

/**
 * Keys of a screen or part, as long as it is drawn. Single letters are off while somebody types and when switched
 * off; a key is taken by whoever came last. Nothing happens while a dialog is open over the page.
 */
export function useHotkeys(keys: Hotkey[]): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  const names = keys.map((k) => `${k.keys}\t${k.does ?? ''}`).join('\n')
  useEffect(() => {
    const scope = Symbol()
    const batch: typeof active = []
    for (const line of names === '' ? [] : names.split('\n')) {
      const [of = '', does = ''] = line.split('\t')
      const run = (e: KeyboardEvent) => latest.current.find((k) => k.keys === of)?.run(e)
      batch.push({ scope, key: { keys: of, run, ...(does ? { does } : {}) } })
    }
    active.unshift(...batch)
    if (active.length > 0) document.addEventListener('keydown', onKey)
    tellAll()
    return () => {
      for (let i = active.length - 1; i >= 0; i--) if (active[i]?.scope === scope) active.splice(i, 1)
      tellAll()
    }
  }, [names])
}

/** The keys that work now and say what they do, for the list under "?". */
export function useListedHotkeys(): Hotkey[] {
  return useSyncExternalStore(subscribe, () => listed)
}

export function useSingleKeysOn(): boolean {
  return useSyncExternalStore(subscribe, singleKeysOn)
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

function tellAll(): void {
  const seen = new Set<string>()
  listed = active.flatMap(({ key }) => {
    if (!key.does || seen.has(key.keys)) return []
    seen.add(key.keys)
    return [key]
  })
  for (const tell of listeners) tell()
}

function onKey(e: KeyboardEvent): void {
  if (e.defaultPrevented || e.isComposing || document.querySelector('dialog[open]')) return
  const pressed = nameOf(e)
  const single = pressed.length === 1
  if (isTyping(e.target) && pressed !== 'Escape' && !e.altKey && !e.ctrlKey && !e.metaKey) return
  if (single && !singleKeysOn()) return
  // A control under the focus keeps its own Enter and Space.
  if ((pressed === 'Enter' || pressed === 'Space') && isControl(e.target)) return

  const sequence = Date.now() < pendingUntil ? `${pending} ${pressed}` : ''
  pending = ''
  pendingUntil = 0
  const found =
    active.find(({ key }) => key.keys === sequence) ?? active.find(({ key }) => key.keys === pressed)
  if (found) {
    if (found.key.run(e) !== false) e.preventDefault()
  } else if (single && active.some(({ key }) => key.keys.startsWith(`${pressed} `))) {
    pending = pressed
    pendingUntil = Date.now() + 1500
  }
}

function nameOf(e: KeyboardEvent): string {
  const key = e.key === ' ' ? 'Space' : e.key.length === 1 ? e.key.toLowerCase() : e.key
  return `${e.ctrlKey || e.metaKey ? 'mod+' : ''}${e.altKey ? 'alt+' : ''}${key}`
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true
  return (
    target instanceof HTMLInputElement &&
    !['checkbox', 'radio', 'button', 'submit', 'file'].includes(target.type)
  )
}

function isControl(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('a, button, input, select, textarea, summary, [role=menu]') !== null
  )
}

import { IconSearch } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import css from '../DataList.module.css'

/** The search field of a list; says the words 250 ms after the last key, so that the address is not written each key. */
export function SearchBox(props: { value: string; onChange: (value: string) => void; label: string }) {
  const { value, onChange, label } = props
  const router = useRouter()
  const [text, setText] = useState(value)
  const [from, setFrom] = useState(value)
  if (value !== from) {
    // "Back" or a removed filter changed the address: follow it.
    setFrom(value)
    setText(value)
  }
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => {
      // Whoever typed and went on to a row at once is on the way there, and is not called back.
      const { latestLocation, state } = router
      if (!state.resolvedLocation || latestLocation.pathname === state.resolvedLocation.pathname)
        onChange(text)
    }, 250)
    return () => clearTimeout(timer)
  }, [text, value, onChange, router])
  return (
    <span className={css.search}>
      <IconSearch size={16} stroke={1.75} aria-hidden="true" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
    </span>
  )
}

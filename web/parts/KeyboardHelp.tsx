import { useT } from '../app/i18n.tsx'
import { Dialog } from './Dialog.tsx'
import { CheckField } from './FormField.tsx'
import css from './KeyboardHelp.module.css'
import { switchSingleKeys, useListedHotkeys, useSingleKeysOn } from './useHotkeys.ts'

/** The keys that work on this screen, and the switch for single letters. Opened by "?". */
export function KeyboardHelp(props: { onClose: () => void }) {
  const t = useT()
  const keys = useListedHotkeys()
  const on = useSingleKeysOn()
  return (
    <Dialog title={t('session.keys.title')} onClose={props.onClose}>
      <dl className={css.keys}>
        {keys.map((k) => (
          <div key={k.keys}>
            <dt>
              {k.keys.split(' ').map((one) => (
                <kbd key={one}>{nameOf(one, t('session.keys.space'))}</kbd>
              ))}
            </dt>
            <dd>{k.does}</dd>
          </div>
        ))}
      </dl>
      <CheckField
        label={t('session.keys.singles')}
        hint={t('session.keys.singles.hint')}
        checked={on}
        onChange={(e) => switchSingleKeys(e.target.checked)}
      />
    </Dialog>
  )
}

const names: Record<string, string> = { Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓' }

function nameOf(key: string, space: string): string {
  if (key === 'Space') return space
  if (names[key]) return names[key]
  return key
    .split('+')
    .map((k) => (k === 'mod' ? 'Ctrl' : k === 'alt' ? 'Alt' : k.length === 1 ? k.toUpperCase() : k))
    .join(' ')
}

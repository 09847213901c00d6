import { useT } from '../../app/i18n.tsx'
import { Button } from '../Button.tsx'
import css from '../DataList.module.css'
import type { Selection } from './types.ts'

/** What can be done with the selected rows; sticks to the bottom of the window. */
export function SelectionBar(props: { selection: Selection }) {
  const t = useT()
  const { selection } = props
  const n = selection.keys.size
  return (
    <div className={css.selection} role="region" aria-label={t('common.list.actions')}>
      <b aria-live="polite">{selection.words ?? t('common.list.selected', { n })}</b>
      {selection.acts}
      <Button kind="bare" className={css.unselect} onClick={() => selection.onChange(new Set())}>
        {t('common.list.unselect')} <kbd>Esc</kbd>
      </Button>
    </div>
  )
}

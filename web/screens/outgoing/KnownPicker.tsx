import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import type { KnownDocument } from '../../api/generated/index.ts'
import { listKnownDocumentsOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { TextField } from '../../parts/FormField.tsx'
import { Validity } from '../library/Validity.tsx'
import { basisWords } from './model.ts'
import css from './outgoing.module.css'

const least = 2

/** A known document to cite: with its validity, so that nobody rests on what has ended. */
export function KnownPicker(props: { onClose: () => void; onPick: (known: KnownDocument) => void }) {
  const t = useT()
  const [text, setText] = useState('')
  const q = useDeferredValue(text.trim())
  const query = useQuery({ ...listKnownDocumentsOptions({ query: { q } }), enabled: q.length >= least })
  const rows = (q.length >= least ? query.data?.rows : undefined)?.slice(0, 12)
  return (
    <Dialog title={t('outgoing.text.basis.pick')} onClose={props.onClose}>
      <TextField
        label={t('library.known.search')}
        autoFocus
        autoComplete="off"
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
      {query.error ? <ErrorNote error={query.error} /> : null}
      {rows?.length === 0 ? <p className="mute">{t('common.list.nothing')}</p> : null}
      <ul className={css.options}>
        {(rows ?? []).map((known) => (
          <li key={known.id} className={css.found}>
            <button type="button" lang="vi" onClick={() => props.onPick(known)}>
              {basisWords(known)}
            </button>
            <Validity state={known.state} lastDay={known.lastDay} />
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

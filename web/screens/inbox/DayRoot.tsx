import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatDate } from '#src/messages/format.ts'
import { listDayRootsOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { TextField } from '../../parts/FormField.tsx'

/** The last day's root under the register, to copy it elsewhere: the proof begins there. */
export function DayRoot() {
  const t = useT()
  const roots = useQuery(listDayRootsOptions({ query: { limit: 1 } }))
  const [copied, setCopied] = useState(false)
  const root = roots.data?.rows[0]
  if (roots.error) return <ErrorNote error={roots.error} onRetry={() => void roots.refetch()} />
  if (!root) return null
  async function copy(hash: string) {
    // Over plain HTTP from another machine there is no clipboard: the field is selected by a press, Ctrl C copies it.
    if (navigator.clipboard) await navigator.clipboard.writeText(hash).then(() => setCopied(true))
  }
  return (
    <section aria-label={t('archive.roots.title')}>
      <TextField
        label={t('archive.roots.day', { day: formatDate(root.day) })}
        hint={t('archive.roots.day.hint')}
        value={root.hash}
        readOnly
        onFocus={(e) => e.target.select()}
      />
      <Button onClick={() => void copy(root.hash).catch(() => undefined)}>
        {t(copied ? 'archive.roots.copied' : 'archive.roots.copy')}
      </Button>{' '}
      <a href="/roots">{t('archive.roots.title')}</a>
      <span className="vh" role="status">
        {copied ? t('archive.roots.copied') : ''}
      </span>
    </section>
  )
}

import { useQuery } from '@tanstack/react-query'
import { formatDate } from '#src/messages/format.ts'
import { listDocumentsOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { PickOne, useSought } from '../../parts/PickOne.tsx'

const offered = 8

/** Chooses one document of the library that the unit may read, by number or words, or none. */
export function DocumentPicker(props: {
  value: { id: string; title: string } | null
  onChange: (document: { id: string; title: string } | null) => void
}) {
  const t = useT()
  const { value, onChange } = props
  const sought = useSought()
  const query = useQuery({
    ...listDocumentsOptions({ query: { q: sought.q ?? '' } }),
    enabled: sought.q !== null,
  })
  const rows = query.data?.rows.slice(0, offered).map((d) => ({
    value: d.id,
    label: d.subject === '' ? d.type : d.subject,
    hint: [d.numberSymbol, d.issuerName, d.issuedOn === null ? null : formatDate(d.issuedOn)]
      .filter((part) => part !== null && part !== '')
      .join(' · '),
  }))
  return (
    <PickOne
      label={t('directions.field.document')}
      chosen={value && { value: value.id, label: value.title }}
      words={{
        none: t('directions.document.none'),
        change: t('directions.document.choose'),
        search: t('directions.document.search'),
        found: t('directions.document.found'),
        nothing: t('directions.document.nothing'),
      }}
      sought={sought}
      found={{
        rows,
        error: query.error,
        note: (query.data?.rows.length ?? 0) > offered ? t('directions.document.more') : undefined,
      }}
      onPick={(id) => {
        const picked = rows?.find((r) => r.value === id)
        onChange(picked ? { id: picked.value, title: picked.label } : null)
      }}
    />
  )
}

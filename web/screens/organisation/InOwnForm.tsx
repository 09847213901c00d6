import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { listOwnFormsOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { ButtonAnchor } from '../../parts/Button.tsx'

/** The document in the unit's own form, where there is one for its type. */
export function InOwnForm(props: { type: string; address: string }) {
  const t = useT()
  const { type, address } = props
  if (!useOwnForm(type)) return null
  return (
    <ButtonAnchor href={address} icon={<IconDownload stroke={1.75} />}>
      {t('forms.download')}
    </ButtonAnchor>
  )
}

/** Whether the unit has a form of its own for a type of document; null: none is asked for. */
export function useOwnForm(type: string | null): boolean {
  const query = useQuery({ ...listOwnFormsOptions({ query: {} }), enabled: type !== null })
  return type !== null && (query.data?.rows.some((f) => f.type === type && f.isUsed) ?? false)
}

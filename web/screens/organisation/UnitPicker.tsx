import { useQuery } from '@tanstack/react-query'
import { lookUpUnitsOptions } from '../../api/generated/@tanstack/react-query.gen.ts'
import { useT } from '../../app/i18n.tsx'
import { PickOne, useSought } from '../../parts/PickOne.tsx'

export interface PickedUnit {
  id: string
  name: string
}

/**
 * Chooses one unit of the home by the words of its name, or none.
 * @param without a unit that is not offered: the one whose superior is chosen
 */
export function UnitPicker(props: {
  label: string
  value: PickedUnit | null
  onChange: (unit: PickedUnit | null) => void
  without?: string
  /** what choosing none is called; else that there is no superior */
  none?: string
  /** begins with the search, without a button before it */
  searches?: boolean
}) {
  const t = useT()
  const { label, value, onChange, without } = props
  const sought = useSought(props.searches)
  const query = useQuery({
    ...lookUpUnitsOptions({ query: { q: sought.q ?? '' } }),
    enabled: sought.q !== null,
  })
  const found = query.data?.units.filter((u) => u.id !== without)
  return (
    <PickOne
      label={label}
      chosen={value && { value: value.id, label: value.name }}
      words={{
        none: props.none ?? t('units.form.superior.none'),
        change: t('units.form.superior.change'),
        search: t('units.form.superior.search'),
        found: t('units.form.superior.found'),
        nothing: t('units.form.superior.nothing'),
      }}
      sought={sought}
      found={{
        rows: found?.map((u) => ({
          value: u.id,
          label: u.name,
          hint: u.formerly ? t('units.nowCalled', { name: u.formerly }) : u.code,
        })),
        error: query.error,
      }}
      onPick={(id) => onChange(found?.find((u) => u.id === id) ?? null)}
    />
  )
}

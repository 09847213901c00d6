import { useT } from '../../app/i18n.tsx'
import { TextField } from '../../parts/FormField.tsx'

/** How a unit is called, as a form writes it. */
export interface Names {
  name: string
  shortName: string
  abbreviation: string
  place: string
  parentLine: string
}
export const emptyNames: Names = { name: '', shortName: '', abbreviation: '', place: '', parentLine: '' }

const fields = ['name', 'shortName', 'abbreviation', 'place', 'parentLine'] as const
const most = { name: 200, shortName: 80, abbreviation: 30, place: 80, parentLine: 200 }

/** The fields that must be filled in and are not. */
export function missingNames(names: Names): (keyof Names)[] {
  return fields.filter((f) => f !== 'parentLine' && names[f].trim() === '')
}

/** Full and short name, abbreviation, place, upper agency line. */
export function NameFields(props: {
  names: Names
  onChange: (names: Names) => void
  missing: readonly (keyof Names)[]
}) {
  const t = useT()
  const { names, onChange, missing } = props
  return (
    <>
      {fields.map((f) => (
        <TextField
          key={f}
          label={t(`units.form.${f}`)}
          hint={t(`units.form.${f}.hint`)}
          value={names[f]}
          maxLength={most[f]}
          onChange={(e) => onChange({ ...names, [f]: e.target.value })}
          error={missing.includes(f) ? t('units.form.missing') : undefined}
          optional={f === 'parentLine'}
        />
      ))}
    </>
  )
}

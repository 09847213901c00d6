import { useT } from '../../app/i18n.tsx'
import type { Role } from '../../app/session.ts'
import { CheckField } from '../../parts/FormField.tsx'
import css from './organisation.module.css'

const roles: Role[] = ['clerk', 'specialist', 'leader', 'inspector', 'official', 'admin']

/** The roles of a person in a unit; `without` are held already. */
export function RoleChecks(props: {
  chosen: Role[]
  onChange: (roles: Role[]) => void
  wrong: boolean
  without?: Role[]
}) {
  const t = useT()
  const { chosen, onChange, wrong, without = [] } = props
  return (
    <fieldset className={css.checks}>
      <legend>{t('people.form.roles')}</legend>
      {roles
        .filter((role) => !without.includes(role))
        .map((role) => (
          <CheckField
            key={role}
            label={t(`people.role.${role}`)}
            hint={t(`people.role.${role}.hint`)}
            checked={chosen.includes(role)}
            onChange={(e) =>
              onChange(e.target.checked ? [...chosen, role] : chosen.filter((other) => other !== role))
            }
          />
        ))}
      {wrong ? (
        <p className={css.issues} role="alert">
          {t('people.form.roles.missing')}
        </p>
      ) : null}
    </fieldset>
  )
}

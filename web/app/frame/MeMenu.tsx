import { useNavigate } from '@tanstack/react-router'
import { Menu } from '../../parts/Menu.tsx'
import { useT } from '../i18n.tsx'
import { useSession } from '../session.ts'
import css from './Frame.module.css'
import { SignOut } from './SignOut.tsx'
import { useBuilt } from './ways.ts'

/** Screens of the account; each drawn where it is built. */
export const accountWays = [
  { path: '/account', word: 'session.me.account' },
  { path: '/account/sessions', word: 'session.me.sessions' },
]

/** Me: my account, my sessions, the keys, sign out. */
export function MeMenu(props: { onKeys: () => void }) {
  const t = useT()
  const { person, login } = useSession()
  const built = useBuilt()
  const navigate = useNavigate()
  return (
    <SignOut>
      {(signOut) => (
        <Menu
          align="end"
          label={t('session.me', { name: person.name })}
          head={
            <>
              <b>{person.name}</b>
              <br />
              {t('session.me.signedInAs', { login })}
            </>
          }
          trigger={(button) => (
            <button
              {...button}
              className={css.me}
              aria-label={`${initials(person.name)}, ${t('session.me', { name: person.name })}`}
            >
              {initials(person.name)}
            </button>
          )}
          choices={[
            ...accountWays
              .filter((w) => built(w.path))
              .map((w) => ({ key: w.path, label: t(w.word), onPick: () => void navigate({ to: w.path }) })),
            { key: 'keys', label: t('session.me.keyboard'), onPick: props.onKeys },
            {
              key: 'out',
              label: t('session.me.signOut'),
              apart: true,
              onPick: signOut,
            },
          ]}
        />
      )}
    </SignOut>
  )
}

/** The last two names as letters: Lê Thị Hoài An → HA. */
export function initials(name: string): string {
  return name
    .trim()
    .split(/\s+/)
    .slice(-2)
    .map((w) => w.slice(0, 1).toLocaleUpperCase('vi'))
    .join('')
}

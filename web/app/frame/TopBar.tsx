import { IconChevronDown, IconHome2, IconWifiOff } from '@tabler/icons-react'
import { useState } from 'react'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { ErrorNote } from '../../parts/ErrorNote.tsx'
import { Mark } from '../../parts/Mark.tsx'
import { Menu } from '../../parts/Menu.tsx'
import { useLanguage, useT } from '../i18n.tsx'
import { actFor, useSession, type Membership } from '../session.ts'
import { useChooseYear, useYear, yearsToChoose } from '../year.ts'
import { Bell } from './Bell.tsx'
import css from './Frame.module.css'
import { MeMenu } from './MeMenu.tsx'
import { Search } from './Search.tsx'
import { useOnline } from './useOnline.ts'

/** The bar on top: which unit I act for, which year, search, language, me. */
export function TopBar(props: { onKeys: () => void }) {
  const t = useT()
  const online = useOnline()
  return (
    <header className={css.top}>
      <span className={css.topMark}>
        <Mark />
      </span>
      <UnitPicker />
      <YearPicker />
      <Search />
      <span className={css.end}>
        {online ? null : (
          <span className={css.offline} role="status">
            <IconWifiOff size={16} stroke={1.75} aria-hidden="true" />
            <span className={css.offlineWord}>{t('session.offline')}</span>
          </span>
        )}
        <Bell />
        <LanguagePicker />
        <MeMenu onKeys={props.onKeys} />
      </span>
    </header>
  )
}

/** The units this person may act for; another one loads the page anew, so that nothing of the former stays. */
export function UnitPicker() {
  const t = useT()
  const session = useSession()
  const { actingUnit: unit, memberships } = session
  const { choose, failed, busy, clear } = useActFor()
  if (memberships.length < 2) {
    return (
      <span className={css.unit}>
        <IconHome2 size={16} stroke={1.75} aria-hidden="true" />
        <span title={unit.name}>{unit.shortName}</span>
      </span>
    )
  }
  return (
    <>
      <Menu
        label={t('session.unit.switch')}
        head={t('session.unit.switch')}
        trigger={(button) => (
          <button {...button} className={css.pick} data-unit="" disabled={busy}>
            <IconHome2 size={16} stroke={1.75} aria-hidden="true" />
            <span className="vh">{t('session.unit.actFor')}: </span>
            <span title={unit.name}>{unit.shortName}</span>
            <IconChevronDown size={16} stroke={1.75} aria-hidden="true" />
          </button>
        )}
        choices={memberships.map((m) => ({
          key: m.unit.id,
          label: m.unit.name,
          hint: m.title ?? m.roles.map((r) => t(`session.role.${r}`)).join(', '),
          chosen: m.unit.id === unit.id,
          onPick: () => choose(m),
        }))}
      />
      {failed ? (
        <ConfirmDialog
          title={t('session.unit.failed')}
          act={t('common.close')}
          onConfirm={clear}
          onClose={clear}
        >
          <ErrorNote error={failed} />
        </ConfirmDialog>
      ) : null}
    </>
  )
}

function useActFor() {
  const session = useSession()
  const [failed, setFailed] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  function choose(m: Membership) {
    if (m.unit.id === session.actingUnit.id) return
    setBusy(true)
    actFor(m.unit.id)
      .then(() => location.assign(import.meta.env.BASE_URL))
      .catch((e: unknown) => {
        setBusy(false)
        setFailed(e)
      })
  }
  return { choose, failed, busy, clear: () => setFailed(null) }
}

export function YearPicker() {
  const t = useT()
  const { today } = useSession()
  const year = useYear()
  const choose = useChooseYear()
  return (
    <Menu
      label={t('session.year.choose')}
      trigger={(button) => (
        <button {...button} className={css.pick} data-year="">
          <span className={css.yearWords}>{t('session.year', { year: String(year) })}</span>
          <span className={css.yearOnly} aria-hidden="true">
            {year}
          </span>
          <IconChevronDown size={16} stroke={1.75} aria-hidden="true" />
        </button>
      )}
      choices={yearsToChoose(today, year).map((y) => ({
        key: String(y),
        label: t('session.year', { year: String(y) }),
        chosen: y === year,
        onPick: () => choose(y),
      }))}
    />
  )
}

/** VI or EN; the other is one press away in the menu, each in its own language. */
export function LanguagePicker() {
  const { locale, t, choose } = useLanguage()
  return (
    <Menu
      align="end"
      label={t('session.language')}
      trigger={(button) => (
        <button
          {...button}
          className={css.pick}
          data-language=""
          aria-label={`${locale.toUpperCase()}, ${t('session.language')}`}
        >
          {locale.toUpperCase()}
        </button>
      )}
      choices={(['vi', 'en'] as const).map((l) => ({
        key: l,
        label: t(`session.language.${l}`),
        lang: l,
        chosen: l === locale,
        onPick: () => choose(l),
      }))}
    />
  )
}

import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { Locale, Translate } from '#src/messages/index.ts'
import { loadTranslator } from './messages.ts'

interface Language {
  locale: Locale
  t: Translate
  /** another language, from now on */
  choose: (locale: Locale) => void
  /** the account's language, which holds until another is chosen on this page */
  adopt: (locale: Locale) => void
}

const nothing = () => undefined
const LanguageContext = createContext<Language>({
  locale: 'vi',
  t: (key) => key,
  choose: nothing,
  adopt: nothing,
})

/**
 * The language of everything below. Nothing is drawn until its sentences are here.
 * @param onChoose keeps another choice with the account; the page changes as soon as that language is loaded
 */
export function I18nProvider(props: { onChoose: (locale: Locale) => void; children: ReactNode }) {
  const { onChoose } = props
  const [chosen, setChosen] = useState<Locale | null>(null)
  const [account, adopt] = useState<Locale>('vi')
  const [loaded, setLoaded] = useState<{ locale: Locale; t: Translate } | null>(null)
  const locale = chosen ?? account
  useEffect(() => {
    let current = true
    void loadTranslator(locale).then((t) => {
      if (!current) return
      document.documentElement.lang = locale
      setLoaded({ locale, t })
    })
    return () => {
      current = false
    }
  }, [locale])
  const value = useMemo<Language | null>(
    () =>
      loaded && {
        ...loaded,
        adopt,
        choose(next) {
          setChosen(next)
          onChoose(next)
        },
      },
    [loaded, onChoose],
  )
  return value ? <LanguageContext value={value}>{props.children}</LanguageContext> : null
}

/** The translator of the present language: `const t = useT(); t('common.save')`. */
export function useT(): Translate {
  return use(LanguageContext).t
}

export function useLanguage(): Language {
  return use(LanguageContext)
}

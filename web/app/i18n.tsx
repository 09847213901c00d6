import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react'
import { translator, type Locale, type Translate } from '#src/messages/index.ts'

interface Language {
  locale: Locale
  t: Translate
  choose: (locale: Locale) => void
}

const LanguageContext = createContext<Language>({
  locale: 'vi',
  t: translator('vi'),
  choose: () => undefined,
})

/**
 * The language of everything below.
 * @param initial the account's language
 * @param onChoose remembers another choice; the page changes at once, whatever comes of it
 */
export function I18nProvider(props: {
  initial: Locale
  onChoose?: (l: Locale) => void
  children: ReactNode
}) {
  const { initial, onChoose } = props
  const [locale, setLocale] = useState(initial)
  useEffect(() => {
    document.documentElement.lang = locale
  }, [locale])
  const language = useMemo<Language>(
    () => ({
      locale,
      t: translator(locale),
      choose(next) {
        setLocale(next)
        onChoose?.(next)
      },
    }),
    [locale, onChoose],
  )
  return <LanguageContext value={language}>{props.children}</LanguageContext>
}

/** The translator of the present language: `const t = useT(); t('common.save')`. */
export function useT(): Translate {
  return use(LanguageContext).t
}

export function useLanguage(): Language {
  return use(LanguageContext)
}
